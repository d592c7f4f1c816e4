"""Pages that the office fills with data: workers' opinions, the publicity plan, the chronicle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from lanmu.build.site import build
from lanmu.content.loading import load
from lanmu.content.registers import OPINIONS, PUBLICITY, Opinion, Opinions, Publication, PublicityPlan
from lanmu.views import progress
from lanmu.views.registers import opinion_register
from support import builders
from support.builders import data_file, problems_of

PAGE = "progress/opinions.md"
HEAD = "---\ntitle: 职工意见\nsummary: 职工怎样提意见，提了以后办得怎样。\ntemplate: opinions.html\n---\n\n引言。\n"
SAMPLE = "{received: 2008-10-21, who: 一线职工, matter: 表格太多, unit: 各支部, sample: true}"
REAL = SAMPLE.replace(", sample: true", "").replace("表格太多", "学习地点太远")


def opinion(received: int, **fields: object) -> Opinion:
    given = {"received": f"2008-12-{received:02}", "who": "职工", "matter": "事", "unit": "各支部", **fields}
    return Opinion.model_validate(given)


def test_the_register_counts_what_is_answered_in_hand_and_late() -> None:
    entries = (
        opinion(1, due="2008-12-19"),
        opinion(2, due="2008-12-20"),
        opinion(3),
        opinion(4, due="2008-12-05", answered="2008-12-18", answer="办了"),
    )
    register = opinion_register(builders.site([], opinions=Opinions(ways=("意见箱",), opinions=entries)))
    assert [line.state for line in register.lines] == ["answered", "open", "open", "late"]
    assert register.counts == {"answered": 1, "open": 2, "late": 1}
    assert register.ways == ("意见箱",)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (REAL.replace("2008-10-21", "2008-10-21, due: 2008-10-20"), "答复期限 2008-10-20 早于收到的日子"),
        (REAL.replace("}", ", answered: 2008-10-22}"), "只写了一个"),
        (REAL.replace("}", ", answer: 办了}"), "只写了一个"),
        (REAL.replace("各支部", "各支部办"), "是不是 各支部"),
        (REAL.replace("who: 一线职工, ", ""), "没有填写"),
    ],
)
def test_a_wrong_entry_is_reported_with_its_line(minimal: Path, entry: str, said: str) -> None:
    data_file(minimal, OPINIONS, f"opinions:\n  - {entry}\n")
    (problem,) = problems_of(minimal)
    assert problem.path == f"docs/progress/{OPINIONS}"
    assert problem.line == 2
    assert said in str(problem)


def test_the_page_is_there_once_it_is_filled(minimal: Path, write: Callable[[str, str], Path]) -> None:
    site = minimal / "site"
    page = site / "progress" / "opinions" / "index.html"
    write(PAGE, HEAD)
    assert PAGE not in load(minimal / "docs").by_path
    data_file(minimal, OPINIONS, f"opinions:\n  - {SAMPLE}\n")
    build(minimal, site)
    assert "表格太多" in page.read_text(encoding="utf-8")
    build(minimal, site, production=True, site_url=builders.HOST)
    assert not page.exists()
    data_file(minimal, OPINIONS, f"ways: [意见箱在一楼]\nopinions:\n  - {SAMPLE}\n  - {REAL}\n")
    build(minimal, site, production=True, site_url=builders.HOST)
    text = page.read_text(encoding="utf-8")
    assert "意见箱在一楼" in text
    assert "学习地点太远" in text
    assert "表格太多" not in text


def test_the_publicity_plan_goes_by_topics(minimal: Path) -> None:
    entries = [
        Publication(topic=topic, front="市总网站", what=what) for topic, what in (("甲", "1"), ("乙", "2"), ("甲", "3"))
    ]
    planned = progress.planned(builders.site([], publicity=PublicityPlan(plan=tuple(entries))))
    assert {topic: [entry.what for entry in entries_of_topic] for topic, entries_of_topic in planned.items()} == {
        "甲": ["1", "3"],
        "乙": ["2"],
    }
    data_file(minimal, PUBLICITY, "plan:\n  - {topic: 没有的内容, front: 没有的阵地, what: 一篇}\n")
    assert [problem.field for problem in problems_of(minimal)] == ["plan[1].topic", "plan[1].front"]


def test_the_chronicle_has_what_has_happened_and_was_shown() -> None:
    shows = builders.article("jiyao", "2008-11-08 09:00", outputs=("讨论纪要或讨论成果",))
    plain = builders.article("xiaoxi", "2008-11-09 09:00")
    site = builders.site([shows, plain], now=datetime(2008, 11, 15, 9))
    entries = [entry for month in progress.chronicle(site) for entry in month.entries]
    assert [entry.day for entry in entries] == sorted(entry.day for entry in entries)
    assert [entry.article for entry in entries if entry.kind == "article"] == [shows]
    assert all(entry.day <= site.today for entry in entries)
    assert {entry.kind for entry in entries} >= {"issued", "begins", "article"}
