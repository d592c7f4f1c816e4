"""What the home page shows."""

from __future__ import annotations

from dataclasses import dataclass

from lanmu.content.article import Article
from lanmu.content.column import Column
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.progress import Bar, timeline

BOX = 6


@dataclass(frozen=True)
class Box:
    """A column with its newest articles."""

    column: Column
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Home:
    """Everything on the home page. `notices` are the ones in force; `past_notices` the latest that have ended."""

    headline: Article | None
    pictures: tuple[Article, ...]
    boxes: tuple[Box, ...]
    notices: tuple[Article, ...]
    past_notices: tuple[Article, ...]
    studies: tuple[Article, ...]
    plans: tuple[Article, ...]
    bars: tuple[Bar, ...]
    state: str


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
    return Home(
        headline=headline,
        pictures=tuple(article for article in news if article.image)[:4],
        boxes=tuple(Box(column, site.by_column[column.id][:BOX]) for column in dated),
        notices=tuple(in_force),
        past_notices=tuple(past[:3]),
        studies=site.by_column.get("study", ())[:5],
        plans=site.by_column.get("plan", ())[:12],
        bars=timeline(site.campaign, site.today, words).bars,
        state=state_sentence(site, words),
    )
