"""《泉州工人》专版, read back from its PDF: the grid, the order of the text, continued pieces, what is said of an issue."""

from __future__ import annotations

import io
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import made
import pytest
import yaml
from conftest import ROOT
from lanmu.channels import worker
from lanmu.channels.blocks import text_of
from lanmu.channels.desk import Desk, Wanted
from lanmu.channels.job import Made
from lanmu.channels.newspaper.grid import Grid, grid
from lanmu.channels.newspaper.material import material, pieces_of
from lanmu.channels.newspaper.press import Press
from lanmu.channels.newspaper.shapes import LEAST_FILLER
from lanmu.content.article import Article
from lanmu.content.loading import load
from lanmu.content.worker_issue import load_issue
from lanmu.errors import ContentError, UserError
from PIL import Image
from printing import MM, Glyph, _fonts_are_there, desk, glyphs, tags
from pypdf import PdfReader

__all__ = ["_fonts_are_there"]
MONTH = "2008-11"
SENTENCES = (
    "各支部先学后议，边议边改，把学到的用到工作里。",
    "某某同志说：“答应了的事，别让人家问第二遍。”",
    "11月5日下午，某单位A的3个小组到车间听意见，收到意见27条，当场答复9条。",
    "办事的窗口多了一块牌子，写明带什么、找谁办、几天办好；职工说，这下不用再跑第二趟了。",
    "会开得短，话说得实。",
)


def text(paragraphs: int, *, headings: bool = True, start: int = 0) -> str:
    """Made-up paragraphs of one to five sentences, a subheading over every third."""
    parts = []
    for number in range(paragraphs):
        if headings and number % 3 == 1:
            parts.append(f"## 第{number}个做法")
        chosen = itertools.islice(itertools.cycle(SENTENCES), start + number, start + number + 1 + number % 5)
        parts.append("".join(chosen))
    return "\n\n".join(parts)


def piece(name: str, title: str = "", body: str = "", **fields: Any) -> Article:
    """An article for the issue."""
    given = {"title": title or f"某单位{name}的做法", "channels": {"worker": MONTH}, "unit": "", "source": "某单位"}
    return made.article(name, body=body or text(9), **(given | fields))


def office(tmp_path: Path, articles: Sequence[Article], pieces: Sequence[dict[str, Any]] = (), **fields: Any) -> Desk:
    """A desk with an issue of these articles; `pieces` are added to what the issue says of each."""
    named = [{"article": article.path} for article in articles]
    said = [a | b for a, b in itertools.zip_longest(named, pieces, fillvalue={})]
    issue = {"masthead": "某某工人", "section": "学习专版", "date": "2008-11-28"} | fields | {"pieces": said}
    place = desk(tmp_path, articles)
    folder = place.site.docs / "worker"
    folder.mkdir(exist_ok=True)
    (folder / f"{MONTH}.yml").write_text(yaml.safe_dump(issue, allow_unicode=True), encoding="utf-8")
    return place


def printed(place: Desk) -> Made:
    """The issue, made."""
    (job,) = worker.jobs(place, Wanted(issue=MONTH))
    return job.make()


def pdf_of(found: Made) -> bytes:
    """The one file."""
    (pdf,) = found.files.values()
    return pdf


def below_head(page: Sequence[Glyph]) -> list[Glyph]:
    """What stands below the head of a page and above its foot; the first page has a masthead."""
    first = any(glyph.size > 30 and glyph.y < 40 for glyph in page)
    return [glyph for glyph in page if (46 if first else 24) < glyph.y < 271]


def body_of(page: Sequence[Glyph], size: float) -> list[Glyph]:
    """The running text: what is set in the size of the text."""
    return [glyph for glyph in below_head(page) if abs(glyph.size - size) < 0.06]


def set_text(pdf: bytes, *, whole: bool = True) -> str:
    """The text in the order in which it is drawn, without white space; not `whole`: without the heads of the pages."""
    pages = [page if whole else below_head(page) for page in glyphs(pdf)]
    return "".join("".join(g.text for page in pages for g in page).split())


def plain(place: Desk, article: Article) -> str:
    """The text of an article as the blocks have it, without white space."""
    return "".join(text_of(place.read(article).blocks).split())


def only(words: str) -> str:
    """Letters, figures and Chinese characters: marks of lists and cut paragraphs are told by no one."""
    return re.sub(r"[^\w]", "", words)


