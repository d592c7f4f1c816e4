"""The options of an import that an editor gives on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from lanmu.content.article import Genre
from lanmu.content.column import Column
from lanmu.content.validation import nearest
from lanmu.diagnostics.errors import UserError

GENRES: tuple[str, ...] = get_args(Genre)


@dataclass(frozen=True)
class ImportOptions:
    """The column, the time of publication, and values that replace what is recognised in the document, if given.

    Raises UserError for an unknown genre."""

    column: Column
    now: datetime
    title: str = ""
    genre: str = ""
    verbatim: bool = False

    def __post_init__(self) -> None:
        if self.genre and self.genre not in GENRES:
            suggestion = nearest(self.genre, GENRES)
            hint = f"是不是 {suggestion}？" if suggestion else ""
            raise UserError(f"没有体裁「{self.genre}」。{hint}可用的：{'、'.join(GENRES)}。")
