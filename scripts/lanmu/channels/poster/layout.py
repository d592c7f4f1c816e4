"""Where everything stands on a poster: the best text that fits, as large as it can be, with as large a picture as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Any

from lanmu.channels.newspaper.titles import fitted
from lanmu.channels.pictures import MM_PER_INCH
from lanmu.channels.poster.content import Content, Entry
from lanmu.channels.poster.sheet import Sheet
from lanmu.text.document import Figure

# Heights of a set text in mm, for entries of the galley.
Measure = Callable[[list[dict[str, Any]]], list[float]]
# Parts of the poster's height that a picture may take, largest first.
PICTURE_SHARES = (0.36, 0.32, 0.28, 0.24, 0.2, 0.17)
# Parts of its width that a character of the title may be high, largest first; and how much larger than the text it is.
TITLE_SHARES = (0.12, 0.105, 0.09, 0.075, 0.064)
LEAST_TITLE = 1.35
# At 2 m the eye tells two points 0.6 mm apart (one minute of arc): 44 dpi. Twice that, for those who come nearer.
LEAST_DPI = 100
LINE = 1.26
BYLINE = 1.2
FOOT_PADDING = 0.02
# What is blank in the end goes around the parts, but no more than this part of the height at one place.
WIDEST_GAP = 0.045


@dataclass(frozen=True)
class Placed:
    """A picture's panel with its caption: height of all, width and height of the picture."""

    height: float
    wide: float
    high: float


@dataclass(frozen=True)
class Headline:
    """The title in lines of one size."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """Of all lines."""
        return len(self.lines) * self.size * LINE


@dataclass(frozen=True)
class Choice:
    """What goes on the poster, how large, and the blank left over."""

    content: Content
    headline: Headline
    size: float
    picture: Placed | None
    left: float

    @property
    def worth(self) -> float:
        """Larger text, a larger title and a larger picture, each by how many times.

        All text is readable from where people stand; beyond that it is the picture, then the title, that stops them.
        """
        return (
            0.6 * log(self.size) + 0.8 * log(self.headline.size) + 1.1 * log(self.picture.high if self.picture else 1)
        )


def lay_out(
    sheet: Sheet, title: str, given: Sequence[str], options: Sequence[Content], figure: Figure | None, measure: Measure
) -> tuple[dict[str, Any], Content] | None:
    """The parts with their places, for poster.typ, and the content chosen; None when not even the least of it fits."""
    headlines = list(dict.fromkeys(headline(sheet, title, given, share) for share in TITLE_SHARES))
    best = chosen(sheet, options, figure, headlines, measure)
    if best is None:
        return None
    more = min(best.left / (5 if best.picture else 4), WIDEST_GAP * sheet.height)
    y = sheet.edge + sheet.band + sheet.gap + more
    data: dict[str, Any] = {"headline": {"y": y, "lines": list(best.headline.lines), "size": best.headline.size}}
    y += best.headline.height + 0.4 * sheet.gap + more
    data["byline"] = {"y": y, "size": sheet.note}
    y += sheet.note * BYLINE + 0.9 * sheet.gap + more
    data["picture"] = None
    if best.picture is None:
        # The title's ground ends between.
        y += 0.9 * sheet.gap
    if best.picture and figure:
        data["picture"] = panel(sheet, figure, best.picture, y)
        y += best.picture.height + 0.9 * sheet.gap + more
    data["body"] = {"y": y, "size": best.size, "entries": list(best.content.entries)}
    return data, best.content


def headline(sheet: Sheet, title: str, given: Sequence[str], share: float) -> Headline:
    """The title in lines, no larger than a part of the width."""
    least = sheet.least * LEAST_TITLE
    lines, size = fitted(title, sheet.room, (least, max(sheet.width * share, least)), given)
    return Headline(lines, size)


def chosen(
    sheet: Sheet, options: Sequence[Content], figure: Figure | None, headlines: Sequence[Headline], measure: Measure
) -> Choice | None:
    """The first content that fits, at the best sizes for it; without the picture only when nothing fits beside it."""
    sizes = sheet.sizes
    wanted = [{"kind": "text", "width": sheet.room, "entries": o.entries, "size": s} for o in options for s in sizes]
    heights = iter(measure(wanted))
    measured = [(content, [(size, next(heights)) for size in sizes]) for content in options]
    pictures: list[Placed | None] = [*placed(sheet, figure, measure)] if figure else [None]
    for tried in (pictures, [None]):
        for content, pairs in measured:
            fitting = [fit for top in headlines for fit in fits(sheet, content, pairs, tried, top)]
            if fitting:
                return max(fitting, key=lambda choice: choice.worth)
    return None


def fits(
    sheet: Sheet,
    content: Content,
    pairs: Sequence[tuple[float, float]],
    pictures: Sequence[Placed | None],
    top: Headline,
) -> Iterator[Choice]:
    """Every pair of text size and picture that goes below a headline."""
    head = sheet.edge + sheet.band + top.height + sheet.note * BYLINE + 3.4 * sheet.gap
    room = sheet.height - sheet.edge - sheet.foot - FOOT_PADDING * sheet.width - head
    for picture in pictures:
        taken = 0.9 * sheet.gap + (picture.height if picture else 0.0)
        for size, height in pairs:
            if height + taken <= room:
                yield Choice(content, top, size, picture, room - height - taken)


def placed(sheet: Sheet, figure: Figure, measure: Measure) -> Iterator[Placed]:
    """The picture in each size, with its caption below on the same ground."""
    padding = padding_of(sheet)
    entry = caption_entry(sheet, figure)
    (caption,) = measure([entry]) if figure.caption else (0.0,)
    # One with few pixels is not blown up, but never smaller than the least share.
    sharp = inf if figure.image.endswith(".svg") else MM_PER_INCH / LEAST_DPI
    for share in PICTURE_SHARES:
        scale = min(share * sheet.height / figure.height, (sheet.room - 2 * padding) / figure.width)
        scale = min(scale, max(sharp, PICTURE_SHARES[-1] * sheet.height / figure.height))
        high = figure.height * scale
        yield Placed(high + caption + 2.7 * padding, figure.width * scale, high)


def padding_of(sheet: Sheet) -> float:
    """Between a picture and the edge of its ground."""
    return 0.55 * sheet.gap


def caption_entry(sheet: Sheet, figure: Figure) -> Entry:
    """The caption, for the galley."""
    width = sheet.room - 2 * padding_of(sheet)
    return {"kind": "caption", "width": width, "inlines": figure.caption, "size": sheet.note}


def panel(sheet: Sheet, figure: Figure, picture: Placed, y: float) -> dict[str, Any]:
    """The picture's panel, for poster.typ."""
    return {
        "y": y,
        "height": picture.height,
        "padding": padding_of(sheet),
        "wide": picture.wide,
        "high": picture.high,
        "image": figure.image,
        "alternative": figure.alternative,
        "inlines": figure.caption,
        "size": sheet.note,
    }
