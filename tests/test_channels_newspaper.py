"""《泉州工人》专版, read back from its PDF: the grid, the order of the text, continued pieces, what is reported."""

from __future__ import annotations

import io
import itertools
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean, mode
from types import SimpleNamespace
from typing import Any

import pytest
from lanmu.channels.common.press import Press
from lanmu.channels.newspaper.grid import Grid, grid
from lanmu.channels.newspaper.pages import AIRIEST, Band, Fillers, Page, Stack, filled
from lanmu.channels.newspaper.shapes import LEAST_FILLER
from pdfminer.layout import LTChar, LTItem, LTLine, LTPage, LTRect
from PIL import Image
from pypdf import PdfReader
from support.newspaper_issues import (
    MONTH,
    below_head,
    lines_by_column,
    mixed,
    office,
    only,
    pdf_of,
    piece,
    plain,
    printed,
    set_text,
    text,
)
from support.printing import MM, Glyph, _fonts_are_there, glyphs, layouts, tags

__all__ = ["_fonts_are_there"]
# The greys of the rules between pieces.
RULES = (0.157, 0.235)


@pytest.mark.parametrize(("columns", "size"), [(3, 10.5), (4, 9), (5, 9)])
def test_text_stands_in_columns_on_one_grid_of_lines(tmp_path: Path, columns: int, size: float) -> None:
    articles = [piece(name, body=text(12, start=place)) for place, name in enumerate("abcd")]
    place = office(tmp_path, articles, [{"role": "headline"}], columns=columns, text_size=size, pages=3)
    setting = grid("大16开", columns, size)
    pages = glyphs(pdf_of(printed(place)))
    assert len(pages) >= 2
    starts: defaultdict[int, set[float]] = defaultdict(set)
    for page in pages:
        columns_of_page = lines_by_column(page, setting)
        pitch = pitch_of(columns_of_page)
        # 撑版 draws the lines of a page a little apart, all alike.
        assert setting.pitch - 0.05 < pitch <= setting.pitch * (1 + AIRIEST) + 0.1
        for column, lines in columns_of_page.items():
            for line in lines:
                off = (line[0].y * MM - setting.top - (pitch - size) / 2 - 0.88 * size) / pitch
                assert off == pytest.approx(round(off), abs=0.02) or is_apart(line, lines, pitch)
                assert line[-1].right * MM <= setting.x(column) + setting.column + 0.6 * size
                starts[column].add(round((line[0].x * MM - setting.x(column)) / size, 1))
    assert set(starts) == set(range(columns))
    for offsets in starts.values():
        assert {0.0, 2.0} <= offsets


def is_apart(line: list[Glyph], column: list[list[Glyph]], pitch: float) -> bool:
    """True for a line that belongs off the grid: a subheading with blank around it."""
    steps = [abs(other[0].y - line[0].y) * MM / pitch for other in column if other is not line]
    return min(steps) > 1.02


def pitch_of(columns: dict[int, list[list[Glyph]]]) -> float:
    """The distance of the lines of a page in points: the one that most have."""
    steps = [(below[0].y - above[0].y) * MM for lines in columns.values() for above, below in itertools.pairwise(lines)]
    usual = mode(round(step, 2) for step in steps)
    return mean(step for step in steps if abs(step - usual) < 0.02)


