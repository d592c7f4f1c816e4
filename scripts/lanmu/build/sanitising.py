"""Markdown extension: of the HTML of a text only what is listed reaches the page."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from lanmu.content.markup import clean


class SanitisingExtension(Extension):
    """Cleans the finished HTML of every text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        # 6: after raw HTML has been put back (30), before links that leave the site are marked (5), which adds to them.
        md.postprocessors.register(SanitisingProcessor(md), "lanmu-sanitising", 6)


class SanitisingProcessor(Postprocessor):
    """Works on the finished HTML of one page."""

    def run(self, text: str) -> str:
        return clean(text)
