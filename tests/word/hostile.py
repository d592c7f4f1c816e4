"""All files that do harm or are no Word documents, each made on the spot, with words that its refusal must have.

Files with the same words are one attack in several forms; every attack has a sentence of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from word import hostile_kinds, hostile_xml, hostile_zip

UNIX_ONLY = {"link", "pipe"}


@dataclass(frozen=True)
class Hostile:
    """One file: the words of its refusal and what makes it at a path."""

    said: str
    make: Callable[[Path], object]


def of_bytes(make: Callable[[], bytes]) -> Callable[[Path], object]:
    """Writes the bytes that `make` gives."""
    return lambda path: path.write_bytes(make())


HOSTILE = {
    name: Hostile(said, of_bytes(make))
    for each in (hostile_zip, hostile_xml, hostile_kinds)
    for name, (said, make) in each.FILES.items()
} | {
    name: Hostile(said, make)
    for name, (said, make) in hostile_kinds.PLACED.items()
    if os.name != "nt" or name not in UNIX_ONLY
}
