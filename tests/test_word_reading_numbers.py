"""Automatic numbers: written as Word shows them, level by level, restarted where Word restarts them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from lanmu.intake.word.number_formats import FORMATS, formatted
from word.blocks import html_of
from word.documents import (
    abstract_link,
    box,
    changed,
    element,
    html,
    level,
    lists,
    note,
    only,
    p,
    r,
    read,
    read_file,
    restart,
    said,
    style,
    t,
    table,
    tc,
    tr,
    use,
)

OFFICIAL = (
    level(0, "chineseCounting", "%1、", suffix="nothing")
    + level(1, "chineseCounting", "（%2）", suffix="nothing")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
    + level(4, "decimalEnclosedCircle", "%5")
    + level(5, "lowerLetter", "%6)")
)
"""The levels of an official document (GB/T 9704-2012, clause 7.3.3)."""
DECIMAL = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3")


def lines(text: str) -> list[str]:
    """The paragraphs of HTML that has nothing else."""
    return text.removeprefix("<p>").removesuffix("</p>").split("</p><p>")


def test_levels_of_an_official_document(tmp_path: Path) -> None:
    depths = [0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 0, 1, 2]
    body = "".join(p(f"第{n}段", num=(1, depth)) for n, depth in enumerate(depths))
    assert lines(html(tmp_path, body, numbering=lists(OFFICIAL))) == [
        "一、第0段",
        "（一）第1段",
        "（二）第2段",
        "1.第3段",
        "2.第4段",
        "（1）第5段",
        "①第6段",
        "②第7段",
        "a)第8段",
        "b)第9段",
        "二、第10段",
        "（一）第11段",
        "1.第12段",
    ]


@pytest.mark.parametrize(
    ("name", "numbers", "texts"),
    [
        ("decimal", [1, 10], "1 10"),
        ("decimalZero", [1, 12], "01 12"),
        ("decimalFullWidth", [1, 12], "１ １２"),
        ("decimalEnclosedCircle", [1, 20, 21], "① ⑳ 21"),
        ("decimalEnclosedParen", [1, 20, 21], "⑴ ⒇ 21"),
        ("decimalEnclosedFullstop", [1, 20], "⒈ ⒛"),
        ("numberInDash", [3], "-3-"),
        ("lowerLetter", [1, 26, 27, 53], "a z aa aaa"),
        ("upperLetter", [1, 28], "A BB"),
        ("lowerRoman", [1, 4, 9, 14, 40, 99], "i iv ix xiv xl xcix"),
        ("upperRoman", [1994, 3000], "MCMXCIV MMM"),
        ("chineseCounting", [1, 10, 11, 20, 21, 99, 100, 105], "一 十 十一 二十 二十一 九十九 一〇〇 一〇五"),
        (
            "chineseCountingThousand",
            [10, 15, 100, 101, 110, 1000, 1001, 1010],
            "十 十五 一百 一百〇一 一百一十 一千 一千〇一 一千〇一十",
        ),
        ("japaneseCounting", [1, 10, 11, 20, 100, 111, 1000, 1200], "一 十 十一 二十 百 百十一 千 千二百"),
        ("ideographDigital", [1, 10, 23], "一 一〇 二三"),
        ("taiwaneseCountingThousand", [12, 104], "十二 一百〇四"),
        ("ideographTraditional", [1, 10, 11], "甲 癸 11"),
        ("ideographZodiac", [1, 12, 13], "子 亥 13"),
        ("ideographZodiacTraditional", [1, 60, 61], "甲子 癸亥 甲子"),
        ("ideographEnclosedCircle", [1, 10, 11], "㊀ ㊉ 11"),
        ("chineseLegalSimplified", [1, 12, 105], "壹 壹拾贰 壹佰零伍"),
        ("ordinal", [1, 2, 3, 4, 11, 21], "1st 2nd 3rd 4th 11th 21st"),
        ("hex", [10, 255], "A FF"),
        ("chicago", [1, 2, 3, 4, 5], "* † ‡ § **"),
        ("none", [1], ""),
    ],
)
def test_formats_of_numbers(name: str, numbers: list[int], texts: str) -> None:
    """Values from ECMA-376 part 1, clause 17.18.59."""
    assert [formatted(number, name) for number in numbers] == [
        text.replace("-3-", "- 3 -") for text in (texts.split() or [""])
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("number", [-1, 0, 1, 9999, 10_000, 10**9])
def test_a_format_has_an_answer_for_any_number(name: str, number: int) -> None:
    text = formatted(number, name)
    assert text
    assert len(text) < 3000
    assert text == str(number) or 0 < number <= 9999


@pytest.mark.parametrize(("example", "text"), [("001, 002, 003, ...", "007"), ("01, 02, 03", "07"), ("甲", None)])
def test_custom_format(example: str, text: str | None) -> None:
    assert formatted(7, "custom", example) == text


def test_unknown_formats_are_figures_and_reported(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", num=(1, 0)), numbering=lists(level(0, "hindiVowels", "%1.")))
    assert html_of(text) == "<p>1.甲</p>"
    assert "hindiVowels" in only(said(text, "look"), "阿拉伯数字")


def test_custom_format_in_alternates(tmp_path: Path) -> None:
    """Word writes a custom format beside one that older programs know."""
    inner = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = lists(element("lvl", inside=element("start", 1) + inner + element("lvlText", "第%1号"), ilvl=0))
    assert html(tmp_path, p("文件", num=(1, 0)), numbering=numbering) == "<p>第001号\u3000文件</p>"


def test_what_stands_between_number_and_text(tmp_path: Path) -> None:
    """A tab becomes nothing where the sign closes the number, a blank where the two would run together."""
    cases = [
        ("%1、", "tab", "总则", "1、总则"),
        ("%1.", "tab", "总则", "1.总则"),
        ("%1.", "tab", "Law", "1. Law"),
        ("%1.1", "tab", "总则", "1.1 总则"),
        ("第%1章", "tab", "总则", "第1章\u3000总则"),
        ("（%1）", "tab", "Law", "（1）Law"),
        ("%1.", "space", "总则", "1. 总则"),
        ("%1.1", "nothing", "总则", "1.1总则"),
        ("第%1条", "space", "总则", "第1条 总则"),
    ]
    numbering = lists(*(level(0, "decimal", text, suffix=suffix) for text, suffix, _, _ in cases))
    body = "".join(p(text, num=(n, 0)) for n, (_, _, text, _) in enumerate(cases, 1))
    assert lines(html(tmp_path, body, numbering=numbering)) == [result for *_, result in cases]


def test_lists_of_one_definition_count_on(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1."), more=use(2, 0) + use(3, 0, restart(0)) + use(4, 0, restart(0, 7)))
    body = "".join(p("项", num=(n, 0)) for n in (1, 1, 2, 3, 3, 1, 4, 4))
    assert lines(html(tmp_path, body, numbering=numbering)) == [f"{n}.项" for n in (1, 2, 3, 1, 2, 3, 7, 8)]


def test_lists_of_two_definitions_count_apart(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1."), level(0, "decimal", "%1)", start=5))
    body = "".join(p("项", num=(n, 0)) for n in (1, 2, 1, 2))
    assert lines(html(tmp_path, body, numbering=numbering)) == ["1.项", "5)项", "2.项", "6)项"]


@pytest.mark.parametrize(
    ("rule", "last"), [("", "1.1.1"), ('<w:lvlRestart w:val="0"/>', "1.1.3"), ('<w:lvlRestart w:val="1"/>', "2.1.1")]
)
def test_restart_of_levels(tmp_path: Path, rule: str, last: str) -> None:
    """`w:lvlRestart` (clause 17.9.10): after any higher level, never, or only after the first level."""
    numbering = lists(
        level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "decimal", "%1.%2.%3", more=rule)
    )
    depths = [0, 1, 2, 2, 1, 2] if "1" not in rule else [0, 1, 2, 2, 1, 2, 0, 1, 2]
    got = lines(html(tmp_path, "".join(p("项", num=(1, d)) for d in depths), numbering=numbering))
    expected = {"1.1.1": "1.2.1 项", "1.1.3": "1.2.3 项", "2.1.1": "2.1.1 项"}[last]
    assert got[-1] == expected
    assert got[5] == {"1.1.1": "1.2.1 项", "1.1.3": "1.2.3 项", "2.1.1": "1.2.3 项"}[last]


def test_skipped_levels_count_as_used(tmp_path: Path) -> None:
    items = zip("甲乙丙丁", (0, 2, 1, 0), strict=True)
    text = read(tmp_path, "".join(p(name, num=(1, d)) for name, d in items), numbering=lists(DECIMAL))
    assert lines(html_of(text)) == ["1 甲", "1.1.1 乙", "1.2 丙", "2 丁"]
    assert "有 1 组自动编号从这一段起跳了级（“1.1.1 乙”）" in only(said(text, "look"), "跳了级")


def test_all_levels_in_figures(tmp_path: Path) -> None:
    """`w:isLgl`: 第二章, then 2.1 and not 二.1."""
    numbering = lists(
        level(0, "chineseCounting", "第%1章", suffix="nothing") + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    )
    body = "".join(p("项", num=(1, d)) for d in (0, 0, 1, 1))
    assert lines(html(tmp_path, body, numbering=numbering)) == ["第一章项", "第二章项", "2.1 项", "2.2 项"]


def test_numbers_by_style(tmp_path: Path) -> None:
    """Each heading style is a level: the definition names the style, the style names the list."""
    numbering = lists(
        level(0, "chineseCounting", "%1、", more=element("pStyle", "甲级"))
        + level(1, "chineseCounting", "（%2）", more=element("pStyle", "乙级"))
    )
    number = element("numPr", inside=element("numId", 1))
    styles = style("甲级", "甲级", ppr=number) + style("乙级", "乙级", based_on="甲级")
    styles += style("丙", "丙", based_on="乙级")
    body = (
        p("一", style="甲级")
        + p("二", style="乙级")
        + p("三", style="乙级")
        + p("四", style="丙")
        + p("五", style="甲级")
    )
    assert lines(html(tmp_path, body, numbering=numbering, styles=styles)) == [
        "一、一",
        "（一）二",
        "（二）三",
        "（三）四",
        "二、五",
    ]


def test_list_and_level_are_inherited_apart(tmp_path: Path) -> None:
    """Word's own heading 2 says only the level and takes the list from heading 1."""
    styles = style("x", "甲", ppr=element("numPr", inside=element("numId", 1)))
    styles += style("y", "乙", based_on="x", ppr=element("numPr", inside=element("ilvl", 1)))
    body = (
        p("甲", style="x") + p("乙", style="y") + p("丙", style="y", ppr=element("numPr", inside=element("numId", 0)))
    )
    assert lines(html(tmp_path, body, numbering=lists(DECIMAL), styles=styles)) == ["1 甲", "1.1 乙", "丙"]


