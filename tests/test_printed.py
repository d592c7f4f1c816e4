"""The site offers what was printed, as long as it is true to its texts: on the article, on its issue's page."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build.site import Summary, build
from lanmu.channels.command import print_channels
from lanmu.content.addresses import is_generated
from lanmu.diagnostics.errors import Exit
from lanmu.storage import authentication
from lanmu.views.printed import Printed, PrintedFile, shelf
from playwright.sync_api import Browser
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser
from support.axe import load_axe, violations
from support.builders import HOST
from support.files import IDENTITY
from support.printing import _fonts_are_there
from support.reviewing import review

# The project is printed and built once, in one process.
pytestmark = pytest.mark.xdist_group("printed")

__all__ = ["_fonts_are_there"]
NEWS = "news/2008-10-20-peixun"
NOTICE = "notices/2008-12-22-gongshi"
FRONT = """---
title: {name}
summary: {name}各期的内容，一期一页。
template: front.html
---

各期的内容。
"""
ISSUE = f"""masthead: 示例工人
section: 示例专版
date: 2008-11-28
pieces:
  - article: {NEWS}.md
  - article: {NOTICE}.md
"""
COLUMNS = """  - {id: worker, name: 《示例工人》, type: 概况信息, kind: reference, description: 各期内容, keywords: [期刊]}
  - {id: board, name: 宣传栏, type: 概况信息, kind: reference, description: 各期招贴, keywords: [宣传栏]}
