"""What one page's template needs beyond its text: `view` in the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lanmu.build.languages import LanguageLink
from lanmu.content.addresses import CALENDAR, PAST
from lanmu.content.article import Article, Page
from lanmu.content.campaign import Front
from lanmu.content.column import Column
from lanmu.content.past import PastCampaign
from lanmu.content.registers import Publication
from lanmu.content.site import Site
from lanmu.views import lists, progress, registers
from lanmu.views.calendar import dates
from lanmu.views.edition import Edition
from lanmu.views.home import Home, home, state_sentence
from lanmu.views.lists import Link, ListPage, home_link
from lanmu.views.meta import Head, absolute
from lanmu.views.printed import Printed, Shelf
from lanmu.views.qr import Code, code
from lanmu.views.related import Neighbours

EMPTY = Shelf()


@dataclass(frozen=True)
class PageView:
    """One page. Everything is worked out when a template asks for it."""

    edition: Edition
    source: str
    title: str
    languages: tuple[LanguageLink, ...] = ()
    shelf: Shelf = EMPTY

    @property
    def site(self) -> Site:
        """The site of the campaign that the page belongs to."""
        return self.edition.site.part_of(self.source)

    @property
    def past(self) -> PastCampaign | None:
        """The campaign that the page belongs to, when it is over and kept."""
        return next((past for past in self.edition.site.past if past.id == self.site.campaign_id), None)

    @cached_property
    def head(self) -> Head:
        """Tags of the page's head."""
        return self.edition.head(self.source, self.title)

    @cached_property
    def qr(self) -> Code | None:
        """The QR code of the page's full address; none while the site has no address."""
        return code(self.head.canonical)

    @cached_property
    def item(self) -> Article | Page | ListPage | None:
        """The article, page or list."""
        return self.edition.item(self.source)

    @property
    def article(self) -> Article | None:
        """The article, when the page is one."""
        return self.item if isinstance(self.item, Article) else None

    @property
    def withdrawn(self) -> date | None:
        """Since when the article that stood here is withdrawn; None on every other page."""
        return self.edition.withdrawn.get(self.source)

    @property
    def successor(self) -> Article | Page | None:
        """What the article is superseded by, where this edition has it."""
        return self.edition.site.by_path.get(self.article.meta.superseded_by) if self.article else None

    @cached_property
    def survey_deadline(self) -> date | None:
        """Until when the survey on this page is answered; None where there is none, or its file is gone."""
        body = self.article.body if self.article else ""
        return next((day for number, day in self.site.surveys.items() if f"#survey-{number} " in body), None)

    @property
    def survey_is_closed(self) -> bool:
        """True when the survey's last day is over."""
        return bool(self.survey_deadline and self.survey_deadline < self.site.today)

    @cached_property
    def column(self) -> Column | None:
        """The column the page belongs to."""
        return self.edition.column_of(self.source)

    @property
    def landing(self) -> ListPage | None:
        """The landing page of the column."""
        return self.edition.landing.get(self.column.id) if self.column else None

    @cached_property
    def list(self) -> ListPage | None:
        """The list this page shows: a generated one, or its column's when it is the column's landing page."""
        if isinstance(self.item, ListPage):
            return self.item
        return self.landing if self.column and self.source == f"{self.column.id}/index.md" else None

    @cached_property
    def crumbs(self) -> tuple[Link, ...]:
        """The way from the home page to this one, itself left out; to a past campaign it leads over the page of all past ones."""
        crumbs = self.own_crumbs
        past = (Link(self.edition.words("page.past"), PAST),) if self.past else ()
        return (*crumbs[:1], *past, *crumbs[1:])

    @property
    def own_crumbs(self) -> tuple[Link, ...]:
        """The same within the campaign."""
        if isinstance(self.item, ListPage):
            return self.item.crumbs
        first = home_link(self.edition.words)
        # A column may have nothing but what is withdrawn.
        if self.column and not self.withdrawn and self.source != f"{self.column.id}/index.md":
            return (first, Link(self.column.name, f"{self.column.id}/"))
        return (first,) if self.source != "index.md" else ()

    @property
    def beside(self) -> tuple[Link, ...]:
        """The pages of a reference column in their order; none for a dated column, where the page itself lists them, and
        where there is no other."""
        links = self.edition.contents.get(self.column.id, ()) if self.column else ()
        own = self.item.address if self.item else ""
        is_listed = bool(self.list and self.list.articles)
        return () if is_listed or all(link.address == own for link in links) else links

    @property
    def printed(self) -> tuple[Printed, ...]:
        """The printed editions that the article stands in."""
        return self.shelf.of_article(self.source)

    @property
    def printed_issue(self) -> tuple[Printed, ...]:
        """The printed editions of the issue that the page is about."""
        issue = self.list.issue if self.list else None
        return self.shelf.of_issue(self.column.id, issue.month) if issue and self.column else ()

    @property
    def neighbours(self) -> Neighbours:
        """Previous and next article in the column."""
        return self.edition.neighbours[self.source]

    @property
    def related(self) -> tuple[Article, ...]:
        """Articles about the same things."""
        assert isinstance(self.item, Article)
        return self.edition.related[self.item.column.campaign].related(self.item)

    @cached_property
    def home(self) -> Home:
        """What the home page shows."""
        return home(self.site, self.edition.words)

    @property
    def state(self) -> str:
        """Where the campaign stands, in one sentence."""
        return state_sentence(self.site, self.edition.words)

    @property
    def site_state(self) -> str:
        """Where today's campaign stands, on pages of past ones too."""
        return state_sentence(self.edition.site.current, self.edition.words)

    @property
    def timeline(self) -> progress.Timeline:
        """The drawing of the phases."""
        return progress.timeline(self.site.campaign, self.site.today, self.edition.words)

    @property
    def has_calendar(self) -> bool:
        """True when the edition has a calendar file to subscribe to: in a past or archived campaign nothing will change."""
        return not (self.past or self.site.archived) and bool(dates(self.edition))

    @property
    def calendar_address(self) -> str:
        """The full address of that file, for a calendar to subscribe to; empty while the site has none."""
        return absolute(self.edition.site_url, CALENDAR)

    @cached_property
    def matrix(self) -> dict[str, progress.Cell]:
        """The articles that show each output."""
        return progress.matrix(self.site)

    @cached_property
    def ledger(self) -> dict[str, tuple[progress.Promise, ...]]:
        """The rectification ledger."""
        return progress.ledger(self.site)

    @property
    def publicity_plan(self) -> dict[str, tuple[Publication, ...]]:
        """What is to be published where, when and by whom, by topics."""
        return progress.planned(self.site)

    @cached_property
    def publicity(self) -> dict[str, dict[str, progress.Cell]]:
        """Topics × lists."""
        return progress.publicity(self.site)

    @property
    def opinions(self) -> registers.OpinionRegister:
        """How workers speak up, and what became of it."""
        return registers.opinion_register(self.site)

    @property
    def chronicle(self) -> tuple[progress.Month, ...]:
        """The chronicle of the campaign."""
        return progress.chronicle(self.site)

    @property
    def reported(self) -> tuple[Article, ...]:
        """Articles reported upwards."""
        return progress.reported(self.site)

    @property
    def report_ledger(self) -> tuple[registers.LedgerLine, ...]:
        """What was reported upwards and taken up."""
        return registers.report_ledger(self.site)

    @cached_property
    def report_tally(self) -> registers.Tally | None:
        """The monthly tally of it."""
        return registers.tally(self.site)

    @property
    def issues(self) -> tuple[lists.Issue, ...]:
        """Issues of the front whose column this is."""
        return lists.issues(self.site, self.column.id) if self.column else ()

    @property
    def mirrored(self) -> tuple[tuple[str, Column], ...]:
        """The front's column names and the columns that fill them."""
        return lists.mirrored(self.site, self.column.id) if self.column else ()

    @property
    def mirrors(self) -> tuple[tuple[Front, ...], tuple[Column, ...]]:
        """The fronts on which columns have names of their own, and these columns."""
        return lists.mirrors(self.site)
