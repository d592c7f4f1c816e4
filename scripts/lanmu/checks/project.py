"""All sources of a project together, as the rules look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lanmu.checks.attachment import Attachment
from lanmu.checks.rule import Finding
from lanmu.checks.source import Source
from lanmu.config import Settings
from lanmu.content.dates import today
from lanmu.content.loading import Reading, read_docs
from lanmu.content.site import Site
from lanmu.errors import Kind

DATA_FILES = ("campaign.yml", "columns.yml", "glossary.yml", "terms.yml")


@dataclass(frozen=True)
class Project:
    """What lies in docs/, beside it mkdocs.yml and lanmu.toml. Read once; rules never read docs/ themselves."""

    root: Path
    settings: Settings
    reading: Reading

    @property
    def docs(self) -> Path:
        """The folder of the sources."""
        return self.root / "docs"

    @property
    def site(self) -> Site | None:
        """The content model; None when campaign.yml or columns.yml cannot be used."""
        return self.reading.site

    @property
    def today(self) -> dt.date:
        """The day of the check, in China."""
        return self.site.today if self.site else today()

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every Markdown file by its path below docs/."""
        items = self.site.by_path if self.site else {}
        heads = self.reading.heads
        return {
            path: Source(self, f"docs/{path}", text, heads.get(path), items.get(path))
            for path, text in self.reading.texts.items()
        }

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        """Every other file by its path below docs/, data files left out."""
        others = (p for p in self.reading.files if not p.endswith(".md") and p not in DATA_FILES)
        return {path: Attachment(self, f"docs/{path}", self.docs / path) for path in others}

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths below docs/ of every file."""
        return frozenset(self.reading.files)

    def findings(self, *kinds: Kind) -> Iterator[Finding]:
        """What reading docs/ found wrong, of these kinds."""
        for problem in self.reading.problems:
            if problem.kind in kinds:
                field = f"「{problem.field}」" if problem.field else ""
                message = f"{field}{problem.message}"
                yield Finding(problem.path, problem.line, problem.column, message, problem.remedy)


def read_project(root: Path, settings: Settings) -> Project:
    """Reads the project in the folder `root`."""
    return Project(root, settings, read_docs(root / "docs"))
