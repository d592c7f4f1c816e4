"""Marks that come in pairs (quotation marks, brackets): what one paragraph lacks, another may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lanmu.checks.reading.blocks import Passage

# Paragraphs that a quotation or a bracketed note may go on for; the text of a law that is amended is long.
LONGEST = 40
AFTER_LAST = re.compile(r"[。；，、”’）\s]*(?:\n|\Z)")
SENTENCE_ENDS = "。！？…；"


@dataclass(frozen=True)
class PairFault:
    """A mark at a place in a passage's text, what is wrong with it, and the way out.

    `opens` is set on a mark that opens and is not closed in its passage; `closes`, on one that closes what its passage
    has not opened, is the mark that should have opened it.
    """

    position: int
    message: str
    remedy: str
    opens: str = ""
    closes: str = ""


def over_paragraphs(
    passages: Sequence[Passage], found: Sequence[Sequence[PairFault]]
) -> Iterator[tuple[Passage, PairFault]]:
    """The faults found in each passage, without those that make a pair over several paragraphs.

    Such a pair opens at the beginning of a paragraph or behind a colon and closes at the end of a sentence in another.
    Between them stands no heading and no fault, unless it is the same mark, with which each paragraph of a quotation
    may begin anew (GB/T 15834-2011, 4.8.3.4).
    """
    paired = spanned(passages, found)
    for index, (passage, faults) in enumerate(zip(passages, found, strict=True)):
        if index not in paired:
            yield from ((passage, fault) for fault in faults)


def spanned(passages: Sequence[Passage], found: Sequence[Sequence[PairFault]]) -> set[int]:
    """The numbers of the passages whose only fault is a part of a pair over several paragraphs."""
    paired: set[int] = set()
    parts: list[int] = []
    for index, (passage, faults) in enumerate(zip(passages, found, strict=True)):
        opened = found[parts[0]][0].opens if parts else ""
        is_text = passage.kind in ("paragraph", "item")
        if passage.kind == "heading" or len(faults) > 1 or (parts and index - parts[0] > LONGEST):
            parts = []
        elif not faults:
            if opened and is_text and passage.text.startswith(opened):
                paired.update(parts)
                parts = []
        elif opened and closes(passage, faults[0], opened):
            paired.update(parts, (index,))
            parts = []
        elif not (is_text and begins(passage, faults[0])):
            parts = []
        elif faults[0].position == 0 and faults[0].opens == opened:
            parts.append(index)
        else:
            parts = [index]
    return paired


def begins(passage: Passage, fault: PairFault) -> bool:
    """True for a mark that opens at the beginning of a paragraph or a line of it, or behind a colon."""
    before = passage.text[max(fault.position - 2, 0) : fault.position].rstrip(" ")
    return bool(fault.opens) and (not before or before[-1] in "：:\n")


def closes(passage: Passage, fault: PairFault, opened: str) -> bool:
    """True when the mark closes at the end of a sentence what another paragraph has opened."""
    is_last = passage.text[fault.position - 1 : fault.position] in tuple(SENTENCE_ENDS)
    return fault.closes == opened and (is_last or AFTER_LAST.match(passage.text, fault.position + 1) is not None)
