"""The core properties of a document (ECMA-376 part 2, clause 11): title, creator, dates."""

from __future__ import annotations

from lanmu.intake.word.package import Package
from lanmu.intake.word.tree import local

KEPT = frozenset({"title", "creator", "created", "modified"})
CORE = "core-properties"


def read_properties(package: Package) -> dict[str, str]:
    """The properties that are set."""
    target = package.first(package.relationships("", "_rels/.rels"), CORE) or "docProps/core.xml"
    part = package.part(target)
    found = [] if part is None else [(local(each), (each.text or "").strip()) for each in part.root]
    return {name: text for name, text in found if name in KEPT and text}
