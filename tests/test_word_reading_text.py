"""What stands in a paragraph: formatting, breaks, signs, alignment, wrappers, hidden text."""

from __future__ import annotations

from pathlib import Path

import pytest
from word.blocks import html_of
from word.documents import box, changed, element, field, html, note, only, p, r, read, said, style, t, table, tc, tr


def on(name: str) -> str:
    """A property that is on."""
    return f"<w:{name}/>"


def test_bold_italic_struck_raised(tmp_path: Path) -> None:
    body = p(
        "甲",
        r("粗", bold=True),
        r("斜", italic=True),
        r("划", rpr=on("strike")),
        r("双", rpr=on("dstrike")),
        r("上", rpr=element("vertAlign", "superscript")),
        r("下", rpr=element("vertAlign", "subscript")),
        r("不粗", rpr=element("b", "0")),
    )
    assert html(tmp_path, body) == ("<p>甲<strong>粗</strong><em>斜</em><s>划双</s><sup>上</sup><sub>下</sub>不粗</p>")


def test_text_is_escaped(tmp_path: Path) -> None:
    assert html(tmp_path, p('<w:r><w:t>a &lt;b&gt; &amp; "c"</w:t></w:r>')) == '<p>a &lt;b&gt; &amp; "c"</p>'


def test_formatting_by_styles(tmp_path: Path) -> None:
    """Of a paragraph style and a character style that are both bold, one takes the other's away (clause 17.7.3)."""
    styles = style("x", "要点", rpr=on("b")) + style("y", "强调", based_on="", rpr=on("b"), kind="character")
    body = p(r("粗"), r("细", rpr=element("rStyle", "y")), style="x") + p("甲", r("粗", rpr=element("rStyle", "y")))
    assert html(tmp_path, body, styles=styles) == "<p><strong>粗</strong>细</p><p>甲<strong>粗</strong></p>"


def test_a_character_style_takes_boldness_away(tmp_path: Path) -> None:
    styles = style("x", "要点", rpr=on("b")) + style("y", "细", based_on="", rpr=element("b", "0"), kind="character")
    assert html(tmp_path, p(r("细", rpr=element("rStyle", "y")), style="x"), styles=styles) == "<p>细</p>"


def test_styles_based_on_each_other(tmp_path: Path) -> None:
    styles = style("x", "甲", based_on="y", rpr=on("b")) + style("y", "乙", based_on="x", rpr=on("i"))
    assert html(tmp_path, p("甲", style="x"), styles=styles) == "<p><strong><em>甲</em></strong></p>"


def test_the_style_of_paragraphs_that_name_none(tmp_path: Path) -> None:
    """The default style of paragraphs, not that of characters."""
    defaults = "".join(
        f'<w:style w:type="{kind}" w:default="{default}" w:styleId="{kind}{default}"><w:rPr><w:{look}/></w:rPr></w:style>'
        for kind, default, look in (("character", 1, "i"), ("paragraph", 0, "strike"), ("paragraph", 1, "b"))
    )
    assert html(tmp_path, p("甲"), defaults=defaults) == "<p><strong>甲</strong></p>"


def test_the_first_of_styles_with_one_identifier_counts(tmp_path: Path) -> None:
    styles = style("x", "甲", rpr=on("b")) + style("x", "乙", rpr=on("i"))
    assert html(tmp_path, p("甲", style="x"), styles=styles) == "<p><strong>甲</strong></p>"


def test_defaults_of_the_document(tmp_path: Path) -> None:
    defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:i/></w:rPr></w:rPrDefault></w:docDefaults>"
    assert html(tmp_path, p("甲"), defaults=defaults) == "<p><em>甲</em></p>"


def test_raised_by_position(tmp_path: Path) -> None:
    """Smaller and higher is raised; only higher is a correction of the line."""
    body = p(r("m", size=16), r("2", size=8, rpr=element("position", 10)), r("x", size=16, rpr=element("position", 10)))
    assert html(tmp_path, body) == "<p>m<sup>2</sup>x</p>"
    body = p(r("H", size=16), r("2", size=8, rpr=element("position", -6)), r("O", size=8, rpr=element("position", 2)))
    assert html(tmp_path, body) == "<p>H<sub>2</sub>O</p>"


