"""Where the reports go: the formats and files asked for, the screen, GitHub Actions, and the exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lanmu.checks.reports.writing import FORMATS, ReportFile, exit_code, parse_targets, wants_color, write
from lanmu.diagnostics.errors import Exit, UserError
from support.sample_reports import BROKEN, CLEAN, COMMA, FULL


def test_specs_name_format_and_file() -> None:
    assert parse_targets([]) == (ReportFile("text"),)
    assert parse_targets(["json=-"]) == (ReportFile("json"),)
    assert parse_targets(["github", "html=out/检查报告.html", "sarif=a=b.sarif"]) == (
        ReportFile("github"),
        ReportFile("html", Path("out/检查报告.html")),
        ReportFile("sarif", Path("a=b.sarif")),
    )
    assert parse_targets(["html=a.html"]) == (ReportFile("text"), ReportFile("html", Path("a.html")))


@pytest.mark.parametrize(
    ("specs", "said"),
    [
        (["sarfi=a"], "没有叫「sarfi」的报告格式。是不是 sarif？可用的格式：text、github、junit、sarif、json、html。"),
        ([""], "没有叫「」的报告格式。可用的格式"),
        (["html="], "「html=」的等号后面要写文件名，例如 html=out/report.html"),
        (["json", "sarif"], "屏幕上只能显示一种报告，现在要了 2 种：json、sarif。其余的请写进文件，例如 sarif=out"),
        (["json=a.txt", "sarif=b/../a.txt"], "有两种报告要写进同一个文件"),
    ],
)
def test_wrong_specs_are_explained(specs: list[str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_targets(specs)
    assert said in str(caught.value)


def test_files_are_written_whole_into_new_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets = parse_targets([f"{name}={tmp_path}/新/{name}.out" for name in FORMATS])
    (tmp_path / "新").mkdir()
    (tmp_path / "新" / "html.out").write_text("旧的", encoding="utf-8")
    write(FULL, targets, {})
    for name, render in FORMATS.items():
        assert (tmp_path / "新" / f"{name}.out").read_bytes() == render(FULL).encode()
    assert len(list((tmp_path / "新").iterdir())) == len(FORMATS)
    assert capsys.readouterr().out == FORMATS["text"](FULL)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write(CLEAN, [ReportFile("json", tmp_path / "a" / "b" / "c.json")], {})
    assert (tmp_path / "a" / "b" / "c.json").exists()


def test_a_file_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="写不了"):
        write(FULL, [ReportFile("json", tmp_path / "file" / "a.json")], {})
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="是一个文件夹"):
        write(FULL, [ReportFile("json", tmp_path / "folder")], {})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_on_github_the_commands_follow_the_text_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    on_github = {"GITHUB_ACTIONS": "true"}
    write(FULL, parse_targets([]), on_github)
    assert capsys.readouterr().out == FORMATS["text"](FULL) + FORMATS["github"](FULL)
    write(CLEAN, parse_targets([]), on_github)
    assert capsys.readouterr().out == FORMATS["text"](CLEAN)
    write(FULL, parse_targets(["json"]), on_github)
    assert capsys.readouterr().out == FORMATS["json"](FULL)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="这个系统没有伪终端")
def test_colours_are_for_terminals_that_want_them(tmp_path: Path) -> None:
    master, slave = os.openpty()
    with open(slave, "w", encoding="utf-8") as terminal, (tmp_path / "f").open("w", encoding="utf-8") as file:  # noqa: PTH123
        assert wants_color(terminal, {})
        assert wants_color(terminal, {"NO_COLOR": ""})
        assert not wants_color(terminal, {"NO_COLOR": "1"})
        assert not wants_color(file, {})
    os.close(master)


def test_exit_code_depends_on_errors_and_on_strictness() -> None:
    assert exit_code([], strict=True) is Exit.OK
    assert exit_code([COMMA], strict=False) is Exit.OK
    assert exit_code([COMMA], strict=True) is Exit.FINDINGS
    assert exit_code([COMMA, BROKEN], strict=False) is Exit.FINDINGS
