"""One edition of the site: what it holds, and what has been worked out once for all its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from lanmu.content.addresses import BROWSE, PAST
from lanmu.content.article import Article, Audience, Page
from lanmu.content.column import Column
from lanmu.content.files import linked_files
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views import lists as listing
from lanmu.views import meta, related
from lanmu.views.monthly import Monthly

CONTENTS = 30
UNORDERED = 1_000_000
Text = tuple[tuple[str, ...], tuple[str, ...]]
"""What a reader sees of a text: its headings, and its other blocks."""


@dataclass(frozen=True)
class Edition:
    """A site as it is published: `site` holds only what this edition shows. `language` is that of its pages; `audience` says
    for whom they are. `months` are those of the office, the latest first; the public has none."""

    site: Site
    settings: Settings
    site_url: str
    production: bool
    language: str = "zh"
    audience: Audience = "public"
    months: Mapping[str, Monthly] = field(default_factory=dict)

    @property
    def is_indexed(self) -> bool:
        """True when search engines may take it up."""
        return self.production and self.audience == "public"

    @cached_property
    def words(self) -> Words:
        """The site's own words in this edition's language."""
        return Words(self.language)

    @cached_property
    def lists(self) -> dict[str, listing.ListPage]:
        """Generated list pages by the path of their source."""
        pages = listing.all_pages(self.site, self.words)
        return pages | listing.month_pages(self.months.values(), self.words)

    @cached_property
    def facets(self) -> tuple[listing.Facet, ...]:
        """The ways of sorting, for the page that lists them."""
        return listing.facets(self.site, self.words)

    @cached_property
    def files(self) -> frozenset[str]:
        """Files beside the articles that this edition's pages link to or show."""
        return linked_files(self.site.items) | self.settings.site.look.pictures

    @cached_property
    def withdrawn(self) -> dict[str, date]:
        """The sources of withdrawn articles, with the day since when."""
        return {a.path: a.meta.withdrawn.date for a in self.site.withdrawn if a.meta.withdrawn}

    @cached_property
    def neighbours(self) -> dict[str, related.Neighbours]:
        """Previous and next article of each, by path."""
        return related.neighbours(self.site)

    @cached_property
    def related(self) -> dict[str, related.RelatedIndex]:
        """Finds articles about the same things among those of a campaign, by its id."""
        return {part.campaign_id: related.RelatedIndex(part) for part in self.site.parts}

    @cached_property
    def landing(self) -> dict[str, listing.ListPage]:
        """The landing page of each column that is shown, by the column's id."""
        return {column.id: listing.column_landing(self.site, column, self.words) for column in self.site.shown_columns}

    @cached_property
    def contents(self) -> dict[str, tuple[listing.Link, ...]]:
        """The pages of each reference column in their order, articles and drawn pages alike, by the column's id.

        Cut off after `CONTENTS`: the list stands beside every page of the column, whose size must not grow with it.
        """
        rows: dict[str, list[tuple[int, str, listing.Link]]] = {
            column.id: [] for column in self.site.shown_columns if column.kind == "reference"
        }
        for item in self.site.items:
            name = item.path.split("/")[0]
            if name in rows and item.path != f"{name}/index.md":
                order = UNORDERED if item.meta.order is None else item.meta.order
                rows[name].append((order, item.path, listing.Link(item.meta.title, item.address)))
        return {name: tuple(link for _, _, link in sorted(own)[:CONTENTS]) for name, own in rows.items()}

    def item(self, source: str) -> Article | Page | listing.ListPage | None:
        """The page of a source path: an article, a written page or a generated list."""
        return self.site.by_path.get(source) or self.lists.get(source)

    def column_of(self, source: str) -> Column | None:
        """The column whose folder a source path lies in."""
        return self.site.columns_by_id.get(source.partition("/")[0])

    def head(self, source: str, title: str) -> meta.Head:
        """The head of the page at `source`, with the tags of the column it lies in."""
        item = self.item(source)
        if isinstance(item, Article | Page):
            description = item.meta.summary
        elif item:
            description = item.description
        else:
            description = self.words("page.description", site=self.settings.site.name, title=title)
        return meta.head(item, title, description, self.settings, self.site_url, self.words, self.column_of(source))

    def addresses(self) -> list[tuple[str, date | None]]:
        """Every address with the day of its last change, for the sitemap."""
        addresses: list[tuple[str, date | None]] = [(page.address, None) for page in self.site.pages]
        addresses += [(article.address, article.last_changed) for article in self.site.articles]
        for page in self.lists.values():
            addresses.append((page.address, max((a.last_changed for a in page.articles), default=None)))
        addresses += [(PAST, None)] if self.site.past else []
        return sorted([*addresses, (BROWSE, None)], key=lambda pair: pair[0])
