"""Articles, columns and sites made in memory, on the campaign of tests/sites/minimal, and its files changed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import SITES
from lanmu.content.article import Article, FrontMatter
from lanmu.content.column import Column
from lanmu.content.genres import Genre
from lanmu.content.loading import load
from lanmu.content.settings import Settings, SiteSettings
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, Problem
from lanmu.locales.words import Words

SETTINGS = Settings(site=SiteSettings(name="某专题", publisher="某工会"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NEWS = "news/2008-10-20-peixun.md"
NOTICE = "notices/2008-12-22-gongshi.md"
HOST = "https://www.example.org/zhuanti/"
ZH = Words("zh")


@functools.cache
def minimal_site() -> Site:
    """The site tests/sites/minimal as it stands on the 20th of December 2008."""
    return replace(load(SITES / "minimal"), now=datetime(2008, 12, 20, 12))


def column(name: str) -> Column:
    """A column of the minimal site by its id."""
    return next(column for column in minimal_site().columns if column.id == name)


def genre(name: str) -> Genre:
    """A genre of the minimal site by its name."""
    return minimal_site().genres.by_name[name]


def article(
    name: str, when: str = "2008-10-20 10:30", place: str = "news", body: str = "正文。", **fields: Any
) -> Article:
    """An article docs/<place>/<name>.md; `fields` go over a bare front matter."""
    meta = {"title": f"题{name}", "date": when, "genre": "动态", "source": "某处", "summary": f"摘要{name}。"} | fields
    return Article(
        f"{place}/{name}.md", column(place), genre(str(meta["genre"])), FrontMatter.model_validate(meta), body
    )


def site(articles: Iterable[Article], **changes: Any) -> Site:
    """The minimal site with these articles instead of its own, sorted as load() does; `changes` as in replace()."""
    ordered = tuple(sorted(articles, key=lambda a: (a.date, a.path)))
    return replace(minimal_site(), articles=ordered, pages=(), **changes)


def daily(count: int, start: date = date(2008, 1, 1), step: int = 1, **fields: Any) -> list[Article]:
    """`count` articles, one every `step` days, oldest first."""
    days = (datetime.combine(start, datetime.min.time()) + timedelta(days=step * n, hours=9) for n in range(count))
    return [article(f"a{n:04}", f"{day:%Y-%m-%d %H:%M}", **fields) for n, day in enumerate(days)]


def text_of(path: str) -> str:
    """The text of a file of the minimal site."""
    return (SITES / "minimal" / path).read_text(encoding="utf-8")


PROGRESS = """  - {id: progress, name: 进展, type: 概况信息, kind: reference, description: 时间和台账, keywords: [进展], role: progress}
"""


def data_file(project: Path, name: str, text: str) -> Path:
    """Writes a data file of the pages about progress; gives a project that has no column for them one."""
    columns = project / "docs" / "columns.yml"
    if "role: progress" not in (listed := columns.read_text(encoding="utf-8")):
        columns.write_text(listed + PROGRESS, encoding="utf-8")
    file = project / "docs" / "progress" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def edited(path: str, old: str, new: str) -> str:
    """The text of a file of the minimal site with one passage changed."""
    assert old in text_of(path)
    return text_of(path).replace(old, new, 1)


def problems_of(project: Path) -> list[Problem]:
    """Everything that load() complains about; each has a place, a sentence and a remedy."""
    with pytest.raises(ContentError) as caught:
        load(project / "docs")
    for problem in caught.value.problems:
        assert problem.path.startswith("docs/")
        assert CHINESE.search(problem.message)
        assert CHINESE.search(problem.remedy)
    return caught.value.problems
