"""An article's Markdown as blocks: every construct comes through, no text is lost, what is changed is reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import WHOLE
from hypothesis import given, settings
from hypothesis import strategies as st
from lanmu.channels.common import blocks
from lanmu.channels.common.blocks import ArticleBlocks
from lanmu.channels.common.styles import led_in, levelled
from lanmu.channels.common.traditional import converted
from lanmu.content.loading import load
from lanmu.text.document import (
    Block,
    Figure,
    Heading,
    List,
    Quote,
    Table,
    Text,
    as_data,
    text_of,
    visible,
)
from support import builders
from support.files import picture_bytes


def read(tmp_path: Path, body: str, **pictures: bytes) -> ArticleBlocks:
    """The blocks of a text beside which some pictures lie."""
    folder = tmp_path / "docs" / "news"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pictures.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return blocks.read(builders.article("a", body=body), tmp_path / "docs", tmp_path / "store")


def plain(value: Any) -> Any:
    """Blocks as data in short: runs as text with *strong*, /em/ … around it."""
    return short(json.loads(json.dumps(value, default=as_data)))


def short(value: Any) -> Any:
    """Data with every paragraph as a string."""
    if isinstance(value, list):
        if value and all(isinstance(i, dict) and i.get("kind") in ("text", "break", "note") for i in value):
            return "".join(shown(inline) for inline in value)
        return [short(item) for item in value]
    if isinstance(value, dict):
        return {key: short(inner) for key, inner in value.items()}
    return value


def shown(inline: dict[str, Any]) -> str:
    """One inline in short."""
    if inline["kind"] == "break":
        return "⏎"
    if inline["kind"] == "note":
        return f"[{inline['name']}:{'|'.join(str(short(block['inlines'])) for block in inline['blocks'])}]"
    text = str(inline["text"])
    for mark, sign in (("strong", "*"), ("em", "/"), ("sup", "^"), ("sub", "_")):
        text = f"{sign}{text}{sign}" if inline[mark] else text
    return f"{text}<{inline['link']}>" if inline["link"] else text


def kinds(read: ArticleBlocks) -> list[str]:
    """The kinds of the blocks."""
    return [block.kind for block in read.blocks]


def paragraph(text: str, role: str = "") -> dict[str, str]:
    """A paragraph as `plain` shows it."""
    return {"kind": "paragraph", "role": role, "inlines": text}


def test_runs_of_a_paragraph(tmp_path: Path) -> None:
    body = "甲**乙**丙*丁*H<sub>2</sub>O、10<sup>3</sup>`码`[外](https://www.example.org/a)[内](../plan/b.md)<br>戊"
    text = read(tmp_path, body)
    wanted = "甲*乙*丙/丁/H_2_O、10^3^码外<https://www.example.org/a>内⏎戊"
    assert plain(list(text.blocks)) == [paragraph(wanted)]
    assert text.remarks == ()


def test_line_ends_are_no_spaces_between_chinese_and_one_between_words(tmp_path: Path) -> None:
    text = read(tmp_path, "&#12288;&#12288;第一行，\n第二行 two\nwords  here\n**粗**\n细")
    assert plain(list(text.blocks)) == [paragraph("第一行，第二行 two words here *粗*细")]


def test_headings_keep_their_levels(tmp_path: Path) -> None:
    text = read(tmp_path, "# 一\n\n## 二\n\n### 三\n\n#### 四\n\n##### 五\n\n###### 六")
    assert [block.level for block in text.blocks if isinstance(block, Heading)] == [2, 2, 3, 4, 5, 5]


def test_outline_ranks_leave_none_out(tmp_path: Path) -> None:
    ranked = levelled(read(tmp_path, "#### 深\n\n## 浅\n\n##### 很深\n\n### 中\n\n> ### 引\n").blocks, first=2)
    assert [block.depth for block in ranked[:4]] == [2, 2, 3, 3]
    assert ranked[4].blocks[0].depth == 3


def test_headings_in_footnotes_and_cells_are_ranked_too(tmp_path: Path) -> None:
    text = read(tmp_path, "<table><tr><td><h4>格</h4></td></tr></table>\n\n正文[^a]\n\n[^a]:\n    ### 注里的\n")
    table, paragraph_block = levelled(text.blocks, first=2)
    assert table.rows[0][0].blocks[0].depth == 2
    assert paragraph_block.inlines[-1].blocks[0].depth == 2


def test_roles_of_an_official_document(tmp_path: Path) -> None:
    roles = ["letterhead", "title", "addressees", "attachments", "signature", "date", "index", "copies"]
    body = "\n\n".join(f"{role}的字\n{{: .doc-{role} }}" for role in roles)
    assert plain(list(read(tmp_path, body).blocks)) == [paragraph(f"{role}的字", role) for role in roles]


def test_lists_nest_begin_anywhere_and_hold_paragraphs(tmp_path: Path) -> None:
    text = read(
        tmp_path, "1. 甲\n2. 乙\n\n    乙二\n\n    - 丙\n\n段\n\n- [x] 办了\n- [ ] 没办\n\n<ol start=3>戊<li>丁</ol>\n"
    )
    ordered = text.blocks[0]
    assert isinstance(ordered, List)
    assert [(b.ordered, b.start) for b in text.blocks if isinstance(b, List)] == [
        (True, 1),
        (False, 1),
        (True, 3),
    ]
    assert plain(ordered.items[1][1]) == paragraph("乙二")
    assert plain(ordered.items[1][2])["items"] == [[paragraph("丙")]]
    assert visible(text_of(text.blocks)) == "甲乙乙二丙段√办了□没办丁戊"


def test_terms_and_their_meanings(tmp_path: Path) -> None:
    text = read(tmp_path, "时间\n:   上午\n\n    十点\n\n地点\n:   - 楼上\n")
    assert plain(list(text.blocks))[:3] == [paragraph("*时间*　上午"), paragraph("十点"), paragraph("*地点*")]
    assert isinstance(text.blocks[3], List)


def test_footnotes_stand_at_their_first_reference(tmp_path: Path) -> None:
    text = read(tmp_path, "甲[^b]乙[^a]丙[^b]\n\n[^a]: 注甲\n\n    注甲二\n[^b]: 注**乙**\n[^c]: 没有引用\n")
    first, last = plain(list(text.blocks))
    assert first == paragraph("甲[news-a-2:注*乙*]乙[news-a-1:注甲|注甲二]丙[news-a-2:]")
    assert last == paragraph("没有引用")
    assert text.remarks == ("注3在正文里没有引用，排在文末。",)


def test_a_footnote_that_names_itself_ends(tmp_path: Path) -> None:
    text = read(tmp_path, "甲[^a]\n\n[^a]: 注[^a]\n")
    assert visible(text_of(text.blocks)) == "甲注"


def test_table_of_markdown(tmp_path: Path) -> None:
    table = read(tmp_path, "| 甲 | 乙 |\n| :-: | --: |\n| 1 | 2<br>3 |\n").blocks[0]
    assert isinstance(table, Table)
    cells = [cell for row in table.rows for cell in row]
    assert [(cell.head, cell.align) for cell in cells] == [
        (True, "center"),
        (True, "right"),
        (False, "center"),
        (False, "right"),
    ]
    assert plain(cells[3].blocks) == [paragraph("2⏎3")]


def grid(table: Block) -> list[list[str]]:
    """The texts on every place of a table, laid out as its readers do."""
    assert isinstance(table, Table)
    places: dict[tuple[int, int], str] = {}
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (x, y) in places:
                x += 1
            for dx in range(cell.colspan):
                for dy in range(cell.rowspan):
                    assert (x + dx, y + dy) not in places, "two cells on one place"
                    places[x + dx, y + dy] = visible(text_of(cell.blocks)) or "-"
    width, height = table.columns, len(table.rows)
    return [[places[x, y] for x in range(width)] for y in range(height)]


def test_merged_cells_fill_the_grid(tmp_path: Path) -> None:
    body = (
        "<table><caption>标<b>题</b></caption><thead><tr><th rowspan=2>单位<th colspan=2>数</tr><tr><th>甲<th>乙</tr></thead>"
        "<tbody><tr><td>一<td>1<td>2</tr><tr><td>二</tr></tbody><tfoot><tr><td colspan=9>计</tr></tfoot></table>"
    )
    table = read(tmp_path, body).blocks[0]
    assert isinstance(table, Table)
    assert plain(table.caption) == "标*题*"
    assert grid(table)[:4] == [
        ["单位", "数", "数", *["-"] * 6],
        ["单位", "甲", "乙", *["-"] * 6],
        ["一", "1", "2", *["-"] * 6],
        ["二", *["-"] * 8],
    ]
    assert grid(table)[4] == ["计"] * 9


@given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_any_spans_make_a_grid(tmp_path_factory: pytest.TempPathFactory, spans: list[list[tuple[int, int]]]) -> None:
    body = "".join(f"<tr>{''.join(f'<td colspan={c} rowspan={r}>字</td>' for c, r in row)}</tr>" for row in spans)
    text = read(tmp_path_factory.getbasetemp(), f"<table><tbody>{body}</tbody></table>")
    assert visible(text_of(text.blocks)) == "字" * sum(map(len, spans))
    for table in text.blocks:
        grid(table)


def test_figures_with_captions_and_pictures_between_words(tmp_path: Path) -> None:
    body = "前![甲](a.png)后\n\n<figure markdown>\n![乙](b.jpg)\n<figcaption>说明<b>文字</b></figcaption>\n</figure>\n"
    text = read(tmp_path, body, a_png=picture_bytes("png", "40x30"), b_jpg=picture_bytes("jpg", "60x20 gps turned"))
    assert kinds(text) == ["paragraph", "figure", "paragraph", "figure"]
    first, second = text.blocks[1], text.blocks[3]
    assert isinstance(first, Figure)
    assert isinstance(second, Figure)
    assert (first.alternative, first.width, first.height, first.caption) == ("甲", 40, 30, ())
    # Turned as its EXIF says, and nothing of that is left.
    assert (second.width, second.height, plain(second.caption)) == (20, 60, "说明*文字*")
    assert b"Exif" not in text.pictures[second.image].read_bytes()
    assert [file.name for file in text.files] == ["a.png", "b.jpg"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("nowhere.png", "图片 nowhere.png 不存在"),
        ("https://www.example.org/a.png", "不在本站"),
        ("../../secret.png", "不存在"),
        ("broken.png", "已损坏，打不开"),
        ("a.txt", "不是能印刷的图片"),
    ],
)
def test_a_picture_that_cannot_be_printed_leaves_its_words(tmp_path: Path, source: str, message: str) -> None:
    (tmp_path / "secret.png").write_bytes(picture_bytes("png", "40x30"))
    broken = picture_bytes("png", "400x300 noise cut")
    text = read(tmp_path, f"甲\n\n![会场]({source})\n", broken_png=broken, a_txt=b"text")
    assert visible(text_of(text.blocks)) == "甲（会场）"
    assert len(text.remarks) == 1
    assert message in text.remarks[0]
    assert not text.pictures


def test_quotes_boxes_rules(tmp_path: Path) -> None:
    body = '> 引\n>\n> > 嵌\n\n---\n\n!!! note "提示"\n    盒\n\n<details><summary>打开</summary>里面</details>\n'
    text = read(tmp_path, body)
    assert kinds(text) == ["quote", "rule", "admonition", "admonition"]
    assert isinstance(text.blocks[0], Quote)
    assert isinstance(text.blocks[0].blocks[1], Quote)
    assert [plain(block)["title"] for block in text.blocks[2:]] == ["提示", "打开"]
    assert visible(text_of(text.blocks)) == "引嵌提示盒打开里面"


def test_what_is_unknown_is_reported_and_its_words_stay(tmp_path: Path) -> None:
    body = "<ruby>汉<rt>han</rt></ruby>\n\n    代码\n      两行\n\n<video src='a.mp4'>片子</video>\n\n<form>表单<p>段</p></form>"
    text = read(tmp_path, body)
    assert visible(text_of(text.blocks)) == "汉（han）代码两行片子表单段"
    assert any("<video>" in remark for remark in text.remarks)
    # The site has no forms in its texts either, and SEC001 says so.
    assert not any("<form>" in remark for remark in text.remarks)
    assert any("代码" in remark for remark in text.remarks)


def test_programs_and_comments_are_no_text(tmp_path: Path) -> None:
    text = read(tmp_path, "甲\n\n<!-- 检查豁免 TXT001：理由 -->\n\n<script>alert(1)</script>\n\n乙")
    assert visible(text_of(text.blocks)) == "甲乙"
    assert text.remarks == ()


def test_terms_of_the_glossary_are_named(tmp_path: Path) -> None:
    terms = builders.minimal_site().terms
    assert terms, "the small site has a glossary"
    article = builders.article("a", body=f"说到{terms[0].term}。")
    assert blocks.read(article, tmp_path, tmp_path, terms).terms == (terms[0],)


def test_every_text_of_a_site_comes_through(tmp_path: Path) -> None:
    site = load(WHOLE / "docs")
    by_path = {a.path: blocks.read(a, site.docs, tmp_path, site.terms) for a in site.articles}
    assert len(by_path) > 10
    assert {path: read.remarks for path, read in by_path.items() if read.remarks} == {}


words = st.text(st.sampled_from("甲乙丙 ，。《》“”（）123ab*_[]()#>`-|\n&<>!^:~　"), max_size=120)


@given(words)
@settings(deadline=None, max_examples=150)
def test_no_text_is_lost(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    """`read` counts the characters of the page and of the blocks itself and reports what is missing."""
    assert not [r for r in read(tmp_path_factory.getbasetemp(), body).remarks if "没有排进去" in r]


def test_a_loss_would_be_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lanmu.text.reader.QUIET", {"a"})
    monkeypatch.setattr("lanmu.text.reader.Reader.block", lambda *_: iter(()))
    assert "有 2 个字没有排进去" in read(tmp_path, "甲<span>乙</span>").remarks[0]


def test_a_heading_in_the_text_gets_the_font_of_its_level(tmp_path: Path) -> None:
    body = "**（一）标题。**正文\n\n**1、标题。**正文\n\n**一、标题。**正文\n\n**着重**正文"
    faces = [led_in(block).inlines[0].face for block in read(tmp_path, body).blocks]
    assert faces == ["kai", "fang", "hei", None]


def test_traditional_words_run_over_runs_but_not_over_notes(tmp_path: Path) -> None:
    text = read(tmp_path, "头**发**、干部理**发**[^a]\n\n[^a]: 发展\n")
    traditional = converted(list(text.blocks))
    assert text_of(traditional, notes=False).strip() == "頭髮、幹部理髮"
    assert "發展" in text_of(traditional)
    assert converted(["“头", "发”"], "「」") == ["「頭", "髮」"]
    assert [i.strong for i in traditional[0].inlines if isinstance(i, Text)] == [False, True, False, True]
