"""Laid-out pages as data for newspaper.typ. Lengths are points from the left edge of the page, heights and depths lines
of the grid from the top of the type area."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from lanmu.channels.desk import Desk
from lanmu.channels.newspaper.columns import Measured, Slice, slice_data
from lanmu.channels.newspaper.grid import MASTHEAD, MM, Grid
from lanmu.channels.newspaper.pages import RULE_LINES, STRIP_LINES, Band, Page, Stack, spread
from lanmu.channels.newspaper.shapes import LEAST_FILLER, Shape
from lanmu.channels.newspaper.titles import fitted
from lanmu.content.campaign import Campaign
from lanmu.content.dates import chinese_day
from lanmu.content.newspaper_issue import NewspaperIssue
from lanmu.text.document import Break

# Sizes of the words in a 补白, in sizes of the text.
PHRASE_SIZES = (2.1, 1.6, 1.25)
# So many lines of a 补白 want words: few words on a page, none twice.
LINES_TO_PHRASE = 7
WEEKDAYS = "一二三四五六日"


def furniture(issue: NewspaperIssue, grid: Grid) -> dict[str, Any]:
    """What the heads of the pages say, and the measures of the paper."""
    day = chinese_day(issue.date)
    sheet = grid.sheet
    return {
        "masthead": issue.masthead,
        "section": issue.section,
        "sample": "示例" if issue.sample else "",
        "date": day,
        "weekday": f"星期{WEEKDAYS[issue.date.weekday()]}",
        "label": issue.label,
        "editor": f"责任编辑：{issue.editor}　" if issue.editor else "",
        "paper": {"width": sheet.width * MM, "height": sheet.height * MM, "bottom": sheet.bottom * MM},
        "left": grid.left,
        "top": grid.top,
        "width": grid.width,
        "scale": grid.scale,
        "masthead_lines": MASTHEAD,
    }


class Drawing:
    """Draws the pages of an issue; what a 补白 says is the campaign's own words in turn."""

    def __init__(self, desk: Desk, grid: Grid) -> None:
        self.desk = desk
        self.grid = grid
        self.phrases = deque(phrases(desk.site.campaign))

    def page(self, page: Page) -> dict[str, Any]:
        """A page: its bands, and a 补白 at its foot."""
        bands, y = [], page.top
        for band in page.bands:
            bands.append(self.band(band, y))
            y += band.lines + page.rule
        y += RULE_LINES - page.rule
        fillers = list(self.filler(self.grid.left, self.grid.width, y, page.filler))
        return {"number": page.number, "air": page.air, "rule": page.rule, "bands": bands, "fillers": fillers}

    def band(self, band: Band, y: int) -> dict[str, Any]:
        """A band from the name of its 栏目 to what is left beside its stacks."""
        top = y + band.lines - band.own_lines
        stacks = [self.stack(stack, top, band.own_lines) for stack in band.stacks]
        reached = band.stacks[-1].column + band.stacks[-1].span
        fillers: list[dict[str, Any]] = []
        if reached < self.grid.columns:
            width = self.grid.span(self.grid.columns - reached)
            fillers += self.filler(self.grid.x(reached), width, top, band.own_lines)
        strip = {"strip": self.desk.text(band.strip), "strip_lines": STRIP_LINES - 1}
        return {"y": y, "top": top, "lines": band.own_lines, "stacks": stacks, "fillers": fillers} | strip

    def stack(self, stack: Stack, y: int, lines: int) -> dict[str, Any]:
        """Pieces one below the other, a 补白 where much is left."""
        shapes, left = spread(stack, lines)
        x, width, pieces = self.grid.x(stack.column), self.grid.span(stack.span), []
        for shape in shapes:
            pieces.append(self.piece(shape, x, y))
            y += pieces[-1]["lines"] - shape.foot + RULE_LINES
        fillers = list(self.filler(x, width, y, left - RULE_LINES)) if left >= LEAST_FILLER else []
        return {"x": x, "gutter": self.grid.gutter, "width": width, "pieces": pieces, "fillers": fillers}

    def piece(self, shape: Shape, x: float, y: int) -> dict[str, Any]:
        """A piece from its frame to its end."""
        piece, placed = shape.piece, shape.picture
        level = 2 if piece.strip else 1
        parts = [
            {"kind": p.kind, "lines": self.desk.text(list(p.lines)), "size": p.size, "height": p.height}
            for p in shape.head
        ]
        found: dict[str, Any] = {
            "x": x,
            "y": y,
            "width": self.grid.span(shape.span),
            "lines": shape.lines + shape.blank + shape.loose + shape.foot,
            "role": piece.role,
            "framed": piece.framed,
            "inset": shape.frame.inset,
            "inner": shape.frame.width,
            "level": level,
            "head": parts,
            "head_lines": shape.head_lines + shape.blank,
            "columns": list(self.columns(shape, level + 1)),
            "tables": [{"block": table.item.block, "lines": table.lines + 1} for table in shape.wide],
            "jump": f"（下转第{shape.to_page}版）" if shape.to_page else "",
            "gutter": shape.frame.gutter,
            "body": shape.columns[0].capacity + shape.loose,
            "picture": None,
        }
        if piece.picture and placed:
            # The picture stands over the first column where it has all of them.
            found["picture"] = {
                "image": piece.picture.image,
                "alternative": piece.picture.alternative,
                "above": placed.above,
                "x": shape.frame.x(0 if placed.above else shape.frame.columns - placed.columns),
                "across": shape.frame.span(placed.columns),
                "width": placed.width,
                "height": placed.height,
                "lines": placed.lines,
                "caption": slice_data(placed.caption.item, placed.caption.item.inlines),
            }
        return found

    def columns(self, shape: Shape, level: int) -> Iterator[dict[str, Any]]:
        """The text, column by column; `rule` is the depth of the line between a column and the one before."""
        beside = shape.picture.columns if shape.picture and not shape.picture.above else 0
        air = 1 + shape.loose / max(1, shape.columns[0].used - 1)
        for index, column in enumerate(shape.columns):
            under = index >= len(shape.columns) - beside
            before = 0 if under or not index else shape.columns[index - 1].capacity
            is_last = index == len(shape.columns) - 1
            hole = column.short if is_last and column.short >= LEAST_FILLER else 0
            filler = (
                list(self.filler(0, shape.frame.column, column.used + RULE_LINES, hole - RULE_LINES)) if hole else []
            )
            yield {
                "x": shape.frame.x(index),
                "width": shape.frame.column,
                "top": shape.picture.lines if shape.picture and under else 0,
                "rule": max(column.capacity, before) if index and column.slices else 0,
                "air": air,
                "slices": list(slices_of(shape.text, column.slices, level)),
                "fillers": filler,
            }

    def filler(self, x: float, width: float, y: float, lines: int) -> Iterator[dict[str, Any]]:
        """A 补白: the campaign's own words on a tint, as many of them as there is room for, in turn.

        What has no room for words is left blank: an empty frame looks like a slip.
        """
        chosen: list[dict[str, Any]] = []
        left = lines * self.grid.pitch
        for _ in range(min(len(self.phrases), max(1, lines // LINES_TO_PHRASE))):
            label, words = self.phrases[0]
            tried = (fitted(words, 0.9 * width, (1.15 * self.grid.size, n * self.grid.size)) for n in PHRASE_SIZES)
            heights = ((row, size, 1.75 * self.grid.size + len(row) * 1.35 * size) for row, size in tried)
            found = next((one for one in heights if one[2] <= left), None)
            if found is None:
                break
            chosen.append(self.desk.text({"label": label, "lines": list(found[0])}) | {"size": found[1]})
            left -= found[2]
            self.phrases.rotate(-1)
        if chosen:
            yield {"x": x, "y": y, "width": width, "lines": lines, "phrases": chosen}


def phrases(campaign: Campaign) -> list[tuple[str, str]]:
    """Labels and words for 补白."""
    return [("活动主题", campaign.theme), ("活动载体", campaign.carrier), ("活动目标", campaign.goal)]


def slices_of(items: Sequence[Measured], slices: Sequence[Slice], level: int) -> Iterator[dict[str, Any]]:
    """Lines of items with their place in the column; a piece of a paragraph says whether it begins and ends there."""
    for part in slices:
        this = items[part.item]
        rows = this.rows[part.start : part.end] if this.rows else (this.item.inlines,)
        inlines = [inline for row in rows for inline in row]
        broken_off = bool(inlines) and isinstance(inlines[-1], Break)
        ends = part.end == this.lines or broken_off
        if broken_off:
            inlines.pop()
        data = slice_data(this.item, inlines, begins=part.start == 0, ends=ends, level=level)
        yield data | {"y": part.y, "height": this.height}
