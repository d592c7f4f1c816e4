"""Laid-out pages as things with a place, for newspaper.typ to draw: text, titles, pictures, tints and rules.

Lengths are points from the top left corner of the page. What belongs to a piece comes in the order it is read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from lanmu.channels.markup.runs import run
from lanmu.channels.newspaper.bands import RULE_LINES, STRIP_LINES, Band, Stack
from lanmu.channels.newspaper.flow import Measured, Slice
from lanmu.channels.newspaper.grid import Grid
from lanmu.channels.newspaper.inlines import cut
from lanmu.channels.newspaper.items import Item, text_of
from lanmu.channels.newspaper.pages import Page, spread
from lanmu.channels.newspaper.shapes import LEAST_FILLER, PlacedPicture, Shape
from lanmu.channels.newspaper.titles import fitted

Thing = dict[str, Any]
# Lines between a picture and what stands above it, and its caption.
ABOVE_PICTURE = 0.25
# Sizes of the words in a 补白, in sizes of the text.
PHRASE_SIZES = (2.1, 1.6, 1.25)
# So many lines of a 补白 want words: few words on a page, none twice.
LINES_TO_PHRASE = 7
# Share of the air in a head that stands above the title.
ABOVE_HEAD = 0.54


class Drawing:
    """Draws one page on its grid. `phrases` are pairs of label and words for 补白; those used go to the end."""

    def __init__(self, grid: Grid, phrases: deque[tuple[str, str]]) -> None:
        self.grid = grid
        self.phrases = phrases

    def page(self, page: Page) -> list[Thing]:
        """Everything below the head of a page."""
        things: list[Thing] = []
        line = page.top
        for index, band in enumerate(page.bands):
            if index:
                if not (closed(page.bands[index - 1].stacks, -1) or (closed(band.stacks, 0) and not band.strip)):
                    things.append(self.across(line + page.rule / 2, 0, self.grid.columns, "solid"))
                line += page.rule
            things += self.band(band, line)
            line += band.lines
        if page.filler:
            things += self.filler(self.grid.left, self.grid.width, line + RULE_LINES, page.filler)
        return things

    def band(self, band: Band, line: int) -> Iterator[Thing]:
        """The strip, then the stacks, with a rule down between each two."""
        if band.strip:
            yield self.strip(band.strip, line)
            line += STRIP_LINES
        lines = band.lines - (STRIP_LINES if band.strip else 0)
        for index, stack in enumerate(band.stacks):
            if index and not (framed(band.stacks[index - 1]) or framed(stack)):
                yield self.down(stack.column, line, lines, "between")
            yield from self.stack(stack, line, lines)
        reached = band.stacks[-1].column + band.stacks[-1].span
        if reached < self.grid.columns:
            width = self.grid.span(self.grid.columns - reached)
            yield from self.filler(self.grid.x(reached), width, line, lines)

    def stack(self, stack: Stack, line: int, lines: int) -> Iterator[Thing]:
        """Pieces one below the other, dotted rules between them, a 补白 where much is left."""
        shapes, left = spread(stack, lines)
        for index, shape in enumerate(shapes):
            if index:
                if not (shape.piece.framed or shapes[index - 1].piece.framed):
                    yield self.across(line + RULE_LINES / 2, stack.column, stack.span, "dotted")
                line += RULE_LINES
            yield from self.piece(shape, stack.column, line)
            line += shape.lines + shape.blank + shape.loose
        if left >= LEAST_FILLER:
            width = self.grid.span(stack.span)
            yield from self.filler(self.grid.x(stack.column), width, line + RULE_LINES, left - RULE_LINES)

    def piece(self, shape: Shape, column: int, line: int) -> Iterator[Thing]:
        """A piece from its tint to its end."""
        left = self.grid.x(column)
        if shape.piece.framed:
            yield self.tint(left, line, self.grid.span(shape.span), shape.lines + shape.extra, shape.piece.role)
            line += 1
        picture = shape.picture
        if picture and picture.where == "above":
            yield from self.picture(shape, picture, left, line)
            line += picture.lines
        yield from self.head(shape, left, line)
        line += shape.head.lines + shape.blank
        if picture and picture.where == "beside":
            yield from self.picture(shape, picture, left, line)
        yield from self.columns(shape, left, line)
        line += shape.body + shape.loose
        for table in shape.wide:
            assert table.item.block
            yield {
                "kind": "table",
                "x": left + shape.frame.x(0),
                "y": self.grid.y(line + 1),
                "width": self.width(shape),
                "block": table.item.block,
            }
            line += table.lines + 1

    def width(self, shape: Shape) -> float:
        """Width of a piece inside its frame."""
        return shape.frame.span(shape.frame.columns)

    def head(self, shape: Shape, left: float, line: int) -> Iterator[Thing]:
        """Tag, 引题, 主题, 副题, centred over the piece."""
        room = (shape.head.lines + shape.blank) * self.grid.pitch
        y = self.grid.y(line) + (room - sum(part.height for part in shape.head.parts)) * ABOVE_HEAD
        for part in shape.head.parts:
            yield {
                "kind": part.kind,
                "lines": list(part.lines),
                "size": part.size,
                "x": left + shape.frame.x(0),
                "y": y,
                "width": self.width(shape),
                "height": part.height,
                "level": level_of(shape),
            }
            y += part.height

    def picture(self, shape: Shape, placed: PlacedPicture, left: float, line: int) -> Iterator[Thing]:
        """A picture, its caption below."""
        picture = shape.piece.picture
        assert picture
        x, across = left + shape.frame.x(placed.column), shape.frame.span(placed.columns)
        y = self.grid.y(line) + ABOVE_PICTURE * self.grid.pitch
        yield {
            "kind": "figure",
            "image": picture.image,
            "alternative": picture.alternative,
            "x": x + (across - placed.width) / 2,
            "y": y,
            "width": placed.width,
            "height": placed.height,
        }
        if placed.caption.lines:
            below = y + placed.height + ABOVE_PICTURE * self.grid.pitch
            whole = Slice(0, 0, placed.caption.lines, 0)
            place = {"x": x, "y": below, "width": across, "pitch": self.grid.pitch}
            yield {"kind": "text"} | lines_of(placed.caption, whole) | place

    def columns(self, shape: Shape, left: float, line: int) -> Iterator[Thing]:
        """The text, column by column, with fine rules between, and 下转 at its end."""
        picture = shape.picture if shape.picture and shape.picture.where == "beside" else None
        air = 1 + shape.loose / max(1, shape.columns[0].used - 1)
        for index, column in enumerate(shape.columns):
            under = bool(picture and picture.column <= index < picture.column + picture.columns)
            top = line + (picture.lines if picture and under else 0)
            if index and column.slices:
                x = left + shape.frame.x(index) - shape.frame.gutter / 2
                depth = max(column.capacity, shape.columns[index - 1].capacity if not under else 0)
                yield self.rule(x, self.grid.y(top), x, self.grid.y(top + depth), "fine")
            x, width = left + shape.frame.x(index), shape.frame.column
            for part in column.slices:
                thing = self.slice(shape.text[part.item], part, x, top + part.y * air, width, level_of(shape) + 1)
                yield thing | {"pitch": self.grid.pitch * air}
            if column.short >= LEAST_FILLER and index == len(shape.columns) - 1:
                yield from self.filler(x, width, top + column.used + RULE_LINES, column.short - RULE_LINES)
        if shape.to_page:
            words = [run(f"（下转第{shape.to_page}版）")]
            x, y = left + shape.frame.x(shape.frame.columns - 1), self.grid.y(line + shape.body - 1)
            place = {"x": x, "y": y, "width": shape.frame.column, "pitch": self.grid.pitch}
            yield {"kind": "text"} | text_of(Item("sign"), words) | place

    def slice(self, measured: Measured, part: Slice, x: float, line: float, width: float, level: int) -> Thing:
        """Lines of one item at their place."""
        place = {"x": x, "y": self.grid.y(line), "width": width}
        block = measured.item.block
        if block and block["kind"] == "figure":
            return {"kind": "picture", "block": block, "height": measured.height} | place
        if block:
            return {"kind": "table", "block": block} | place
        return {"kind": "text"} | lines_of(measured, part, level) | place

    def strip(self, words: str, line: int) -> Thing:
        """The name of a 栏目 over several pieces."""
        return {
            "kind": "strip",
            "lines": [words],
            "size": self.grid.size * 1.5,
            "x": self.grid.left,
            "y": self.grid.y(line),
            "width": self.grid.width,
            "height": self.grid.pitch * (STRIP_LINES - 1),
        }

    def filler(self, x: float, width: float, line: int, lines: int) -> Iterator[Thing]:
        """A 补白: the campaign's own words on a tint, as many of them as there is room for, in turn.

        What has no room for words is left blank: an empty frame looks like a slip.
        """
        height = lines * self.grid.pitch
        chosen: list[Thing] = []
        left = height
        for _ in range(min(len(self.phrases), max(1, lines // LINES_TO_PHRASE))):
            found = next(filter(None, (self.phrase(width, left, size) for size in PHRASE_SIZES)), None)
            if found is None:
                break
            chosen.append(found)
            left -= found["height"]
            self.phrases.rotate(-1)
        if chosen:
            place = {"x": x, "y": self.grid.y(line), "width": width, "height": height}
            yield {"kind": "filler", "phrases": chosen} | place

    def phrase(self, width: float, room: float, most: float) -> Thing | None:
        """The next label and words in lines that fit the width, at most so large; None when there is no room for it."""
        label, words = self.phrases[0]
        size = self.grid.size
        lines, large = fitted(words, 0.9 * width, (1.15 * size, most * size))
        height = 1.05 * size + len(lines) * 1.35 * large + 0.7 * size
        return {"label": label, "lines": list(lines), "size": large, "height": height} if height <= room else None

    def tint(self, x: float, line: int, width: float, lines: int, role: str) -> Thing:
        """The ground of a box."""
        height = lines * self.grid.pitch
        return {"kind": "tint", "role": role, "x": x, "y": self.grid.y(line), "width": width, "height": height}

    def across(self, line: float, column: int, span: int, style: str) -> Thing:
        """A rule over some columns."""
        x, y = self.grid.x(column), self.grid.y(line)
        return self.rule(x, y, x + self.grid.span(span), y, style)

    def down(self, column: int, line: int, lines: int, style: str) -> Thing:
        """A rule in the gutter before a column."""
        x = self.grid.x(column) - self.grid.gutter / 2
        return self.rule(x, self.grid.y(line), x, self.grid.y(line + lines), style)

    def rule(self, x: float, y: float, to_x: float, to_y: float, style: str) -> Thing:
        """A line."""
        return {"kind": "rule", "x": x, "y": y, "dx": to_x - x, "dy": to_y - y, "style": style}


def closed(stacks: Sequence[Stack], end: int) -> bool:
    """True when frames run over the whole width at the head (0) or foot (-1) of a band: they part it from others."""
    return all(stack.shapes[end].piece.framed for stack in stacks)


def framed(stack: Stack) -> bool:
    """True when a stack is all boxes, whose edges part it from its neighbours."""
    return all(shape.piece.framed for shape in stack.shapes)


def level_of(shape: Shape) -> int:
    """The level of a piece's title in the outline: below the 栏目, where one stands over several pieces."""
    return 2 if shape.piece.group and not shape.piece.words.tag else 1


def lines_of(measured: Measured, part: Slice, level: int = 2) -> Thing:
    """The runs of some lines of an item."""
    item, inlines = measured.item, list(measured.item.inlines)
    if part.end < measured.lines:
        inlines, _ = cut(inlines, measured.breaks[part.end])
    if part.start:
        _, inlines = cut(inlines, measured.breaks[part.start])
    ends = part.end == measured.lines or ends_in_break(measured, part.end)
    return text_of(item, inlines, begins=part.start == 0, ends=ends, level=level)


def ends_in_break(measured: Measured, line: int) -> bool:
    """True when a forced line break stands before a line."""
    _, rest = cut(measured.item.inlines, measured.breaks[line])
    before = len(measured.item.inlines) - len(rest)
    return before > 0 and measured.item.inlines[before - 1]["kind"] == "break"
