"""Collects what the editor must know, each thing once, in the order in which it was met."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lanmu.intake.word.model import Remark, RemarkKind

MOST_PLACES = 3
LONGEST_QUOTE = 20
AROUND = 8
ODD = (
    (
        re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"),
        "有 {n} 个自造字或符号字体的字{at}，别的电脑上显示不出来。请改成标准的字。",
    ),
    (
        re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]"),
        "有 {n} 个改变文字方向的看不见的字符{at}。请删去。",
    ),
    (
        re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]"),
        "有 {n} 个看不见的字符{at}。多半是从网页上粘贴来的，请看一看。",
    ),
    (
        re.compile("[\u0080-\u009f\ufffc]"),
        "有 {n} 个不该出现的控制字符{at}。请看一看那里原来是什么字。",
    ),
)


@dataclass
class Tally:
    """How often something was met, and the first words of where."""

    times: int = 0
    places: list[str] = field(default_factory=list)


class Remarks:
    """Remarks so far. Things that come often are counted in one sentence."""

    def __init__(self) -> None:
        self.found: dict[tuple[RemarkKind, str], Tally] = {}
        self.without: list[str] = []
        """Text of the file that is not taken over, or comes out in other characters: the proof counts it as seen to."""

    def add(self, kind: RemarkKind, sentence: str) -> None:
        """Reports `sentence` once."""
        self.found.setdefault((kind, sentence.replace("{", "{{").replace("}", "}}")), Tally())

    def count(self, kind: RemarkKind, sentence: str, place: str = "", times: int = 1) -> None:
        """Counts one more of `sentence`, in which `{n}` is the number and `{at}` the places, in brackets."""
        tally = self.found.setdefault((kind, sentence), Tally())
        tally.times += times
        words = quoted(place)
        if words and words not in tally.places:
            tally.places.append(words)

    def gone(self, text: str) -> None:
        """Notes text that a step takes out of the document, or writes otherwise."""
        self.without.append(text)

    @property
    def amount(self) -> int:
        """How much was reported so far; grows with every call."""
        return sum(1 + tally.times for tally in self.found.values())

    def all(self) -> tuple[Remark, ...]:
        """Every remark as a sentence."""
        return tuple(
            Remark(kind, sentence.format(n=tally.times, at=places(tally.places)))
            for (kind, sentence), tally in self.found.items()
        )


def quoted(text: str) -> str:
    """The first words of `text` in quotes; empty when it has none."""
    text = " ".join(text.split())
    cut = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    return f"“{cut}”" if cut else ""


def places(quotes: list[str]) -> str:
    if not quotes:
        return ""
    more = "等" if len(quotes) > MOST_PLACES else ""
    return f"（{'、'.join(quotes[:MOST_PLACES])}{more}）"


def report_odd(text: str, remarks: Remarks) -> None:
    """Reports odd characters in a text, with the words around them."""
    for pattern, sentence in ODD:
        for match in pattern.finditer(text):
            remarks.count("look", sentence, text[max(0, match.start() - AROUND) : match.end() + AROUND])