def test_list_by_numbering_style(tmp_path: Path) -> None:
    """A definition may only refer to a numbering style, which names the list that has the levels."""
    numbering = lists(level(0, "decimal", "%1）"), abstract_link("清单"))
    number = element("numPr", inside=element("numId", 1))
    styles = style("上", "上", based_on="", kind="numbering", ppr=number)
    styles += style("清单", "清单", based_on="上", kind="numbering")
    assert html(tmp_path, p("甲", num=(2, 0)), numbering=numbering, styles=styles) == "<p>1）甲</p>"


def test_levels_that_have_nothing_to_show(tmp_path: Path) -> None:
    """A pattern may name a deeper level, a bullet, or a level without a number; all levels in figures change none of it."""
    numbering = lists(
        level(0, "decimal", "%1.%2")
        + level(1, "bullet", "•")
        + level(2, "decimal", "%2%3.")
        + level(3, "none", "")
        + level(4, "decimal", "%4%5.", more="<w:isLgl/>")
    )
    body = "".join(p("项", num=(1, depth)) for depth in (0, 2, 4))
    assert lines(html(tmp_path, body, numbering=numbering)) == ["1.项", "1.项", "1.项"]


def test_a_level_without_a_format_is_decimal(tmp_path: Path) -> None:
    numbering = lists(element("lvl", inside=element("start", 3) + element("lvlText", "%1."), ilvl=0))
    assert html(tmp_path, p("甲", num=(1, 0)), numbering=numbering) == "<p>3.甲</p>"


