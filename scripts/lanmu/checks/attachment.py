"""One file of docs/ that is no Markdown, as the rules look at it: a picture, a document to be downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lanmu.checks.rule import Finding

if TYPE_CHECKING:
    from lanmu.checks.attachments import Picture, RejectedFileError, Text
    from lanmu.checks.project import Project

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg", ".bmp", ".tif", ".tiff", ".heic", ".ico")


@dataclass(frozen=True)
class Attachment:
    """A file beside the articles. `path` is relative to the project (`docs/…`), `file` is where it lies."""

    project: Project
    path: str
    file: Path

    @property
    def below_docs(self) -> str:
        """The path below docs/."""
        return self.path.removeprefix("docs/")

    @property
    def is_picture(self) -> bool:
        """True when its name says that it is a picture."""
        return self.path.lower().endswith(PICTURES)

    @cached_property
    def texts(self) -> tuple[Text, ...] | RejectedFileError:
        """What stands in it, or why nobody can tell."""
        # The libraries that read them are loaded only when there is something to read.
        from lanmu.checks.attachments import texts_of

        return texts_of(self.file)

    @cached_property
    def picture(self) -> Picture | RejectedFileError:
        """What kind of picture it is, or why nobody can tell."""
        from lanmu.checks.attachments import picture_facts

        return picture_facts(self.file)

    def finding(self, message: str, remedy: str) -> Finding:
        """A finding about the file as a whole."""
        return Finding(self.path, 0, 0, message, remedy)
