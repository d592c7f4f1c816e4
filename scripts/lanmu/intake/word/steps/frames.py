"""Frames: a dropped capital goes back to the word it begins (ECMA-376 part 1, clause 17.3.1.11)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import (
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    below,
    containers_of,
    content_of,
    next_block,
    plain_text,
    value,
)

DROPPED = frozenset({"drop", "margin"})
CAPITALS = "有 {n} 处首字下沉，接回了正文{at}。"
FRAMES = "有 {n} 个图文框，按普通段落放在原处{at}。"


def settle(root: Element, remarks: Remarks) -> None:
    """Joins every dropped capital below `root` to the paragraph after it; other frames become plain paragraphs."""
    for container in list(containers_of(root)):
        fresh: list[Element] = []
        waiting: list[Element] = []
        for index, block in enumerate(container):
            frame = below(block, "pPr", "framePr") if block.tag == PARAGRAPH else None
            if value(frame, "dropCap") in DROPPED and next_block(container, index) == PARAGRAPH:
                waiting += content_of(block)
                continue
            if waiting and block.tag == PARAGRAPH:
                properties = block.findall(PARAGRAPH_PROPERTIES)
                block[:] = [*properties, *waiting, *content_of(block)]
                waiting = []
                remarks.count("changed", CAPITALS, plain_text(block))
            elif frame is not None and plain_text(block).strip():
                remarks.count("changed", FRAMES, plain_text(block))
            fresh.append(block)
        container[:] = fresh
