"""Fields: links, tables of contents, what was worked out the last time, and what stands only in the instruction."""

from __future__ import annotations

from pathlib import Path

import pytest
from word.blocks import html_of
from word.documents import (
    box,
    changed,
    element,
    field,
    html,
    level,
    lists,
    only,
    p,
    r,
    read,
    said,
    style,
    table,
    tc,
    tr,
)

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = (FIELD.format(kind) for kind in ("begin", "separate", "end"))


def code(text: str) -> str:
    """A run with a part of an instruction."""
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        ('HYPERLINK "http://example.org/a"', "http://example.org/a"),
        ("HYPERLINK http://example.org/a", "http://example.org/a"),
        ('hyperlink "http://example.org/a" \\o "提示" \\t "_blank"', "http://example.org/a"),
        ('HYPERLINK "http://example.org/a" \\l "b"', "http://example.org/a#b"),
        ('HYPERLINK \\n "http://example.org/a"', "http://example.org/a"),
        ('HYPERLINK \\l "书签"', ""),
        ('HYPERLINK "D:\\\\名单.doc"', ""),
        ("HYPERLINK", ""),
    ],
)
def test_links(tmp_path: Path, instruction: str, address: str) -> None:
    body = p("见", field(instruction, r("甲") + r("乙", bold=True)), "。")
    shown = "甲<strong>乙</strong>"
    expected = f'<a href="{address}">{shown}</a>' if address else shown
    assert html(tmp_path, body) == f"<p>见{expected}。</p>"


def test_a_link_over_paragraphs(tmp_path: Path) -> None:
    body = p(BEGIN, code('HYPERLINK "http://example.org/"'), SEPARATE, "甲") + p("乙", END, "丙")
    assert (
        html(tmp_path, body)
        == '<p><a href="http://example.org/">甲</a></p><p><a href="http://example.org/">乙</a>丙</p>'
    )


def test_a_field_in_a_link(tmp_path: Path) -> None:
    body = p(field('HYPERLINK "http://example.org/"', r("甲") + field("SEQ x", "1") + r("乙")))
    assert html(tmp_path, body) == '<p><a href="http://example.org/">甲1乙</a></p>'


