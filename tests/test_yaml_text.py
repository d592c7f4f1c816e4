"""YAML is read with the line of every field, and what is wrong with it is said with its place and a remedy."""

from __future__ import annotations

import pytest
from lanmu.content import front_matter
from lanmu.content.yaml_text import YamlText, dotted, parse
from lanmu.diagnostics.errors import ContentError, Problem

NESTED = """\
name: 活动
period:
  from: 2008年9月
  to: 2009年2月

phases:
  - id: study
    tasks:
      - {id: training, name: 培训}
      - id: survey
        name: 调研
  - id: action
"""


def problems_of(text: str, first_line: int = 1) -> list[Problem]:
    """What parse() finds wrong in `text`."""
    with pytest.raises(ContentError) as caught:
        parse(text, "docs/x.yml", first_line)
    return caught.value.problems


def only_problem(text: str, first_line: int = 1) -> Problem:
    """The one thing that is wrong."""
    (problem,) = problems_of(text, first_line)
    return problem


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("name",), 1),
        (("period",), 2),
        (("period", "to"), 4),
        (("phases",), 6),
        (("phases", 0), 7),
        (("phases", 0, "id"), 7),
        (("phases", 0, "tasks"), 8),
        (("phases", 0, "tasks", 0, "name"), 9),
        (("phases", 0, "tasks", 1), 10),
        (("phases", 0, "tasks", 1, "name"), 11),
        (("phases", 1, "id"), 12),
    ],
)
def test_every_field_knows_its_line(key: tuple[str | int, ...], line: int) -> None:
    assert parse(NESTED, "x.yml").line(key) == line
    assert parse(NESTED, "x.yml", first_line=5).line(key) == line + 4


def test_a_field_that_is_not_there_has_the_line_of_what_should_hold_it() -> None:
    document = parse(NESTED, "x.yml")
    assert document.line(("phases", 0, "tasks", 1, "summary")) == 10
    assert document.line(("period", "from", "day")) == 3
    assert document.line(("theme",)) == 1


def test_the_data_is_plain() -> None:
    document = parse(NESTED, "x.yml")
    assert document.path == "x.yml"
    assert document.data["phases"][0]["tasks"][1] == {"id": "survey", "name": "调研"}


def test_nothing_is_no_data() -> None:
    assert parse("# 只有注释\n", "x.yml") == YamlText("x.yml", None, {})


def test_a_field_written_twice_is_named_with_both_lines() -> None:
    problem = only_problem("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")
    assert (problem.path, problem.line, problem.field) == ("docs/x.yml", 5, "b.c")
    assert "第一次在第 3 行" in problem.message


def test_the_same_name_in_two_places_is_no_repetition() -> None:
    assert parse("a: {id: 1}\nb: {id: 2}\nc: [{id: 3}, {id: 4}]\n", "x.yml").data["c"][1] == {"id": 4}


def test_all_repetitions_are_reported_together() -> None:
    problems = problems_of("a: 1\na: 2\nb: 1\nb: 2\n", first_line=2)
    assert [(problem.field, problem.line) for problem in problems] == [("a", 3), ("b", 5)]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("a: &x 1\nb: *x\n", "b"),
        ("a: &x [1, 2]\nb: *x\n", "b"),
        ("a: &x {k: 1}\nb:\n  <<: *x\n  c: 2\n", "b.<<"),
        ("a:\n  - &x {k: 1}\n  - *x\n", "a[2]"),
    ],
)
def test_anchors_are_refused(text: str, field: str) -> None:
    problem = only_problem(text)
    assert problem.field == field
    assert problem.line
    assert "& 或 *" in problem.message
    assert "直接写出来" in problem.remedy


@pytest.mark.parametrize(
    ("text", "line", "column", "remedy"),
    [
        ("a: 1\n\tb: 2\n", 2, 1, "制表符"),
        ("a:\n  b: 1\n\tc: 2\n", 3, 1, "制表符"),
        ("title：培训\ndate: 2008-11-05\n", 1, 1, "中文冒号"),
        ("a: b: c\n", 1, 5, "英文单引号"),
        ('a: 1\nb: "没有结束\n', 2, 1, "英文引号只有一个"),
        ("a: [1\n", 1, 1, "括号只有前一半"),
        ("a:\n  - {b: 1, c: 2\n  - {b: 3}\n", 2, 1, "括号只有前一半"),
        ("a: 1\n b: 2\n", 2, 3, "缩进是否对齐"),
        ("a: 1\n---\nb: 2\n", 2, 1, "是否成对"),
        ("a: {b: 1，c：2}\nd:e\nf: 1\n", 2, 1, "少了空格"),
    ],
)
def test_a_slip_has_line_column_and_the_likely_remedy(text: str, line: int, column: int, remedy: str) -> None:
    problem = only_problem(text)
    assert (problem.line, problem.column) == (line, column)
    assert str(problem).startswith(f"docs/x.yml:{line}:{column} YAML 写法有误")
    assert remedy in str(problem)
    assert only_problem(text, first_line=2).line == line + 1


def test_a_colon_in_a_value_is_not_taken_for_a_chinese_colon_after_a_name() -> None:
    assert "中文冒号" not in only_problem("title: 通知：开会\nb: c: d\n").remedy


@pytest.mark.parametrize("text", ["? [a]\n: 1\n", "a: !!python/object:os.system ls\n", "a: \x01\n"])
def test_what_yaml_itself_cannot_take_is_a_problem_and_no_crash(text: str) -> None:
    assert only_problem(text).path == "docs/x.yml"


def test_dates_stay_as_they_are_written() -> None:
    assert parse("date: 2008-11-31\n", "docs/x.yml").data == {"date": "2008-11-31"}


def test_fields_are_named_as_the_editor_counts() -> None:
    assert dotted(("phases", 0, "tasks", 11, "name")) == "phases[1].tasks[12].name"
    assert dotted(("title",)) == "title"
    assert dotted(()) == ""


def test_front_matter_is_split_off_and_lines_count_from_the_files_first() -> None:
    document, body = front_matter.split("---\ntitle: 甲\ntags:\n  - 乙\n---\n\n正文\n---\n尾\n", "docs/a.md")
    assert document.data == {"title": "甲", "tags": ["乙"]}
    assert (document.line(("title",)), document.line(("tags", 0))) == (2, 4)
    assert body == "\n正文\n---\n尾\n"


def test_a_byte_order_mark_before_the_front_matter_does_no_harm() -> None:
    assert front_matter.split("\ufeff---\ntitle: 甲\n---\n", "a.md")[0].data == {"title": "甲"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有稿件信息"),
        ("正文\n---\ntitle: 甲\n---\n", "没有稿件信息"),
        ("\n---\ntitle: 甲\n---\n", "没有稿件信息"),
        ("---\ntitle: 甲\n", "没有结束"),
        ("---\ntitle: 甲\n ---\n", "没有结束"),
    ],
)
def test_front_matter_that_is_missing_or_open_is_refused(text: str, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        front_matter.split(text, "docs/a.md")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("docs/a.md", 1)
    assert said in problem.message
    assert "---" in problem.remedy


def test_a_slip_in_front_matter_is_placed_in_the_file() -> None:
    with pytest.raises(ContentError) as caught:
        front_matter.split("---\ntitle: 甲\ntags: [乙\n---\n正文\n", "docs/a.md")
    assert caught.value.problems[0].line == 3