def test_blanks_between_bold_words(tmp_path: Path) -> None:
    body = p(r("甲", bold=True), r(" "), r("乙", bold=True), r(" ", bold=True), r("丙"))
    assert html(tmp_path, body) == "<p><strong>甲 乙</strong> 丙</p>"
    body = p(r("甲", bold=True), r(" ", bold=True), r("乙", bold=True))
    assert html(tmp_path, body) == "<p><strong>甲 乙</strong></p>"


def test_white_space_counts_when_the_file_says_so(tmp_path: Path) -> None:
    assert html(tmp_path, p("<w:r><w:t> 甲 </w:t></w:r>", r(t("  乙 ")))) == "<p>甲  乙 </p>"


def test_empty_text(tmp_path: Path) -> None:
    assert html(tmp_path, p("<w:r><w:t/></w:r>", "甲", '<w:r><w:t xml:space="preserve"/></w:r>')) == "<p>甲</p>"


def test_full_width_indent_stays(tmp_path: Path) -> None:
    assert html(tmp_path, p("\u3000\u3000正文")) == "<p>\u3000\u3000正文</p>"


def test_breaks_tabs_hyphens(tmp_path: Path) -> None:
    body = p(
        "甲",
        r(on("br")),
        "乙",
        r(on("cr")),
        "丙",
        r(on("tab")),
        "丁",
        r(on("noBreakHyphen")),
        "戊",
        r(on("softHyphen")),
    )
    text = read(tmp_path, body)
    assert html_of(text) == "<p>甲<br />乙<br />丙\t丁-戊</p>"
    assert text.visible_text == "甲\n乙\n丙\t丁-戊"
    assert only(said(text, "changed"), "看不见的连字符")


def test_breaks_of_pages_and_columns(tmp_path: Path) -> None:
    """At the ends of a paragraph they go; inside, they part two lines."""
    page, column = r(element("br", type="page")), r(element("br", type="column"))
    bold = r(element("br", type="page"), bold=True)
    text = read(tmp_path, p("甲", page) + p(page) + p("乙", column, "丙") + p(bold, "丁", ppr=on("pageBreakBefore")))
    assert html_of(text) == "<p>甲</p><p>乙<br />丙</p><p>丁</p>"
    assert only(said(text, "changed"), "有 4 处强制分页、分栏")
    assert only(said(text, "changed"), "段前分页（1 处）")


def test_signs(tmp_path: Path) -> None:
    body = p(
        r(element("sym", font="Wingdings", char="F0FE")),
        r(element("sym", font="Symbol", char="61")),
        r(element("sym", font="宋体", char="2460")),
        r("\uf0fc", rpr=element("rFonts", ascii="Wingdings", hAnsi="Wingdings")),
        r("l", rpr=element("rFonts", ascii="Wingdings")),
        r("\xa3R", rpr=element("rFonts", hAnsi="Wingdings 2")),
    )
    assert html(tmp_path, body) == "<p>☑α①✓●□☑</p>"


def test_unknown_signs_are_marked_and_reported(tmp_path: Path) -> None:
    body = p("甲", r(element("sym", font="单位徽标", char="F041")), r(element("sym", font="Wingdings", char="zz")))
    text = read(tmp_path, body + p(r("\x7f字", rpr=element("rFonts", ascii="Wingdings 3"))))
    assert html_of(text) == "<p>甲\ufffd\ufffd</p><p>\ufffd字</p>"
    assert "“甲”" in only(said(text, "look"), "有 2 个符号认不出来")


def test_capitals_are_written_as_they_are_seen(tmp_path: Path) -> None:
    assert html(tmp_path, p(r("abc", rpr=on("caps")), r("abc"))) == "<p>ABCabc</p>"


def test_pinyin_stands_in_brackets(tmp_path: Path) -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('zhōng')}</w:rt><w:rubyBase>{r('中', bold=True)}</w:rubyBase></w:ruby>"
    text = read(tmp_path, p("甲", r(ruby), "乙"))
    assert html_of(text) == "<p>甲<strong>中</strong>（zhōng）乙</p>"
    assert only(said(text, "changed"), "拼音")


def test_alignment(tmp_path: Path) -> None:
    body = p("甲", align="right") + p("乙", align="end") + p("丙", align="center") + p("丁", align="both")
    body += p("戊", align="distribute") + p("己", align="left")
    assert html(tmp_path, p("文" * 50) + body) == (
        f"<p>{'文' * 50}</p>"
        '<p class="right">甲</p><p class="right">乙</p><p class="center">丙</p><p>丁</p><p class="center">戊</p><p>己</p>'
    )


