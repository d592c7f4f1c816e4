"""Where printing is done: the site, the office's settings, the fonts of this machine, and what was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from lanmu.channels import blocks, fonts
from lanmu.channels.blocks import ArticleBlocks
from lanmu.channels.font_names import ROLES
from lanmu.channels.traditional import converted
from lanmu.channels.typesetting import Pdf, typeset
from lanmu.content.article import Article
from lanmu.content.publication import Readiness, State, publication_states
from lanmu.content.settings import Settings
from lanmu.content.site import Site

TRADITIONAL_SUFFIX = ".zh-Hant.pdf"


@dataclass(frozen=True)
class Wanted:
    """What to print: some articles, one issue (a number or a month), or everything that the channels are meant for.

    `named` is true when a channel was asked for by name: it then takes an article that is not meant for it.
    """

    articles: tuple[Article, ...] = ()
    issue: str = ""
    named: bool = False

    @property
    def everything(self) -> bool:
        """True for neither articles nor an issue."""
        return not (self.articles or self.issue)

    def takes(self, article: Article, *, meant: bool) -> bool:
        """True when an article is wanted on a channel; `meant` says whether its own fields put it there."""
        if self.articles:
            return article in self.articles and (meant or self.named)
        return meant and self.everything


@dataclass(frozen=True)
class Desk:
    """`store` is a folder for prepared pictures; `site_url` the site's own address, empty while it has none."""

    site: Site
    settings: Settings
    store: Path
    traditional: bool = False
    site_url: str = ""
    known: dict[str, ArticleBlocks] = field(default_factory=dict)

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
        """Changes when the fonts, or the quotation marks of Traditional text, do."""
        quotes = self.settings.traditional.quotes if self.traditional else ""
        return f"{self.fonts.fingerprint} {quotes}"

    @cached_property
    def states(self) -> dict[str, State]:
        """Where every article stands on its way to being published."""
        return publication_states(self.site, self.settings.review.columns)

    def read(self, article: Article) -> ArticleBlocks:
        """The blocks of an article, read once."""
        if article.path not in self.known:
            self.known[article.path] = blocks.read(article, self.site.docs, self.store, self.site.terms)
        return self.known[article.path]

    def source(self, article: Article) -> Path:
        """The article's file."""
        return self.site.docs / article.path

    def mark(self, article: Article) -> str:
        """What is printed on top of every page of what is not to be given out: samples and proofs. Empty for the rest."""
        state = self.states[article.path]
        if state.readiness is Readiness.SAMPLE:
            return "示例：内容是虚构的，只用来说明版式"
        return "" if state.publishable else f"清样，不得外传：{state.label}"

    def file_name(self, stem: str) -> str:
        """The name of a PDF; the Traditional one says so."""
        return stem + (TRADITIONAL_SUFFIX if self.traditional else ".pdf")

    def set(
        self, template: str, data: dict[str, Any], reads: tuple[ArticleBlocks, ...], *, title: str, day: date
    ) -> Pdf:
        """The page, set, in the language of this desk."""
        files = {name: path for read in reads for name, path in read.pictures.items()}
        return typeset(template, data, files, self.fonts, title=self.text(title), language=self.language, day=day)

    def text(self, value: Any) -> Any:
        """Data in the characters of this desk's language."""
        return converted(value, self.settings.traditional.quotes) if self.traditional else value


def stem_of(article: Article) -> str:
    """An article's path as the name of a file: bulletins/2008-11-05-a.md becomes bulletins-2008-11-05-a."""
    return re.sub(r"[^a-z0-9-]+", "-", article.path.removesuffix(".md"))
