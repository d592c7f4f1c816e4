"""简报 read back from the PDF: 报头, 按语, what is in the issue, its pieces, 报尾."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lanmu.channels import bulletin
from lanmu.channels.bulletin import credit_of, last_lines
from lanmu.channels.common.job import Wanted
from lanmu.content.article import Article
from lanmu.content.campaign import Term
from lanmu.content.settings import Settings
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Heading, Paragraph, Text
from pdfminer.layout import LTFigure
from support import builders
from support.files import picture_bytes
from support.printing import (
    ABOVE,
    MM,
    TEXT_FOOT,
    TEXT_LEFT,
    TEXT_RIGHT,
    TEXT_TOP,
    _fonts_are_there,
    body_rows,
    body_text,
    fonts_of,
    glyphs,
    layouts,
    outline,
    press,
    row_with,
    rows,
    with_print,
)

__all__ = ["_fonts_are_there"]
PITCH = 28.95 / MM
EM = 16 / MM
OFFICE: dict[str, Any] = {
    "name": "示例简报",
    "office": "示例办公室",
    "up": ("示例上级甲", "示例上级乙"),
    "across": ("某某单位",),
    "down": ("示例单位甲", "示例单位乙"),
    "copies": 60,
}
NOTE = '!!! note "编者按"\n    按语的话。\n\n    按语的第二段。\n\n'


def piece(name: str, body: str = "正文。", **fields: Any) -> Article:
    """An article of the seventh issue."""
    return builders.article(name, body=body, **{"issue": 7, "title": f"示例标题{name}", "source": "某处"} | fields)


def printed(tmp_path: Path, *articles: Article, **options: Any) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of the seventh issue, and the remarks."""
    (job,) = bulletin.jobs(press(tmp_path, articles, **options), Wanted(issue="7"))
    done = job.render()
    return done.files[job.name], done.remarks


def office(**changes: Any) -> Settings:
    """An office that has filled in every setting."""
    return with_print(bulletin=OFFICE | changes)


def test_the_head_has_name_number_office_day_and_a_red_rule_in_order(tmp_path: Path) -> None:
    pdf, remarks = printed(tmp_path, piece("a", when="2008-11-05 09:30"), settings=office())
    page = body_rows(glyphs(pdf)[0])
    name, number, line = page[0], row_with(page, "第7期"), row_with(page, "示例办公室")
    assert name.text == "示例简报"
    assert {tuple(round(part, 1) for part in glyph.colour) for glyph in name} == {(0.9, 0.0, 0.1)}
    assert name[0].size > 60
    middle = (TEXT_LEFT + TEXT_RIGHT) / 2
    assert (name.centre, number.centre) == (pytest.approx(middle, abs=1), pytest.approx(middle, abs=1))
    assert line.text.replace(" ", "") == "示例办公室2008年11月5日"
    assert line.left == pytest.approx(TEXT_LEFT + EM, abs=0.2)
    assert line.right == pytest.approx(TEXT_RIGHT - EM, abs=0.2)
    title = row_with(page, "示例标题a")
    assert name.y < number.y < line.y < title.y
    assert {glyph.size for glyph in title} == {22.0}
    assert remarks == ()


def test_what_the_office_has_not_told_is_left_out_and_said(tmp_path: Path) -> None:
    pdf, remarks = printed(tmp_path, piece("a", when="2008-11-05 09:30"))
    name = builders.minimal_site().campaign.short_name
    assert body_text(pdf) == f"{name}简报第7期2008年11月5日示例标题a正文。（某处）"
    assert remarks == ("没有写明编印单位、报、送、发、印数，没有印；可以写进 lanmu.toml 的 [print.bulletin]。",)
    pdf, remarks = printed(tmp_path, piece("a"), settings=office(across=(), copies=None))
    assert "送：" not in body_text(pdf)
    assert "印60份" not in body_text(pdf)
    assert "没有写明送、印数" in remarks[0]


