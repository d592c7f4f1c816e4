"""Real Word files, each with everything of one theme, and the article that each becomes to the letter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from support.imported import camera_exif, from_word, photograph
from word.documents import (
    box,
    changed,
    element,
    level,
    lists,
    note,
    p,
    picture,
    png,
    r,
    t,
    table,
    tc,
    tr,
)

GOLDEN = ROOT / "tests" / "golden" / "word"
LINKS = {
    "rId1": "image media/1.jpeg",
    "rId2": "image media/2.png",
    "rId9": "hyperlink https://www.example.org/a_(b) External",
}
PARTS = {"word/media/1.jpeg": photograph((2000, 1500), exif=camera_exif(6)), "word/media/2.png": png()}
NUMBERS = lists(
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3."),
    level(0, "bullet", "●") + level(1, "bullet", "○"),
)
TEXT = "某某支部组织党员集中学习，大家联系岗位谈了体会。"


def story() -> tuple[str, dict[str, Any]]:
    """An article as a branch hands it in."""
    link = '<w:hyperlink r:id="rId9">' + r("示例网站") + "</w:hyperlink>"
    body = [
        p(r("某某支部学得深做得实", bold=True, size=22), align="center"),
        p("——记某某支部的学习", align="center"),
        p(f"　　10月20日，{TEXT}", r("学以致用", bold=True), "，", r("久久为功", italic=True), "。"),
        p(),
        p(r("带头学", bold=True, size=16), num=(1, 0)),
        p("领导干部先学", num=(1, 1)),
        p("读原文；", num=(1, 2)),
        p("写笔记。", num=(1, 2)),
        p("党员跟着学", num=(1, 1)),
        p("分头读。", num=(1, 2)),
        p(r("联系实际学", bold=True, size=16), num=(1, 0)),
        p("水是H", r("2", rpr='<w:vertAlign w:val="subscript"/>'), "O，一共12.5%", note(1), "，见", link, "。"),
        p("第一行", "<w:r><w:br/></w:r>", "第二行", "<w:r><w:br/></w:r>", "　　缩进的一行"),
        p(picture("rId1", descr="党员们围坐在一起讨论")),
        p("图1 讨论会", align="center"),
        p("文字里夹一张", picture("rId2"), "小图。"),
        p("第一条", num=(2, 0)),
        p("下一层", num=(2, 1)),
        p("第二条", num=(2, 0)),
        p("旁边有框。", box(p("背景"), p("某某支部有党员若干名。"))),
        p("某某支部", align="right"),
        p("2008年10月21日", align="right"),
        p("（文/张某 摄/李　某）"),
    ]
    given = {"numbering": NUMBERS, "footnotes": {1: "数据由某某支部提供。"}, "relations": LINKS, "parts": PARTS}
    return "".join(body), given


def tables() -> tuple[str, dict[str, Any]]:
    """Tables of every sort."""
    nested = table(tr("内一", "内二"))
    body = [
        p(r("示例统计表", bold=True, size=22), align="center"),
        p(f"　　{TEXT}"),
        p("表1 各支部情况", align="center"),
        table(tr("单位", "人数"), tr("一|支部", "12"), tr(tc("二支部", "（试点）"), "9")),
        p("合并的："),
        table(
            tr(tc("类别", merge="restart"), tc("数量", span=2)),
            tr(tc("", merge="continue"), "上月", "本月"),
            tr(tc("学习", merge="restart"), "1", "2"),
            tr(tc("", merge="continue"), "3", "4"),
        ),
        p("带表头标记的："),
        table(tr("甲", "乙", header=True), tr("子", "丑", header=True), tr("1", "2")),
        p("格子里有列表和表格："),
        table(
            tr("项目", "内容"), tr("列表", tc(p("第一条", num=(2, 0)), p("第二条", num=(2, 0)))), tr("表格", tc(nested))
        ),
        p("只有一格的："),
        table(tr("框里的话")),
        p("只有一行的："),
        table(tr("左", "右")),
    ]
    return "".join(body), {"numbering": NUMBERS}


def official() -> tuple[str, dict[str, Any]]:
    """A document with a red head, as an office issues it."""
    head = [
        p(r("某某市示例工会文件", font="方正小标宋简体", size=36), align="center"),
        p("某示工〔2008〕12号", align="center"),
        p(r("关于开展示例学习活动的通知", size=22, bold=True), align="center"),
        p("各支部、机关各部室："),
        p("　　现将有关事项通知如下，", r("请认真贯彻执行", bold=True), "。"),
        p("　　一、总体要求"),
        p(f"　　{TEXT}"),
        p("　　（一）学习内容"),
        p("　　规定的书目。"),
        p("　　二、时间安排"),
        p("　　10月底以前完成。"),
        p("　　附件：1. 学习书目"),
        p("　　　　　2. 报名表"),
        p("某某市示例工会", align="right"),
        p("二〇〇八年十月十日", align="right"),
        p("主题词：学习　活动　通知"),
        p("抄送：示例机关，存档（2）。"),
        p(r("示例学习书目", size=22, bold=True), align="center"),
        p("　　《示例读本》。"),
    ]
    return "".join(head), {}


def reviewed() -> tuple[str, dict[str, Any]]:
    """A text that went round: tracked changes, comments, a floating picture, a drawing that no page can show."""
    comment = element("comment", inside=p("这里再核对一下。"), id=0, author="示例人员甲")
    body = [
        p("修改稿", style="1"),
        p(TEXT, changed("del", r("删去的话。")), changed("ins", r("加上的话。"))),
        p(
            '<w:commentRangeStart w:id="0"/>',
            "有批注的话",
            '<w:commentRangeEnd w:id="0"/>',
            '<w:r><w:commentReference w:id="0"/></w:r>',
            "。",
        ),
        p("图在旁边。", picture("rId1", floating=True, frame='rot="5400000"')),
        p(picture("rId3")),
        p("结尾。"),
    ]
    relations = LINKS | {"rId3": "image media/3.emf"}
    return "".join(body), {
        "comments": comment,
        "relations": relations,
        "parts": PARTS | {"word/media/3.emf": b"\x01\x00\x00\x00" + bytes(200)},
    }


def formats() -> tuple[str, dict[str, Any]]:
    """Text that Markdown or HTML would take for their own."""
    lines = [
        "# 不是标题", "- 不是列表", "1. 不是编号", "> 不是引文", "*不是强调* _也不是_ `代码` ~~删~~", "<b>不是标签</b> &amp; &nbsp;",
        "[不是链接](http://a.cn) ![图](a.png) [^1]", "a|b|c", "--- *** ===", "{: .doc-title }", "行末{: #a}", "!!! note",
        "C:\\路径\\n", "电话138****1234", "2008-11-05 1.5倍 100% C#", "http://www.example.org/a_b_c?x=1&y=2", ": 冒号开头",
        "javascript:alert(1)", "<script>alert(1)</script>",
    ]  # fmt: skip
    body = p("记号大全", style="1") + "".join(p(r(t(line))) for line in lines)
    return body + table(tr("a|b", "`c"), tr("{: .x }", "\\|")), {}


CASES: dict[str, tuple[Callable[[], tuple[str, dict[str, Any]]], str, dict[str, Any]]] = {
    "story": (story, "news", {}),
    "tables": (tables, "news", {}),
    "official": (official, "plan", {}),
    "verbatim": (official, "plan", {"verbatim": True}),
    "reviewed": (reviewed, "news", {"genre": "动态"}),
    "marks": (formats, "news", {}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_document_becomes_this_article(tmp_path: Path, name: str) -> None:
    make, column, options = CASES[name]
    body, given = make()
    article = from_word(tmp_path, body, column, options, **given)
    assert article == (GOLDEN / f"{name}.md").read_text(encoding="utf-8")


def test_every_golden_file_is_used() -> None:
    assert {file.stem for file in GOLDEN.glob("*.md")} == set(CASES)
