"""The text of a built page in Traditional Chinese: whole runs of text are converted and slid back over their nodes."""

from __future__ import annotations

from lanmu.locales.html_text import TOKEN
from lanmu.locales.mirror import Mirror
from lanmu.locales.script_conversion import ScriptConversion
from lanmu.locales.traditional_tag import Mark, TagReader

Parts = list[str]
"""A page cut by TOKEN: text at the even places, tags at the odd ones."""


class TraditionalPages:
    """Turns pages one after another; tags and texts that come again are looked at once."""

    def __init__(self, script: ScriptConversion, mirror: Mirror) -> None:
        self._script = script
        self._tags = TagReader(script, mirror)

    def page(self, text: str, folder: str) -> str:
        """The page that stands in `folder` of the Simplified site (`plan/x`; empty: its root), for the mirror."""
        parts = TOKEN.split(text)
        marks = self._tags.marks(parts[1::2])
        runs = self._runs(parts, marks, self._hide(parts, marks))
        self._write(parts, marks, folder)
        self._convert(parts, runs)
        return "".join(parts)

    def _hide(self, parts: Parts, marks: list[Mark]) -> set[int]:
        """Finds the elements that are not converted: gives the places of their texts, and reads their tags so."""
        hidden: set[int] = set()
        for first in [at for at, mark in enumerate(marks) if mark.hides]:
            if 2 * first in hidden:
                continue
            name, at, depth = marks[first].name, first, 1
            while depth and at + 1 < len(marks):
                at += 1
                marks[at] = self._tags.hidden_mark(parts[2 * at + 1])
                hidden.add(2 * at)
                depth += (-1 if marks[at].closing else 1) if marks[at].name == name else 0
            if depth:
                hidden.add(len(parts) - 1)
        return hidden

    def _runs(self, parts: Parts, marks: list[Mark], hidden: set[int]) -> list[list[int]]:
        """The places of text nodes over which a word may run, together; from the first with Chinese to the last."""
        runs: list[list[int]] = []
        last = -1
        for at in [at for at in range(0, len(parts), 2) if not parts[at].isascii()]:
            if at in hidden:
                continue
            if last < 0 or marks[last // 2].ends or any(mark.ends for mark in marks[last // 2 : at // 2]):
                runs.append([at])
            else:
                runs[-1] += range(last + 2, at + 1, 2)
            last = at
        return runs

    def _write(self, parts: Parts, marks: list[Mark], folder: str) -> None:
        """Writes the tags anew that change."""
        rooted, written = self._tags.rooted(folder), self._tags.written
        for at in [at for at, mark in enumerate(marks) if mark.pieces]:
            parts[2 * at + 1] = rooted.get(marks[at].pieces) or written(marks[at], folder)

    def _convert(self, parts: Parts, runs: list[list[int]]) -> None:
        texts = [parts[run[0]] if len(run) == 1 else "".join([parts[at] for at in run]) for run in runs]
        for run, text, done in zip(runs, texts, self._script.all(texts), strict=True):
            if len(run) == 1:
                parts[run[0]] = done
            else:
                for at, piece in zip(run, self._script.cut(text, done, [parts[at] for at in run]), strict=True):
                    parts[at] = piece
