"""What is due on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lanmu.content.loading import load
from lanmu.views.due import DueKind, due
from support.builders import ZH

Write = Callable[[str, str], Path]
REPORTS = """reports:
  - {article: news/2008-10-20-peixun.md, sent: 2008-10-21, to: 某刊物}
"""
OPINIONS = """opinions:
  - {received: 2008-12-01, who: 一线职工, matter: 食堂, unit: 办公室, due: 2008-12-20}
  - {received: 2008-12-01, who: 一线职工, matter: 浴室, unit: 办公室, due: 2008-12-10, answered: 2008-12-09, answer: 修好了}
  - {received: 2008-12-01, who: 一线职工, matter: 示例的事, unit: 办公室, due: 2008-12-10, sample: true}
"""


@pytest.fixture
def due_by_kind(
    minimal: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], dict[DueKind, list[tuple[date, str]]]]:
    """What is due on 2008-12-26, by its kind."""
    monkeypatch.setenv("LANMU_TEST_CLOCK", "1230253200")
    columns = minimal / "docs" / "columns.yml"
    more = "  - {id: progress, name: 进展, type: 工作动态, kind: reference, description: 进展, keywords: [进展], role: progress}\n"
    columns.write_text(columns.read_text(encoding="utf-8") + more, encoding="utf-8")
    write("progress/opinions.yml", OPINIONS)

    def all_due() -> dict[DueKind, list[tuple[date, str]]]:
        site = load(minimal / "docs")
        kinds: dict[DueKind, list[tuple[date, str]]] = {}
        for each in due(site, site.published({article.path for article in site.articles if article.public}), ZH):
            kinds.setdefault(each.kind, []).append((each.day, each.name))
        return kinds

    return all_due


def test_each_kind_is_due_on_its_day(due_by_kind: Callable[[], dict[DueKind, list[tuple[date, str]]]]) -> None:
    kinds = due_by_kind()
    assert kinds[DueKind.NOTICE_ENDS] == [(date(2008, 12, 29), "《整改方案公示》公示期满")]
    assert kinds[DueKind.PROMISE] == [(date(2009, 1, 20), "整改承诺“缩短办理时间”到期（办公室）")]
    assert kinds[DueKind.PHASE_BEGINS] == [
        (date(2008, 9, 21), "“学习”阶段开始"),
        (date(2008, 11, 11), "“整改”阶段开始"),
    ]
    assert kinds[DueKind.PHASE_ENDS] == [(date(2008, 11, 20), "“学习”阶段结束"), (date(2009, 2, 10), "“整改”阶段结束")]
    assert kinds[DueKind.COLUMN_STALE] == [
        (date(2008, 11, 3), "栏目“动态”该更新了：2008年10月20日以后没有更新，期限 14 天")
    ]
    assert kinds[DueKind.OPINION] == [(date(2008, 12, 20), "职工意见“食堂”答应答复的日子（办公室）")]
    assert kinds[DueKind.REPORT_UNRECORDED] == [(date(2008, 10, 21), "《各支部开展培训》报送以后还没有登记进台账")]
    assert DueKind.NOTHING_REPORTED not in kinds, "nothing is recorded: nobody can be said to have reported nothing"


def test_what_was_recorded_is_not_due_and_who_reported_nothing_is(
    due_by_kind: Callable[[], dict[DueKind, list[tuple[date, str]]]], write: Write
) -> None:
    write("progress/reports.yml", REPORTS)
    kinds = due_by_kind()
    assert DueKind.REPORT_UNRECORDED not in kinds
    assert kinds[DueKind.NOTHING_REPORTED] == [(date(2008, 12, 31), "本月还没有报送信息：办公室、各支部")]


def test_what_is_published_at_a_time_is_due_then_and_drafts_never(
    due_by_kind: Callable[[], dict[DueKind, list[tuple[date, str]]]], write: Write
) -> None:
    head = "---\ntitle: {0}\npublish_at: {1}\ngenre: 动态\nunit: 各支部\nsummary: 摘要。\n{2}---\n\n正文。\n"
    write("news/2008-12-30-yi.md", head.format("定时的", "2008-12-30 08:00", ""))
    write("news/2008-12-31-er.md", head.format("草稿", "2008-12-31 08:00", "draft: true\n"))
    assert due_by_kind()[DueKind.SCHEDULED] == [(date(2008, 12, 30), "《定时的》定在 2008-12-30 08:00 发布")]


def test_a_promise_that_is_done_is_not_due(
    due_by_kind: Callable[[], dict[DueKind, list[tuple[date, str]]]], minimal: Path
) -> None:
    notice = minimal / "docs" / "notices" / "2008-12-22-gongshi.md"
    text = notice.read_text(encoding="utf-8")
    notice.write_text(text.replace("progress: 正在办理", "progress: 已完成，合并了环节"), encoding="utf-8")
    assert DueKind.PROMISE not in due_by_kind()