def test_word_s_own_styles_for_bullets(tmp_path: Path) -> None:
    """List Bullet 2 is a list of its own, with one level; what makes it deeper is its name."""
    document = docx.Document()
    for name in ("List Bullet", "List Bullet 2", "List Bullet 3", "List Bullet"):
        document.add_paragraph(name[-1], style=name)
    document.save(str(tmp_path / "a.docx"))
    assert html_of(read_file(tmp_path / "a.docx", tmp_path)) == (
        "<ul><li>t<ul><li>2<ul><li>3</li></ul></li></ul></li><li>t</li></ul>"
    )


def test_level_of_a_list_replaced(tmp_path: Path) -> None:
    own = element("lvlOverride", inside=level(0, "upperRoman", "%1.", start=4), ilvl=0)
    numbering = lists(level(0, "decimal", "%1."), more=use(2, 0, own))
    assert html(tmp_path, p("甲", num=(2, 0)), numbering=numbering) == "<p>IV.甲</p>"


def test_numbers_without_digits_and_bullets_that_are_words(tmp_path: Path) -> None:
    numbering = lists(level(0, "none", "附件：", suffix="nothing"), level(0, "bullet", "注：", suffix="nothing"))
    assert (
        html(tmp_path, p("名单", num=(1, 0)) + p("略", num=(2, 0)), numbering=numbering)
        == "<p>附件：名单</p><p>注：略</p>"
    )


