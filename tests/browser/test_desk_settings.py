"""栏目与活动 in a real browser: by mouse, by keyboard alone, without scripts, and as axe sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support.axe import assert_accessible
from support.desk_page import is_no_refusal, watched
from support.previewing import Preview, previewed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

HERE = "_desk/settings/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewed(tmp_path_factory.mktemp("preview")) as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with watched(chromium, is_no_refusal) as page:
        yield page


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what is called so has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.labels?.[0] || document.activeElement).textContent.replace(/\\s+/g, ' ').trim()"
        )
        if focused.startswith(name):
            return
    raise AssertionError(name)


def enter(page: Page) -> None:
    """Presses Enter where it leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_unit_is_added_moved_and_removed_by_keyboard_alone(page: Page, preview: Preview) -> None:
    file = preview.project / "docs" / "campaign.yml"
    before = file.read_bytes()
    page.goto(preview.url + HERE)
    for name in ("单位", "加一项：单位"):
        tab_to(page, name)
        enter(page)
    tab_to(page, "标识")
    page.keyboard.type("Lab")
    tab_to(page, "名称")
    page.keyboard.type("检验科")
    tab_to(page, "类型")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    tab_to(page, "存")
    enter(page)
    expect(page.locator("#e-id")).to_contain_text("的写法不对")
    assert file.read_bytes() == before
    tab_to(page, "「Lab」")
    page.keyboard.press("Enter")
    expect(page.locator("#f-id")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("lab")
    enter(page)
    row = page.locator("tr.moved")
    expect(row).to_contain_text("检验科")
    expect(row.get_by_role("link", name=re.compile("^改"))).to_be_focused()
    tab_to(page, "上移：检验科")
    enter(page)
    expect(row.get_by_role("button", name=re.compile("^上移"))).to_be_focused()
    tab_to(page, "删去：检验科")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("删去 单位：检验科")
    tab_to(page, "删去")
    enter(page)
    expect(page.get_by_role("status").first).to_contain_text("已经存好")
    assert file.read_bytes() == before


def test_the_look_is_shown_while_it_is_chosen(page: Page, preview: Preview) -> None:
    page.goto(f"{preview.url}{HERE}edit?file=lanmu.toml&at=site.look")
    expect(page.get_by_role("button", name="看看颜色")).to_be_hidden()
    page.get_by_label("主色").fill("#e67e22")
    expect(page.get_by_text("主色 #e67e22 会让字看不清")).to_be_visible()
    expect(page.locator('rect[fill="#e67e22"]').first).to_be_visible()
    page.get_by_label("主色").fill("#10668f")
    expect(page.get_by_text("都看得清")).to_be_visible()


def test_axe_finds_nothing(page: Page, preview: Preview) -> None:
    places = (
        "",
        "campaign",
        "checks",
        "edit?file=columns.yml&at=columns.0",
        "edit?file=columns.yml&at=columns.new",
        "edit?file=lanmu.toml&at=site.look",
        "remove?file=columns.yml&at=columns.0",
    )
    for place in places:
        page.goto(preview.url + HERE + place)
        assert_accessible(page)


def test_without_scripts_the_colours_are_shown_on_demand(chromium: Browser, preview: Preview) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{preview.url}{HERE}edit?file=lanmu.toml&at=site.look")
        page.get_by_label("主色").fill("#e67e22")
        page.get_by_role("button", name="看看颜色").click()
        expect(page.get_by_text("主色 #e67e22 会让字看不清")).to_be_visible()
        expect(page.get_by_label("主色")).to_have_value("#e67e22")
