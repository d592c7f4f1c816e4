"""The reports that people read in a terminal and that GitHub reads from it."""

from __future__ import annotations

import re

from lanmu.checks.engine.finding import Finding
from lanmu.checks.reports import text
from lanmu.checks.reports.writing import FORMATS
from support.sample_reports import CLEAN, COMMA, FULL, E, report_of


def test_text_has_a_line_for_each_finding_then_the_summary_and_the_hints() -> None:
    assert FORMATS["text"](FULL).split("\n") == [
        "docs/a.md:12:5 错误 LNK001 站内链接失效：「b.md」不存在。改法：是不是想写 c.md？",
        "docs/a.md:14:8 提醒 TXT001 半角标点：用了半角逗号「,」。改法：改成全角「，」。",
        "docs/a.md:20 错误 LNK001 站内链接失效：「d.md」不存在。改法：删去链接。",
        "docs/图 片/b c.md 错误 LNK001 站内链接失效：没有标题。见网页 site/b/index.html。改法：补上。",
        "✗ 错误 3 处，提醒 1 处；查了 119 个文件、3 条规则，用时 0.8 秒。",
        "看某条规则的说明：python scripts/check_structure.py --explain LNK001",
        "能自动改的 1 处：刚才的命令后面加 --fix --dry-run 看改动，去掉 --dry-run 就改",
        "",
    ]


def test_text_of_a_clean_run_and_of_warnings_alone() -> None:
    assert FORMATS["text"](CLEAN) == "✓ 没有发现问题；查了 119 个文件、3 条规则，用时 0.8 秒。\n"
    lines = FORMATS["text"](report_of(COMMA, tool="check_links")).split("\n")
    assert lines[1] == "△ 没有错误，提醒 1 处；查了 119 个文件、3 条规则，用时 0.8 秒。"
    assert lines[2].endswith("python scripts/check_links.py --explain TXT001")


def test_text_cannot_be_made_to_act_on_the_terminal() -> None:
    evil = Finding("docs/a\n✓ 没有发现问题\x1b[2J.md", 1, 1, "甲\u202e乙\r丙", "改。", "LNK001", E)
    shown = FORMATS["text"](report_of(evil)).split("\n")
    assert shown[0].startswith("docs/a␊✓ 没有发现问题␛[2J.md:1:1 错误")
    assert "甲\ufffd乙␍丙" in shown[0]


def test_colours_only_add_to_the_text() -> None:
    colored = text.render(FULL, color=True)
    assert "\x1b[31m错误\x1b[0m" in colored
    assert "\x1b[33m提醒\x1b[0m" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == FORMATS["text"](FULL)


def test_github_commands() -> None:
    lines = FORMATS["github"](FULL).split("\n")
    assert lines[0] == (
        "::error file=docs/a.md,line=12,col=5,title=LNK001 站内链接失效::「b.md」不存在。改法：是不是想写 c.md？"
    )
    assert lines[1].startswith("::warning file=docs/a.md,line=14,col=8,title=TXT001")
    assert lines[2].startswith("::error file=docs/a.md,line=20,title=")
    assert lines[3].startswith("::error file=docs/图 片/b c.md,title=")
    assert lines[4:] == [""]
    assert FORMATS["github"](CLEAN) == ""


def test_github_escapes_what_the_runner_reads() -> None:
    command = FORMATS["github"](report_of(Finding("a:b,c%.md", 1, 1, "100%\r\n::error::，", "改。", "LNK001", E)))
    assert command.startswith("::error file=a%3Ab%2Cc%25.md,line=1,col=1,")
    assert command.endswith("::100%25%0D%0A::error::，。改法：改。\n")
