"""What an editor asks of an import on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from lanmu.content.article import Genre
from lanmu.content.column import Column
from lanmu.content.dates import now, parse_time
from lanmu.content.validation import nearest
from lanmu.diagnostics.errors import UserError

GENRES: tuple[str, ...] = get_args(Genre)


@dataclass(frozen=True)
class Wanted:
    """The column, the time of publication, and what the document itself does not decide; empty where it does."""

    column: Column
    now: datetime
    title: str = ""
    genre: str = ""
    verbatim: bool = False

    def __post_init__(self) -> None:
        if self.genre and self.genre not in GENRES:
            near = nearest(self.genre, GENRES)
            hint = f"是不是 {near}？" if near else ""
            raise UserError(f"没有体裁「{self.genre}」。{hint}可用的：{'、'.join(GENRES)}。")


def moment_of(text: str) -> datetime:
    """The time of publication that was asked for; now when none was. Raises UserError for what is no time."""
    try:
        return parse_time(text) if text else now()
    except ValueError as error:
        raise UserError(f"--date {error}") from None
