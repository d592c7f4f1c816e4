"""The ledger of the reports upwards: what may be wrong with it, its tally, its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from lanmu.content.article import Article
from lanmu.content.loading import load
from lanmu.content.registers import REPORTS, Report, Reported
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ProblemKind
from lanmu.views import registers
from lanmu.views.registers import Count
from support import builders
from support.builders import NEWS, data_file, problems_of

SAMPLE = "news/samples/2008-10-21-shili.md"
SAMPLE_TEXT = """---
title: 示例稿件的题目
date: 2008-10-21 09:00
genre: 动态
unit: 示例单位A
summary: 示例稿件的摘要，说明这是一篇示例稿件。
channels: {report: 2008-10-22}
sample: true
---

正文。
"""
SENT = f"- {{article: {NEWS}, sent: 2008-10-21, to: 示例刊物"


def ledger(project: Path, *entries: str) -> None:
    """Writes the ledger of a project."""
    data_file(project, REPORTS, "reports:\n" + "".join(f"  {entry}\n" for entry in entries))
    (project / "docs" / SAMPLE).parent.mkdir(exist_ok=True)
    (project / "docs" / SAMPLE).write_text(SAMPLE_TEXT, encoding="utf-8")


def test_articles_and_units_are_resolved(minimal: Path) -> None:
    taken = f"{SENT}乙, taken: 2008-11-02, as: 采用的题目}}"
    ledger(minimal, taken, SENT + "甲}", f"- {{article: {SAMPLE}, sent: 2008-10-22, to: 示例刊物甲, sample: true}}")
    reports = load(minimal / "docs").reports
    assert [(report.article.path, report.entry.to, report.unit) for report in reports] == [
        (NEWS, "示例刊物乙", "branches"),
        (NEWS, "示例刊物甲", "branches"),
        (SAMPLE, "示例刊物甲", "sample-a"),
    ]
    assert (str(reports[0].entry.taken), reports[0].entry.taken_as) == ("2008-11-02", "采用的题目")


FAULTS = {
    "unknown": (
        ["- {article: news/2008-10-20-peixum.md, sent: 2008-10-21, to: 甲}"],
        2,
        "是不是 " + NEWS,
        ProblemKind.UNKNOWN_NAME,
    ),
    "far": (["- {article: 甲, sent: 2008-10-21, to: 甲}"], 2, "路径从 docs/ 算起", ProblemKind.UNKNOWN_NAME),
    "page": (
        ["- {article: news/index.md, sent: 2008-10-21, to: 甲}"],
        2,
        "没有「news/index.md」这篇文章",
        ProblemKind.UNKNOWN_NAME,
    ),
    "order": (
        [SENT + "甲}", f"- {{article: {NEWS}, sent: 2008-10-22, to: 乙, taken: 2008-10-21}}"],
        3,
        "采用日 2008-10-21 早于报送日 2008-10-22",
        ProblemKind.MISFIT,
    ),
    "as": ([SENT + "甲, as: 题}"], 2, "没有写采用日", ProblemKind.MISFIT),
    "twice": ([SENT + "甲}", SENT + "甲}"], 3, "同一天报同一处，写了两次", ProblemKind.MISFIT),
    "day": (
        [f"- {{article: {NEWS}, sent: 2008-10-25, to: 甲}}"],
        2,
        "最早的报送日是 2008-10-25，稿件里写的是2008-10-21",
        ProblemKind.MISFIT,
    ),
    "real": (
        [f"- {{article: {SAMPLE}, sent: 2008-10-22, to: 甲}}"],
        2,
        "是示例，和这一条的 sample 不一致",
        ProblemKind.SAMPLE,
    ),
    "sample": ([SENT + "甲, sample: true}"], 2, "不是示例，和这一条的 sample 不一致", ProblemKind.SAMPLE),
    "field": ([SENT + "甲, colour: 红}"], 2, "是不认识的字段", ProblemKind.UNKNOWN_FIELD),
    "date": ([SENT + "甲, taken: 十月}"], 2, "「十月」不是日期", ProblemKind.VALUE),
    "missing": ([f"- {{article: {NEWS}, sent: 2008-10-21}}"], 2, "没有填写", ProblemKind.MISSING),
    "yaml": (["- {article: [", "  to"], 2, "括号只有前一半", ProblemKind.UNREADABLE),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_reported_with_their_line(name: str, minimal: Path) -> None:
    entries, line, said, kind = FAULTS[name]
    ledger(minimal, *entries)
    (problem,) = problems_of(minimal)
    assert (problem.path, problem.line, problem.kind) == (f"docs/progress/{REPORTS}", line, kind)
    assert said in str(problem)


def test_an_article_whose_unit_is_not_known_cannot_be_counted(minimal: Path) -> None:
    file = minimal / "docs" / NEWS
    file.write_text(file.read_text(encoding="utf-8").replace("unit: 各支部", "source: 别的单位"), encoding="utf-8")
    ledger(minimal, SENT + "甲}")
    (problem,) = problems_of(minimal)
    assert "供稿单位「别的单位」在 campaign.yml 里没有，统计不到单位" in problem.message
    assert f"docs/{NEWS} 里写 unit" in problem.remedy


def test_of_an_article_that_is_wrong_itself_only_that_is_reported(minimal: Path) -> None:
    ledger(minimal, SENT + "甲}")
    article = minimal / "docs" / NEWS
    article.write_text(article.read_text(encoding="utf-8").replace("title: ", f"title: {'长' * 90}"), encoding="utf-8")
    assert {problem.path for problem in problems_of(minimal)} == {f"docs/{NEWS}"}


def test_a_file_that_is_missing_or_empty_of_entries_is_no_fault(minimal: Path) -> None:
    assert load(minimal / "docs").reports == ()
    data_file(minimal, REPORTS, "reports: []\n")
    assert load(minimal / "docs").reports == ()


def site(*sent: tuple[Article, str, str, str], unit: str = "office", now: str = "2009-06-01") -> Site:
    """A site with reports: article, day, outlet, day of taking up."""
    reports = tuple(
        Reported(
            Report.model_validate(
                {"article": a.path, "sent": day, "to": to, "sample": a.meta.sample}
                | ({"taken": taken} if taken else {})
            ),
            a,
            "sample-a" if a.meta.sample else unit,
        )
        for a, day, to, taken in sent
    )
    return builders.site([a for a, *_ in sent], reports=reports, now=datetime.fromisoformat(now))


def counts(line: registers.TallyLine) -> list[str]:
    """A line of the tally in short: sent/taken, 0 for 零报送, - for nothing."""
    return ["0" if c.nil and not c.taken else f"{c.sent}/{c.taken}" if c.sent or c.taken else "-" for c in line.months]


def test_the_tally_by_unit_and_by_outlet() -> None:
    a, b = builders.article("a"), builders.article("b")
    tally = registers.tally(
        site((a, "2008-10-21", "甲", "2008-11-02"), (a, "2008-10-22", "乙", ""), (b, "2009-03-02", "甲", "2009-03-03"))
    )
    assert tally is not None
    assert tally.months == ("2008-09", "2008-10", "2008-11", "2008-12", "2009-01", "2009-02", "2009-03")
    assert tally.years == (("2008", 4), ("2009", 3))
    assert {line.name: counts(line) for line in tally.units} == {
        # In November nothing was sent, though something was taken up; after the campaign nobody owes a report.
        "办公室": ["0", "2/0", "0/1", "0", "0", "0", "1/1"],
        "各支部": ["0", "0", "0", "0", "0", "0", "-"],
    }
    assert tally.units[0].months[2] == Count(0, 1, nil=True)
    assert (tally.units[0].total.sent, tally.units[0].total.taken) == (3, 2)
    assert {line.name: counts(line) for line in tally.outlets} == {
        "甲": ["-", "1/0", "0/1", "-", "-", "-", "1/1"],
        "乙": ["-", "1/0", "-", "-", "-", "-", "-"],
    }


def test_nobody_owes_a_report_for_a_month_to_come_or_while_nothing_is_recorded() -> None:
    tally = registers.tally(site((builders.article("a"), "2008-09-21", "甲", ""), now="2008-10-05"))
    assert tally is not None
    assert tally.months == ("2008-09", "2008-10")
    assert registers.tally(site()) is None


def test_samples_say_nothing_of_real_units() -> None:
    tally = registers.tally(site((builders.article("a", sample=True), "2008-10-21", "甲", "")))
    assert tally is not None
    assert [line.name for line in tally.units] == ["示例单位A"]


def test_the_latest_stand_first_and_an_edition_without_the_article_names_it() -> None:
    a, b = builders.article("a"), builders.article("b")
    both = site((a, "2008-10-21", "甲", ""), (b, "2008-10-22", "甲", ""))
    assert [(line.article.path, line.linked, line.unit) for line in registers.report_ledger(both)] == [
        ("news/b.md", True, "办公室"),
        ("news/a.md", True, "办公室"),
    ]
    assert [line.linked for line in registers.report_ledger(replace(both, articles=(a,)))] == [False, True]
    assert registers.report_ledger(both.published({a.path}))[0].article == a
    assert len(both.published({a.path}).reports) == 1
