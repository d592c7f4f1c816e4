"""docs/ is read into one model, or everything that is wrong in it is said at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import SITES
from lanmu.content.addresses import address_of, old_address
from lanmu.content.loading import load
from lanmu.diagnostics.errors import ContentError, Exit
from support.builders import NEWS, NOTICE, edited, problems_of, text_of

Write = Callable[[str, str], Path]
SAMPLE = "news/samples/2008-10-22-shili.md"


def test_the_minimal_site_is_read() -> None:
    site = load(SITES / "minimal")
    assert [a.path for a in site.articles] == ["plan/points.md", NEWS, SAMPLE, NOTICE]
    assert [page.path for page in site.pages] == ["index.md", "plan/index.md"]
    assert [column.id for column in site.columns] == ["plan", "news", "notices"]
    assert [term.term for term in site.terms] == ["三查三看", "三查"]
    news = site.articles[1]
    assert (news.title, news.source, news.month, news.address) == (
        "各支部开展培训",
        "各支部",
        "2008-10",
        "news/2008-10-20-peixun/",
    )
    assert (news.date, news.pub_date) == (datetime(2008, 10, 20, 10, 30), "2008-10-20 10:30")
    assert news.body.strip() == "正文。"
    assert news.meta.channels.report == news.last_changed.replace(day=21) == date(2008, 10, 21)
    assert site.by_path[NEWS] is news


def test_dated_columns_are_newest_first_and_reference_columns_in_their_order(minimal: Path, write: Write) -> None:
    write("news/b.md", edited(NEWS, "issue: 1\n", "").replace("[old/123/]", "[]"))
    for name, order in (("z", "order: 5"), ("y", ""), ("x", "order: 20")):
        write(f"plan/{name}.md", edited("plan/points.md", "order: 10", order))
    groups = load(minimal / "docs").by_column
    assert [a.path for a in groups["news"]] == [SAMPLE, "news/b.md", NEWS]
    assert [a.path for a in groups["plan"]] == ["plan/z.md", "plan/points.md", "plan/x.md", "plan/y.md"]


def test_the_named_source_goes_before_the_unit_and_a_change_before_the_publication(minimal: Path, write: Write) -> None:
    write(NEWS, edited(NEWS, "summary:", "source: 某报\nupdated: 2008-12-01\nsummary:"))
    news = load(minimal / "docs").articles[1]
    assert (news.meta.unit, news.source, news.last_changed) == ("各支部", "某报", date(2008, 12, 1))


def test_addresses() -> None:
    assert [address_of(path) for path in ("a/b.md", "a/index.md", "index.md")] == ["a/b/", "a/", ""]


def test_an_old_address_pasted_from_a_browser_works_or_is_refused() -> None:
    assert old_address("%E4%B8%AD/a/") in ("中/a/", None)


def test_all_problems_of_all_files_are_reported_at_once(minimal: Path, write: Write) -> None:
    write(NEWS, edited(NEWS, "title: 各支部开展培训", "titel: 各支部开展培训").replace("issue: 1", "issue: 头一期"))
    write(NOTICE, edited(NOTICE, "unit: 办公室\n", "unit: 办公式\n").replace("date: 2008-12-22 09:00", "date: 昨天"))
    write("stray.md", text_of(NEWS))
    problems = {(p.path, p.line, p.field): f"{p.message}{p.remedy}" for p in problems_of(minimal)}
    assert set(problems) == {
        (f"docs/{NEWS}", 2, "titel"),
        (f"docs/{NEWS}", 2, "title"),
        (f"docs/{NEWS}", 16, "issue"),
        (f"docs/{NOTICE}", 3, "date"),
        ("docs/stray.md", 0, ""),
    }
    assert "title" in problems[f"docs/{NEWS}", 2, "titel"]
    assert "头一期" in problems[f"docs/{NEWS}", 16, "issue"]
    assert "昨天" in problems[f"docs/{NOTICE}", 3, "date"]
    with pytest.raises(ContentError, match=r"内容有 5 处需要修改：\n(.+改法：.+\n?){5}") as caught:
        load(minimal / "docs")
    assert caught.value.exit_code == Exit.FINDINGS == 1
    assert caught.value.problems == sorted(caught.value.problems)


def test_all_data_files_are_looked_at(minimal: Path, write: Write) -> None:
    write("campaign.yml", edited("campaign.yml", "name: 学习活动\n", ""))
    write("columns.yml", "columns: []\n")
    write("glossary.yml", "terms:\n  - {term: 甲, short: 乙}\n")
    assert [(p.path, p.line, p.field) for p in problems_of(minimal)] == [
        ("docs/campaign.yml", 1, "name"),
        ("docs/columns.yml", 1, "columns"),
        ("docs/glossary.yml", 2, "terms[1].text"),
    ]


def test_a_missing_data_file_does_not_hide_a_wrong_one(minimal: Path, write: Write) -> None:
    (minimal / "docs" / "campaign.yml").unlink()
    write("columns.yml", "columns: []\n")
    assert [(p.path, p.field) for p in problems_of(minimal)] == [
        ("docs/campaign.yml", ""),
        ("docs/columns.yml", "columns"),
    ]


def test_a_wrong_glossary_does_not_hide_wrong_articles(minimal: Path, write: Write) -> None:
    write("glossary.yml", "terms:\n  - {term: 甲, short: 乙}\n")
    write(NEWS, edited(NEWS, "issue: 1", "issue: 头一期"))
    assert [p.path for p in problems_of(minimal)] == ["docs/glossary.yml", f"docs/{NEWS}"]


def test_an_archived_column_with_its_day_is_taken(minimal: Path, write: Write) -> None:
    write("columns.yml", edited("columns.yml", "fresh_days: 14", "status: archived, closed: 2009-03-01"))
    site = load(minimal / "docs")
    assert [column.archived for column in site.columns] == [False, True, False]
    assert not site.archived
    closed = "status: archived, closed: 2009-03-01"
    write("columns.yml", text_of("columns.yml").replace("fresh_days: 14", closed).replace("fresh_days: 180", closed))
    assert load(minimal / "docs").archived


@pytest.mark.parametrize(("path", "mark", "line"), [("news/x.md", "sample: true", 16), ("news/samples/x.md", "", 2)])
def test_samples_lie_in_samples_and_nothing_else_does(
    minimal: Path, write: Write, path: str, mark: str, line: int
) -> None:
    write(path, edited(NEWS, "issue: 1", mark).replace("[old/123/]", "[]"))
    (problem,) = problems_of(minimal)
    assert (problem.path, problem.line, problem.field) == (f"docs/{path}", line, "sample")
    assert "docs/news/samples/" in problem.remedy


@pytest.mark.parametrize(
    ("path", "remedy"),
    [("stray.md", "plan、news、notices"), ("newz/a.md", "docs/news/"), ("qqqq/a.md", "plan、news、notices")],
)
def test_an_article_outside_any_column(minimal: Path, write: Write, path: str, remedy: str) -> None:
    write(path, text_of(NEWS))
    (problem,) = problems_of(minimal)
    assert problem.path == f"docs/{path}"
    assert remedy in problem.remedy


@pytest.mark.parametrize("name", ["campaign.yml", "columns.yml"])
def test_a_missing_data_file(minimal: Path, name: str) -> None:
    (minimal / "docs" / name).unlink()
    (problem,) = problems_of(minimal)
    assert str(problem).startswith(f"docs/{name} 文件不存在。")


def test_files_that_are_not_utf8(minimal: Path) -> None:
    for path in (NEWS, "plan/index.md"):
        (minimal / "docs" / path).write_bytes(text_of(path).encode("gb18030"))
    assert [(p.path, "UTF-8" in p.message, "记事本" in p.remedy) for p in problems_of(minimal)] == [
        (f"docs/{NEWS}", True, True),
        ("docs/plan/index.md", True, True),
    ]


def test_a_picture_beside_its_article_is_taken(minimal: Path, write: Write) -> None:
    write("news/图.png", "")
    write(NEWS, edited(NEWS, "summary:", "image: 图.png\nsummary:"))
    assert load(minimal / "docs").articles[1].image == "news/图.png"


def test_a_byte_order_mark_does_no_harm(minimal: Path, write: Write) -> None:
    for path in (NEWS, "campaign.yml", "plan/index.md"):
        write(path, "\ufeff" + text_of(path))
    assert len(load(minimal / "docs").articles) == 4


@pytest.mark.parametrize("text", ["正文。\n", "", "---\n---\n正文。\n", "---\n- 甲\n---\n"])
def test_missing_front_matter(minimal: Path, write: Write, text: str) -> None:
    write(NEWS, text)
    (problem,) = problems_of(minimal)
    assert problem.path == f"docs/{NEWS}"
    assert problem.line >= 1
    assert "title" in problem.remedy


def test_a_bulletin_number_belongs_to_one_day_of_a_column(minimal: Path, write: Write) -> None:
    again = edited(NEWS, "redirect_from: [old/123/]\n", "")
    write("notices/2008-10-21-x.md", again)
    assert len(load(minimal / "docs").articles) == 5
    write("news/2008-10-20-x.md", again)
    assert len(load(minimal / "docs").articles) == 6, "articles of one day are one issue"
    write("news/2008-10-21-x.md", again.replace("date: 2008-10-20", "date: 2008-10-21"))
    (problem,) = problems_of(minimal)
    assert (problem.path, problem.field) == ("docs/news/2008-10-21-x.md", "issue")
    assert "第 1 期" in problem.message
    assert NEWS in problem.message


def test_an_old_address_is_claimed_once(minimal: Path, write: Write) -> None:
    write("news/2008-10-21-x.md", edited(NEWS, "issue: 1", "issue: 2"))
    (problem,) = problems_of(minimal)
    assert (problem.path, problem.field) == ("docs/news/2008-10-21-x.md", "redirect_from")
    assert NEWS in problem.message


@pytest.mark.parametrize("old", ["old/a/", "/old/a", "old/a.html", "old/index.html", "新闻/甲.shtml", "news/123/"])
def test_an_old_address_of_any_usual_form_is_taken(minimal: Path, write: Write, old: str) -> None:
    write(NEWS, edited(NEWS, "[old/123/]", f"['{old}']"))
    assert load(minimal / "docs").articles[1].meta.redirect_from == (old,)


@pytest.mark.parametrize("twin", ["news/2008-10-20-peixun/index.md", "news/2008.md"])
def test_two_pages_may_not_have_one_address(minimal: Path, write: Write, twin: str) -> None:
    page = "---\ntitle: 双\nsummary: 双。\n---\n"
    write(
        twin,
        page if twin.endswith("index.md") else edited(NEWS, "issue: 1\nsummary", "summary").replace("[old/123/]", "[]"),
    )
    assert [p.path for p in problems_of(minimal)]


def test_a_production_build_leaves_out_what_is_not_for_readers(minimal: Path, write: Write) -> None:
    bare = edited(NEWS, "issue: 1\n", "").replace("[old/123/]", "[]")
    write("news/a.md", bare.replace("summary:", "draft: true\nsummary:"))
    write("news/b.md", bare.replace("summary:", "scope: internal\nsummary:"))
    site = load(minimal / "docs")
    assert {"news/a.md", "news/b.md", SAMPLE} < {a.path for a in site.articles}
    shown = site.published({article.path for article in site.articles if article.public})
    assert [a.path for a in shown.articles] == ["plan/points.md", NEWS, NOTICE]
    assert [unit.name for unit in shown.campaign.units] == ["办公室", "各支部"]
    assert shown.pages == site.pages


def test_a_blank_column_is_not_shown(minimal: Path, write: Write) -> None:
    (minimal / "docs" / NOTICE).unlink()
    (minimal / "docs" / NEWS).unlink()
    site = load(minimal / "docs")
    assert [column.id for column in site.shown_columns] == ["plan", "news"]
    shown = site.published({"plan/points.md"})
    assert [column.id for column in shown.shown_columns] == ["plan"]
    write("notices/index.md", "---\ntitle: 公示\nsummary: 公示。\n---\n")
    (problem,) = problems_of(minimal)
    assert "columns.yml 的 description" in problem.remedy


def test_phases_may_overlap() -> None:
    campaign = load(SITES / "minimal").campaign
    days = {10: "学习", 11: "学习、整改", 20: "学习、整改", 21: "整改"}
    assert {day: "、".join(p.name for p in campaign.phases_on(date(2008, 11, day))) for day in days} == days
    assert campaign.phases_on(date(2009, 2, 11)) == ()
    assert not campaign.has_ended(date(2009, 2, 28))
    assert campaign.has_ended(date(2009, 3, 1))
    assert campaign.phases[0].period.text == "2008年9月下旬至11月中旬"
    assert campaign.period.text == "2008年9月至2009年2月"


def test_the_official_text_is_the_first_columns_verbatim_article(minimal: Path, write: Write) -> None:
    assert load(minimal / "docs").official_text is None
    write("plan/text.md", edited("plan/points.md", "order: 10", "document_date: 2008-10-10\nverbatim: true"))
    official = load(minimal / "docs").official_text
    assert official
    assert official.path == "plan/text.md"
    write("plan/later.md", edited("plan/points.md", "order: 10", "document_date: 2008-10-15\norder: 1\nverbatim: true"))
    assert load(minimal / "docs").official_text == official


def test_an_address_that_is_none_has_its_line(minimal: Path, write: Write) -> None:
    write(NEWS, text_of(NEWS) + "\n[坏](http://[1)\n")
    (problem,) = problems_of(minimal)
    assert problem.line == len(text_of(NEWS).splitlines()) + 2
    assert "http://[1" in problem.message


def test_a_recording_must_lie_beside_the_article(minimal: Path, write: Write) -> None:
    write(NEWS, edited(NEWS, "issue: 1\n", "issue: 1\naudio: a.mp3\n"))
    (problem,) = problems_of(minimal)
    assert problem.field == "audio"
    assert "a.mp3" in problem.message
    write("news/a.mp3", "")
    load(minimal / "docs")
