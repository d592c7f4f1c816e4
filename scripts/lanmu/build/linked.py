"""Which files beside the articles go out: those that a page of the site links to or shows, as it was made.

What a source only mentions (in a comment, in code, in a definition that nobody uses) is in no page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from selectolax.lexbor import LexborHTMLParser

from lanmu.build.languages import source_of
from lanmu.build.quick.assembly import take_away
from lanmu.content.addresses import PRINT
from lanmu.views.edition import Edition

ATTRIBUTES = ("href", "src", "poster", "data")
LINKS = ",".join((*(f"[{name}]" for name in ATTRIBUTES), "[srcset]"))


def targets(page: str, address: str) -> Iterator[str]:
    """The paths below the site's root that the HTML `page` at `address` (`a/b/index.html`) leads to or shows."""
    folder = posixpath.dirname(address)
    for node in LexborHTMLParser(page).css(LINKS):
        found = node.attributes
        values = [found.get(name) for name in ATTRIBUTES]
        values += [entry.split()[0] for entry in (found.get("srcset") or "").split(",") if entry.strip()]
        for value in values:
            if path := local(value or ""):
                yield posixpath.normpath(posixpath.join(folder, path))


def local(target: str) -> str:
    """The path of an address on this site; empty for what lies elsewhere."""
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.path)


def beside(files: Iterable[File], edition: Edition) -> frozenset[str]:
    """The addresses of the files that go out only where a page links to them; none but in a production build."""
    if not edition.production:
        return frozenset()
    others = (file for file in files if not file.is_documentation_page())
    return frozenset(f.dest_uri for f in others if is_of_docs(f, edition) or f.dest_uri.startswith(PRINT))


def is_hidden(file: File, edition: Edition, mentioned: frozenset[str]) -> bool:
    """True for a source that an edition must not show.

    A production build looks only at files that its sources mention, in whatever language (`mentioned`): what lies beside
    a draft or an internal article, or was left there by chance, stays in the office.
    """
    if file.is_documentation_page():
        return source_of(file) not in edition.site.by_path
    return edition.production and is_of_docs(file, edition) and file.src_uri not in mentioned


def is_of_docs(file: File, edition: Edition) -> bool:
    """True for a file of docs/, false for those of the theme and what the build makes."""
    return file.src_dir is not None and Path(file.src_dir) == edition.site.docs


def note(config: MkDocsConfig, page: str, address: str) -> None:
    """Notes of the page under way which of the files it links to."""
    if could := config.extra["beside"]:
        config.extra.setdefault("beside_page", []).extend(sorted(could.intersection(targets(page, address))))


def prune(config: MkDocsConfig) -> None:
    """Takes out of the site the files that none of its pages links to, nor names as its picture."""
    site, editions = Path(config.site_dir), config.extra["editions"].values()
    articles = (article for edition in editions for article in edition.site.articles)
    named = {path for article in articles for path in (article.image, article.audio) if path}
    left = config.extra["beside"] - config.extra["linked"] - named - set(config.extra.get("beside_page", ()))
    take_away(site, [path for path in left if (site / path).is_file()])
