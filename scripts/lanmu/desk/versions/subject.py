"""Which file a page of this part is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lanmu.desk.paths import NO_ARTICLE
from lanmu.desk.versions.store import kept_versions
from lanmu.diagnostics.errors import UserError
from lanmu.preview.request_path import file_in

SETTINGS = ("lanmu.toml", "mkdocs.yml")


@dataclass(frozen=True)
class Subject:
    """A file of the project: `name` as addresses have it (below docs/; lanmu.toml, mkdocs.yml), `path` below the project, and where it is."""

    name: str
    path: str
    file: Path

    @property
    def is_text(self) -> bool:
        """True for an article, a translation or a page; false for data and settings."""
        return self.name.endswith(".md")

    @property
    def is_there(self) -> bool:
        """False for one that was deleted, of which only versions are left."""
        return self.file.is_file()


def subject(root: Path, name: str) -> Subject:
    """The article, the data file below docs/ (.yml), or the settings that an address names; also one that was deleted, when states
    of it were kept. Raises UserError for anything else."""
    if name in SETTINGS:
        return Subject(name, name, root / name)
    file = file_in(root / "docs", f"/{name}")
    is_named = file is not None and name.endswith((".md", ".yml"))
    if not is_named or not (file and (file.is_file() or kept_versions(root, f"docs/{name}"))):
        raise UserError(NO_ARTICLE)
    return Subject(name, f"docs/{name}", root / "docs" / name)
