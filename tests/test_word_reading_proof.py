"""The proof that no text got lost: the text of the HTML, the text as seen, and what is said when they part."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.intake.word.html_text import compact, text_of
from lanmu.intake.word.reading import first_difference, read_word
from word.documents import box, note, only, p, picture, r, read, said, table, tr, write


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<h1>甲</h1><ul><li>乙<ul><li>丙</li></ul></li></ul>丁", ["甲", "乙", "丙", "丁"]),
        ("<table><tr><td>甲</td><th><p>乙</p></th></tr></table>", ["甲", "乙"]),
        ("<p>甲<br />乙</p><p> </p><p>\t</p>", ["甲", "乙"]),
        ("<p>甲<strong>乙</strong> <a href='#x'>↑</a>&lt;</p>", ["甲乙 ↑<"]),
        ("<aside><p>甲</p></aside><blockquote>乙</blockquote>", ["甲", "乙"]),
        ('<p>甲<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p>', ["甲[1]"]),
        (
            '<ol><li id="footnote-1">甲 <a href="#footnote-ref-1">↑</a></li><li id="footnote-2">乙↑</li></ol>',
            ["[1]甲", "[2]乙↑"],
        ),
        ('<ul><li id="x">甲</li></ul>', ["甲"]),
    ],
)
def test_text_of_html(html: str, lines: list[str]) -> None:
    assert text_of(html).split("\n") == lines


def test_only_the_ends_of_lines_do_not_count() -> None:
    assert compact("甲\n 乙\t丙 \t") == "甲 乙\t丙 "


@pytest.mark.parametrize(
    ("seen", "got", "difference"),
    [
        ("甲乙", "甲乙", None),
        ("甲乙", "甲丙", ("甲乙", "甲丙")),
        ("甲", "甲乙", ("甲", "甲乙")),
        ("〇一二三四五六七八九甲乙丙", "〇一二三四五六七八九", ("四五六七八九甲乙丙", "四五六七八九")),
        (
            "〇一二三四五六七八九甲乙丙丁戊己庚辛",
            "〇一二三四五六七八九子",
            ("四五六七八九甲乙丙丁戊己", "四五六七八九子"),
        ),
    ],
)
def test_where_two_texts_part(seen: str, got: str, difference: tuple[str, str] | None) -> None:
    assert first_difference(seen, got) == difference


def test_a_difference_is_told(tmp_path: Path) -> None:
    """A text box inside a picture, as no program writes it: it is seen in the file and not taken over."""
    odd = picture().replace("</pic:spPr>", f"</pic:spPr>{box(p('框'))}")
    read_text = read_word(write(tmp_path / "a.docx", p("前", odd) + p("后")), tmp_path / "out")
    told = only(said(read_text, "look"), "有一处不一样")
    assert "“前框后”" in told
    assert "“前后”" in told


def test_visible_text_in_its_lines(tmp_path: Path) -> None:
    body = p("甲", note(2), r("<w:br/>"), "乙", r("<w:tab/>"), "丙", box(p("框"))) + p() + table(tr("丁", "戊"))
    assert read(tmp_path, body, footnotes={2: p("注") + p("注二")}).visible_text.split("\n") == [
        "甲[1]",
        "乙\t丙",
        "框",
        "丁",
        "戊",
        "[1]注",
        "注二",
    ]
