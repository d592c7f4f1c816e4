"""集约化平台: for each article a page to copy it from, for the editors that platforms have."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.common.paste.editor import Editor
from lanmu.channels.common.paste.page import Field
from lanmu.channels.common.paste.pictures import Uploads
from lanmu.channels.common.press import Press
from lanmu.channels.platform.writer import PlatformWriter, styles
from lanmu.content.article import Article


def writer_for(press: Press, uploads: Uploads) -> PlatformWriter:
    return PlatformWriter(styles(indent=press.settings.site.indent), uploads.add)


def fields_of(press: Press, article: Article) -> Iterator[Field]:
    """What goes into the fields beside the text."""
    meta = article.meta
    texts = {
        "title": ("标题", article.title),
        "digest": ("摘要", meta.summary),
        "source": ("来源", article.source),
        "author": ("作者", meta.author),
        "keywords": ("关键词", "，".join(meta.tags)),
        "address": ("原文链接", press.address(article.address)),
    }
    for name, (label, text) in texts.items():
        if text:
            yield Field(name, label, text if name == "address" else press.text(text))


CHANNEL = Editor("platform", "集约化平台", "平台的编辑器", wide=True, writer=writer_for, fields=fields_of).channel
