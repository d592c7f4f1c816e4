"""The languages of a build: which editions there are, and where their pages lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from lanmu.build import mkdocs
from lanmu.content.addresses import BROWSE, CALENDAR, PAST, SEARCH, address_of
from lanmu.content.article import Audience
from lanmu.content.editions import handwritten, has_translations, translated
from lanmu.content.loading import Reading
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.locales.traditional import TraditionalSite
from lanmu.views.edition import Edition

FEEDS = ("feed.xml", "feed.json")
GENERATED = (f"{BROWSE}index.md", f"{SEARCH}index.md", f"{PAST}index.md")
TRADITIONAL = "zh-Hant"
CODES = {"zh": "zh-CN"}


@dataclass(frozen=True)
class Language:
    """A language of mkdocs.yml. `edition` is the language whose pages it has: Traditional pages are made from the
    Simplified ones, every one of them."""

    code: str
    name: str
    folder: str
    edition: str


@dataclass(frozen=True)
class LanguageLink:
    """One language of the switcher. `code` is its BCP 47 tag, `address` counts from the site's root.

    Where `exists` is false the page was not translated and `address` is the language's home page.
    """

    code: str
    name: str
    address: str
    exists: bool
    current: bool


def languages_of(config: MkDocsConfig) -> tuple[Language, ...]:
    """All languages of mkdocs.yml."""
    default = mkdocs.default_language(config)
    return tuple(
        Language(code, name, "" if code == default else f"{code}/", default if code == TRADITIONAL else code)
        for code, name in mkdocs.language_names(config).items()
    )


def language_links(
    languages: Sequence[Language], editions: Mapping[str, Edition], here: str, source: str
) -> tuple[LanguageLink, ...]:
    """The page at `source` in every language, seen from the language `here`; none when there is only one."""
    links = []
    for language in languages:
        if edition := editions.get(language.edition):
            exists = source in GENERATED or source in edition.withdrawn or edition.item(source) is not None
            address = f"{language.folder}{address_of(source) if exists else ''}"
            code = CODES.get(language.code, language.code)
            links.append(LanguageLink(code, language.name, address, exists, language.code == here))
    return tuple(links)


def naming(languages: Sequence[Language]) -> Callable[[str], str]:
    """Returns a function that gives the language of a source by its name: `a.en.md` is English, `a.md` the first language."""
    endings = {f".{language.code}.md": language.code for language in languages}
    default = next(language.code for language in languages if not language.folder)
    pattern = re.compile(f"({'|'.join(map(re.escape, endings))})$")

    def written_in(source: str) -> str:
        match = pattern.search(source)
        return endings[match[1]] if match else default

    return written_in


def editions(
    config: MkDocsConfig,
    reading: Reading,
    site: Site,
    settings: Settings,
    shown: Container[str] | None,
    audience: Audience = "public",
) -> dict[str, Edition]:
    """The editions that this build makes, by language; a language without any translated page gets none.

    For a production build `shown` holds the paths of the articles and of the translations that may go out; otherwise it is
    None, and everything is shown.
    """
    default, url = mkdocs.default_language(config), config.site_url or ""
    production = shown is not None
    # A fault in what does not go out stops nothing.
    hidden = {article.path for article in site.articles if shown is not None and article.path not in shown}
    reading = replace(reading, site=site.without(hidden))
    first = site if shown is None else site.published(shown, audience)
    result = {default: Edition(first, settings, url, production, audience=audience)}
    for language in mkdocs.language_names(config):
        if language == default or not has_translations(reading, language):
            continue
        by_hand = language == TRADITIONAL
        translated_site = (handwritten if by_hand else translated)(reading, language, shown)
        # Of what was translated perhaps nothing goes out yet.
        if translated_site.items:
            result[language] = Edition(
                translated_site if shown is None else translated_site.published(shown, audience),
                settings.in_language(language),
                f"{url}{language}/" if url else "",
                production,
                # The words around a text that was written by hand are made as on every other Traditional page.
                language=default if by_hand else language,
                audience=audience,
            )
    mkdocs.choose_languages(config, result.__contains__)
    return result


def source_of(file: File) -> str:
    """The path of a page's source without its language: `plan/a.en.md` and the generated `en/plan/a.md` → `plan/a.md`."""
    path = str(getattr(file, "norm_src_uri", file.src_uri))
    language = getattr(file, "lanmu_language", "")
    return path.removeprefix(f"{language}/") if language else path


def add_url_filters(environment: jinja2.Environment, folder: str) -> None:
    """In another language's pages, `url` leads to the same language (its `folder`); `root_url` counts from the site's root
    as MkDocs' own does. Assets, attachments and pictures are shared."""
    plain = environment.filters["url"]

    @jinja2.pass_context
    def url(context: jinja2.runtime.Context, address: str) -> str:
        if folder and (address in ("", ".") or address.endswith(("/", *FEEDS, CALENDAR))):
            address = f"{folder}/{address.removeprefix('.')}"
        return str(plain(context, address))

    environment.filters["root_url"] = plain
    environment.filters["url"] = url


@dataclass(frozen=True)
class TraditionalPages:
    """The Traditional site while it is made: each page beside its Simplified one. `by_hand` are the pages (`a/index.html`)
    that somebody wrote, which follow in a pass of their own; `rest` are Simplified ones that are no pages of MkDocs."""

    site: TraditionalSite
    by_hand: frozenset[str]
    rest: frozenset[str]

    def write(self, address: str, text: str) -> bool:
        """Writes the Traditional page of a Simplified one; False when it was written by hand."""
        if address in self.by_hand:
            return False
        self.site.write(address, text)
        return True
