"""宣传栏, read back from its PDF: sizes that are read from 2 m, what of the article is there, the code, the set."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from conftest import WHOLE
from lanmu.channels import poster as channel
from lanmu.channels.common.job import Rendered, Wanted
from lanmu.channels.common.press import Press
from lanmu.channels.common.sheets import preview
from lanmu.channels.poster.content import contents
from lanmu.channels.poster.layout import SIZES, fill_of
from lanmu.content.article import Article
from lanmu.content.colour import channels
from lanmu.content.palette import palette
from lanmu.content.settings import Look, load
from lanmu.diagnostics.errors import ContentError, UserError
from pdfminer.layout import LTRect
from PIL import Image
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from support import builders
from support.files import picture_bytes
from support.printing import MM, Glyph, _fonts_are_there, glyphs, layouts, press, tags, with_print

__all__ = ["_fonts_are_there"]
MONTH = "2008-11"
# Sizes are read back to a tenth of a point.
ROUNDING = 0.02
ADDRESS = "https://zhuanti.example.org/"
LONG = "\n\n".join(
    f"## 第{n}个办法\n\n某单位把第{n}件事办好了。" + "大家都说好，" * 30 + "还要接着办。" for n in range(1, 5)
)


def article(name: str = "a", body: str = "", **fields: Any) -> Article:
    """An article for the board."""
    given = {"title": f"某单位{name}办好事", "channels": {"board": MONTH}, "unit": "", "source": "某单位"}
    given |= {"summary": "某单位为职工办了几件好事，写下来给大家看。"}
    return builders.article(name, body=body or LONG, **(given | fields))


def office(tmp_path: Path, articles: Sequence[Article], address: str = ADDRESS, **changes: Any) -> Press:
    """A press with these articles; `changes` are those of [print.board]."""
    place = press(tmp_path, articles, settings=with_print(board=changes))
    return Press(place.site, place.settings, place.store, site_url=address)


def printed(place: Press, number: int = 0) -> Rendered:
    """One poster of the month."""
    return list(channel.jobs(place, Wanted(issue=MONTH)))[number].render()


def pdf_of(done: Rendered) -> bytes:
    """The one file."""
    (pdf,) = done.files.values()
    return pdf


def poster(place: Press, number: int = 0) -> list[Glyph]:
    """The glyphs of a poster."""
    (page,) = glyphs(pdf_of(printed(place, number)))
    return page


def words(page: Sequence[Glyph]) -> str:
    """Its text without white space."""
    return "".join("".join(glyph.text for glyph in page).split())


def heights(place: Press, page: Sequence[Glyph]) -> dict[str, float]:
    """The least height of a Chinese character, mm, for each font: measured on its glyph 木."""
    faces = [face for faces_of_role in place.fonts.faces.values() for face in faces_of_role]
    least: dict[str, float] = {}
    for glyph in page:
        if "\u4e00" <= glyph.text <= "\u9fff":
            name = glyph.font.replace("-", "").lower()
            fill = min(fill_of(f.path, f.index) for f in faces if f.family.split()[0].lower() in name)
            least[glyph.font] = min(least.get(glyph.font, 999.0), glyph.size / MM * fill)
    return least


@pytest.mark.parametrize("size", SIZES)
def test_a_poster_has_its_size_and_is_read_from_two_metres(tmp_path: Path, size: str) -> None:
    place = office(tmp_path, [article()], size=size)
    reader = PdfReader(io.BytesIO(pdf_of(printed(place))))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx([side * MM for side in SIZES[size]], abs=0.1)
    page = poster(place)
    assert "主办：某工会" in words(page)
    assert min(heights(place, page).values()) >= 10 - ROUNDING
    # Who types the address stands before the poster.
    address = [glyph for glyph in page if glyph.size == min(each.size for each in page)]
    assert words(address).replace("\u200b", "").startswith("zhuanti.example.org/news/a/")
    assert address[0].size / MM >= 5


@pytest.mark.parametrize("distance", [1, 3])
def test_the_size_of_text_follows_from_the_distance(tmp_path: Path, distance: float) -> None:
    place = office(tmp_path, [article()], size="A1", distance=distance)
    page = poster(place)
    foot = min(glyph.y for glyph in page if "扫" in glyph.text)
    assert min(heights(place, [g for g in page if g.y < foot]).values()) >= distance * 5 - ROUNDING


def test_a_short_text_stands_whole_and_a_long_one_as_summary_and_points(tmp_path: Path) -> None:
    articles = [article("a", "职工书屋开放了，每天早八点到晚八点。"), article("b"), article("c", LONG * 9)]
    place = office(tmp_path, articles)
    whole, points, summary = (words(poster(place, number)) for number in range(3))
    assert "职工书屋开放了，每天早八点到晚八点。" in whole
    assert articles[0].meta.summary not in whole
    assert "扫码在手机上看" in whole
    assert articles[1].meta.summary in points
    assert "1第1个办法" in points
    assert "4第4个办法" in points
    assert "扫码看全文" in points
    assert articles[2].meta.summary in summary
    assert "第1个办法" not in summary
    remarks = [str(printed(place, number).remarks) for number in range(3)]
    assert "登了摘要" not in remarks[0]
    assert "登了摘要和要点" in remarks[1]
    assert "登了摘要。" in remarks[2]


def test_parts_do_not_lie_on_each_other_and_stay_inside_the_frame(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    Image.new("RGB", (1800, 1200), "#c33").save(tmp_path / "docs" / "news" / "a.jpg")
    articles = [
        article("a", "![现场](a.jpg)\n\n" + LONG, photo="某人"),
        article("b", title="某某市某某局关于在全系统开展第二阶段学习实践活动有关事项和时间安排的补充通知（试行）"),
        article("c", "短。", title="书屋"),
    ]
    for size in ("A3", "900x1200"):
        place = office(tmp_path, articles, size=size)
        width, height = SIZES[size]
        for number in range(3):
            lines: dict[float, list[Glyph]] = {}
            for glyph in poster(place, number):
                assert width * 0.06 < glyph.x < glyph.right < width * 0.94 + 0.6 * glyph.size / MM
                assert height * 0.03 < glyph.y < height * 0.97
                lines.setdefault(round(glyph.y, 1), []).append(glyph)
            # The head has two sizes in one line, and the foot stands beside the code.
            ordered = [(y, max(g.size for g in lines[y]) / MM) for y in sorted(lines) if y > width * 0.16]
            for (above, _), (below, size_below) in itertools.pairwise(ordered):
                assert below - above >= 0.85 * size_below or below - above < 0.15 * size_below


def test_the_picture_stands_there_with_caption_and_alternative(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    Image.new("RGB", (1800, 1200), "#c33").save(tmp_path / "docs" / "news" / "a.jpg")
    place = office(tmp_path, [article(body="![职工在书屋看书](a.jpg)\n\n" + LONG, photo="某人")])
    pdf = pdf_of(printed(place))
    alternatives = [str(element["/Alt"]) for kind, element in tags(pdf) if kind == "Figure"]
    assert alternatives == ["职工在书屋看书", f"扫码看全文：{ADDRESS}news/a/"]
    assert "职工在书屋看书（某人摄）" in words(glyphs(pdf)[0])


def test_the_title_picture_is_taken_where_the_text_has_none(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    Image.new("RGB", (1800, 1200), "#c33").save(tmp_path / "docs" / "news" / "t.jpg")
    pdf = pdf_of(printed(office(tmp_path, [article(image="t.jpg")])))
    assert "某单位a办好事" in [element["/Alt"] for kind, element in tags(pdf) if kind == "Figure"]


def test_a_picture_with_too_few_pixels_is_reported_with_its_dpi(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    Image.new("RGB", (240, 160), "#c33").save(tmp_path / "docs" / "news" / "a.png")
    done = printed(office(tmp_path, [article(body="![小图](a.png)\n\n短文。")]))
    said = next(remark for remark in done.remarks if "dpi" in remark)
    dpi, width = map(int, re.search(r"只有 (\d+) dpi（240 像素排成 (\d+) 毫米宽）", said).groups())  # type: ignore[union-attr]
    assert dpi == pytest.approx(240 / (width / 25.4), rel=0.02)


def test_a_phone_reads_the_address_of_the_article_from_the_poster(tmp_path: Path) -> None:
    place = office(tmp_path, [article()])
    page = PdfDocument(pdf_of(printed(place)))[0]
    read = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert [(code.text, code.ec_level) for code in read] == [(f"{ADDRESS}news/a/", "M")]
    assert "zhuanti.example.org/news/a/" in words(poster(place)).replace("\u200b", "")


def test_without_an_address_there_is_no_code_and_that_is_reported(tmp_path: Path) -> None:
    place = office(tmp_path, [article()], address="")
    done = printed(place)
    assert "没有印二维码。请在 mkdocs.yml 里写 site_url" in str(done.remarks)
    page = words(glyphs(pdf_of(done))[0])
    assert "扫码" not in page
    assert "全文登在某专题" in page
    assert not [kind for kind, _ in tags(pdf_of(done)) if kind == "Figure"]


def test_the_posters_of_a_month_are_one_set(tmp_path: Path) -> None:
    articles = [article("a"), article("b", sample=True), article("c"), article("d", channels={"board": "2008-12"})]
    place = office(tmp_path, articles)
    jobs = list(channel.jobs(place, Wanted(issue=MONTH)))
    assert [job.name for job in jobs] == [f"{MONTH}/news-{name}.pdf" for name in "abc"]
    texts = [words(poster(place, number)) for number in range(3)]
    front = next(front.name for front in place.site.campaign.fronts if front.id == "board")
    for text, numbering in zip(texts, ("第1张（共2张）", "第1张（共1张）", "第2张（共2张）"), strict=True):
        assert front in text
        assert f"2008年11月{numbering}" in text
        assert "主办：某工会" in text
    assert "示例" in texts[1]
    assert "示例" not in texts[0] + texts[2]
    assert [job.name for job in channel.jobs(place, Wanted(articles=(articles[2],)))] == [f"{MONTH}/news-c.pdf"]
    assert len(list(channel.jobs(place, Wanted()))) == 4


TITLES = ("书屋开放", "某单位召开学习实践活动动员大会", "某某局关于困难职工帮扶工作情况和下一步打算的调研报告")


@pytest.mark.parametrize("size", ["A3", "A1"])
def test_the_titles_of_a_set_have_one_size(tmp_path: Path, size: str) -> None:
    """Within bounds that look well: not smaller than the posters' own text by far, in no more than four lines."""
    place = office(tmp_path, [article(name, title=title) for name, title in zip("abc", TITLES, strict=True)], size=size)
    sizes, lines = [], []
    for number, title in enumerate(TITLES):
        page = poster(place, number)
        own = [glyph for glyph in page if glyph.size == max(each.size for each in page)]
        assert words(own) == title
        sizes.append(own[0].size)
        lines.append(len({round(glyph.y) for glyph in own}))
    assert len(set(sizes)) == 1
    width, _ = SIZES[size]
    assert 0.06 * width < sizes[0] / MM < 0.121 * width
    assert max(lines) <= 4


