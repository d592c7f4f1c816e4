"""Runs of a paragraph as Markdown that gives back every character."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from lanmu.intake.article.blocks import Run
from lanmu.intake.markdown_text import escape, escape_rest

# What is a mark anywhere in a line, and what is one only where a line, or a piece of it, begins or ends.
# `escape` covers less here than in a document that is kept to the letter, so that editors can read the source.
SPECIAL = re.compile(r"([\\`*_{}\[\]#|]|^[-+>!]|!$)")
NUMBER = re.compile(r"^(\d+)\.(?=\s|$)")
# From the outside to the inside. What Markdown has no sign for is HTML.
ORDER = ("strong", "em", "s", "sup", "sub")
BLANKS = " \u3000"
# Blanks and soft returns where a text begins; in a text that is turned round, where it ends.
EDGE = re.compile(r"\A(?:[ \u3000]|<br>|>rb<)++")
IN_ADDRESS = {ord(character): f"%{ord(character):02X}" for character in "()<>\"'\\`[]{}| "}


@dataclass
class Sheet:
    """What an article's Markdown has to agree on: the numbers of its notes, the files of its pictures."""

    files: Mapping[str, str] = field(default_factory=dict)
    """File names beside the article, by the pictures' names in the document."""
    notes: list[str] = field(default_factory=list)

    def number(self, note: str) -> int:
        """The number of a note, from 1, in the order in which they are met."""
        if note not in self.notes:
            self.notes.append(note)
        return self.notes.index(note) + 1

    def image(self, run: Run) -> str:
        """A picture that lies beside the article."""
        return f"![{written(run.text)}]({address(self.files.get(run.target, run.target))})"


def inline(runs: Sequence[Run], sheet: Sheet) -> str:
    """The runs as one line of Markdown; a soft return is <br>."""
    # `**a***b*` can be read in two ways; the second one is written as HTML then.
    pairs = pairwise([*runs, *runs[-1:]])
    clash = any({"strong", "em"} <= (one.marks | other.marks) for one, other in pairs)
    signs = {"strong": ("**", "**"), "em": ("<em>", "</em>") if clash else ("*", "*")}
    return closed(Writer(sheet, signs).linked(runs))


def closed(line: str) -> str:
    """A line whose blanks at the ends are references: Markdown would drop them, or take them for a mark."""
    core = line.strip(BLANKS)
    start = line.index(core) if core else len(line)
    return references(line[:start]) + core + references(line[start + len(core) :])


def references(blanks: str) -> str:
    """Blanks as character references."""
    return "".join(f"&#{ord(blank)};" for blank in blanks)


@dataclass(frozen=True)
class Writer:
    """Writes the runs of one paragraph."""

    sheet: Sheet
    signs: dict[str, tuple[str, str]]

    def linked(self, runs: Sequence[Run]) -> str:
        """The runs, link by link."""
        pieces = []
        for link, group in groupby(runs, key=lambda run: run.link):
            text = self.marked(list(group), ORDER)
            pieces.append(around(text, "[", f"]({address(link)})") if link else text)
        return "".join(pieces)

    def marked(self, runs: Sequence[Run], marks: tuple[str, ...]) -> str:
        """The runs in the marks that they share, outermost first."""
        if not marks:
            return "".join(self.plain(run) for run in joined(runs))
        mark, *inner = marks
        pieces = []
        for has_mark, group in groupby(runs, key=lambda run: mark in run.marks):
            text = self.marked(list(group), tuple(inner))
            left, right = self.signs.get(mark, (f"<{mark}>", f"</{mark}>"))
            pieces.append(around(text, left, right) if has_mark else text)
        return "".join(pieces)

    def plain(self, run: Run) -> str:
        """One run by itself."""
        if run.kind == "break":
            return "<br>"
        if run.kind == "note":
            return f"[^{self.sheet.number(run.target)}]"
        if run.kind == "image":
            return self.sheet.image(run)
        return written(run.text)


def joined(runs: Sequence[Run]) -> list[Run]:
    """Runs of text that follow one another as one."""
    found: list[Run] = []
    for kind, group in groupby(runs, key=lambda run: run.kind):
        same = list(group)
        found += [Run("".join(run.text for run in same))] if kind == "text" else same
    return found


def around(text: str, left: str, right: str) -> str:
    """`text` in marks. Blanks and soft returns at its ends stay outside, where marks still work."""
    rest = EDGE.sub("", text)
    core = EDGE.sub("", rest[::-1])[::-1]
    return f"{text[: len(text) - len(rest)]}{left}{core}{right}{rest[len(core) :]}" if core else text


def written(text: str) -> str:
    """Text in the middle of a line; its blanks of one and two columns stay as they are."""
    core = text.strip(BLANKS)
    if not core:
        return text
    start = text.index(core)
    shown = escape(core, SPECIAL) if core.strip() else escape_rest(core)
    numbered = shown if start else NUMBER.sub(r"\1\\.", shown)
    return text[:start] + numbered + text[start + len(core) :]


def address(target: str) -> str:
    """An address as the target of a Markdown link."""
    encoded = re.sub(r"&(?=#?\w+;)", "&amp;", target.translate(IN_ADDRESS))
    return re.sub(r"\s", lambda match: f"%{ord(match[0]):02X}", encoded)
