"""What all jobs of a run share: the site, the settings, the fonts of this machine, the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import typst

from lanmu.channels.common import blocks, fonts
from lanmu.channels.common.blocks import WORDS, ArticleBlocks
from lanmu.channels.common.fonts import ROLES
from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.pictures_on_page import settled
from lanmu.channels.common.traditional import converted
from lanmu.channels.common.typesetting import galley, noted, painted, prepared, typeset
from lanmu.content.article import Article, Audience
from lanmu.content.campaign import Front
from lanmu.content.palette import Inks, palette
from lanmu.content.publication import Conditions, Readiness, State, publication_state
from lanmu.content.settings import INTERNAL, Settings
from lanmu.content.site import Site
from lanmu.locales.mirror import FOLDER
from lanmu.views.meta import absolute

TRADITIONAL_SUFFIX = ".zh-Hant.pdf"
INTERNAL_ENDING = "-internal"


@dataclass(frozen=True)
class Press:
    """Prints in one language for an `audience`. `site` holds what is for it; `store` is a folder for prepared pictures;
    `site_url` the site's own address, empty while it has none; `articles_read` caches the blocks of articles, `stood` their
    states."""

    site: Site
    settings: Settings
    store: Path
    traditional: bool = False
    site_url: str = ""
    audience: Audience = "public"
    articles_read: dict[str, ArticleBlocks] = field(default_factory=dict)
    stood: dict[str, State] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of what is printed (BCP 47)."""
        return "zh-Hant" if self.traditional else "zh-Hans"

    @cached_property
    def fonts(self) -> fonts.Fonts:
        """The fonts for every role. Raises UserError when one is not on this machine."""
        return fonts.find(ROLES, self.settings, traditional=self.traditional)

    @property
    def setting(self) -> str:
        """A key of the fonts, the quotation marks and the names in titles: prints made with another one are out of date."""
        quotes = self.settings.traditional.quotes if self.traditional else ""
        return f"{self.fonts.fingerprint} {quotes} {'|'.join(self.names)}"

    @property
    def inks(self) -> Mapping[str, Inks]:
        """The colours of the channels that follow the site's look."""
        return palette(self.settings.site.look).print

    @property
    def names(self) -> tuple[str, ...]:
        """Words of the campaign that are not broken in titles."""
        return self.site.names_in_titles

    def state(self, article: Article) -> State:
        """How far an article is on its way to being published, worked out once."""
        if article.path not in self.stood:
            site, columns = self.site, tuple(self.settings.review.columns)
            self.stood[article.path] = publication_state(
                article, Conditions(site.docs, columns, site.now, {}, self.audience)
            )
        return self.stood[article.path]

    def read(self, article: Article) -> ArticleBlocks:
        """The blocks of an article, read once."""
        if article.path not in self.articles_read:
            self.articles_read[article.path] = blocks.read(article, self.site.docs, self.store, self.site.terms)
        return self.articles_read[article.path]

    def source(self, article: Article) -> Path:
        """The article's file."""
        return self.site.docs / article.path

    @property
    def is_internal(self) -> bool:
        """True when all that is printed stays inside the organisation."""
        return self.audience == "internal"

    def stamp(self, *articles: Article) -> str:
        """The words on every page: those of `warnings`, and in the internal edition that it is one; empty where there are
        none."""
        return self.marked(self.warnings(*articles))

    def marked(self, warnings: Iterable[str]) -> str:
        """Warnings as one line, which in the internal edition begins by saying so."""
        return "；".join(dict.fromkeys([*([INTERNAL] if self.is_internal else []), *warnings]))

    def warnings(self, *articles: Article) -> list[str]:
        """Warnings about samples, articles that may not be published yet, and documents no longer in force."""
        stamps = []
        for state in map(self.state, articles):
            if state.readiness is Readiness.SAMPLE:
                stamps.append("示例：内容是虚构的，只用来说明版式")
            elif not state.publishable:
                stamps.append(f"清样，不得外传：{state.label}")
        return [*stamps, *(f"《{a.title}》{WORDS.status(a.meta.status)}" for a in articles if a.meta.status)]

    def file_name(self, stem: str, suffix: str = ".pdf") -> str:
        """The name of a file; an internal and a Traditional one say so."""
        script = TRADITIONAL_SUFFIX.removesuffix(".pdf") if self.traditional else ""
        return stem + (INTERNAL_ENDING if self.is_internal else "") + script + suffix

    def address(self, address: str) -> str:
        """The full address of a page of the site, in the script that is printed; empty while the site has none."""
        return absolute(self.site_url, f"{FOLDER}/" * self.traditional + address)

    def issue_folder(self, front: Front) -> str:
        """Where the issues of a front lie in the folder of their channel: the first newspaper or board that the site ever
        had uses the folder itself, each other a subfolder. A later campaign takes no name from an earlier one."""
        is_first = front is self.site.campaign.fronts_of(front.kind)[0]
        is_new = not any(campaign.fronts_of(front.kind) for campaign in self.site.earlier)
        return "" if is_first and is_new else f"{front.id}/"

    def text(self, value: Any) -> Any:
        """Data in the characters of the language that is printed."""
        return converted(value, self.settings.traditional.quotes) if self.traditional else value

    def compiler(
        self, template: str, data: dict[str, Any], files: Mapping[str, Path], title: str
    ) -> AbstractContextManager[typst.Compiler]:
        """A compiler of `<template>.typ` with `data`; `files` are the pictures by the names in the data (typesetting.prepared)."""
        data = {"look": self.inks.get(template), **data}
        return prepared(template, data, files, self.fonts, title=title, language=self.language)

    def pdf(self, template: str, data: dict[str, Any], files: Mapping[str, Path], *, title: str, day: date) -> bytes:
        """The PDF of `data`."""
        with self.compiler(template, data, files, title) as compiler:
            return typeset(compiler, title, day)

    def noted(
        self, label: str, template: str, data: dict[str, Any], files: Mapping[str, Path], *, title: str
    ) -> list[Any]:
        """What the template notes of the layout of `data` with a label (typesetting.noted)."""
        with self.compiler(template, data, files, title) as compiler:
            return noted(compiler, label)

    def settled(self, template: str, data: dict[str, Any], files: Mapping[str, Path], *, title: str) -> dict[str, Any]:
        """The data with the places of its pictures on their pages (pictures_on_page.py)."""
        return settled(data, lambda asked: self.noted("figure", template, asked, files, title=title))

    def painting(self, template: str, data: dict[str, Any], *, title: str) -> bytes:
        """`data` drawn as one picture (PNG), a pixel for each of its points."""
        with self.compiler(template, data, {}, title) as compiler:
            return painted(compiler)

    def galley(
        self, template: str, data: dict[str, Any], files: Mapping[str, Path], *, title: str
    ) -> pypdfium2.PdfDocument:
        """The pages of data that are set only to be measured (typesetting.galley)."""
        with self.compiler(template, data, files, title) as compiler:
            return galley(compiler)

    def article_jobs(
        self,
        wanted: Wanted,
        channel: str,
        label: str,
        is_meant: Callable[[Article], bool],
        facts: Callable[[Article], object],
        render: Callable[[Press, Article], Rendered],
        suffix: str = ".pdf",
    ) -> Iterator[Job]:
        """The jobs of a channel that prints every article by itself; `suffix` is that of its file."""
        for article in self.site.articles:
            if wanted.takes(article, meant=is_meant(article)):
                yield Job(
                    channel,
                    self.file_name(stem_of(article), suffix),
                    f"{label}《{article.title}》",
                    (self.source(article),),
                    repr((facts(article), self.stamp(article))),
                    partial(render, self, article),
                    (article.path,),
                )


@dataclass(frozen=True)
class Channel:
    """A way to print. `jobs` are what a press can print of what is wanted; `issues` the numbers or months that exist.

    What is for `readers` is offered on the site, `shown_pages` of it as pictures.
    """

    name: str
    label: str
    jobs: Callable[[Press, Wanted], Iterable[Job]]
    issues: Callable[[Site], Iterable[str]] | None = None
    readers: bool = True
    shown_pages: int = 0


def stem_of(article: Article) -> str:
    """An article's path as the name of a file: bulletins/2008-11-05-a.md becomes bulletins-2008-11-05-a."""
    return re.sub(r"[^a-z0-9-]+", "-", article.path.removesuffix(".md"))
