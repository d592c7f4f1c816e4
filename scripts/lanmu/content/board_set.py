"""The set of posters of a month on a notice board: docs/<board>/YYYY-MM.yml says in which order they hang.

Which posters there are, the articles say themselves (`channels: {board: 2008-11}`). Without the file they hang in the order of
the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from lanmu.content.article import Article
from lanmu.content.campaign import Text
from lanmu.content.loading import read_text
from lanmu.content.newspaper_issue import issue_months, issue_path
from lanmu.content.site import Site
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError, Problem

Paths = Annotated[tuple[Text, ...], Field(description="招贴的次序，写文章的路径，从 docs/ 算起；没有写的排在后面")]


MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class BoardSet(Model):
    """The whole file."""

    posters: Paths = ()


def set_months(docs: Path, board: str) -> tuple[str, ...]:
    """The months that have such a file, oldest first."""
    return tuple(month for month in issue_months(docs, board) if MONTH.fullmatch(month))


def ordered(site: Site, board: str, month: str, articles: Sequence[Article]) -> list[Article]:
    """The articles of a month in the order of its file; those that it does not name come after, as they are given.

    Raises ContentError with every fault when the file is wrong. What it names and is not there (any more) is passed over: nothing
    is lost by it.
    """
    path = issue_path(board, month)
    if not (site.docs / path).is_file():
        return list(articles)
    board_set, problems = validate(BoardSet, parse(read_text(site.docs / path, f"docs/{path}"), f"docs/{path}"))
    if board_set is None:
        raise ContentError(problems)
    place = {name: number for number, name in enumerate(board_set.posters)}
    return sorted(articles, key=lambda article: place.get(article.path, len(place)))


def faults(site: Site) -> list[Problem]:
    """Everything that is wrong with the files of sets in the campaigns of a site."""
    problems: list[Problem] = []
    for front in (front for part in site.parts for front in part.campaign.fronts_of("board")):
        for month in set_months(site.docs, front.id):
            try:
                ordered(site, front.id, month, ())
            except ContentError as error:
                problems += error.problems
    return problems
