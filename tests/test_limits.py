"""What is too large, too deep or too crowded to be worked on is reported before anything parses it; all else is worked on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build.site import build
from lanmu.channels.record import read_record
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import check_sources
from lanmu.checks.rules import lnk002_missing_anchor as lnk002
from lanmu.checks.rules import lnk011_reference_links as lnk011
from lanmu.checks.sources.columns import at_column, read_navigation
from lanmu.content import settings as config
from lanmu.content.dates import now
from lanmu.content.loading import load, read_again
from lanmu.content.validation import MOST_COMPARED, nearest
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.importer import Destination, find_campaign, find_column, find_genres, plan_import
from lanmu.intake.options import ImportOptions
from lanmu.preview.bar.sources import source_at
from lanmu.untrusted import text_limits
from support.builders import NEWS

DEEP, OPEN, LINES, SYNTAX = text_limits.DEEPEST, text_limits.MOST_OPEN, text_limits.MOST_LINES, text_limits.MOST_SYNTAX
# For each limit a text, given how many of what it counts, and words of the sentence.
TEXTS: dict[str, tuple[Callable[[int], str], int, str]] = {
    "lists": (lambda n: "- " * n + "字", DEEP, "套了 50 层以上"),
    "numbered lists": (lambda n: "1. " * n + "字", DEEP, "套了 50 层以上"),
    "lists by indentation": (lambda n: "".join(f"{'    ' * i}- 字\n" for i in range(n)), DEEP, "套了 50 层以上"),
    "quotations": (lambda n: ">" * n + "字", DEEP, "套了 50 层以上"),
    "elements": (lambda n: "<div markdown>\n\n" * n, DEEP, "HTML 标签套了 50 层以上"),
    "meanings": (lambda n: "字\n: 字\n" * n, DEEP, "名词解释"),
    "square brackets": (lambda n: "[" * n, OPEN, "100 个以上方括号 [ 没有结束"),
    "brackets of links": (lambda n: "[字](" * n, OPEN, "100 个以上圆括号 ( 没有结束"),
    "braces": (lambda n: "# 字" + " {a" * n, OPEN, "100 个以上花括号 { 没有结束"),
    "emphasis": (lambda n: "*字 _字 " * (n // 2) + "*字 " * (n % 2), OPEN, "100 个以上强调记号"),
    "tags": (lambda n: "<a@ " * n, OPEN, "100 个以上 < 没有对应的 >"),
    "headings": (lambda n: "## 字\n" * n, LINES, "小标题、分隔线等多于 200 行"),
    "rules": (lambda n: "***\n" * n, LINES, "小标题、分隔线等多于 200 行"),
    "fences": (lambda n: "```a\n\n" * n, LINES, "代码块的"),
    "marks": (lambda n: "\\*" * (n // 2), SYNTAX, "记号多于 20000 个"),
    "ends without a beginning": (lambda n: "</b>" * 2 * n, SYNTAX, "记号多于 20000 个"),
    "digits": (lambda n: "9" * n + ". 字", text_limits.MOST_DIGITS, "1000 位以上"),
    "footnotes": (lambda n: "字[^1]\n\n" * n, text_limits.MOST_NOTES, "脚注的标记多于 1000 个"),
    "cells": (
        lambda n: "|字" * 100 + "|\n" + "|-" * 100 + "|\n" + "|字\n" * (n // 102 - 1),
        text_limits.MOST_CELLS,
        "表格一共多于",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_limit_is_reported_and_what_is_below_is_let_through(name: str) -> None:
    make, most, sentence = TEXTS[name]
    assert list(text_limits.excesses(f"前\n\n{make(most)}\n\n后")) == []
    result = next(text_limits.excesses(f"前\n\n{make(most + most // 10)}\n\n后"))
    assert sentence in result.message
    assert result.remedy.endswith("。")


@pytest.mark.parametrize(
    "text",
    [
        "-" + " -" * 200,
        " " * 300,
        "**字。**字\n" * 300,
        "<http://example.org/>\n" * 200,
        "|" + "*5.2|" * 300 + "\n" + "|" + "-|" * 300 + "\n",
        "\\[字" * 500,
        "<p>字\n<li>字<br>\n" * 300,
        "- 字\n" * 5_000,
        "字：（一）" * 20_000,
    ],
    ids=range(9),
)
def test_what_offices_write_is_let_through(text: str) -> None:
    assert list(text_limits.excesses(text)) == []


def test_the_line_is_reported(minimal: Path) -> None:
    article = minimal / "docs" / NEWS
    text = article.read_text(encoding="utf-8")
    article.write_text(f"{text}\n\n{'> ' * 60}字\n", encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load(minimal / "docs")
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == (f"docs/{NEWS}", text.count("\n") + 3)


def test_a_file_that_is_too_large_is_not_even_read(minimal: Path) -> None:
    article = minimal / "docs" / NEWS
    site = load(minimal / "docs")
    article.write_text(article.read_text(encoding="utf-8") + "字" * 400_000, encoding="utf-8")
    for read in (lambda: load(minimal / "docs"), lambda: read_again(site, site.by_path[NEWS])):
        with pytest.raises(ContentError, match="最多 1 MB"):
            read()
    # The checks report it once and go on; the preview's bar shows that the file cannot be used.
    source = source_at(minimal / "docs", NEWS.removesuffix(".md"))
    assert source is not None
    assert (source.text, source.item) == ("", None)
    findings = check_sources(read_project(minimal, config.load(minimal / "lanmu.toml"))).findings
    assert [(f.code, f.path) for f in findings if "1 MB" in f.message] == [("FM001", f"docs/{NEWS}")]


def test_all_that_is_let_through_is_built_and_checked(tmp_path: Path) -> None:
    """No recursion ends in the whole chain: Markdown, templates, search, the rules."""
    project = copy_project(tmp_path / "project", SITES / "minimal")
    article = project / "docs" / NEWS
    text = article.read_text(encoding="utf-8").split("---\n", 2)
    bodies = [TEXTS[name][0](TEXTS[name][1]) for name in ("lists", "quotations", "elements", "meanings", "emphasis")]
    bodies.append("> " * (DEEP // 2) + "- " * (DEEP // 2) + "字")
    article.write_text(f"---\n{text[1]}---\n" + "\n\n".join(bodies), encoding="utf-8")
    build(project, project / "site")
    assert (project / "site" / NEWS.removesuffix(".md") / "index.html").is_file()
    check_sources(read_project(project, config.load(project / "lanmu.toml")))


YAML = {
    "brackets": "a: " + "[" * 90_000,
    "closed brackets": 'a: ["]",' * 10_000,
    "braces": "a: " + "{a: " * 20_000,
    "dashes": "- " * 30_000,
    "questions": "? " * 30_000,
    "indentation": "\n".join(f"{' ' * i}a:" for i in range(400)),
}


@pytest.mark.parametrize("name", YAML)
def test_deep_yaml_is_reported_and_ends_no_process(name: str) -> None:
    program = "import sys; from lanmu.content.yaml_text import parse; parse(sys.stdin.read(), 'docs/a.yml')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=YAML[name].encode(),
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(Path(config.__file__).parents[2])},
    )
    assert "层以上" in done.stderr.decode("utf-8", "replace"), (done.returncode, done.stderr[-300:])


def test_columns_are_parsed_once_for_all_findings(minimal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 columns took a check 26 s."""
    parsed = []
    monkeypatch.setattr("lanmu.checks.engine.project.parse", lambda *given: parsed.append(given) or parse(*given))
    project = read_project(minimal, config.load(minimal / "lanmu.toml"))
    assert project.site is not None
    lines = {at_column(project, column, "字", "字").line for column in project.site.columns}
    assert len(lines) == len(project.site.columns) > len(parsed) == 1


