"""Which file a page of this part is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lanmu.desk.paths import NO_ARTICLE, article_path
from lanmu.diagnostics.errors import UserError
from lanmu.preview.request_path import file_in

SETTINGS = "lanmu.toml"


@dataclass(frozen=True)
class Subject:
    """A file of the project: `name` as addresses have it (below docs/; lanmu.toml), `path` below the project, and where it is."""

    name: str
    path: str
    file: Path

    @property
    def is_text(self) -> bool:
        """True for an article, a translation or a page; false for data and settings."""
        return self.name.endswith(".md")


def subject(root: Path, name: str) -> Subject:
    """The article, the data file below docs/ (.yml), or the settings that an address names. Raises UserError for anything else."""
    if name == SETTINGS:
        return Subject(name, name, root / name)
    if name.endswith(".yml"):
        file = file_in(root / "docs", f"/{name}")
        if file is None or not file.is_file():
            raise UserError(NO_ARTICLE)
    else:
        name = article_path(root, name)
    return Subject(name, f"docs/{name}", root / "docs" / name)