def test_full_lines_end_at_the_edge_of_the_column(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", body="工人" * 700)], [{"role": "headline"}])
    setting = grid("大16开", 4, 9)
    for column, lines in lines_by_column(glyphs(pdf_of(printed(place)))[0], setting).items():
        full = [line for line in lines if len(line) == setting.characters]
        assert len(full) > 10
        for line in full:
            assert line[0].x * MM == pytest.approx(setting.x(column), abs=0.05)
            assert line[-1].x * MM == pytest.approx(setting.x(column) + setting.column - 9, abs=0.05)


def test_a_line_before_a_break_of_the_column_is_full(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", body="工会worker学习studies" * 60)], [{"role": "headline"}])
    setting = grid("大16开", 4, 9)
    columns = lines_by_column(glyphs(pdf_of(printed(place)))[0], setting)
    for column in range(3):
        last = columns[column][-1]
        assert last[-1].right * MM == pytest.approx(setting.x(column) + setting.column, abs=0.3)


def test_everything_is_set_in_the_order_of_the_issue(tmp_path: Path) -> None:
    place, articles = mixed(tmp_path)
    done = printed(place)
    assert list(done.files) == [f"{MONTH}.pdf"]
    whole = only(set_text(pdf_of(done)))
    at = [whole.index(only(words)) for words in ("编者按", *(article.title for article in articles))]
    assert at == sorted(at)
    for words in (
        "某某工人",
        "学习专版",
        "2008年11月28日",
        "总第1期",
        "责任编辑某编辑",
        "先做朋友再做记录",
        "进行时",
        "短讯",
    ):
        assert only(words) in whole
    below = only(set_text(pdf_of(done), whole=False))
    for article in articles[:2]:
        running_text = below.replace("下转第2版", "").replace("上接第1版" + only(article.title), "")
        assert only(plain(place, article)) + "某单位" in running_text
    assert "事项内容责任期限结果甲乙丙丁戊" in whole
    assert whole.count(only(articles[3].meta.summary)) == 1
    assert "某单位开放了书屋" not in whole


def boxes(page: Iterable[Glyph]) -> list[tuple[float, float, float, float]]:
    """The inner part of every glyph's box, mm."""
    frames = []
    for glyph in page:
        size = glyph.size / MM
        if glyph.text.strip() and glyph.text not in "，。、；：？！“”‘’（）《》—…·":
            frames.append((glyph.x + 0.2 * size, glyph.y - 0.6 * size, glyph.right - 0.2 * size, glyph.y - 0.1 * size))
    return frames


@pytest.mark.parametrize("fields", [{}, {"columns": 3, "text_size": 10}, {"columns": 5}, {"format": "A4"}], ids=str)
def test_no_two_characters_lie_on_each_other(tmp_path: Path, fields: dict[str, Any]) -> None:
    for page in glyphs(pdf_of(printed(mixed(tmp_path, **fields)[0]))):
        near: defaultdict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)
        for box in boxes(page):
            near[int(box[0] // 10), int(box[1] // 10)].append(box)
        for group in near.values():
            for (a, b, c, d), (e, f, g, h) in itertools.combinations(group, 2):
                assert min(c, g) - max(a, e) <= 0.3 or min(d, h) - max(b, f) <= 0.3


@pytest.mark.parametrize(
    ("name", "width", "height"), [("大16开", 210, 285), ("A4", 210, 297), ("四开", 270, 390), ("对开", 390, 540)]
)
def test_pages_have_the_size_of_the_format(tmp_path: Path, name: str, width: float, height: float) -> None:
    pdf = PdfReader(io.BytesIO(pdf_of(printed(office(tmp_path, [piece("a")], format=name)))))
    for page in pdf.pages:
        assert float(page.mediabox.width) == pytest.approx(width * MM, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(height * MM, abs=0.1)


def longest_hole(setting: Grid, page: LTPage) -> int:
    """The most lines one below the other in a column that nothing stands on; a title, in the middle over its columns, has
    air of two lines around it."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for mark in marks(page):
        upright = isinstance(mark, LTLine) and mark.width < 1
        large = mark.size / setting.size if isinstance(mark, LTChar) else 1
        air, beside = (2.5 * setting.pitch, 0.5 * large * setting.column) if large > 1.05 else (0, 0)
        first, last = page.height - mark.y1 - air, page.height - mark.y0 + air
        for column in range(setting.columns) if not upright else ():
            x = setting.x(column)
            if mark.x0 - beside < x + setting.column and mark.x1 + beside > x:
                lines = ((y - setting.top) / setting.pitch for y in (first, last))
                start, end = map(int, lines)
                taken[column] |= set(range(start, end + 1))
    holes = [0]
    for column in range(setting.columns):
        free = [line for line in range(8, setting.lines) if line not in taken[column]]
        runs = itertools.groupby(enumerate(free), key=lambda pair: pair[1] - pair[0])
        holes += [len(list(run)) for _, run in runs]
    return max(holes)


def marks(item: LTPage | LTItem) -> Iterator[LTItem]:
    """Characters, pictures, grounds and rules."""
    if isinstance(item, LTPage):
        for child in item:
            yield from marks(child)
    elif not isinstance(item, LTChar) or item.get_text().strip():
        yield item


@pytest.mark.parametrize("count", [2, 4, 6, 9])
def test_no_page_has_a_hole(tmp_path: Path, count: int) -> None:
    articles = [piece(f"p{n}", body=text(6 + n % 4 * 2, start=n)) for n in range(count)]
    roles = [{"role": "headline"}, *({"role": role} for role in ("lead", "box", "brief") * 3)]
    place = office(tmp_path, articles, roles[:count], pages=4)
    for page in layouts(pdf_of(printed(place))):
        assert longest_hole(grid("大16开", 4, 9), page) <= LEAST_FILLER + 1


def test_room_below_the_end_of_a_text_is_filled(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", body=text(9))], [{"role": "headline"}])
    setting = grid("大16开", 4, 9)
    (page,) = layouts(pdf_of(printed(place)))
    grounds = [
        mark for mark in marks(page) if isinstance(mark, LTRect) and mark.x0 == pytest.approx(setting.x(3), abs=1)
    ]
    assert any(mark.width == pytest.approx(setting.column, abs=1) for mark in grounds)


def test_a_piece_goes_on_on_the_next_page(tmp_path: Path) -> None:
    articles = [piece("a", "某单位头条", text(24)), piece("b", "某单位次条", text(8, start=1))]
    place = office(tmp_path, articles, [{"role": "headline"}], pages=2, first_page=3)
    done = printed(place)
    assert list(done.files) == [f"{MONTH}.pdf"]
    pages = glyphs(pdf_of(done))
    first, second = ("".join("".join(g.text for g in page).split()) for page in pages)
    assert "第3版" in first
    assert "第4版" in second
    assert "（下转第4版）" in first
    assert "（上接第3版）" in second
    whole = only(set_text(pdf_of(done), whole=False))
    for article in articles:
        running_text = whole.replace("下转第4版", "").replace("上接第3版" + only(article.title), "")
        assert only(plain(place, article)) + "某单位" in running_text


def test_an_issue_that_is_too_long_is_a_draft_that_names_piece_and_lines(tmp_path: Path) -> None:
    articles = [piece("a", "某单位头条", text(20)), piece("b", "某单位次条", text(20, start=1))]
    place = office(tmp_path, articles, [{"role": "headline"}], pages=1)
    done = printed(place)
    assert list(done.files) == [f"{MONTH}-draft.pdf"]
    said = done.remarks[0]
    assert "1 版排不下" in said
    lines_over = {title: int(lines) for title, lines in re.findall(r"《(.+?)》超出 (\d+) 行", said)}
    pages = glyphs(pdf_of(done))
    setting = grid("大16开", 4, 9)
    over = [line for page in pages[1:] for lines in lines_by_column(page, setting).values() for line in lines]
    continued = [line for line in over if "上接" in "".join(g.text for g in line)]
    assert set(lines_over) == {"某单位次条"} or set(lines_over) == {"某单位头条", "某单位次条"}
    assert sum(lines_over.values()) == len(over) - len(continued)
    for page in pages:
        mark = "".join(g.text for g in page if g.y > 273)
        assert f"样稿，不能付印：还有 {sum(lines_over.values())} 行排不下".replace(" ", "") in mark.replace(" ", "")


def test_titles_get_smaller_before_an_issue_is_refused(tmp_path: Path) -> None:
    seen = set()
    for paragraphs in range(8, 26, 2):
        place = office(tmp_path, [piece("a", body=text(paragraphs)), piece("b", body=text(7))], [{"role": "headline"}])
        done = printed(place)
        seen.add("draft" if "draft" in next(iter(done.files)) else "tight" if "标题都缩小" in str(done.remarks) else "")
    assert seen == {"", "tight", "draft"}


def test_room_that_is_left_is_reported_and_filled(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", body=text(4))], [{"role": "headline"}], pages=2)
    done = printed(place)
    assert re.search(r"第1版下面还空 \d+ 行", str(done.remarks))
    assert "稿件只够 1 版，少 1 版" in str(done.remarks)
    campaign = place.site.campaign
    assert only(campaign.theme) in only(set_text(pdf_of(done)))


def test_what_is_read_aloud(tmp_path: Path) -> None:
    place, articles = mixed(tmp_path)
    pdf = pdf_of(printed(place))
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "《某某工人》学习专版（2008年11月）"
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("zh")
    elements = tags(pdf)
    assert [element["/Alt"] for kind, element in elements if kind == "Figure"] == ["一本走访本"]
    outline = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]
    wanted = [only(title) for title in (*(a.title for a in articles[:3]), "短讯")]
    assert [only(title) for title in outline] == wanted
    kinds = {kind for kind, _ in elements}
    assert {"H1", "H2", "P", "Table", "TH", "TD", "Figure"} <= kinds


def test_a_picture_too_small_for_print_is_reported_with_its_dpi(tmp_path: Path) -> None:
    place, _ = mixed(tmp_path)
    Image.new("RGB", (150, 100), "#c33").save(place.site.docs / "news" / "a.jpg")
    done = printed(Press(place.site, place.settings, place.store))
    said = next(remark for remark in done.remarks if "dpi" in remark)
    width = int(re.search(r"排成 (\d+) 毫米宽", said)[1])  # type: ignore[index]
    dpi = int(re.search(r"只有 (\d+) dpi", said)[1])  # type: ignore[index]
    assert dpi == pytest.approx(150 / (width / 25.4), rel=0.02)
    assert "某单位：一本走访本" in said


def test_footnotes_follow_the_text_and_their_numbers_stay_with_it(tmp_path: Path) -> None:
    body = "甲" * 25 + "[^1]，再说一遍[^1]。\n\n" + text(5) + "\n\n[^1]: 这是注。\n"
    whole = set_text(pdf_of(printed(office(tmp_path, [piece("a", body=body)]))))
    assert "甲①，再说一遍①。" in whole
    assert whole.index("①这是注。") < whole.index("（某单位")


def test_a_notice_keeps_its_dates_even_as_a_summary(tmp_path: Path) -> None:
    notice = {"start": "2008-11-03", "end": "2008-11-10", "receiver": "某办公室", "contact": "某电话"}
    article = piece("a", notice=notice, summary="公示某方案。")
    whole = set_text(pdf_of(printed(office(tmp_path, [article], [{"summary": True}]))))
    assert "公示期：2008年11月3日至2008年11月10日。意见受理：某办公室。联系方式：某电话。" in whole


def test_the_writers_own_lines_of_a_title_are_kept(tmp_path: Path) -> None:
    article = piece("a", "某单位把规矩立起来办事有章可循", title_lines=("某单位把规矩", "立起来办事有章可循"))
    page = glyphs(pdf_of(printed(office(tmp_path, [article], [{"role": "headline"}]))))[0]
    large = [glyph for glyph in page if glyph.size > 20 and glyph.y > 40]
    lines = ["".join(g.text for g in line) for _, line in itertools.groupby(large, key=lambda g: g.y)]
    assert lines == ["某单位把规矩", "立起来办事有章可循"]


def test_the_same_issue_gives_the_same_bytes(tmp_path: Path) -> None:
    place, _ = mixed(tmp_path)
    assert pdf_of(printed(place)) == pdf_of(printed(Press(place.site, place.settings, place.store)))


def test_the_traditional_edition(tmp_path: Path) -> None:
    place, _ = mixed(tmp_path)
    done = printed(Press(place.site, place.settings, place.store, traditional=True))
    assert list(done.files) == [f"{MONTH}.zh-Hant.pdf"]
    whole = set_text(pdf_of(done))
    assert "編者按：" in whole
    assert only("一本走訪本，記下職工的心裡話") in only(whole)
    assert "边议边改" not in whole


def test_what_must_not_be_given_out_says_so_on_every_page(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", sample=True, body=text(30))], sample=True, pages=3)
    for page in glyphs(pdf_of(printed(place))):
        assert "示例" in "".join(g.text for g in page if g.y > 273)


def test_a_piece_has_the_width_that_the_issue_asks_for(tmp_path: Path) -> None:
    articles = [piece("a"), piece("b", "某单位窄稿", "窄" * 200), piece("c", "某单位独稿", "独" * 200)]
    place = office(tmp_path, articles, [{"role": "headline"}, {"span": 1}, {"span": 2}])
    setting = grid("大16开", 4, 9)
    page = glyphs(pdf_of(printed(place)))[0]
    for mark, columns in (("窄", 1), ("独", 2)):
        characters = [glyph for glyph in page if glyph.text == mark and glyph.size < 9.1]
        wide = (max(g.x for g in characters) - min(g.x for g in characters)) * MM
        assert wide == pytest.approx(setting.span(columns) - 9, abs=0.2)


def test_a_frame_needs_no_rule_beside_it_and_a_tag_stands_clear_of_the_title(tmp_path: Path) -> None:
    articles = [piece(f"p{n}", body=text(6, start=n)) for n in range(3)]
    given = [{"role": "headline"}, {"role": "box"}, {"role": "brief", "group": "基层来风"}]
    place = office(tmp_path, articles, given, pages=2, note={"text": "编者的话。"})
    pdf = pdf_of(printed(place))
    for page in (*layouts(pdf), *layouts(pdf_of(printed(mixed(tmp_path, columns=5)[0])))):
        shapes = list(marks(page))
        boxes = [s for s in shapes if isinstance(s, LTRect) and s.fill and s.stroke]
        assert boxes or page.pageid > 1
        lines = [s for s in shapes if isinstance(s, LTLine) and isinstance(s.stroking_color, float)]
        rules = [line for line in lines if round(line.stroking_color, 3) in RULES]
        for box, rule in itertools.product(boxes, rules):
            lies = rule.height < 1
            across = box.x0 - 1 <= rule.x0 and rule.x1 <= box.x1 + 1
            near = min(abs(rule.y0 - y) for y in (box.y0, box.y1)) < 20
            assert not (lies and across and near)
            beside = min(abs(rule.x0 - x) for x in (box.x0, box.x1)) < 14 and box.y0 <= rule.y1 <= box.y1 + 1
            assert lies or not beside
    characters = [glyph for page in glyphs(pdf) for glyph in below_head(page)]
    tag = next(glyph for glyph in characters if glyph.colour == (1,) or glyph.colour == (1, 1, 1))
    title = next(g for g in characters[characters.index(tag) :] if g.size > 11)
    # From the foot of the tag's ground to the head of the title.
    assert (title.y - 0.88 * title.size / MM) - (tag.y + 0.37 * tag.size / MM) > 0.5 * tag.size / MM


def test_a_picture_is_no_larger_than_it_is_sharp_where_it_can_be(tmp_path: Path) -> None:
    place, _ = mixed(tmp_path)
    Image.new("RGB", (400, 300), "#c33").save(place.site.docs / "news" / "a.jpg")
    done = printed(Press(place.site, place.settings, place.store))
    assert not [remark for remark in done.remarks if "dpi" in remark]


def test_a_page_that_is_a_few_lines_short_is_drawn_out_to_its_foot(tmp_path: Path) -> None:
    setting = grid("大16开", 4, 9)
    full = Stack(0, 4, (SimpleNamespace(lines=setting.lines - 5, takes=0),))
    page = filled(Page(2, 2, (Band((full,), setting.lines - 5, 0.0),)), setting.lines)
    assert page.blank == 0
    assert page.air * (setting.lines - 3 - 1) == pytest.approx(setting.lines - 1)


def test_a_wide_table_that_has_no_room_below_its_text_goes_on_with_the_end_of_it(tmp_path: Path) -> None:
    table = "\n\n| 一 | 二 | 三 | 四 | 五 |\n|---|---|---|---|---|\n" + "| 甲 | 乙 | 丙 | 丁 | 戊 |\n" * 12
    place = office(tmp_path, [piece("a", body=text(19) + table)], [{"role": "headline"}], pages=2)
    first, second = ("".join(g.text for g in page) for page in glyphs(pdf_of(printed(place))))
    assert "（下转第2版）" in first
    assert "丁" not in first
    assert second.count("丁") == 12


def test_an_address_tears_no_line_open(tmp_path: Path) -> None:
    address = "https://www.example.org/2008/11/05/a-document-with-a-long-name.html"
    place = office(tmp_path, [piece("a", body=f"详见 {address} 。\n\n" + text(6))], columns=5)
    (page, *_) = glyphs(pdf_of(printed(place)))
    first, second = (next(glyph for glyph in page if glyph.text == word) for word in "详见")
    assert (second.x - first.x) * MM < 1.35 * 9


def test_what_has_no_room_for_words_is_no_filler(tmp_path: Path) -> None:
    fillers = Fillers(office(tmp_path, [piece("a")]), grid("大16开", 4, 9))
    fillers.phrases = deque([("活动主题", "一句不短的话" * 4)])
    assert fillers.filler(100, 2) is None
    assert fillers.filler(500, 12)
