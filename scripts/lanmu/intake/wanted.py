"""What an editor asks of an import on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lanmu.content.column import Column
from lanmu.content.genres import Genres
from lanmu.content.validation import nearest
from lanmu.diagnostics.errors import UserError


@dataclass(frozen=True)
class Wanted:
    """The column, the genres of the site, the time of publication, and what the document itself does not decide; empty where it does."""

    column: Column
    genres: Genres
    now: datetime
    title: str = ""
    genre: str = ""
    verbatim: bool = False

    def __post_init__(self) -> None:
        if self.genre and self.genre not in self.genres.by_name:
            near = nearest(self.genre, self.genres.by_name)
            hint = f"是不是 {near}？" if near else ""
            raise UserError(f"没有体裁「{self.genre}」。{hint}可用的：{'、'.join(self.genres.by_name)}。")
