"""What the Traditional pages show of the index: results and filters in their own script, over the same keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lanmu.locales.script_conversion import ScriptConversion
from lanmu.search.documents import Document, facets

SHARED = "../../search/"
"""From the Traditional pages' own search/ to the one that they share."""
UNFOLDED = re.compile("[蔿\U00010000-\U0010ffff]")
"""Characters whose Traditional form is not folded back to them: texts with one stay as they are, or a hit in them would
not be found again when the text is looked at. They are as rare as their like."""


def facet_names(found: Sequence[Document], conversion: ScriptConversion) -> dict[str, tuple[str, ...]]:
    """By what results can be filtered, in Traditional characters."""
    return {facet: turned(names, conversion) for facet, (names, _) in facets(found).items()}


def catalogue(made: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The catalogue below the Traditional pages' search/. The keys are folded, so that they serve both scripts."""
    own = {facet: [names[facet], numbers] for facet, (_, numbers) in made["facets"].items()}
    return {**made, "facets": own, "shared": SHARED}


def traditional(document: Document, conversion: ScriptConversion) -> Document:
    """The document with its words in Traditional characters, but those that are not shown."""
    title, summary, column, unit, phase, *blocks = turned(
        (document.title, document.summary, document.column, document.unit, document.phase, *document.blocks),
        conversion,
    )
    return replace(
        document,
        title=title,
        summary=summary,
        labels=turned(document.labels, conversion),
        headings=turned(document.headings, conversion),
        blocks=tuple(blocks),
        column=column,
        unit=unit,
        phase=phase,
    )


def turned(texts: Sequence[str], conversion: ScriptConversion) -> tuple[str, ...]:
    """The texts in Traditional characters."""
    done = conversion.all(texts)
    return tuple(old if UNFOLDED.search(old) else new for old, new in zip(texts, done, strict=True))
