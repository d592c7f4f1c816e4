"""Headings, lists, forms and tables in tables as an article has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.intake.report import fitting_title
from lanmu.intake.text_article import article_of
from support.imported import body_of, desk, from_word
from word.documents import box, p, r, style, table, tc, tr

TEXT = "<p>正文一段，说明情况，字数够长，算是正文。</p>"
RUNNING = p(r("正文一段，说明情况，字数够长，算是正文。", font="仿宋_GB2312", size=16))


def headings(text: str) -> str:
    """The depth of every heading, as figures."""
    return "".join(str(line.count("#")) for line in text.split("\n") if line.startswith("#"))


@pytest.mark.parametrize(
    ("levels", "depths"),
    [
        ("133123", "233234"),
        ("333", "222"),
        ("3313", "2223"),
        ("1414", "2323"),
        ("24424", "23323"),
        ("2143", "2233"),
        ("123456", "234566"),
        ("1324313", "2334423"),
    ],
)
def test_siblings_stay_siblings_whatever_levels_are_left_out(levels: str, depths: str) -> None:
    html = "".join(f"<h{int(level) + 1}>题{number}</h{int(level) + 1}>{TEXT}" for number, level in enumerate(levels))
    html = html.replace("h7", "h6")
    assert headings(body_of(html)) == depths


def test_parents_stand_above_children_by_style(tmp_path: Path) -> None:
    body = p("示例标题", align="center") + RUNNING
    body += "".join(p(f"题{n}", style=level) + RUNNING for n, level in enumerate("133123"))
    assert headings(from_word(tmp_path, body)) == "233234"


OFFICIAL = p(r("关于做好示例工作的通知", bold=True, size=22), align="center") + p("各部室：") + RUNNING


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["一、慰问对象", "1、困难职工；", "2、患病职工。", "二、要求", "（一）加强领导，精心组织。"],
            ["一、慰问对象", "二、要求"],
        ),
        (["一、慰问对象", "1、困难职工", "2、患病职工", "二、要求"], ["一、慰问对象", "二、要求"]),
        (["（一）请于十二月十日前报送名单。"], []),
        (["一、时间", "二、地点", "三、人员"], []),
    ],
)
def test_items_and_sentences_are_no_headings(lines: list[str], expected: list[str], tmp_path: Path) -> None:
    body = OFFICIAL + "".join(p(line) + (RUNNING if line == lines[-1] else "") for line in lines)
    body += p("市总办公室", align="right") + p("2008年12月1日", align="right")
    article = from_word(tmp_path, body)
    assert [line.lstrip("# ") for line in article.split("\n") if line.startswith("#")] == expected
    assert all(line in article for line in lines)


def test_items_in_a_font_of_headings_are_none(tmp_path: Path) -> None:
    lines = ["1. 困难职工", "2. 患病职工", "（一）各单位要加强领导，精心组织，落实责任。"]
    body = p(r("示例标题", bold=True, size=22), align="center") + RUNNING
    body += "".join(p(r(line, font="楷体_GB2312", size=16)) for line in lines) + RUNNING
    assert headings(from_word(tmp_path, body)) == ""


def test_a_sentence_in_a_style_of_headings_is_reported(tmp_path: Path) -> None:
    body = (
        p("示例标题", align="center")
        + RUNNING
        + p("一、对象", style="1")
        + RUNNING
        + p("1、困难职工；", style="2")
        + RUNNING
    )
    article = from_word(tmp_path, body)
    assert headings(article) == "2"


def test_the_last_item_of_a_list_in_a_style_of_headings(tmp_path: Path) -> None:
    items = p("1.加强领导；", style="2") + p("2.务求实效。", style="2")
    article = from_word(tmp_path, p("示例标题", align="center") + RUNNING + p("一、要求", style="1") + items + RUNNING)
    assert headings(article) == "2"
    assert "**" not in article


def test_a_centred_signature_above_the_date_is_no_heading(tmp_path: Path) -> None:
    end = p(r("示例单位办公室", font="楷体_GB2312", size=14), align="center") + p("2008年11月12日", align="right")
    assert headings(from_word(tmp_path, p("示例标题", align="center") + RUNNING + end)) == ""


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "", "性别", ""], ["单位", "", "电话", ""]],
        [["姓名", "示例人员甲", "性别", "女"], ["工作单位", "示例单位", "联系电话", "0595-00000000"]],
        [["申请人：", "示例人员甲"], ["日期：", "2008年"]],
        [["姓名", "示例人员甲", "性别", "男"], ["单位", "示例单位", "备注", ""]],
        [["主办：示例单位", "承办：示例公司"], ["时间：2008年11月12日", "地点：示例会议室"]],
        [["单位名称", "示例单位"], ["负责人", "示例人员甲"], ["职工人数", "120"]],
    ],
)
def test_the_first_row_of_a_form_is_no_header(rows: list[list[str]]) -> None:
    html = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    article = body_of(f"<p>甲。</p><table>{html}</table>")
    assert "<th" not in article
    assert "| --- |" not in article
    assert article.count("<tr ") == len(rows)


def test_a_cell_at_the_side_of_a_form_that_groups_its_labels() -> None:
    rows = "<tr><td rowspan='2'><p>基本信息</p></td><td><p>姓名</p></td><td></td></tr><tr><td><p>单位</p></td><td></td></tr>"
    article = body_of(f"<p>甲。</p><table>{rows}<tr><td><p>意见</p></td><td colspan='2'></td></tr></table>")
    assert 'scope="col"' not in article


def test_the_title_of_a_table_stands_above_its_header() -> None:
    title = "<tr><td colspan='2'><p>安排表</p></td></tr>"
    article = body_of(
        f"<p>甲。</p><table>{title}<tr><td><p>时间</p></td><td><p>内容</p></td></tr><tr><td><p>上午</p></td><td><p>学习</p></td></tr></table>"
    )
    assert (
        article.index("安排表")
        < article.index('<th scope="col" markdown="span">时间')
        < article.index("</thead>")
        < article.index("上午")
    )
    form = "<tr><td><p>姓名</p></td><td></td></tr><tr><td><p>单位</p></td><td></td></tr>"
    assert "<th" not in body_of(f"<p>甲。</p><table>{title}{form}</table>")
    parts = "<tr><td><p>时间</p></td><td><p>内容</p></td></tr>" + title.replace("安排表", "要求")
    assert "<th" not in body_of(f"<p>甲。</p><table>{title}{parts}{parts}</table>")


def test_the_title_of_a_form(tmp_path: Path) -> None:
    body = p(r("示例登记表", bold=True, size=22), align="center") + table(
        tr("姓名", "", "性别", ""), tr("单位", tc(span=3))
    )
    assert "title: 示例登记表\n" in from_word(tmp_path, body)


def test_all_of_an_article_in_one_text_box(tmp_path: Path) -> None:
    article = from_word(tmp_path, p(box(p(r("示例标题", bold=True, size=22), align="center"), RUNNING)))
    assert "title: 示例标题\n" in article
    assert "<aside" not in article


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "单位"], ["示例人员甲", "示例单位"]],
        [["单位", "得分", "备注", "名次"], ["示例单位", "9", "", "1"]],
        [["", "一季度", "二季度"], ["收入", "1", "2"]],
        [["单位名称", "得分"], ["示例单位", "9"]],
    ],
)
def test_a_table_with_a_header_keeps_it(rows: list[list[str]]) -> None:
    html = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    assert "| --- |" in body_of(f"<p>甲。</p><table>{html}</table>")


def test_a_table_in_a_cell_keeps_its_rows(tmp_path: Path) -> None:
    inner = table(tr("姓名", "单位", "电话"), tr("示例人员甲", "市总", "0595"), tr("示例人员乙", tc("区总"), ""))
    body = p("示例标题", align="center") + RUNNING + table(tr("项目", tc(inner + p())))
    article = from_word(tmp_path, body)
    assert "姓名　单位　电话<br>示例人员甲　市总　0595<br>示例人员乙　区总</td>" in article
    (tmp_path / "b").mkdir()
    assert "姓名<br>单位<br>电话<br>示例人员甲" in from_word(tmp_path / "b", body, options={"verbatim": True})


def test_a_cell_of_more_than_a_line_in_a_table_in_a_cell(tmp_path: Path) -> None:
    inner = table(tr("甲", tc(p("乙一") + p("乙二"))))
    article = from_word(tmp_path, p("示例标题", align="center") + RUNNING + table(tr("项目", tc(inner + p()))))
    assert "甲<br>乙一<br>乙二" in article


LONG = (
    "关于认真学习贯彻上级关于在全市各级工会组织中深入开展示例学习实践活动并切实解决职工群众最关心最直接最现实的利益问题，"
    "同时做好困难职工帮扶救助和送温暖工作以及年终各项考核评比表彰工作的若干意见的补充通知"
)


def test_a_title_that_is_too_long_makes_a_draft(tmp_path: Path) -> None:
    article = from_word(tmp_path, p(LONG, style="t") + RUNNING, styles=style("t", "Title"))
    fields, _, body = article.removeprefix("---\n").partition("---\n")
    assert f"title: {LONG.partition('，')[0]}\n" in fields
    assert "draft: true" in fields
    assert LONG in body


def test_where_a_long_title_is_cut() -> None:
    assert fitting_title(LONG) == LONG.partition("，")[0]
    assert fitting_title("字" * 90) == "字" * 78 + "……"
    assert fitting_title("题" * 30 + "——" + "字" * 60) == "题" * 30
    assert fitting_title("题" * 30 + "（甲，" + "字" * 60) == "题" * 30 + "（甲，" + "字" * 45 + "……"


def test_a_long_title_of_plain_text(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    draft = article_of(f"{LONG}\n\n各单位：\n\n请执行。\n", source, desk())
    assert (len(draft.fields["title"]) <= 80, draft.fields["draft"]) == (True, True)
    assert LONG in draft.body.replace("\\", "")
    assert any("最多 80 个" in line for line in draft.report.lines())