def test_the_nearest_is_not_looked_for_among_more_than_anybody_wrote(minimal: Path) -> None:
    many = [f"xiaojie-{number}" for number in range(MOST_COMPARED)]
    assert nearest("xiaojei-7", many) == "xiaojie-7"
    assert nearest("xiaojei-7", [*many, "xiaojie"]) == ""
    assert nearest("字" * 101, ["字" * 100]) == ""
    article = minimal / "docs" / NEWS
    missing = "".join(
        f"\n\n## 学习{number}\n\n[见](#学习第{number})，[见][名{number}]\n\n[名称{number}]: b" for number in range(150)
    )
    article.write_text(article.read_text(encoding="utf-8") + missing, encoding="utf-8")
    project = read_project(minimal, config.load(minimal / "lanmu.toml"))
    for module in (lnk002, lnk011):
        result = list(module.check(project.sources[NEWS]))
        assert len(result) > len([f for f in result if f.remedy.startswith("是不是")]) == module.MOST_SUGGESTED
        assert result[0].remedy.startswith("是不是")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 0x" + "f" * 5_000, "太长了"),
        ("a: 1" + ":59" * 3_000, "太长了"),
        ("a: !!omap\n- a: &a [x]\n- b: [*a, *a]", "YAML 标签"),
        ("a: !!python/object/apply:os.system [ls]", "YAML 标签"),
    ],
    ids=["hexadecimal", "sexagesimal", "bomb", "object"],
)
def test_values_that_cannot_be_shown_are_reported(text: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        parse(text, "docs/a.yml")


def test_deep_settings_are_reported(tmp_path: Path) -> None:
    for text in ("a = " + "[" * 5_000, "a = " + "9" * 5_000, "a" + ".a" * 20_000 + " = 1"):
        (tmp_path / "lanmu.toml").write_text(text, encoding="utf-8")
        with pytest.raises(ContentError):
            config.load(tmp_path / "lanmu.toml")
    (tmp_path / "mkdocs.yml").write_text("nav: " + "[" * 300, encoding="utf-8")
    fault = read_navigation(tmp_path).fault
    assert fault is not None
    assert "层以上" in fault.message
    # Not by this user, so nothing of it is read.
    (tmp_path / "record.json").write_text("[" * 100_000, encoding="utf-8")
    assert read_record(tmp_path / "record.json") == ({}, True)


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "字" * 660_000 + "\n"), ("a.md", "# 通知\n\n" + "[" * 300)], ids=["large", "crowded"]
)
def test_an_import_that_nobody_could_build_is_refused(minimal: Path, name: str, text: str) -> None:
    (minimal / name).write_text(text, encoding="utf-8")
    docs = minimal / "docs"
    wanted = ImportOptions(find_column(docs, "news"), find_genres(docs), now())
    with pytest.raises(UserError, match=r"1 MB|没有导入"):
        plan_import(Destination(docs, find_campaign(docs), wanted), minimal / name)
