"""The languages of a build: which editions there are, and where their pages lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs_static_i18n.plugin import I18n

from lanmu.build.written import moved_files
from lanmu.content.addresses import BROWSE, CATALOGUE, SEARCH, address_of
from lanmu.content.editions import handwritten, has_translations, translated
from lanmu.content.loading import Reading
from lanmu.content.settings import Settings
from lanmu.content.site import Site
from lanmu.locales.mirror import InPlace
from lanmu.locales.script_conversion import simplified_to_traditional
from lanmu.locales.traditional import TraditionalSite, simplified
from lanmu.locales.traditional_page import TraditionalPages
from lanmu.views.edition import Edition

FEEDS = ("feed.xml", "feed.json")
GENERATED = (f"{BROWSE}index.md", f"{SEARCH}index.md")
TRADITIONAL = "zh-Hant"
CODES = {"zh": "zh-CN"}


def plugin_of(config: MkDocsConfig) -> I18n:
    """static-i18n, which makes a pass of the build for each language."""
    plugin = config.plugins["i18n"]
    assert isinstance(plugin, I18n)
    return plugin


def language_of(config: MkDocsConfig) -> str:
    """The language of the pass under way."""
    plugin = plugin_of(config)
    return str(plugin.current_language or plugin.default_language)


def is_first(config: MkDocsConfig) -> bool:
    """True in the pass of the default language, which comes first."""
    return language_of(config) == str(plugin_of(config).default_language)


def translations(config: MkDocsConfig) -> list[str]:
    """The languages besides the first that this build makes passes for; Traditional ones are written by hand and follow
    the pages that are made."""
    plugin = plugin_of(config)
    return [name for name in plugin.build_languages if name not in (plugin.default_language, TRADITIONAL)]


def naming(config: MkDocsConfig) -> Callable[[str], str]:
    """Tells the language that a source's name says: `a.en.md` is English, `a.md` the default."""
    plugin = plugin_of(config)
    endings = {f".{language}.md": language for language in plugin.all_languages}
    default = str(plugin.default_language)
    pattern = re.compile(f"({'|'.join(map(re.escape, endings))})$")

    def written_in(source: str) -> str:
        found = pattern.search(source)
        return endings[found[1]] if found else default

    return written_in


class SourceFiles(Files):
    """The files of one pass, found by the path that a link names, as static-i18n finds them: `a.en.md` stands for
    `a.md`. It takes the path apart with pathlib, which is a tenth of the work on a page with some links.
    """

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        super().__init__(files)
        self.slow = files
        self.endings = [f".{language_of(config)}", f".{plugin_of(config).default_language}", ""]

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a path below docs/."""
        stem, dot, suffix = path.rpartition(".")
        if dot and "/" not in suffix:
            for ending in self.endings:
                if found := self.src_uris.get(f"{stem}{ending}.{suffix}"):
                    return found
        # static-i18n fails at a path that names nothing: `/`, which leads to the server's root.
        with suppress(ValueError):
            return self.slow.get_file_from_path(path)
        return None


def is_whole(config: MkDocsConfig) -> bool:
    """True when all passes are over."""
    return not plugin_of(config).building


def editions(
    config: MkDocsConfig, reading: Reading, site: Site, settings: Settings, shown: Container[str] | None
) -> dict[str, Edition]:
    """The editions that this build makes, by language; one without a single translated page is not made at all.

    For a production build `shown` holds the paths of the articles and of the translations that may go out; otherwise it is
    None, and everything is shown.
    """
    plugin = plugin_of(config)
    default, url = str(plugin.default_language), config.site_url or ""
    production = shown is not None
    # A fault in what does not go out stops nothing.
    hidden = {article.path for article in site.articles if shown is not None and article.path not in shown}
    reading = replace(reading, site=site.without(hidden))
    made = {default: Edition(site if shown is None else site.published(shown), settings, url, production)}
    for language in plugin.config.languages:
        if language.locale == default:
            continue
        language.build = has_translations(reading, language.locale)
        if not language.build:
            continue
        by_hand = language.locale == TRADITIONAL
        other = (handwritten if by_hand else translated)(reading, language.locale, shown)
        # Of what was translated perhaps nothing goes out yet.
        language.build = bool(other.items)
        if language.build:
            made[language.locale] = Edition(
                other if shown is None else other.published(shown),
                settings.in_language(language.locale),
                f"{url}{language.locale}/" if url else "",
                production,
                # The words around a text that was written by hand are made as on every other Traditional page.
                language=default if by_hand else language.locale,
            )
    return made


def source_of(file: File) -> str:
    """The path of a page's source without its language: `plan/a.en.md` and the generated `en/plan/a.md` → `plan/a.md`."""
    path = str(getattr(file, "norm_src_uri", file.src_uri))
    language = getattr(file, "lanmu_language", "")
    return path.removeprefix(f"{language}/") if language else path


