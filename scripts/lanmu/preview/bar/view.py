"""Draws the bar, and the page that lists everything the checks found."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lanmu.checks.engine.publishing import decides, is_of_translation, refusal
from lanmu.checks.reports.html import place
from lanmu.content import settings as config
from lanmu.content.addresses import address_of
from lanmu.content.article import Article
from lanmu.content.dates import now
from lanmu.content.publication import Conditions, Refusal, State, publication_state, state_of_translation
from lanmu.content.translation import SUFFIX, source_path
from lanmu.diagnostics.errors import ContentError
from lanmu.preview.bar.findings import Known, Noted
from lanmu.preview.bar.sources import Source, source_at
from lanmu.preview.request_path import file_in

OPEN = "/_lanmu/open"
PLACE = re.compile(
    r"(?P<path>(?:docs|overrides)/[^\s:]+|mkdocs\.yml|lanmu\.toml)(?::(?P<line>\d+))?(?::(?P<column>\d+))?"
)


@dataclass(frozen=True)
class Counts:
    """How many errors and reminders."""

    errors: int
    warnings: int

    @property
    def kind(self) -> str:
        """The worst of them, for the colour."""
        return "error" if self.errors else "warning" if self.warnings else "none"

    def __str__(self) -> str:
        words = ((self.errors, "错误"), (self.warnings, "提醒"))
        return "，".join(f"{word} {count} 处" for count, word in words if count) or "没有发现问题"


def count(findings: Iterable[Noted]) -> Counts:
    """How many of each."""
    errors = [noted.is_error for noted in findings]
    return Counts(sum(errors), len(errors) - sum(errors))


@dataclass(frozen=True)
class Piece:
    """A piece of a text for the editor; one that names a place in a file leads there."""

    text: str
    path: str = ""
    line: int = 0
    column: int = 0


def pieces(text: str) -> Iterator[Piece]:
    """The text in pieces, the places in files apart: `docs/a.md:3:1`."""
    end = 0
    for match in PLACE.finditer(text):
        yield Piece(text[end : match.start()])
        yield Piece(match[0], match["path"], int(match["line"] or 0), int(match["column"] or 0))
        end = match.end()
    yield Piece(text[end:])


class View:
    """Draws for the project in the folder `root`. Everything that comes from a manuscript is escaped."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.templates.filters |= {"place": place, "count": count, "pieces": self.pieces, "quote": quote}
        self.templates.globals |= {"in_editor": in_editor}

    def bar(self, page: str, known: Known, problem: str, *, behind: bool = False) -> str:
        """The bar for the page at an address, from the site's root; also where there is no page, or none yet.

        `problem` is what kept the last build from ending, empty when it went well; `behind` says that one is under way.
        """
        source = source_at(self.root / "docs", page)
        own = [noted for noted in known.findings if source and concerns(noted, source)]
        return self.templates.get_template("bar.html").render(
            page=page,
            source=source,
            state=self.state(source, known.findings) if source else None,
            own=own,
            known=known,
            problem=problem,
            behind=behind,
        )

    def state(self, source: Source, findings: Iterable[Noted] = ()) -> State | None:
        """How near the article or translation is to being published, by what the checks found as well; None for a page, or
        when lanmu.toml cannot be used."""
        article = source.item
        if not isinstance(article, Article):
            return None
        try:
            columns = config.load(self.root / "lanmu.toml").review.columns
        except ContentError:
            return None
        own = [noted.finding for noted in findings if belongs(noted, source, article)]
        refusals: dict[str, list[Refusal]] = {}
        for finding in own:
            owner = finding.path.removeprefix("docs/") if is_of_translation(finding) else article.path
            if decides(finding.code, finding.level):
                refusals.setdefault(owner, []).append(refusal(finding, owner))
        conditions = Conditions(self.root / "docs", columns, now(), refusals)
        state = publication_state(article, conditions)
        if source.translation:
            state = state_of_translation(source.translation, state, conditions)
        # What the errors are stands below.
        return replace(state, step=state.step.partition("\n")[0])

    def overview(self, known: Known, problem: str) -> str:
        """The page with all findings, by file."""
        by_file = [(path, list(found)) for path, found in groupby(known.findings, key=lambda n: n.finding.path)]
        return self.templates.get_template("overview.html").render(
            files=[(path, page_of(path), found) for path, found in by_file], known=known, problem=problem
        )

    def pieces(self, text: str) -> Iterator[Piece]:
        """The text in pieces, files named from the project's folder: where that lies on this machine no page says, for pages
        are saved and sent on."""
        return pieces(text.replace(f"{self.root}{os.sep}", ""))

    def editor_address(self, asked: Mapping[str, Sequence[str]]) -> str | None:
        """The address that opens a file in VS Code, for what `in_editor` asks; None for no file of the project."""
        path, line, column = (asked.get(name, [""])[0] for name in ("path", "line", "column"))
        file = file_in(self.root, f"/{path}")
        if not path or file is None:
            return None
        place = "".join(f":{number}" for number in (line, column) if number.isascii() and number.isdigit())
        return f"vscode://file/{quote(file.as_posix().lstrip('/'), safe='/:')}{place}"


def in_editor(path: str, line: int = 0, column: int = 0) -> str:
    """The preview's address that leads to a file of the project in VS Code, at a line and column where they are known."""
    places = (("path", path), ("line", line), ("column", column))
    return f"{OPEN}?{urlencode({name: value for name, value in places if value}, safe='/')}"


def concerns(noted: Noted, source: Source) -> bool:
    """True for what was found in the file itself, or in a picture or attachment that it shows or links."""
    path = noted.finding.path.removeprefix("docs/")
    return path == source.path or (not path.endswith((".md", ".yml", ".toml")) and source.names(path))


def belongs(noted: Noted, source: Source, article: Article) -> bool:
    """True for what was found in a source, in the article that it is of, or in a translation of that."""
    return concerns(noted, source) or source_path(noted.finding.path) == f"docs/{article.path}"


def page_of(path: str) -> str | None:
    """The address at which a Markdown file is shown, from the site's root; None for other files."""
    if not (path.startswith("docs/") and path.endswith(".md")):
        return None
    below = path.removeprefix("docs/")
    language = SUFFIX.search(below)
    return f"/{language['language']}/{address_of(SUFFIX.sub('.md', below))}" if language else f"/{address_of(below)}"
