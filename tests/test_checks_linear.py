"""No rule, and not the reading of Markdown either, takes more than linear time for the worst that a page can hold."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest
from lanmu.checks.engine.project import Project, Source, read_project
from lanmu.checks.engine.registry import all_rules
from lanmu.content.settings import load
from support import rules_harness as harness

if TYPE_CHECKING:
    from _typeshed import TraceFunction

ARTICLE = "news/2008-11-18-jiben.md"
# What patterns begin with, go on with, or look for the end of.
TOKENS = [
    *("1", "字", " ", "a", "@", "-", "—", "_", "*", "`", "<", "[", "]", "(", ")", "（", "）", "“", "”", "'", '"'),
    *("《", "、", "。", ".", ":", "/", "\\", "&", "!", "![", "[^", "[a](", "<a ", "<a href='", "<!--", "<p>", "</b>"),
    *("http://", "a@", "a.", "1、", "1. ", "一、", "（一）", "- ", "> ", "    ", "\n", "```a\n", "{#", "{", "~", "#"),
    *(
        "字 ",
        "1 字",
        "“字”、",
        '"字"',
        "'字'",
        "字.",
        "待",
        "X",
        "../",
        "a\n\n",
        "- a\n",
        "## a\n",
        "a\n===\n",
        "| a |\n",
    ),
    *(
        "[a]: b\n",
        "[^1]: a\n",
        "[a][b]",
        "![a](b)",
        "***\n",
        "<div>\n",
        "<div><b></i>",
        "&a",
        "2008年",
        "0595-",
        "13800000000",
    ),
    *(
        "省",
        "1号",
        "\u3000",
        "\u200b",
        "…",
        "Ａ",
        "第一条 ",
        "， a",
        "a, 字",
        "：\n",
        "“字\n\n",
        "（字\n\n",
        "1、1\n\n",
        "二、\n\n",
        "**a",
        "a_",
    ),
]
SHORT, LONG = 1_000, 4_000
# Four times the body takes about four times the lines of code; with the square, front matter included, over nine times.
MOST_TIMES, ENOUGH = 6, 2_000


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    harness.write(harness.Fixture(), root)
    return read_project(root, load(root / "lanmu.toml"))


def source_of(project: Project, token: str, length: int) -> Source:
    """The article with a body of so many characters."""
    whole = project.sources[ARTICLE]
    return replace(whole, text=whole.text[: whole.body_start] + (token * (length // len(token) + 1))[:length])


def checks(project: Project, source: Source) -> Iterator[tuple[str, Callable[[], object]]]:
    """The reading of a source, then each rule on it."""
    yield "reading", lambda: (source.passages, source.links, source.anchors)
    alone = replace(project)
    vars(alone)["sources"] = {ARTICLE: source}
    for code, rule in all_rules().items():
        if Source in rule.subjects or (code.startswith("TXT") and Project in rule.subjects):
            subject = source if Source in rule.subjects else alone
            yield code, partial(lambda check, given: list(check(given)), rule, subject)


def lines_run(project: Project, token: str, length: int) -> dict[str, int]:
    """How many lines of code each check runs for a text of one token."""
    count = 0

    def trace(_frame: FrameType, _event: str, _arg: Any) -> TraceFunction:
        nonlocal count
        count += 1
        return trace

    counts, before = {}, sys.gettrace()
    for name, check in checks(project, source_of(project, token, length)):
        count = 0
        sys.settrace(trace)
        try:
            check()
        finally:
            sys.settrace(before)
        counts[name] = count
    return counts


@pytest.mark.parametrize("tokens", [TOKENS[::2], TOKENS[1::2]], ids=["even", "odd"])
def test_no_check_is_worse_than_linear(tokens: list[str], project: Project) -> None:
    """Lines of code are counted, no clock is read; patterns are held by test_linear.py, seconds are the bench's."""
    slow = []
    for token in tokens:
        short, long = (lines_run(project, token, length) for length in (SHORT, LONG))
        slow += [(name, token, short[name], n) for name, n in long.items() if n > max(ENOUGH, MOST_TIMES * short[name])]
    assert slow == []
