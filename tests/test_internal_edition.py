"""The internal edition has the internal articles and says on every page what it is; the public one has no trace of them."""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any

import docx as word
import pypdfium2
import pytest
from conftest import SITES, copy_project
from icalendar import Calendar
from lanmu.build import offline
from lanmu.build.audience import MARKER, audience_of, internal_address
from lanmu.build.line_breaks import BREAK
from lanmu.build.site import Summary, build
from lanmu.channels.command import print_channels
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.press import Press
from lanmu.channels.newspaper import CHANNEL as NEWSPAPER
from lanmu.channels.printing import article_at
from lanmu.content import published, release_log
from lanmu.content import settings as config
from lanmu.content.article import Audience
from lanmu.content.loading import load
from lanmu.content.release_log import LogEntry
from lanmu.content.settings import INTERNAL, Settings, SiteSettings
from lanmu.diagnostics.errors import Exit, UserError
from PIL import Image
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser
from support.axe import load_axe, violations
from support.builders import HOST, NEWS, PROGRESS
from support.files import docx
from support.printing import _fonts_are_there
from support.reviewing import give_all
from support.serving import served

__all__ = ["_fonts_are_there"]
# Everything is printed and built once, in one process.
pytestmark = pytest.mark.xdist_group("internal")
INSIDE = "https://inside.example.org/zhuanti/"
TOKEN = re.compile(r"zq(\d\d)xk")
WORDS = ("内部资料", "內部資料")
COLUMNS = f"""{PROGRESS}  - {{id: worker, name: 期刊, type: 概况信息, kind: reference, description: 各期, keywords: [期刊]}}
  - {{id: board, name: 宣传栏, type: 概况信息, kind: reference, description: 各期, keywords: [宣传栏]}}
"""
PAGES = ("progress", "timeline", "matrix", "ledger", "publicity", "chronicle", "reports")
PAGE = "---\ntitle: {0}页\nsummary: {0}页的摘要。\ntemplate: {0}.html\n---\n\n自动汇总。\n"
PLANTED = (
    "title summary body heading tag author photo slug picture picture-text attachment attachment-text old promise goal"  # noqa: SIM905 (a row of names reads better)
    " measures progress reported document form board withdrawn reason newspaper exif".split()
)
UNSEEN = {"withdrawn", "reason", "exif"}
"""What no edition shows, or not as it is written."""


def token(name: str) -> str:
    """The unique word that is planted under a name."""
    return f"zq{PLANTED.index(name):02}xk"


NEWS_INSIDE = f"""---
title: 评议结果{token("title")}
date: 2008-10-20 11:30
genre: 动态
unit: 各支部
author: 某人{token("author")}
photo: 某人{token("photo")}
phase: 学习
tasks: [培训]
outputs: [学习笔记]
topics: [做法成效]
channels: {{worker: 2008-12, board: 2008-10, report: 2008-10-23}}
issue: 1
scope: internal
summary: 评议结果的摘要{token("summary")}。
image: {token("picture")}.png
tags: [{token("tag")}]
redirect_from: [old/{token("old")}/]
---

正文{token("body")}，见[附件]({token("attachment")}.docx)。

## 小标题{token("heading")}

![图上的{token("picture-text")}]({token("picture")}.png)
"""
NOTICE_INSIDE = f"""---
title: 内部公示
date: 2008-12-23 09:00
genre: 整改公示
unit: 办公室
phase: 整改
tasks: [整改问题]
outputs: [整改方案]
scope: internal
notice: {{start: 2008-12-23, end: 2008-12-30, receiver: 办公室, contact: 来信}}
promise:
  - item: 事项{token("promise")}
    problem: 办事慢
    goal: 目标{token("goal")}
    measures: 措施{token("measures")}
    deadline: 2009-01-20
    unit: 办公室
    progress: 进度{token("progress")}
summary: 内部公示的摘要。
---

公示正文。
"""
DOCUMENT_INSIDE = f"""---
title: 文件{token("document")}
date: 2008-10-12 09:00
genre: 文件
source: 某某市示例工会
summary: 文件的摘要。
scope: internal
order: 20
---

文件的正文。

## 表样：登记表

| 姓名 | 事项{token("form")} |
| --- | --- |
|  |  |
"""
WITHDRAWN_INSIDE = f"""---
title: 撤回{token("withdrawn")}
date: 2008-10-25 09:00
genre: 动态
unit: 各支部
scope: internal
withdrawn: {{date: 2008-11-01, reason: 因为{token("reason")}}}
summary: 撤回的摘要。
---

正文。
"""
NEWSPAPER_INSIDE = f"""masthead: 示例工人
section: 专版{token("newspaper")}
date: 2008-12-28
pieces:
  - article: news/2008-10-20-{token("slug")}.md
"""
REPORTS = "reports:\n  - {{article: {}, sent: {}, to: 上级刊物, taken: {}, as: 采用{}}}\n"
SLUG = f"news/2008-10-20-{token('slug')}"


