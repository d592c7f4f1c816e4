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
"""Of a surname: no Chinese character may stand before it, but those that are given."""

HELD = "\ufdd0"
"""A code point that no text may contain (Unicode 23.7): it holds the place of a character that OpenCC must not see."""

_UNSEEN = ("\0", HELD)
"""Characters that stay as they are: OpenCC's texts are C strings, which NUL would end."""

_FIGURE = "0-9０-９〇零二两三四五六七八九十百千万几"
_ONLY = "是有能要会为在可得好限许准需用看够怕见顾停靠做说讲抓重求管凭图想写听当算占剩差"
"""What follows 只 where it means "only"."""
_COUNTED = {
    "里": f"里(?<=[{_FIGURE}半]里)(?![面边头挑])|里(?<=[{_FIGURE}][多余来]里)(?![面边头])",
    "只": f"只(?:(?<=[{_FIGURE}]只)|(?<=[十百千万][多余来]只))(?![{_ONLY}])",
    "周": "周(?<=[0-9０-９二两三五六七八九十百几]周)(?![年岁围边身折密到长知期恩总某济旋游全])",
}
"""Units after a number: 几十里 is a length (but 百里挑一), 三只 an animal (but 三只是), 12周 a week (but 四周, 周年). Not
after 一, which is as often a number in a row (任务一里)."""
_COUNTED_FORMS = {"只": "隻", "周": "週"}


class Protected(NamedTuple):
    """`context` finds characters of a text whose form is told by what stands around them, as `by_context` has it; no word
    runs over them. `forms` are words with what they are in Traditional, and `words` finds these in a longer word."""

    context: re.Pattern[str]
    forms: Mapping[str, str]
    words: re.Pattern[str]

    def by_context(self, found: str) -> str:
        """The form of what `context` found: mostly itself."""
        return _COUNTED_FORMS.get(found, found)


@cache
def read_protected() -> Protected:
    """The project's own list."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return protected(data["phrases"], data["surnames"], data["titles"], data["not_persons"])


def protected(
    phrases: Mapping[str, str], surnames: Mapping[str, str], titles: list[str], not_persons: str
) -> Protected:
    """`phrases` maps Simplified to Traditional; of two that begin at the same place of a word the longer one holds.

    A surname (余) is one where a title or 某 follows (余主任) and none of the characters given for it stands before
    (业余教师), or, after ANY_HAN, no other; or behind 姓; 某 does not count before one of `not_persons` (余某些).
    Raises ValueError when a form has not as many characters as its phrase.
    """
    for phrase, form in phrases.items():
        if len(phrase) != len(form):
            raise ValueError(f"protected.yml: {phrase} and {form} differ in length")
    called = "|".join([f"某(?![{not_persons}])", *titles])
    # Every alternative begins with a plain character: so `re` skips quickly to where one can stand at all.
    persons = [
        f"{name}(?:(?<=(?<!百)姓{name})|{may_follow(name, before)}(?={called}))" for name, before in surnames.items()
    ]
    words = sorted(map(re.escape, phrases), key=len, reverse=True)
    context = re.compile("|".join([*persons, *_COUNTED.values(), *_UNSEEN]))
    return Protected(context, phrases, re.compile("|".join(words)))


def may_follow(name: str, before: str) -> str:
    """A pattern, behind a surname, for what may stand before it: `before` as `protected.yml` has it."""
    if not before.startswith(ANY_HAN):
        return f"(?<![{before}]{name})" if before else ""
    allowed = before.removeprefix(ANY_HAN)
    return f"(?:(?<![{HAN}]{name})|(?<=[{allowed}]{name}))" if allowed else f"(?<![{HAN}]{name})"