def lines_by_column(page: Sequence[Glyph], setting: Grid) -> dict[int, list[list[Glyph]]]:
    """The lines of running text in each column of the page, top to foot."""
    found: defaultdict[tuple[int, float], list[Glyph]] = defaultdict(list)
    for glyph in body_of(page, setting.size):
        column = int((glyph.x * MM - setting.left + setting.gutter / 2) // (setting.column + setting.gutter))
        found[column, round(glyph.y, 1)].append(glyph)
    columns: defaultdict[int, list[list[Glyph]]] = defaultdict(list)
    for column, y in sorted(found):
        columns[column].append(sorted(found[column, y], key=lambda g: g.x))
    return columns


@pytest.mark.parametrize(("columns", "size"), [(3, 10.5), (4, 9), (5, 9)])
def test_text_stands_in_columns_on_one_grid_of_lines(tmp_path: Path, columns: int, size: float) -> None:
    articles = [piece(name, body=text(12, start=place)) for place, name in enumerate("abcd")]
    place = office(tmp_path, articles, [{"role": "headline"}], columns=columns, text_size=size, pages=3)
    setting = grid("大16开", columns, size)
    pages = glyphs(pdf_of(printed(place)))
    assert len(pages) >= 2
    starts: defaultdict[int, set[float]] = defaultdict(set)
    for page in pages:
        for column, lines in lines_by_column(page, setting).items():
            for line in lines:
                off = (line[0].y * MM - setting.top) % setting.pitch
                assert off == pytest.approx((setting.pitch - size) / 2 + 0.88 * size, abs=0.05)
                assert line[-1].right * MM <= setting.x(column) + setting.column + 0.6 * size
                starts[column].add(round((line[0].x * MM - setting.x(column)) / size, 1))
    assert set(starts) == set(range(columns))
    for offsets in starts.values():
        assert {0.0, 2.0} <= offsets


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


def mixed(tmp_path: Path, **fields: Any) -> tuple[Desk, list[Article]]:
    """An issue with every kind of piece, a picture and a table, on two pages."""
    (tmp_path / "docs" / "news").mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (1800, 1200), "#c33").save(tmp_path / "docs" / "news" / "a.jpg")
    table = "\n\n| 事项 | 内容 | 责任 | 期限 | 结果 |\n| --- | --- | --- | --- | --- |\n| 甲 | 乙 | 丙 | 丁 | 戊 |\n"
    articles = [
        piece("a", "某单位：一本走访本，记下职工的心里话", "![一本走访本](a.jpg)\n\n" + text(13), photo="某人"),
        piece("b", "某支部座谈", text(7, start=2)),
        piece("c", "某部门把规矩立起来", text(8, start=1) + table),
        piece(
            "d", "短讯一则", "![另一张](a.jpg)\n\n某单位开放了书屋。", summary="某单位开放了职工书屋，每天八点开门。"
        ),
        piece("e", "短讯二则", text(2), summary="某单位办了两期培训班，共六十人参加。"),
    ]
    said = [
        {"role": "headline", "kicker": ["先做朋友，再做记录"], "subtitle": ["——某单位见闻"]},
        {"role": "box"},
        {"group": "进行时"},
        {"role": "brief", "summary": True, "group": "短讯"},
        {"role": "brief", "summary": True, "group": "短讯"},
    ]
    note = {"text": "这是编者的话，说明为什么编这一版。", "signed": "编者"}
    given = {"pages": 2, "note": note, "label": "总第1期", "editor": "某编辑"} | fields
    return office(tmp_path, articles, said, **given), articles


def test_everything_is_set_in_the_order_of_the_issue(tmp_path: Path) -> None:
    place, articles = mixed(tmp_path)
    found = printed(place)
    assert list(found.files) == [f"{MONTH}.pdf"]
    whole = only(set_text(pdf_of(found)))
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
    below = only(set_text(pdf_of(found), whole=False))
    for article in articles[:2]:
        kept = below.replace("下转第2版", "").replace("上接第1版" + only(article.title), "")
        assert only(plain(place, article)) + "某单位" in kept
    assert "事项内容责任期限结果甲乙丙丁戊" in whole
    assert whole.count(only(articles[3].meta.summary)) == 1
    assert "某单位开放了书屋" not in whole


def boxes(page: Iterable[Glyph]) -> list[tuple[float, float, float, float]]:
    """The inner part of every glyph's box, mm."""
    found = []
    for glyph in page:
        size = glyph.size / MM
        if glyph.text.strip() and glyph.text not in "，。、；：？！“”‘’（）《》—…·":
            found.append((glyph.x + 0.2 * size, glyph.y - 0.6 * size, glyph.right - 0.2 * size, glyph.y - 0.1 * size))
    return found


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


