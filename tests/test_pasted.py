"""What is pasted from Word, Excel and web pages: the Markdown that an import gives, only structure, no character lost."""

from __future__ import annotations

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake import pasted as module
from lanmu.intake.pasted import pasted
from support.pasting import WORD


def test_what_word_copies_becomes_headings_lists_tables_links_and_notes() -> None:
    result = pasted(WORD, first_note=3)
    assert result.markdown == (
        "## 一、基本情况\n\n"
        "各支部开展**培训**，到会32人[^3]，见[网页](https://www.example.org/a)。\n\n"
        "### （一）做法\n\n"
        "- 先学\n    - 自学\n- 后议\n\n"
        "1.第一条\n\n"
        "| **单位** | **人数** |\n| --- | --- |\n| 各支部 | 32 |\n\n"
        "[^3]: 据签到表。"
    )
    assert result.remarks[-1].startswith("1 张图片没有贴进来")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<b style="font-weight:normal"><p>甲</p><ul><li>乙<ul><li>丙</li></ul></li></ul></b>', "甲\n\n- 乙\n    - 丙"),
        ("<ul><li>甲</li><ul><li>乙</li></ul></ul>", "- 甲\n    - 乙"),
        ("<ol start=3><li>甲</li><li>乙</li></ol>", "3.甲\n\n4.乙"),
        ("<p>一\n二 three\r\nfour</p>", "一二 three four"),
        ('<p><span style="font-weight:700">粗</span>和<span style="font-style:italic">斜</span></p>', "**粗**和*斜*"),
        ("<blockquote><p>引用</p></blockquote>", "> 引用"),
        ("<p>*号* #1 [甲](乙) &lt;b&gt;</p>", r"\*号\* \#1 \[甲\](乙) &lt;b>"),
        ('<p>看<a href="javascript:alert(1)">这里</a><a href="#a">那里</a></p>', "看这里那里"),
        ("<p>甲<script>x()</script><style>p{}</style><!-- 批注 --></p>", "甲"),
        ('<p>见<span style="display:none">藏着的</span></p>', "见"),
        ("<h3>甲</h3><h1>乙</h1><h4>丙</h4>", "## 甲\n\n## 乙\n\n### 丙"),
        ('<p style="mso-outline-level:2">甲</p>', "## 甲"),
        ("<table><tr><td colspan=2>甲<tr><td>乙<td>丙</table>", None),
        ("<td>甲", "甲"),
        ("", ""),
    ],
)
def test_structure_is_kept_and_nothing_else(html: str, markdown: str | None) -> None:
    text = pasted(html).markdown
    assert text == markdown if markdown is not None else 'colspan="2"' in text


def test_a_sheet_of_excel_is_a_table() -> None:
    html = "<table><col width=72><tr><td>单位</td><td>人数</td></tr><tr><td>各支部</td><td align=right>32</td></tr></table>"
    assert pasted(html).markdown == "| 单位 | 人数 |\n| --- | --- |\n| 各支部 | 32 |"


@pytest.mark.parametrize(
    "html", ["<div>" * 3000 + "字", "<ul><li>" * 500 + "字", "<table><tr><td>" * 500 + "字", "<b>" * 5000 + "字"]
)
def test_what_is_nested_without_end_is_read_as_text(html: str) -> None:
    assert "字" in pasted(html).markdown


def test_too_much_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    with pytest.raises(UserError, match="太多"):
        pasted("<p>一二三四五六七八九十</p>")