def test_hidden_numbers_are_counted_and_not_shown(tmp_path: Path) -> None:
    hidden = level(0, "decimal", "%1.", more="").replace("<w:lvlText", "<w:rPr><w:vanish/></w:rPr><w:lvlText")
    numbering = lists(hidden + level(1, "decimal", "%1.%2"))
    assert html(tmp_path, p("甲", num=(1, 0)) + p("乙", num=(1, 1)), numbering=numbering) == "<p>甲</p><p>1.1 乙</p>"


def test_bullets_become_lists(tmp_path: Path) -> None:
    bullets = level(0, "bullet", "\uf06c") + level(1, "bullet", "–") + level(2, "bullet", "")
    body = p("前") + "".join(p(f"项{n}", num=(1, d)) for n, d in enumerate((0, 1, 1, 0, 2))) + p("后")
    assert html(tmp_path, body, numbering=lists(bullets)) == (
        "<p>前</p><ul><li>项0<ul><li>项1</li><li>项2</li></ul></li><li>项3<ul><li>项4</li></ul></li></ul><p>后</p>"
    )


def test_a_list_may_begin_below_the_first_level(tmp_path: Path) -> None:
    bullets = level(0, "bullet", "•") + level(1, "bullet", "–")
    assert html(tmp_path, p("项", num=(1, 1)), numbering=lists(bullets)) == "<ul><li>项</li></ul>"


def test_figures_below_bullets_begin_anew(tmp_path: Path) -> None:
    numbering = lists(level(0, "bullet", "•") + level(1, "decimal", "%2."))
    body = "".join(p("项", num=(1, d)) for d in (0, 1, 1, 0, 1))
    assert html(tmp_path, body, numbering=numbering) == (
        "<ul><li>项</li></ul><p>1.项</p><p>2.项</p><ul><li>项</li></ul><p>1.项</p>"
    )


def test_deleted_and_hidden_paragraphs_do_not_count(tmp_path: Path) -> None:
    hidden = "<w:vanish/>"
    body = (
        p("甲", num=(1, 0))
        + p(changed("del", r("删去")), num=(1, 0), mark='<w:del w:id="1" w:author="示例"/>')
        + p(r("藏起", rpr=hidden), num=(1, 0), mark=hidden)
        + p("乙", num=(1, 0))
    )
    assert html(tmp_path, body, numbering=lists(level(0, "decimal", "%1."))) == "<p>1.甲</p><p>2.乙</p>"


def test_an_empty_paragraph_in_a_list_shows_its_number(tmp_path: Path) -> None:
    body = p("甲", num=(1, 0)) + p(num=(1, 0)) + p("丙", num=(1, 0))
    assert html(tmp_path, body, numbering=lists(level(0, "decimal", "%1."))) == "<p>1.甲</p><p>2.</p><p>3.丙</p>"


def test_numbers_go_on_through_tables(tmp_path: Path) -> None:
    body = p("甲", num=(1, 0)) + table(tr(tc(p("乙", num=(1, 0))), tc(p("丙", num=(1, 0))))) + p("丁", num=(1, 0))
    assert html(tmp_path, body, numbering=lists(level(0, "decimal", "%1."))) == (
        "<p>1.甲</p><table><tr><td><p>2.乙</p></td><td><p>3.丙</p></td></tr></table><p>4.丁</p>"
    )


def test_text_boxes_and_notes_count_by_themselves(tmp_path: Path) -> None:
    body = p("甲", box(p("框", num=(1, 0))), note(2), num=(1, 0)) + p("乙", num=(1, 0))
    text = read(tmp_path, body, numbering=lists(level(0, "decimal", "%1.")), footnotes={2: p("注", num=(1, 0))})
    assert html_of(text) == (
        '<p>1.甲<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p>'
        '<aside class="textbox"><p>1.框</p></aside><p>2.乙</p>'
        '<ol><li id="footnote-1"><p>1.注</p></li></ol>'
    )
    assert "1." in only(said(text, "look"), "文本框里有自动编号")