def write_project(folder: Path, *, inside: bool) -> Path:
    """A project with an article of every kind that everybody may read and, where `inside`, one that only few may."""
    project = copy_project(folder, SITES / "minimal")
    docs = project / "docs"
    with (docs / "columns.yml").open("a", encoding="utf-8") as file:
        file.write(COLUMNS)
    for column in ("progress", "worker", "board"):
        (docs / column).mkdir()
    for name in PAGES:
        path = "progress/index.md" if name == "progress" else f"progress/{name}.md"
        (docs / path).write_text(PAGE.format(name), encoding="utf-8")
    for name in ("worker", "board"):
        (docs / name / "index.md").write_text(PAGE.format("front"), encoding="utf-8")
    reports = REPORTS.format(NEWS, "2008-10-21", "2008-10-28", "")
    if inside:
        write_inside(docs)
        reports += REPORTS.format(f"{SLUG}.md", "2008-10-23", "2008-10-30", token("reported")).partition("\n")[2]
    (docs / "progress" / "reports.yml").write_text(reports, encoding="utf-8")
    site = load(docs)
    for each in site.articles:
        if each.is_meant_for("internal"):
            give_all(site, each)
    return project


def write_inside(docs: Path) -> None:
    """The internal articles, with all that they bring along."""
    (docs / f"{SLUG}.md").write_text(NEWS_INSIDE, encoding="utf-8")
    exif = Image.Exif()
    exif[0x010E] = token("exif")
    Image.effect_noise((300, 200), 90).save(docs / "news" / f"{token('picture')}.png", exif=exif)
    docx(docs / "news" / f"{token('attachment')}.docx", f"附件的字{token('attachment-text')}")
    (docs / "notices" / "2008-12-23-neibu.md").write_text(NOTICE_INSIDE, encoding="utf-8")
    (docs / "plan" / "neibu.md").write_text(DOCUMENT_INSIDE, encoding="utf-8")
    (docs / "news" / "2008-10-25-chehui.md").write_text(WITHDRAWN_INSIDE, encoding="utf-8")
    (docs / "worker" / "2008-12.yml").write_text(NEWSPAPER_INSIDE, encoding="utf-8")
    (docs / "board" / "neibu.md").write_text(
        DOCUMENT_INSIDE.replace(token("document"), token("board")).replace("order: 20", "order: 30"), encoding="utf-8"
    )


def go(project: Path, audience: Audience, **options: object) -> int:
    """Prints everything for an audience."""
    usual = {"articles": [], "issue": None, "all": True, "channel": None, "install_fonts": False}
    address = HOST if audience == "public" else INSIDE
    more = {"traditional": False, "site_url": address, "edition": audience}
    return print_channels(project, argparse.Namespace(**(usual | more | options)))


@dataclass(frozen=True)
class Editions:
    """The project with both its editions, and one in which nothing internal was ever written."""

    project: Path
    without: Path
    summary: Summary

    @property
    def public(self) -> Path:
        """The public site."""
        return self.project / "site"

    @property
    def internal(self) -> Path:
        """The internal site."""
        return self.project / "site-internal"

    @cached_property
    def seen_inside(self) -> dict[str, str]:
        """What is in every file of the internal edition and in what was printed for it."""
        return texts_in(self.internal) | texts_in(self.project / "out-internal")

    @cached_property
    def seen_outside(self) -> dict[str, str]:
        """The same of the public one."""
        return texts_in(self.public) | texts_in(self.project / "out")


