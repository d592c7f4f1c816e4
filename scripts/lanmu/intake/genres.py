"""What can be written: `genres.yml`, one scaffold for each genre, with the columns that suit it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from lanmu.content.article import Genre
from lanmu.content.campaign import Text
from lanmu.content.column import Column, ColumnType
from lanmu.content.loading import read_text
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError

FILE = Path(__file__).with_name("genres.yml")
Extra = Literal["issue", "notice", "promise", "document"]


class Scaffold(Model):
    """A kind of article that an editor may choose to write; 简报 and 动态 are two, though both have the same genre."""

    name: Text
    genre: Genre
    about: Text
    types: Annotated[tuple[ColumnType, ...], Field(min_length=1)]
    extra: frozenset[Extra] = frozenset()
    title: str = ""
    """What it is called where nobody says otherwise."""
    body: Text

    @model_validator(mode="before")
    @classmethod
    def take_name_for_genre(cls, data: Any) -> Any:
        """The genre is not written where it has the scaffold's own name."""
        return {"genre": data.get("name"), **data} if isinstance(data, dict) else data


class Genres(Model):
    """genres.yml."""

    genres: Annotated[tuple[Scaffold, ...], Field(min_length=1)]


@cache
def scaffolds() -> tuple[Scaffold, ...]:
    """All scaffolds in the order of the file. Raises ContentError when an office has changed the file and slipped."""
    shown = f"scripts/lanmu/intake/{FILE.name}"
    genres, problems = validate(Genres, parse(read_text(FILE, shown), shown))
    if genres is None:
        raise ContentError(problems)
    return genres.genres


def column_for(scaffold: Scaffold, columns: Sequence[Column]) -> Column:
    """The column that a genre belongs to: of the right type, and best one whose own words name the genre.

    Two columns may have the same type (动态 and 典型 are both 工作动态); their keywords and descriptions distinguish them.
    """
    fitting = [column for kind in scaffold.types for column in columns if column.type == kind] or list(columns)
    named = (column for column in fitting if scaffold.genre in f"{' '.join(column.keywords)} {column.description}")
    return next(named, fitting[0])
