"""For pages and for print: of the HTML of a text only what is listed is left, and no comment at all."""

from __future__ import annotations

import re

from lanmu.text.allowed_html import clean
from lanmu.text.dialect import Steps
from lanmu.text.exemptions import without

# Code in a line, in which nothing is a comment; or a comment, with the blanks before it where it begins its line.
COMMENT = re.compile(
    r"(?<!`)(?P<ticks>`++)[^`\n]++(?P=ticks)(?!`)|(?:(?m:^)(?P<indent>[ \t]*+))?<!--(?P<inner>.*?)-->", re.DOTALL
)
CODE_INDENT = 4
BLANK_LINE = re.compile(r"\n[ \t]*\n")


def sanitising() -> Steps:
    """Takes out what reviews do not cover (review.py), so that nothing is shown that nobody signed, and cleans the HTML.

    31: before anything is read (normalize_whitespace, 30): in code an exemption would be text, and HTML ends a comment in
    more ways. 24: after fenced code has been taken out (25), before blocks of raw HTML are (20). 6: after raw HTML has been
    put back (30), before links that leave the site are marked (5), which adds to them.
    """
    return Steps(source=[(31, without), (24, comments_joined)], html=[(6, clean)])


def comments_joined(text: str) -> str:
    """The text with each comment that begins within a line put into that line: where blocks end, Markdown takes the rest of
    it for text.

    What stands after one that begins its line comes into the next: Markdown gives its entities (`&lt;`) after all else.
    """
    commented, end, rest = text.rpartition("-->")
    after = rest.partition("\n")[0]
    return COMMENT.sub(lambda match: joined(match, after), commented + end) + rest if end else text


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