def test_alignment_by_style(tmp_path: Path) -> None:
    styles = style("x", "落款", ppr=element("jc", "right"))
    assert html(tmp_path, p("甲", style="x"), styles=styles) == '<p class="right">甲</p>'


@pytest.mark.parametrize(
    "signature",
    [
        p("示例市总工会", ppr=element("ind", left=5000)),
        p("示例市总工会", ppr=element("ind", firstLine=4500)),
        p("示例市总工会", ppr=element("ind", firstLineChars=1500)),
        p(r(on("tab")), "示例市总工会", ppr=f"<w:tabs>{element('tab', 'right', pos=8000)}</w:tabs>"),
        p("\u3000" * 16 + "示例市总工会"),
        p(" " * 30, "示例市总工会"),
    ],
    ids=["left indent", "first line", "in characters", "tab", "full-width blanks", "blanks"],
)
def test_signature_moved_to_the_right(tmp_path: Path, signature: str) -> None:
    assert '<p class="right">' in html(tmp_path, signature)


@pytest.mark.parametrize(
    "paragraph",
    [
        p("\u3000\u3000正文一段", ppr=element("ind", firstLineChars=200)),
        p("正文" * 40, ppr=element("ind", left=5000)),
        p(r(on("tab")), "正文", ppr=f"<w:tabs>{element('tab', 'left', pos=8000)}</w:tabs>"),
        p("姓名", r(on("tab")), "单位", ppr=f"<w:tabs>{element('tab', 'right', pos=8000)}</w:tabs>"),
    ],
    ids=["first line", "long", "left tab", "tab inside"],
)
def test_what_is_not_at_the_right(tmp_path: Path, paragraph: str) -> None:
    assert "class" not in html(tmp_path, paragraph)


def test_width_of_the_page_counts(tmp_path: Path) -> None:
    wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:pgMar w:left="1440" w:right="1440"/></w:sectPr>'
    assert html(tmp_path, p("甲", ppr=element("ind", left=5000)) + wide) == "<p>甲</p>"


def test_quotation_styles(tmp_path: Path) -> None:
    styles = style("x", "Quote")
    body = p("甲", style="x") + p("乙", style="x") + p("丙")
    assert html(tmp_path, body, styles=styles) == "<blockquote><p>甲</p><p>乙</p></blockquote><p>丙</p>"


def test_dropped_formatting_is_reported(tmp_path: Path) -> None:
    rpr = element("u", "single") + element("color", "FF0000") + element("highlight", "yellow") + element("em", "dot")
    quiet = element("u", "none") + element("color", "auto") + element("highlight", "none")
    body = p(r("甲", rpr=rpr), r("乙", rpr=element("u", "wave")), r("丙", rpr=quiet + element("color", "000000")))
    body += p("丁", ppr="<w:pBdr><w:top/></w:pBdr>" + element("shd", "clear", fill="FFFF00"))
    assert only(said(read(tmp_path, body), "changed"), "这些格式") == (
        "这些格式没有照搬，网站有统一的样式：下划线（2 处）、突出显示（1 处）、着重号（1 处）、颜色（1 处）、"
        "段落边框（1 处）、底纹（1 处）。"
    )


def test_nothing_dropped_nothing_reported(tmp_path: Path) -> None:
    assert not [each for each in said(read(tmp_path, p("甲")), "changed") if "这些格式" in each]


LINE = element("u", "single")


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ((r("      ", rpr=LINE),), "____"),
        ((r("<w:tab/>", rpr=LINE),), "____"),
        ((r("   ", rpr=LINE), r("<w:tab/>", rpr=LINE), r("　", rpr=LINE)), "____"),
        ((r(f"{t('甲')}<w:tab/>{t('  ')}", rpr=LINE),), "甲____"),
        ((r("   ", rpr=LINE), r("年"), r("   ", rpr=LINE)), "____年____"),
        ((r(" ", rpr=LINE),), " "),
        ((r("    "),), "    "),
        ((r("    ", rpr=element("u", "none")),), "    "),
        ((r("    ", rpr=element("rStyle", "line")),), "____"),
    ],
)
def test_underlined_blanks_are_lines_to_be_filled_in(runs: tuple[str, ...], text: str, tmp_path: Path) -> None:
    styles = style("line", "横线", kind="character", based_on="", rpr=LINE)
    result = read(tmp_path, p("姓名：", *runs, "电话"), styles=styles)
    assert html_of(result) == f"<p>姓名：{text}电话</p>"
    assert any("填空的横线" in each for each in said(result, "changed")) == ("____" in text)