def things_of(place: Desk) -> tuple[Grid, list[list[dict[str, Any]]]]:
    """Everything on every page of the issue, with its place."""
    issue = load_issue(place.site, MONTH)
    setting = grid(issue.format, issue.columns, issue.text_size)
    materials = [material(part, place, setting) for part in issue.pieces]
    press = Press(place, setting, {n: p for part in materials for n, p in part.read.pictures.items()}, "某专版")
    pages, _ = worker.laid_out(issue, setting, pieces_of(issue, materials, place, setting, press.galley))
    return setting, worker.drawn(place, issue, setting, pages, (), "")


def longest_hole(setting: Grid, things: Iterable[dict[str, Any]]) -> int:
    """The most lines one below the other in a column that nothing stands on; a title has air of two lines around it."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    for thing in things:
        words = "".join(inline.get("text", "") for inline in thing.get("inlines", ()))
        lines = (len(words) + 2) * setting.size // thing["width"] + 1 if words else 1
        depth = thing.get("height", lines * setting.pitch)
        air = 2.5 * setting.pitch if thing["kind"] in ("title", "kicker", "subtitle", "again", "from") else 0
        for column in range(setting.columns):
            if (
                thing.get("x", 0) < setting.x(column) + 20 < thing["x"] + thing.get("width", 0)
                and thing["kind"] != "line"
            ):
                first = (thing["y"] - air - setting.top) / setting.pitch
                last = (thing["y"] + depth + air - setting.top) / setting.pitch
                taken[column] |= set(range(int(first), int(last) + 1))
    holes = [0]
    for column in range(setting.columns):
        free = [line for line in range(8, setting.lines) if line not in taken[column]]
        runs = itertools.groupby(enumerate(free), key=lambda pair: pair[1] - pair[0])
        holes += [len(list(run)) for _, run in runs]
    return max(holes)


@pytest.mark.parametrize("count", [2, 4, 6, 9])
def test_no_page_has_a_hole(tmp_path: Path, count: int) -> None:
    articles = [piece(f"p{n}", body=text(6 + n % 4 * 2, start=n)) for n in range(count)]
    roles = [{"role": "headline"}, *({"role": role} for role in ("lead", "box", "brief") * 3)]
    setting, pages = things_of(office(tmp_path, articles, roles[:count], pages=4))
    for things in pages:
        assert longest_hole(setting, things) <= LEAST_FILLER + 1


def test_a_piece_goes_on_on_the_next_page(tmp_path: Path) -> None:
    articles = [piece("a", "某单位头条", text(16)), piece("b", "某单位次条", text(18, start=1))]
    place = office(tmp_path, articles, [{"role": "headline"}], pages=2, first_page=3)
    found = printed(place)
    assert list(found.files) == [f"{MONTH}.pdf"]
    pages = glyphs(pdf_of(found))
    first, second = ("".join("".join(g.text for g in page).split()) for page in pages)
    assert "第3版" in first
    assert "第4版" in second
    assert "（下转第4版）" in first
    assert "（上接第3版）" in second
    whole = only(set_text(pdf_of(found), whole=False))
    for article in articles:
        kept = whole.replace("下转第4版", "").replace("上接第3版" + only(article.title), "")
        assert only(plain(place, article)) + "某单位" in kept


def test_an_issue_that_is_too_long_is_a_draft_that_names_piece_and_lines(tmp_path: Path) -> None:
    articles = [piece("a", "某单位头条", text(20)), piece("b", "某单位次条", text(20, start=1))]
    place = office(tmp_path, articles, [{"role": "headline"}], pages=1)
    found = printed(place)
    assert list(found.files) == [f"{MONTH}-draft.pdf"]
    said = found.remarks[0]
    assert "1 版排不下" in said
    told = {title: int(lines) for title, lines in re.findall(r"《(.+?)》超出 (\d+) 行", said)}
    pages = glyphs(pdf_of(found))
    setting = grid("大16开", 4, 9)
    over = [line for page in pages[1:] for lines in lines_by_column(page, setting).values() for line in lines]
    continued = [line for line in over if "上接" in "".join(g.text for g in line)]
    assert set(told) == {"某单位次条"} or set(told) == {"某单位头条", "某单位次条"}
    assert sum(told.values()) == len(over) - len(continued)
    for page in pages:
        mark = "".join(g.text for g in page if g.y > 273)
        assert f"样稿，不能付印：还有 {sum(told.values())} 行排不下".replace(" ", "") in mark.replace(" ", "")


def test_titles_get_smaller_before_an_issue_is_refused(tmp_path: Path) -> None:
    seen = set()
    for paragraphs in range(8, 26, 2):
        place = office(tmp_path, [piece("a", body=text(paragraphs)), piece("b", body=text(7))], [{"role": "headline"}])
        found = printed(place)
        seen.add(
            "draft" if "draft" in next(iter(found.files)) else "tight" if "标题都缩小" in str(found.remarks) else ""
        )
    assert seen == {"", "tight", "draft"}


def test_room_that_is_left_is_told_and_filled(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", body=text(4))], [{"role": "headline"}], pages=2)
    found = printed(place)
    assert re.search(r"第1版下面还空 \d+ 行", str(found.remarks))
    assert "稿件只够 1 版，少 1 版" in str(found.remarks)
    campaign = place.site.campaign
    assert only(campaign.theme) in only(set_text(pdf_of(found)))


def test_what_is_read_aloud(tmp_path: Path) -> None:
    place, articles = mixed(tmp_path)
    pdf = pdf_of(printed(place))
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "《某某工人》学习专版（2008年11月）"
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("zh")
    found = tags(pdf)
    assert [element["/Alt"] for kind, element in found if kind == "Figure"] == ["一本走访本"]
    outline = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]
    wanted = [only(title) for title in (*(a.title for a in articles[:3]), "短讯")]
    assert [only(title) for title in outline] == wanted
    kinds = {kind for kind, _ in found}
    assert {"H1", "H2", "P", "Table", "TH", "TD", "Figure"} <= kinds


def test_a_picture_too_small_for_print_is_told_with_its_dpi(tmp_path: Path) -> None:
    place, _ = mixed(tmp_path)
    Image.new("RGB", (300, 200), "#c33").save(place.site.docs / "news" / "a.jpg")
    found = printed(Desk(place.site, place.settings, place.store))
    said = next(remark for remark in found.remarks if "dpi" in remark)
    width = int(re.search(r"排成 (\d+) 毫米宽", said)[1])  # type: ignore[index]
    dpi = int(re.search(r"只有 (\d+) dpi", said)[1])  # type: ignore[index]
    assert dpi == pytest.approx(300 / (width / 25.4), rel=0.02)
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
    assert pdf_of(printed(place)) == pdf_of(printed(Desk(place.site, place.settings, place.store)))


def test_the_traditional_edition(tmp_path: Path) -> None:
    place, _ = mixed(tmp_path)
    found = printed(Desk(place.site, place.settings, place.store, traditional=True))
    assert list(found.files) == [f"{MONTH}.zh-Hant.pdf"]
    whole = set_text(pdf_of(found))
    assert "編者按：" in whole
    assert only("一本走訪本，記下職工的心裡話") in only(whole)
    assert "边议边改" not in whole


def test_what_must_not_be_given_out_says_so_on_every_page(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", sample=True, body=text(30))], sample=True, pages=3)
    for page in glyphs(pdf_of(printed(place))):
        assert "示例" in "".join(g.text for g in page if g.y > 273)


def test_which_issues_are_wanted(tmp_path: Path) -> None:
    articles = [piece("a"), piece("b", channels={"worker": "2008-12"})]
    place = office(tmp_path, articles[:1])
    (place.site.docs / "worker" / "2008-12.yml").write_text("masthead: 某某工人\n", encoding="utf-8")
    assert [job.label for job in worker.jobs(place, Wanted(issue=MONTH))] == ["《某某工人》专版 2008年11月"]
    assert [job.name for job in worker.jobs(place, Wanted(articles=(articles[0],)))] == [f"{MONTH}.pdf"]
    whole, broken = worker.jobs(place, Wanted())
    assert whole.name == f"{MONTH}.pdf"
    with pytest.raises(ContentError, match=r"docs/worker/2008-12.yml:1 「section」没有填写"):
        broken.make()
    assert list(worker.jobs(place, Wanted(issue="2007-01"))) == []


def test_a_file_that_is_named_after_no_month_is_told(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a")])
    (place.site.docs / "worker" / "zhuanban.yml").write_text("masthead: 某某工人\n", encoding="utf-8")
    broken = list(worker.jobs(place, Wanted()))[-1]
    with pytest.raises(
        ContentError, match=r"docs/worker/zhuanban.yml 文件名「zhuanban」不是年月，请写成 2008-11。改法：把文件名"
    ):
        broken.make()


def test_a_character_that_no_font_has_is_named_with_its_article(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", "某单位甲"), piece("b", "某单位乙", "正文里有\U0001f680。")])
    with pytest.raises(
        UserError, match=r"《某单位乙》里的 “\U0001f680”（U\+1F680） 在宋体（.+）和代替它的字体里都没有"
    ):
        printed(place)


def test_an_article_that_says_it_is_in_the_issue_and_is_not_is_told(tmp_path: Path) -> None:
    articles = [piece("a"), piece("b", "某单位忘了的一篇")]
    place = office(tmp_path, articles)
    path = place.site.docs / "worker" / f"{MONTH}.yml"
    issue = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(issue | {"pieces": issue["pieces"][:1]}, allow_unicode=True), encoding="utf-8")
    assert "《某单位忘了的一篇》写了 channels.worker: 2008-11，专版文件里没有它。" in printed(place).remarks


FAULTS = {
    "unknown": (
        "- article: news/z.md",
        r"2008-11.yml:5 「pieces\[1\].article」没有「news/z.md」这篇文章。改法：是不是 news/",
    ),
    "twice": ("- article: news/a.md\n- article: news/a.md", r":6 .*「news/a.md」写了两次"),
    "sample": ("- article: news/s.md", r"是示例稿件。改法：示例只能进示例专版"),
    "month": ("- article: news/m.md", r"自己写的是登在2008年12月一期。改法：在 docs/news/m.md 里写"),
    "none": ("- article: news/n.md", r"自己写的是不登《泉州工人》"),
    "span": ("- {article: news/a.md, span: 5}", r"有稿件占 5 栏，而一版只有 4 栏。改法：请改小 span"),
    "both": ("- {article: news/a.md, until: 甲, summary: true}", r"until 和 summary 只能用一个"),
    "field": ("- {article: news/a.md, colour: red}", r"「pieces\[1\].colour」是不认识的字段"),
    "picture": ("- {article: news/a.md, span: 2, picture_span: 3}", r"图片占 3 栏，比稿件的 2 栏还宽"),
    "columns": ("- article: news/a.md\ncolumns: 7", r":6 「columns」「7」不行。改法：请写 3 到 5 栏"),
    "empty": ("[]", r"「pieces」一项也没有"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_wrong_issue_is_told_with_its_line_and_the_way_out(tmp_path: Path, name: str) -> None:
    lines, message = FAULTS[name]
    sample = made.article("s", sample=True, channels={"worker": MONTH})
    other = made.article("m", channels={"worker": "2008-12"})
    place = office(tmp_path, [piece("a"), sample, other, made.article("n")])
    head = "masthead: 某某工人\nsection: 学习专版\ndate: 2008-11-28\npieces:"
    joint = " " if lines == "[]" else "\n"
    (place.site.docs / "worker" / f"{MONTH}.yml").write_text(f"{head}{joint}{lines}\n", encoding="utf-8")
    with pytest.raises(UserError, match=message):
        printed(place)


def test_shortening_needs_a_heading_that_is_there(tmp_path: Path) -> None:
    place = office(tmp_path, [piece("a", body=text(9))], [{"until": "第4个做法"}])
    whole = set_text(pdf_of(printed(place)))
    assert "第1个做法" in whole
    assert "第4个做法" not in whole
    place = office(tmp_path, [piece("a")], [{"until": "没有的"}])
    with pytest.raises(UserError, match=r"until 写的小标题「没有的」在文章里没有。请照 docs/news/a.md 里的小标题改写"):
        printed(place)


def test_what_is_larger_than_a_page_is_named(tmp_path: Path) -> None:
    rows = "\n".join(f"| 第{n}行 | 甲 | 乙 | 丙 |" for n in range(90))
    body = f"表。\n\n| 一 | 二 | 三 | 四 |\n| --- | --- | --- | --- |\n{rows}\n"
    with pytest.raises(UserError, match="《某单位a的做法》里有一个表格、一张图片或者标题比一版还高"):
        printed(office(tmp_path, [piece("a", body=body)]))


def test_the_sample_issue_of_this_site_fits(tmp_path: Path) -> None:
    site = load(ROOT / "docs")
    place = Desk(site, made.SETTINGS, tmp_path)
    for job in worker.jobs(place, Wanted()):
        found = job.make()
        assert not any("draft" in name for name in found.files), job.label
        assert len(PdfReader(io.BytesIO(pdf_of(found))).pages) == 2
