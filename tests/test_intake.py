"""The parts of an official document, and the names of new files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake.days import is_day, parse_day
from lanmu.intake.markdown_text import escape, to_markdown
from lanmu.intake.new_file import LONGEST, check_slug, file_name, slug_of, write_new
from lanmu.intake.official import LineKind, recognise
from lanmu.text.dialect import converter
from selectolax.lexbor import LexborHTMLParser

NOTICE = """\
示例市总工会关于印发《示例学习活动实施方案》的通知

各示例单位、示例支部：

    现将《示例学习活动实施方案》印发给你们，请照此办理。

    示例市总工会
    二〇〇八年十月十日

主题词：示例　学习  方案
抄送：示例机关，存档（2）。

示例学习活动实施方案
为了做好示例，制定本方案。
一、指导思想
（一）坚持示例先行。各示例单位要先做示例。
（二）坚持照章办事
1、第一步。做这个示例。
2.第二步要做的事情很多，这一行没有句号，它长过了一个标题应有的长度，长到不能再长，所以它整行都是正文而不是标题
3、第三步要做的事情也不少，这一句话很长很长，长过了一个标题应有的长度，长到不能再长，所以它不是标题。后面还有。
1.5 公里不是序号。
二、时间安排。
示例办公室
2008年10月9日
"""


def test_a_covering_notice_and_its_document_are_recognised() -> None:
    document = recognise(NOTICE)
    kinds = [
        LineKind.TITLE,
        LineKind.ADDRESSEES,
        LineKind.TEXT,
        LineKind.SIGNATURE,
        LineKind.DATE,
        LineKind.INDEX,
        LineKind.COPIES,
        LineKind.TITLE,
    ]
    kinds += [
        LineKind.TEXT,
        LineKind.LEVEL_1,
        LineKind.LEVEL_2,
        LineKind.LEVEL_2,
        LineKind.LEVEL_3,
        LineKind.LEVEL_3,
        LineKind.LEVEL_3,
        LineKind.TEXT,
    ]
    kinds += [LineKind.LEVEL_1, LineKind.SIGNATURE, LineKind.DATE]
    assert [block.kind for block in document.lines] == kinds
    assert [block.text for block in document.lines] == [line for line in NOTICE.split("\n") if line.strip()]
    assert document.title == "示例市总工会关于印发《示例学习活动实施方案》的通知"
    assert document.texts(LineKind.TITLE)[1] == "示例学习活动实施方案"
    assert document.texts(LineKind.ADDRESSEES) == ["各示例单位、示例支部："]
    assert document.issuer == "示例市总工会"
    assert document.day == date(2008, 10, 10)
    assert document.index_terms == ["示例", "学习", "方案"]


def test_the_heading_of_a_numbered_line_is_separated_from_its_text() -> None:
    blocks = [block for block in recognise(NOTICE).lines if block.kind.name.startswith("LEVEL")]
    assert [(block.text[: block.lead], block.is_whole_line) for block in blocks] == [
        ("一、指导思想", True),
        ("（一）坚持示例先行。", False),
        ("（二）坚持照章办事", True),
        ("1、第一步。", False),
        ("", False),
        ("", False),
        ("二、时间安排。", True),
    ]


def test_levels_become_headings_and_run_in_headings_bold() -> None:
    lines = to_markdown(recognise(NOTICE)).split("\n\n")
    assert lines[0].endswith("\n{: .doc-title }")
    assert lines[1].endswith("\n{: .doc-addressees }")
    assert lines[3] == "&#32;&#32;&#32;&#32;示例市总工会\n{: .doc-signature }"
    assert lines[9:13] == [
        "## 一、指导思想",
        "**（一）坚持示例先行。**各示例单位要先做示例。",
        "### （二）坚持照章办事",
        "**1、第一步。**做这个示例。",
    ]
    assert lines[16] == "## 二、时间安排。"


def test_only_the_line_after_a_title_names_the_addressees() -> None:
    document = recognise("示例通知\n各支部：\n有关事项如下：\n各支部：\n")
    assert [block.kind for block in document.lines] == [
        LineKind.TITLE,
        LineKind.ADDRESSEES,
        LineKind.TEXT,
        LineKind.TEXT,
    ]


def test_a_text_without_such_parts_is_kept_as_text() -> None:
    document = recognise("一、直接开始\n没有落款。\n\n没有日期。")
    assert [block.kind for block in document.lines] == [LineKind.LEVEL_1, LineKind.TEXT, LineKind.TEXT]
    assert (document.title, document.issuer, document.day, document.index_terms) == ("", "", None, [])
    assert recognise("").lines == recognise(" \n\u3000\n").lines == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2008年10月9日", date(2008, 10, 9)),
        ("2008 年 1 月 31 日", date(2008, 1, 31)),
        ("二〇〇八年十月十日", date(2008, 10, 10)),
        ("二○○九年二月二十八日", date(2009, 2, 28)),
        ("二零零八年十二月三十一日", date(2008, 12, 31)),
        ("二〇〇八年一月二日", date(2008, 1, 2)),
        ("二〇一〇年十一月二十日", date(2010, 11, 20)),
        ("2008年2月30日", None),
        ("二〇〇八年十三月一日", None),
        ("二〇〇八年一一月一日", None),
        ("二〇〇八年十月三一日", None),
        ("二〇〇八年十十月一日", None),
    ],
)
def test_dates_in_figures_and_in_chinese_numerals(text: str, day: date | None) -> None:
    assert is_day(text)
    assert parse_day(text) == day


@pytest.mark.parametrize("text", ["2008年10月", "于2008年10月10日", "二〇〇八年十月", "十月十日", ""])
def test_what_is_no_date(text: str) -> None:
    assert not is_day(text)
    assert parse_day(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "*a* _b_ `c` ~~d~~ [e](f) ![g](h) <b>i</b> &amp; &lt; a|b \\* {: .x }",
        *(
            "# a",
            "- a",
            "+ a",
            "1. a",
            "> a",
            "=== ",
            ": a",
            "~~~",
            "```",
            "***",
            "!!! note",
            "[^1]: a",
            "[x]: y",
            "|a|",
        ),
        *(
            "　　全角空格",
            "  两格  ",
            "\t制表",
            "中　间\u00a0空\t格",
            "<!-- a -->",
            "http://a.cn/_b_",
            "a & b < c > d \"e\" 'f'",
        ),
    ],
)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    paragraphs = LexborHTMLParser(converter().convert(escape(text))).css("body > *")
    assert [paragraph.text() for paragraph in paragraphs] == [text]
    assert [paragraph.tag for paragraph in paragraphs] == ["p"]


def test_plain_chinese_is_not_escaped() -> None:
    assert escape("科学发展、四求先行：一个都不少（示例）。") == "科学发展、四求先行：一个都不少（示例）。"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("各支部开展培训", "ge-zhi-bu-kai-zhan-pei-xun"),
        ("关于印发《示例方案》的通知", "shi-li-fang-an"),
        ("2008 年 VIP 名单", "2008-nian-vip-ming-dan"),
        ("ＡＢ１２", "ab12"),
        ("！？…", "wengao"),
        ("", "wengao"),
        ("CON", "con-1"),
        ("学" * 40, "-".join(["xue"] * 15)),
        ("a" * 61 + " 通知", "tong-zhi"),
        ("INDEX", "index-1"),
    ],
)
def test_a_file_name_from_a_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug
    assert len(slug) <= LONGEST


@pytest.mark.parametrize("slug", ["a", "shishi-fangan", "2008-a1", "a" * LONGEST])
def test_a_good_slug_is_taken(slug: str) -> None:
    assert check_slug(slug) == slug


@pytest.mark.parametrize(
    "slug", ["", "A", "方案", "a b", "-a", "a-", "a--b", "a/b", "../a", "a.md", "con", "lpt1", "index", "a" * 61, "a\n"]
)
def test_a_bad_slug_is_refused(slug: str) -> None:
    with pytest.raises(UserError, match="--slug"):
        check_slug(slug)


def test_a_dated_columns_file_begins_with_the_day() -> None:
    assert file_name("a", date(2008, 1, 5)) == "2008-01-05-a.md"
    assert file_name("a", None) == "a.md"


def test_a_new_file_is_written_whole_with_unix_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "news" / "2008" / "a.md"
    write_new(path, "甲\n乙\n")
    assert path.read_bytes() == "甲\n乙\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    write_new(path, "甲")
    with pytest.raises(UserError, match="已经存在，没有覆盖"):
        write_new(path, "乙")
    assert path.read_text(encoding="utf-8") == "甲"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "a.md", "甲\ud800")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="写不了"):
        write_new(tmp_path / "file" / "a.md", "甲")


HEADED = """某某市总工会文件
某工〔2008〕56号
关于开展学习实践活动
调研工作的通知
各支部：
请于10月底前完成。
附件：1.调研提纲
      2.调查问卷
某某市总工会
某某市民政局
2008年9月30日
"""


def test_a_red_headed_document_with_two_signatures_is_recognised() -> None:
    document = recognise(HEADED)
    assert document.title == "关于开展学习实践活动调研工作的通知"
    assert document.issuer == "某某市总工会 某某市民政局"
    assert document.day == date(2008, 9, 30)
    assert document.texts(LineKind.LETTERHEAD) == ["某某市总工会文件", "某工〔2008〕56号"]
    assert document.texts(LineKind.ADDRESSEES) == ["各支部："]
    assert document.texts(LineKind.ATTACHMENTS) == ["附件：1.调研提纲", "2.调查问卷"]
