"""集约化平台: for each article a page to copy it from, for the editors that platforms have."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.common.blocks import facts
from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.paste.article import credit_of, files_of, linked, original, read, shown
from lanmu.channels.common.paste.page import CopyPage, Field, render
from lanmu.channels.common.paste.pictures import Uploads
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.platform.writer import PlatformWriter, styles
from lanmu.content.article import Article


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted, each when the channel is asked for by name: none is meant for it by itself."""
    site, found = press.settings.site, shown(press)
    return press.article_jobs(
        wanted,
        CHANNEL.name,
        CHANNEL.label,
        lambda _: wanted.named,
        lambda article: (site.indent, press.inks, original(press, article), press.site.terms, linked(article, found)),
        page_of,
        ".html",
    )


def page_of(press: Press, article: Article) -> Rendered:
    """The page of an article, and its files. Raises UserError for what cannot be drawn."""
    text, name = read(press, article), press.file_name(stem_of(article), "")
    uploads = Uploads(press, text.pictures)
    blocks, terms = press.text((*text.blocks, *facts(article))), press.text(text.terms)
    stamp = press.text(press.stamp(article))
    writer = PlatformWriter(styles(indent=press.settings.site.indent), uploads.add)
    body = writer.article(blocks, terms, press.text(credit_of(article)), stamp)
    page = CopyPage(
        channel=CHANNEL.label,
        place="平台的编辑器",
        language=press.language,
        title=press.text(article.title),
        byline=press.text(f"{article.source}　{article.pub_date[:10]}"),
        stamp=stamp,
        fields=tuple(fields_of(press, article)),
        body=body,
        pictures=tuple(uploads.found.values()),
        covers=(),
        folder=name,
        faults=(),
        wide=True,
        look=press.inks["wechat"],
    )
    remarks = tuple(f"《{article.title}》{remark}" for remark in text.remarks)
    return Rendered({f"{name}.html": render(page)} | files_of(page), remarks, text.files)


def fields_of(press: Press, article: Article) -> Iterator[Field]:
    """What goes into the fields beside the text."""
    meta = article.meta
    texts = {
        "title": ("标题", article.title),
        "digest": ("摘要", meta.summary),
        "source": ("来源", article.source),
        "author": ("作者", meta.author),
        "keywords": ("关键词", "，".join(meta.tags)),
        "address": ("原文链接", original(press, article)),
    }
    for name, (label, text) in texts.items():
        if text:
            yield Field(name, label, text if name == "address" else press.text(text))


CHANNEL = Channel("platform", "集约化平台", jobs, readers=False)
