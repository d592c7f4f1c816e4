"""Markdown extension, for pages and for print: of the HTML of a text only what is listed is left, and no comment at all."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from lanmu.text.allowed_html import clean
from lanmu.text.exemptions import without

# Code in a line, in which nothing is a comment; or a comment, with the blanks before it where it begins its line.
COMMENT = re.compile(
    r"(?<!`)(?P<ticks>`++)[^`\n]++(?P=ticks)(?!`)|(?:(?m:^)(?P<indent>[ \t]*+))?<!--(?P<inner>.*?)-->", re.DOTALL
)
CODE_INDENT = 4
BLANK_LINE = re.compile(r"\n[ \t]*\n")


class SanitisingExtension(Extension):
    """Cleans the finished HTML of every text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        # 31: before anything is read (normalize_whitespace, 30).
        md.preprocessors.register(ExemptionRemover(md), "lanmu-exemptions", 31)
        # 24: after fenced code has been taken out (25), before blocks of raw HTML are (20).
        md.preprocessors.register(CommentJoiner(md), "lanmu-comments", 24)
        # 6: after raw HTML has been put back (30), before links that leave the site are marked (5), which adds to them.
        md.postprocessors.register(Sanitiser(md), "lanmu-sanitising", 6)


class ExemptionRemover(Preprocessor):
    """Takes out what reviews do not cover (review.py), so that nothing is shown that nobody signed: in code it would be
    text, and HTML ends a comment in more ways."""

    def run(self, lines: list[str]) -> list[str]:
        return without("\n".join(lines)).split("\n")


class CommentJoiner(Preprocessor):
    """Puts a comment that begins within a line into that line: where blocks end, Markdown takes the rest of it for text.

    What stands behind one that begins its line comes into the next: Markdown gives its entities (`&lt;`) after all else.
    """

    def run(self, lines: list[str]) -> list[str]:
        text, end, rest = "\n".join(lines).rpartition("-->")
        after = rest.partition("\n")[0]
        return (COMMENT.sub(lambda match: joined(match, after), text + end) + rest).split("\n") if end else lines


def joined(match: re.Match[str], after: str) -> str:
    """A comment in one line, unless Markdown takes it out as it is, or it may be code. `after` follows the text."""
    inner, indent = match["inner"], match["indent"]
    is_block = indent is not None and len(indent.expandtabs()) < CODE_INDENT
    if inner is not None and is_block:
        end = match.string.find("\n", match.end())
        line = match.string[match.end() : end] if end >= 0 else match.string[match.end() :] + after
        return match[0] + "\n" * ("&" in line)
    is_read = indent is not None and not BLANK_LINE.search(inner)
    return match[0] if inner is None or is_read else f"{indent or ''}<!--{' '.join(inner.split())}-->"


class Sanitiser(Postprocessor):
    """Works on the finished HTML of one text."""

    def run(self, text: str) -> str:
        return clean(text)
