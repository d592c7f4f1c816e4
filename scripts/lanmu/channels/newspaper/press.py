"""Sets an issue's things with newspaper.typ: a galley to be measured, and the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lanmu.channels.desk import Desk
from lanmu.channels.newspaper.drawing import Thing
from lanmu.channels.newspaper.faces import texts_by_face
from lanmu.channels.newspaper.galley import set_apart
from lanmu.channels.newspaper.grid import MM, Grid
from lanmu.channels.newspaper.items import STYLES
from lanmu.channels.typesetting import Pdf, typeset

TEMPLATE = "newspaper"


@dataclass(frozen=True)
class Press:
    """`files` are the pictures by the names that things call them."""

    desk: Desk
    grid: Grid
    files: Mapping[str, Path]
    title: str

    @property
    def sheet(self) -> dict[str, Any]:
        """What the template knows besides the things."""
        paper = self.grid.sheet
        size = {"width": paper.width * MM, "height": paper.height * MM}
        return size | {"size": self.grid.size, "pitch": self.grid.pitch, "styles": STYLES.data}

    def galley(self, entries: list[Thing]) -> bytes:
        """Entries each on a page of its own, for measuring."""
        return set_apart(self.desk, TEMPLATE, self.sheet | {"galley": entries}, self.files, self.title)

    def pages(self, sheets: list[list[Thing]], day: date) -> Pdf:
        """The pages. Raises UserError for what cannot be set, such as a character that no font has."""
        self.desk.fonts.covered(texts_by_face(thing for things in sheets for thing in things), self.title)
        data, language = self.sheet | {"pages": sheets}, self.desk.language
        return typeset(TEMPLATE, data, self.files, self.desk.fonts, title=self.title, language=language, day=day)
