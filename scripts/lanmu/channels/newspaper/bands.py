"""A band: pieces side by side over the whole width of the page, all as deep as the deepest.

A band is made of stacks, from left to right; a stack is a few columns wide and holds pieces one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from operator import itemgetter

from lanmu.channels.newspaper.flow import BEGINNING, Place
from lanmu.channels.newspaper.pieces import Piece
from lanmu.channels.newspaper.shapes import FILLER, LEAST_FILLER, Shape, Shaper

# The line between two pieces stands in a line of its own.
RULE_LINES = 1
# 栏目 over several pieces.
STRIP_LINES = 3
MOST_PIECES, MOST_STACKS = 4, 3
# How much deeper than need be a band is tried.
DEEPER = 12
COLLISION = 2.5
# More lines than any page has: a stack that cannot be made.
NEVER = 10_000


@dataclass(frozen=True)
class Stack:
    """Pieces one below the other, from column `column` on, `span` columns wide."""

    column: int
    span: int
    shapes: tuple[Shape, ...]

    @property
    def lines(self) -> int:
        """Its own depth, rules included."""
        return sum(shape.lines for shape in self.shapes) + RULE_LINES * (len(self.shapes) - 1)


@dataclass(frozen=True)
class Band:
    """Stacks side by side, `lines` deep; `strip` is the name of a column (栏目) over all of it."""

    stacks: tuple[Stack, ...]
    lines: int
    cost: float
    strip: str = ""

    @property
    def pieces(self) -> int:
        """How many pieces it holds."""
        return sum(len(stack.shapes) for stack in self.stacks)


@dataclass(frozen=True)
class First:
    """Where the first piece of a band goes on from, when its beginning stands on an earlier page."""

    start: Place = BEGINNING
    page: int = 0


@dataclass(frozen=True)
class Filling:
    """The best way to fill so many lines of a stack: its price, the blank it leaves included, and the shapes."""

    price: float
    shapes: tuple[Shape, ...]


class Binder:
    """Makes the bands of one issue and remembers the stacks that it tried."""

    def __init__(self, shaper: Shaper) -> None:
        self.shaper = shaper
        self.fillings = lru_cache(maxsize=None)(self._fillings)

    def bands(self, pieces: Sequence[Piece], first: First) -> Iterator[Band]:
        """Every band that can be made of the first piece, of the first two, …: the best for each depth."""
        yield from self.lonely(pieces[0], first)
        for count in range(1, min(MOST_PIECES, len(pieces)) + 1):
            best: dict[int, Band] = {}
            for spans, groups in arrangements(count, self.shaper.grid.columns):
                chosen = [tuple(pieces[index] for index in group) for group in groups]
                if all(may_span(group, span) for group, span in zip(chosen, spans, strict=True)):
                    self.better(best, spans, chosen, first)
            yield from (best[lines] for lines in sorted(best))

    def lonely(self, piece: Piece, first: First) -> Iterator[Band]:
        """A piece that shall be narrower than the page with nothing but a 补白 beside it: when all else fails."""
        columns = self.shaper.grid.columns
        if piece.span and piece.span < columns:
            for shape in self.shaper.shapes(piece, piece.span, first.start, first.page):
                price = shape.cost + FILLER + 0.6 * shape.lines * (columns - piece.span)
                yield Band((Stack(0, piece.span, (shape,)),), shape.lines, price)

    def better(
        self, best: dict[int, Band], spans: Sequence[int], groups: Sequence[tuple[Piece, ...]], first: First
    ) -> None:
        """Takes the bands of one arrangement into `best` where they are cheaper, for each depth from the least on."""
        firsts = (first, *[First()] * (len(groups) - 1))
        stacks = [self.fillings(*parts) for parts in zip(spans, groups, firsts, strict=True)]
        least = max(min(stack, default=NEVER) for stack in stacks)
        starts = [sum(spans[:index]) for index in range(len(spans))]
        for lines in range(least, min(least + DEEPER, self.shaper.page_lines) + 1):
            chosen = [stack[lines] for stack in stacks]
            cost = sum(filling.price for filling in chosen)
            cost += collisions([filling.shapes[0] for filling in chosen])
            if lines not in best or cost < best[lines].cost:
                made = (Stack(at, span, found.shapes) for at, span, found in zip(starts, spans, chosen, strict=True))
                best[lines] = Band(tuple(made), lines, cost)

    def _fillings(self, span: int, group: tuple[Piece, ...], first: First) -> dict[int, Filling]:
        """For each number of lines that the pieces can fill one below the other, from the least to a page: how best."""
        exact = self.exact(span, group, first)
        takes = {depth: sum(shape.takes for shape in own.shapes) for depth, own in exact.items()}
        found = {}
        for lines in range(min(exact, default=NEVER), self.shaper.page_lines + 1):
            # The first of the cheapest, as the depths were found.
            price, depth = min(
                (
                    (own.price + blank_cost(lines - depth, span, takes[depth]), depth)
                    for depth, own in exact.items()
                    if depth <= lines
                ),
                key=itemgetter(0),
            )
            found[lines] = Filling(price, exact[depth].shapes)
        return found

    def exact(self, span: int, group: tuple[Piece, ...], first: First) -> dict[int, Filling]:
        """For each depth that the pieces can have with no blank: the best shapes."""
        found = {-RULE_LINES: Filling(0.0, ())}
        for index, piece in enumerate(group):
            start, page = (first.start, first.page) if index == 0 else (BEGINNING, 0)
            longer: dict[int, Filling] = {}
            for depth, before in found.items():
                for shape in self.shaper.shapes(piece, span, start, page):
                    lines, price = depth + RULE_LINES + shape.lines, before.price + shape.cost
                    if lines <= self.shaper.page_lines and (lines not in longer or price < longer[lines].price):
                        longer[lines] = Filling(price, (*before.shapes, shape))
            found = longer
        return found


def may_span(group: Sequence[Piece], span: int) -> bool:
    """True when the issue does not ask for another width for one of the pieces."""
    return all(piece.span in (None, span) for piece in group)


def arrangements(count: int, columns: int) -> Iterator[tuple[tuple[int, ...], list[range]]]:
    """Every way to share the columns among one to three stacks, and the pieces, in their order, among these.

    One stack of several pieces is left out: that is several bands.
    """
    for stacks in range(1 if count == 1 else 2, min(MOST_STACKS, count, columns) + 1):
        for cuts in combinations(range(1, columns), stacks - 1):
            spans = tuple(b - a for a, b in pairwise((0, *cuts, columns)))
            for places in combinations(range(1, count), stacks - 1):
                yield spans, [range(a, b) for a, b in pairwise((0, *places, count))]


@lru_cache(maxsize=4096)
def blank_cost(blank: int, span: int, takes: int) -> float:
    """The price of blank lines: the pieces take in a few, more become a 补白, and between the two is a hole."""
    around = min(blank, takes)
    rest = blank - around
    hole = 1.5 * rest if rest < LEAST_FILLER else FILLER + 0.6 * rest
    return (0.3 * around + hole) * span if rest else 0.3 * around * span


def collisions(heads: Sequence[Shape]) -> float:
    """碰题: titles of about the same size side by side, with no box or picture to tell them apart."""
    return COLLISION * sum(collide(a, b) for a, b in pairwise(heads))


def collide(left: Shape, right: Shape) -> bool:
    """True when the two titles run into one for the eye."""
    apart = left.piece.framed or right.piece.framed or above(left) != above(right)
    small, large = sorted((left.head.size, right.head.size))
    return not apart and large < 1.3 * small


def above(shape: Shape) -> bool:
    """True when a picture stands over the title."""
    return shape.picture is not None and shape.picture.where == "above"
