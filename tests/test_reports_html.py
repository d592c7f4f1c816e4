"""The report as a page: well formed, alone, safe, grouped by unit; and the documentation of rules shown in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from lanmu.checks.engine.finding import Finding
from lanmu.checks.reports.html import Block, blocks
from lanmu.checks.reports.report import ArticleInfo, Report
from lanmu.checks.reports.writing import FORMATS
from selectolax.lexbor import LexborHTMLParser
from support.sample_reports import CLEAN, DOCUMENT, FULL, RULES, E, report_of


class Balance(HTMLParser):
    """Fails on a tag that is not closed where it must be, and on an id that occurs twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("report", [FULL, CLEAN], ids=["findings", "clean"])
def test_html_is_well_formed_and_stands_alone(report: Report) -> None:
    page = FORMATS["html"](report)
    checker = Balance()
    checker.feed(page)
    assert checker.open == []
    assert len(set(checker.ids)) == len(checker.ids)
    inside = [link[1:] for link in checker.links if link.startswith("#")]
    assert set(inside) <= set(checker.ids)
    assert [link for link in checker.links if not link.startswith("#")] == ["https://www.example.org/a/"][: len(inside)]
    assert not re.search(r"<(script|link|img|iframe)|url\(|@import|style=|\son\w+=", page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')


def test_html_groups_by_unit_and_article_with_the_unnamed_last() -> None:
    tree = LexborHTMLParser(FORMATS["html"](FULL))
    rows = [[cell.text(strip=True) for cell in row.css("th, td")] for row in tree.css(".summary tr")]
    assert rows[1:] == [
        ["示例单位A", "0", "0", "0"],
        ["示例单位B", "1", "2", "1"],
        ["未注明供稿单位", "1", "1", "0"],
        ["合计", "2", "3", "1"],
    ]
    assert [node.text() for node in tree.css(".unit h2")] == ["示例单位B", "未注明供稿单位"]
    assert [node.text() for node in tree.css(".unit h3")] == ["示例文章甲", "docs/图 片/b c.md"]
    assert len(tree.css(".unit .sign")) == 2
    assert [node.text() for node in tree.css(".finding__message")] == [f.message for f in FULL.findings]
    assert len(tree.css(".fixable")) == 1
    assert [node.attributes["id"] for node in tree.css(".rule")] == ["rule-LNK001", "rule-TXT001"]
    assert [node.tag for node in tree.css("#rule-LNK001 > *")][:3] == ["h3", "h4", "p"]


def test_html_escapes_what_manuscripts_bring() -> None:
    evil = Finding("docs/<i>.md", 1, 1, "<script>alert(1)</script>&amp;", '"><b>', "LNK001", E)
    page = FORMATS["html"](
        Report("check_links", (evil,), RULES, 1, titles={"docs/<i>.md": ArticleInfo("<u>", "<s>", "javascript:x")})
    )
    tree = LexborHTMLParser(page)
    assert tree.css("script, i, u, s, a[href^=javascript]") == []
    assert [node.text() for node in tree.css(".finding__message")] == [evil.message]


def test_html_of_a_clean_run_says_so_and_can_be_signed() -> None:
    tree = LexborHTMLParser(FORMATS["html"](report_of(tool="check_links")))
    assert [node.text() for node in tree.css("h1, .clear")] == ["链接检查报告", "没有发现问题"]
    assert [node.text() for node in tree.css(".sign__who")] == ["检查人"]
    assert tree.css("table, .rules") == []


def test_documentation_is_cut_into_blocks() -> None:
    assert list(blocks(DOCUMENT, "站内链接失效")) == [
        Block("heading", "查什么"),
        Block("text", "稿件里的链接，逐个核对。"),
        Block("item", "第一条"),
        Block("item", "第二条"),
        Block("heading", "不合格"),
        Block("text", "没有这个文件："),
        Block("example", "[说明](b.md)\n  缩进照旧"),
        Block("heading", "怎么改"),
        Block("text", "改 link target。"),
    ]


def test_documentation_without_headings_is_shown_too() -> None:
    assert list(blocks("汉字旁边用\n全角标点。", "半角标点")) == [Block("text", "汉字旁边用全角标点。")]
    assert list(blocks("怎么改\n\n        a: 1\n\n\n", ""))[1:] == [Block("example", "a: 1")]
    assert list(blocks("", "")) == []
