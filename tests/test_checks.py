"""The engine of the checks: settings, exemptions, what changed, mends, and the command as an editor runs it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT, WHOLE
from lanmu.checks.engine.command import check_links, check_structure, named_files
from lanmu.checks.engine.finding import Edit, Finding, Level
from lanmu.checks.engine.fixes import apply, fix_files, planned_changes
from lanmu.checks.engine.git import changed_files
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import Outcome, check_sources
from lanmu.checks.rules import txt001_half_width_punctuation
from lanmu.content import settings as config
from lanmu.content.loading import load
from lanmu.diagnostics.errors import Exit, UserError
from support import rules_harness as harness
from support.commands import run_here
from support.files import IDENTITY, docx
from support.sealing import seal

ARTICLE = "docs/news/2008-11-05-a.md"
FAULT = "大家读了书,谈了体会。\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The clean project of the fixtures."""
    root = tmp_path / "project"
    harness.write(harness.Fixture(), root)
    return root


def put(project: Path, path: str, text: str) -> Path:
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(harness.completed(path, text), encoding="utf-8")
    seal(project)
    return file


def checked(project: Path, changed: frozenset[str] | None = None) -> Outcome:
    read = read_project(project, config.load(project / "lanmu.toml"))
    assert read.site
    on_day = replace(read.reading, site=replace(read.site, now=datetime(2008, 11, 20, 12)))
    return check_sources(replace(read, reading=on_day), changed)


def codes(outcome: Outcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def settings(project: Path, text: str) -> None:
    with (project / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_base_of_the_fixtures_is_clean(project: Path) -> None:
    assert checked(project).findings == ()


def test_findings_are_sorted_and_the_same_each_time(project: Path) -> None:
    put(project, ARTICLE, "甲,乙。\n\n丙,丁。\n")
    put(project, "docs/news/2008-11-04-b.md", FAULT)
    first = checked(project).findings
    assert [finding.order for finding in first] == sorted(finding.order for finding in first)
    assert checked(project).findings == first


# Settings


def test_a_level_can_be_changed(project: Path) -> None:
    put(project, ARTICLE, FAULT)
    settings(project, '\n[checks.levels]\nTXT001 = "warning"\n')
    assert [(finding.code, finding.level) for finding in checked(project).findings] == [("TXT001", Level.WARNING)]


def test_a_rule_can_be_switched_off(project: Path) -> None:
    put(project, ARTICLE, FAULT)
    settings(project, '\n[checks.levels]\nTXT001 = "off"\n')
    outcome = checked(project)
    assert outcome.findings == ()
    assert "TXT001" not in [ready.rule.code for ready in outcome.rules]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[checks.levels]\nTXT01 = "off"\n', "没有规则「TXT01」。是不是 TXT0"),
        ('[checks.levels]\nTXT001 = "low"\n', "「low」"),
        ("[checks.options.TXT001]\nlimit = 3\n", "limit"),
        ('[[checks.exempt]]\npath = "docs/a.pdf"\ncodes = ["QQQ001"]\nreason = "甲"\n', "没有规则「QQQ001」"),
        ('[checks]\nlevel = "off"\n', "levels"),
    ],
)
def test_wrong_settings_say_what_is_wrong(project: Path, text: str, words: str) -> None:
    settings(project, f"\n{text}")
    with pytest.raises(UserError) as caught:
        checked(project)
    assert words in str(caught.value)


