"""Text of three styles (news, law-like, notice-like) with planted faults, for measuring the rules about text.

`prose/<style>.txt` holds templates, a blank line between them; each line of a template is a paragraph. `{phrase}` and the
like are filled in by chance; `⟦kind|wrong|right⟧` is a planted fault with the form that a careful proofreader would write
(`?`: only a person can mend it). What stands outside such marks is right, and looks like a fault as often
as it could be thought of.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

FOLDER = Path(__file__).parent / "prose"
STYLES = ("news", "law", "notice")
PLANTED = re.compile(r"⟦(?P<kind>\w+)\|(?P<wrong>[^|⟧]*)\|(?P<right>[^⟧]*)⟧")
SLOT = re.compile(r"\{(\w+)\}")
DIGITS = "零一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
# So that most of a text is right, as in an office.
FAULTY = 0.2


@dataclass(frozen=True)
class Fault:
    """A planted fault: its kind, line (1-based) and columns in the text, and the right form; None when only a person knows it."""

    kind: str
    line: int
    start: int
    end: int
    right: str | None


@dataclass(frozen=True)
class Prose:
    """A text as it would be handed in, its faults, and how many characters it has."""

    text: str
    faults: tuple[Fault, ...]


def templates(style: str) -> tuple[list[str], list[str]]:
    """The right and the faulty templates of a style."""
    blocks = (FOLDER / f"{style}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return [block for block in blocks if "⟦" not in block], [block for block in blocks if "⟦" in block]


def lines(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n")[:-1]


class Filler:
    """Fills the slots of one text; articles are counted through, and no two days are the same by chance alone."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.phrases, self.units = lines("phrases"), lines("units")
        self.articles, self.chapters = count(2), count(1)

    def __call__(self, template: str) -> str:
        return SLOT.sub(lambda slot: self.value(slot[1]), template)

    def value(self, name: str) -> str:
        day = dt.date(2008, 9, 1) + dt.timedelta(days=self.chance.randrange(150))
        match name:
            case "phrase":
                return self.chance.choice(self.phrases)
            case "unit":
                return self.chance.choice(self.units)
            case "n":
                return str(self.chance.randint(11, 98))
            case "m":
                return str(self.chance.randint(1, 12))
            case "d":
                return str(self.chance.randint(1, 28))
            case "year":
                return str(self.chance.randint(2006, 2009))
            case "date":
                return f"{day.year}年{day.month}月{day.day}日"
            case "wd":
                return self.with_weekday(day, day.weekday())
            case "wwd":
                return self.with_weekday(day, (day.weekday() + self.chance.randint(1, 6)) % 7)
            case "cn":
                return numeral(next(self.articles))
            case "chap":
                return numeral(next(self.chapters))
        raise ValueError(name)

    def with_weekday(self, day: dt.date, weekday: int) -> str:
        word = self.chance.choice(("星期", "周")) + WEEKDAYS[weekday]
        return f"{day.year}年{day.month}月{day.day}日（{word}）"


def numeral(number: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(number, 10)
    front = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return front + (DIGITS[ones] if ones or not tens else "")


def texts(style: str, characters: int, seed: int = 19) -> Iterator[Prose]:
    """Texts of about 2,000 characters each, `characters` in all."""
    chance = random.Random(f"{style}{seed}")
    right, faulty = templates(style)
    length = 0
    while length < characters:
        text = one_text(chance, right, faulty)
        length += len(text.text)
        yield text


def one_text(chance: random.Random, right: list[str], faulty: list[str]) -> Prose:
    filler = Filler(chance)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < 2_000:
        template = chance.choice(faulty if chance.random() < FAULTY else right)
        paragraphs += filler(template).split("\n")
    return planted("\n\n".join(paragraphs))


def planted(marked: str) -> Prose:
    """A text without its marks, and the faults that they say."""
    faults: list[Fault] = []
    written: list[str] = []
    for number, line in enumerate(marked.split("\n"), start=1):
        parts, position, column = [], 0, 0
        for match in PLANTED.finditer(line):
            parts += [line[position : match.start()], match["wrong"]]
            start = column + match.start() - position
            column = start + len(match["wrong"])
            position = match.end()
            faults.append(
                Fault(match["kind"], number, start, column, None if match["right"] == "?" else match["right"])
            )
        written.append("".join([*parts, line[position:]]))
    return Prose("\n".join(written) + "\n", tuple(faults))
