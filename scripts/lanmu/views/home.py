"""What the home page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Literal

from lanmu.content.article import Article
from lanmu.content.column import Column
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.progress import Bar, timeline

BOX = 6
PICTURES = 4
PAST_NOTICES = 3
Style = Literal["news", "notices", "tiles", "summaries"]
# What a box over the whole width costs when boxes are arranged, in lines: two columns are better where they come out even.
WHOLE = 2.0


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
        return 2 + {"news": n + 1, "notices": n, "tiles": ceil(n / 3) * 1.4, "summaries": n * 2}[self.style]


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
    state: str

    @property
    def bands(self) -> tuple[Columns, ...]:
        """The boxes as they stand below each other, in their order: over the whole width, or in two columns."""
        return arranged(self.boxes)


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
    """One sentence on where the campaign stands on the day of the build."""
    campaign, day = site.campaign, site.today
    if campaign.has_ended(day):
        period = words.period(campaign.period)
        return words("state.over_archived", period=period) if site.archived else words("state.over", period=period)
    running = campaign.phases_on(day)
    if running:
        named = [words("state.phase", name=phase.name, day=words.day(phase.period.end_day)) for phase in running]
        return words.count("state.running", len(named), names=words.list(named))
    ahead = next((phase for phase in campaign.phases if day < phase.period.start_day), None)
    if ahead is None:
        return words("state.summing_up")
    begin = words.rough(ahead.period.begin)
    if ahead is campaign.phases[0]:
        return words("state.begins", begin=begin)
    return words("state.next", name=ahead.name, begin=begin)


def home(site: Site, words: Words) -> Home:
    """The home page. Real articles lead before samples: a sample is never the headline of a site that has news."""
    dated = [column for column in site.shown_columns if column.kind == "dated"]
    news = [article for article in reversed(site.articles) if article.column in dated]
    headline = next((article for article in news if article.public), next(iter(news), None))
    noticed = [article for article in news if article.meta.notice]
    in_force = [a for a in noticed if a.meta.notice and a.meta.notice.in_force(site.today)]
    past = [a for a in noticed if a.meta.notice and a.meta.notice.end < site.today]
    boxes = [Box("news", column.name, site.by_column[column.id][:BOX], column) for column in dated]
    if shown := tuple(in_force or past[:PAST_NOTICES]):
        boxes.append(Box("notices", words("home.notices"), shown))
    if plans := site.by_column.get("plan", ())[:12]:
        boxes.append(Box("tiles", words("home.plan"), plans, plans[0].column))
    if studies := site.by_column.get("study", ())[:5]:
        boxes.append(Box("summaries", words("home.study"), studies, studies[0].column))
    return Home(
        headline=headline,
        pictures=tuple(a for a in news if a.image and a.public and a != headline)[:PICTURES],
        boxes=tuple(box for box in boxes if box.articles),
        notices=tuple(in_force),
        past_notices=tuple(past[:PAST_NOTICES]),
        bars=timeline(site.campaign, site.today, words).bars,
        state=state_sentence(site, words),
    )