def test_a_wrong_setting_has_its_line(project: Path) -> None:
    settings(project, '\n[checks.levels]\nTXT001 = "low"\n')
    lines = (project / "lanmu.toml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(UserError) as caught:
        config.load(project / "lanmu.toml")
    line = lines.index('TXT001 = "low"') + 1
    assert f"lanmu.toml:{line} " in str(caught.value)


# Exemptions


def test_an_exemption_covers_the_block_below_it_and_no_more(project: Path) -> None:
    put(project, ARTICLE, f"<!-- 检查豁免 TXT001：原件如此 -->\n\n{FAULT}续行,也算。\n\n{FAULT}")
    findings = checked(project).findings
    assert codes(checked(project)) == ["TXT001"]
    lines = (project / ARTICLE).read_text(encoding="utf-8").splitlines()
    assert findings[0].line == len(lines)


def test_an_exemption_in_the_front_matter_covers_the_whole_file(project: Path) -> None:
    file = put(project, ARTICLE, f"{FAULT}\n{FAULT}")
    text = file.read_text(encoding="utf-8").replace("genre:", "# 检查豁免 TXT001：原件如此\ngenre:")
    file.write_text(text, encoding="utf-8")
    assert checked(project).findings == ()


def test_an_exemption_in_the_settings_covers_a_file_or_a_folder(project: Path) -> None:
    put(project, ARTICLE, FAULT)
    settings(project, '\n[[checks.exempt]]\npath = "docs/news"\ncodes = ["TXT001"]\nreason = "旧稿"\n')
    assert checked(project).findings == ()


def test_an_exemption_of_another_rule_does_not_help(project: Path) -> None:
    put(project, ARTICLE, f"<!-- 检查豁免 LNK001：原件如此 -->\n{FAULT}")
    assert codes(checked(project)) == ["SUP001", "TXT001"]


def test_an_exemption_in_code_is_no_exemption(project: Path) -> None:
    put(project, ARTICLE, "写法是 `<!-- 检查豁免 TXT001：理由 -->`。\n")
    assert checked(project).findings == ()


def test_exemptions_are_not_published(project: Path) -> None:
    put(project, ARTICLE, f"<!-- 检查豁免 TXT001：原件如此 -->\n{FAULT}")
    from lanmu.text.exemptions import without

    site = load(project / "docs")
    assert "豁免" in site.by_path["news/2008-11-05-a.md"].body
    assert without(site.by_path["news/2008-11-05-a.md"].body).strip() == FAULT.strip()


# What changed


@pytest.fixture
def repository(project: Path) -> Path:
    """The project under Git, with one commit."""
    if shutil.which("git") is None:
        pytest.skip("没有 Git")
    put(project, "docs/news/2008-11-04-old.md", FAULT)
    names = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "."), (*names, "commit", "-qm", "first")):
        subprocess.run(["git", *command], cwd=project, check=True)
    return project


def test_only_what_is_named_is_checked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    put(project, ARTICLE, FAULT)
    assert named_files(project, [ARTICLE]) == {ARTICLE}
    assert ARTICLE in named_files(project, ["docs/news"])
    for name, words in (("docs/nix.md", "找不到 docs/nix.md"), ("..", "不在这个项目里")):
        with pytest.raises(UserError, match=words):
            named_files(project, [name])


def test_only_what_changed_is_checked(repository: Path) -> None:
    assert changed_files(repository, "HEAD") == frozenset()
    put(repository, ARTICLE, FAULT)
    changed = changed_files(repository, "HEAD")
    assert changed == {ARTICLE}
    of_rule = {finding.path for finding in checked(repository, changed).findings if finding.code == "TXT001"}
    assert of_rule == {ARTICLE}
    assert {finding.path for finding in checked(repository).findings} > {ARTICLE}


def test_chinese_names_and_removed_files(repository: Path) -> None:
    (repository / "docs/news/2008-11-04-old.md").unlink()
    put(repository, "docs/news/名 单.txt", "甲")
    assert changed_files(repository, "HEAD") == {"docs/news/名 单.txt"}


@pytest.mark.parametrize("revision", ["no-such", "--output=x", ""])
def test_an_unknown_revision_is_a_sentence(repository: Path, revision: str) -> None:
    with pytest.raises(UserError, match="--changed"):
        changed_files(repository, revision)
    assert not (repository / "x").exists()


def test_outside_git_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--changed"):
        changed_files(tmp_path, "HEAD")


def structure(**options: object) -> argparse.Namespace:
    """The options of check_structure.py."""
    usual = {"explain": "", "list": False, "fix": False, "dry_run": False, "report": [], "strict": False}
    usual["edition"] = "public"
    return argparse.Namespace(**({"files": [], "changed": None} | usual | options))


