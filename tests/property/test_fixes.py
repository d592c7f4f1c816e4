"""`--fix`: mending again changes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.fixes import fix_files
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import check_sources
from lanmu.content import settings as config
from support import rules_harness as harness

PATH = "docs/news/2008-11-05-a.md"
PIECES = [
    *",.;:?!，。；：？！、…—-~()（）《》“”‘’\"'`*_#>|0123456789０１２Ａａ a1\n　",
    "汉",
    "字",
    "甲乙",
    "\n\n",
    "...",
    "......",
    "--",
    "一、",
    "（一）",
    "（一）、",
    "1、",
    "1. ",
    "- ",
    "2008年",
    "http://www.example.org/",
    "[文](../plan/index.md)",
    "![图中的会场](a.png)",
    "`代码,`",
    "帐号",
    "<b>",
    "</b>",
    "&amp;",
]


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_mending_again_changes_nothing(body: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        harness.write(harness.Fixture(), root)
        file = root / PATH
        file.write_text(harness.completed(PATH, body), encoding="utf-8", newline="\n")

        def findings() -> tuple[Finding, ...]:
            return check_sources(read_project(root, config.load(root / "lanmu.toml")), frozenset({PATH})).findings

        fix_files(root, findings)
        once = file.read_text(encoding="utf-8")
        assert fix_files(root, findings) == []
        assert file.read_text(encoding="utf-8") == once
        assert not any(finding.edit for finding in findings())