def test_a_result_gives_way_to_what_is_worked_out(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲", field("EQ \\o\\ac(○,1)", "旧"))) == "<p>甲①</p>"


def test_a_link_is_reported_once_however_many_runs(tmp_path: Path) -> None:
    text = read(tmp_path, p(field('HYPERLINK \\l "x"', r("甲") + r("乙") + r("丙"))))
    assert "有 1 处" in only(said(text, "changed"), "文档内部跳转")


def test_simple_fields(tmp_path: Path) -> None:
    link = f"<w:fldSimple w:instr='HYPERLINK \"http://example.org/\"'>{r('甲')}</w:fldSimple>"
    count = f'<w:fldSimple w:instr=" SEQ 图 ">{r("1")}</w:fldSimple>'
    assert html(tmp_path, p(link, "图", count)) == '<p><a href="http://example.org/">甲</a>图1</p>'


def test_instruction_in_pieces_and_fields_in_it(tmp_path: Path) -> None:
    inner = field("MERGEFIELD 域名", "example.org")
    body = p("甲", BEGIN, code("HYPER"), code('LINK "http://'), inner, code('/"'), SEPARATE, "乙", END, "丙")
    assert html(tmp_path, body) == '<p>甲<a href="http://example.org/">乙</a>丙</p>'


def test_an_instruction_with_a_field_that_has_no_result(tmp_path: Path) -> None:
    inner = field("MACROBUTTON x example.org")
    body = p(BEGIN, code('HYPERLINK "http://'), inner, code('/"'), "<w:r><w:instrText/></w:r>", SEPARATE, "乙", END)
    assert html(tmp_path, body) == '<p><a href="http://example.org/">乙</a></p>'


def test_a_field_without_an_instruction_is_nothing(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", BEGIN, END))
    assert html_of(text) == "<p>甲</p>"
    assert said(text, "left_out") == []


def test_several_marks_in_one_run(tmp_path: Path) -> None:
    run = (
        '<w:r><w:t>甲</w:t><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>乙</w:t><w:fldChar w:fldCharType="end"/><w:t>丙</w:t></w:r>'
    )
    assert html(tmp_path, p(run)) == "<p>甲乙丙</p>"


@pytest.mark.parametrize(
    ("instruction", "called"),
    [("DATE \\@ yyyy", "自动更新的日期"), ("PAGEREF x", "页码"), ("REF x \\h", "交叉引用"), ("FILENAME", "文件名")],
)
def test_results_of_the_last_time_are_reported(tmp_path: Path, instruction: str, called: str) -> None:
    text = read(tmp_path, p("甲", field(instruction, "乙"), "丙"))
    assert html_of(text) == "<p>甲乙丙</p>"
    assert "“甲乙丙”" in only(said(text, "look"), called)


@pytest.mark.parametrize("instruction", ["SEQ 表", "MERGEFIELD x", "DOCPROPERTY x", "QUOTE x", "= 1+1", "FORMTEXT"])
def test_other_results_are_plain_text(tmp_path: Path, instruction: str) -> None:
    text = read(tmp_path, p("甲", field(instruction, "乙"), "丙"))
    assert html_of(text) == "<p>甲乙丙</p>"
    assert said(text, "look") == []


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        ("eq \\o\\ac(○,1)", "①"),
        ("EQ \\o\\ac(○,20)", "⑳"),
        ("EQ \\o\\ac(○,35)", "㉟"),
        ("EQ \\o\\ac(○,0)", "⓪"),
        ("EQ \\o\\ac(○,21)", "㉑"),
        ("EQ \\o\\ac(○,50)", "㊿"),
        ("EQ \\o\\ac(○,z)", "ⓩ"),
        ("EQ \\o\\ac(○,一)", "㊀"),
        ("EQ \\o\\ac(○,51)", "（51）"),
        ("EQ \\o(○,A)", "Ⓐ"),
        ("EQ \\o\\ac(○,企)", "㊭"),
        ("EQ \\o\\ac(○,密)", "（密）"),
        ("EQ \\o\\ac(□,1)", "（1）"),
        ('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(zhōng),中)', "中（zhōng）"),
        ("EQ \\f(1,2)", "1/2"),
        ("EQ \\r(3,x)", "\\r(3,x)"),
        ("SYMBOL 252 \\f Wingdings", "✓"),
        ('SYMBOL 0xFE \\f "Wingdings" \\s 12', "☑"),
        ("SYMBOL 9733", "★"),
        ("SYMBOL 99999999999", "\ufffd"),
        ('SYMBOL 127 \\f "Wingdings 3"', "\ufffd"),
        ("SYMBOL ★", "★"),
        ("MACROBUTTON NoMacro 单击此处", "单击此处"),
        ("XE 词条", ""),
        ("TC 目录项", ""),
    ],
)
def test_what_stands_only_in_the_instruction(tmp_path: Path, instruction: str, shown: str) -> None:
    """Offices circle figures and put pinyin above characters with `EQ`: the file has no result of it."""
    assert html(tmp_path, p("甲", field(instruction), "乙")) == f"<p>甲{shown}乙</p>"


def test_formulas_that_are_not_understood_are_reported(tmp_path: Path) -> None:
    assert only(said(read(tmp_path, p("甲", field("EQ \\r(3,x)"))), "look"), "域代码排的公式")


def test_form_fields(tmp_path: Path) -> None:
    def form(inside: str) -> str:
        return f"<w:ffData>{inside}</w:ffData>"

    ticked = form("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>")
    empty = form("<w:checkBox><w:default w:val='0'/></w:checkBox>")
    by_default = form("<w:checkBox><w:default w:val='1'/></w:checkBox>")
    choice = form(
        f"<w:ddList>{element('result', 1)}{element('listEntry', '男')}{element('listEntry', '女')}</w:ddList>"
    )
    body = p(
        *(field("FORMCHECKBOX", form=each) for each in (ticked, empty, by_default)), field("FORMDROPDOWN", form=choice)
    )
    assert html(tmp_path, body) == "<p>☑☐☑女</p>"


