"""Headings and titles by look alone, beside styles too; and what must not be taken for one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from word.blocks import html_of
from word.documents import (
    changed,
    element,
    html,
    level,
    lists,
    only,
    p,
    picture,
    png,
    r,
    read,
    said,
)
from word.looks import BIAO, HEI, KAI, TEXT, line, tags, text


def test_official_document_by_look(tmp_path: Path) -> None:
    """As offices write: no styles at all, 小标宋, 黑体 and 楷体 tell the levels."""
    body = (
        line("示例市总工会关于开展学习活动的", size=22, font=BIAO, align="center")
        + line("实施方案", size=22, font=BIAO, align="center")
        + line("（2008年10月10日）", font=KAI, align="center")
        + text("各县（市、区）总工会：")
        + text()
        + line("一、总体要求", font=HEI)
        + line("（一）指导思想", font=KAI)
        + text()
        + line("1.坚持解放思想", bold=True)
        + text()
        + line("（1）开展大讨论", bold=True)
        + text()
        + line("二、方法步骤", font=HEI)
        + text()
        + line("示例市总工会", align="right")
        + line("2008年10月10日", align="right")
    )
    result = read(tmp_path, body)
    assert tags(html_of(result)) == [
        "h1 示例市总工会关于开展学习活动的",
        "h1 实施方案",
        "center （2008年10月10日）",
        "h2 一、总体要求",
        "h3 （一）指导思想",
        "h4 1.坚持解放思想",
        "h5 （1）开展大讨论",
        "h2 二、方法步骤",
        "right 示例市总工会",
        "right 2008年10月10日",
    ]
    assert "（“一、总体要求”、“（一）指导思想”、“1.坚持解放思想”等）" in only(said(result, "look"), "有 5 处小标题")
    assert "“示例市总工会关于开展学习活动的实施方案”" in only(said(result, "look"), "标题是照位置和字体认出来的")


def test_automatic_numbers_tell_levels_by_look(tmp_path: Path) -> None:
    numbering = lists(level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）"))
    head = r("要求", bold=True)
    body = p(head, num=(1, 0)) + text() + p(head, num=(1, 1)) + text() + p(head, num=(1, 0)) + text()
    assert tags(html(tmp_path, body, numbering=numbering)) == ["h2 一、要求", "h3 （一）要求", "h2 二、要求"]


def test_head_of_an_official_document_is_no_title(tmp_path: Path) -> None:
    """GB/T 9704: the issuing body's name, large and red; the number; then the title."""
    red = element("color", "FF0000")
    body = (
        line("特急", font=HEI)
        + line("示例市总工会文件", size=48, font=BIAO, align="center", rpr=red)
        + line("示工〔2008〕5号", align="center")
        + line("关于开展学习活动的通知", size=22, font=BIAO, align="center")
        + text()
        + text()
    )
    assert tags(html(tmp_path, body)) == [
        "center 示例市总工会文件",
        "center 示工〔2008〕5号",
        "h1 关于开展学习活动的通知",
    ]


def test_plain_line_in_the_middle_on_top_is_the_title(tmp_path: Path) -> None:
    body = p("示例市总工会关于做好", align="center") + p("学习工作的通知", align="center")
    assert tags(html(tmp_path, body + p("示例办公室", align="center") + p(TEXT))) == [
        "h1 示例市总工会关于做好",
        "h1 学习工作的通知",
        "center 示例办公室",
    ]


def test_title_by_size_alone(tmp_path: Path) -> None:
    assert tags(html(tmp_path, line("学习简讯", size=22) + text() + text())) == ["h1 学习简讯"]


@pytest.mark.parametrize(
    "first",
    [
        text("开展学习活动"),
        line("各县（市、区）总工会：", size=22),
        line("2008年10月10日", size=22, align="center"),
        line("一、指导思想", size=22, font=HEI),
        line("示例市总工会", size=22, align="right"),
        line(TEXT * 3, size=22),
    ],
    ids=["plain", "to whom", "date", "numbered", "at the right", "long"],
)
def test_what_is_no_title(tmp_path: Path, first: str) -> None:
    assert "<h1>" not in html(tmp_path, first + text() + text())


def test_a_text_of_one_paragraph_is_no_title(tmp_path: Path) -> None:
    assert html(tmp_path, line("通知", size=22, align="center")) == '<p class="center">通知</p>'


def test_headings_without_numbers_by_look(tmp_path: Path) -> None:
    """The larger is the higher; 黑体 without size is below."""
    body = (
        line("学习简讯", size=22, align="center")
        + text()
        + line("动员部署", size=18, font=HEI)
        + text()
        + line("市总机关", bold=True)
        + text()
        + line("学习讨论", size=18, font=HEI)
        + text()
    )
    assert tags(html(tmp_path, body)) == ["h1 学习简讯", "h2 动员部署", "h3 市总机关", "h2 学习讨论"]


