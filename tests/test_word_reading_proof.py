"""The proof that no text got lost: the text of the blocks, the text as seen, and what is said when they part."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.intake.word.proof import compact, first_difference
from lanmu.intake.word.reading import read_word
from word.documents import box, note, only, p, picture, r, read, said, table, tr, write


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


def test_a_difference_is_reported(tmp_path: Path) -> None:
    """A text box inside a picture, as no program writes it: it is seen in the file and not taken over."""
    odd = picture().replace("</pic:spPr>", f"</pic:spPr>{box(p('框'))}")
    read_text = read_word(write(tmp_path / "a.docx", p("前", odd) + p("后")), tmp_path / "out")
    remark = only(said(read_text, "look"), "有一处不一样")
    assert "“前框后”" in remark
    assert "“前后”" in remark


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
