"""A rule's documentation cut into the blocks that a page shows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lanmu.checks.engine.rule import SECTIONS

INDENT = "    "
"""What stands under a heading is indented once, an example once more."""
ITEM = re.compile(r"[-*] |\d+[.、]")


@dataclass(frozen=True)
class Block:
    """`kind` is heading, text, item or example; an example keeps its lines as they are."""

    kind: str
    text: str


def blocks(documentation: str, name: str) -> Iterator[Block]:
    """The blocks in their order. A first line that only says the rule's name again is left out."""
    lines = documentation.splitlines()
    if lines and lines[0].strip() == name:
        del lines[0]
    for is_heading, part in groupby(lines, key=lambda line: line in SECTIONS):
        if is_heading:
            yield from (Block("heading", line) for line in part)
        else:
            yield from paragraphs("\n".join(line.removeprefix(INDENT) for line in part))


def paragraphs(body: str) -> Iterator[Block]:
    """Text that is not indented, in paragraphs and items; indented lines are an example."""
    for part in re.split(r"\n(?:[ \t]*\n)+", body.strip("\n")):
        if part.startswith(INDENT):
            yield Block("example", textwrap.dedent(part))
            continue
        text, kind = "", "text"
        for line in part.splitlines():
            if ITEM.match(line):
                yield from [Block(kind, text)] if text else []
                text, kind = ITEM.sub("", line, count=1).strip(), "item"
            else:
                text = join(text, line.strip())
        yield from [Block(kind, text)] if text else []


def join(text: str, line: str) -> str:
    """A wrapped line put behind the text: Chinese takes no space there."""
    spaced = text and line and text[-1].isascii() and line[0].isascii()
    return f"{text} {line}" if spaced else text + line