def test_the_tail_is_at_the_foot_of_the_last_page(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, piece("a", body="字" * 28 * 30), settings=office())
    first, *_, last = glyphs(pdf)
    assert "报：" not in "".join(row.text for row in body_rows(first))
    tail = body_rows(last)[-4:]
    assert [row.text for row in tail] == [
        "报：示例上级甲，示例上级乙。",
        "送：某某单位。",
        "发：示例单位甲，示例单位乙。",
        "（共印60份）",
    ]
    assert {glyph.size for row in tail for glyph in row} == {14.0}
    assert tail[-1].y + (0.12 * 14 + 6) / MM == pytest.approx(TEXT_FOOT, abs=0.2)
    assert all(row.left == pytest.approx(TEXT_LEFT + 16 / MM, abs=1) for row in tail[:3])


@pytest.mark.parametrize(("count", "listed"), [(2, False), (3, True)])
def test_more_than_two_pieces_are_listed_on_the_first_page(tmp_path: Path, count: int, listed: bool) -> None:
    pieces = [piece(name, when=f"2008-11-0{day} 09:00") for day, name in enumerate("cba"[:count], start=1)]
    pdf, _ = printed(tmp_path, *pieces, settings=office())
    text = body_text(pdf)
    names = [f"示例标题{name}" for name in "cba"[:count]]
    contents = "本期要目" + "".join(f"◇{name}" for name in names)
    assert (contents in text) is listed
    after = text.split(contents)[-1]
    assert [after.index(name) for name in names] == sorted(after.index(name) for name in names)
    assert outline(pdf) == names
    assert f"2008年11月{count}日" in text


def test_the_editors_note_stands_before_the_first_piece(tmp_path: Path) -> None:
    pdf, _ = printed(
        tmp_path, piece("a", body=NOTE + "正文甲。"), piece("b", body=NOTE + "正文乙。"), settings=office()
    )
    text = body_text(pdf)
    assert text.index("编者按：按语的话。按语的第二段。") < text.index("示例标题a") < text.index("正文甲")
    # That of a later piece stays with it.
    assert text.index("示例标题b") < text.index("编者按按语的话。按语的第二段。正文乙")
    assert len({g.font for g in row_with(body_rows(glyphs(pdf)[0]), "编者按：按语")}) == 2


def test_the_text_stands_on_the_grid_below_titles_and_notes(tmp_path: Path) -> None:
    body = NOTE + "正文" * 200 + "\n\n## 小标题\n\n" + "正文" * 200
    pdf, _ = printed(tmp_path, piece("a", body=body), piece("b", body="正文" * 300), settings=office())
    tail = ("报：", "送：", "发：", "共印", "示例办公室", "第7期")
    lines_on_grid = 0
    for page in glyphs(pdf):
        for row in body_rows(page):
            if {glyph.size for glyph in row} == {16.0} and not any(word in row.text.replace(" ", "") for word in tail):
                lines = (row.y - ABOVE * EM - TEXT_TOP) / PITCH
                assert lines == pytest.approx(round(lines), abs=0.03), row.text
                lines_on_grid += 1
    assert lines_on_grid > 30


def test_a_title_is_never_left_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    for lines in range(5, 9):
        first = piece("a", body="\n\n".join("正文一行。" for _ in range(lines)))
        pdf, _ = printed(
            tmp_path, first, piece("b", body="正文乙。"), settings=with_print(bulletin={"name": "示例简报"})
        )
        page = next(p for p in map(body_rows, glyphs(pdf)) if any("示例标题b" in row.text for row in p))
        assert any("正文乙" in row.text for row in page), lines


def test_terms_are_explained_before_the_tail(tmp_path: Path) -> None:
    terms = (
        Term(term="三查三看", short="查什么看什么的解释", text="长的解释"),
        Term(term="别的", short="无", text="无"),
    )
    pdf, _ = printed(tmp_path, piece("a", body="要三查三看。"), settings=office(), terms=terms)
    text = body_text(pdf)
    assert "名词解释三查三看查什么看什么的解释" in text
    assert "别的" not in text
    assert text.index("名词解释") < text.index("报：")


def test_title_lines_and_credits(tmp_path: Path) -> None:
    source = piece(
        "a",
        title="示例标题一共两行",
        title_lines=["示例标题", "一共两行"],
        unit="各支部",
        source="",
        author="某甲",
        photo="某乙",
    )
    page = body_rows(glyphs(printed(tmp_path, source)[0])[0])
    assert {"示例标题", "一共两行"} <= {row.text for row in page}
    credit = row_with(page, "（各支部")
    assert credit.text.replace("　", " ") == "（各支部 文/某甲 摄/某乙）"
    # A closing bracket at the end of a line takes half a character.
    assert credit[-1].x == pytest.approx(TEXT_RIGHT - EM / 2, abs=0.2)
    assert credit_of(piece("b")) == "（某处）"


