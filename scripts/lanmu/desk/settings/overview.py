"""What stands in the parts: the values of their forms, the rows of their tables, and what is not filled in yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lanmu.desk.context import Desk
from lanmu.desk.forms import Asked, Offered
from lanmu.desk.settings.editing import Opened, opened
from lanmu.desk.settings.parts import LEVELS, PARTS, Part, Section
from lanmu.desk.settings.places import Table, key_of, list_at, model_at, questions, table, value_at
from lanmu.diagnostics.errors import Problem, UserError

PLACEHOLDER = re.compile(r"[（(](?:请填写|由\w{1,20}填写)[^）)]*[）)]?")


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
    trouble: str = ""


def sections_of(desk: Desk, part: Part, offered: Offered) -> list[Shown]:
    """The sections of a part as they stand in their files."""
    files: dict[str, Opened] = {}
    return [shown(desk, section, offered, files) for section in part.sections]


def shown(desk: Desk, section: Section, offered: Offered, files: dict[str, Opened]) -> Shown:
    """A section as it stands in its file; `files` are those that are open."""
    try:
        about = files[section.file] = files.get(section.file) or opened(desk, section.file)
    except UserError as error:
        return Shown(section, trouble=str(error))
    problems = tuple(problem for problem in desk.project.reading().problems if problem.path == about.shown)
    if section.fields:
        key = key_of(section.at)
        asked = questions(model_at(about.model, key), value_at(about.data, key), offered, section.fields)
        return Shown(section, asked, path=about.path, problems=problems)
    if section.at == LEVELS:
        return Shown(section, path=about.path)
    listed = table(section.file, about.model, section.at, about.data, offered)
    return Shown(section, table=listed, path=about.path, problems=problems)


def states(desk: Desk, offered: Offered) -> list[State]:
    """All parts as the overview shows them."""
    files: dict[str, Opened] = {}
    wrong = desk.project.reading().problems
    return [state(desk, part, offered, files, wrong) for part in PARTS]


def state(desk: Desk, part: Part, offered: Offered, files: dict[str, Opened], wrong: Iterable[Problem]) -> State:
    """A part as the overview shows it; `wrong` is all that is wrong in docs/."""
    counts: list[str] = []
    empty: list[str] = []
    unfilled: list[str] = []
    problems: set[Problem] = set()
    for section in part.sections:
        try:
            about = files[section.file] = files.get(section.file) or opened(desk, section.file)
        except UserError as error:
            return State(part, trouble=str(error))
        problems |= {problem for problem in wrong if problem.path == about.shown}
        key = key_of(section.at)
        value = value_at(about.data, key)
        if section.fields:
            asked = questions(model_at(about.model, key), value, offered, section.fields)
            inner = value if isinstance(value, dict) else {}
            unfilled += placeholders([inner.get(each.name) for each in asked])
            if section is part.sections[0] and part.id in ("campaign", "site"):
                empty += [each.label for each in asked if each.kind in ("text", "long") and not each.value]
        elif section.at != LEVELS:
            _, info = list_at(about.model, key)
            title = section.title or (info.description or "" if info else "").partition("：")[0]
            items = [item for item in values_of(value) if isinstance(item, dict)]
            counts.append(f"{title} {len(items)} 项")
            # In genres they are for the articles that begin so.
            unfilled += placeholders(items) if part.id != "genres" else ()
    return State(part, tuple(counts), tuple(dict.fromkeys(unfilled)), tuple(empty), len(problems))


def values_of(value: Any) -> list[Any]:
    """What a list holds, or what is listed by names."""
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def placeholders(value: Any) -> Iterator[str]:
    """The open places in a value, as they are written."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from placeholders(item)
    elif isinstance(value, str):
        yield from PLACEHOLDER.findall(value)