"""


def printed_project(folder: Path) -> Path:
    """A project with a bulletin, a notice, a page of the magazine and posters, all printed."""
    docs = folder / "docs"
    shutil.copytree(SITES / "minimal", docs)
    with (docs / "columns.yml").open("a", encoding="utf-8") as file:
        file.write(COLUMNS)
    for name in ("worker", "board"):
        (docs / name).mkdir()
        (docs / name / "index.md").write_text(FRONT.format(name=name), encoding="utf-8")
    (docs / "worker" / "2008-11.yml").write_text(ISSUE, encoding="utf-8")
    notice = docs / f"{NOTICE}.md"
    channels = "channels: {worker: 2008-11, board: 2008-12}\nsummary:"
    notice.write_text(notice.read_text(encoding="utf-8").replace("summary:", channels, 1), encoding="utf-8")
    project = copy_project(folder / "project", docs)
    for path in (NEWS, NOTICE):
        review(project, f"{path}.md")
    for traditional in (False, True):
        assert go(project, traditional=traditional) == Exit.OK
    return project


def go(project: Path, *, traditional: bool = False) -> int:
    """Prints everything."""
    options = {"articles": [], "issue": None, "all": True, "channel": None, "install_fonts": False}
    return print_channels(
        project, argparse.Namespace(**options, traditional=traditional, site_url=HOST, edition="public")
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed_project(tmp_path_factory.mktemp("printed"))


@pytest.fixture
def changeable(project: Path, tmp_path: Path) -> Path:
    """A copy of it to be changed at will."""
    return Path(shutil.copytree(project, tmp_path / "copy"))


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    make(project)
    return project / "site"


def make(project: Path, *, production: bool = False) -> Summary:
    return build(project, project / "site", production=production, site_url=HOST)


def links(site: Path, page: str) -> dict[str, str]:
    """The PDFs that a page offers: the files they lead to, with the texts of the links."""
    tree = LexborHTMLParser((site / page / "index.html").read_text(encoding="utf-8"))
    offers = {}
    for node in tree.css("a.prints__file"):
        file = (site / page / str(node.attributes["href"])).resolve()
        assert file.is_file()
        offers[file.relative_to(site.resolve()).as_posix()] = " ".join(node.text(separator=" ").split())
    return offers


def test_an_article_offers_what_it_stands_in_with_pages_and_size(site: Path, project: Path) -> None:
    offered = links(site, NEWS)
    assert list(offered) == [
        *("print/bulletin/news-001.pdf", "print/bulletin/news-001.zh-Hant.pdf"),
        *("print/newspaper/2008-11.pdf", "print/newspaper/2008-11.zh-Hant.pdf"),
        *("print/poster/2008-10/news-2008-10-20-peixun.pdf", "print/poster/2008-10/news-2008-10-20-peixun.zh-Hant.pdf"),
    ]
    for name, text in offered.items():
        printed = project / "out" / name.removeprefix("print/")
        assert (site / name).read_bytes() == printed.read_bytes()
        pages = len(PdfReader(site / name).pages)
        assert f"PDF，{'A3' if 'poster' in name else 'A4' if 'bulletin' in name else '210×285 mm'}，{pages}页，" in text
        assert text.endswith(f"{max(1, printed.stat().st_size // 1000)} KB")
        assert ("繁体字版" if "Hant" in name else "简体字版") in text
    assert offered["print/bulletin/news-001.pdf"].startswith("简报第1期 ")


def test_the_traditional_page_offers_the_same(site: Path) -> None:
    tree = LexborHTMLParser((site / "zh-Hant" / NEWS / "index.html").read_text(encoding="utf-8"))
    for node in tree.css("a.prints__file"):
        assert (site / "zh-Hant" / NEWS / str(node.attributes["href"])).resolve().is_file()
    assert [node.text() for node in tree.css("a.prints__file small")][1].startswith("繁體字版")


def test_an_issue_has_its_page_with_pictures_of_the_sheets(site: Path) -> None:
    page = (site / "worker" / "2008-11" / "index.html").read_text(encoding="utf-8")
    assert list(links(site, "worker/2008-11")) == ["print/newspaper/2008-11.pdf", "print/newspaper/2008-11.zh-Hant.pdf"]
    tree = LexborHTMLParser(page)
    [picture] = tree.css(".prints--sheets img")
    assert picture.attributes["alt"] == "《示例工人》：2008年11月，第1页的缩小图"
    assert int(str(picture.attributes["width"])) == 960
    assert (site / "worker" / "2008-11" / str(picture.attributes["src"])).resolve().is_file()
    assert [node.text() for node in tree.css(".card__title a")] == ["各支部开展培训", "整改方案公示"]
    assert 'href="2008-11/"' in (site / "worker" / "index.html").read_text(encoding="utf-8")


def test_a_poster_stands_with_its_article(site: Path) -> None:
    assert next(iter(links(site, "board/2008-10"))) == "print/poster/2008-10/news-2008-10-20-peixun.pdf"
    tree = LexborHTMLParser((site / "board" / "2008-12" / "index.html").read_text(encoding="utf-8"))
    [card] = tree.css(".card--sheet")
    assert card.css_first("h3 a")
    assert card.css_first(".sheets img")
    near = [node.text() for node in tree.css(".layout__aside a")]
    assert near == ["2008年10月", "2008年12月"]


def test_what_is_true_no_more_is_not_offered_and_is_reported(changeable: Path) -> None:
    article = changeable / "docs" / f"{NEWS}.md"
    article.write_text(article.read_text(encoding="utf-8").replace("正文。", "改过的正文。"), encoding="utf-8")
    summary = make(changeable)
    assert links(changeable / "site", NEWS) == {}
    assert "print/poster/2008-12/notices-2008-12-22-gongshi.pdf" in links(changeable / "site", NOTICE)
    [message] = [warning for warning in summary.warnings if "印刷品" in warning]
    assert "简报第1期" in message
    assert "print_channels.py --all" in message
    assert not (changeable / "site" / "print" / "bulletin").exists()
    assert go(changeable) == Exit.OK
    make(changeable)
    assert "print/bulletin/news-001.pdf" in links(changeable / "site", NEWS)


def test_a_file_that_is_gone_or_was_changed_by_hand_is_not_offered(changeable: Path) -> None:
    (changeable / "out" / "bulletin" / "news-001.pdf").write_bytes(b"%PDF-1.7")
    (changeable / "out" / "newspaper" / "2008-11.pdf").unlink()
    make(changeable)
    offered = links(changeable / "site", NEWS)
    assert "print/bulletin/news-001.pdf" not in offered
    assert "print/newspaper/2008-11.pdf" not in offered
    assert "print/newspaper/2008-11.zh-Hant.pdf" in offered


def test_what_somebody_else_has_printed_is_not_offered_and_is_reported(
    changeable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "secret", lambda: b"another")
    summary = make(changeable)
    assert links(changeable / "site", NEWS) == {}
    assert not (changeable / "site" / "print").exists()
    [message] = [warning for warning in summary.warnings if "印刷品" in warning]
    assert "不是你在这台电脑上印的" in message
    assert "print_channels.py --all" in message


def test_a_picture_of_a_sheet_that_somebody_has_put_there_is_drawn_again(changeable: Path) -> None:
    make(changeable)
    previews = sorted((changeable / ".cache" / "print" / "previews").glob("*.png"))
    before = [path.read_bytes() for path in previews]
    for path in previews:
        path.write_bytes(before[0][:-1])
    article = changeable / "docs" / "plan" / "index.md"
    article.write_text(article.read_text(encoding="utf-8") + "\n又一句。\n", encoding="utf-8")
    make(changeable)
    assert [path.read_bytes() for path in previews] == before


def test_production_offers_only_what_readers_may_see_whole(changeable: Path) -> None:
    assert any("news" in name for name in links_after(changeable))
    notice = changeable / "docs" / f"{NOTICE}.md"
    notice.write_text(notice.read_text(encoding="utf-8").replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    assert go(changeable) == Exit.OK
    offered = links_after(changeable)
    assert "print/bulletin/news-001.pdf" in offered
    assert not any("newspaper" in name for name in offered)
    assert not (changeable / "site" / "print" / "newspaper" / "2008-11.pdf").exists()
    samples = [path.name for path in (changeable / "site" / "print").rglob("*samples*")]
    assert samples == []


def test_production_does_not_offer_what_the_checks_refuse(changeable: Path) -> None:
    assert any("newspaper" in name for name in links_after(changeable))
    # What is wrong with a translation keeps the article back; what was printed of it is still true.
    translation = "---\ntitle: 公示\nsummary: 公示。\n---\n\n號碼是" + IDENTITY + "。\n"
    (changeable / "docs" / f"{NOTICE}.zh-Hant.md").write_text(translation, encoding="utf-8")
    offered = links_after(changeable)
    assert "print/bulletin/news-001.pdf" in offered
    assert not any("newspaper" in name for name in offered)
    names = {
        path.relative_to(changeable / "site" / "print").as_posix()
        for path in (changeable / "site" / "print").rglob("*")
    }
    assert not [name for name in names if "newspaper" in name or "gongshi" in name]
    assert [name for name in names if name.startswith("poster/2008-10/news-2008-10-20-peixun")]


def links_after(project: Path) -> dict[str, str]:
    """What the bulletin's article offers in a production build."""
    make(project, production=True)
    return links(project / "site", NEWS)


