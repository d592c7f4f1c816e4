"""What the home page shows."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from lanmu.content.article import Article
from lanmu.content.column import NOTICES_ORDER, BoxStyle, Column
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.progress import Bar, timeline

# How many articles a box of each style shows.
SIZES: dict[BoxStyle, int] = {"news": 6, "tiles": 12, "summaries": 5, "none": 0}


@dataclass(frozen=True)
class Box:
    """A column with its first articles, in the style in which it is shown; without a column, the box of public notices."""

    style: BoxStyle | Literal["notices"]
    title: str
    articles: tuple[Article, ...]
    column: Column | None = None


@dataclass(frozen=True)
class Home:
    """Everything on the home page. `notices` are the ones in force; `past_notices` the latest that have ended."""

    headline: Article | None
    pictures: tuple[Article, ...]
    boxes: tuple[Box, ...]
    notices: tuple[Article, ...]
    past_notices: tuple[Article, ...]
    bars: tuple[Bar, ...]


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


def boxes(site: Site, words: Words, *, has_notices: bool) -> tuple[Box, ...]:
    """The boxes in their order: of every column with articles that is to be shown, and of public notices, where there are
    any."""
    ordered = [(NOTICES_ORDER, Box("notices", words("home.notices"), ()))] if has_notices else []
    for column in site.shown_columns:
        if articles := site.by_column[column.id][: SIZES[column.box_style]]:
            box = Box(column.box_style, column.home.title or column.name, articles, column)
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
    return Home(
        headline=headline,
        pictures=tuple(article for article in news if article.image)[:4],
        boxes=boxes(site, words, has_notices=bool(in_force or past)),
        notices=tuple(in_force),
        past_notices=tuple(past[:3]),
        bars=timeline(site.campaign, site.today, words).bars,
    )
