"""No rule, and not the reading of Markdown either, takes more than linear time for the worst that a page can hold."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from lanmu.checks.engine.project import Project, read_project
from lanmu.checks.engine.registry import all_rules
from lanmu.checks.source import Source
from lanmu.content.settings import load
from support import rules_harness as harness

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
LENGTH = 8_000
# Seconds of the processor below which a rule's time for LENGTH characters is not looked at any closer.
ENOUGH = 0.05
# Four times the text takes four times as long; with the square it would take sixteen times as long.
MOST_TIMES = 9


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


def seconds(project: Project, token: str, length: int, wanted: str = "") -> dict[str, float]:
    """The processor's time that each check takes, or those up to the one that is wanted."""
    found = {}
    for name, check in checks(project, source_of(project, token, length)):
        if not wanted or name in ("reading", wanted):
            start = time.process_time()
            check()
            found[name] = time.process_time() - start
    return found


def test_no_check_is_worse_than_linear(project: Project) -> None:
    slow = []
    for token in TOKENS:
        for name, taken in seconds(project, token, LENGTH).items():
            if taken > ENOUGH and (more := seconds(project, token, 4 * LENGTH, name)[name]) > MOST_TIMES * taken:
                slow.append((name, token, round(taken, 2), round(more, 2)))
    assert slow == []
