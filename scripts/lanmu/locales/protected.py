"""Words and names whose Traditional form OpenCC would get wrong: `protected.yml`, one phrase or surname to a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

FILE = Path(__file__).with_name("protected.yml")
HAN = r"\u3400-\u9fff"
ANY_HAN = "*"

HELD = "\ufdd0"
"""A code point that no text may contain (Unicode 23.7): it holds the place of a character that OpenCC must not see."""

_UNSEEN = ("\0", HELD)
"""Characters that stay as they are: OpenCC's texts are C strings, which NUL would end."""


class Protected(NamedTuple):
    """`pattern` finds what OpenCC must not see; `form` says what stands there in Traditional."""

    pattern: re.Pattern[str]
    forms: Mapping[str, str]

    def form(self, text: str) -> str:
        """The Traditional form of what `pattern` found: itself where no other is given (surnames)."""
        return self.forms.get(text, text)


@cache
def read_protected() -> Protected:
    """The project's own list."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return protected(data["phrases"], data["surnames"], data["titles"], data["not_persons"])


def protected(
    phrases: Mapping[str, str], surnames: Mapping[str, str], titles: list[str], not_persons: str
) -> Protected:
    """`phrases` maps Simplified to Traditional; of two that begin at the same place the longer one holds.

    A surname (余) is one where a title follows and no Chinese character stands before (余主任, not 之余主任), or 某
    follows: then none of the characters given for it may stand before (其余某), nor one of `not_persons` after (余某些).
    Raises ValueError when a form has not as many characters as its phrase.
    """
    for phrase, form in phrases.items():
        if len(phrase) != len(form):
            raise ValueError(f"protected.yml: {phrase} and {form} differ in length")
    some = f"某(?![{not_persons}])"
    called = "|".join(sorted(titles, key=len, reverse=True))
    before = {name: HAN if other == ANY_HAN else other for name, other in surnames.items()}
    # Every alternative begins with a plain character: so `re` skips quickly to where one can stand at all.
    persons = [f"{name}(?<![{HAN}]{name})(?={called})" for name in before]
    persons += [f"{name}{f'(?<![{other}]{name})' if other else ''}(?={some})" for name, other in before.items()]
    words = sorted(map(re.escape, phrases), key=len, reverse=True)
    return Protected(re.compile("|".join([*words, *persons, *_UNSEEN])), phrases)
