"""What of a document's HTML may become an article, and what is said of everything else."""

from __future__ import annotations

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.blocks import Bullets, Paragraph, Quote, Run, Table, plain
from lanmu.intake.article.fragment import DEEPEST, parse
from support.imported import body_of, from_html, said

ACTIVE = [
    "<p>甲</p><script>alert(1)</script>",
    "<p>甲<script>alert(1)</script></p>",
    '<p>甲</p><iframe src="https://a.cn/">乙</iframe>',
    '<p>甲</p><form action="/x"><input value="乙"><button>丙</button></form>',
    "<p>甲<svg onload=alert(1)><text>乙</text></svg></p>",
    "<p>甲</p><style>p{display:none}</style>",
    '<p>甲</p><object data="a"></object><embed src="b">',
    "<p>甲<!-- 乙 --></p>",
    "<table><tr><td><p>甲<script>1</script></p></td></tr></table>",
]


@pytest.mark.parametrize("html", ACTIVE)
def test_what_runs_is_left_out_with_all_that_is_in_it(html: str) -> None:
    fragment = parse(html)
    assert plain(fragment.blocks).strip() == "甲"
    kinds = [remark.kind for remark in fragment.remarks]
    assert kinds.count("left_out") == ("<!--" not in html)


@pytest.mark.parametrize(
    "attribute", ['onclick="x()"', "onmouseover=x", 'style="display:none"', 'srcdoc="x"', 'data-x="1"', 'lang="zh"']
)
def test_attributes_without_a_meaning_here_are_taken_away_and_told(attribute: str) -> None:
    name = attribute.partition("=")[0]
    made = from_html(f'<h1 class="title">示例标题</h1><p {attribute}>甲<strong {attribute}>乙</strong></p>')
    assert made.body.strip() == "甲**乙**"
    assert any(f"{name} 2 处" in text for text in said(made, "changed"))


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///C:/a.docx",
        "C:\\a\\b.docx",
        "\\\\server\\a",
        "附件.docx",
        "//a.cn/x",
        "https:///x",
        "blob:x",
        "",
    ],
)
def test_a_link_that_may_not_go_online_keeps_its_text_only(target: str) -> None:
    made = from_html(f'<h1 class="title">示例标题</h1><p>见<a href="{target}">这份材料</a>。</p>')
    assert made.body.strip() == "见这份材料。"
    assert any("这份材料" in text and "只留了文字" in text for text in said(made, "changed"))


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("https://www.example.org/a_b?x=1&amp;y=2#c", "https://www.example.org/a_b?x=1&y=2#c"),
        ("http://a.cn/(1) 2", "http://a.cn/%281%29%202"),
        ("mailto:a@b.cn", "mailto:a@b.cn"),
        ("tel:0595-22000000", "tel:0595-22000000"),
    ],
)
def test_a_link_to_the_web_stays_a_link(target: str, written: str) -> None:
    assert body_of(f'<p>见<a href="{target}" target="_blank">网站</a></p>') == f"见[网站]({written})"


def test_hosts_that_are_linked_to_are_named() -> None:
    made = from_html(
        '<p>见<a href="https://WWW.Example.org/a">甲</a>和<a href="mailto:a@b.cn">乙</a>。</p><p>丙丁。</p>'
    )
    assert [text for text in said(made, "look") if "www.example.org" in text and "hosts" in text]


def test_jumps_within_the_document_become_text() -> None:
    made = from_html('<h1 class="title">示例标题</h1><p><a id="_Toc1"></a>见<a href="#_Toc1">第一部分</a>。</p>')
    assert made.body.strip() == "见第一部分。"
    assert "1 个文内跳转（目录、交叉引用）去掉了链接，只留了文字。" in said(made, "changed")


def test_unknown_elements_give_their_text_and_are_told() -> None:
    made = from_html(
        '<h1 class="title">示例标题</h1><p>甲<font>乙</font><u>丙</u></p><center>丁</center><ol><li>戊</li></ol>'
    )
    assert made.body.strip().split() == ["甲乙丙", "丁", "-", "戊"]
    looked = " ".join(said(made, "look"))
    assert "font 1 处" in looked
    assert "ol 1 处" in looked
    assert "u 1 处" not in looked


def test_blocks_are_told_apart() -> None:
    html = "散<p>甲</p><ul><li>乙<ul><li>丙</li></ul></li></ul><blockquote><p>丁</p></blockquote><table><tr><td>戊</td></tr></table>"
    blocks = parse(html).blocks
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, Bullets, Quote, Table]
    assert plain(blocks) == "散\n甲\n乙\n丙\n丁\n戊"


def test_notes_are_taken_from_the_end() -> None:
    html = (
        '<p>甲<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p>'
        '<ol><li id="footnote-1"><p>注文 <a href="#footnote-ref-1">↑</a></p></li></ol>'
    )
    fragment = parse(html)
    assert fragment.blocks[0] == Paragraph((Run("甲"), Run("[1]", kind="note", target="footnote-1")))
    assert plain(fragment.notes["footnote-1"]) == "注文"
    assert len(fragment.blocks) == 1


def test_spans_are_numbers_within_reason() -> None:
    table = parse('<table><tr><td colspan="x" rowspan="-1">甲</td><td colspan="99999">乙</td></tr></table>').blocks[0]
    assert isinstance(table, Table)
    assert [(cell.across, cell.down) for cell in table.rows[0]] == [(1, 1), (1000, 1)]


@pytest.mark.parametrize("opening", ["<table><tr><td>", "<aside>", "<blockquote>", "<ul><li>"])
def test_nobody_nests_that_deep(opening: str) -> None:
    with pytest.raises(UserError, match="套得太深"):
        parse(opening * (DEEPEST + 2) + "甲")


def test_marks_nested_without_end_do_no_harm() -> None:
    assert len(parse("<p>" + "<b><sup>" * 5000 + "甲").blocks) == 1
