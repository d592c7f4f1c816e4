"""Finds the lines that say who wrote an article: right below its title and at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from lanmu.intake.article.credits import (
    Credits,
    credits_at_the_beginning,
    credits_at_the_end,
    credits_of,
    names_alone,
    note_in_brackets,
    post_and_name,
    signed_by,
    unit_in_brackets,
)
from lanmu.intake.article.head import Line
from lanmu.intake.days import parse_day
from lanmu.intake.names import is_body
from lanmu.intake.official import HEADS, Document, Kind, body_and_day

# Where credits stand: below the title, and at the end.
FIRST, LAST = 3, 6
FIELDS = ("author", "photo", "unit", "source")
# What has a name alone below its title.
SPOKEN = re.compile(
    "(?:讲话|发言|致辞|讲稿|演讲|党课|心得|体会|感想|随想|征文|汇报|述职)(?:稿|提纲|材料|报告)?(?:（[^）]*）)?$"
)
# What no body's name has.
OTHER_SIGNS = re.compile(r"[。；，：？！,;:]|\d{4}")
# What no one signs.
APART = HEADS | {Kind.COPIES, Kind.INDEX}


@dataclass(frozen=True)
class Byline:
    """A line that goes into the fields, but for the words of it that are `kept`; `day` for a date below the title."""

    line: Line
    credits: Credits = field(default_factory=Credits)
    day: date | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """The words that no field has."""
        return self.credits.kept


@dataclass(frozen=True)
class Bylines:
    """All bylines of an article as one, and what is left in the text.

    `inside` says where else credits stand (文末括号里), `reviewers` are lines that name nobody but those.
    """

    found: tuple[Byline, ...]
    credits: Credits
    inside: str = ""
    reviewers: tuple[str, ...] = ()


def bylines(
    lines: Sequence[Line], titles: set[int], document: Document, latest: date, *, is_official: bool, title: str
) -> Bylines:
    """What the lines of an article say; `lines` are those of its title and of its running text."""
    body = [line for line in lines if line.index not in titles and line.kind not in APART]
    credited = {line.index: Byline(line, said) for line in edges(body) if (said := credits_of(line.text))}
    labelled = {index: one for index, one in credited.items() if any(getattr(one.credits, name) for name in FIELDS)}
    rest = [line for line in body if line.index not in credited]
    below = [line for line in rest if titles and line.index > max(titles)]
    found = dict(labelled)
    if not is_official:
        found |= {one.line.index: one for one in below_title(below, document, latest, title)}
        left = [line for line in below if line.index not in found and line.kind is not Kind.DATE]
        if not any(one.credits.author or one.credits.unit for one in found.values()):
            found |= {one.line.index: one for one in at_the_end(left)}
    posted = None if is_official else posted_below(below)
    ordered = tuple(found[index] for index in sorted(found))
    credits, inside = merged([one.credits for one in ordered]), ""
    if not credited and rest:
        for where, said in (
            ("标题下面", posted),
            ("文末括号里", credits_at_the_end(rest[-1].text) or note_in_brackets(rest[-1].text)),
            ("开头括号里", credits_at_the_beginning(below[0].text) if below else None),
        ):
            if said and not inside:
                credits, inside = merged([credits, said]), where
    reviewers = tuple(one.line.text for index, one in credited.items() if index not in labelled)
    return Bylines(ordered, credits, inside, reviewers)


def edges(body: Sequence[Line]) -> list[Line]:
    """The first and the last lines."""
    return list({line.index: line for line in (*body[:FIRST], *body[-LAST:])}.values())


def below_title(below: Sequence[Line], document: Document, latest: date, title: str) -> Iterator[Byline]:
    """The lines right below the title: a day in brackets, a name, a body with a name."""
    days = [line for line in below[:FIRST] if is_day_below(line, document, latest)]
    for line in below[:FIRST]:
        if line in days:
            pair = body_and_day(line.text)
            yield Byline(line, Credits(unit=pair[0]) if pair else Credits(), document.day)
            continue
        if post_and_name(line.text):
            continue
        said = signed_by(line.text) or names_alone(line.text) or body_alone(line)
        is_set = "center" in line.block.classes or bool(days) or bool(SPOKEN.search(title))
        if said is None or not is_set or len(below) < FIRST - 1:
            break
        yield Byline(line, said)


def posted_below(below: Sequence[Line]) -> Credits | None:
    """Whom the first line below the title names with a post, dates not counted."""
    first = next((line for line in below[:FIRST] if line.kind is not Kind.DATE), None)
    return post_and_name(first.text) if first else None


def is_day_below(line: Line, document: Document, latest: date) -> bool:
    """True for a line with the document's day, which the page shows by itself, alone or behind the name of a body."""
    pair = body_and_day(line.text)
    day = parse_day(pair[1] if pair else line.text)
    return day is not None and day == document.day and day <= latest and "right" not in line.block.classes


def body_alone(line: Line) -> Credits | None:
    """The body whose name alone stands centred, or at the right."""
    is_alone = (
        not line.block.classes.isdisjoint(("center", "right"))
        and is_body(line.text)
        and not OTHER_SIGNS.search(line.text)
    )
    return Credits(unit=line.text) if is_alone else None


def at_the_end(lines: Sequence[Line]) -> Iterator[Byline]:
    """The last line, where it is a body with a name: （某某支部　张某）. Several such lines are a list of people.

    Names alone only count where they are signed with.
    """
    if len(lines) < 2:
        return
    last, above = lines[-1], lines[-2]
    if said := signed_by(last.text) or unit_in_brackets(last.text):
        if not signed_by(above.text) and not unit_in_brackets(above.text):
            yield Byline(last, said)
    elif last.kind is Kind.SIGNATURE or "right" in last.block.classes:
        signed = [last, above] if "right" in above.block.classes and names_alone(last.text) else [last]
        for line in signed:
            # A body that signs with a date stays in the text.
            body = body_alone(line) if line.kind is not Kind.SIGNATURE else None
            if said := names_alone(line.text) or body:
                yield Byline(line, said)


def merged(found: Sequence[Credits]) -> Credits:
    """Several lines of credits as one."""
    author, photo, unit, source = ("、".join(words_of(found, name)) for name in FIELDS)
    return Credits(author, photo, unit, source, tuple(other for one in found for other in one.others))


def words_of(found: Sequence[Credits], name: str) -> dict[str, None]:
    """What is named in one field, each once, in order."""
    return dict.fromkeys(word for one in found for word in getattr(one, name).split("、") if word)
