"""Draws the bar, and the page that lists everything the checks found."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from lanmu.checks.engine.publishing import decides, is_of_translation, refusal
from lanmu.checks.reports.html import place
from lanmu.content import settings as config
from lanmu.content.addresses import address_of
from lanmu.content.article import Article
from lanmu.content.dates import now
from lanmu.content.publication import Conditions, Refusal, State, publication_state, state_of_translation
from lanmu.content.translation import SUFFIX, source_path
from lanmu.diagnostics.errors import ContentError
from lanmu.preview.bar.findings import CheckResults, ReportedFinding
from lanmu.preview.bar.sources import Source, source_at
from lanmu.preview.request_path import file_in
from lanmu.storage.program_data import html_templates

OPEN = "/_lanmu/open"
PLACE = re.compile(
    r"(?P<path>(?:docs|overrides)/[^\s:]+|mkdocs\.yml|lanmu\.toml)(?::(?P<line>\d+))?(?::(?P<column>\d+))?"
)


class Counts(NamedTuple):
    """How many errors and reminders there are: the worst of them, for the colour, and the words."""

    kind: str
    words: str


def count(findings: Iterable[ReportedFinding]) -> Counts:
    errors = [noted.is_error for noted in findings]
    numbers = {"错误": sum(errors), "提醒": len(errors) - sum(errors)}
    words = "，".join(f"{name} {number} 处" for name, number in numbers.items() if number)
    return Counts("error" if any(errors) else "warning" if errors else "none", words or "没有发现问题")


class Piece(NamedTuple):
    """A piece of a text for the editor; one that names a place in a file leads there."""

    text: str
    path: str = ""
    line: int = 0
    column: int = 0


def pieces(text: str) -> Iterator[Piece]:
    """A text in pieces, the places in files apart: `docs/a.md:3:1`."""
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
        self.templates = html_templates(Path(__file__).parent)
        self.templates.filters |= {"place": place, "count": count, "pieces": self.pieces, "quote": quote}
        self.templates.globals |= {"in_editor": in_editor}

    def bar(self, page: str, results: CheckResults, problem: str, *, building: bool = False) -> str:
        """The bar for the page at an address, from the site's root; also where there is no page, or none yet.

        `problem` is what kept the last build from ending, empty when it went well; `building` says that one is under way.
        """
        source = source_at(self.root / "docs", page)
        return self.templates.get_template("bar.html").render(
            page=page,
            source=source,
            state=self.state(source, results.findings) if source else None,
            own=[noted for noted in results.findings if source and shows(source, noted.finding.path)],
            results=results,
            problem=problem,
            building=building,
        )

    def overview(self, results: CheckResults, problem: str) -> str:
        """The page with all findings, by file."""
        by_file = [(path, list(noted)) for path, noted in groupby(results.findings, key=lambda n: n.finding.path)]
        return self.templates.get_template("overview.html").render(
            files=[(path, page_of(path), noted) for path, noted in by_file], results=results, problem=problem
        )

    def state(self, source: Source, findings: Iterable[ReportedFinding] = ()) -> State | None:
        """The publication state of the article or translation, with the findings of the checks taken into account; None for a
        page, or when lanmu.toml cannot be used."""
        article = source.item
        if not isinstance(article, Article):
            return None
        try:
            columns = config.load(self.root / "lanmu.toml").review.columns
        except ContentError:
            return None
        refusals: dict[str, list[Refusal]] = {}
        for finding in (noted.finding for noted in findings):
            # Of an article and its translations, each is refused for what is wrong with itself.
            is_of_article = source_path(finding.path) == f"docs/{article.path}"
            if decides(finding.code, finding.level) and (is_of_article or shows(source, finding.path)):
                owner = finding.path.removeprefix("docs/") if is_of_translation(finding) else article.path
                refusals.setdefault(owner, []).append(refusal(finding, owner))
        conditions = Conditions(self.root / "docs", columns, now(), refusals)
        state = publication_state(article, conditions)
        if source.translation:
            state = state_of_translation(source.translation, state, conditions)
        # The errors themselves are listed below it.
        return replace(state, step=state.step.partition("\n")[0])

    def pieces(self, text: str) -> Iterator[Piece]:
        # Without the path of the project on this machine: pages are saved and sent on.
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


def shows(source: Source, path: str) -> bool:
    """True for the file itself, and for a picture or attachment that it shows or links."""
    below = path.removeprefix("docs/")
    return below == source.path or (not below.endswith((".md", ".yml", ".toml")) and source.names(below))


def page_of(path: str) -> str | None:
    """The address at which a Markdown file is shown, from the site's root; None for other files."""
    if not (path.startswith("docs/") and path.endswith(".md")):
        return None
    below = path.removeprefix("docs/")
    language = SUFFIX.search(below)
    return f"/{language['language']}/{address_of(SUFFIX.sub('.md', below))}" if language else f"/{address_of(below)}"
