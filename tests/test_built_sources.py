"""A fault of the built site names the article and line it comes from, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SITES, WHOLE
from lanmu.checks.built.origin import locate, source_of
from lanmu.checks.built.reference import Outcome
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.project import read_project
from lanmu.content.settings import load as load_settings
from support.built_sites import HEAD, findings, minimal, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose articles have faults, and the site built from it by hand."""
    article = "---\ntitle: 甲\nimage: tu.jpg\n---\n\n见[乙](../plan/yi.md#节)、[乙](../plan/yi.md#节)。\n\n![图][t]\n\n[t]: gone.png\n"
    body = '<a href="../../plan/yi/#节">乙</a><a href="../../plan/yi/#节">乙</a><img alt="图" src="../gone.png">'
    nav = '<nav><a class="n" href="{}gone/">没有</a></nav>'
    pages = {f"site/news/p{n}/index.html": f"{HEAD}{nav.format('../../')}" for n in range(30)}
    home = "".join(f'<a href="news/p{n}/">{n}</a>' for n in range(30))
    write(
        tmp_path,
        {
            "docs/news/jia.md": article,
            "docs/plan/yi.md": "---\ntitle: 乙\n---\n\n## 节目\n",
            "site/index.html": f'{HEAD}{nav.format("")}{home}<a href="news/jia/">甲</a><a href="plan/yi/">乙</a>',
            "site/news/jia/index.html": f'{HEAD}{nav.format("../../")}{body}<img alt="" src="../tu.jpg">',
            "site/plan/yi/index.html": f'{HEAD}<h2 id="节目">节目</h2>',
            **pages,
        },
    )
    for name in ("campaign.yml", "columns.yml", "glossary.yml"):
        (tmp_path / "docs" / name).write_bytes((SITES / "checked" / "docs" / name).read_bytes())
    return tmp_path


def test_faults_name_the_article_and_its_line(project: Path) -> None:
    site = read_site(read_project(project, load_settings(WHOLE / "lanmu.toml")), project / "site")
    places = {(f.path, f.line, f.column, f.code, f.page) for f in findings(site)}
    page = "site/news/jia/index.html"
    assert {
        ("docs/news/jia.md", 6, 6, "OUT002", page),
        ("docs/news/jia.md", 6, 27, "OUT002", page),
        ("docs/news/jia.md", 10, 6, "OUT015", page),
        ("docs/news/jia.md", 3, 1, "OUT015", page),
    } <= places
    anchor = next(f for f in findings(site) if f.code == "OUT002")
    assert "../plan/yi.md#节目" in anchor.remedy


def test_navigation_is_reported_once(project: Path) -> None:
    site = read_site(read_project(project, load_settings(WHOLE / "lanmu.toml")), project / "site")
    broken = [f for f in findings(site) if f.code == "OUT001"]
    assert [(f.path, f.line, "另有 31 个网页相同" in f.message) for f in broken] == [("site/index.html", 1, True)]
    few = [f"site/news/p{n}/index.html" for n in range(30)][5:]
    for name in few:
        (project / name).write_text(f"{HEAD}<p>正文</p>", encoding="utf-8")
    site = read_site(site.project, project / "site")
    broken = [f for f in findings(site) if f.code == "OUT001"]
    assert [(f.path, "另有 6 个网页相同" in f.message) for f in broken] == [("site/index.html", True)]


def test_the_same_target_in_two_texts_is_reported_twice(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": f'{HEAD}<a href="b.html">乙</a>见<a href="gone/">旧文</a>。'})
    write(tmp_path, {"b.html": f'{HEAD}<p>又见<a title="旧" href="gone/">那篇旧文</a>。'})
    site = read_site(None, tmp_path)
    assert sorted(place.path.rpartition("/")[2] for place in locate(site, site.failing([Outcome.MISSING]))) == [
        "b.html",
        "index.html",
    ]


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("index.html", "index.md"),
        ("plan/index.html", "plan/index.md"),
        ("news/2008-11-18-jiben/index.html", "news/2008-11-18-jiben.md"),
        ("news/2008-11-18-jiben.html", "news/2008-11-18-jiben.md"),
        ("zh-Hant/news/2008-11-18-jiben/index.html", "news/2008-11-18-jiben.md"),
        ("news/2008/11/index.html", None),
    ],
)
def test_the_source_of_a_page(page: str, source: str | None, tmp_path: Path) -> None:
    site = read_site(minimal(), write(tmp_path, {"index.html": HEAD}))
    article = source_of(site, page)
    assert (article.below_docs if article else None) == source


def test_a_right_link_to_the_same_page_is_not_taken_for_the_wrong_one(project: Path) -> None:
    article = project / "docs" / "news" / "jia.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("见[乙]", "见[好](../plan/yi.md#节目)\n\n见[乙]"), encoding="utf-8"
    )
    site = read_site(read_project(project, load_settings(WHOLE / "lanmu.toml")), project / "site")
    assert [(f.path, f.line) for f in findings(site) if f.code == "OUT002"] == [("docs/news/jia.md", 8)] * 2


def test_what_is_commented_out_is_not_the_place(tmp_path: Path) -> None:
    write(tmp_path, {"index.html": f'{HEAD}\n<!-- <a href="gone/">旧</a> -->\n<a href="gone/">新</a>'})
    site = read_site(None, tmp_path)
    assert [place.line for place in locate(site, site.failing([Outcome.MISSING]))] == [3]
