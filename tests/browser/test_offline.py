"""The offline edition as a reader opens it: from a disk, by a double click, with no network at all."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from lanmu.build import offline
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def folder(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked archive, in a folder whose name has a blank and Chinese in it, as editors' have."""
    place = tmp_path_factory.mktemp("disk") / "新 文件夹"
    offline.pack(real_site, place / "site.zip")
    with zipfile.ZipFile(place / "site.zip") as archive:
        archive.extractall(place)
    return place / offline.FOLDER


class Reader:
    """A page with the network off, and all that went wrong on it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.wrong: list[str] = []
        page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("requestfailed", self.note_failure)
        page.on("request", lambda request: None if self.is_inside(request.url) else self.wrong.append(request.url))

    def note_failure(self, request: Request) -> None:
        """What the browser gave up itself, because the next page was asked for, is no fault of the site's."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.wrong.append(request.url)

    def is_inside(self, url: str) -> bool:
        return unquote(url).startswith(unquote(self.folder.as_uri()))

    def open(self, path: str) -> None:
        self.page.goto((self.folder / path).as_uri())

    @property
    def place(self) -> str:
        """The file that is shown, below the folder."""
        return unquote(self.page.url.split("?")[0].split("#")[0]).removeprefix(unquote(self.folder.as_uri())).strip("/")


@pytest.fixture
def reader(chromium: Browser, folder: Path) -> Iterator[Reader]:
    with chromium.new_context(offline=True) as context:
        reader = Reader(context.new_page(), folder)
        yield reader
        assert reader.wrong == []


def test_from_the_home_page_through_a_list_to_an_article_and_back(reader: Reader) -> None:
    reader.open("index.html")
    page = reader.page
    assert page.evaluate("document.styleSheets.length") >= 1
    assert page.evaluate("[...document.images].filter(i => i.loading !== 'lazy').every(i => i.naturalWidth > 0)")
    page.locator("nav.columns a", has_text="进展动态").click()
    assert reader.place == "bulletins/index.html"
    page.locator(".entry__title a").first.click()
    assert reader.place.startswith("bulletins/")
    expect(page.locator("article h1")).to_have_count(1)
    page.locator(".crumbs a", has_text="首页").click()
    assert reader.place == "index.html"
    page.locator("nav.columns a", has_text="实施方案").click()
    page.locator(".cards a").first.click()
    assert reader.place.startswith("plan/")


def test_every_link_of_the_main_pages_opens_a_page(reader: Reader, folder: Path) -> None:
    """Not a list of a folder's files, which is what browsers show for an address without its file."""
    for name in ("index.html", "plan/index.html", "bulletins/2008/11/index.html", "browse/index.html", "en/index.html"):
        reader.open(name)
        links = reader.page.evaluate("[...document.links].map(link => link.href)")
        files = {unquote(link.split("#")[0].split("?")[0]) for link in links if link.startswith("file:")}
        missing = [file for file in files if not Path(file.removeprefix("file://")).is_file()]
        assert files
        assert missing == [], f"{name} {missing}"


def test_search_finds_and_leads_to_the_page(reader: Reader) -> None:
    reader.open("search/index.html")
    page = reader.page
    page.locator("#lanmu-q").fill("调研")
    page.locator("#lanmu-q").press("Enter")
    link = page.locator("[data-search-results] a").first
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("h1").first).to_be_visible()
    assert reader.place.endswith("/index.html")
    assert reader.place != "search/index.html"


def test_search_with_a_query_in_the_address(reader: Reader) -> None:
    reader.open("index.html")
    reader.page.goto((reader.folder / "search" / "index.html").as_uri() + "?q=%E8%B0%83%E7%A0%94")
    expect(reader.page.locator("[data-search-results] a").first).to_be_visible()


def test_the_language_switch_leads_to_the_same_page(reader: Reader) -> None:
    reader.open("plan/index.html")
    page = reader.page
    page.locator("a[hreflang=en]:visible, a[lang=en]:visible").first.click()
    assert reader.place == "en/plan/index.html"
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("a[hreflang^=zh]:visible, a[lang^=zh]:visible").first.click()
    assert reader.place.endswith("plan/index.html")
    assert reader.place != "en/plan/index.html"


def test_without_scripts_too(chromium: Browser, folder: Path) -> None:
    with chromium.new_context(offline=True, java_script_enabled=False) as context:
        reader = Reader(context.new_page(), folder)
        reader.open("index.html")
        reader.page.locator("nav.columns a", has_text="学习资料").click()
        assert reader.place == "study/index.html"
        assert reader.wrong == []
