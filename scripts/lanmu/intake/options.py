"""The options of an import that an editor gives on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lanmu.content.column import Column
from lanmu.content.dates import now, parse_time
from lanmu.content.genres import Genres
from lanmu.content.validation import nearest
from lanmu.diagnostics.errors import UserError


@dataclass(frozen=True)
class ImportOptions:
    """The column, the genres of the site, the time of publication, and values that replace what is recognised in the document, if given.

    Raises UserError for an unknown genre."""

    column: Column
    genres: Genres
    now: datetime
    title: str = ""
    genre: str = ""
    verbatim: bool = False

    def __post_init__(self) -> None:
        if self.genre and self.genre not in self.genres.by_name:
            suggestion = nearest(self.genre, self.genres.by_name)
            hint = f"是不是 {suggestion}？" if suggestion else ""
            raise UserError(f"没有体裁「{self.genre}」。{hint}可用的：{'、'.join(self.genres.by_name)}。")


def moment_of(text: str) -> datetime:
    """The time of publication that was asked for; now when none was. Raises UserError for what is no time."""
    try:
        return parse_time(text) if text else now()
    except ValueError as error:
        raise UserError(f"--date {error}") from None
