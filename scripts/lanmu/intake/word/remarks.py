"""Collects remarks for the editor, each sentence once, in order of first report; the sentences are in `remarks.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lanmu.intake.word.model import Remark, RemarkKind
from lanmu.storage.program_data import read_program_data

MOST_PLACES = 3
LONGEST_QUOTE = 20
QUOTED_BESIDE = 8
"""Characters before and after an odd one that are quoted with it."""
ODD = {
    "odd_private": re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"),
    "odd_direction": re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]"),
    "odd_invisible": re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]"),
    "odd_control": re.compile("[\u0080-\u009f\ufffc]"),
}
LISTED: dict[RemarkKind, dict[str, str]] = read_program_data(Path(__file__).with_suffix(".yml"))
SENTENCES = {name: (kind, text) for kind, texts in LISTED.items() for name, text in texts.items()}


@dataclass
class Tally:
    """How often a sentence was reported, and the locations."""

    times: int = 0
    places: list[str] = field(default_factory=list)


class Remarks:
    """Collects remarks by the name of their sentence and the words that fill it in."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[str, tuple[tuple[str, str], ...]], Tally] = {}
        self.removed_text: list[str] = []
        """Text of the file that was removed or rewritten on purpose, which the proof does not miss."""

    def add(self, name: str, /, **words: str) -> None:
        """Reports the sentence of that name once; `words` fill it in."""
        self.count(name, times=0, **words)

    def count(self, name: str, /, place: str = "", times: int = 1, **words: str) -> None:
        """Reports the sentence of that name with a count; `place` is the text to quote as the location."""
        tally = self.tallies.setdefault((name, tuple(words.items())), Tally())
        tally.times += times
        quote = quoted(place)
        if quote and quote not in tally.places:
            tally.places.append(quote)

    def removed(self, text: str) -> None:
        """Records text that a step removes or rewrites, for the proof."""
        self.removed_text.append(text)

    @property
    def amount(self) -> int:
        """A number that grows with every report."""
        return sum(1 + tally.times for tally in self.tallies.values())

    def all(self) -> tuple[Remark, ...]:
        """Every remark as a sentence."""
        remarks = []
        for (name, words), tally in self.tallies.items():
            kind, sentence = SENTENCES[name]
            more = "等" if len(tally.places) > MOST_PLACES else ""
            at = f"（{'、'.join(tally.places[:MOST_PLACES])}{more}）" if tally.places else ""
            remarks.append(Remark(kind, sentence.format(n=tally.times, at=at, **dict(words))))
        return tuple(remarks)


def abbreviated(text: str, longest: int) -> str:
    """The text, cut to so many characters and an ellipsis."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def quoted(text: str) -> str:
    """The first words of `text` in quotes; empty when it has none."""
    text = abbreviated(" ".join(text.split()), LONGEST_QUOTE)
    return f"“{text}”" if text else ""


def report_odd(text: str, remarks: Remarks) -> None:
    """Reports odd characters in a text, with the words beside them."""
    for name, pattern in ODD.items():
        for match in pattern.finditer(text):
            remarks.count(name, text[max(0, match.start() - QUOTED_BESIDE) : match.end() + QUOTED_BESIDE])
