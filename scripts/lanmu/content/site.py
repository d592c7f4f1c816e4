"""Everything in docs/, typed: the one model that pages, checks and channels are made from."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from lanmu.content.article import Article, Page
from lanmu.content.campaign import Campaign, Term
from lanmu.content.column import Column
from lanmu.content.genres import Genres
from lanmu.content.registers import OPINIONS_PAGE, Opinions, PublicityPlan, Reported


@dataclass(frozen=True)
class Site:
    """Everything in docs/, typed. Articles are sorted oldest first; reference articles keep their `order` besides.

    `now` is the moment of the build, China's time.
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
    def archived(self) -> bool:
        """True when every dated column is closed: the whole is then a finished campaign's special."""
        dated = [column for column in self.columns if column.kind == "dated"]
        return bool(dated) and all(column.archived for column in dated)

    @property
    def official_text(self) -> Article | None:
        """The plan's own text, once it has been imported: in the first column, verbatim, of the day it was issued."""
        articles = self.by_column[self.columns[0].id]
        issued = self.campaign.issued
        return next((a for a in articles if a.meta.verbatim and a.meta.document_date == issued), None)

    def without(self, paths: Container[str]) -> Site:
        """The site without the articles at `paths`, and without what was reported of them."""
        return replace(
            self,
            articles=tuple(article for article in self.articles if article.path not in paths),
            reports=tuple(report for report in self.reports if report.article.path not in paths),
        )

    def published(self, paths: Container[str]) -> Site:
        """What a production build shows: of the articles only `paths` (publication.py knows which), no sample unit."""
        units = tuple(unit for unit in self.campaign.units if unit.kind != "sample")
        real = tuple(opinion for opinion in self.opinions.opinions if not opinion.sample)
        site = replace(
            self,
            campaign=self.campaign.model_copy(update={"units": units}),
            articles=tuple(article for article in self.articles if article.path in paths),
            reports=tuple(report for report in self.reports if report.article.path in paths),
            opinions=self.opinions.model_copy(update={"opinions": real}),
        )
        return site.without_empty_pages()

    def without_empty_pages(self) -> Site:
        """The site without the page of the workers' opinions as long as the office has filled in nothing of it."""
        if self.opinions.filled:
            return self
        return replace(self, pages=tuple(page for page in self.pages if page.meta.template != OPINIONS_PAGE))