def test_a_poster_is_printed_again_when_a_title_of_its_set_changes(tmp_path: Path) -> None:
    facts = []
    for title in ("短题", "长得多的一个标题，长到整组的标题都要排小"):
        place = office(tmp_path, [article("a"), article("b", title=title)])
        facts.append(next(iter(channel.jobs(place, Wanted(issue=MONTH)))).facts)
    assert facts[0] != facts[1]


def test_an_article_for_no_board_is_refused_with_the_way_out(tmp_path: Path) -> None:
    given = builders.article("x")
    place = office(tmp_path, [given])
    assert list(channel.jobs(place, Wanted(articles=(given,)))) == []
    (job,) = channel.jobs(place, Wanted(articles=(given,), named=True))
    with pytest.raises(UserError, match=r"docs/news/x.md 没有写进哪一期宣传栏。请在稿件信息里写上 channels"):
        job.render()


def test_what_cannot_fit_is_refused_with_the_way_out(tmp_path: Path) -> None:
    given = article(title="某" * 80, summary="长" * 200)
    with pytest.raises(
        UserError, match=r"在 A3 的宣传栏上排不下（要在 9 米外看清）。请缩短标题或摘要，或者在 lanmu.toml"
    ):
        printed(office(tmp_path, [given], distance=9))


