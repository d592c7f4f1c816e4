"""What is written to a terminal cannot act there, nor command the machine that reads the log, whoever wrote it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports.text import github_commands
from lanmu.diagnostics.console import complain, run, say
from lanmu.diagnostics.errors import Problem, UserError
from lanmu.diagnostics.terminal_text import harmless, one_line
from support.builders import NEWS, edited
from support.sample_reports import report_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\n  乙\t丙", "甲\n  乙\t丙"),
        ("a::b，##，#[1]，https://example.org/#a", "a::b，##，#[1]，https://example.org/#a"),
        ("甲\n::error::乙", "甲\n：:error::乙"),
        ("甲\n \t::add-mask::乙", "甲\n \t：:add-mask::乙"),
        ("甲 ##[error]乙", "甲 ＃#[error]乙"),
        ("##vso[task.setvariable]##teamcity[a]", "＃#vso[task.setvariable]＃#teamcity[a]"),
        ("甲\r\n乙\r::error::", "甲\n乙␍::error::"),
        ("\x1b[2J\x07\x00\x9b31m", "␛[2J␇␀\ufffd31m"),
        ("a\u202egnp.exe\u2066\u200f\udcff\u2028", "a\ufffdgnp.exe\ufffd\ufffd\ufffd\ufffd"),
    ],
)
def test_what_acts_is_shown_as_a_picture(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_a_name_stays_on_one_line() -> None:
    assert one_line("a\n::error::\t\x85b\u2029.md") == "a␊::error::␉\ufffdb\ufffd.md"
    shown = str(Problem("docs/a\n::error::.md", 1, "「甲\n##[error]」", "改。"))
    assert shown == "docs/a␊::error::.md:1 「甲␊##[error]」改法：改。"


def test_every_way_to_the_terminal_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    def refused() -> int:
        raise UserError("甲\n::error::乙\x1b[2J")

    def defect() -> int:
        raise ValueError("甲\n::error::乙\x1b[2J")

    say("甲\n::error::乙\x1b[2J")
    complain("甲\n::error::乙\x1b[2J")
    assert run(refused) == 2
    assert run(defect) == 3
    output = "".join(capsys.readouterr())
    assert output.count("：:error::乙␛[2J") == 4
    assert "\n::" not in output
    assert "\x1b" not in output


def test_the_commands_for_github_still_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Those that we write ourselves, each on one line, with nothing that a name could add."""
    evil = Finding("docs/a\n::error::b.md", 1, 1, "甲\r\n::error::乙", "改。", "LNK001", Level.ERROR)
    lines = github_commands(report_of(evil)).split("\n")
    assert lines[1:] == [""]
    assert lines[0].startswith("::error file=docs/a%0A%3A%3Aerror")


@pytest.mark.skipif(os.name != "posix", reason="这样的文件名在这个系统上做不出来")
def test_a_build_lets_no_name_and_no_title_command_the_machine(ready: Path) -> None:
    """A file, an article and a link, each with a line end and a command in it; the article is reported as left out."""
    news = ready / "docs" / "news"
    (news / "a\n::error::文件名\x1b[2J.png").write_bytes(b"x")
    text = edited(NEWS, "title: 各支部开展培训", 'title: "培训\\n::error::标题\\e[2J"')
    (ready / "docs" / NEWS).write_text(text.replace("正文。", "正文。[甲](<b&#10;::error::链接.md>)"), encoding="utf-8")
    command = [sys.executable, "scripts/build.py", "--production", "--site-url", "https://example.org/"]
    done = subprocess.run(command, cwd=ready, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 0, said
    assert "文件名" in said
    assert "标题" in said
    assert not [line for line in said.splitlines() if line.lstrip().startswith("::")]
    assert "\x1b" not in said
