"""What each template must show, and that no field of the content can put markup into a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lanmu.build.site import build
from selectolax.lexbor import LexborHTMLParser
from support.builders import data_file

Write = Callable[[str, str], Path]
HOSTILE = "<b>甲</b>\"'&乙"
ARTICLE = """---
title: {hostile}
date: 2008-10-25 08:00
genre: 公开承诺
unit: 办公室
source: {hostile}
author: {hostile}
photo: {hostile}
review: {{final: {{name: {hostile}, date: 2008-10-24}}}}
summary: {hostile}
tags: [{hostile}]
tasks: [整改问题]
topics: [做法成效]
outputs: [整改方案]
channels: {{worker: 2008-11, report: 2008-10-26}}
notice: {{start: 2008-10-25, end: 2008-11-10, receiver: {hostile}, contact: {hostile}}}
promise:
  - {{item: {hostile}, problem: 办事慢, goal: {hostile}, measures: {hostile}, deadline: 2009-01-20, unit: 办公室, progress: {hostile}}}
---

正文。
"""


def page(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


@pytest.fixture
def hostile(minimal: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The minimal site, archived and in 2008, with markup in every text field and every kind of page; built."""
    monkeypatch.setenv("LANMU_TEST_CLOCK", "1225000000")  # 2008-10-26
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    write("news/2008-10-25-a.md", ARTICLE.format(hostile=quoted))
    kinds = ("progress", "timeline", "matrix", "ledger", "publicity", "reports", "reading", "glossary", "sitemap")
    for kind in kinds:
        write(f"plan/{kind}.md", f"---\ntitle: {quoted}\nsummary: {quoted}\ntemplate: {kind}.html\n---\n")
    entry = f"{{article: news/2008-10-25-a.md, sent: 2008-10-26, to: {quoted}, taken: 2008-10-26, as: {quoted}}}"
    data_file(minimal, "reports.yml", f"reports: [{entry}]\n")
    for name in ("campaign.yml", "columns.yml", "glossary.yml"):
        file = minimal / "docs" / name
        text = file.read_text(encoding="utf-8")
        for plain in ("主题", "载体", "目标", "学懂", "组织培训", "怎样办得快", "全部栏目", "方案说明", "办事}"):
            text = text.replace(f": {plain}", f": {quoted}" + ("}" if plain.endswith("}") else ""))
        file.write_text(text, encoding="utf-8")
    settings = minimal / "lanmu.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        .replace('icp = ""', f"icp = '''{HOSTILE}'''")
        .replace('contact = ""', f"contact = '''{HOSTILE}'''"),
        encoding="utf-8",
    )
    build(minimal, minimal / "site")
    return minimal / "site"


def test_no_field_puts_markup_into_a_page(hostile: Path) -> None:
    shown = 0
    for file in hostile.rglob("*.html"):
        tree = page(file)
        assert not tree.css("b"), file
        shown += HOSTILE in (tree.body.text() if tree.body else "")
        for meta in tree.css("meta[content]"):
            assert "&lt;" not in (meta.attributes["content"] or ""), file
    assert shown >= 15


def test_an_article_shows_all_its_parts(hostile: Path) -> None:
    tree = page(hostile / "news" / "2008-10-25-a" / "index.html")
    assert tree.css_first("article h1").text() == HOSTILE
    assert tree.css_first("title").text().startswith(HOSTILE)
    assert tree.css_first('meta[name="description"]').attributes["content"] == HOSTILE
    assert tree.css_first(".article__meta").text().count(HOSTILE) == 2
    assert tree.css_first(".notice__state").text() == "公示中"
    assert "2008年10月25日至2008年11月10日" in tree.css_first(".notice").text()
    assert tree.css_first(".promise tbody tr").text().count(HOSTILE) == 4
    assert "".join(tree.css_first(".credit").text().split()) == f"文：{HOSTILE}摄：{HOSTILE}审：{HOSTILE}"
    assert tree.css_first(".neighbours a").text() == "示例动态"
    assert "上一篇" in tree.css_first(".neighbours p").text()
    assert HOSTILE in tree.css_first(".foot").text()


def test_home_shows_state_notices_and_headline(hostile: Path) -> None:
    tree = page(hostile / "index.html")
    assert "今天处在学习" in tree.css_first(".phases__state").text()
    assert tree.css_first(".headline__title a").text() == "整改方案公示"
    assert tree.css_first(".box--notices .rows a").text() == HOSTILE
    assert [state.text() for state in tree.css(".phase__state")] == ["进行中", "未开始"]


def test_drawn_pages_show_what_they_draw(hostile: Path) -> None:
    plan = hostile / "plan"
    timeline = page(plan / "timeline" / "index.html")
    assert [name.text() for name in timeline.css(".timeline__name")] == ["学习进行中", "整改未开始"]
    assert len(timeline.css(".timeline__tasks li")) == 2
    assert page(plan / "matrix" / "index.html").css("tbody a[href]")
    assert len(page(plan / "ledger" / "index.html").css("tbody tr")) == 2
    publicity = page(plan / "publicity" / "index.html")
    assert len(publicity.css("tbody")[0].css("td a")) >= 3
    assert publicity.css_first(".rows a").text() == HOSTILE
    ledger, units, outlets = page(plan / "reports" / "index.html").css(".article table")
    assert [cell.text(deep=True) for cell in ledger.css("tbody td")] == [
        "办公室",
        "2008-10-26",
        HOSTILE,
        f"2008-10-26{HOSTILE}",
    ]
    rows = ["".join(row.text(deep=True).split()) for row in units.css("tbody tr")]
    assert rows == ["办公室零报送报1采1报1采1", "各支部零报送零报送报0采0"]
    assert HOSTILE in outlets.css_first("tbody th").text()
    assert len(page(plan / "glossary" / "index.html").css("dl.glossary dt")) == 2
    assert page(plan / "glossary" / "index.html").css_first("#三查三看") is not None
    assert len(page(hostile / "browse" / "index.html").css(".facet a")) >= 6
    assert page(plan / "progress" / "index.html").css(".duties dt")


def test_lists_and_feeds_lead_to_each_other(hostile: Path) -> None:
    tree = page(hostile / "news" / "index.html")
    assert [a.text() for a in tree.css(".entry__title a")] == [HOSTILE, "示例动态", "各支部开展培训"]
    assert tree.css_first('link[rel="alternate"][href="feed.xml"]') is not None
    assert tree.css_first('link[rel="alternate"][href="feed.json"]') is not None
    assert "按年月查阅" in tree.css_first(".side").text()
    index = "".join(file.read_text(encoding="utf-8") for file in (hostile / "search").rglob("*.js"))
    assert "示例动态" in index


def test_an_archived_column_says_so_everywhere(minimal: Path) -> None:
    columns = minimal / "docs" / "columns.yml"
    text = columns.read_text(encoding="utf-8").replace("fresh_days: 14", "status: archived, closed: 2009-03-01")
    columns.write_text(text, encoding="utf-8")
    build(minimal, minimal / "site")
    for address in ("news", "news/2008", "news/2008-10-20-peixun"):
        tree = page(minimal / "site" / address / "index.html")
        assert "已于2009年3月1日归档" in tree.css_first(".archived").text(), address


def test_front_matter_is_read_in_one_place_only(minimal: Path, write: Write) -> None:
    write("plan/index.md", "---\ntitle: 方案改名\nsummary: 摘要。\n---")
    build(minimal, minimal / "site")
    tree = page(minimal / "site" / "plan" / "index.html")
    assert tree.css_first("h1").text() == "方案改名"
    assert "摘要。" not in tree.css_first(".prose").text()
