"""The layout of a poster: the best content that fits, with text, title and picture as large as possible.

Lengths are mm, sizes of type too: the height of the em. How large type must be to be read from a distance: Japan's guideline
for guidance in stations (公共交通機関の移動等円滑化整備ガイドライン, sizes of letters by distance) asks 9 mm from 1 to 2 m, 20 mm from 4
to 5 m, 40 mm from 10 m, where the height of a Chinese character is that of the glyph 木. That is the distance / 250 for signs,
and a little more close by; a poster is a text and not a word, so here it is distance / 200: 10 mm at 2 m. It is measured on
the font's own glyph, since fonts fill the em to different parts (from 0.88 to 0.97).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import ceil, inf, log
from pathlib import Path
from statistics import mean
from typing import Any

from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from lanmu.channels.common.fonts import Face
from lanmu.channels.common.pictures import MM_PER_INCH
from lanmu.channels.common.sizes import is_drawing
from lanmu.channels.common.titles import fitted
from lanmu.channels.common.titles import width as text_width
from lanmu.channels.poster.content import Content
from lanmu.content.settings import BoardSettings
from lanmu.text.document import Figure

# Heights of set texts in mm, for entries of the galley.
Measure = Callable[[list[dict[str, Any]]], list[float]]
SIZES = {
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "600x900": (600.0, 900.0),
    "900x1200": (900.0, 1200.0),
}
MEASURED_ON = "木"
READ_AT = 1 / 200
# Readers who type the address stand close to the poster: it may be half as large as what is read from a distance.
TYPING = 0.5
# Fewer characters to a line are a ladder, more of them lose the eye.
FEWEST, MOST = 11, 30
# Parts of the poster's height that a picture may take, largest first.
PICTURE_SHARES = (0.36, 0.32, 0.28, 0.24, 0.2, 0.17)
# Parts of its width that a character of the title may be high, largest first; how much larger than the text it is; and the part of
# the poster's height that is left to the title by the smallest picture and four lines of text.
TITLE_SHARES = (0.12, 0.105, 0.09, 0.082, 0.075, 0.069, 0.064)
LEAST_TITLE = 1.35
TITLE_ROOM = 0.2
# What another line of a title must bring in size to be worth it: it takes height from the picture and the text.
LINE_PRICE = 0.75
# At 2 m the eye tells two points 0.6 mm apart (one minute of arc): 44 dpi. Twice that, for those who come nearer.
LEAST_DPI = 100
LINE = 1.26
BYLINE = 1.2
FOOT_PADDING = 0.02
# Heights of a line of the foot in its own size.
FOOT_LINE = 1.5


@dataclass(frozen=True)
class Sheet:
    """A poster's size, its least size of type, and the measures that follow.

    `edge` is the white border outside the frame: nothing is printed to the edge, so no sheet has to be cut. Text begins at `margin` and
    is `room` wide. `band` is the height of the red head, `code` the side of the QR code. `note` is the type beside the text (source,
    date, caption), `small` that of the foot, `fine` that of the address, which is typed by who stands before the poster; `gap` is
    between the parts, at the least, `padding` between a picture and the edge of its ground.
    """

    width: float
    height: float
    least: float
    edge: float
    margin: float
    room: float
    band: float
    code: float
    note: float
    small: float
    fine: float
    foot: float
    gap: float
    padding: float

    @property
    def sizes(self) -> tuple[float, ...]:
        """Sizes of the text that are tried, largest first, none below the least."""
        smallest = max(self.room / MOST, self.least)
        sizes = [max(self.room / FEWEST, self.least)]
        while sizes[-1] * 0.95 > smallest:
            sizes.append(sizes[-1] * 0.95)
        return (*sizes, smallest) if sizes[-1] > smallest else tuple(sizes)


def sheet(settings: BoardSettings, faces: Iterable[Face], foot: Sequence[str], hint: str, address: str) -> Sheet:
    """The sheet of the office's boards, for the fonts that the text is set in, and for the lines at its foot; `hint` and `address`
    stand beside the QR code and are empty where there is none."""
    width, height = SIZES[settings.size]
    least = settings.distance * 1000 * READ_AT / min(fill_of(face.path, face.index) for face in faces)
    # A phone reads a code of a tenth of its distance, here from twice an arm's length.
    code = width * 0.17 if address else 0.0
    room, gap = width * 0.85, width * 0.028
    note, small, fine = max(least, width * 0.033), max(least, width * 0.022), max(least * TYPING, width * 0.0165)
    lines = [(hint, note), (address, fine), *((words, small) for words in foot)]
    beside = room - (code + gap if address else 0.0)
    high = sum(FOOT_LINE * size * ceil(text_width(words) * size / (0.97 * beside)) for words, size in lines)
    return Sheet(
        width=width,
        height=height,
        least=least,
        edge=width * 0.03,
        margin=width * 0.075,
        room=room,
        band=max(width * 0.125, least * 2.4),
        code=code,
        note=note,
        small=small,
        fine=fine,
        foot=max(code, high) + width * FOOT_PADDING,
        gap=gap,
        padding=width * 0.0154,
    )


@cache
def fill_of(path: Path, index: int) -> float:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        glyphs = font.getGlyphSet()
        pen = BoundsPen(glyphs)
        glyphs[font.getBestCmap()[ord(MEASURED_ON)]].draw(pen)
        return float((pen.bounds[3] - pen.bounds[1]) / font["head"].unitsPerEm)


@dataclass(frozen=True)
class Picture:
    """A picture's panel with its caption: height of all, width and height of the picture."""

    height: float
    wide: float
    high: float