def test_a_line_of_its_own_to_be_filled_in(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲") + p(r("          ", rpr=LINE)) + p("乙")) == "<p>甲</p><p>____</p><p>乙</p>"


def test_text_struck_out_is_reported(tmp_path: Path) -> None:
    assert "“删掉”" in only(said(read(tmp_path, p(r("删掉", rpr=on("strike")))), "look"), "删除线")


def test_hidden_text_is_left_out_and_quoted(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", r("内部掌握", rpr=on("vanish")), "乙") + p(r("整段", rpr=on("vanish"))))
    assert html_of(text) == "<p>甲乙</p>"
    assert "内部掌握" not in text.visible_text
    assert "“内部掌握”" in said(text, "left_out")[0]
    assert "“整段”" in said(text, "left_out")[1]


def test_long_hidden_text_is_cut(tmp_path: Path) -> None:
    cases = {"字" * 60: "字" * 60, "字" * 61: "字" * 60 + "…"}
    for words, quoted in cases.items():
        text = read(tmp_path, p("甲", r(words, rpr=on("vanish"))))
        assert f"“{quoted}”" in only(said(text, "left_out"), "隐藏文字")


def test_hidden_by_style_and_shown_again(tmp_path: Path) -> None:
    styles = style("x", "批示", rpr=on("vanish"))
    body = p("内部", r("公开", rpr=element("vanish", "0")), style="x")
    assert html(tmp_path, body, styles=styles) == "<p>公开</p>"


def test_hidden_boxes_and_pictures(tmp_path: Path) -> None:
    inside = box(p("内部")).removeprefix("<w:r>").removesuffix("</w:r>")
    text = read(tmp_path, p("甲", r(inside, rpr=on("vanish"))))
    assert html_of(text) == "<p>甲</p>"
    assert "内部" in only(said(text, "left_out"), "隐藏文字")


def test_hidden_instruction_of_a_field(tmp_path: Path) -> None:
    """Marks of fields in hidden runs must not swallow what follows."""
    begin, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "end"))
    body = p("甲", r(begin + "<w:instrText>XE 词</w:instrText>" + end, rpr=on("vanish")), "乙")
    assert html(tmp_path, body) == "<p>甲乙</p>"


def test_web_hidden_text_is_shown(tmp_path: Path) -> None:
    assert html(tmp_path, p(r("甲", rpr=on("webHidden")))) == "<p>甲</p>"


def test_wrappers_are_taken_away(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        p("甲", control.format(r("乙")), f"<w:smartTag><w:smartTagPr/>{r('丙')}</w:smartTag>")
        + control.format(p("丁") + control.format(p("戊")))
        + "<w:customXml><w:customXmlPr/>"
        + p(f"<w:bdo>{r('己')}</w:bdo>", f"<w:dir>{r('庚')}</w:dir>")
        + "</w:customXml>"
    )
    assert html(tmp_path, body) == "<p>甲乙丙</p><p>丁</p><p>戊</p><p>己庚</p>"


