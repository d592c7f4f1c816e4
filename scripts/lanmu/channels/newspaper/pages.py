"""Pieces into bands, bands into pages: of all ways to follow the order of the issue, the one with the least waste.

A band is made of stacks side by side, all as deep as the deepest; a stack is a few columns wide and holds pieces one
below the other. A piece for which a page has no room left is begun there and continued on the next (下转, 上接).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, groupby, pairwise
from math import inf
from operator import attrgetter

from lanmu.channels.common.press import Press
from lanmu.channels.common.titles import fitted
from lanmu.channels.newspaper.columns import BEGINNING, Filler, Place
from lanmu.channels.newspaper.grid import MASTHEAD, RUNNING_HEAD, Grid
from lanmu.channels.newspaper.pieces import Piece
from lanmu.channels.newspaper.shapes import BLANK_LINES, FILLER, LEAST_FILLER, Shape, Shaper
from lanmu.diagnostics.errors import UserError

# The line between two pieces stands in a line of its own; 栏目 over several pieces.
RULE_LINES, STRIP_LINES = 1, 3
MOST_PIECES, MOST_STACKS = 4, 3
# How much deeper than need be a band is tried.
DEEPER = 12
COLLISION = 2.5
# More lines than any page has: a stack that cannot be made.
NEVER = 10_000
# A page more than the issue has costs more than anything else.
EXTRA_PAGE, OVER, SPLIT, AGAINST_SPAN = 10_000.0, 20.0, 8.0, 400.0
# A blank line of a column at the foot of a page: dear where the text could go on, cheap where it ends.
BLANK, BLANK_AT_END = 0.5, 0.1
# No 补白 is deeper than this; what is still blank is reported.
DEEPEST_FILLER = 14
# 撑版: by this share the lines of a page stand further apart rather than leave its foot blank. No eye sees it.
AIRIEST = 0.07
# Sizes of the words in a 补白, in sizes of the text.
PHRASE_SIZES = (2.1, 1.6, 1.25)


@dataclass(frozen=True)
class Stack:
    """Pieces one below the other, from column `column` on, `span` columns wide."""

    column: int
    span: int
    shapes: tuple[Shape, ...]
    filler: Filler | None = None

    @property
    def lines(self) -> int:
        return sum(shape.lines for shape in self.shapes) + RULE_LINES * (len(self.shapes) - 1)


@dataclass(frozen=True)
class Band:
    """Stacks side by side, `lines` deep; `strip` is the name of a column (栏目) over all of it."""

    stacks: tuple[Stack, ...]
    lines: int
    cost: float
    strip: str = ""
    filler: Filler | None = None

    @property
    def own_lines(self) -> int:
        return self.lines - STRIP_LINES * bool(self.strip)

    @property
    def pieces(self) -> int:
        return sum(len(stack.shapes) for stack in self.stacks)

    def left(self, stack: Stack) -> int:
        """How many lines more the pieces of a stack can take in; fewer than none when they have too many already."""
        return sum(shape.takes for shape in stack.shapes) - (self.own_lines - stack.lines)


@dataclass(frozen=True)
class Page:
    """A page: its bands from line `top` on, `rule` lines between them, and blank lines at its foot, filled by a 补白 where
    there are many. Its lines stand `air` times as far apart as the grid has them."""

    number: int
    top: int
    bands: tuple[Band, ...]
    rule: int = RULE_LINES
    blank: int = 0
    air: float = 1.0
    filler: Filler | None = None

    @property
    def shapes(self) -> Iterator[Shape]:
        return (shape for band in self.bands for stack in band.stacks for shape in stack.shapes)


@dataclass(frozen=True)
class Plan:
    """A way to lay out what is left: its price, and bands with the page (0 is the first) that each stands on."""

    cost: float
    steps: tuple[tuple[int, Band], ...] = ()


class Paginator:
    """Lays out an issue of so many pages, the first of which has the number `first_page`."""

    def __init__(self, shaper: Shaper, pieces: Sequence[Piece], pages: int, first_page: int) -> None:
        self.shaper = shaper
        self.pieces = pieces
        self.pages = pages
        self.first_page = first_page
        # The piece that no page can take, where there is one.
        self.stuck = pieces[0]
        self.runs = list(runs_of(pieces))
        self.solve = lru_cache(maxsize=None)(self._solve)
        self.bands = lru_cache(maxsize=None)(self._bands)
        self.fillings = lru_cache(maxsize=None)(self._fillings)

    def lay_out(self) -> tuple[Page, ...]:
        """The pages, more than the issue has when it overflows. Raises UserError for a piece that no page can take."""
        best = self.solve(0, BEGINNING, 0, MASTHEAD)
        if best.cost == inf:
            raise UserError(
                f"《{self.stuck.name}》里有一个表格、一张图片或者标题比一版还高，排不下。"
                "请把表格拆成两个，或者改专版文件里这篇的 span、picture_span。"
            )
        groups = groupby(best.steps, key=lambda step: step[0])
        pages = (Page(self.first_page + n, top_of(n), tuple(band for _, band in steps)) for n, steps in groups)
        return tuple(filled(page, self.shaper.grid.lines) for page in pages)

    def _solve(self, index: int, start: Place, page: int, used: int) -> Plan:
        """The cheapest way to go on with piece `index` from `start`, below line `used` of a page (0 is the first)."""
        lines, columns = self.shaper.grid.lines, self.shaper.grid.columns
        if index == len(self.pieces):
            return Plan((lines - used) * BLANK_AT_END * columns)
        fresh = used == top_of(page)
        line = used if fresh else used + RULE_LINES
        # What stands on a page that the issue has not is as little as can be.
        over = OVER * columns if page >= self.pages else 0.0
        turn = EXTRA_PAGE if page + 1 >= self.pages else 0.0
        ways: list[Plan] = []

        def add(band: Band, onward: Plan, cost: float = 0.0) -> None:
            ways.append(Plan(band.cost + over * band.lines + cost + onward.cost, ((page, band), *onward.steps)))

        for band in self.bands(index, start):
            if line + band.lines <= lines:
                add(band, self.solve(index + band.pieces, BEGINNING, page, line + band.lines))
        if begun := self.begun(index, start, page, lines - line):
            end = replace(begun.stacks[0].shapes[0].columns[-1].end, page=self.first_page + page)
            onward = self.solve(index, end, page + 1, RUNNING_HEAD)
            add(begun, onward, turn + (lines - line - begun.lines) * BLANK * columns)
        if not fresh:
            onward = self.solve(index, start, page + 1, RUNNING_HEAD)
            ways.append(Plan(onward.cost + turn + (lines - used) * BLANK * columns, onward.steps))
        if not ways:
            self.stuck = self.pieces[index]
        return min(ways, key=attrgetter("cost"), default=Plan(inf))

    def begun(self, index: int, start: Place, page: int, room: int) -> Band | None:
        """A band with the beginning of a piece, which goes on on the next page; None where that cannot be."""
        piece, strip = self.pieces[index], self.strip(index, start)
        lines = STRIP_LINES * bool(strip)
        shape = self.shaper.split(piece, start, room - lines, self.first_page + page + 1)
        if shape is None or piece.role == "note":
            return None
        # The width that the issue asks for is given up only where nothing else can be done.
        price = SPLIT if piece.span in (None, shape.span) else AGAINST_SPAN
        return Band((Stack(0, shape.span, (shape,)),), shape.lines + lines, price, strip)

    def strip(self, index: int, start: Place) -> str:
        """The name of the 栏目 that begins with this piece."""
        begin, _ = self.runs[index]
        return self.pieces[index].strip if index == begin and start == BEGINNING else ""

    def _bands(self, index: int, start: Place) -> tuple[Band, ...]:
        """Every band that begins with a piece, with the strip over them where a 栏目 begins: the best for each depth and
        number of pieces."""
        pieces = self.pieces[index : self.runs[index][1]]
        result: list[Band] = []
        for count in range(1, min(MOST_PIECES, len(pieces)) + 1):
            best: dict[int, Band] = {}
            ways = arrangements(count, self.shaper.grid.columns)
            if count == 1 and pieces[0].span:
                # With nothing but a 补白 beside it, when all else fails.
                ways = iter([((pieces[0].span,), [range(1)])])
            for spans, groups in ways:
                chosen = [tuple(pieces[i] for i in group) for group in groups]
                if all(p.span in (None, span) for group, span in zip(chosen, spans, strict=True) for p in group):
                    for band in self.arranged(spans, chosen, start):
                        if band.lines not in best or band.cost < best[band.lines].cost:
                            best[band.lines] = band
            result += (best[lines] for lines in sorted(best))
        strip = self.strip(index, start)
        more = STRIP_LINES * bool(strip)
        return tuple(replace(band, lines=band.lines + more, strip=strip) for band in result)

    def arranged(self, spans: Sequence[int], groups: Sequence[tuple[Piece, ...]], start: Place) -> Iterator[Band]:
        starts = (start, *[BEGINNING] * (len(groups) - 1))
        fillings = [self.fillings(*parts) for parts in zip(spans, groups, starts, strict=True)]
        least = max(min(filling, default=NEVER) for filling in fillings)
        for lines in range(least, min(least + DEEPER, self.shaper.page_lines) + 1):
            prices, shapes = zip(*(filling[lines] for filling in fillings), strict=True)
            cost = sum(prices) + COLLISION * sum(collide(a[0], b[0]) for a, b in pairwise(shapes))
            free = self.shaper.grid.columns - sum(spans)
            cost += FILLER + 0.6 * lines * free if free else 0.0
            columns = [sum(spans[:index]) for index in range(len(spans))]
            yield Band(tuple(map(Stack, columns, spans, shapes)), lines, cost)

    def _fillings(
        self, span: int, group: tuple[Piece, ...], start: Place
    ) -> dict[int, tuple[float, tuple[Shape, ...]]]:
        """For each number of lines that the pieces can fill one below the other, from the least to a page: how best, with
        the price, what is blank included."""
        exact: dict[int, tuple[float, tuple[Shape, ...]]] = {-RULE_LINES: (0.0, ())}
        for index, piece in enumerate(group):
            longer: dict[int, tuple[float, tuple[Shape, ...]]] = {}
            for depth, (cost, shapes) in exact.items():
                for shape in self.shaper.shapes(piece, span, BEGINNING if index else start):
                    lines = depth + RULE_LINES + shape.lines
                    if lines <= self.shaper.page_lines and cost + shape.cost < longer.get(lines, (inf,))[0]:
                        longer[lines] = cost + shape.cost, (*shapes, shape)
            exact = longer
        takes = {depth: sum(shape.takes for shape in shapes) for depth, (_, shapes) in exact.items()}
        return {
            lines: min(
                (
                    (cost + span * blank_cost(lines - depth, takes[depth]), shapes)
                    for depth, (cost, shapes) in exact.items()
                    if depth <= lines
                ),
                key=lambda filling: filling[0],
            )
            for lines in range(min(exact, default=NEVER), self.shaper.page_lines + 1)
        }


def top_of(page: int) -> int:
    """The line at which the pieces of a page (0 is the first) begin."""
    return RUNNING_HEAD if page else MASTHEAD


def runs_of(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """For each piece the run (first, end) that its bands may reach over: a 栏目 has bands of its own."""
    begin = 0
    for _, run in groupby(pieces, key=attrgetter("strip")):
        end = begin + len(list(run))
        yield from [(begin, end)] * (end - begin)
        begin = end


def arrangements(count: int, columns: int) -> Iterator[tuple[tuple[int, ...], list[range]]]:
    """Every way to share the columns among one to three stacks, and the pieces, in their order, among these.

    One stack of several pieces is left out: that is several bands.
    """
    for stacks in range(1 if count == 1 else 2, min(MOST_STACKS, count, columns) + 1):
        for cuts in combinations(range(1, columns), stacks - 1):
            spans = tuple(b - a for a, b in pairwise((0, *cuts, columns)))
            for places in combinations(range(1, count), stacks - 1):
                yield spans, [range(a, b) for a, b in pairwise((0, *places, count))]


def blank_cost(blank: int, takes: int) -> float:
    """The price of blank lines: the pieces take in a few, more become a 补白, and between the two is a hole."""
    rest = max(0, blank - takes)
    return 0.3 * (blank - rest) + (1.5 * rest if rest < LEAST_FILLER else FILLER + 0.6 * rest)


def collide(left: Shape, right: Shape) -> bool:
    """碰题: True for titles of about the same size side by side, with no box or picture to tell them apart."""
    sizes = [max((part.size for part in shape.head), default=0.0) for shape in (left, right)]
    above = [shape.picture is not None and shape.picture.above for shape in (left, right)]
    apart = left.piece.framed or right.piece.framed or above[0] != above[1]
    return not apart and max(sizes) < 1.3 * min(sizes)


def filled(page: Page, lines: int) -> Page:
    """The page with what is blank at its foot shared out: a little among all its lines; more above and below the heads, between the
    bands, and last a 补白."""
    # Lines that none of the stacks of a band can make use of.
    bands = [replace(band, lines=band.lines + min(0, max(map(band.left, band.stacks)))) for band in page.bands]
    left = lines - page.top - sum(band.lines for band in bands) - RULE_LINES * (len(bands) - 1)
    few = AIRIEST * lines
    for index in list(range(len(bands))) * BLANK_LINES:
        if left > few and all(bands[index].left(stack) > 0 for stack in bands[index].stacks):
            bands[index] = replace(bands[index], lines=bands[index].lines + 1)
            left -= 1
    gap = 1 if len(bands) > 1 and left > max(few, len(bands) - 1) else 0
    left -= gap * (len(bands) - 1)
    page = replace(page, bands=tuple(bands), rule=RULE_LINES + gap)
    if 0 < left <= few:
        return replace(page, air=(lines - 1) / (lines - left - 1))
    return replace(page, blank=left)


def spread(stack: Stack, lines: int) -> tuple[tuple[Shape, ...], int]:
    """The shapes of a stack with blank lines above and below their heads; the lines left at its foot.

    Room for a 补白 is kept for it whole, and a box at the foot grows by a few lines rather than leave a hole.
    """
    left = lines - stack.lines
    shapes = list(stack.shapes)
    if left > sum(shape.takes for shape in shapes) and left >= LEAST_FILLER:
        return stack.shapes, left
    for index in list(range(len(shapes))) * BLANK_LINES:
        if left and shapes[index].blank < shapes[index].takes:
            shapes[index] = replace(shapes[index], blank=shapes[index].blank + 1)
            left -= 1
    if left < LEAST_FILLER and shapes[-1].piece.framed:
        shapes[-1] = replace(shapes[-1], foot=left)
        left = 0
    return tuple(shapes), left


class Fillers:
    """补白: the campaign's own words in turn. What has no room for them is left blank: an empty frame looks like a slip."""

    def __init__(self, press: Press, grid: Grid) -> None:
        campaign = press.site.campaign
        self.press = press
        self.grid = grid
        phrases = [("活动主题", campaign.theme), ("活动载体", campaign.carrier), ("活动目标", campaign.goal)]
        self.phrases = deque((label, words) for label, words in phrases if words)

    def page(self, page: Page) -> Page:
        """The page as it is drawn: what is blank in it shared out, and a 补白 where much is left."""
        bands = tuple(map(self.band, page.bands))
        foot = min(page.blank - RULE_LINES, DEEPEST_FILLER) if page.blank >= LEAST_FILLER else 0
        return replace(page, bands=bands, filler=self.filler(self.grid.width, foot))

    def band(self, band: Band) -> Band:
        stacks = []
        for stack in band.stacks:
            shapes, left = spread(stack, band.own_lines)
            shapes = tuple(map(self.shape, shapes))
            left = left - RULE_LINES if left >= LEAST_FILLER else 0
            stacks.append(replace(stack, shapes=shapes, filler=self.filler(self.grid.span(stack.span), left)))
        free = self.grid.columns - sum(stack.span for stack in stacks)
        beside = self.filler(self.grid.span(free), band.own_lines) if free else None
        return replace(band, stacks=tuple(stacks), filler=beside)

    def shape(self, shape: Shape) -> Shape:
        last = shape.columns[-1]
        if last.short < LEAST_FILLER:
            return shape
        filler = self.filler(shape.frame.column, last.short - RULE_LINES)
        return replace(shape, columns=(*shape.columns[:-1], replace(last, filler=filler)))

    def filler(self, width: float, lines: int) -> Filler | None:
        """The next phrase, as large as can be; nothing in a campaign without phrases."""
        if not self.phrases:
            return None
        label, words = self.phrases[0]
        for part in PHRASE_SIZES:
            rows, size = fitted(
                words, 0.9 * width, (1.15 * self.grid.size, part * self.grid.size), names=self.press.names
            )
            if 1.75 * self.grid.size + len(rows) * 1.35 * size <= lines * self.grid.pitch:
                self.phrases.rotate(-1)
                return Filler(lines, self.press.text(label), self.press.text(rows), size)
        return None