def prefixed(language: str, address: str) -> str:
    """An address of the edition's own below the site's root; assets, attachments and pictures are shared."""
    if not language or not (address in ("", ".") or address.endswith(("/", *FEEDS))):
        return address
    return f"{language}/{address.removeprefix('.')}"


def url_filter(config: MkDocsConfig, env: jinja2.Environment) -> None:
    """In another language's pages, `url` leads to the same language; `root_url` counts from the site's root as before."""
    plain = env.filters["url"]
    folder = "" if is_first(config) else language_of(config)

    @jinja2.pass_context
    def url(context: jinja2.runtime.Context, address: str) -> str:
        return str(plain(context, prefixed(folder, address)))

    env.filters["root_url"] = plain
    env.filters["url"] = url


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


def language_links(config: MkDocsConfig, source: str) -> tuple[LanguageLink, ...]:
    """The page at `source` in every language; none when there is only one."""
    made: dict[str, Edition] = config.extra["editions"]
    here, links = language_of(config), []
    for language, name, folder, origin in offered(config):
        if edition := made.get(origin):
            there = exists(edition, source)
            address = f"{folder}{address_of(source) if there else ''}"
            links.append(LanguageLink(CODES.get(language, language), name, address, there, language == here))
    return tuple(links)


def exists(edition: Edition, source: str) -> bool:
    """True when an edition has a page at `source`."""
    return source in GENERATED or edition.item(source) is not None


def offered(config: MkDocsConfig) -> list[tuple[str, str, str, str]]:
    """The languages of mkdocs.yml, read once: code, name, folder, and the language whose pages there are in it."""
    if "offered" not in config.extra:
        plugin = plugin_of(config)
        default = str(plugin.default_language)
        config.extra["offered"] = [
            (
                language.locale,
                language.name,
                "" if language.locale == default else f"{language.locale}/",
                # Traditional pages are made from the Simplified ones, every one of them.
                default if language.locale == TRADITIONAL else language.locale,
            )
            for language in plugin.config.languages
        ]
    found: list[tuple[str, str, str, str]] = config.extra["offered"]
    return found


def all_addresses(config: MkDocsConfig) -> list[tuple[str, date | None]]:
    """Every address of every language with the day of its last change, for the sitemap."""
    made: dict[str, Edition] = config.extra["editions"]
    default = str(plugin_of(config).default_language)
    found = made[default].addresses()
    for language in plugin_of(config).config.languages:
        edition = made.get(default if language.locale == TRADITIONAL else language.locale)
        if edition and language.locale != default:
            found += [(f"{language.locale}/{address}", changed) for address, changed in edition.addresses()]
    return found


def has_traditional(config: MkDocsConfig) -> bool:
    """True when mkdocs.yml lists Traditional Chinese."""
    return TRADITIONAL in [language.locale for language in plugin_of(config).config.languages]


@dataclass(frozen=True)
class Turning:
    """The Traditional site while it is made: each page beside its Simplified one. `by_hand` are the pages (`a/index.html`)
    that somebody wrote, which follow in a pass of their own; `rest` are Simplified ones that are no pages of MkDocs."""

    site: TraditionalSite
    by_hand: frozenset[str]
    rest: frozenset[str]

    def page(self, address: str, text: str, frame: Sequence[str] = ()) -> bytes | None:
        """Makes the Traditional page of a Simplified one and gives it back; None when it was written by hand. `frame` are
        pieces of it that come again on other pages."""
        return None if address in self.by_hand else self.site.write(address, text, frame)


def turning(config: MkDocsConfig, pages: Iterable[str]) -> Turning | None:
    """What makes the Traditional pages of `pages` (`a/index.html`) and of what lies in the site already; None without
    Traditional Chinese, and in the other languages' passes."""
    if not is_first(config) or not has_traditional(config):
        return None
    made: dict[str, Edition] = config.extra["editions"]
    items = made[TRADITIONAL].site.items if TRADITIONAL in made else ()
    by_hand = frozenset(f"{item.address}index.html" for item in items)
    others = frozenset(language.locale for language in plugin_of(config).config.languages)
    site = Path(config.site_dir)
    rest = simplified(site, others) | set(moved_files(made[language_of(config)]))
    all_pages = [*pages, *rest, *by_hand, f"{SEARCH}{CATALOGUE}"]
    made_site = TraditionalSite(site, all_pages, config.site_url or "", quotes_of(config))
    return Turning(made_site, by_hand, frozenset(rest))


def around_by_hand(output: str, config: MkDocsConfig) -> str:
    """A page whose text was written in Traditional by hand: what stands around it is converted where it is."""
    return TraditionalPages(simplified_to_traditional(quotes_of(config)), InPlace()).page(output, "")


def quotes_of(config: MkDocsConfig) -> str:
    """The quotation marks of Traditional pages."""
    first: Edition = next(iter(config.extra["editions"].values()))
    return first.settings.traditional.quotes
