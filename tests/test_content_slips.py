"""One slip in one field: its place, the value found and the way out are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.builders import NEWS, NOTICE, edited, problems_of

SAMPLE = "news/samples/2008-10-22-shili.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "field", "value", "remedy"),
    [
        (NEWS, "summary:", "sumary:", 17, "sumary", "不认识的字段", "summary"),
        (NEWS, "summary:", "qqq: 1\nsummary:", 17, "qqq", "不认识的字段", "genre"),
        (NEWS, "{name: 甲,", "{nmae: 甲,", 8, "review.first.nmae", "不认识的字段", "name"),
        (NEWS, "unit: 各支部", "unit: 各支步", 5, "unit", "各支步", "各支部"),
        (NEWS, "phase: 学习", "phase: 不着边际", 11, "phase", "不着边际", "学习、整改"),
        (NEWS, "tasks: [培训]", "tasks: [培训, 整改文题]", 12, "tasks[2]", "整改文题", "整改问题"),
        (NEWS, "outputs: [学习笔记]", "outputs: [学习笔计]", 13, "outputs[1]", "学习笔计", "学习笔记"),
        (NEWS, "topics: [做法成效]", "topics: [做法成果]", 14, "topics[1]", "做法成果", "做法成效"),
        (NOTICE, "problem: 办事慢", "problem: 办事拖", 11, "promise[1].problem", "办事拖", "办事慢"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [search/]", 0, "redirect_from", "search/", "删"),
        (
            NEWS,
            "redirect_from: [old/123/]",
            "redirect_from: [news/2008/10/p2/]",
            0,
            "redirect_from",
            "news/2008/",
            "删",
        ),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [plan/index.html]", 0, "redirect_from", "plan/", "删"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [old/a.php]", 0, "redirect_from", "a.php", "html"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: ['a?id=1']", 0, "redirect_from", "a?id=1", "html"),
        (NEWS, "date: 2008-10-20 10:30", "date: 2008-10-32", 3, "date", "2008-10-32", "请写成"),
        (NOTICE, "deadline: 2009-01-20", "deadline: 2009-02-30", 11, "promise[1].deadline", "2009-02-30", "请写成"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [404.html]", 0, "redirect_from", "404.html", ""),
        (NOTICE, "unit: 办公室, progress", "unit: 办公式, progress", 11, "promise[1].unit", "办公式", "办公室"),
        (NEWS, "phase: 学习", "phase: 整改", 12, "tasks[1]", "培训", "改正"),
        (NEWS, "unit: 各支部", "unit: 示例单位A", 5, "unit", "示例单位A", "真实"),
        (NEWS, "genre: 动态", "genre: 新闻", 4, "genre", "新闻", "讨论纪要"),
        (NEWS, "tags: [培训]", "tags: 培训", 18, "tags", "培训", "方括号"),
        (NEWS, "issue: 1", "issue: 0", 16, "issue", "0", "至少是 1"),
        (NEWS, "title: 各支部开展培训", "title: 2008", 2, "title", "2008", "引号"),
        (NEWS, "title: 各支部开展培训", "title: ' '", 2, "title", "空", "填上"),
        (NEWS, "title: 各支部开展培训", f"title: {'长' * 81}", 2, "title", "最多 80 个字", "压缩"),
        (NEWS, "worker: 2008-11", "worker: 2008-13", 15, "channels.worker", "2008-13", "2008-11"),
        (NEWS, "worker: 2008-11", "worker: 2008-11-05", 15, "channels.worker", "2008-11-05", "posted"),
        (NEWS, "report: 2008", "posted: {bord: 2008-11-05}, report: 2008", 15, "channels.posted.bord", "阵地", "board"),
        (
            NEWS,
            "report: 2008",
            "posted: {board: 2008-11}, report: 2008",
            15,
            "channels.posted.board",
            "2008-11",
            "2008-11-05",
        ),
        (NEWS, "summary:", "sample: 也许\nsummary:", 17, "sample", "也许", "true"),
        (NEWS, "summary:", "source_url: www.x.cn\nsummary:", 17, "source_url", "www.x.cn", "http"),
        (NEWS, "summary:", "image: ../a.png\nsummary:", 17, "image", "../a.png", "文件名"),
        (NEWS, "summary:", "image: a.png\nsummary:", 17, "image", "a.png", "旁边"),
        (NEWS, "summary:", "image: 2008-10-20-peixun.md\nsummary:", 17, "image", "不是图片", ".png"),
        (NEWS, "unit: 各支部\n", "", 2, "", "没有供稿单位也没有来源", "unit"),
        (NOTICE, "end: 2008-12-29", "end: 2008-12-21", 9, "notice", "2008-12-21", "改正"),
        (
            NEWS,
            "redirect_from: [old/123/]",
            "redirect_from: [news/samples/2008-10-22-shili/]",
            0,
            "redirect_from",
            SAMPLE,
            "删",
        ),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [/plan/]", 0, "redirect_from", "plan/index.md", "删"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [a/, a]", 0, "redirect_from", NEWS, "删"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [../a/]", 0, "redirect_from", "../a/", "news/123/"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [a//b]", 0, "redirect_from", "a//b", "news/123/"),
        (
            NEWS,
            "redirect_from: [old/123/]",
            "redirect_from: ['http://a.cn']",
            0,
            "redirect_from",
            "http://a.cn",
            "news",
        ),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: ['']", 0, "redirect_from", "「」", "删"),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [/]", 0, "redirect_from", "「/」", ""),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [news/]", 0, "redirect_from", "news/", ""),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [news/2008/]", 0, "redirect_from", "news/2008/", ""),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [browse/]", 0, "redirect_from", "browse/", ""),
        (NEWS, "redirect_from: [old/123/]", "redirect_from: [index.html]", 0, "redirect_from", "index.html", ""),
        (NOTICE, "unit: 办公室, progress", "unit: 示例单位A, progress", 11, "promise[1].unit", "示例单位A", "真实"),
        (NEWS, "issue: 1", "issue: 3.5", 16, "issue", "整数", "整数"),
        (NEWS, "issue: 1", "issue: true", 16, "issue", "整数", "整数"),
        (NEWS, "issue: 1", "draft: 1", 16, "draft", "true", "true"),
        ("campaign.yml", "to: 2009年2月}", "to: 2009年2月, til: 1}", 3, "period.til", "不认识", "from、to"),
        ("campaign.yml", "from: 2008年9月,", "from: 2008年13月,", 3, "period.from", "13 月", "改"),
        ("campaign.yml", "to: 2009年2月}", "to: 2008年8月}", 3, "period", "2008年8月", "对调"),
        ("campaign.yml", "id: branches", "id: office", 1, "", "office", "不同"),
        ("campaign.yml", "name: 整改问题", "name: 培训", 1, "", "tasks 里的 name「培训」", "不同"),
        (
            "campaign.yml",
            "focus: 学懂",
            "focus: 学懂\n    opening: {id: notes, name: 开会}",
            1,
            "",
            "「notes」",
            "不同",
        ),
        (
            "campaign.yml",
            "focus: 学懂",
            "focus: 学懂\n    opening: {id: a, name: 开会, by: [谁]}",
            1,
            "",
            "「谁」",
            "units",
        ),
        ("columns.yml", "kind: reference", "kind: other", 2, "columns[1].kind", "other", "dated、reference"),
        ("columns.yml", "fresh_days: 14", "status: archived", 3, "columns[2]", "没有归档日期", "closed"),
        ("columns.yml", "fresh_days: 14", "closed: 2009-03-01", 3, "columns[2]", "还在办", "archived"),
        ("columns.yml", "name: 公示", "name: 动态", 1, "", "动态", "不同"),
    ],
)
def test_a_slip_is_named_with_place_value_and_remedy(
    minimal: Path,
    write: Callable[[str, str], Path],
    path: str,
    old: str,
    new: str,
    line: int,
    field: str,
    value: str,
    remedy: str,
) -> None:
    write(path, edited(path, old, new))
    matching = [p for p in problems_of(minimal) if p.field == field and value in p.message]
    assert len(matching) == 1
    assert matching[0].path == f"docs/{path}"
    assert not line or matching[0].line == line
    assert remedy in matching[0].remedy


def test_a_number_for_a_fields_name_is_said_in_chinese_with_its_line(
    minimal: Path, write: Callable[[str, str], Path]
) -> None:
    write(NEWS, edited(NEWS, "issue: 1", "1: 甲"))
    (problem,) = problems_of(minimal)
    assert problem.line == 16
    assert "should be" not in problem.message


def test_an_old_address_may_not_lie_below_another_that_is_a_file(
    minimal: Path, write: Callable[[str, str], Path]
) -> None:
    write(NEWS, edited(NEWS, "[old/123/]", "[a.html, a.html/b/]"))
    (problem,) = problems_of(minimal)
    assert problem.field == "redirect_from"


def test_a_control_character_in_a_text_is_refused(minimal: Path, write: Callable[[str, str], Path]) -> None:
    write(NEWS, edited(NEWS, "title: 各支部开展培训", r'title: "甲\x01乙"'))
    (problem,) = problems_of(minimal)
    assert (problem.line, problem.field) == (2, "title")
