"""Where the links of a source lead: to a file below docs/, a page that the site makes, an anchor, or another host."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from lanmu.checks.engine.project import Project, Source
from lanmu.checks.sources.slips import is_local_only, slip_of
from lanmu.content.addresses import CALENDAR, address_of
from lanmu.text.allowed_html import ELEMENTS
from lanmu.text.scanned import Tag

# What a backslash may stand before in Markdown; it is then no part of the target.
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")
# Written when the site is built; MkDocs knows nothing of them.
WRITTEN_LATER = ("feed.xml", "feed.json", CALENDAR, "sitemap.xml", "robots.txt")


@dataclass(frozen=True)
class LocalTarget:
    """`path` below docs/ (a trailing slash is kept; empty: the file itself), `anchor` without the #, both unquoted.

    A path that begins with `../` leaves docs/.
    """

    path: str
    anchor: str
    query: str = ""


@dataclass(frozen=True)
class Reference:
    """Something that leads elsewhere: the target, and its place in the file.

    MkDocs turns targets in Markdown into addresses. It leaves those in raw HTML (`html`) as they are: the browser counts
    them from the page's address.
    """

    target: str
    offset: int
    html: bool = False


@dataclass(frozen=True)
class Destination:
    """What a relative link leads to: `path` below docs/ of the file or page, None when there is none.

    `wanted` is the path that was looked for.
    """

    path: str | None
    wanted: str
    anchor: str = ""


def references(source: Source) -> Iterator[Reference]:
    """Every link, picture and definition of a file, those in raw HTML and the address of the original with them."""
    for link in source.links:
        # Words are no target: rule TXT024 reports them.
        if link.is_text:
            continue
        mail = "mailto:" if link.kind == "auto" and ":" not in link.target else ""
        yield Reference(mail + ESCAPED.sub(r"\1", link.target), link.target_start)
    for tag in published_tags(source):
        for name in ("href", "src"):
            if name in tag.attributes and not tag.closing:
                yield Reference(*tag.attributes[name], html=True)
    article = source.article
    if article and article.meta.source_url and source.head:
        start = source.line_start(source.head.line(("source_url",)))
        if (place := source.text.find(article.meta.source_url, start, source.body_start)) >= 0:
            yield Reference(article.meta.source_url, place, html=True)


def published_tags(source: Source) -> Iterator[Tag]:
    """The tags that stay on the page; the others lead nowhere, and SEC001 or SEC005 reports them."""
    return (tag for tag in source.tags if tag.name in ELEMENTS)


def counted_from(folder: str, target: str) -> LocalTarget | None:
    """Where a relative link leads, counted from a folder; None for other hosts, absolute paths, mail and the like."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or parts.path.startswith("/") or "\\" in parts.path:
        return None
    path = unquote(parts.path)
    if path:
        slash = "/" if path.endswith("/") else ""
        path = posixpath.normpath(posixpath.join(folder, path)) + slash
    return LocalTarget(path, unquote(parts.fragment), parts.query)


def relative(source: Source, reference: Reference) -> LocalTarget | None:
    """A relative link as MkDocs or, in raw HTML, the browser counts it; None for what is wrong in itself."""
    if is_local_only(reference.target) or slip_of(reference.target):
        return None
    path = source.below_docs
    return counted_from(address_of(path) if reference.html else posixpath.dirname(path), reference.target)


def leaves_docs(target: LocalTarget) -> bool:
    """True when the path leads out of docs/."""
    return target.path.startswith("../") or target.path == ".."


def destination(source: Source, reference: Reference) -> Destination | None:
    """What a relative link leads to; None when it is no relative link, or one that leaves docs/."""
    target = relative(source, reference)
    if target is None or leaves_docs(target):
        return None
    if not target.path:
        return Destination(source.below_docs, "", target.anchor)
    project, path = source.project, target.path
    if path in project.files and not path.endswith((".yml", ".md" if reference.html else ".yml")):
        return Destination(path, path, target.anchor)
    if reference.html and posixpath.basename(path) not in WRITTEN_LATER:
        return Destination(page_at(project, path), path, target.anchor)
    # Without a model nobody knows which lists the site makes.
    unknown = project.site is None and path.endswith("/index.md")
    there = reference.html or unknown or is_page(project, path)
    return Destination(path if there else None, path, target.anchor)


def is_page(project: Project, path: str) -> bool:
    """True when the path is the source of a page, written or generated."""
    return path.endswith(".md") and (path in project.files or path in project.generated)


def page_at(project: Project, address: str) -> str | None:
    """The source of the page at an address such as `a/b/`, `a/b` or `a/b/index.html`."""
    stem = re.sub(r"(^|/)index\.html?$", r"\1", address)
    stem = re.sub(r"\.html?$", "", stem).strip("/")
    stem = "" if stem == "." else stem
    candidates = (f"{stem}.md", f"{stem}/index.md") if stem else ("index.md",)
    return next((path for path in candidates if is_page(project, path)), None)


def meant_page(source: Source, target: str) -> str | None:
    """The page that is meant by a link to its address instead of its file, as counted in the file or the browser."""
    for folder in (posixpath.dirname(source.below_docs), address_of(source.below_docs)):
        local = counted_from(folder, target)
        if local and local.path and not leaves_docs(local) and (page := page_at(source.project, local.path)):
            return page
    return None


def from_here(source: Source, path: str) -> str:
    """A path below docs/ as a link in this file says it."""
    return posixpath.relpath(path, posixpath.dirname(source.below_docs) or ".")


def html_address(source: Source, path: str) -> str:
    """A path below docs/ as a link in raw HTML must say it: from the page's address."""
    is_page_source = path.endswith(".md")
    address = address_of(path) if is_page_source else path
    away = posixpath.relpath(address or ".", address_of(source.below_docs) or ".")
    return f"{away}/" if is_page_source else away


def web_parts(target: str) -> SplitResult | None:
    """The parts of an address at another host, also of one without `https:`; None for everything else."""
    if is_local_only(target) or slip_of(target):
        return None
    parts = urlsplit(target)
    return parts if parts.netloc and parts.scheme in ("", "http", "https") else None
