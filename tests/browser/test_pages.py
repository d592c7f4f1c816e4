"""A site of every kind of page in a real browser: every template, three widths, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support import page_kinds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = page_kinds.PAGES | page_kinds.CHINESE_ONLY | {"search": "search/?q=调研"}
WIDTHS = (320, 360, 768, 1280)


@pytest.fixture(scope="module")
def watched(chromium: Browser, real_url: str) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what goes wrong on it: console errors, failed requests, requests to other hosts."""
    wrong: list[str] = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(real_url) else wrong.append(request.url))
        yield page, wrong


@pytest.fixture(scope="module")
def without_scripts(chromium: Browser) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    with chromium.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_error_no_other_host_no_sideways_scrolling(
    watched: tuple[Page, list[str]], real_url: str, address: str
) -> None:
    page, wrong = watched
    wrong.clear()
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.goto(real_url + address, wait_until="networkidle")
    # The browser itself reports the missing page's status.
    assert [text for text in wrong if not (address == "nowhere/" and "404" in text)] == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} 在 {width} 像素宽时横向滚动 {wide} 像素"
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_everything_can_be_read_without_scripts(without_scripts: Page, real_url: str, address: str) -> None:
    page = without_scripts
    page.goto(real_url + address)
    assert page.locator("h1").first.is_visible() or address == ""
    assert page.locator("nav.columns a").count() >= 10
    assert len(page.locator("main").inner_text()) > 30


def test_home_leads_to_an_article_and_back(chromium: Browser, real_url: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(real_url)
        title = page.locator(".headline__title a").inner_text()
        page.locator(".headline__title a").click()
        assert page.locator("article h1").inner_text() == title
        page.locator(".crumbs a", has_text="进展动态").click()
        assert page.url == f"{real_url}bulletins/"
        page.locator(".side a", has_text="11月").last.click()
        assert page.url == f"{real_url}bulletins/2008/11/"


def test_the_first_tab_leads_to_the_text(chromium: Browser, real_url: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{real_url}plan/aims/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "跳到正文"
        assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "lanmu-content"


def test_search_finds_by_title_summary_and_unit(chromium: Browser, real_url: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{real_url}search/?q=两大难题")
        page.locator("[data-search-results] li").first.wait_for()
        assert page.locator("[data-search-results] a", has_text="两大难题").count() >= 1
        page.locator("#lanmu-q").fill("肯定没有的文字")
        expect(page.locator("[data-search-state]")).to_contain_text("没有找到")
        page.locator("#lanmu-q").fill("示例单位A 总结")
        link = page.locator("[data-search-results] a").first
        expect(link).to_be_visible()
        link.click()
        expect(page.locator("article h1")).to_be_visible()


def test_the_missing_page_offers_search_and_home(chromium: Browser, real_url: str) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        answer = page.goto(f"{real_url}nowhere/")
        assert answer is not None
        assert answer.status == 404
        page.locator("#lanmu-q").fill("调研")
        page.locator("form[role=search] button").click()
        page.locator("[data-search-results] li").first.wait_for()
        page.goto(f"{real_url}nowhere/")
        page.locator("main a", has_text="回到首页").click()
        assert page.url == real_url


def test_dark_scheme_keeps_text_readable(chromium: Browser, real_url: str) -> None:
    with chromium.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{real_url}plan/aims/")
        colours = page.evaluate(
            "(() => { const s = getComputedStyle(document.querySelector('.article'));"
            " return [s.color, s.backgroundColor]; })()"
        )
        ink, paper = ([int(part) for part in colour[4:-1].split(",")] for colour in colours)
        assert contrast(ink, paper) >= 7


def contrast(first: list[int], second: list[int]) -> float:
    """Contrast ratio of two colours (WCAG 2.2, 1.4.3)."""

    def luminance(colour: list[int]) -> float:
        parts = [value / 255 for value in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("address", ["", "plan/phase-study/", "plan/", "progress/matrix/"])
def test_a_line_of_text_is_not_too_long(chromium: Browser, real_url: str, address: str) -> None:
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(real_url + address)
        for selector in (".prose p", ".headline__summary"):
            for box in page.locator(selector).all():
                size = box.evaluate("e => [e.clientWidth, parseFloat(getComputedStyle(e).fontSize)]")
                assert size[0] / size[1] <= 40


def test_the_foot_of_a_short_page_is_at_the_bottom(chromium: Browser, real_url: str) -> None:
    with chromium.new_page(viewport={"width": 1280, "height": 2000}) as page:
        page.goto(f"{real_url}search/")
        assert page.evaluate("document.querySelector('.foot').getBoundingClientRect().bottom") == 2000


def test_on_a_phone_the_table_of_outputs_is_read_downwards(chromium: Browser, real_url: str) -> None:
    with chromium.new_page(viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{real_url}progress/matrix/")
        widths = page.locator(".matrix").evaluate_all("all => all.map((e) => e.scrollWidth - e.clientWidth)")
        assert len(widths) == 4
        assert set(widths) == {0}