def test_a_notice_has_its_dates_and_a_promise_its_items(tmp_path: Path) -> None:
    notice = {"start": "2008-11-03", "end": "2008-11-10", "receiver": "某办公室", "contact": "某电话"}
    item = {"item": "修好车棚", "goal": "雨天不漏", "deadline": "2008-12-01", "unit": "某部门"}
    articles = [article("a", notice=notice, body=LONG * 3), article("b", promise=[item, item | {"item": "装上路灯"}])]
    place = office(tmp_path, articles, size="A2")
    assert "公示期：2008年11月3日至2008年11月10日。意见受理：某办公室。联系方式：某电话。" in words(poster(place))
    assert "1修好车棚雨天不漏。2008年12月1日前，某部门。2装上路灯" in words(poster(place, 1))


def test_a_table_is_never_set_whole(tmp_path: Path) -> None:
    given = article(body="见表。\n\n| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n")
    place = office(tmp_path, [given])
    assert not any(content.whole for content in contents(given, place.read(given).blocks))
    assert "丙" not in words(poster(place))


def test_what_is_read_aloud(tmp_path: Path) -> None:
    pdf = pdf_of(printed(office(tmp_path, [article()])))
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith("：某单位a办好事")
    assert [str(entry.title) for entry in reader.outline if not isinstance(entry, list)] == ["某单位a办好事"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("zh")
    assert pdf == pdf_of(printed(office(tmp_path, [article()])))


def test_the_traditional_poster(tmp_path: Path) -> None:
    given = article(title="某单位为职工办实事", summary="某单位为职工办了几件实事。", body="书屋开放了。")
    place = office(tmp_path, [given])
    place = Press(place.site, place.settings, place.store, traditional=True, site_url=ADDRESS)
    done = printed(place)
    assert list(done.files) == [f"{MONTH}/news-a.zh-Hant.pdf"]
    page = words(glyphs(pdf_of(done))[0])
    assert "某單位為職工辦實事" in page.replace("\n", "")
    assert "書屋開放了。" in page
    assert "zh-Hant/news/a/" in page.replace("\u200b", "")


@pytest.mark.parametrize("width", [200, 640])
def test_a_preview_is_a_picture_of_the_page(tmp_path: Path, width: int) -> None:
    with Image.open(io.BytesIO(preview(pdf_of(printed(office(tmp_path, [article()]))), width))) as image:
        assert image.format == "PNG"
        assert image.size == (width, round(width * 420 / 297))
        red = image.convert("RGB").getpixel((width // 2, round(width * 0.05)))
        assert isinstance(red, tuple)
        assert red[0] > 140 > 60 > red[1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            'size = "A4"',
            r"lanmu.toml:\d+ 「print.board.size」不能是「A4」。改法：从这些里选一个：A3、A2、A1、600x900、900x1200",
        ),
        ("distance = 0.1", r"「print.board.distance」「0.1」太小了。改法：至少是 0.5"),
        ("colour = 1", r"「print.board.colour」是不认识的字段"),
    ],
)
def test_wrong_settings_are_reported(tmp_path: Path, line: str, message: str) -> None:
    text = (WHOLE / "lanmu.toml").read_text(encoding="utf-8").split("\n[print")[0]
    (tmp_path / "lanmu.toml").write_text(f"{text}\n[print.board]\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=message):
        load(tmp_path / "lanmu.toml")


def test_a_picture_with_few_pixels_is_not_blown_up(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    (tmp_path / "docs" / "news" / "a.png").write_bytes(picture_bytes("png", "600x400"))
    done = printed(office(tmp_path, [article("a", "![会场](a.png)\n\n短文。")]))
    assert not [remark for remark in done.remarks if "dpi" in remark]


def test_all_text_stands_on_the_poster_in_order(tmp_path: Path) -> None:
    body = "职工书屋开放了。\n\n## 每天都开\n\n- 早八点\n- 晚八点\n\n> 来看书吧。\n\n欢迎大家。"
    place = office(tmp_path, [article(body=body)])
    read = words(poster(place))
    title = place.site.articles[0].title
    assert title in read
    assert "职工书屋开放了。每天都开●早八点●晚八点来看书吧。欢迎大家。" in read[read.index(title) :]


def test_a_poster_without_picture_has_a_ground_for_its_title_and_room_below(tmp_path: Path) -> None:
    page = poster(office(tmp_path, [article(body="职工书屋开放了，每天早八点到晚八点。")]))
    day = max(glyph.y for glyph in page if "月" in glyph.text and glyph.y < 250)
    first = next(glyph for glyph in page if glyph.text == "书")
    # The line that ends the ground stands between, with a gap of its own on either side.
    assert first.y - first.size / MM - day > 297 * 0.028 * 2


@pytest.mark.parametrize("size", ["A3", "900x1200"])
def test_a_traditional_title_keeps_its_lines(tmp_path: Path, size: str) -> None:
    """Its marks are a whole character wide at the end of a line, too."""
    place = office(tmp_path, [article(title="某某同志：一个走访本，记下职工的心里话")], size=size)
    page = poster(Press(place.site, place.settings, place.store, traditional=True, site_url=ADDRESS))
    largest = max(glyph.size for glyph in page)
    lines = {round(glyph.y) for glyph in page if glyph.size == largest}
    said = "".join(glyph.text for glyph in page if glyph.size == largest)
    assert said == "某某同志：一個走訪本，記下職工的心裡話"
    assert len(lines) <= 3
    bylines = [glyph.y for glyph in page if glyph.text == "單" and glyph.size < largest]
    assert min(bylines) > max(lines)


def test_a_poster_has_the_colours_of_the_site(tmp_path: Path) -> None:
    """The band is in the main colour; a poster that was printed in another look is not taken over."""
    place = office(tmp_path, [article()])
    site = place.settings.site.model_copy(update={"look": Look(colours="green")})
    green = replace(place, settings=place.settings.model_copy(update={"site": site}))
    jobs = [next(iter(channel.jobs(press, Wanted(issue=MONTH)))) for press in (place, green)]
    assert jobs[0].facts != jobs[1].facts
    main = tuple(value / 255 for value in channels(palette(site.look).modes["light"]["brand"]))
    drawn = [
        item.non_stroking_color
        for page in layouts(pdf_of(jobs[1].render()))
        for item in page
        if isinstance(item, LTRect)
    ]
    assert pytest.approx(main, abs=0.003) in drawn
