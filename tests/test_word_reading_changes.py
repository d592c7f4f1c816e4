"""Tracked changes are accepted as Word accepts them, and counted; comments are listed and never published."""

from __future__ import annotations

from pathlib import Path

from lanmu.intake.word.model import Comment
from word.blocks import html_of
from word.documents import box, changed, element, html, note, only, p, picture, r, read, said, table, tc, tr

WHO = 'w:id="1" w:author="示例人员甲"'
DELETED = f"<w:del {WHO}/>"
MOVED = f"<w:moveFrom {WHO}/>"


def test_text_put_in_and_taken_out(tmp_path: Path) -> None:
    body = p("甲", changed("del", r("旧")), changed("ins", r("新", bold=True) + r("字")), "乙")
    text = read(tmp_path, body)
    assert html_of(text) == "<p>甲<strong>新</strong>字乙</p>"
    assert "加入 1 处，删去 1 处" in only(said(text, "changed"), "修订")


def test_moved_text(tmp_path: Path) -> None:
    move = changed("moveFrom", r("丙")).join(("<w:moveFromRangeStart/>", "<w:moveFromRangeEnd/>"))
    text = read(tmp_path, p(move, "甲", changed("moveTo", r("丙"))))
    assert html_of(text) == "<p>甲丙</p>"
    assert "移动 1 处" in only(said(text, "changed"), "修订")


def test_taken_out_by_one_after_another_put_it_in(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲", changed("ins", r("乙") + changed("del", r("丙"))))) == "<p>甲乙</p>"


def test_new_formatting_counts(tmp_path: Path) -> None:
    former = f"<w:rPrChange {WHO}><w:rPr><w:b/></w:rPr></w:rPrChange>"
    of_paragraph = f'<w:pPrChange {WHO}><w:pPr><w:jc w:val="right"/></w:pPr></w:pPrChange>'
    text = read(tmp_path, p(r("甲", rpr="<w:i/>" + former), align="center", ppr=of_paragraph, mark=former))
    assert html_of(text) == '<p class="center"><em>甲</em></p>'
    assert "改格式 3 处" in only(said(text, "changed"), "修订")


def test_a_deleted_mark_runs_on_into_the_next_paragraph(tmp_path: Path) -> None:
    """The two become one, with the properties of the second (clause 17.13.5.15)."""
    body = p("甲", mark=DELETED, align="center") + p("乙", mark=MOVED) + p("丙", align="right") + p("丁")
    assert html(tmp_path, body) == '<p class="right">甲乙丙</p><p>丁</p>'


def test_a_paragraph_taken_out_as_a_whole(tmp_path: Path) -> None:
    body = p("甲") + p(changed("del", r("旧")), mark=DELETED) + p("乙") + p(changed("del", r("末")), mark=DELETED)
    assert html(tmp_path, body) == "<p>甲</p><p>乙</p>"


def test_a_deleted_mark_before_a_table_stays(tmp_path: Path) -> None:
    body = p("甲", mark=DELETED) + table(tr(tc(p("乙", mark=DELETED)))) + p("丙", mark=DELETED)
    assert html(tmp_path, body) == "<p>甲</p><table><tr><td><p>乙</p></td></tr></table><p>丙</p>"


def test_a_deleted_mark_at_the_end_keeps_what_is_left(tmp_path: Path) -> None:
    link = f'<w:hyperlink r:id="rId1">{r("乙")}</w:hyperlink>'
    relations = {"rId1": "hyperlink http://example.org/ External"}
    body = p("甲") + p(changed("del", r("旧")), link, mark=DELETED)
    assert html(tmp_path, body, relations=relations) == '<p>甲</p><p><a href="http://example.org/">乙</a></p>'


def test_marks_between_paragraphs_do_not_part_them(tmp_path: Path) -> None:
    body = p("甲", mark=DELETED) + '<w:bookmarkStart w:id="0" w:name="x"/><w:bookmarkEnd w:id="0"/>' + p("乙")
    assert html(tmp_path, body) == "<p>甲乙</p>"


def test_changes_in_boxes_notes_and_lists(tmp_path: Path) -> None:
    change = changed("del", r("旧")) + changed("ins", r("新"))
    body = p("甲", box(p("框", change)), note(2)) + p("乙", ppr=f"<w:numPr><w:ins {WHO}/></w:numPr>")
    text = read(tmp_path, body, footnotes={2: p("注", change)})
    assert html_of(text) == (
        '<p>甲<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p>'
        '<aside class="textbox"><p>框新</p></aside><p>乙</p>'
        '<ol><li id="footnote-1"><p>注新</p></li></ol>'
    )
    assert "加入 2 处，删去 2 处" in only(said(text, "changed"), "修订")


def test_no_changes_nothing_reported(tmp_path: Path) -> None:
    assert not [each for each in said(read(tmp_path, p("甲")), "changed") if "修订" in each]


def commented(identifier: int, *inside: str) -> str:
    """Runs that a comment is about."""
    reference = r(f'<w:commentReference w:id="{identifier}"/>')
    return f'<w:commentRangeStart w:id="{identifier}"/>{"".join(inside)}<w:commentRangeEnd w:id="{identifier}"/>{reference}'


def comment(identifier: int, *lines: str, author: str = "示例人员乙") -> str:
    """A comment."""
    return f'<w:comment w:id="{identifier}" w:author="{author}">{"".join(p(r("<w:annotationRef/>"), each) for each in lines)}</w:comment>'


def test_comments_are_listed(tmp_path: Path) -> None:
    body = p("甲", commented(0, r("五百", bold=True), r("人"))) + p("乙", r('<w:commentReference w:id="1"/>'))
    text = read(tmp_path, body, comments=comment(0, "请核对", "再问一遍") + comment(1, "好", author=""))
    assert html_of(text) == "<p>甲<strong>五百</strong>人</p><p>乙</p>"
    assert text.comments == (Comment("示例人员乙", "请核对\n再问一遍", "五百人"), Comment("", "好", ""))
    assert "核对" not in text.visible_text


def test_what_comments_are_about(tmp_path: Path) -> None:
    """Over paragraphs, inside each other, without what was taken out, cut when long, once in a text box."""
    body = (
        '<w:commentRangeStart w:id="0"/>'
        + p("甲", commented(1, r("乙"), changed("del", r("旧"))))
        + p("丙", '<w:commentRangeEnd w:id="0"/>')
        + p(commented(2, r("长" * 80)))
        + p("丁", box(p(commented(3, r("框")))))
    )
    comments = "".join(comment(n, "注") for n in range(4))
    text = read(tmp_path, body, comments=comments)
    assert [each.anchor for each in text.comments] == ["甲乙丙", "乙", "长" * 60 + "…", "框"]


def test_a_picture_of_a_comment_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, p("甲"), comments=element("comment", id=0)).comments == (Comment("", "", ""),)


def test_a_picture_in_a_comment_is_reported(tmp_path: Path) -> None:
    shown = element("comment", inside=p("换成这张", picture()), id=0)
    assert read(tmp_path, p("甲"), comments=shown).comments[0].text.startswith("换成这张\n（批注里还有图片")