@dataclass(frozen=True)
class Title:
    """A title, and the lines that its writer gave it."""

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Headline:
    """The title in lines of one size, and the height of all."""

    lines: tuple[str, ...]
    size: float
    height: float


@dataclass(frozen=True)
class Layout:
    """What goes on the poster, how large, and the blank left over."""

    content: Content
    headline: Headline
    size: float
    picture: Picture | None
    left: float

    @property
    def worth(self) -> float:
        """Larger text and a larger picture, each by how many times.

        All text is readable from where people stand; beyond that it is the picture that stops them.
        """
        return 0.6 * log(self.size) + 1.1 * log(self.picture.high if self.picture else 1)


def headline(sheet: Sheet, title: Title, size: float, names: tuple[str, ...]) -> Headline:
    """A title of that size, or of the largest at which its longest word has room."""
    lines, size = fitted(title.text, sheet.room, (size, size), title.lines, names)
    return Headline(lines, size, len(lines) * size * LINE)


def title_sizes(sheet: Sheet, titles: Sequence[Title], names: tuple[str, ...]) -> list[float]:
    """The sizes of a set's titles: first the one that all of them have, then the smaller ones, for a poster that has no room for
    that. What is larger is better, but each further line has its price."""
    least = sheet.least * LEAST_TITLE
    sizes = list(dict.fromkeys(max(sheet.width * share, least) for share in TITLE_SHARES))
    counts = {size: [len(headline(sheet, title, size, names).lines) for title in titles] for size in sizes}
    short = [size for size in sizes if max(counts[size]) * size * LINE <= TITLE_ROOM * sheet.height] or sizes[-1:]
    best = max(short, key=lambda size: size * LINE_PRICE ** mean(counts[size]))
    return [size for size in sizes if size <= best]


def lay_out(
    sheet: Sheet,
    headlines: Sequence[Headline],
    options: Sequence[Content],
    figure: Figure | None,
    measure: Measure,
) -> Layout | None:
    """The first content that fits below the first of the headlines, at the best sizes for it; with a further headline only when
    nothing fits, without the picture only when nothing fits beside it. None when not even the least fits."""
    sizes = sheet.sizes
    wanted = [{"width": sheet.room, "entries": o.entries, "size": size} for o in options for size in sizes]
    heights = iter(measure(wanted))
    measured = [(content, [(size, next(heights)) for size in sizes]) for content in options]
    shown: list[list[Picture | None]] = [[*pictures(sheet, figure, measure)] if figure else [], [None]]
    for tried, top in product(shown, headlines):
        for content, pairs in measured:
            fitting: list[Layout] = []
            for picture in tried:
                head = sheet.edge + sheet.band + top.height + sheet.note * BYLINE + 3.4 * sheet.gap
                room = sheet.height - sheet.edge - sheet.foot - FOOT_PADDING * sheet.width - head
                taken = 0.9 * sheet.gap + (picture.height if picture else 0.0)
                for size, height in pairs:
                    if height + taken <= room:
                        fitting.append(Layout(content, top, size, picture, room - height - taken))
            if fitting:
                return max(fitting, key=lambda layout: layout.worth)
    return None


def pictures(sheet: Sheet, figure: Figure, measure: Measure) -> Iterator[Picture]:
    """The picture in each size, with its caption below on the same ground."""
    width = sheet.room - 2 * sheet.padding
    (caption,) = measure([{"width": width, "caption": figure.caption}]) if figure.caption else (0.0,)
    # One with few pixels is not blown up, but never smaller than the least share.
    sharp = inf if is_drawing(figure) else MM_PER_INCH / LEAST_DPI
    for share in PICTURE_SHARES:
        scale = min(share * sheet.height / figure.height, width / figure.width)
        scale = min(scale, max(sharp, PICTURE_SHARES[-1] * sheet.height / figure.height))
        high = figure.height * scale
        yield Picture(high + caption + 2.7 * sheet.padding, figure.width * scale, high)
