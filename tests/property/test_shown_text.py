"""Markdown whose page is not what its writer meant: found, mended, and then shown by the real Markdown as it was meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.fixes import MOST_ROUNDS, apply
from lanmu.checks.engine.registry import all_rules
from property.test_reading import rendered, source_of

RULES = [all_rules()[code] for code in ("TXT023", "TXT024")]
LOST = [all_rules()[code] for code in ("TXT020", "TXT023", "TXT024", "SEC002", "LNK014")]


def findings(body: str) -> list[Finding]:
    source = source_of(body)
    return [finding for rule in RULES for finding in rule(source)]


def mended(body: str) -> str:
    """The body with all safe mends made, again and again until there are none."""
    for _ in range(MOST_ROUNDS):
        edits = [finding.edit for finding in findings(body) if finding.edit]
        if not edits:
            return body
        body = apply(body, edits)
    raise AssertionError(body)


def page(body: str) -> str:
    """The page's HTML without white space between tags."""
    html = rendered(body).body
    assert html
    return re.sub(r"\s*\n\s*", "", re.sub(r' id="[^"]*"', "", html.inner_html or ""))


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("三点：\n- 甲\n- 乙\n", "<p>三点：</p><ul><li>甲</li><li>乙</li></ul>"),
        ("三点：\n1. 甲\n2. 乙\n", "<p>三点：</p><ol><li>甲</li><li>乙</li></ol>"),
        ("> 三点：\n> - 甲\n> - 乙\n", "<blockquote><p>三点：</p><ul><li>甲</li><li>乙</li></ul></blockquote>"),
        ("- 甲\n  - 乙\n- 丙\n", "<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>"),
        ("1. 甲\n   - 乙\n2. 丙\n", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>"),
        (
            "- 甲\n  - 乙\n    - 丙\n  - 丁\n",
            "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li><li>丁</li></ul></li></ul>",
        ),
        ("三点：\n- 甲\n  - 乙\n", "<p>三点：</p><ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("1. 甲\n\n   段\n\n2. 乙\n", "<ol><li><p>甲</p><p>段</p></li><li><p>乙</p></li></ol>"),
        ("1. 甲\n\n   段\n2. 乙\n", "<ol><li><p>甲</p><p>段</p></li><li><p>乙</p></li></ol>"),
        ("1.甲\n2.乙\n", "<p>1.甲</p><p>2.乙</p>"),
        ("分两步：\n（一）甲\n（二）乙\n", "<p>分两步：</p><p>（一）甲</p><p>（二）乙</p>"),
        (
            "如下：\n| 甲 |乙|\n|---|---|\n| 1 | 2 |\n后文\n",
            "<p>如下：</p><table><thead><tr><th>甲</th><th>乙</th></tr></thead>"
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table><p>后文</p>",
        ),
        ("    大家读了书。\n    谈了体会。\n", "<p>大家读了书。</p><p>谈了体会。</p>"),
        ("大家读了书。\n---\n", "<p>大家读了书。</p><hr>"),
        ("2008. 年终总结\n", "<p>2008. 年终总结</p>"),
        ("2007. 甲\n2008. 乙\n", "<p>2007. 甲</p><p>2008. 乙</p>"),
        ("1949. 10\n", "<p>1949. 10</p>"),
        ("## 题 {附后}\n", "<h2>题 {附后}</h2>"),
        ("段\n{附后}\n", "<p>段{附后}</p>"),
        ("**重**{附后}\n", "<p><strong>重</strong>{附后}</p>"),
        ("段\n[1]: 甲书\n[2]: 乙书\n", "<p>段</p><p>[1]: 甲书</p><p>[2]: 乙书</p>"),
        ("- [注]: 内容\n", "<ul><li>[注]: 内容</li></ul>"),
        ("照<GB/T 9704>和<A公司>。\n", "<p>照&lt;GB/T 9704&gt;和&lt;A公司&gt;。</p>"),
        ("C:\\.git，\\\\server\\a\n", "<p>C:\\.git，\\\\server\\a</p>"),
        ("## C#\n", "<h2>C#</h2>"),
        ("分数\n>=90\n", "<p>分数&gt;=90</p>"),
    ],
)
def test_a_mended_text_is_shown_as_it_was_meant(body: str, wanted: str) -> None:
    assert page(body) != wanted
    assert page(mended(body)) == wanted
    assert mended(mended(body)) == mended(body)


