"""Pieces into pages: of all ways to follow their order in bands, the one with the least waste.

A piece for which a page has no room left is begun there and continued on the next (下转, 上接).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count as counting
from itertools import groupby
from math import inf

from lanmu.channels.newspaper.bands import RULE_LINES, STRIP_LINES, Band, Binder, First, Stack
from lanmu.channels.newspaper.flow import BEGINNING
from lanmu.channels.newspaper.grid import Grid
from lanmu.channels.newspaper.pieces import Piece
from lanmu.channels.newspaper.shapes import BLANK_LINES, LEAST_FILLER, Shape, Shaper
from lanmu.diagnostics.errors import UserError

# A page more than the issue has costs more than anything else.
EXTRA_PAGE, OVER, SPLIT, AGAINST_SPAN = 10_000.0, 20.0, 8.0, 400.0
# A blank line of a column at the foot of a page: dear where the text could go on, cheap where it ends.
BLANK, BLANK_AT_END = 0.5, 0.1
# No 补白 is deeper than this; what is still blank is told.
DEEPEST_FILLER = 14
# 撑版: by this share the lines of a page stand further apart rather than leave its foot blank. No eye sees it.
AIRIEST = 0.07


@dataclass(frozen=True)
class Page:
    """A page: its bands from line `top` on, `rule` lines between them, and blank lines at its foot, of which the first
    `filler` are a 补白. Its lines stand `air` times as far apart as the grid has them."""

    number: int
    top: int
    bands: tuple[Band, ...]
    rule: int = RULE_LINES
    filler: int = 0
    blank: int = 0
    air: float = 1.0

    def grid(self, grid: Grid) -> Grid:
        """The grid of this page."""
        return replace(grid, pitch=grid.pitch * self.air)


@dataclass(frozen=True)
class Plan:
    """A way on: its price, the next band with the page (counted from 0) that it stands on, and the way behind that."""

    cost: float
    page: int = 0
    band: Band | None = None
    onward: Plan | None = None

    def steps(self) -> Iterator[tuple[int, Band]]:
        """The bands with their pages."""
        plan: Plan | None = self
        while plan:
            if plan.band:
                yield plan.page, plan.band
            plan = plan.onward


class Paginator:
    """Lays an issue out. `tops` are the lines that a page's head takes: the first page's, every other's."""

    def __init__(
        self, shaper: Shaper, pieces: Sequence[Piece], pages: int, tops: tuple[int, int], first_page: int
    ) -> None:
        self.shaper = shaper
        self.binder = Binder(shaper)
        self.first_page = first_page
        self.pieces = pieces
        self.pages = pages
        self.tops = tops
        self.runs = runs_of(pieces)
        self.solve = lru_cache(maxsize=None)(self._solve)
        self.bands_from = lru_cache(maxsize=None)(self._bands_from)

    def lay_out(self) -> tuple[Page, ...]:
        """The pages, more than the issue has when it overflows. Raises UserError for a piece that no page can take."""
        best = self.solve(0, First(), 0, self.tops[0])
        if best.cost == inf:
            raise UserError(
                f"《{self.too_large().name}》里有一个表格、一张图片或者标题比一版还高，排不下。"
                "请把表格拆成两个，或者改专版文件里这篇的 span、picture_span。"
            )
        found = [
            Page(self.number(page), self.top(page), tuple(band for _, band in group))
            for page, group in groupby(best.steps(), key=lambda step: step[0])
        ]
        return tuple(filled(page, self.shaper.grid.lines) for page in found)

    def number(self, page: int) -> int:
        """The number printed on a page."""
        return self.first_page + page

    def top(self, page: int) -> int:
        """The line at which the pieces of a page begin."""
        return self.tops[min(page, 1)]

    def _solve(self, index: int, first: First, page: int, used: int) -> Plan:
        """The best way to go on with piece `index` from line `used` of a page."""
        left = self.shaper.grid.lines - used
        if index == len(self.pieces):
            return Plan(left * BLANK_AT_END * self.shaper.grid.columns)
        return min(self.ways(index, first, page, used, left), key=lambda way: way.cost, default=Plan(inf))

    def too_large(self) -> Piece:
        """The piece that no page can take: the first that neither fits nor can be continued."""
        for index, piece in enumerate(self.pieces):
            room = self.shaper.grid.lines - self.top(index and 1)
            bands = self.binder.bands(self.pieces[index : index + 1], First())
            whole = any(band.lines <= room for band in bands)
            if not whole and self.shaper.split(piece, BEGINNING, 0, room, 0) is None:
                return piece
        return self.pieces[0]

    def ways(self, index: int, first: First, page: int, used: int, left: int) -> Iterator[Plan]:
        """Every way to go on: with a band, with the beginning of the piece, or on the next page."""
        fresh = used == self.top(page)
        line = used if fresh else used + RULE_LINES
        for band in self.bands_from(index, first):
            if line + band.lines <= self.shaper.grid.lines:
                onward = self.solve(index + band.pieces, First(), page, line + band.lines)
                yield Plan(band.cost + self.over(page, band) + onward.cost, page, band, onward)
        yield from self.continued(index, first, page, line)
        if not fresh:
            onward = self.solve(index, first, page + 1, self.top(page + 1))
            yield Plan(onward.cost + self.turn(page, left), onward=onward)

    def over(self, page: int, band: Band) -> float:
        """The price of standing on a page that the issue has not: that as little as can be is over."""
        return OVER * band.lines * self.shaper.grid.columns if page >= self.pages else 0.0

    def continued(self, index: int, first: First, page: int, line: int) -> Iterator[Plan]:
        """The piece begun in what is left of the page, and the best way on behind that; none where it cannot be."""
        piece = self.pieces[index]
        strip = self.strip_lines(index, first)
        room = self.shaper.grid.lines - line - strip
        shape = self.shaper.split(piece, first.start, first.page, room, self.number(page + 1))
        if shape is None or piece.role == "note":
            return
        # The width that the issue asks for is given up only where nothing else can be done.
        price = SPLIT if piece.span in (None, shape.span) else AGAINST_SPAN
        band = Band((Stack(0, shape.span, (shape,)),), shape.lines + strip, price, self.strip(index, first))
        onward = self.solve(index, First(shape.end, self.number(page)), page + 1, self.top(page + 1))
        cost = band.cost + self.over(page, band) + self.turn(page, room - shape.lines) + onward.cost
        yield Plan(cost, page, band, onward)

    def turn(self, page: int, left: int) -> float:
        """The price of going on to the next page with so many lines left."""
        extra = EXTRA_PAGE if page + 1 >= self.pages else 0.0
        return extra + left * BLANK * self.shaper.grid.columns

    def _bands_from(self, index: int, first: First) -> tuple[Band, ...]:
        """Bands that begin with a piece, with the strip over them where a 栏目 begins."""
        strip, lines = self.strip(index, first), self.strip_lines(index, first)
        found = self.binder.bands(self.pieces[index : self.runs[index][1]], first)
        return tuple(replace(band, lines=band.lines + lines, strip=strip) for band in found)

    def strip(self, index: int, first: First) -> str:
        """The name of the 栏目 that begins with this piece; none for one piece alone, which bears it as a tag."""
        begin, end = self.runs[index]
        piece = self.pieces[index]
        return piece.group if index == begin and end - begin > 1 and first.start == BEGINNING else ""

    def strip_lines(self, index: int, first: First) -> int:
        """Lines that the strip takes."""
        return STRIP_LINES if self.strip(index, first) else 0


