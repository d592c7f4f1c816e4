"""Lifts what floats out of the paragraphs: text boxes and floating pictures come right after the paragraph that they are
anchored to, each once. Pictures in line stay in their line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lanmu.intake.word.package import Part
from lanmu.intake.word.steps.drawings import Drawing, first_words
from lanmu.intake.word.steps.pictures import Gallery
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import BOX, PARAGRAPH, make, own, rewrite, w

DRAWINGS = frozenset({w("drawing"), w("pict"), w("object")})
FLOATED = own("floated")
"""Mark of a paragraph that holds a floating picture: what comes after it need not stand below it."""
MISSED = own("missed")
"""Mark of a paragraph with a picture or chart that was left out: what comes after it may be its caption."""
BOXES = "文档里有 {n} 个文本框，放在它所在段落的后面{at}。请看一看次序对不对。"
FLOATING = "有 {n} 张图片四周环绕着文字，放在它所在段落的后面{at}。请看一看位置对不对。"


@dataclass
class Lifting:
    """Lifts the drawings of one part."""

    part: Part
    gallery: Gallery
    remarks: Remarks

    def lift(self, container: Element) -> None:
        """Lifts the drawings out of every paragraph in a container, and of tables and boxes in it."""
        fresh: list[Element] = []
        for block in container:
            fresh.append(block)
            if block.tag == PARAGRAPH:
                fresh.extend(self.out_of(block))
            else:
                self.lift(block)
        container[:] = fresh

    def out_of(self, paragraph: Element) -> list[Element]:
        """Takes the drawings out of a paragraph; gives the blocks that come after it."""
        after: list[Element] = []
        near = first_words(paragraph)

        def change(element: Element) -> list[Element] | None:
            if element.tag not in DRAWINGS:
                return None
            drawing = Drawing(self.part, self.gallery, self.remarks, near)
            drawing.read(element)
            if drawing.missed:
                paragraph.set(MISSED, "1")
            boxes = [found for found in drawing.found if found.tag == BOX]
            pictures = [found for found in drawing.found if found.tag != BOX]
            if drawing.floating:
                after.extend(self.floated(pictures, near))
            after.extend(self.boxed(boxes, near))
            return [] if drawing.floating else pictures

        rewrite(paragraph, change)
        return after

    def boxed(self, boxes: Iterable[Element], near: str) -> list[Element]:
        """Text boxes with what floats in them lifted; a box in a box becomes part of it."""
        for box in boxes:
            self.remarks.count("look", BOXES, near)
            self.lift(box)
            rewrite(box, lambda element: list(element) if element.tag == BOX else None)
        return list(boxes)

    def floated(self, pictures: list[Element], near: str) -> list[Element]:
        """A paragraph for a floating picture, or for those of a group, which stand together."""
        if not pictures:
            return []
        self.remarks.count("look", FLOATING, near, times=len(pictures))
        block = make("p", None, make("r", None, *pictures))
        block.set(FLOATED, "1")
        return [block]
