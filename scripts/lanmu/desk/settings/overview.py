"""What stands in the parts: the values of their forms, the rows of their tables, and what is not filled in yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lanmu.desk.context import Desk
from lanmu.desk.forms import Asked, Offered
from lanmu.desk.settings.editing import Opened, opened
from lanmu.desk.settings.parts import LEVELS, PARTS, Part, Section
from lanmu.desk.settings.places import Table, key_of, model_at, questions, table, value_at
from lanmu.diagnostics.errors import Problem, UserError

PLACEHOLDER = re.compile(r"[（(](?:请填写|由\w{1,20}填写)[^）)]*[）)]?")
MOST = 3
"""So many placeholders are shown as they stand."""


@dataclass(frozen=True)
class Shown:
    """A section as its page shows it: the questions of a form, or a table; `trouble` where its file cannot be read."""

    section: Section
    fields: tuple[Asked, ...] = ()
    table: Table | None = None
    path: str = ""
    problems: tuple[Problem, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class State:
    """A part on the overview: how much stands in it, what is to be filled in, what is empty, what is wrong."""

    part: Part
    counts: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    problems: int = 0
    trouble: str = field(default="")


def sections_of(desk: Desk, part: Part, offered: Offered) -> list[Shown]:
    """The sections of a part as they stand in their files."""
    return [shown(desk, section, offered) for section in part.sections]


def shown(desk: Desk, section: Section, offered: Offered) -> Shown:
    """A section as it stands in its file."""
    try:
        about = opened(desk, section.file)
    except UserError as error:
        return Shown(section, trouble=str(error))
    found = tuple(problem for problem in desk.project.reading().problems if problem.path == about.shown)
    if section.fields:
        key = key_of(section.at)
        asked = questions(model_at(about.model, key), value_at(about.data, key), offered, section.fields)
        return Shown(section, asked, path=about.path, problems=found)
    if section.at == LEVELS:
        return Shown(section, path=about.path)
    listed = table(section.file, about.model, section.at, about.data, offered)
    return Shown(section, table=listed, path=about.path, problems=found)


def states(desk: Desk, offered: Offered) -> list[State]:
    """All parts as the overview shows them."""
    return [state(desk, part, offered) for part in PARTS]


def state(desk: Desk, part: Part, offered: Offered) -> State:
    """A part as the overview shows it."""
    counts: list[str] = []
    empty: list[str] = []
    found: list[str] = []
    trouble, problems = "", 0
    files: dict[str, Opened] = {}
    for section in sections_of(desk, part, offered):
        trouble = trouble or section.trouble
        if section.trouble:
            continue
        about = files.setdefault(section.section.file, opened(desk, section.section.file))
        if section.table:
            counts.append(f"{section.section.title or section.table.title} {len(section.table.rows)} 项")
            if part.id != "genres":
                # There they are for the articles that begin so.
                found += placeholders(value_at(about.data, key_of(section.section.at)))
        else:
            value = value_at(about.data, key_of(section.section.at))
            inner = value if isinstance(value, dict) else {}
            found += placeholders([inner.get(asked.name) for asked in section.fields])
            wanted = ("text", "long")
            if section.section is part.sections[0]:
                empty += [asked.label for asked in section.fields if asked.kind in wanted and not asked.value]
        if section.section is part.sections[0]:
            problems = len(section.problems)
    shown_empty = tuple(empty) if part.id in ("campaign", "site") else ()
    return State(part, tuple(counts), tuple(dict.fromkeys(found)), shown_empty, problems, trouble)


def placeholders(value: Any) -> Iterator[str]:
    """The open places in a value, as they are written."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from placeholders(item)
    elif isinstance(value, str):
        yield from PLACEHOLDER.findall(value)