def runs_of(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """For each piece, the run (first, behind the last) that its bands may reach over: a 栏目 has bands of its own."""
    found: list[tuple[int, int]] = []
    groups = [list(run) for _, run in groupby(enumerate(pieces), key=lambda pair: pair[1].group or "")]
    named = [(run[0][0], run[-1][0] + 1) if run[0][1].group and len(run) > 1 else None for run in groups]
    numbers = counting()
    for run, bounds in zip(groups, named, strict=True):
        for _ in run:
            index = next(numbers)
            begun = max((b[1] for b in named if b and b[1] <= index), default=0)
            ahead = min((b[0] for b in named if b and b[0] > index), default=len(pieces))
            found.append(bounds or (begun, ahead))
    return found


def filled(page: Page, lines: int) -> Page:
    """The page with what is blank at its foot shared out: a little among all its lines; more around the heads, between
    the bands, and last a 补白."""
    found = [replace(band, lines=band.lines - excess(band)) for band in page.bands]
    left = lines - page.top - sum(band.lines for band in found) - RULE_LINES * (len(found) - 1)
    for _ in range(BLANK_LINES):
        for index, band in enumerate(found):
            if left > AIRIEST * lines and room_in(band):
                found[index] = replace(band, lines=band.lines + 1)
                left -= 1
    gap = 1 if len(found) > 1 and left > max(AIRIEST * lines, len(found) - 1) else 0
    left -= gap * (len(found) - 1)
    if 0 < left <= AIRIEST * lines:
        air = (lines - 1) / (lines - left - 1)
        return replace(page, bands=tuple(found), rule=RULE_LINES + gap, air=air)
    filler = min(left - RULE_LINES, DEEPEST_FILLER) if left >= LEAST_FILLER else 0
    return replace(page, bands=tuple(found), rule=RULE_LINES + gap, filler=filler, blank=left)


def excess(band: Band) -> int:
    """Lines that none of the stacks of a band can make use of."""
    return max(0, -max(spare(band, stack) for stack in band.stacks))


def room_in(band: Band) -> bool:
    """True when every stack can take in one more blank line."""
    return all(spare(band, stack) > 0 for stack in band.stacks)


def spare(band: Band, stack: Stack) -> int:
    """How many lines more the pieces of a stack can take in; fewer than none when they have too many already."""
    own = band.lines - (STRIP_LINES if band.strip else 0)
    return sum(shape.takes for shape in stack.shapes) - (own - stack.lines)


def spread(stack: Stack, lines: int) -> tuple[tuple[Shape, ...], int]:
    """The shapes of a stack with blank lines around their heads, then among their text; the lines left at its foot.

    Room for a 补白 is kept for it whole, and a box at the foot grows by a few lines rather than leave a hole.
    """
    left = lines - stack.lines
    shapes = list(stack.shapes)
    if left > sum(shape.takes for shape in shapes) and left >= LEAST_FILLER:
        return tuple(shapes), left
    for _ in range(BLANK_LINES):
        for index, shape in enumerate(shapes):
            if left and shape.blank < shape.head_takes:
                shapes[index] = replace(shape, blank=shape.blank + 1)
                left -= 1
    for index, shape in enumerate(shapes):
        shapes[index] = replace(shapes[index], loose=min(left, shape.text_takes))
        left -= shapes[index].loose
    if left < LEAST_FILLER and shapes[-1].piece.framed:
        shapes[-1] = replace(shapes[-1], foot=left)
        left = 0
    return tuple(shapes), left
