"""稿件 in a browser: found while one types, sorted, walked through by keyboard, renamed and withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from support.axe import assert_accessible
from support.desk_page import watched
from support.previewing import DRAFT, FAULT, Preview, desk_preview, draft

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

LONG = 20_000  # milliseconds: a check on a busy machine
OTHER = "news/2008-10-19-ling-yi-pian.md"


@pytest.fixture(scope="module")
def preview() -> Preview:
    running = desk_preview()
    running.write(OTHER, draft("正文。\n", title="另一篇草稿"))
    return running


@pytest.fixture
def page(chromium: Browser, preview: Preview) -> Iterator[Page]:
    """The table."""
    with watched(chromium) as page:
        page.goto(f"{preview.url}_desk/")
        yield page


def titles(page: Page) -> list[str]:
    return page.locator("[data-row]").all_inner_texts()


def test_typing_finds_and_the_address_keeps_what_was_chosen(page: Page) -> None:
    assert len(titles(page)) > 3
    page.get_by_role("searchbox").press_sequentially("另一")
    expect(page.locator("[data-row]")).to_have_text(["另一篇草稿"])
    expect(page.locator("[data-status]")).to_contain_text("找到 1 篇")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.reload()
    expect(page.locator("[data-row]")).to_have_text(["另一篇草稿"])
    expect(page.get_by_role("searchbox")).to_have_value("另一")
    page.get_by_role("searchbox").fill("没有这几个字")
    expect(page.get_by_text("没有这样的稿件。")).to_be_visible()
    page.get_by_role("link", name="看全部").click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.get_by_label("单位", exact=True).select_option("办公室")
    expect(page.locator("[data-row]")).to_have_text(["整改方案公示"])
    assert "unit=" in page.url


def test_what_is_chosen_before_the_script_is_there_counts(page: Page) -> None:
    hold: list[Route] = []
    page.route("**/table.js", lambda route: hold.append(route))
    page.goto(page.url, wait_until="commit")
    page.get_by_label("单位", exact=True).select_option("办公室")
    assert len(titles(page)) > 3
    hold[0].continue_()
    expect(page.locator("[data-row]")).to_have_text(["整改方案公示"])
    assert "unit=" in page.url


def test_states_and_heads_choose_and_sort_and_back_leads_back(page: Page) -> None:
    every = len(titles(page))
    page.get_by_role("link", name="草稿").first.click()
    expect(page.locator("[data-row]")).to_have_count(2)
    chip = page.locator('[data-chip="草稿"]')
    expect(chip).to_be_focused()
    expect(chip).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="标题").click()
    expect(page.get_by_role("columnheader", name="标题")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator('[data-sort="title"]')).to_be_focused()
    page.locator('[data-sort="title"]').press("Enter")
    expect(page.get_by_role("columnheader", name="标题")).to_have_attribute("aria-sort", "descending")
    page.go_back()
    expect(page.get_by_role("columnheader", name="标题")).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    page.go_back()
    expect(page.locator("[data-row]")).to_have_count(every)
    expect(page.get_by_role("columnheader", name="日期")).to_have_attribute("aria-sort", "descending")


def test_rows_are_walked_through_by_keyboard(page: Page) -> None:
    search = page.get_by_role("searchbox")
    search.focus()
    search.press("ArrowDown")
    rows = page.locator("[data-row]")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(rows.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(0)).to_have_attribute("href", re.compile("^/_desk/writing/[?]path="))


def test_what_the_checks_find_comes_into_the_table_by_itself(page: Page, preview: Preview) -> None:
    row = page.locator(f'[data-path="{DRAFT}"]')
    expect(row).to_contain_text("有 1 处要改", timeout=LONG)
    row.locator("[data-row]").focus()
    preview.write(DRAFT, draft(FAULT, title="换了题目的草稿"))
    expect(row.locator("[data-row]")).to_have_text("换了题目的草稿", timeout=LONG)
    expect(row.locator("[data-row]")).to_be_focused()


def test_an_article_is_renamed_and_withdrawn_by_keyboard(page: Page) -> None:
    row = page.locator(f'[data-path="{OTHER}"]')
    row.locator("[data-row]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(row.get_by_role("link", name="更多")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="另一篇草稿")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="改文件名").press("Enter")
    page.get_by_label("新的文件名").fill("xin-ming")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list").filter(has_text="2008-10-19-xin-ming.md")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="照这样改").press("Enter")
    expect(page.get_by_text("改好了")).to_be_visible()
    page.get_by_role("link", name="撤回这一篇").press("Enter")
    expect(page.get_by_role("heading", level=1, name="撤回这一篇")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("为什么撤回").fill("先不登")
    page.keyboard.press("Enter")
    expect(page.locator(".state").first).to_have_text("已撤回")
    page.get_by_role("link", name="取消撤回").press("Enter")
    page.get_by_role("button", name="重新登").press("Enter")
    expect(page.locator(".state").first).to_have_text("草稿")


@pytest.mark.parametrize(("width", "scheme"), [(768, "light"), (1280, "dark"), (1920, "light")])
def test_the_table_fits_and_axe_finds_nothing(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)


def test_without_script_the_form_and_the_links_do_the_same(chromium: Browser, preview: Preview) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(preview.url + "_desk/")
        page.get_by_role("searchbox").fill("整改")
        page.get_by_role("button", name="找").click()
        assert titles(page) == ["整改方案公示"]
        page.get_by_role("link", name="标题").click()
        assert titles(page) == ["整改方案公示"]
        page.get_by_label("栏目", exact=True).select_option("动态")
        page.get_by_role("button", name="找").click()
        assert titles(page) == []
        assert "sort=title" in page.url
