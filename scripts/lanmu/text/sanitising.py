"""The conversion steps that pages and print share: only listed HTML is left, and no comment."""

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
    """Takes out exemptions, which reviews do not cover (content/review.py), so that nothing unsigned is shown, and cleans
    the HTML.

    Priorities, higher ones first. 31: before anything is read (normalize_whitespace, 30). 24: after fenced code is taken
    out (25), before blocks of raw HTML are (20). 6: after raw HTML is put back (30), before attributes are added to links
    that leave the site (5).
    """
    return Steps(source=[(31, without), (24, comments_joined)], html=[(6, clean)])


def comments_joined(text: str) -> str:
    """The text with each comment that begins within a line joined into one line: Markdown would end it at a blank line and
    show the rest as text.

    Text with an entity (`&lt;`) after a comment that begins its line is moved to the next line: Markdown would put the
    entity after everything else.
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
