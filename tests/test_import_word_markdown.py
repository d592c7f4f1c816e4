"""How an imported article is written: headings, lists, tables, pictures, notes, boxes; and that it is proved whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.galleries import TO_FILL_IN
from lanmu.intake.markdown_text import Moved, prove, shown
from PIL import Image
from support.imported import body_of, encoded, from_html, photograph, said


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("甲<strong>乙</strong>丙", "甲**乙**丙"),
        ("甲<em>乙</em>丙", "甲*乙*丙"),
        ("<strong>甲</strong><strong>乙</strong>", "**甲乙**"),
        ("<strong>甲</strong><em>乙</em>", "**甲**<em>乙</em>"),
        ("<strong>甲</strong>、<em>乙</em>", "**甲**、*乙*"),
        ("<strong>甲<em>乙</em></strong>", "**甲<em>乙</em>**"),
        ("the <strong> bold </strong>word", "the  **bold** word"),
        ("<strong> </strong>甲", "甲"),
        ("H<sub>2</sub>O, m<sup>2</sup>, <s>旧</s>", "H<sub>2</sub>O, m<sup>2</sup>, <s>旧</s>"),
        ("甲<br>乙", "甲<br>乙"),
        ("甲<strong>乙<br></strong>丙", "甲**乙**<br>丙"),
        ('<a href="https://a.cn/"><strong>甲</strong></a>', "[**甲**](https://a.cn/)"),
        ("注意!<a href='https://a.cn/'>甲</a>", "注意\\![甲](https://a.cn/)"),
        ("12.5%，2008-11-05，（1）(2)", "12.5%，2008-11-05，（1）(2)"),
        ("1. 甲", "1\\. 甲"),
        ("1.甲", "1.甲"),
        ("- 甲", "\\- 甲"),
        ("a|b", "a\\|b"),
    ],
)
def test_text_in_a_paragraph(html: str, markdown: str) -> None:
    assert body_of(f"<p>{html}</p>") == markdown


@pytest.mark.parametrize(
    ("levels", "written"),
    [
        ("2 3 4", "2 3 4"),
        ("1 2 2", "2 3 3"),
        ("3 3 4", "2 2 3"),
        ("2 4 6", "2 3 4"),
        ("4 2 3", "2 2 3"),
        ("2 4 2 3", "2 3 2 3"),
        ("2 3 4 5 6", "2 3 4 5 6"),
    ],
)
def test_headings_begin_at_the_second_level_and_skip_none(levels: str, written: str) -> None:
    headings = "".join(f"<p>段。</p><h{level}>题</h{level}>" for level in levels.split())
    lines = body_of(f"<p>开头的一段。</p>{headings}<p>完。</p>").split("\n")
    assert " ".join(str(line.count("#")) for line in lines if line.startswith("#")) == written


def test_a_heading_is_not_bold_besides() -> None:
    assert (
        body_of("<p>开头。</p><h2><strong>一、C# 与<br>其他</strong></h2><p>完。</p>").split("\n\n")[1]
        == "## 一、C\\# 与<br>其他"
    )


def test_lists_hold_paragraphs_and_lists() -> None:
    html = (
        "<ul><li><p>甲</p><p>甲二</p><ul><li>乙</li></ul></li><li>- 丙</li></ul><ul><li><ul><li>丁</li></ul></li></ul>"
    )
    assert body_of(html) == "- 甲\n\n    甲二\n\n    - 乙\n\n- \\- 丙\n\n- 丁"


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def test_a_simple_table_has_bars() -> None:
    html = table("<td><p>甲</p></td><td><p>乙|丙</p></td>", "<td><p>1</p><p>2</p></td><td></td>")
    assert body_of(html) == "| 甲 | 乙\\|丙 |\n| --- | --- |\n| 1<br>2 |  |"


@pytest.mark.parametrize(
    "rows",
    [
        ['<td colspan="2">甲</td>', "<td>乙</td><td>丙</td>"],
        ["<td>甲</td><td>乙</td>"],
        ["<td>甲</td><td>乙</td>", "<td>丙</td>"],
        ["<td></td><td></td>", "<td>甲</td><td>乙</td>"],
        ["<td>甲</td>", "<td><ul><li>乙</li></ul></td>"],
    ],
    ids=["span", "one row", "ragged", "empty head", "list"],
)
def test_any_other_table_is_html(rows: list[str]) -> None:
    article = body_of(table(*rows))
    assert article.startswith('<table markdown="1">')
    assert article.endswith("</table>")


def test_headers_of_a_table_say_what_they_head() -> None:
    html = table(
        '<td rowspan="2">类别</td><td colspan="2">数量</td>',
        "<td>上月</td><td>本月</td>",
        '<td rowspan="2">学习</td><td>1</td><td>2</td>',
        "<td>3</td><td>4</td>",
    )
    article = body_of(html)
    assert '<th scope="col" rowspan="2" markdown="span">类别</th>' in article
    assert '<th scope="colgroup" colspan="2" markdown="span">数量</th>' in article
    assert '<th scope="col" markdown="span">本月</th>\n</tr>\n</thead>' in article
    assert '<th scope="rowgroup" rowspan="2" markdown="span">学习</th>' in article
    assert '<td markdown="span">4</td>' in article


def test_header_rows_that_the_document_marks_are_kept() -> None:
    html = "<table><thead><tr><th>甲</th></tr><tr><th>乙</th></tr></thead><tbody><tr><td>丙</td></tr></tbody></table>"
    article = body_of(html)
    assert article.count("<th ") == 2
    assert article.index("</thead>") < article.index("丙")


def test_a_row_over_the_whole_width_is_no_header_of_columns() -> None:
    article = body_of(table('<td colspan="2">登记表</td>', "<td>姓名</td><td>某某</td>"))
    assert "<thead" not in article


def test_a_cell_that_goes_down_to_the_end_is_no_header_of_columns() -> None:
    article = body_of(table('<td rowspan="2">照片</td><td>姓名</td>', "<td>某某</td>"))
    assert "<thead" not in article
    assert '<th scope="rowgroup" rowspan="2" markdown="span">照片</th>' in article


def test_tables_and_frames_are_not_put_into_one_another() -> None:
    inner = table("<td>甲</td>", "<td>乙</td>")
    article = from_html(
        f'<h1 class="title">示例标题</h1>{table(f"<td>子</td><td>{inner}</td>", "<td>丑</td><td><aside><h3>寅</h3></aside></td>")}'
        f"{table('<td><h2>卯</h2><p>辰</p></td>')}<aside><aside><p>巳</p></aside><h2>午</h2></aside>"
    )
    assert "| 子 | 甲<br>乙 |" in article.body
    assert "| 丑 | **寅** |" in article.body
    assert "## 卯\n\n辰" in article.body
    assert article.body.count("<aside") == 1
    assert "**午**" in article.body
    changed = " ".join(said(article, "changed"))
    for words in ("1 个只有一格的表格", "2 个表格格子里的表格、文本框拆成", "2 个表格、文本框里的小标题"):
        assert words in changed


def test_a_caption_above_a_table_stands_in_its_figure() -> None:
    article = body_of("<p>表1 人数</p>" + table("<td>甲</td>", "<td>1</td>"))
    assert article.startswith('<figure markdown="1">\n<figcaption markdown="span">表1 人数</figcaption>\n\n| 甲 |')
    html = body_of('<p class="caption">人数</p>' + table('<td colspan="2">甲</td>', "<td>1</td><td>2</td>"))
    assert html.startswith(
        '<figure markdown="1">\n<figcaption markdown="span">人数</figcaption>\n\n<table markdown="1">'
    )


@pytest.fixture
def media(tmp_path: Path) -> Path:
    (tmp_path / "p1.jpg").write_bytes(photograph())
    (tmp_path / "p2.png").write_bytes(encoded(Image.new("RGB", (20, 10), "red"), "PNG"))
    (tmp_path / "same.png").write_bytes(encoded(Image.new("RGB", (20, 10), "red"), "PNG"))
    (tmp_path / "p3.emf").write_bytes(b"\x01\x00\x00\x00" + bytes(100))
    return tmp_path


def test_a_picture_stands_by_itself_after_its_paragraph(media: Path) -> None:
    html = '<p>甲<img src="p1.jpg" alt="职工们围坐着讨论">乙</p><p>丙</p>'
    article = from_html(f'<h1 class="title">示例标题</h1>{html}', media)
    assert article.body.strip() == "甲乙\n\n![职工们围坐着讨论](2008-11-20-a-1.jpg)\n\n丙"
    assert "1 张夹在文字中间的图片，移到了那一段的后面。" in said(article, "changed")
    assert list(article.pictures) == ["2008-11-20-a-1.jpg"]


@pytest.mark.parametrize(
    ("alternative", "words"),
    [
        ("职工[讨论]*会*场", "职工\\[讨论\\]\\*会\\*场"),
        ("图片 1", TO_FILL_IN),
        ("", TO_FILL_IN),
        ("C:\\照片\\开会时的照片.jpg", TO_FILL_IN),
        ("微信图片.jpg", TO_FILL_IN),
        ("图片包含 一群人坐在会议室 描述已自动生成", "一群人坐在会议室"),
    ],
)
def test_the_words_of_a_picture_must_tell_something(media: Path, alternative: str, words: str) -> None:
    article = from_html(
        f'<h1 class="title">示例标题</h1><p>甲。</p><p><img src="p1.jpg" alt="{alternative}"></p>', media
    )
    assert article.body.strip() == f"甲。\n\n![{words}](2008-11-20-a-1.jpg)"
    assert ("图片说明" in " ".join(said(article, "look"))) == (words == TO_FILL_IN)
    assert article.fields["draft"] is True


@pytest.mark.parametrize("caption", ["图1 职工围坐讨论", "图为职工围坐讨论", "▲ 职工围坐讨论"])
def test_what_is_written_under_a_picture_is_its_caption(media: Path, caption: str) -> None:
    article = from_html(f'<h1 class="title">示例标题</h1><p><img src="p1.jpg"></p><p>{caption}</p><p>甲。</p>', media)
    words = "职工围坐讨论"
    assert article.body.strip() == (
        f'<figure markdown="1">\n\n![{words}](2008-11-20-a-1.jpg)\n\n'
        f'<figcaption markdown="span">{caption}</figcaption>\n\n</figure>\n\n甲。'
    )


@pytest.mark.parametrize("text", ["图3月份的情况如下。", "大家在图书馆讨论", "表1 人数"])
def test_what_only_begins_alike_is_no_caption(media: Path, text: str) -> None:
    article = from_html(
        f'<h1 class="title">示例标题</h1><p><img src="p1.jpg" alt="职工围坐讨论"></p><p>{text}</p>', media
    )
    assert "figure" not in article.body


def test_pictures_in_lists_and_cells_and_headings(media: Path) -> None:
    html = (
        '<ul><li>甲<img src="p1.jpg" alt="第一张图片说明"></li></ul><h2>题<img src="p2.png" alt="第二张图片说明"></h2>'
        + table('<td><img src="p1.jpg" alt="第一张图片说明"></td>', "<td>乙</td>")
    )
    assert from_html(f'<h1 class="title">示例标题</h1>{html}', media).body.strip() == (
        "- 甲\n\n![第一张图片说明](2008-11-20-a-1.jpg)\n\n## 题\n\n![第二张图片说明](2008-11-20-a-2.png)\n\n"
        '<figure markdown="1">\n\n![第一张图片说明](2008-11-20-a-1.jpg)\n\n'
        '<figcaption markdown="span">乙</figcaption>\n\n</figure>'
    )


def test_pictures_in_quotations_notes_and_boxes(media: Path) -> None:
    note = '<sup><a href="#footnote-1">[1]</a></sup>'
    html = (
        f'<blockquote><p>甲{note}<img src="p1.jpg" alt="第一张图片说明"><img src="p3.emf"></p></blockquote>'
        '<aside><p>乙<img src="p2.png" alt="第二张图片说明"></p></aside>'
        '<ol><li id="footnote-1"><p>丙<img src="p1.jpg" alt="第一张图片说明"></p></li></ol>'
    )
    assert from_html(f'<h1 class="title">示例标题</h1>{html}', media).body.strip() == (
        "> 甲[^1]\n\n![第一张图片说明](2008-11-20-a-1.jpg)\n\n"
        '<aside class="admonition" markdown="1">\n\n乙\n\n![第二张图片说明](2008-11-20-a-2.png)\n\n</aside>\n\n'
        "[^1]: 丙\n\n    ![第一张图片说明](2008-11-20-a-1.jpg)"
    )


def test_the_same_picture_is_kept_once_and_a_drawing_is_reported(media: Path) -> None:
    html = '<p>甲乙丙</p><p><img src="p2.png" alt="红色的长方形"></p><p><img src="p3.emf"></p><p><img src="same.png" alt="红色的长方形"></p>'
    article = from_html(f'<h1 class="title">示例标题</h1>{html}', media)
    assert article.body.count("(2008-11-20-a-1.png)") == 2
    assert list(article.pictures) == ["2008-11-20-a-1.png"]
    assert said(article, "left_out") == [
        "第 2 张图片（在“甲乙丙”后面）是 EMF 矢量图，网页不能显示。请在 Word 或 WPS 里右键点它，选“另存为图片”，类型选 PNG，"
        "放到稿件旁边，再在稿件里写上 ![说明](文件名.png)。"
    ]
    assert "emf" not in article.body


def test_notes_are_numbered_as_they_are_met() -> None:
    html = (
        '<p>甲<sup><a href="#footnote-2">[1]</a></sup></p>'
        + table('<td>乙<sup><a href="#footnote-1">[2]</a></sup></td>', "<td>丙</td>")
        + '<ol><li id="footnote-2"><p>注一</p><p>续</p></li><li id="footnote-1"><p>1. 注二</p></li></ol>'
    )
    assert body_of(html) == "甲[^1]\n\n| 乙[^2] |\n| --- |\n| 丙 |\n\n[^1]: 注一\n\n    续\n\n[^2]: 1\\. 注二"


def test_a_box_and_a_quotation() -> None:
    html = "<aside><p>甲</p><ul><li>乙</li></ul></aside><blockquote><p>丙</p><p># 丁</p></blockquote>"
    assert body_of(html) == ('<aside class="admonition" markdown="1">\n\n甲\n\n- 乙\n\n</aside>\n\n> 丙\n>\n> \\# 丁')


def test_the_proof_finds_what_is_missing_and_where() -> None:
    prove("甲乙丙", "甲 乙\n丙")
    prove("丙", "甲乙丙", [Moved(0, "甲乙")])
    prove("甲[^1]\n\n[^1]: 乙", "甲[1]\n[1]乙")
    for text, wanted in (("甲丙", "甲乙丙"), ("甲乙丙", "甲丙"), ("乙甲", "甲乙"), ("甲2", "甲1")):
        with pytest.raises(UserError, match="对不上"):
            prove(text, wanted)


def test_the_exact_proof_counts_blanks_too() -> None:
    prove("&#12288;&#12288;甲  乙<br>丙", "　　甲  乙\n丙\n \n", exact=True)
    with pytest.raises(UserError, match="对不上"):
        prove("甲 乙", "甲  乙", exact=True)
    with pytest.raises(UserError, match="对不上"):
        prove("甲", "　　甲", exact=True)


def test_a_document_that_says_more_than_its_html_is_refused() -> None:
    with pytest.raises(UserError, match=r"“示例标题甲乙”附近.*维护人员"):
        from_html('<h1 class="title">示例标题</h1><p>甲</p>', seen="示例标题\n甲\n乙")


def test_what_the_page_shows() -> None:
    assert shown("a[^1]\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n[^1]: 注").split() == [
        *("a[1]", "甲", "乙", "1", "2", "[1]", "注"),
    ]


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
    assert body_of(f'<p>见<a href="{target}">网站</a></p>') == f"见[网站]({written})"


def test_hosts_that_are_linked_to_are_named() -> None:
    article = from_html(
        '<p>见<a href="https://WWW.Example.org/a">甲</a>和<a href="mailto:a@b.cn">乙</a>。</p><p>丙丁。</p>'
    )
    assert [text for text in said(article, "look") if "www.example.org" in text and "hosts" in text]
