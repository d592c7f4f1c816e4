"""The Word file of a report: read back with python-docx, and where LibreOffice is there, printed by it."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lanmu.channels.common import word_parts as tables
from lanmu.channels.common.items import item_number
from lanmu.channels.common.word_page import faces as named
from lanmu.channels.common.word_parts import head_rows, spots, widths
from lanmu.intake.word import legacy
from lanmu.text.document import Cell, text_of, visible
from pypdf import PdfReader
from support.printing import _fonts_are_there, body_text, press, with_print
from support.reports import article, file_of, office_pdfs, part, pictures, reported, word_of, word_text

__all__ = ["_fonts_are_there"]
office = pytest.mark.skipif(legacy.installed() is None, reason="LibreOffice 没有安装")
# All but footnotes, whose place on the page is another than in the text.
EVERYTHING = """
各示例单位：
{: .doc-addressees }

有**着重**和*强调*，有H<sub>2</sub>O、10<sup>3</sup>，有[网址](https://www.example.org/)。

## 一、小标题

### （一）下一层

1. 第一条
2. 第二条

    第二条的第二段

    1. 再下一层

- [x] 办完的

> 引用的话

!!! note "提示"
    盒子里的话

    | 甲 | 乙 |
    | --- | --- |
    | 子 | 丑 |

<table><caption>表题</caption><tr><th>单位</th><th colspan="2">数目</th></tr>
<tr><td>某单位</td><td>7</td><td>8</td></tr></table>

地点
:   活动室

<figure markdown>
![会场的样子](a.jpg)
<figcaption>图片的说明</figcaption>
</figure>

![示意图](c.svg)

---

最后一段。

某某单位
{: .doc-signature }
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="300" height="100" fill="#c33"/></svg>'
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The Word file and the PDF of an article with everything."""
    folder = tmp_path_factory.mktemp("whole")
    pictures(folder, a_jpg="900x600", b_jpg="900x601")
    (folder / "docs" / "news" / "c.svg").write_text(DRAWING, encoding="utf-8")
    done = reported(folder, article(EVERYTHING + "\n![走访](b.jpg)\n"))
    return file_of(done, ".docx"), file_of(done, ".pdf")


def test_it_says_what_the_pdf_says_in_the_same_order(whole: tuple[bytes, bytes]) -> None:
    word, pdf = whole
    assert word_text(docx.Document(io.BytesIO(word))) == body_text(pdf)


def test_the_page_is_that_of_official_documents(whole: tuple[bytes, bytes]) -> None:
    document = docx.Document(io.BytesIO(whole[0]))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    edges = (section.left_margin, section.right_margin)
    assert [round(size.mm) for size in (*sizes, *edges) if size] == [210, 297, 37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    style = document.styles["Text on the grid"].element
    assert style.find(f".//{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val")) == "-5"
    assert style.find(f".//{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:line")) == "579"
    assert style.find(f".//{qn('w:sz')}").get(qn("w:val")) == "32"
    numbers = [
        (footer.paragraphs[0].alignment, footer._element.xpath(".//w:fldSimple/@w:instr"))
        for footer in (section.footer, section.even_page_footer)
    ]
    assert [(int(side or 0), field) for side, field in numbers] == [(2, [" PAGE "]), (0, [" PAGE "])]
    assert document.settings.odd_and_even_pages_header_footer


def test_the_outline_and_the_documents_own_data(whole: tuple[bytes, bytes]) -> None:
    document = docx.Document(io.BytesIO(whole[0]))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "示例的标题"),
        ("Heading 2", "一、小标题"),
        ("Heading 3", "（一）下一层"),
        ("Heading 2", "照片"),
        ("Heading 2", "信息报送审批表"),
    ]
    facts = document.core_properties
    assert (facts.title, facts.author, facts.language, str(facts.created)[:10]) == (
        *("示例的标题", "办公室", "zh-CN"),
        "2008-10-20",
    )


def test_pictures_have_their_words_and_full_pixels(whole: tuple[bytes, bytes]) -> None:
    document = docx.Document(io.BytesIO(whole[0]))
    assert document.element.body.xpath(".//wp:docPr/@descr") == ["示意图", "会场的样子", "走访"]
    shapes = document.inline_shapes
    assert [round(shape.width / Mm(1)) for shape in shapes] == [156, 138, 138]
    sizes = {(p.image.px_width, p.image.px_height) for p in document.part.package.image_parts}
    assert (900, 600) in sizes


def test_raised_lowered_linked_and_strong_runs(whole: tuple[bytes, bytes]) -> None:
    document = docx.Document(io.BytesIO(whole[0]))
    paragraph = next(p for p in document.paragraphs if "着重" in p.text)
    by_text = {run.text: run for run in paragraph.runs}
    assert by_text["2"].font.subscript
    assert by_text["3"].font.superscript
    face = {text: run._element.rPr.rFonts.get(qn("w:eastAsia")) for text, run in by_text.items()}
    assert (face["着重"], face["强调"], face["有"]) == ("黑体", "楷体_GB2312", "仿宋_GB2312")
    (link,) = paragraph.hyperlinks
    assert (link.address, link.text) == ("https://www.example.org/", "网址")


SPANS = """<table><tr><th rowspan="2">单位</th><th colspan="2">数目</th></tr><tr><th>子</th><th>丑</th></tr>
<tr><td>某单位</td><td rowspan="2">7</td><td>8</td></tr><tr><td>另一单位</td><td>9</td></tr></table>"""


def test_tables_keep_their_spans_and_heads(tmp_path: Path) -> None:
    document = word_of(reported(tmp_path, article(SPANS)))
    table = next(table for table in document.tables if table.cell(0, 0).text == "单位")
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(2, 1)._tc is table.cell(3, 1)._tc
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows] == [True, True, False, False]
    assert table.cell(3, 2).text == "9"


def test_narrow_columns_keep_their_words_in_a_line() -> None:
    wide, narrow = tables.shared([Mm(300), Mm(20)])
    assert (round(wide / Mm(1)), round(narrow / Mm(1))) == (136, 20)
    assert tables.shared([Mm(20), Mm(30)]) == [Mm(20), Mm(30)]
    assert [round(width / Mm(1)) for width in tables.shared([Mm(300)] * 3)] == [52] * 3
    assert [round(width / Mm(1)) for width in tables.shared([Mm(400), Mm(100), Mm(6)])] == [100, 50, 6]


def test_footnotes_stand_once_and_are_named_again(tmp_path: Path) -> None:
    body = "甲[^1]，乙[^1]，丙[^2]。\n\n[^1]: 第一注**重**。\n[^2]: 第二注。\n\n    | 子 | 丑 |\n    | --- | --- |\n    | 1 | 2 |\n"
    data = file_of(reported(tmp_path, article(body)), ".docx")
    notes = docx.oxml.parse_xml(part(data, "word/footnotes.xml").encode())
    notes_shown = [
        "".join(text.text for text in note.iter(qn("w:t"))) for note in notes if note.get(qn("w:type")) is None
    ]
    assert notes_shown == ["第一注重。", "第二注。子丑12"]
    body_xml = docx.Document(io.BytesIO(data)).element.body
    assert body_xml.xpath(".//w:footnoteReference/@w:id") == ["1", "2"]
    assert "甲，乙1，丙。" in word_text(docx.Document(io.BytesIO(data)))
    assert '<w:footnotePr><w:footnote w:id="-1"/>' in part(data, "word/settings.xml")
    assert "footnotes.xml" not in part(file_of(reported(tmp_path, article()), ".docx"), "[Content_Types].xml")


def test_the_offices_own_faces_and_those_of_traditional_chinese(tmp_path: Path) -> None:
    own = with_print(fonts={"kai": "某某楷体", "hei": "/fonts/hei.ttf"})

    def faces(xml: str) -> set[str]:
        return set(docx.oxml.parse_xml(xml.encode()).xpath("//w:rFonts/@w:eastAsia"))

    data = file_of(reported(tmp_path, article("甲**乙***丙*。")), ".docx")
    assert {"楷体_GB2312", "黑体", "方正小标宋简体"} <= faces(part(data, "word/document.xml"))
    assert (named(own, "zh-Hans")["楷体_GB2312"], named(own, "zh-Hans")["黑体"]) == ("某某楷体", "黑体")
    data = file_of(reported(tmp_path, article("甲**乙***丙*。"), traditional=True), ".docx")
    assert "標楷體" in faces(part(data, "word/document.xml"))
    assert not {"楷体_GB2312", "仿宋_GB2312"} & faces(part(data, "word/document.xml"))
    assert 'w:eastAsia="zh-TW"' in part(data, "word/styles.xml")


def test_samples_say_so_on_every_page(tmp_path: Path) -> None:
    section = word_of(reported(tmp_path, article(sample=True))).sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text
    assert section.header.paragraphs[0].text.startswith("示例：")


def test_the_number_of_an_item() -> None:
    assert [item_number(2, depth) for depth in range(3)] == ["2.", "（2）", "②"]
    assert item_number(21, 2) == "（21）"


def test_a_head_that_reaches_out_of_itself_is_none() -> None:
    row, body = (Cell(head=True), Cell(head=True, rowspan=2)), (Cell(),)
    assert head_rows([row, body]) == 0
    assert [[spot.begins for spot in line] for line in spots([row, body], 2)] == [[True, True], [True, False]]
    assert len(widths([row, body], 2)) == 2
    assert head_rows([(Cell(head=True),)]) == 0


PIECES = st.sampled_from(
    [
        *(
            "一段话。",
            "**重**的话。",
            "## 小标题",
            "### 小标题的下一层",
            "> 引用\n> 两行",
            "- 甲\n- 乙",
            "1. 甲\n\n    1. 乙",
        ),
        *(
            "| 甲 | 乙 |\n| --- | --- |\n| 子 | 丑 |",
            "---",
            '!!! note "题"\n    框里的话',
            "术语\n:   解释",
            "```\n码\n```",
        ),
        *("甲[^1]乙。\n\n[^1]: 注里的话。", "某单位\n{: .doc-signature }"),
    ]
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, min_size=3, max_size=8, unique=True))
def test_everything_of_the_text_is_in_both(tmp_path: Path, pieces: list[str]) -> None:
    source = article("\n\n".join(pieces) + "\n\n完。")
    wanted = visible(text_of(press(tmp_path, [source]).read(source).blocks, notes=False))
    done = reported(tmp_path, source)
    for whole_text in (word_text(word_of(done)), body_text(file_of(done, ".pdf"))):
        rest = iter(whole_text[whole_text.index("示例的标题") :])
        assert all(character in rest for character in wanted)
    if "注里的话。" in source.body:
        assert "注里的话。" in body_text(file_of(done, ".pdf"))
        assert "注里的话。" in part(file_of(done, ".docx"), "word/footnotes.xml")


@office
def test_libreoffice_prints_the_same_text_on_as_many_pages(whole: tuple[bytes, bytes], tmp_path: Path) -> None:
    word, pdf = whole
    printed = office_pdfs({"a": word}, tmp_path)["a"]
    pages = [len(PdfReader(io.BytesIO(data)).pages) for data in (printed, pdf)]
    assert abs(pages[0] - pages[1]) <= 1
    assert body_text(printed) == body_text(pdf)