@pytest.mark.parametrize(
    "body",
    [
        "三点：\n\n- 甲\n    - 乙\n\n        段\n\n- 丙\n",
        "1. 甲\n  2. 乙\n",
        "甲  \n（一）乙  \n（二）丙\n",
        "到2009年\n2. 5亿元。\n",
        "- 甲\n\n  另一段，列表到此为止。\n",
        "    python scripts/build.py  # 生成\n",
        "1. 甲\n1. 乙\n",
        "[网站]: https://www.example.org/甲\n\n见[网站]。\n",
        "## 题 {#甲 .乙 title='丙'}\n",
    ],
)
def test_what_is_shown_as_it_is_meant_is_left_alone(body: str) -> None:
    assert findings(body) == []


# Beginnings and ends of lines that may make Markdown take them for something else.
BEGINNINGS = (
    *(
        "",
        "",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2. ",
        "2008. ",
        "1) ",
        "（1）",
        "1.",
        "> ",
        ">",
        "## ",
        "#",
        "  ",
        "    ",
        "\t",
    ),
    *("  - ", "   - ", "    - ", "| ", "[注]: ", "[^1]: ", ": ", "!!! note ", "*", "**", "_", "<", "[", "```", "~~~"),
    *("---", "===", "\\", "{", "&", "`", "<b>", "*[x]: ", "- [ ] ", "[1]", "1. - ", "> - ", "- ## ", "1949. 10", "|"),
)
ENDS = (
    *(
        "",
        "",
        "  ",
        "\\",
        "：",
        "|",
        "}",
        " {x}",
        " {附}",
        "{附}",
        "{#a}",
        " #",
        "C#",
        "*",
        "**",
        "_",
        ">",
        "]",
        "</b>",
    ),
    *("[^1]", "[1]", "(a)", "*甲*", "5*3*2", "<A>", "<GB/T 9>", "&lt;", "C:\\.x", "\\*", "~~x~~", "|a|b", "`a`"),
)
WORST = (
    *(
        "- 甲\n",
        "  - 甲\n",
        "    ",
        "1. 甲\n\n   段\n",
        "2008. 甲\n",
        "[注]: 甲\n",
        "{附",
        "| a |",
        "<A",
        "\\\\",
        "甲#",
    ),
    *(
        ">=1\n",
        "1、甲\n2、乙\n",
        "!!! a ",
        "C:\\",
        "：\n- ",
        "|\n",
        "#",
        "## a#\n",
        "    甲\n",
        "甲。\n---\n",
        "```甲\n",
        "\t",
    ),
)
WORDS = [f"{a}{b}{c}" for a in "子丑寅" for b in "卯辰巳" for c in "午未申酉"]
LINE = st.tuples(*map(st.sampled_from, (BEGINNINGS, WORDS, ENDS, ("\n", "\n", "\n\n"))))
LINES = st.lists(LINE, min_size=1, max_size=5, unique_by=lambda line: line[1])


@settings(max_examples=150, derandomize=True, deadline=None)
@given(LINES)
def test_no_word_is_lost_in_silence_and_mends_change_no_letter(lines: list[tuple[str, str, str, str]]) -> None:
    body = "".join("".join(line) for line in lines)
    source, shown = source_of(body), page(body)
    reported = {finding.line for rule in LOST for finding in rule(source)}
    for _, word, _, _ in lines:
        line = body.count("\n", 0, body.index(word)) + 1
        assert re.sub("<[^<>]*>", "", shown).count(word) or line in reported, (body, word)
    after = mended(body)
    for _, word, _, _ in lines:
        assert word in page(after) or word not in shown
    letters = re.compile(r'[\s\\">]')
    assert letters.sub("", after.replace("&lt;", "<")) == letters.sub("", body.replace("&lt;", "<"))


@pytest.mark.parametrize("piece", WORST)
def test_a_long_text_of_the_worst_is_read_to_its_end(piece: str) -> None:
    source = source_of("段\n\n" + piece * (60_000 // len(piece)))
    assert source.passages is not None
    for rule in RULES:
        list(rule(source))