def test_a_poster_leads_to_the_address_of_the_site_that_offers_it(changeable: Path) -> None:
    """While it is only looked at, its address does not matter; the preview's own would lead nowhere anyway."""
    poster = "print/poster/2008-10/news-2008-10-20-peixun.pdf"
    build(changeable, changeable / "site", site_url="http://127.0.0.1:8000/")
    assert poster in links(changeable / "site", NEWS)
    elsewhere = "https://www.example.com/"
    summary = build(changeable, changeable / "site", production=True, site_url=elsewhere)
    offered = links(changeable / "site", NEWS)
    assert poster not in offered
    assert "print/bulletin/news-001.pdf" in offered
    assert any(f"print_channels.py --all --site-url {elsewhere}" in warning for warning in summary.warnings)


def test_a_project_that_never_printed_offers_nothing(minimal: Path) -> None:
    build(minimal, minimal / "site")
    assert links(minimal / "site", NEWS) == {}
    assert not (minimal / "site" / "print").exists()


def test_paper_and_weight_are_said_as_readers_know_them() -> None:
    def file(width: int, height: int, size: int = 1) -> PrintedFile:
        return PrintedFile("poster", "a.pdf", size, 1, width, height, traditional=False)

    assert [file(210, 297).paper, file(297, 210).paper, file(600, 900).paper] == ["A4", "A4", "600×900 mm"]
    assert [file(1, 1, size).weight for size in (12, 86_400, 1_440_000)] == ["1 KB", "86 KB", "1.4 MB"]


def test_the_shelf_is_asked_by_article_and_by_issue() -> None:
    first = Printed("newspaper", "2008-11", ("a.md", "b.md"), (), front="worker")
    second = Printed("document", "", ("a.md",), ())
    shelf_of_two = shelf([first, second])
    assert shelf_of_two.of_article("a.md") == (first, second)
    assert shelf_of_two.of_article("c.md") == ()
    assert shelf_of_two.of_issue("worker", "2008-11") == (first,)


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("worker/2008-11/", True),
        ("board/2008-12/", True),
        ("worker/2008-13/", False),
        ("news/2008-11/", False),
        ("print/newspaper/", True),
    ],
)
def test_addresses_of_issues_belong_to_the_site(address: str, taken: bool) -> None:
    assert is_generated(address, {"worker": False, "board": False, "news": True}, ("worker", "board")) is taken


@pytest.mark.browser
@pytest.mark.parametrize("page", [NEWS, "worker/2008-11", "board/2008-10", "worker"])
def test_pages_that_offer_prints_are_for_everyone(chromium: Browser, site: Path, page: str) -> None:
    """From a disk, in the narrowest window of WCAG 2.2 (1.4.10) and a wide one."""
    for width in (320, 1280):
        with chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True) as context:
            tab = context.new_page()
            tab.goto((site / page / "index.html").as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            load_axe(tab)
            assert violations(tab) == []
