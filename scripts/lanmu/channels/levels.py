"""Levels of an official text (GB/T 9704-2012, 7.3.3): 一、黑体, （一）楷体, 1. and （1）仿宋."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lanmu.text.document import Heading, Paragraph, Text, mapped

LEVELS = (
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), "hei"),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）"), "kai"),
    (re.compile(r"\d{1,2}[、.．]|（\d{1,2}）|[①-⑳]"), "fang"),
)


def led_in(block: Any) -> Any:
    """A paragraph whose heading runs into the text (bold at its beginning, with a number) gets the level's font there."""
    first = block.inlines[0] if isinstance(block, Paragraph) else None
    if not isinstance(first, Text) or not first.strong:
        return block
    face = next((face for pattern, face in LEVELS if pattern.match(first.text)), None)
    return replace(block, inlines=(replace(first, face=face), *block.inlines[1:])) if face else block


def levelled(parts: Iterable[Any], first: int) -> list[Any]:
    """Adds `depth` to headings: their rank for the outline, which may leave out none (ISO 14289-1, 7.4.2).

    `first` is the depth right below the title. Headings inside of other blocks are ranked, too.
    """
    above: list[int] = []

    def ranked(block: Any, _in_cell: bool) -> Any:
        if not isinstance(block, Heading):
            return block
        above[:] = [level for level in above if level < block.level] + [block.level]
        return replace(block, depth=first + len(above) - 1)

    return [mapped(part, ranked) for part in parts]
