"""A file as it is published: without what it tells of the people who made it.

What can be taken out without touching what readers see is taken out. What cannot (comments, tracked changes, hidden
sheets, old formats) is told by rules of the family PRI before.
"""

from __future__ import annotations

from lanmu.build.stripping.package import package
from lanmu.build.stripping.pdf import pdf
from lanmu.checks.attachments.budget import Budget
from lanmu.untrusted.kinds import OFFICE, FileKind, kind_in
from lanmu.untrusted.metadata import CLEANERS, without_metadata

PACKAGES = OFFICE | {FileKind.ZIP}
STRIPPED = PACKAGES | {FileKind.PDF, *CLEANERS}
"""The kinds of files that are published otherwise than they lie in docs/."""
VERSION = 1
"""A change of what is taken out changes it: files that were made before are then made again."""


def stripped(data: bytes, budget: Budget, depth: int = 0) -> bytes:
    """The file without metadata, those within it too; what is signed or locked comes back as it was.

    Raises UnstrippableError and CannotLook for a file that cannot be taken apart.
    """
    kind = kind_in(data)
    if kind in PACKAGES:
        return package(data, budget, depth, stripped)
    if kind is FileKind.PDF:
        budget.take_document()
        return pdf(data)
    return without_metadata(kind, data)
