"""公众号: for each article a page to copy it from, with pictures and covers beside it. Nothing is sent to WeChat."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.common.paste.editor import Editor
from lanmu.channels.common.paste.page import Field, text_length
from lanmu.channels.common.paste.pictures import Uploads
from lanmu.channels.common.press import Press
from lanmu.channels.wechat.cover import covers
from lanmu.channels.wechat.writer import WechatWriter, styles
from lanmu.content.article import Article

TITLE, AUTHOR, DIGEST, TEXT, BYTES = 32, 16, 128, 20_000, 1_000_000
"""Characters of title, author, digest (摘要) and text, and bytes of the text's HTML: what the interface that makes drafts takes
(developers.weixin.qq.com, 草稿管理, 新增草稿)."""


def writer_for(press: Press, uploads: Uploads) -> WechatWriter:
    return WechatWriter(styles(press.inks["wechat"], indent=press.settings.site.indent), uploads.add)


def fields_of(press: Press, article: Article) -> Iterator[Field]:
    """What goes into the fields beside the text."""
    yield Field("title", "标题", press.text(article.title), TITLE, "粘贴以后在编辑器里改短，保留谁、做了什么。")
    if author := article.meta.author or (article.source_unit if len(article.source_unit) <= AUTHOR else ""):
        remedy = "只写一两个名字，别的写在文末。"
        yield Field("author", "作者", press.text(author), AUTHOR, remedy)
    yield Field("digest", "摘要", press.text(article.meta.summary), DIGEST, "留下第一句；读者在转发时看到它。")
    if address := press.address(article.address):
        yield Field("address", "原文链接", address)


def faults_of(body: str) -> Iterator[str]:
    """What is too long in the text."""
    if (length := text_length(body)) >= TEXT:
        yield f"正文有 {length} 字，公众号要少于 {TEXT} 字，要缩短 {length - TEXT + 1} 字：分成几篇，或者只登一部分，全文放在阅读原文里。"
    if (size := len(body.encode())) >= BYTES:
        yield f"正文的代码有 {size // 1000} KB，公众号要小于 {BYTES // 1000} KB：分成几篇，或者把长的表格做成图片。"


CHANNEL = Editor(
    "wechat",
    "公众号",
    "公众号的编辑器",
    wide=False,
    writer=writer_for,
    fields=fields_of,
    faults=faults_of,
    covers=covers,
).channel