def test_numbers_take_the_weight_of_their_text_and_nothing_else(tmp_path: Path) -> None:
    """Not its font of signs, its line through, its size."""
    signs = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    body = p(r("甲", bold=True), "乙", num=(1, 0)) + p(r("\xfc", rpr=signs + "<w:strike/><w:caps/>"), num=(1, 1))
    numbering = lists(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"))
    assert html(tmp_path, body, numbering=numbering) == "<p><strong>1.甲</strong>乙</p><p>a) <s>✓</s></p>"


def test_numbers_are_reported(tmp_path: Path) -> None:
    body = "".join(p(f"第{n}项内容", num=(1, 0)) for n in range(5))
    text = read(tmp_path, body, numbering=lists(level(0, "decimal", "%1.")))
    assert only(said(text, "taken"), "自动编号") == (
        "有 5 处自动编号写成了文字，和 Word 里看到的一样（“1.第0项内容”、“2.第1项内容”、“3.第2项内容”等）。"
    )


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        use(1, 7),
        lists(""),
        lists(element("lvl", inside="", ilvl=0)),
        lists(abstract_link("没有")),
        element("abstractNum", inside=level(0, "decimal", "%1.")),
    ],
    ids=["no list", "no definition", "no level", "empty level", "no style", "no identifiers"],
)
def test_broken_lists_are_no_numbers(tmp_path: Path, numbering: str) -> None:
    assert html(tmp_path, p("甲", num=(1, 0)), numbering=numbering) == "<p>甲</p>"


def test_lists_that_refer_to_each_other_end(tmp_path: Path) -> None:
    numbering = lists(abstract_link("甲"))
    styles = style("甲", "甲", based_on="", kind="numbering", ppr=element("numPr", inside=element("numId", 1)))
    assert html(tmp_path, p("甲", num=(1, 0)), numbering=numbering, styles=styles) == "<p>甲</p>"


def test_levels_out_of_range(tmp_path: Path) -> None:
    text = html(tmp_path, p(r(t("甲")), num=(1, 99)), numbering=lists(level(8, "decimal", "%9.")))
    assert text == "<p>1.甲</p>"


@pytest.mark.parametrize(
    ("sign", "font", "shown"),
    [
        ("①", "", "① "),
        ("√", "", "√ "),
        ("×", "宋体", "× "),
        ("□", "", "□ "),
        ("☑", "", "☑ "),
        ("\uf0fc", "Wingdings", "✓ "),
        ("\uf06f", "Wingdings", "□ "),
        ("\uf0fe", "Wingdings", "☑ "),
        ("★", "", "★ "),
        ("A.", "", "A. "),
        ("\uf0b7", "Symbol", ""),
        ("\uf06c", "Wingdings", ""),
        ("\uf0d8", "Wingdings", ""),
        ("o", "Courier New", ""),
        ("-", "", ""),
        ("●", "", ""),
    ],
)
def test_bullets_that_mean_something_are_kept(sign: str, font: str, shown: str, tmp_path: Path) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    given = level(0, "bullet", sign).replace("</w:lvl>", f"{fonts}</w:lvl>")
    text = read(tmp_path, p("甲", num=(1, 0)), numbering=lists(given))
    assert html_of(text) == f"<ul><li>{shown}甲</li></ul>"
    assert any("项目符号有意思" in each for each in said(text, "taken")) == bool(shown)


def test_a_filled_box_means_something_beside_an_empty_one(tmp_path: Path) -> None:
    filled, empty = level(0, "bullet", "■"), level(0, "bullet", "□")
    text = read(tmp_path, p("甲", num=(1, 0)), numbering=lists(filled))
    assert html_of(text) == "<ul><li>甲</li></ul>"
    assert only(said(text, "look"), "实心方块")
    both = p("甲", num=(1, 0)) + p("乙", num=(2, 0))
    assert html(tmp_path, both, numbering=lists(filled, empty)) == "<ul><li>■ 甲</li><li>□ 乙</li></ul>"


def test_a_picture_for_a_bullet_is_reported(tmp_path: Path) -> None:
    given = level(0, "bullet", "\uf0b7", more='<w:lvlPicBulletId w:val="0"/>')
    assert only(said(read(tmp_path, p("甲", num=(1, 0)), numbering=lists(given)), "look"), "一张小图")
