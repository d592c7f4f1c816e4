"""What the Traditional pages show of the index: results and filters in their own script, over the same keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lanmu.locales.script_conversion import ScriptConversion
from lanmu.search.documents import Document

SHARED = "../../search/"
"""From the Traditional pages' own search/ to the one that they share."""
UNFOLDED = re.compile("[蔿\U00010000-\U0010ffff]")
"""Characters whose Traditional form is not folded back to them: texts with one stay as they are, or a hit in them would
not be found again when the text is looked at. They are as rare as their like."""


def traditional_catalogue(catalogue: Mapping[str, Any], conversion: ScriptConversion) -> dict[str, Any]:
    """The catalogue below the Traditional pages' search/. The keys are folded, so that they serve both scripts."""
    facets = {
        facet: [in_traditional(names, conversion), numbers] for facet, (names, numbers) in catalogue["facets"].items()
    }
    return {**catalogue, "facets": facets, "shared": SHARED}


def traditional(document: Document, conversion: ScriptConversion) -> Document:
    """The document with the words that a result shows in Traditional characters."""
    title, summary, column, unit, *blocks = in_traditional(
        (document.title, document.summary, document.column, document.unit, *document.blocks), conversion
    )
    return replace(
        document,
        title=title,
        summary=summary,
        labels=in_traditional(document.labels, conversion),
        headings=in_traditional(document.headings, conversion),
        blocks=tuple(blocks),
        column=column,
        unit=unit,
    )


def in_traditional(texts: Sequence[str], conversion: ScriptConversion) -> tuple[str, ...]:
    """The texts in Traditional characters."""
    converted = conversion.all(texts)
    return tuple(old if UNFOLDED.search(old) else new for old, new in zip(texts, converted, strict=True))