def test_page_numbers_and_fonts_and_marks(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, piece("a", body="字" * 900, sample=True), settings=office())
    for number, page in enumerate(glyphs(pdf), start=1):
        assert rows(page)[-1].text.replace(" ", "") == f"—{number}—"
        assert "示例：内容是虚构的" in rows(page)[0].text
    assert all(fonts_of(pdf).values())


def test_traditional(tmp_path: Path) -> None:
    terms = (Term(term="干部", short="发展的解释", text="无"),)
    options: dict[str, Any] = {"settings": office(name="学习简报"), "terms": terms, "traditional": True}
    pdf, _ = printed(tmp_path, piece("a", title="干部发言", body="干部理发。"), **options)
    text = body_text(pdf)
    assert text.startswith("學習簡報第7期示例辦公室")
    assert "幹部發言幹部理髮。（某處）名詞解釋幹部發展的解釋" in text.replace("　", "")
    assert "報：" in text


def test_a_notice_and_a_promise_come_through(tmp_path: Path) -> None:
    promise = [{"item": "整改的事", "goal": "目标", "deadline": "2008-12-31", "unit": "各支部"}]
    source = piece("a", notice={"start": "2008-12-01", "end": "2008-12-10", "receiver": "某办"}, promise=promise)
    text = body_text(printed(tmp_path, source)[0])
    assert "某办" in text
    assert text.index("正文。") < text.index("整改的事") < text.index("各支部") < text.index("（某处）")


def test_issues_samples_and_articles_without_a_number(tmp_path: Path) -> None:
    articles = [
        piece("a", issue=1),
        piece("b", issue=2),
        piece("c", issue=2),
        piece("d", issue=2, sample=True),
        piece("e", issue=2, place="plan"),
        builders.article("f"),
    ]
    own = press(tmp_path, articles)

    def names(wanted: Wanted) -> list[str]:
        return [job.name for job in bulletin.jobs(own, wanted)]

    second = ["news-002.pdf", "news-samples-002.pdf", "plan-002.pdf"]
    assert names(Wanted()) == ["news-001.pdf", *second]
    assert names(Wanted(issue="2")) == second
    assert names(Wanted((articles[2],))) == ["news-002.pdf"]
    assert names(Wanted((articles[5],))) == []
    (refused,) = bulletin.jobs(own, Wanted((articles[5],), named=True))
    with pytest.raises(UserError, match=r"docs/news/f\.md 没有简报期号"):
        refused.render()


