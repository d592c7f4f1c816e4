"""Packages that carry a digital signature: whoever changes a part of one breaks it."""

from __future__ import annotations

from collections.abc import Iterable

# ECMA-376 part 2, clause 13; OpenDocument 1.3, part 2, clause 3.
SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml", "META-INF/macrosignatures.xml")


def is_signed(names: Iterable[str]) -> bool:
    """True when one of the parts is a signature."""
    return any(name.startswith(SIGNATURES) for name in names)
