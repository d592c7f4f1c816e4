"""Headings and titles by style and by outline level."""

from __future__ import annotations

from pathlib import Path

import docx
from word.blocks import html_of
from word.documents import (
    element,
    html,
    level,
    lists,
    only,
    p,
    read,
    read_file,
    said,
    style,
    table,
    tr,
)
from word.looks import TEXT, tags, text


def test_word_s_own_styles(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("示例方案", 0)
    document.add_heading("总体要求", 1)
    document.add_heading("指导思想", 2)
    document.add_paragraph(TEXT)
    document.save(str(tmp_path / "a.docx"))
    assert html_of(read_file(tmp_path / "a.docx", tmp_path)) == (
        f"<h1>示例方案</h1><h2>总体要求</h2><h3>指导思想</h3><p>{TEXT}</p>"
    )


def test_styles_by_number_as_wps_gives_them(tmp_path: Path) -> None:
    body = p("甲", style="1") + p("乙", style="2") + text() + p("丙", style="1") + p("丁", style="3")
    assert tags(html(tmp_path, body)) == ["h2 甲", "h3 乙", "h2 丙", "h4 丁"]


def test_styles_with_chinese_names_and_no_level(tmp_path: Path) -> None:
    styles = style("x", "标题 1") + style("y", "标题 2") + style("z", "标题2", based_on="")
    body = p("甲", style="x") + p("乙", style="y") + p("丙", style="z") + p("丁", style="x") + text()
    assert tags(html(tmp_path, body, styles=styles)) == ["h2 甲", "h3 乙", "h3 丙", "h2 丁"]


def test_level_through_inheritance(tmp_path: Path) -> None:
    """A unit's own style based on heading 2, and one based on that which is running text."""
    styles = style("x", "单位二级", based_on="2") + style("y", "单位正文", based_on="x", ppr=element("outlineLvl", 9))
    body = p("甲", style="1") + p("乙", style="x") + p(TEXT, style="y") + p("丙", style="1")
    assert tags(html(tmp_path, body, styles=styles)) == ["h2 甲", "h3 乙", "h2 丙"]


def test_outline_level_of_a_paragraph(tmp_path: Path) -> None:
    body = p("甲", ppr=element("outlineLvl", 0)) + text() + p("乙", ppr=element("outlineLvl", 1)) + text()
    body += p("丙", ppr=element("outlineLvl", 0)) + p("丁", style="1", ppr=element("outlineLvl", 9))
    assert tags(html(tmp_path, body)) == ["h2 甲", "h3 乙", "h2 丙"]


def test_a_lone_heading_of_the_first_level_on_top_is_the_title(tmp_path: Path) -> None:
    body = p("示例方案", style="1") + p("甲", style="2") + text() + p("乙", style="2") + p("子", style="3")
    assert tags(html(tmp_path, body)) == ["h1 示例方案", "h2 甲", "h2 乙", "h3 子"]


def test_title_and_subtitle_by_style(tmp_path: Path) -> None:
    styles = style("T", "Title") + style("S", "Subtitle")
    body = p("示例方案", style="T") + p("（征求意见稿）", style="S") + p("甲", style="1") + p("乙", style="1")
    assert tags(html(tmp_path, body, styles=styles)) == ["h1 示例方案", "title （征求意见稿）", "h2 甲", "h2 乙"]


def test_titles_of_attachments_by_style(tmp_path: Path) -> None:
    styles = style("T", "Title") + style("U", "附件标题", based_on="T")
    body = (
        p("示例", style="T")
        + p("方案", style="T")
        + p("甲", style="2")
        + text()
        + p("名单", style="U")
        + p("乙", style="3")
    )
    assert tags(html(tmp_path, body, styles=styles)) == ["h1 示例", "h1 方案", "h2 甲", "h2 名单", "h3 乙"]


def test_unused_levels_leave_no_gap(tmp_path: Path) -> None:
    assert tags(html(tmp_path, p("甲", style="2") + p("乙", style="2") + text())) == ["h2 甲", "h2 乙"]


def test_numbers_of_headings(tmp_path: Path) -> None:
    """The number is part of the heading, and is not bold in it."""
    numbering = lists(level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）"))
    body = p("甲", style="1", num=(1, 0)) + p("乙", style="2", num=(1, 1)) + p("丙", style="1", num=(1, 0))
    assert html(tmp_path, body, numbering=numbering) == "<h2>一、甲</h2><h3>（一）乙</h3><h2>二、丙</h2>"


def test_a_styled_paragraph_of_running_text_is_none(tmp_path: Path) -> None:
    result = read(tmp_path, p("甲", style="1") + p(TEXT * 4, style="2") + p("乙", style="1"))
    assert tags(html_of(result)) == ["h2 甲", "h2 乙"]
    assert "太长" in only(said(result, "look"), TEXT[:20])


def test_headings_in_tables_are_paragraphs(tmp_path: Path) -> None:
    result = read(
        tmp_path, p("甲", style="1") + table(tr(p("乙", style="1").join(("<w:tc>", "</w:tc>")))) + p("丙", style="1")
    )
    assert html_of(result) == "<h2>甲</h2><table><tr><td><p><strong>乙</strong></p></td></tr></table><h2>丙</h2>"
    assert "“乙”" in only(said(result, "changed"), "标题样式用在表格")