def test_a_larger_heading_that_comes_first_stands_above_numbers(tmp_path: Path) -> None:
    head = line("学习方案", size=22, align="center") + text()
    first, second = (line(words, size=18, font=HEI) + text() for words in ("第一阶段安排", "第二阶段安排"))
    numbered = line("一、动员", bold=True) + text()
    assert tags(html(tmp_path, head + first + numbered + second + numbered)) == [
        "h1 学习方案",
        "h2 第一阶段安排",
        "h3 一、动员",
        "h2 第二阶段安排",
        "h3 一、动员",
    ]
    # No heading of the third level may come before the first of the second.
    assert tags(html(tmp_path, head + numbered + line("（一）内容", font=KAI) + text() + second)) == [
        "h1 学习方案",
        "h2 一、动员",
        "h3 （一）内容",
        "h2 第二阶段安排",
    ]


def test_smaller_headings_without_numbers_stand_below(tmp_path: Path) -> None:
    body = line("一、动员", size=18, font=HEI) + text() + line("市总机关", bold=True) + text()
    body += line("二、学习", size=18, font=HEI) + text() + line("基层工会", font=KAI) + text()
    assert tags(html(tmp_path, text() + body)) == ["h2 一、动员", "h3 市总机关", "h2 二、学习", "h4 基层工会"]


def test_a_heading_right_below_the_title(tmp_path: Path) -> None:
    body = line("学习方案", size=22, font=BIAO, align="center") + line("一、动员", font=HEI) + text()
    assert tags(html(tmp_path, body)) == ["h1 学习方案", "h2 一、动员"]


def test_headings_right_below_each_other(tmp_path: Path) -> None:
    body = line("动员部署", font=HEI) + line("市总机关", bold=True) + line("第一天", bold=True, font=KAI) + text()
    assert [tag.split()[1] for tag in tags(html(tmp_path, text() + body))] == ["动员部署", "市总机关", "第一天"]
    large = line("动员部署", size=22) + line("市总机关", size=22) + text()
    assert tags(html(tmp_path, text() + text() + large)) == ["h2 动员部署", "h2 市总机关"]


def test_lines_under_the_title_are_no_headings(tmp_path: Path) -> None:
    body = line("学习方案", size=22, font=BIAO, align="center")
    body += line("示例市总工会办公室", font=KAI, align="center") + line("某某科", font=HEI, align="center")
    assert tags(html(tmp_path, body + text() + line("动员部署", font=HEI, align="center") + text())) == [
        "h1 学习方案",
        "center 示例市总工会办公室",
        "center 某某科",
        "h2 动员部署",
    ]


def test_red_headings_below_the_title(tmp_path: Path) -> None:
    red = element("color", "C00000")
    body = line("学习方案", size=22, align="center") + text() + line("动员部署", bold=True, rpr=red) + text()
    assert tags(html(tmp_path, body)) == ["h1 学习方案", "h2 动员部署"]


def test_how_long_a_heading_may_be(tmp_path: Path) -> None:
    def levels(words: str, **look: object) -> list[str]:
        return [tag[:2] for tag in tags(html(tmp_path, text() + text() + line(words, **look) + text()))]  # type: ignore[arg-type]

    assert levels("一、" + "字" * 43, bold=True) == ["h2"]
    assert levels("一、" + "字" * 44, bold=True) == []
    assert levels("字" * 30, bold=True) == ["h2"]
    assert levels("字" * 31, bold=True) == []
    assert levels("字" * 45, font=HEI) == ["h2"]
    assert levels("字" * 46, font=HEI) == []
    assert tags(html(tmp_path, p("字" * 100, style="2") + p("字" * 101, style="2"))) == [f"h2 {'字' * 100}"]


def test_figures_in_running_text_are_no_levels(tmp_path: Path) -> None:
    """1.2亿元 at the beginning of a paragraph does not make 1. a heading of the first level."""
    body = line("一、收入", font=HEI) + text("1.2亿元是去年的数，" + TEXT * 2) + line("1.会费", bold=True) + text()
    assert tags(html(tmp_path, text() + body)) == ["h2 一、收入", "h3 1.会费"]


def test_levels_below_decimal_ones(tmp_path: Path) -> None:
    words = ("1.总则", "1.1范围", "（1）说明", "2.职责")
    body = "".join(line(each, bold=True) + text() for each in words)
    assert tags(html(tmp_path, text() + body)) == ["h2 1.总则", "h3 1.1范围", "h4 （1）说明", "h2 2.职责"]


def test_title_of_an_attachment(tmp_path: Path) -> None:
    """It looks like the title and stands on the level of 一、; 附件1 itself is no heading."""
    body = (
        line("关于报送情况的通知", size=22, font=BIAO, align="center")
        + text()
        + line("一、报送内容", font=HEI)
        + text()
        + line("附件1", font=HEI)
        + line("情况统计表说明", size=22, font=BIAO, align="center")
        + text()
    )
    assert tags(html(tmp_path, body)) == ["h1 关于报送情况的通知", "h2 一、报送内容", "h2 情况统计表说明"]