@pytest.mark.parametrize("options", [{}, {"fix": True}, {"fix": True, "dry_run": True}])
def test_files_that_are_no_sources_are_no_clean_run(
    project: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, bool]
) -> None:
    monkeypatch.chdir(project)
    (project / "empty").mkdir()
    for names in (["lanmu.toml", "empty"], ["docs"], ["docs/columns.yml"]):
        check_structure(project, structure(files=names, **options))
    with pytest.raises(UserError, match="empty 里没有要检查的稿件"):
        check_structure(project, structure(files=["empty"], **options))


def test_a_project_without_sources_is_no_clean_run(project: Path) -> None:
    shutil.rmtree(project / "docs")
    with pytest.raises(UserError, match="docs 里没有文件，什么也没有检查"):
        check_structure(project, structure())


def test_no_change_is_a_clean_run_and_says_so(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_structure(repository, structure(changed="HEAD")) == Exit.OK
    assert "没有改动" in capsys.readouterr().err


def test_a_folder_without_a_page_is_no_clean_run(tmp_path: Path) -> None:
    options = argparse.Namespace(
        explain="", list=False, report=[], site=str(tmp_path), site_url="", offline=False, external=False
    )
    (tmp_path / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    with pytest.raises(UserError, match=f"{tmp_path.name} 里没有网页.*build.py"):
        check_links(WHOLE, options)


# Mends


def test_edits_are_applied_at_their_places_and_overlaps_once() -> None:
    assert apply("abcdef", [Edit(4, 5, "E"), Edit(0, 2, "X"), Edit(1, 3, "Y"), Edit(6, 6, "!")]) == "XcdEf!"


def test_mending_twice_changes_nothing_the_second_time(project: Path) -> None:
    file = put(project, ARTICLE, FAULT)
    assert [change.path for change in fix_files(project, lambda: checked(project).findings)] == [ARTICLE]
    assert "大家读了书，谈了体会。" in file.read_text(encoding="utf-8")
    assert fix_files(project, lambda: checked(project).findings) == []


def test_a_plan_writes_nothing(project: Path) -> None:
    file = put(project, ARTICLE, FAULT)
    before = file.read_bytes()
    (change,) = planned_changes(project, checked(project).findings)
    assert "-大家读了书,谈了体会。" in change.difference()
    assert "+大家读了书，谈了体会。" in change.difference()
    assert file.read_bytes() == before


def test_line_ends_byte_order_mark_and_mode_stay(project: Path) -> None:
    file = put(project, ARTICLE, FAULT)
    text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    file.chmod(0o640)
    fix_files(project, lambda: checked(project).findings)
    assert file.read_bytes() == b"\xef\xbb\xbf" + text.replace("书,谈", "书，谈").encode()
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o640


def test_a_mend_of_a_file_that_is_gone_is_left_out(project: Path) -> None:
    assert planned_changes(project, [Finding("docs/gone.md", 1, 1, "甲。", "乙。", edit=Edit(0, 1, "丙"))]) == []


# The command


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the script in the project."""
    shutil.copy2(ROOT / "requirements.txt", project)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("LANMU_TEST_CLOCK", "1227139200")
    return partial(run_here, project, "check_structure.py")


def test_a_clean_project_exits_with_0(run: Run) -> None:
    done = run()
    assert done.returncode == Exit.OK, done.stdout + done.stderr
    assert "没有发现问题" in done.stdout


def test_an_error_exits_with_1_and_names_place_and_way_out(run: Run, project: Path) -> None:
    put(project, ARTICLE, FAULT)
    done = run()
    assert done.returncode == Exit.FINDINGS
    assert f"{ARTICLE}:30:6 错误 TXT001" in done.stdout
    assert "改法：" in done.stdout


def test_an_article_is_checked_with_what_it_brings_along(run: Run, project: Path) -> None:
    put(project, ARTICLE, "大家读了书，见[名单](mingdan.docx)。\n")
    docx(project / "docs" / "news" / "mingdan.docx", f"身份证号{IDENTITY}")
    docx(project / "docs" / "news" / "other.docx", f"身份证号{IDENTITY}")
    seal(project)
    output = run(ARTICLE).stdout
    assert "docs/news/mingdan.docx 错误 PRI001" in output
    assert "other.docx" not in output


def test_a_warning_fails_only_when_asked(run: Run, project: Path) -> None:
    put(project, ARTICLE, FAULT)
    settings(project, '\n[checks.levels]\nTXT001 = "warning"\n')
    assert run().returncode == Exit.OK
    assert run("--strict").returncode == Exit.FINDINGS


@pytest.mark.parametrize(
    "arguments",
    [
        ["--explain", "TXT01"],
        ["--report", "pdf"],
        ["--nonsense"],
        ["--dry-run"],
        ["--changed", "nope"],
        ["requirements.txt"],
    ],
)
def test_wrong_usage_exits_with_2_and_no_traceback(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == Exit.USAGE
    assert "Traceback" not in done.stderr


def test_a_defect_of_a_rule_exits_with_3_and_names_the_rule(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(txt001_half_width_punctuation, "HALF", None)
    done = run()
    assert done.returncode == Exit.INTERNAL
    assert "TXT001" in done.stderr


def test_several_reports_at_once(run: Run, project: Path) -> None:
    put(project, ARTICLE, FAULT)
    wanted = ["json=out/a.json", "sarif=out/a.sarif", "junit=out/a.xml", "html=out/检查报告.html"]
    done = run(*(word for spec in wanted for word in ("--report", spec)))
    assert "TXT001" in done.stdout
    (finding,) = json.loads((project / "out/a.json").read_text(encoding="utf-8"))["findings"]
    assert (finding["path"], finding["line"], finding["column"], finding["code"]) == (ARTICLE, 30, 6, "TXT001")
    assert json.loads((project / "out/a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ET.parse(project / "out/a.xml").getroot().tag == "testsuites"
    assert "一次学习" in (project / "out/检查报告.html").read_text(encoding="utf-8")


def test_on_github_the_lines_are_marked_by_themselves(run: Run, project: Path) -> None:
    put(project, ARTICLE, FAULT)
    assert f"::error file={ARTICLE},line=30,col=6" in run(GITHUB_ACTIONS="true").stdout
    assert "::error" not in run().stdout


def test_fix_mends_and_dry_run_only_shows(run: Run, project: Path) -> None:
    file = put(project, ARTICLE, FAULT)
    shown = run("--fix", "--dry-run")
    assert "+大家读了书，谈了体会。" in shown.stdout
    assert FAULT in file.read_text(encoding="utf-8")
    mended = run("--fix")
    assert "大家读了书，谈了体会。" in file.read_text(encoding="utf-8")
    # What was reviewed is another text now.
    assert (mended.returncode, mended.stdout.count("REV008 ")) == (Exit.FINDINGS, 1)
    put(project, ARTICLE, "大家读了书，谈了体会。\n")
    assert run("--fix").returncode == Exit.OK
    assert "没有能自动改的地方" in run("--fix").stderr


def test_explain_and_list(run: Run) -> None:
    explained = run("--explain", "txt001").stdout
    assert "为什么" in explained
    assert "check_structure.py" in explained
    listed = run("--list").stdout
    assert "TXT001  错误  汉字旁边用了半角标点" in listed


def test_an_issue_file_of_the_magazine_is_looked_at(project: Path) -> None:
    """Before it comes to printing: with the file, the line and the way out."""
    file = project / "docs" / "worker" / "2008-11.yml"
    file.parent.mkdir(exist_ok=True)
    text = "masthead: 示例\nsection: 专版\ndate: 2008-11-28\npieces:\n  - article: news/meiyou.md\n"
    file.write_text(f"{text}    spann: 2\n", encoding="utf-8")
    assert ("docs/worker/2008-11.yml", 6, "FM003") in places(checked(project))
    file.write_text(text, encoding="utf-8")
    assert ("docs/worker/2008-11.yml", 5, "FM005") in places(checked(project))


def places(outcome: Outcome) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.line, finding.code) for finding in outcome.findings]