def test_placeholders_are_reported(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入')}</w:sdtContent></w:sdt>"
    text = read(tmp_path, p("甲", control))
    assert html_of(text) == "<p>甲单击此处输入</p>"
    assert "“单击此处输入”" in only(said(text, "look"), "还没有填写")


def test_dropped_capital_goes_back_to_its_word(tmp_path: Path) -> None:
    text = read(tmp_path, p("学", ppr=element("framePr", dropCap="drop", lines=3)) + p("习活动开始了"))
    assert html_of(text) == "<p>学习活动开始了</p>"
    assert only(said(text, "changed"), "首字下沉")


def test_a_dropped_capital_without_a_word(tmp_path: Path) -> None:
    capital = p("学", ppr=element("framePr", dropCap="drop"))
    bookmark = '<w:bookmarkStart w:id="0" w:name="x"/>'
    body = capital + bookmark + p("习") + capital + table(tr("甲")) + p(ppr=element("framePr", w=2000)) + capital
    text = read(tmp_path, body)
    assert html_of(text) == "<p>学习</p><p>学</p><table><tr><td><p>甲</p></td></tr></table><p>学</p>"
    assert "有 2 个图文框" in only(said(text, "changed"), "图文框")


def test_frames_become_paragraphs(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", ppr=element("framePr", w=2000)) + p("乙"))
    assert html_of(text) == "<p>甲</p><p>乙</p>"
    assert only(said(text, "changed"), "图文框")


def test_blank_lines_go_and_are_reported(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲") + p() + p("\u3000 ") + p("乙") + table(tr(tc(p(), p("丙")))))
    assert html_of(text) == "<p>甲</p><p>乙</p><table><tr><td><p>丙</p></td></tr></table>"
    assert only(said(text, "changed"), "空行没有保留（2 处）")


def test_formulas_become_a_line(tmp_path: Path) -> None:
    def m(name: str, *inside: str) -> str:
        return f"<m:{name}>{''.join(each if '<' in each else f'<m:r><m:t>{each}</m:t></m:r>' for each in inside)}</m:{name}>"

    cases = {
        m("f", m("num", "a+b"), m("den", "2")): "(a+b)/2",
        m("f", m("num", "10"), m("den", "−")): "10/−",
        m("sSup", m("e", "x"), m("sub", ""), "<m:r><m:t/></m:r>"): "x",
        m("nary", m("sub"), m("sup"), m("e", "x")): "∫x",
        m("acc", m("e", "a")): "a\u0302",
        m("eqArr", m("e", "x=1"), m("e", "y=2")): "x=1；y=2",
        m("rad", m("deg", "3"), m("e", "x+1")): "3√(x+1)",
        m("sSup", "<m:sSupPr><m:ctrlPr><m:t>无</m:t></m:ctrlPr></m:sSupPr>", m("e", "x"), m("sup", "2")): "x^2",
        m("box", "<m:boxPr><m:t>无</m:t></m:boxPr>", m("e", "x")): "x",
        m("sSup", m("e", "x"), m("sup", "2")): "x^2",
        m("sSubSup", m("e", "x"), m("sub", "i"), m("sup", "n+1")): "x_i^(n+1)",
        m("rad", m("deg"), m("e", "x")): "√x",
        m("nary", '<m:naryPr><m:chr m:val="∑"/></m:naryPr>', m("sub", "i=1"), m("sup", "n"), m("e", "k")): "∑_(i=1)^nk",
        m("d", '<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>', m("e", "a"), m("e", "b")): "[a|b]",
        m("m", m("mr", m("e", "a"), m("e", "b")), m("mr", m("e", "c"), m("e", "d"))): "a，b；c，d",
        m("func", m("fName", "sin"), m("e", "x")): "sinx",
    }
    for formula, line in cases.items():
        text = read(tmp_path, p("甲", m("oMath", formula), "乙"))
        assert html_of(text) == f"<p>甲{line}乙</p>"
        assert "“甲乙”" in only(said(text, "look"), "公式")
    assert html(tmp_path, m("oMathPara", m("oMath", "x=1"))) == "<p>x=1</p>"


def test_unknown_content_is_reported_and_its_text_kept(tmp_path: Path) -> None:
    body = p("甲", f"<w:newThing>{r('乙')}</w:newThing>", "<w:emptyThing/>", r("<w:otherThing/>"))
    text = read(tmp_path, body + f"<w:newBlock>{p(field('QUOTE x', '丁'))}</w:newBlock><w:lostBlock/>")
    assert html_of(text) == "<p>甲乙</p><p>丁</p>"
    for name in ("emptyThing", "otherThing", "lostBlock"):
        assert only(said(text, "look"), f"（{name}）")


def test_odd_characters_are_reported(tmp_path: Path) -> None:
    text = read(tmp_path, p("自造\ue123字，零\u200b宽，反\u202e向，控\x85制"))
    for words in ("自造字", "看不见的字符", "改变文字方向", "控制字符"):
        assert [each for each in said(text, "look") if words in each], words


def test_rare_characters_are_not_odd(tmp_path: Path) -> None:
    assert said(read(tmp_path, p("𠮷、㐂、①、★、——、〇")), "look") == []


def test_documents_within_documents_are_reported(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", '<w:subDoc r:id="rId1"/>') + '<w:altChunk r:id="rId2"/>')
    assert html_of(text) == "<p>甲</p>"
    assert only(said(text, "left_out"), "altChunk")
    assert only(said(text, "left_out"), "主控文档")


def test_a_note_in_a_deleted_run_is_gone(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲", changed("del", note(2))), footnotes={2: "注"}) == "<p>甲</p>"