def test_numbers_in_figures(tmp_path: Path) -> None:
    """1, 1.1, 1.1.1 are levels; without 1.1 a heading 1. is below 一、."""
    body = "".join(line(words, bold=True) + text() for words in ("1.总则", "1.1适用范围", "1.1.1说明", "2.职责"))
    assert tags(html(tmp_path, body)) == ["h2 1.总则", "h3 1.1适用范围", "h4 1.1.1说明", "h2 2.职责"]
    body = "".join(line(words, bold=True) + text() for words in ("一、总则", "1.范围", "二、职责"))
    assert tags(html(tmp_path, body)) == ["h2 一、总则", "h3 1.范围", "h2 二、职责"]


def test_chapters_and_sections(tmp_path: Path) -> None:
    words = ("第一章 总则", "第一节 范围", "第二章 职责")
    body = "".join(line(each, bold=True, align="center") + text() for each in words)
    assert tags(html(tmp_path, text() + body)) == ["h2 第一章 总则", "h3 第一节 范围", "h2 第二章 职责"]


def test_looks_beside_styles(tmp_path: Path) -> None:
    """Where styles say what a heading is, only numbered ones are added, on the level of their number."""
    body = p("一、总则", style="1") + line("（一）范围", bold=True) + text() + line("重要", bold=True) + text()
    assert tags(html(tmp_path, text() + body + p("二、职责", style="1"))) == [
        "h2 一、总则",
        "h3 （一）范围",
        "h2 二、职责",
    ]
    body = p("总则", style="1") + line("一、范围", bold=True) + text() + p("职责", style="1")
    assert tags(html(tmp_path, text() + body)) == ["h2 总则", "h3 一、范围", "h2 职责"]


@pytest.mark.parametrize(
    "no_heading",
    [
        p(r("坚持以人为本。", bold=True), r(TEXT)),
        line(TEXT, bold=True),
        line("请各单位抓紧报送。", bold=True),
        line("同志们：", bold=True),
        line("时间：2008年10月10日", bold=True),
        line("（二〇〇八年十月十日）", font=KAI),
        line("2008年10月10日", bold=True),
        line("示例市总工会", bold=True, align="right"),
        line("一、二、三，", bold=True),
        line("一、" + TEXT * 2, font=HEI),
        line("附件2", font=HEI),
        line("附件：", font=HEI),
        line("张某某", bold=True) + line("李某某", bold=True) + line("王某某", bold=True),
        line("张某某", bold=True) + line("李某某", bold=True),
        line("张某某", font=HEI) + line("李某某", font=HEI),
        line("总的来说，", bold=True),
        line("内部资料 注意保存", bold=True),
        p(r("甲", bold=True), r("<w:br/>"), r("乙", bold=True)),
        p(r("图", bold=True), picture()),
        line("一、指导思想"),
        line("（摘自某某文件）", bold=True),
    ],
    ids=[
        "bold sentence in a paragraph",
        "bold paragraph",
        "bold sentence",
        "to whom",
        "label",
        "date in brackets",
        "date",
        "signature",
        "ends in a comma",
        "long and numbered",
        "attachment",
        "attachments",
        "names in a row",
        "two names",
        "names in another font",
        "ends in a comma, no number",
        "head of a bulletin",
        "two lines",
        "beside a picture",
        "numbered, looks like text",
        "in brackets",
    ],
)
def test_what_is_no_heading(tmp_path: Path, no_heading: str) -> None:
    body = text() + text() + no_heading + text()
    markup = html(tmp_path, body, relations={"rId1": "image media/a.png"}, parts={"word/media/a.png": png()})
    assert not re.search(r"<h\d", markup)


def test_the_last_bold_line_is_no_heading(tmp_path: Path) -> None:
    assert "<h" not in html(tmp_path, text() + text() + line("欢迎指正", bold=True))


def test_bold_text_throughout_has_no_headings(tmp_path: Path) -> None:
    body = line(TEXT, bold=True) + line("学习内容", bold=True) + line(TEXT, bold=True)
    assert "<h" not in html(tmp_path, line(TEXT, bold=True) + body)


def test_a_question_may_be_a_heading(tmp_path: Path) -> None:
    assert tags(html(tmp_path, text() + line("为什么要学习？", font=HEI) + text())) == ["h2 为什么要学习？"]


def test_a_heading_with_tracked_changes(tmp_path: Path) -> None:
    body = p(r("总"), changed("del", r("旧")), changed("ins", r("则")), style="1") + text() + p("职责", style="1")
    assert tags(html(tmp_path, body)) == ["h2 总则", "h2 职责"]


def test_italic_and_raised_text_stay_in_headings(tmp_path: Path) -> None:
    raised = r("2", bold=True, rpr=element("vertAlign", "superscript"))
    body = p("甲", style="1") + text() + p(r("面积m", bold=True), raised, style="1")
    assert html(tmp_path, body).endswith("<h2>面积m<sup>2</sup></h2>")
