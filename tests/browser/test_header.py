"""The head of every page in a real browser: how much of a phone it takes, what is folded, and that nothing jumps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from support.page_kinds import CHINESE_ONLY, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
# Above the current location and the text, with the columns.
MOST, MOST_ELDER = 120, 160  # CSS pixels
ARTICLE = CHINESE_ONLY["news"]
TOP = "() => document.querySelector('#lanmu-content').getBoundingClientRect().top"
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll("main *")]
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && getComputedStyle(e).display !== "inline")
  .map((e) => e.className || e.tagName)"""


def elder(context: BrowserContext) -> None:
    """A reader who chose the edition for seniors some day before."""
    context.add_init_script("localStorage.setItem('lanmu.elder', 'on')")


@pytest.mark.parametrize("address", [ARTICLE, "plan/", "en/plan/", "zh-Hant/plan/", "search/"])
def test_the_head_leaves_a_phone_to_the_text(chromium: Browser, real_url: str, address: str) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(real_url + address)
        assert 0 < page.evaluate(TOP) <= MOST
        elder(context)
        page.reload()
        assert 0 < page.evaluate(TOP) <= MOST_ELDER
        assert page.evaluate(SIDEWAYS.replace("main *", "header *")) == []


@pytest.mark.parametrize("folder", ["", "en/"])
def test_at_a_desk_the_head_is_as_high_on_every_page(chromium: Browser, real_url: str, folder: str) -> None:
    heights = {}
    with chromium.new_context(viewport=DESK) as context:
        page = context.new_page()
        for name, address in (PAGES if folder else PAGES | CHINESE_ONLY).items():
            page.goto(real_url + folder + address)
            bottom = "document.querySelector('.columns').getBoundingClientRect().bottom"
            heights[name] = round(page.evaluate(bottom))
            frame = page.locator(".text-size__choice :checked + span").bounding_box()
            assert frame is not None
            assert frame["y"] >= 0
    assert len(set(heights.values())) == 1, heights


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_switch_stays_where_it_was_pressed(chromium: Browser, real_url: str, viewport: dict[str, int]) -> None:
    with chromium.new_context(viewport=viewport) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(real_url + ARTICLE)
        button = page.locator("[data-elder]")
        before = button.bounding_box()
        assert before is not None
        x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
        for pressed in ("true", "false", "true"):
            page.mouse.click(x, y)
            expect(button).to_have_attribute("aria-pressed", pressed)
        after = button.bounding_box()
        assert after is not None
        assert after["x"] + after["width"] == pytest.approx(before["x"] + before["width"], abs=1)
        assert after["y"] == pytest.approx(before["y"], abs=1)


def test_on_a_phone_text_size_and_languages_are_behind_one_button(chromium: Browser, real_url: str) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(real_url + ARTICLE)
        settings, languages = page.get_by_role("button", name="设置"), page.locator(".languages")
        expect(languages).to_be_hidden()
        settings.click()
        expect(languages).to_be_visible()
        page.get_by_role("radio", name="大").check(force=True)
        expect(page.locator("html")).to_have_class("no-js js size-large")
        page.keyboard.press("Escape")
        expect(languages).to_be_hidden()
        expect(settings).to_be_focused()
        settings.press("Enter")
        page.locator("h1").click()
        expect(languages).to_be_hidden()
    with chromium.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(real_url + ARTICLE)
        expect(page.locator(".languages")).to_be_visible()
        expect(page.get_by_role("button", name="设置")).to_be_hidden()


def test_on_a_phone_the_columns_move_to_the_current_one_and_fold_for_seniors(chromium: Browser, real_url: str) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{real_url}about/contribute/")
        expect(page.locator(".columns [aria-current]")).to_be_in_viewport(ratio=1)
        elder(context)
        page.reload()
        expect(page.locator(".columns")).to_be_hidden()
        page.get_by_role("button", name="栏目").click()
        page.locator(".columns a", has_text="实施方案").click()
        assert page.url == f"{real_url}plan/"