def texts_in(folder: Path) -> dict[str, str]:
    """The name of every file below a folder and what is in it, by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): f"{path.relative_to(folder)} {text_in(path.name, path.read_bytes())}"
        for path in paths
    }


def text_in(name: str, data: bytes) -> str:
    """What can be read in a file, in those packed in it too, without blanks and the places where a line may end."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(f"{entry} {text_in(entry, archive.read(entry))}" for entry in archive.namelist())
    text = data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        text += "".join(pages_of(data))
    return re.sub(r"\s", "", text.replace(BREAK, ""))


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Both editions, printed and built; the public one first, which is what happens to an office that begins with it."""
    base = tmp_path_factory.mktemp("internal")
    project = write_project(base / "project", inside=True)
    without = write_project(base / "without", inside=False)
    assert go(project, "public") == Exit.OK
    assert go(project, "internal") == go(without, "public") == Exit.OK
    build(without, without / "site", production=True, site_url=HOST)
    summary = build(project, project / "site", production=True, site_url=HOST)
    build(project, project / "site-internal", site_url=INSIDE, audience="internal")
    for site, out in (("site", "out"), ("site-internal", "out-internal")):
        offline.pack(project / site, project / out / "lanmu.zip")
    return Editions(project, without, summary)


def test_an_issue_with_an_internal_piece_is_reported_and_fails_only_who_asks_for_it(
    editions: Editions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert go(editions.project, "public") == Exit.OK
    output = capsys.readouterr().err
    assert "△ 专版 docs/worker/2008-12.yml没有印" in output
    assert "是内部稿件，公开的专版不能印" in output
    assert go(editions.project, "public", all=False, issue="2008-12", channel=["newspaper"]) == Exit.FINDINGS


# --- No trace ----------------------------------------------------------------------------------------------------------


def test_no_planted_word_is_anywhere_in_the_public_edition(editions: Editions) -> None:
    assert {path: TOKEN.findall(text) for path, text in editions.seen_outside.items() if TOKEN.search(text)} == {}
    assert [path for path, text in editions.seen_outside.items() if any(word in text for word in WORDS)] == []


def test_the_public_edition_is_the_same_as_if_nothing_internal_had_been_written(editions: Editions) -> None:
    """So no count, list, chart or number gives it away either."""
    for folder in ("site", "out"):
        ours, theirs = (bytes_in(root / folder) for root in (editions.project, editions.without))
        assert ours.keys() - {"lanmu.zip"} == theirs.keys()
        assert [name for name in theirs if ours[name] != theirs[name]] == []


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_planted_word_that_is_for_readers_is_in_the_internal_edition(editions: Editions) -> None:
    """Otherwise its absence would prove nothing."""
    everything = "".join(editions.seen_inside.values())
    assert {name for name in PLANTED if token(name) not in everything} == UNSEEN
    assert {name for name in UNSEEN if token(name) in everything} == set()


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (f"{SLUG}/index.html", "body"),
        (f"zh-Hant/{SLUG}/index.html", "title"),
        ("index.html", "title"),
        ("news/index.html", "title"),
        ("feed.xml", "title"),
        ("feed.json", "summary"),
        ("news/feed.xml", "title"),
        ("search/*.js", "body"),
        ("progress/matrix/index.html", "title"),
        ("progress/ledger/index.html", "promise"),
        ("progress/reports/index.html", "reported"),
        ("progress/chronicle/index.html", "title"),
        ("progress/publicity/index.html", "title"),
        ("board/2008-10/index.html", "title"),
        ("months/2008-10/index.html", "title"),
        ("zh-Hant/months/2008-10/index.html", "title"),
        ("calendar.ics", "promise"),
        (f"news/{token('attachment')}.docx", "attachment-text"),
        (f"old/{token('old')}/index.html", "title"),
        ("print/bulletin/news-001-internal.pdf", "body"),
        ("print/document/plan-neibu-internal.pdf", "document"),
        ("print/form/plan-neibu-internal.docx", "form"),
        ("print/newspaper/2008-12-internal.pdf", "newspaper"),
        ("poster/2008-10/*.pdf", "title"),
        ("report/*.zip", "body"),
        ("report/*.docx", "body"),
        ("lanmu.zip", "body"),
    ],
)
def test_the_internal_edition_has_the_internal_articles_in_every_channel(
    editions: Editions, place: str, name: str
) -> None:
    there = [text for path, text in editions.seen_inside.items() if fnmatch(path, place)]
    assert any(token(name) in text for text in there), [p for p in editions.seen_inside if p.startswith(place[:5])]


def test_the_offices_months_are_in_the_internal_edition_only(editions: Editions) -> None:
    assert not [path for path in editions.seen_outside if "months" in path]
    assert "months/" not in (editions.public / "browse" / "index.html").read_text(encoding="utf-8")
    for place in ("browse", "progress"):
        assert 'href="../months/"' in (editions.internal / place / "index.html").read_text(encoding="utf-8")
    page = LexborHTMLParser((editions.internal / "months" / "index.html").read_text(encoding="utf-8"))
    months = [link.attributes["href"] for link in page.css("tbody th a")]
    assert "2008-10/" in months
    assert all((editions.internal / "months" / month / "index.html").is_file() for month in months)
    board = (editions.internal / "months" / "2008-10" / "index.html").read_text(encoding="utf-8").replace(BREAK, "")
    assert "做好，哪天发出、贴出没有记" in board, "the record of prints is read"


@pytest.mark.browser
def test_a_month_can_be_read_by_everybody_at_any_width(editions: Editions, chromium: Browser) -> None:
    with served(editions.internal) as url:
        page = chromium.new_page(base_url=url, viewport={"width": 360, "height": 800}, bypass_csp=True)
        for address in ("/months/", "/months/2008-10/"):
            page.goto(address)
            load_axe(page)
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.close()


def test_a_month_follows_what_was_noted_since_the_last_build_and_is_as_built_from_nothing(editions: Editions) -> None:
    project, site = editions.project, editions.project / "site-warm"
    build(project, site, site_url=INSIDE, audience="internal")
    month = site / "months" / "2008-10" / "index.html"
    assert "10月24日" not in month.read_text(encoding="utf-8")
    facts = {
        "time": "2008-10-24 09:00:00",
        "who": "某人",
        "action": "publish",
        "target": "in",
        "id": "x",
        "address": INSIDE,
    }
    entry = LogEntry.model_validate(facts | {"edition": "internal", "articles": [f"{SLUG}/"]})
    release_log.note(project, entry)
    build(project, site, site_url=INSIDE, audience="internal")
    assert "内部版，10月24日" in month.read_text(encoding="utf-8").replace(BREAK, "")
    cold = project / "site-cold"
    build(project, cold, site_url=INSIDE, audience="internal", once=True)
    assert bytes_in(site) == bytes_in(cold)


def test_the_public_calendar_has_what_everybody_may_know(editions: Editions) -> None:
    names = [str(event["summary"]) for event in events(editions.public / "calendar.ics")]
    assert "《整改方案公示》公示" in names
    assert not [name for name in names if "到期" in name or "该更新了" in name]
    inside = [str(event["summary"]) for event in events(editions.internal / "calendar.ics")]
    assert {*names, "《内部公示》公示", "整改承诺“缩短办理时间”到期（办公室）"} <= set(inside)


def events(file: Path) -> list[Any]:
    return Calendar.from_ical(file.read_bytes()).walk("VEVENT")


# --- Marked ------------------------------------------------------------------------------------------------------------


def test_every_page_of_it_says_what_it_is_and_is_for_no_search_engine(editions: Editions) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in editions.internal.rglob("*.html")}
    assert len(pages) > 20
    assert [path for path, page in pages.items() if not any(word in page for word in WORDS)] == []
    robots = {path: LexborHTMLParser(page).css_first("meta[name=robots]") for path, page in pages.items()}
    assert [path for path, node in robots.items() if node is None or node.attributes["content"] != "noindex"] == []
    home = LexborHTMLParser(pages[editions.internal / "index.html"])
    assert home.css_first(".internal strong").text() == INTERNAL
    assert home.css_first("title").text().endswith(f"（{INTERNAL}）")
    assert f"（{INTERNAL}）" in (editions.internal / "feed.xml").read_text(encoding="utf-8")


def test_search_engines_are_kept_out_and_its_own_address_is_everywhere(editions: Editions) -> None:
    assert "X-Robots-Tag: noindex" in (editions.internal / "_headers").read_text(encoding="utf-8")
    assert (editions.internal / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"
    assert not (editions.internal / "sitemap.xml").exists()
    assert [path for path, text in editions.seen_inside.items() if HOST in text] == []
    assert INSIDE in editions.seen_inside["index.html"]
    assert "X-Robots-Tag" not in (editions.public / "_headers").read_text(encoding="utf-8")


def test_every_page_and_word_file_that_is_printed_says_so(editions: Editions) -> None:
    prints = [*(editions.project / "out-internal").rglob("*.pdf")]
    assert {path.relative_to(editions.project / "out-internal").parts[0] for path in prints} == {
        "bulletin", "document", "form", "newspaper", "poster", "report"
    }  # fmt: skip
    unmarked = [path.name for path in prints if not all(INTERNAL in page for page in pages_of(path.read_bytes()))]
    assert unmarked == []
    for path in (editions.project / "out-internal").rglob("*.docx"):
        section = word.Document(str(path)).sections[0]
        assert INTERNAL in section.header.paragraphs[0].text
        assert INTERNAL in section.even_page_header.paragraphs[0].text


@pytest.mark.browser
@pytest.mark.parametrize(("folder", "words"), [("", "内部资料"), ("zh-Hant/", "內部資料")])
def test_every_sheet_of_a_page_that_a_reader_prints_says_so(
    editions: Editions, chromium: Browser, folder: str, words: str
) -> None:
    with served(editions.internal) as url:
        page = chromium.new_page(base_url=url)
        page.goto(f"/{folder}plan/neibu/")
        # Long enough for several sheets.
        page.evaluate(
            "document.querySelector('.prose').append(...Array.from({length: 200}, () => document.createElement('hr')))"
        )
        sheets = pages_of(page.pdf(prefer_css_page_size=True))
        page.close()
    assert len(sheets) > 1
    assert all(words in sheet for sheet in sheets)


def test_the_archive_says_so_by_its_folder(editions: Editions) -> None:
    with zipfile.ZipFile(editions.project / "out-internal" / "lanmu.zip") as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"lanmu-offline-internal"}
        assert f"lanmu-offline-internal/{MARKER}" in archive.namelist()


# --- Apart -------------------------------------------------------------------------------------------------------------


def test_neither_edition_takes_the_place_of_the_other(editions: Editions) -> None:
    assert audience_of(editions.internal) == "internal"
    assert audience_of(editions.public) == "public"
    with pytest.raises(UserError, match="site 里是公开的网站，内部版不能放在这里"):
        build(editions.project, editions.public, site_url=INSIDE, audience="internal")
    with pytest.raises(UserError, match="site-internal 里是内部版，公开的网站不能放在这里"):
        build(editions.project, editions.internal, production=True, site_url=HOST)
    with pytest.raises(UserError, match="site-internal 里是内部版"):
        build(editions.project, editions.internal)
    assert audience_of(editions.internal) == "internal"


def test_addresses_of_the_internal_edition_are_not_noted_as_public(editions: Editions) -> None:
    noted = (editions.project / "docs" / published.FILE).read_text(encoding="utf-8")
    assert "news/2008-10-20-peixun/" in noted
    assert not TOKEN.search(noted)
    assert noted == (editions.without / "docs" / published.FILE).read_text(encoding="utf-8")


def test_what_the_public_edition_leaves_out_is_counted_for_the_editor(editions: Editions) -> None:
    assert "内部稿件 4 篇（只登在内部版：python scripts/build.py --edition internal）" in editions.summary.left_out


@pytest.mark.parametrize(
    ("given", "written", "address"),
    [(None, INSIDE, INSIDE), (INSIDE, "https://other.example.org/", INSIDE), (None, "", "")],
)
def test_its_address_is_its_own(given: str | None, written: str, address: str) -> None:
    settings = Settings(site=SiteSettings(name="某专题", publisher="某工会", internal_url=written))
    assert internal_address(given, settings, HOST) == address
    with pytest.raises(UserError, match="内部版的网址不能和公开的网站"):
        internal_address(HOST.rstrip("/"), settings, HOST)


def test_without_an_address_it_is_not_built(minimal: Path) -> None:
    with pytest.raises(UserError, match=r"要有完整的内部版的网址，现在没有设置。.*lanmu.toml 的 \[site\] internal_url"):
        build(minimal, minimal / "site-internal", audience="internal")
    assert not (minimal / "site-internal").exists()


def test_an_internal_article_is_not_printed_for_everybody(editions: Editions) -> None:
    site = load(editions.project / "docs").for_audience("public")
    with pytest.raises(UserError, match=r"是内部稿件（scope: internal），.*请加 --edition internal"):
        article_at(site, editions.project, f"docs/{SLUG}.md")
    (job,) = NEWSPAPER.jobs(Press(site, config.load(editions.project / "lanmu.toml"), Path()), Wanted(issue="2008-12"))
    with pytest.raises(UserError, match="是内部稿件，公开的专版不能印"):
        job.render()