@pytest.mark.parametrize("instruction", ["AUTONUM", "LISTNUM", "DISPLAYBARCODE x", "PAGE"])
def test_what_shows_something_that_is_not_in_the_file(tmp_path: Path, instruction: str) -> None:
    text = read(tmp_path, p("甲", field(instruction), "乙"))
    assert html_of(text) == "<p>甲乙</p>"
    assert instruction.split()[0] in only(said(text, "left_out"), "没有留下文字")


def contents(*lines: str, heading: str = "目录") -> str:
    """A table of contents as Word writes it: one field over its paragraphs."""
    first, *rest = (p(f"{line}", r("<w:tab/>"), field("PAGEREF x", "1"), style="toc") for line in lines)
    opening = first.replace("<w:r>", BEGIN + code("TOC") + SEPARATE + "<w:r>", 1)
    return p(heading) + opening + "".join(rest) + p(END)


def test_contents_are_left_out_with_their_heading(tmp_path: Path) -> None:
    """A line that stands right above them and reads 目录 goes with them; the site makes its own."""
    text = read(
        tmp_path, p("前言") + contents("第一章", "第二章", heading="目　录") + p("第一章", style="1") + p("正文")
    )
    assert html_of(text) == "<p>前言</p><h2>第一章</h2><p>正文</p>"
    assert text.visible_text == "前言\n第一章\n正文"
    assert only(said(text, "left_out"), "自动目录")


def test_contents_in_a_content_control(tmp_path: Path) -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{contents('甲')}</w:sdtContent></w:sdt>" + p("正文")
    text = read(tmp_path, body)
    assert html_of(text) == "<p>正文</p>"
    assert only(said(text, "left_out"), "自动目录")


def test_text_around_contents_stays(tmp_path: Path) -> None:
    body = p("甲", BEGIN, code("TOC"), SEPARATE, "目") + p("录", END, "乙") + p("丙", field("TOC", "目录"), "丁")
    assert html(tmp_path, body) == "<p>甲</p><p>乙</p><p>丙丁</p>"


def test_a_word_that_only_reads_contents_stays(tmp_path: Path) -> None:
    assert html(tmp_path, p("目录") + p("正文")) == "<p>目录</p><p>正文</p>"


def test_contents_are_not_counted(tmp_path: Path) -> None:
    body = p(BEGIN, code("TOC"), SEPARATE, "目", num=(1, 0)) + p("录", num=(1, 0)) + p(END) + p("甲", num=(1, 0))
    assert html(tmp_path, body, numbering=lists(level(0, "decimal", "%1."))) == "<p>1.甲</p>"


def test_a_field_that_does_not_end(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", BEGIN, code("REF x"), "乙") + p("丙"))
    assert html_of(text) == "<p>甲</p>"
    assert "“乙丙”" in only(said(text, "look"), "一个域没有结束")


def test_a_field_that_does_not_end_and_hides_nothing(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", BEGIN, code("REF x")))
    assert html_of(text) == "<p>甲</p>"
    assert said(text, "look") == []


def test_marks_without_a_field(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲", SEPARATE, "乙", END, "丙")) == "<p>甲乙丙</p>"


def test_fields_in_cells_and_boxes(tmp_path: Path) -> None:
    """A text box in the middle of a field has fields of its own."""
    body = p(BEGIN, code("REF x"), SEPARATE, "甲", box(p(field("EQ \\o\\ac(○,1)"))), END, "乙")
    body += table(tr(tc(p(field("EQ \\o\\ac(○,2)")))))
    assert html(tmp_path, body) == (
        '<p>甲乙</p><aside class="textbox"><p>①</p></aside><table><tr><td><p>②</p></td></tr></table>'
    )


def test_deleted_fields_are_gone(tmp_path: Path) -> None:
    gone = field("HYPERLINK x", "旧").replace("instrText", "delInstrText")
    assert html(tmp_path, p("甲", changed("del", gone), "乙")) == "<p>甲乙</p>"


def test_captions_by_the_field_that_counts(tmp_path: Path) -> None:
    body = p("正文") + p("图", field("SEQ 图", "1"), " 会场", field("QUOTE x", "")) + p("第", field("SEQ x", "1"), "条")
    assert html(tmp_path, body) == '<p>正文</p><p class="caption">图1 会场</p><p>第1条</p>'
    assert html(tmp_path, p("题", style="x"), styles=style("x", "题注")) == '<p class="caption">题</p>'