def test_in_english_the_menu_for_seniors_opens_text_size_and_languages_too(chromium: Browser, real_url: str) -> None:
    """Four English buttons are too wide for a phone."""
    with chromium.new_context(viewport=PHONE) as context:
        elder(context)
        page = context.new_page()
        page.goto(f"{real_url}en/plan/")
        languages = page.locator(".languages")
        expect(page.get_by_role("button", name="Settings")).to_be_hidden()
        expect(languages).to_be_hidden()
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("radio", name="Large").check(force=True)
        expect(languages).to_be_visible()
        expect(page.locator(".columns")).to_be_visible()
        assert page.evaluate(SIDEWAYS.replace("main *", "header *")) == []


@pytest.mark.parametrize("address", [ARTICLE, "en/plan/phase-study/"])
def test_the_current_location_takes_one_line(chromium: Browser, real_url: str, address: str) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(real_url + address)
        boxes = [item.bounding_box() for item in page.locator(".crumbs li").all()]
        assert len({round(box["y"]) for box in boxes if box}) == 1
        assert page.locator(".crumbs").evaluate("e => e.offsetHeight") < 50


@pytest.mark.parametrize("seniors", [False, True])
def test_the_timeline_is_read_downwards(chromium: Browser, real_url: str, seniors: bool) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        if seniors:
            elder(context)
        page = context.new_page()
        page.goto(f"{real_url}progress/timeline/")
        assert page.evaluate(SIDEWAYS) == []
        phases = page.locator(".timeline__phase").all()
        assert len(phases) == 3
        tops = [phase.bounding_box()["y"] for phase in phases]  # type: ignore[index]
        assert tops == sorted(tops)
        bars = [phase.locator(".timeline__bar").bounding_box() for phase in phases]
        assert all(bar and bar["width"] > 30 and bar["x"] > 0 and bar["x"] + bar["width"] < 360 for bar in bars)


def test_each_language_has_fonts_of_its_own(chromium: Browser, real_url: str) -> None:
    """An apostrophe of a Chinese font is as wide as a character; Traditional characters of a Simplified font have other strokes."""
    apostrophe = """() => {
      const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf("’");
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + 1);
        return range.getBoundingClientRect().width / parseFloat(getComputedStyle(walker.currentNode.parentElement).fontSize);
      }
    }"""
    # Those of its points come before, which have nothing else.
    families = (
        "getComputedStyle(e).fontFamily.split(',').map((name) => name.trim()).filter((name) => !/Points/.test(name))"
    )
    first = f'e => {families}.findIndex((name) => /[ "](TC|JhengHei)/.test(name))'
    with chromium.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.goto(f"{real_url}en/plan/aims/")
        assert 0.1 < page.evaluate(apostrophe) < 0.5
        page.goto(f"{real_url}zh-Hant/plan/")
        assert 0 <= page.locator("body").evaluate(first) <= 1
        assert page.locator("h1").evaluate(first) == 0


def test_a_motto_ends_its_lines_between_words_and_clauses(chromium: Browser, real_url: str) -> None:
    starts = """(e) => {
      const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
      const found = [];
      let top = null;
      while (walker.nextNode()) for (let i = 0; i < walker.currentNode.length; i++) {
        const range = document.createRange();
        range.setStart(walker.currentNode, i);
        range.setEnd(walker.currentNode, i + 1);
        const box = range.getBoundingClientRect();
        if (top !== null && box.top > top + 5 && i) found.push(walker.currentNode.data.slice(i - 2, i + 2));
        top = box.top;
      }
      return found;
    }"""
    broken = {}
    with chromium.new_context(viewport=DESK) as context:
        page = context.new_page()
        page.goto(real_url)
        for width in range(320, 800, 40):
            page.set_viewport_size({"width": width, "height": 800})
            for selector in (".goal", ".headline__title a", ".masthead__title"):
                broken[width, selector] = page.locator(selector).evaluate(starts)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        lines = "all => all.map((e) => Math.round(e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)))"
        assert page.locator(".goal .clause").evaluate_all(lines) == [1, 1, 1]
    assert {place: faults for place, faults in broken.items() if faults} == {}
