"""Identifiers for what the answers only name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lanmu.content.addresses import RESERVED
from lanmu.intake.new_file import slug_of

TAKEN = frozenset(name.strip("/") for name in RESERVED) | {"about", "report", "report-category", "zh-hant", "en", "zh"}


def identifiers(names: Iterable[str], taken: Iterable[str] = TAKEN) -> list[str]:
    """An identifier for each name, in pinyin: each another, and none of those that are `taken`."""
    used, chosen = set(taken), []
    for name in names:
        slug = slug_of(name.strip("《》"))
        slug = slug if re.match(r"[a-z]", slug) else f"n-{slug}"
        identifier = slug
        number = 2
        while identifier in used:
            identifier, number = f"{slug}-{number}", number + 1
        used.add(identifier)
        chosen.append(identifier)
    return chosen
