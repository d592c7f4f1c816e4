"""Tables: merged cells, header rows, tables in tables, and everything that a table may hide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from word.blocks import html_of
from word.documents import box, changed, element, html, level, lists, only, p, r, read, said, table, tc, tr


def rows(*lines: str) -> str:
    """Rows in HTML: cells between `|`, before their text `c2:` for two columns, `r2:` for two rows, `h:` for a header."""
    return "".join(f"<tr>{''.join(map(cell, line.split('|')))}</tr>" for line in lines)


def cell(text: str) -> str:
    """A cell in HTML."""
    match = re.fullmatch(r"(?:(h)?(?:r(\d+))?(?:c(\d+))?:)?(.*)", text)
    assert match
    attributes = (f' colspan="{match[3]}"' if match[3] else "") + (f' rowspan="{match[2]}"' if match[2] else "")
    tag = "th" if match[1] else "td"
    return f"<{tag}{attributes}>{f'<p>{match[4]}</p>' if match[4] else ''}</{tag}>"


def grid(*lines: str) -> str:
    """A whole table in HTML."""
    return f"<table>{rows(*lines)}</table>"


def test_plain(tmp_path: Path) -> None:
    assert html(tmp_path, table(tr("甲", "乙"), tr("丙", tc()))) == grid("甲|乙", "丙|")


def test_cells_over_columns_and_rows(tmp_path: Path) -> None:
    body = table(
        tr(tc("甲", span=2), tc("乙", merge="restart")),
        tr(tc("丙", merge="restart"), "丁", tc(merge="continue")),
        tr(tc(merge="continue"), "戊", "己"),
    )
    assert html(tmp_path, body) == grid("c2:甲|r2:乙", "r2:丙|丁", "戊|己")


def test_a_merge_without_the_word_goes_on(tmp_path: Path) -> None:
    """`w:vMerge` without a value means `continue` (clause 17.4.84)."""
    body = table(tr(tc("甲", merge="restart"), "乙"), tr(tc(more="<w:vMerge/>"), "丙"))
    assert html(tmp_path, body) == grid("r2:甲|乙", "丙")


def test_merges_that_do_not_fit_end(tmp_path: Path) -> None:
    """A cell that goes on with nothing, or with a cell of another width, is a cell of its own."""
    body = table(
        tr(tc("甲", merge="continue"), "乙"),
        tr(tc("丙", merge="restart", span=2)),
        tr(tc("丁", merge="continue"), "戊"),
    )
    assert html(tmp_path, body) == grid("甲|乙", "c2:丙", "丁|戊")
    body = table(tr(tc("甲", merge="restart"), "乙"), tr("丙", tc("丁", merge="continue")))
    assert html(tmp_path, body) == grid("甲|乙", "丙|丁")


def test_merges_beside_each_other(tmp_path: Path) -> None:
    old = "<w:hMerge/>"
    body = table(tr(tc("甲", more='<w:hMerge w:val="restart"/>'), tc(more=old), "乙"), tr("丙", "丁", "戊"))
    assert html(tmp_path, body) == grid("c2:甲|乙", "丙|丁|戊")


def test_text_under_a_merged_cell_is_reported(tmp_path: Path) -> None:
    body = table(
        tr(tc("甲", merge="restart"), "乙"),
        tr(
            tc("压着的字", merge="continue"),
            tc("丙", more='<w:hMerge w:val="restart"/>'),
            tc("旁边的字", more="<w:hMerge/>"),
        ),
    )
    text = read(tmp_path, body)
    assert html_of(text) == grid("r2:甲|乙", "c2:丙")
    assert "（“旁边的字”、“压着的字”）" in only(said(text, "left_out"), "2 个合并单元格")


def test_columns_left_out_at_the_ends_of_a_row(tmp_path: Path) -> None:
    body = table(
        tr("甲", "乙", "丙"),
        tr("丁", more=element("gridBefore", 2)),
        tr("戊", more=element("gridAfter", 2)),
    )
    assert html(tmp_path, body) == grid("甲|乙|丙", "c2:|丁", "戊|c2:")


def test_header_rows(tmp_path: Path) -> None:
    body = table(tr("姓名", "单位", header=True), tr("某某", "示例单位"))
    assert html(tmp_path, body) == (
        f"<table><thead>{rows('h:姓名|h:单位')}</thead><tbody>{rows('某某|示例单位')}</tbody></table>"
    )


def test_a_merged_header_takes_the_rows_below_along(tmp_path: Path) -> None:
    """A cell must not reach out of the head of a table: browsers cut it off."""
    body = table(
        tr(tc("姓名", merge="restart"), tc("成绩", span=2), header=True),
        tr(tc(merge="continue"), "上", "下"),
        tr("某某", "1", "2"),
    )
    head = rows("hr2:姓名|hc2:成绩", "h:上|h:下")
    assert html(tmp_path, body) == f"<table><thead>{head}</thead><tbody>{rows('某某|1|2')}</tbody></table>"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([tr("甲", header=True), tr("乙", header=True)], grid("甲", "乙")),
        (
            [tr(tc("甲", merge="restart"), header=True), tr(tc(merge="continue"))],
            f"<table>{rows('r2:甲')}<tr></tr></table>",
        ),
        ([tr("甲"), tr("乙", header=True)], grid("甲", "乙")),
        ([tr("甲", more=element("tblHeader", 0)), tr("乙")], grid("甲", "乙")),
    ],
    ids=["all rows", "merged to the end", "not on top", "switched off"],
)
def test_what_is_no_header(tmp_path: Path, lines: list[str], expected: str) -> None:
    assert html(tmp_path, table(*lines)) == expected


def test_a_table_in_a_table(tmp_path: Path) -> None:
    text = read(tmp_path, table(tr(tc(p("甲"), table(tr("乙")), p("丙")))))
    assert html_of(text) == f"<table><tr><td><p>甲</p>{grid('乙')}<p>丙</p></td></tr></table>"
    assert "“甲乙丙”" in only(said(text, "look"), "套在别的表格里")


def test_what_a_cell_may_hold(tmp_path: Path) -> None:
    bullets = lists(level(0, "bullet", "•"))
    body = table(
        tr(
            tc(
                p("甲", num=(1, 0)),
                p("乙", num=(1, 0)),
                p(r("丙", bold=True), align="right"),
                p(),
                box(p("框")).join(("<w:p>", "</w:p>")),
            )
        )
    )
    assert html(tmp_path, body, numbering=bullets) == (
        '<table><tr><td><ul><li>甲</li><li>乙</li></ul><p class="right"><strong>丙</strong></p>'
        '<aside class="textbox"><p>框</p></aside></td></tr></table>'
    )


def test_a_table_in_a_text_box(tmp_path: Path) -> None:
    body = p("前", box(table(tr("甲")), p("乙"))) + p("后")
    assert html(tmp_path, body) == (f'<p>前</p><aside class="textbox">{grid("甲")}<p>乙</p></aside><p>后</p>')


def test_deleted_rows_and_cells(tmp_path: Path) -> None:
    mark = 'w:id="1" w:author="示例"'
    body = table(
        tr("甲", "乙"),
        tr("丙", "丁", more=f"<w:del {mark}/>"),
        tr("戊", "己", more=f"<w:ins {mark}/>"),
        tr("庚", tc("辛", more=f"<w:cellDel {mark}/>")),
        tr(tc("壬", more=f"<w:cellDel {mark}/>")),
    ) + table(tr("癸", more=f"<w:del {mark}/>"))
    text = read(tmp_path, body)
    assert html_of(text) == grid("甲|乙", "戊|己", "庚")
    assert "加入 1 处，删去 4 处" in only(said(text, "changed"), "修订")


def test_a_tracked_merge(tmp_path: Path) -> None:
    merge = '<w:cellMerge w:id="1" w:author="示例" w:vMerge="{}"/>'
    body = table(tr(tc("甲", more=merge.format("rest"))), tr(tc(more=merge.format("cont"))), tr("乙"))
    assert (
        html(tmp_path, body)
        == '<table><tr><td rowspan="2"><p>甲</p></td></tr><tr></tr><tr><td><p>乙</p></td></tr></table>'
    )


def test_a_tracked_split(tmp_path: Path) -> None:
    """The cells were merged before; the change says that they are not."""
    split = '<w:vMerge w:val="{}"/><w:cellMerge w:id="1" w:author="示例" w:vMergeOrig="cont"/>'
    body = table(tr(tc("甲", more=split.format("restart"))), tr(tc("乙", more=split.format("continue"))))
    assert html(tmp_path, body) == grid("甲", "乙")


def test_hidden_rows_are_reported(tmp_path: Path) -> None:
    text = read(tmp_path, table(tr("甲"), tr("内部", more="<w:hidden/>")))
    assert html_of(text) == grid("甲")
    assert "“内部”" in only(said(text, "left_out"), "隐藏的行")


def test_rows_and_cells_in_wrappers(tmp_path: Path) -> None:
    wrapped = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    cell = wrapped.format(tc("乙"))
    body = table(wrapped.format(tr("甲")), f"<w:tr>{cell}</w:tr>", f"<w:customXml>{tr('丙')}</w:customXml>")
    assert html(tmp_path, body) == grid("甲", "乙", "丙")


def test_description_of_a_table_is_reported(tmp_path: Path) -> None:
    text = read(tmp_path, table(tr("甲"), tblpr=element("tblCaption", "人数") + element("tblDescription", "按单位分")))
    assert "“人数：按单位分”" in only(said(text, "left_out"), "替代文字")


@pytest.mark.parametrize("span", ["0", "-3", "many", "100000", "2.5"])
def test_odd_widths(tmp_path: Path, span: str) -> None:
    markup = html(tmp_path, table(tr(tc("甲", more=element("gridSpan", span)), "乙")))
    assert markup in (
        grid("甲|乙"),
        grid("c2:甲|乙"),
        grid("c63:甲|乙"),
    )


def test_changes_inside_cells(tmp_path: Path) -> None:
    body = table(tr(tc(p(r("甲"), changed("del", r("旧")), changed("ins", r("新"))))))
    assert html(tmp_path, body) == grid("甲新")


def test_tables_ten_deep(tmp_path: Path) -> None:
    """As deep as files from strangers are let through."""
    inner = table(tr("里"))
    for _ in range(9):
        inner = table(tr(tc(inner, p())))
    assert html(tmp_path, inner).count("<table>") == 10
