"""Whatever a manuscript or a data file holds, the checks answer with findings that lie in the file, in plain Chinese."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import check_sources
from lanmu.content import front_matter
from lanmu.content.settings import load
from lanmu.diagnostics.errors import UserError
from support.rules_harness import BASE_FOLDER, DEFAULT_ARTICLE, HEAD, with_head

CHINESE = re.compile("[\u4e00-\u9fff]")
# A sentence, or after a colon what is to be written, which somebody may copy.
SENTENCE = re.compile("[。？！][）」]?$|：[^：。]*[!-~）」]$")
# No lone surrogates: no file in UTF-8 can hold one.
CHARACTERS = st.characters(exclude_categories=("Cs",))
PIECES = st.sampled_from(
    [
        *(
            "大家读了书",
            "，",
            "。",
            ",",
            "“",
            "”",
            "《",
            "》",
            "（",
            "）",
            "2008年10月",
            "一、",
            "（一）",
            "1、",
            "示例单位A",
        ),
        *("13800000000", "35012119800101001X", "6222000000000000000", "年", "万元", "0595-00000000", "——", "……"),
        *("\n", "\n\n", "    ", "\t", "  \n", "\u3000", "\xa0", "\u200b", "\ufeff", "\x85", "\u2028", "\x00", "\x0c"),
        *(
            "# ",
            "## ",
            "####### ",
            "- ",
            "1. ",
            "> ",
            ": ",
            "```",
            "~~~",
            "---",
            "===",
            "|",
            "|--|--|",
            "!!! note",
            "***",
        ),
        *(
            "*",
            "**",
            "_",
            "`",
            "``",
            "\\",
            "[",
            "]",
            "](",
            ")",
            "![",
            "[^1]",
            "[^1]: ",
            "[x]: ",
            "][",
            "{#x}",
            "{: .x }",
        ),
        *(
            "<a href='",
            "'>",
            "<img src=",
            ">",
            "</a>",
            "<div",
            "<table>",
            "</table>",
            "<!--",
            "-->",
            "<?",
            "&nbsp;",
            "&#x0;",
        ),
        *(
            "http://[",
            "https://",
            "http：//",
            "//",
            "mailto:",
            "tel:",
            "C:\\",
            "file:",
            "javascript:",
            "www.example.org",
        ),
        *(
            "../plan/index.md",
            "index.md#",
            "%E4%BD",
            "%",
            "#",
            "?",
            "../../..",
            "/",
            "a b.docx",
            "2008/11/",
            "@example.org",
        ),
        *("<!-- 检查豁免 TXT001：原件如此 -->", "<!-- 检查豁免", "检查豁免 ABC999"),
    ]
)
TEXT = st.one_of(st.text(CHARACTERS, max_size=40), st.lists(PIECES, max_size=14).map("".join))
BODIES = st.lists(TEXT, min_size=1, max_size=4).map("\n".join)
VALUES = st.one_of(
    TEXT,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates().map(str),
    st.lists(TEXT, max_size=2),
    st.dictionaries(st.sampled_from(["first", "name", "date", "start", "end", "item", "worker", ""]), TEXT, max_size=3),
)
FIELDS = st.dictionaries(
    st.one_of(st.sampled_from([*HEAD, *("updated", "unit", "notice", "promise", "channels", "image", "tags")]), TEXT),
    VALUES,
    max_size=5,
)
DATA = ("docs/columns.yml", "docs/campaign.yml", "docs/glossary.yml", "mkdocs.yml", "lanmu.toml")
QUIET = settings(max_examples=40, deadline=None, derandomize=True, database=None)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which nothing is wrong; a test overwrites one file again and again."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(BASE_FOLDER, folder, dirs_exist_ok=True)
    return folder


def checked(root: Path) -> tuple[Finding, ...]:
    """What all rules about the sources find, the same at each run."""
    findings = [check_sources(read_project(root, load(root / "lanmu.toml"))).findings for _ in range(2)]
    assert findings[0] == findings[1]
    return findings[0]


def check_file(root: Path, path: str, content: bytes) -> None:
    """Puts `content` into the file and looks at all findings; the file is then as it was."""
    file = root / path
    before = file.read_bytes() if file.exists() else None
    file.write_bytes(content)
    try:
        if path == "lanmu.toml":
            # Settings that cannot be used end a run, with a sentence.
            with suppress(UserError):
                checked(root)
            return
        for finding in checked(root):
            check_finding(root, finding)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)


def check_finding(root: Path, finding: Finding) -> None:
    """A finding lies in its file, and says in Chinese what is wrong and what to do."""
    file = root / finding.path
    shown = f"{finding.place} {finding.code} {finding.message}|{finding.remedy}"
    for sentence in (finding.message, finding.remedy):
        assert CHINESE.search(sentence), shown
        assert SENTENCE.search(sentence), shown
    if not finding.line:
        assert not finding.column, shown
        return
    lines = file.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    assert finding.line <= len(lines), shown
    assert 0 <= finding.column <= len(lines[finding.line - 1]) + 1, shown
    if finding.edit:
        assert 0 <= finding.edit.start <= finding.edit.end <= sum(map(len, lines)) + len(lines) - 1, shown


@QUIET
@given(BODIES)
@example("[a](http://[)、[b](<//[>)、<a href='http://a:b/'>c</a>、[d](https://a.cn:99999)")
@example("[^1][^1]: [x][x]: [x]: [^1]:\n\n[x]: \n[x]: <>\n\n[^1]: ")
def test_any_body(root: Path, body: str) -> None:
    check_file(root, DEFAULT_ARTICLE, with_head({}, body).encode("utf-8"))


@QUIET
@given(FIELDS, TEXT)
@example({"title": "题\x85目", "source_url": "http://["}, "")
def test_any_front_matter(root: Path, fields: dict[str, object], body: str) -> None:
    check_file(root, DEFAULT_ARTICLE, front_matter.join({**HEAD, **fields}, body).encode("utf-8"))


@QUIET
@given(BODIES, BODIES)
@example("title: 甲\u2028date: x: y", "")
def test_any_text_between_the_lines(root: Path, head: str, body: str) -> None:
    check_file(root, DEFAULT_ARTICLE, f"---\n{head}\n---\n{body}".encode())


@QUIET
@given(st.binary(max_size=60))
@example(b"\xff\xfe-\x00")
@example(b"---\r\ntitle: \r---\n\x00")
def test_any_bytes(root: Path, content: bytes) -> None:
    check_file(root, DEFAULT_ARTICLE, content)


@QUIET
@given(st.sampled_from(DATA), st.integers(0, 60), st.integers(0, 3), TEXT)
@example("docs/columns.yml", 0, 99, "")
@example("mkdocs.yml", 0, 99, "site_url: http://[\nnav: [{}, [], 1, {1: 2}]")
def test_any_data_file(root: Path, path: str, line: int, taken: int, put: str) -> None:
    lines = (BASE_FOLDER / path).read_text(encoding="utf-8").split("\n")
    lines[line : line + taken] = [put]
    check_file(root, path, "\n".join(lines).encode("utf-8"))
