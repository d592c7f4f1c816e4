"""Everything in docs/, typed: the one model that pages, checks and channels are made from."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from lanmu.content.article import Article, Audience, Page
from lanmu.content.campaign import Campaign, Term
from lanmu.content.column import Column, Role
from lanmu.content.dates import pub_date
from lanmu.content.genres import Genres
from lanmu.content.past import PastCampaign
from lanmu.content.registers import OPINIONS_PAGE, Opinions, PublicityPlan, Reported

LONGEST_PAUSE = timedelta(days=366)
LONGEST_NAME = 8
"""A longer name may have to be broken in a title."""


@dataclass(frozen=True)
class Site:
    """Everything in docs/, typed. Articles are sorted oldest first; reference articles keep their `order` besides.

    `now` is the moment of the build, China's time. Columns, articles and pages are those of all campaigns; all else is of the
    one that is named by `campaign_id` (empty: today's). `part` gives the site of one campaign alone.
    """

    docs: Path
    campaign: Campaign
    columns: tuple[Column, ...]
    genres: Genres
    terms: tuple[Term, ...]
    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    now: datetime
    reports: tuple[Reported, ...] = ()
    """The ledger of the reports upwards, the first sent first."""
    opinions: Opinions = field(default_factory=Opinions)
    publicity: PublicityPlan = field(default_factory=PublicityPlan)
    withdrawn: tuple[Article, ...] = ()
    """Articles that were taken off the site: their addresses say so, nothing else knows them."""
    once_published: tuple[str, ...] = ()
    """Addresses that were on the public site (published.py)."""
    kept_inside: tuple[Article, ...] = ()
    """Internal articles that `for_audience` took out: only to say so to an editor who names one."""
    past: tuple[PastCampaign, ...] = ()
    """Campaigns that are over, the latest first."""
    surveys: Mapping[str, date] = field(default_factory=dict)
    """Until when surveys are answered, by their numbers; that day belongs to it."""
    campaign_id: str = ""
    earlier: tuple[Campaign, ...] = ()
    """In the site of one campaign alone: those before it."""

    @property
    def today(self) -> date:
        """The day of the build."""
        return self.now.date()

    @property
    def items(self) -> tuple[Article | Page, ...]:
        """Pages and articles together."""
        return (*self.pages, *self.articles)

    @cached_property
    def by_path(self) -> dict[str, Article | Page]:
        """Every article and page by its path below docs/."""
        return {item.path: item for item in self.items}

    @cached_property
    def columns_by_id(self) -> dict[str, Column]:
        """Every column by its id, which is the name of its folder."""
        return {column.id: column for column in self.columns}

    def campaign_of(self, path: str) -> str:
        """The id of the campaign whose column a path below docs/ lies in; empty for today's."""
        column = self.columns_by_id.get(path.partition("/")[0])
        return column.campaign if column else ""

    @cached_property
    def _parts(self) -> dict[str, Site]:
        if not self.past:
            return {self.campaign_id: self}
        parts = {"": self._part("", self, self.past)}
        return parts | {past.id: self._part(past.id, past, self.past[n:]) for n, past in enumerate(self.past, 1)}

    def _part(self, identifier: str, facts: Site | PastCampaign, earlier: tuple[PastCampaign, ...]) -> Site:
        """The site of a campaign, with the facts about it; `earlier` are those before it."""
        return replace(
            self,
            campaign=facts.campaign,
            terms=facts.terms,
            reports=facts.reports,
            opinions=facts.opinions,
            publicity=facts.publicity,
            columns=tuple(column for column in self.columns if column.campaign == identifier),
            articles=tuple(article for article in self.articles if article.column.campaign == identifier),
            pages=tuple(page for page in self.pages if self.campaign_of(page.path) == identifier),
            withdrawn=tuple(article for article in self.withdrawn if article.column.campaign == identifier),
            past=(),
            campaign_id=identifier,
            earlier=tuple(past.campaign for past in earlier),
        )

    @property
    def parts(self) -> tuple[Site, ...]:
        """The site of each campaign alone, today's first."""
        return tuple(self._parts.values())

    @property
    def current(self) -> Site:
        """The site of today's campaign alone."""
        return self.parts[0]

    def part(self, identifier: str) -> Site:
        """The site of the campaign with this id alone."""
        return self._parts[identifier]

    def part_of(self, path: str) -> Site:
        """The site of the campaign to which a path below docs/ belongs: what its page is drawn from."""
        return self.part(self.campaign_of(path))

    @cached_property
    def withdrawn_paths(self) -> frozenset[str]:
        """Where the withdrawn articles lie below docs/."""
        return frozenset(article.path for article in self.withdrawn)

    def written(self, path: str) -> Article | Page | None:
        """What lies at a path below docs/, withdrawn or not."""
        return self.by_path.get(path) or next((article for article in self.withdrawn if article.path == path), None)

    @cached_property
    def by_column(self) -> dict[str, tuple[Article, ...]]:
        """The articles of each column, by the column's id: dated ones newest first, reference ones in their order."""
        groups: dict[str, list[Article]] = {column.id: [] for column in self.columns}
        for article in reversed(self.articles):
            groups[article.column.id].append(article)
        for column in self.columns:
            if column.kind == "reference":
                groups[column.id].sort(key=lambda a: (a.meta.order is None, a.meta.order or 0, a.path))
        return {name: tuple(group) for name, group in groups.items()}

    @cached_property
    def shown_columns(self) -> tuple[Column, ...]:
        """Columns with something to read; a blank column is never shown (国办秘函〔2019〕19号)."""
        landing = {page.path for page in self.pages}
        return tuple(c for c in self.columns if self.by_column[c.id] or f"{c.id}/index.md" in landing)

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """The columns of the campaign."""
        return tuple(column for column in self.columns if column.campaign == self.campaign_id)

    def column_with(self, role: Role) -> Column | None:
        """The column that is for `role`; none where no column says so."""
        return next((column for column in self.own_columns if column.role == role), None)

    def page_with(self, template: str) -> Page | None:
        """The first page that `template` draws, wherever it lies; none where there is none."""
        own = (page for page in self.pages if self.campaign_of(page.path) == self.campaign_id)
        return next((page for page in own if page.meta.template == template), None)

    @cached_property
    def names_in_titles(self) -> tuple[str, ...]:
        """Words of the campaigns that the lines of a title keep whole; longer ones may be broken where their words end."""
        named = [(self.campaign, self.terms), *((past.campaign, past.terms) for past in self.past)]
        names = [
            name
            for campaign, terms in named
            for name in (campaign.short_name, *campaign.title_words, *(term.term for term in terms))
        ]
        return tuple(name for name in dict.fromkeys(names) if len(name) <= LONGEST_NAME)

    @property
    def archived(self) -> bool:
        """True when every dated column is closed: the whole is then a finished campaign's special."""
        dated = [column for column in self.own_columns if column.kind == "dated"]
        return bool(dated) and all(column.archived for column in dated)

    @property
    def clock_doubt(self) -> str:
        """Why the clock, from which “today” comes, may be wrong: it is before the newest article, or more than a year after it
        while the site is not archived. Empty where nothing is odd."""
        own = (article for article in self.articles if article.column.campaign == self.campaign_id)
        dated = [a for a in own if a.public and not a.meta.publish_at]
        newest = max(dated, key=lambda a: a.date, default=None)
        if newest is None:
            return ""
        clock = f"电脑的时钟是 {pub_date(self.now)}，最新的稿件 docs/{newest.path} 是 {newest.pub_date} 的，"
        if self.now < newest.date:
            remedy = "时钟不对的，校准时钟；稿件的日期写错了的，改正；要到那时候才登的，把 date 改成 publish_at。"
            return f"{clock}还没有到。{remedy}"
        if self.now - newest.date > LONGEST_PAUSE and not self.archived:
            remedy = "时钟不对的，校准时钟；活动已经结束的，在 docs/columns.yml 里把动态栏目归档（status: archived 和 closed）。"
            return f"{clock}已经过了一年多。{remedy}"
        return ""

    @property
    def official_text(self) -> Article | None:
        """The plan's own text, once it has been imported: in the plan's column, verbatim, of the day it was issued where that
        is known."""
        column, issued = self.column_with("plan"), self.campaign.issued
        articles = self.by_column[column.id] if column else ()
        return next((a for a in articles if a.meta.verbatim and issued in (None, a.meta.document_date)), None)

    def without(self, paths: Container[str]) -> Site:
        """The site without the articles at `paths`, and without what was reported of them."""
        return replace(
            self,
            articles=tuple(article for article in self.articles if article.path not in paths),
            reports=tuple(report for report in self.reports if report.article.path not in paths),
            past=tuple(past.without(paths) for past in self.past),
        )

    def for_audience(self, audience: Audience) -> Site:
        """The site without the articles that are not for `audience`."""
        inside = tuple(article for article in self.articles if not article.is_for(audience))
        return replace(self.without({article.path for article in inside}), kept_inside=inside)

    def published(self, paths: Container[str], audience: Audience = "public") -> Site:
        """What a production build for `audience` shows: of the articles only `paths` (publication.py knows which), no sample
        unit."""
        site = replace(
            self,
            campaign=self.campaign.without_samples(),
            articles=tuple(article for article in self.articles if article.path in paths),
            reports=tuple(report for report in self.reports if report.article.path in paths),
            opinions=self.opinions.without_samples(),
            past=tuple(past.published(paths) for past in self.past),
            withdrawn=tuple(
                a for a in self.withdrawn if may_have_been_out(a, audience) or a.address in self.once_published
            ),
        )
        return site.without_empty_pages()

    def without_empty_pages(self) -> Site:
        """The site without the page of the workers' opinions as long as the office has filled in nothing of it."""
        shown = [p for p in self.pages if p.meta.template != OPINIONS_PAGE or self.part_of(p.path).opinions.filled]
        return replace(self, pages=tuple(shown))


def may_have_been_out(article: Article, audience: Audience) -> bool:
    """False for what no production build for `audience` has ever shown as it stands, such as samples and drafts."""
    return replace(article, meta=article.meta.model_copy(update={"withdrawn": None})).is_meant_for(audience)
