"""Which files a site has: every one has one source, and what lies beside articles goes out only where a page links to it.

Two files that would stand at one address would silently cover each other; so would two that differ only in capitals, or in
the way an accent is written, on Windows and macOS; and where one is a file, the other cannot be a folder. What a source
only mentions (in a comment, in code, in a definition that nobody uses) is in no page.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files
from selectolax.lexbor import LexborHTMLParser

from lanmu.build import headers
from lanmu.build.audience import MARKER
from lanmu.build.languages import FEEDS, source_of
from lanmu.build.redirects import moved_files
from lanmu.content.addresses import CALENDAR, PRINT
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind
from lanmu.views import feeds
from lanmu.views.calendar import dates
from lanmu.views.edition import Edition

OURS = "自动生成的文件"
AT_ROOT = (headers.FILE, "robots.txt", "sitemap.xml", "404.html", MARKER)
ATTRIBUTES = ("href", "src", "poster", "data")
LINKS = ",".join((*(f"[{name}]" for name in ATTRIBUTES), "[srcset]"))


@dataclass
class Outputs:
    """The paths that a build writes (files and folders), each with its source; normalised, so that paths that are the same on
    one of the systems are the same here."""

    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, source: str) -> Problem | None:
        """Notes that `source` is written to `path`; returns a problem when another source has that path, or needs it as a
        folder."""
        name = path.lower() if path.isascii() else unicodedata.normalize("NFC", path).lower()
        owner = self.files.setdefault(name, source)
        if owner == source:
            owner = self.folders.get(name, source)
        while (name := name.rpartition("/")[0]) and name not in self.folders:
            self.folders[name] = source
            if owner == source:
                owner = self.files.get(name, source)
        if owner == source:
            return None
        reported, covered = (source, owner) if source != OURS else (owner, source)
        message = f"和{covered if covered == OURS else f' {covered} '}的网址「{path}」相同，一个会盖掉另一个。"
        return Problem(reported, 0, message, "给它改名，或者移到别的文件夹。", kind=ProblemKind.ADDRESS)


def check(outputs: Outputs, files: Files, edition: Edition, folder: str, *, is_by_hand: bool) -> None:
    """Raises BuildError when a path of this language's pass collides with another path of the build."""
    problems = [outputs.add(path, source) for path, source in written(files, edition, folder, is_by_hand=is_by_hand)]
    if collisions := [problem for problem in problems if problem]:
        raise BuildError(str(ContentError(collisions)))


def written(files: Files, edition: Edition, folder: str, *, is_by_hand: bool) -> Iterator[tuple[str, str]]:
    """Every file that a pass writes below `folder` and that has no digest in its name, with its source."""
    for file in files:
        yield file.dest_uri, f"docs/{file.src_uri}" if is_of_docs(file, edition.site.docs) else OURS
    if is_by_hand:
        return
    start = f"{folder}/" if folder else ""
    for path, article in moved_files(edition).items():
        yield f"{start}{path}", f"docs/{article.path}"
    for feed in feeds.feeds(edition.site, "", edition.words):
        yield from ((f"{start}{feed.address}{name}", OURS) for name in FEEDS)
    if dates(edition):
        yield f"{start}{CALENDAR}", OURS
    if not folder:
        yield from ((name, OURS) for name in AT_ROOT)


def is_of_docs(file: File, docs: Path) -> bool:
    """True for a file of `docs`, false for those of the theme and what the build makes."""
    return file.src_dir == str(docs)


def is_hidden(file: File, edition: Edition, mentioned: frozenset[str]) -> bool:
    """True for a source that an edition must not show.

    A production build looks only at files that its sources mention, in whatever language (`mentioned`): what lies beside
    a draft or an internal article, or was left there by chance, stays in the office.
    """
    if file.is_documentation_page():
        return source_of(file) not in edition.site.by_path
    return edition.production and is_of_docs(file, edition.site.docs) and file.src_uri not in mentioned


def optional_files(files: Iterable[File], edition: Edition) -> frozenset[str]:
    """The addresses of the files that go out only where a page links to them; none but in a production build."""
    if not edition.production:
        return frozenset()
    others = (file for file in files if not file.is_documentation_page())
    return frozenset(f.dest_uri for f in others if is_of_docs(f, edition.site.docs) or f.dest_uri.startswith(PRINT))


def linked_targets(page: str, address: str) -> Iterator[str]:
    """The paths below the site's root that the HTML `page` at `address` (`a/b/index.html`) leads to or shows."""
    folder = posixpath.dirname(address)
    for node in LexborHTMLParser(page).css(LINKS):
        attributes = node.attributes
        values = [attributes.get(name) for name in ATTRIBUTES]
        values += [entry.split()[0] for entry in (attributes.get("srcset") or "").split(",") if entry.strip()]
        for value in values:
            if path := local_target(value or ""):
                yield posixpath.normpath(posixpath.join(folder, path))


def local_target(target: str) -> str:
    """The path of an address on this site; empty for what lies elsewhere."""
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.path)


def remove_unlinked(site: Path, editions: Iterable[Edition], optional: frozenset[str], linked: set[str]) -> None:
    """Takes out of the site the files that none of its pages links to, nor names as its picture."""
    articles = (article for edition in editions for article in edition.site.articles)
    named = {path for article in articles for path in (article.image, article.audio) if path}
    for path in optional - linked - named:
        file = site / path
        file.unlink(missing_ok=True)
        while file.parent != site and file.parent.is_dir() and not any(file.parent.iterdir()):
            file = file.parent
            file.rmdir()
