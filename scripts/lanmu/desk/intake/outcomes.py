"""What is asked for each file that was handed in, and what became of it. Both are plain values: another process does the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from lanmu.desk.words import in_desk_words
from lanmu.intake.importer import Import
from lanmu.storage.files import write_bytes

FILE = "outcome.json"
NEW = "new"
"""Photographs that are to be an article of their own."""


@dataclass(frozen=True)
class Choices:
    """What the editor chose for a file; empty values are left to the import. `beside` says where a photograph goes: NEW, the path
    of an article below docs/, or `#` and the number of a manuscript that is handed in too."""

    column: str = ""
    genre: str = ""
    date: str = ""
    title: str = ""
    slug: str = ""
    verbatim: bool = False
    beside: str = ""


def choices_of(form: Mapping[str, str], prefix: str = "") -> Choices:
    """The choices in a form, whose field names are those of `Choices` after a prefix."""

    def answer(name: str) -> str:
        return " ".join(form.get(prefix + name, "").split())

    where = answer("beside")
    article = answer("article")
    return Choices(
        answer("column"),
        answer("genre"),
        answer("date").replace("T", " "),
        answer("title"),
        answer("slug"),
        bool(answer("verbatim")),
        article if where == "article" else where,
    )


@dataclass(frozen=True)
class Outcome:
    """What became of a file: the article that it was taken into, or with `written` false would be; or the `problem`, a sentence.

    `path` is the article's below docs/, `text` its whole text, `parts` the four parts of the report.
    """

    problem: str = ""
    written: bool = False
    path: str = ""
    text: str = ""
    pictures: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)
    usual: str = ""


JSON = TypeAdapter(Outcome)


def outcome_of(docs: Path, plan: Import, *, written: bool) -> Outcome:
    """The outcome of an import that was not refused."""
    parts = {name: [in_desk_words(line) for line in lines] for name, lines in plan.report.parts().items()}
    path = plan.path.relative_to(docs).as_posix()
    usual = in_desk_words(plan.report.usual)
    return Outcome("", written, path, plan.text, len(plan.pictures), parts, usual)


def keep(folder: Path, outcome: Outcome) -> None:
    """Writes an outcome into the folder of its file. Raises UserError."""
    write_bytes(folder / FILE, JSON.dump_json(outcome))


def saved_outcome(folder: Path) -> Outcome | None:
    """The outcome in the folder of a file; None while nothing became of it."""
    try:
        return JSON.validate_json((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return None
