"""The texts of a file, each with its place and whether readers see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from xml.etree.ElementTree import Element

from lanmu.untrusted.markup import local

# Attributes in which people's words or links stand; all others are the program's own.
WORDS = frozenset(
    {"descr", "title", "name", "alt", "v", "val", "tooltip", "Target", "display", "author", "initials", "string"}
)
SIGNS = {"br": "\n", "cr": "\n", "tab": "\t"}


class Sort(StrEnum):
    """Whether readers see a text at once. The value is the word that editors read."""

    SHOWN = "正文"
    COMMENT = "批注"
    REVISION = "修订痕迹"
    HIDDEN = "隐藏内容"
    MAKER = "作者信息"
    """Who made the file, where that cannot be taken out before it is published."""
    UNSEEN = "没有看到"
    """No text of the file: the note says which part of it was not looked into."""


@dataclass(frozen=True)
class Text:
    """A text and where it stands, in an editor's words: 「正文第 3 段」, 「工作表《名单》B3」, 「第 4 页」."""

    place: str
    text: str
    sort: Sort = Sort.SHOWN

    def within(self, place: str) -> Text:
        """The same text, its place seen from the file that holds this one."""
        return replace(self, place=f"{place}里的{self.place}")


def joined(element: Element, name: str = "t") -> str:
    """The texts of all `name` below `element` with nothing between: programs cut a number into several runs."""
    return "".join(
        (child.text or "") if local(child.tag) == name else SIGNS.get(local(child.tag), "") for child in element.iter()
    )


def lines(element: Element) -> str:
    """Every text and every attribute with words below `element`, one to a line, a paragraph's runs joined."""
    texts: list[str] = []
    inside: set[int] = set()
    for child in element.iter():
        texts += (value for key, value in child.attrib.items() if local(key) in WORDS and len(value) > 1)
        if local(child.tag) in ("p", "si"):
            texts.append(joined(child))
            inside.update(id(below) for below in child.iter())
        elif id(child) not in inside and child.text and child.text.strip():
            texts.append(child.text)
    return "\n".join(line for line in texts if line.strip())


def digit_cells(cells: list[str]) -> Iterator[str]:
    """Numbers written one digit to a cell, as forms have them for identity numbers: the texts of eleven or more cells
    in a row that hold one character each, joined."""
    for single, group in groupby(cells, lambda cell: len(cell) == 1):
        text = "".join(group)
        if single and len(text) >= 11:
            yield text
