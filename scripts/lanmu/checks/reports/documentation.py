"""A rule's documentation cut into the blocks that a page shows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lanmu.checks.registry import SECTIONS

EXAMPLES = ("不合格", "合格")
ITEM = re.compile(r"[-*] |\d+[.、]")


@dataclass(frozen=True)
class Block:
    """`kind` is heading, text, item or example; an example keeps its lines as they are."""

    kind: str
    text: str


def blocks(documentation: str) -> Iterator[Block]:
    """The blocks in their order; the text in front of the first heading comes first."""
    heading = ""
    for is_heading, lines in groupby(documentation.splitlines(), key=lambda line: line.strip() in SECTIONS):
        if is_heading:
            for line in lines:
                heading = line.strip()
                yield Block("heading", heading)
        else:
            body = textwrap.dedent("\n".join(lines)).strip("\n")
            yield from [Block("example", body)] if heading in EXAMPLES and body else paragraphs(body)


def paragraphs(body: str) -> Iterator[Block]:
    """Text that is not indented, in paragraphs and items; indented lines are an example."""
    for part in re.split(r"\n\s*\n", body):
        if part.startswith("    "):
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
