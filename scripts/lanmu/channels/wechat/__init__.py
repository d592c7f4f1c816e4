"""公众号: for each article a page to copy it from, with pictures and covers beside it. Nothing is sent to WeChat."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.common.blocks import facts
from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.paste.article import credit_of, files_of, linked, original, read, shown
from lanmu.channels.common.paste.page import CopyPage, Field, render, text_length
from lanmu.channels.common.paste.pictures import Uploads
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.wechat.cover import cover_picture, covers
from lanmu.channels.wechat.writer import WechatWriter, styles
from lanmu.content.article import Article

TITLE, AUTHOR, DIGEST, TEXT, BYTES = 32, 16, 128, 20_000, 1_000_000
"""Characters of title, author, digest (摘要) and text, and bytes of the text's HTML: what the interface that makes drafts takes
(developers.weixin.qq.com, 草稿管理, 新增草稿)."""


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted, each when the channel is asked for by name: none is meant for it by itself."""
    site, found = press.settings.site, shown(press)
    return press.article_jobs(
        wanted,
        CHANNEL.name,
        CHANNEL.label,
        lambda _: wanted.named,
        lambda article: (
            site.indent,
            site.publisher,
            press.inks,
            original(press, article),
            press.site.terms,
            linked(article, found),
        ),
        page_of,
        ".html",
    )


def page_of(press: Press, article: Article) -> Rendered:
    """The page of an article, and its files. Raises UserError for what cannot be drawn."""
    text, inks, name = read(press, article), press.inks[CHANNEL.name], press.file_name(stem_of(article), "")
    uploads = Uploads(press, text.pictures)
    writer = WechatWriter(styles(inks, indent=press.settings.site.indent), uploads.add)
    blocks, terms = press.text((*text.blocks, *facts(article))), press.text(text.terms)
    stamp = press.text(press.stamp(article))
    body = writer.article(blocks, terms, press.text(credit_of(article)), stamp)
    fields = tuple(fields_of(press, article))
    faults = (*(field.fault for field in fields if field.fault), *faults_of(body))
    page = CopyPage(
        channel=CHANNEL.label,
        place="公众号的编辑器",
        language=press.language,
        title=press.text(article.title),
        byline=press.text(f"{article.source}　{article.pub_date[:10]}"),
        stamp=stamp,
        fields=fields,
        body=body,
        pictures=tuple(uploads.found.values()),
        covers=tuple(covers(press, article, cover_picture(press, article, text.files))),
        folder=name,
        faults=faults,
        wide=False,
        look=inks,
    )
    remarks = tuple(f"《{article.title}》{remark}" for remark in (*faults, *text.remarks))
    own = (press.site.docs / article.image,) if article.image else ()
    return Rendered({f"{name}.html": render(page)} | files_of(page), remarks, (*text.files, *own))


def fields_of(press: Press, article: Article) -> Iterator[Field]:
    """What goes into the fields beside the text."""
    yield Field("title", "标题", press.text(article.title), TITLE, "粘贴以后在编辑器里改短，保留谁、做了什么。")
    if author := article.meta.author or (article.source_unit if len(article.source_unit) <= AUTHOR else ""):
        remedy = "只写一两个名字，别的写在文末。"
        yield Field("author", "作者", press.text(author), AUTHOR, remedy)
    yield Field("digest", "摘要", press.text(article.meta.summary), DIGEST, "留下第一句；读者在转发时看到它。")
    if address := original(press, article):
        yield Field("address", "原文链接", address)


def faults_of(body: str) -> Iterator[str]:
    """What is too long in the text."""
    if (length := text_length(body)) >= TEXT:
        yield f"正文有 {length} 字，公众号要少于 {TEXT} 字，要缩短 {length - TEXT + 1} 字：分成几篇，或者只登一部分，全文放在阅读原文里。"
    if (size := len(body.encode())) >= BYTES:
        yield f"正文的代码有 {size // 1000} KB，公众号要小于 {BYTES // 1000} KB：分成几篇，或者把长的表格做成图片。"


CHANNEL = Channel("wechat", "公众号", jobs, readers=False)
