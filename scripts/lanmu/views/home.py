"""What the home page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from operator import itemgetter
from typing import Literal

from lanmu.content.article import Article
from lanmu.content.column import NOTICES_ORDER, BoxStyle, Column
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.progress import Bar, timeline

# How many articles a box of each style shows.
SIZES: dict[BoxStyle, int] = {"news": 6, "tiles": 12, "summaries": 5, "none": 0}
PICTURES = 4
PAST_NOTICES = 3
Style = BoxStyle | Literal["notices"]
# What a box over the whole width costs when boxes are arranged, in lines: two columns are better where they come out even.
WHOLE = 2.0
# How much higher one of two boxes beside each other may be, in lines, for the other to be stretched to it.
LEVEL = 2.0


@dataclass(frozen=True)
class Box:
    """A column with its first articles, in the style in which it is shown; without a column, the box of public notices."""

    style: Style
    title: str
    articles: tuple[Article, ...]
    column: Column | None = None

    @property
    def height(self) -> float:
        """About how high it is when half the page wide, in lines of a list; the title takes two."""
        n = len(self.articles)
        return 2 + {"news": n + 1, "notices": n, "tiles": ceil(n / 3) * 1.4, "summaries": n * 2, "none": 0}[self.style]


Columns = tuple[tuple[Box, ...], ...]


@dataclass(frozen=True)
class Home:
    """Everything on the home page. `notices` are the ones in force; `past_notices` the latest that have ended. `pictures`
    are real news with a picture; the headline shows its own."""

    headline: Article | None
    pictures: tuple[Article, ...]
    boxes: tuple[Box, ...]
    notices: tuple[Article, ...]
    past_notices: tuple[Article, ...]
    bars: tuple[Bar, ...]

    @property
    def bands(self) -> tuple[Columns, ...]:
        """The boxes as they stand below each other, in their order: over the whole width, or in two columns."""
        return arranged(self.boxes)

    @staticmethod
    def level(columns: Columns) -> bool:
        """True where boxes beside each other are about as high, so that they can begin and end on the same lines."""
        if len(columns) < 2 or len({len(column) for column in columns}) > 1:
            return False
        rows = ([box.height for box in row] for row in zip(*columns, strict=True))
        return all(max(heights) - min(heights) <= LEVEL for heights in rows)


def arranged(boxes: tuple[Box, ...]) -> tuple[Columns, ...]:
    """The boxes in two columns of about the same height; the first, the last or both over the whole width where the columns
    come out more even without them."""
    n = len(boxes)
    choices = [(first, last) for first in (0, 1) for last in (n, n - 1) if last == first or last - first > 1]

    def cost(choice: tuple[int, int]) -> float:
        first, last = choice
        left, right = halves(boxes[first:last])
        return WHOLE * (first + n - last) + abs(height(left) - height(right))

    first, last = min(choices, key=cost, default=(0, 0))
    columns = (halves(boxes[first:last]),) if last > first else ()
    return (*(((box,),) for box in boxes[:first]), *columns, *(((box,),) for box in boxes[last:]))


def halves(boxes: tuple[Box, ...]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The boxes in two parts, of about the same height."""
    split = min(range(len(boxes) + 1), key=lambda n: abs(height(boxes[:n]) - height(boxes[n:])))
    return boxes[:split], boxes[split:]


def height(boxes: Iterable[Box]) -> float:
    """How high the boxes are together, in lines."""
    return sum(box.height for box in boxes)


def state_sentence(site: Site, words: Words) -> str:
    """One sentence on where the campaign stands on the day of the build; the home page and the foot of every page say it. That
    the site is archived comes first, whatever the day."""
    campaign, day = site.campaign, site.today
    period = words.period(campaign.period)
    if site.archived:
        return words("state.archived", period=period)
    if campaign.has_ended(day):
        return words("state.over", period=period)
    running = campaign.phases_on(day)
    if running:
        named = [words("state.phase", name=phase.name, day=words.day(phase.period.end_day)) for phase in running]
        return words.count("state.running", len(named), names=words.list(named))
    ahead = next((phase for phase in campaign.phases if day < phase.period.start_day), None)
    if ahead and ahead is not campaign.phases[0]:
        return words("state.next", name=ahead.name, begin=words.rough(ahead.period.begin))
    if ahead or day < campaign.period.start_day:
        return words("state.begins", begin=words.rough(ahead.period.begin if ahead else campaign.period.begin))
    return words("state.summing_up") if campaign.phases else words("state.under_way", period=period)


def boxes(site: Site, words: Words, notices: tuple[Article, ...], headline: Article | None) -> tuple[Box, ...]:
    """The boxes in their order: of every column that is to be shown and has articles besides the headline, and of public
    notices, where there are any."""
    ordered = [(NOTICES_ORDER, Box("notices", words("home.notices"), notices))] if notices else []
    for column in site.shown_columns:
        articles = tuple(article for article in site.by_column[column.id] if article != headline)
        if shown := articles[: SIZES[column.box_style]]:
            box = Box(column.box_style, column.home.title or column.name, shown, column)
            ordered.append((column.box_order, box))
    return tuple(box for _, box in sorted(ordered, key=itemgetter(0)))


def home(site: Site, words: Words) -> Home:
    """The home page. Real articles lead before samples: a sample is never the headline of a site that has news."""
    dated = [column for column in site.shown_columns if column.kind == "dated"]
    news = [article for article in reversed(site.articles) if article.column in dated]
    headline = next((article for article in news if article.public), next(iter(news), None))
    noticed = [article for article in news if article.meta.notice]
    in_force = [a for a in noticed if a.meta.notice and a.meta.notice.in_force(site.today)]
    past = [a for a in noticed if a.meta.notice and a.meta.notice.end < site.today]
    past_notices = tuple(past[:PAST_NOTICES])
    return Home(
        headline=headline,
        pictures=tuple(a for a in news if a.image and a.public and a != headline)[:PICTURES],
        boxes=boxes(site, words, tuple(in_force) or past_notices, headline),
        notices=tuple(in_force),
        past_notices=past_notices,
        bars=timeline(site.campaign, site.today, words).bars,
    )