def test_a_picture_without_room_goes_to_the_next_page_and_the_text_goes_on(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    (tmp_path / "docs" / "news" / "a.png").write_bytes(picture_bytes("png", "900x600"))
    before, after = "前" * 28 * 6, "后" * 28 * 9
    pdf, _ = printed(tmp_path, piece("a", body=f"{before}\n\n![会场的样子](a.png)\n\n{after}"))
    first, second = (body_rows(page) for page in glyphs(pdf)[:2])
    assert "后" in first[-1].text
    assert TEXT_FOOT - first[-1].y < PITCH, "the first page is full"
    assert second[0].text == "会场的样子", "the words of a picture are its caption"
    for row in second[1:]:
        assert (row.y - TEXT_TOP) % PITCH == pytest.approx((first[-1].y - TEXT_TOP) % PITCH, abs=0.1)


def test_a_number_of_a_footnote_begins_no_line(tmp_path: Path) -> None:
    line = "字" * 26 + "[^1]，完。\n\n"
    pdf, _ = printed(tmp_path, piece("a", body="".join("字" * n + line for n in range(3)) + "[^1]: 注。"))
    characters = (glyph for page in glyphs(pdf) for glyph in page)
    marks = [
        glyph for glyph in characters if glyph.text == "1" and glyph.size < 12 and TEXT_TOP < glyph.y < TEXT_FOOT - 20
    ]
    assert len(marks) == 3
    assert min(mark.x for mark in marks) > TEXT_LEFT + EM / 2


def test_a_full_page_has_22_lines_of_28_characters_and_the_text_stands_in_order(tmp_path: Path) -> None:
    text = "".join(chr(0x4E00 + n % 1500) for n in range(28 * 60))
    pdf, _ = printed(tmp_path, piece("a", body=text))
    page = body_rows(glyphs(pdf)[1])
    assert [len(row) for row in page] == [28] * 22
    assert page[0].y - ABOVE * EM == pytest.approx(TEXT_TOP, abs=0.02)
    assert [b.y - a.y for a, b in pairwise(page)] == [pytest.approx(PITCH, abs=0.01)] * 21
    for row in page:
        assert row.left == pytest.approx(TEXT_LEFT, abs=0.02)
        assert row[-1].x + EM == pytest.approx(TEXT_RIGHT, abs=0.2)
    assert text in body_text(pdf)


def test_a_title_of_one_line_stands_in_three(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, piece("a", body="正文一。"), piece("b", body="正文二。"))
    page = body_rows(glyphs(pdf)[0])
    title, text = row_with(page, "示例标题b"), row_with(page, "正文二")
    above = next(row for row in reversed(page) if row.y < title.y - 1)
    assert text.y - above.y == pytest.approx(4 * PITCH, abs=0.02)


def last_page(pdf: bytes) -> tuple[int, int, float]:
    """The number of pages, the lines of text on the last, and the distance of two lines on the first (mm)."""
    pages = [[row for row in body_rows(page) if {g.size for g in row} == {16.0}] for page in glyphs(pdf)]
    steps = sorted(b.y - a.y for a, b in pairwise(pages[0]))
    return len(pages), len(pages[-1]), steps[0]


@pytest.mark.parametrize("settings", [builders.SETTINGS, office()], ids=["without a tail", "with a tail"])
def test_the_last_page_has_not_a_few_lines_only(tmp_path: Path, settings: Settings) -> None:
    """Where the text would end there, there are 23 or 24 lines on a page, or at least three on the last."""
    pitches = set()
    for lines in range(8, 24, 2):
        body = "\n\n".join(["一行。"] * lines)
        pages, last, pitch = last_page(printed(tmp_path, piece("a", body=body), settings=settings)[0])
        assert pages == 1 or last >= 3, lines
        assert 26.4 / MM < pitch < 31.9 / MM
        pitches.add(round(pitch, 2))
    assert len(pitches) > 1
    assert round(PITCH, 2) in pitches


def test_many_pictures_stand_in_order_without_gaps(tmp_path: Path) -> None:
    """Each on its page, or made a little smaller, or after text that goes on before it."""
    (tmp_path / "docs" / "news").mkdir(parents=True)
    names = "abcdefg"
    for name in names:
        (tmp_path / "docs" / "news" / f"{name}.png").write_bytes(picture_bytes("png", "900x600"))
    body = "".join(
        f"{'文' * 28 * lines}\n\n![图{name}]({name}.png)\n\n"
        for name, lines in zip(names, (3, 1, 9, 2, 7, 4, 5), strict=True)
    )
    pdf, _ = printed(tmp_path, piece("a", body=body + "文" * 28 * 5))
    assert "".join(re.findall("图([a-g])", body_text(pdf))) == names
    drawn = [[item for item in page if isinstance(item, LTFigure)] for page in layouts(pdf)]
    assert sum(map(len, drawn)) == len(names)
    for number, (page, pictures) in enumerate(zip(glyphs(pdf), drawn, strict=True)):
        rows_of_page = body_rows(page)
        feet = [row.y for row in rows_of_page] + [297 - picture.y0 / MM for picture in pictures]
        assert max(feet) < TEXT_FOOT + 0.5
        assert all(0.69 * 117 < (picture.x1 - picture.x0) / MM < 118 for picture in pictures)
        if number < len(drawn) - 1:
            assert TEXT_FOOT - max(feet) < 0.75 * 90, number


def test_what_begins_the_last_page_is_not_parted_from_its_heading() -> None:
    text, heading = Paragraph((Text("字" * 60),)), Heading(2, (Text("小标题"),))
    assert last_lines([text, text, text]) == 1
    assert last_lines([text, heading, text]) == 2
    assert last_lines([heading, text]) == 0
    assert last_lines([text, Paragraph((Text("短。"),)), Paragraph((Text("短。"),))]) == 2
