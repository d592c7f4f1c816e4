"""印刷与上报 in a real browser: a bulletin is printed and looked at, an issue put together, a report entered; by mouse and by
keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from support.axe import STYLE, TAGS, assert_accessible, load_axe, violations
from support.desk_page import is_no_refusal, watched
from support.previewing import Preview, previewed
from support.printing import _fonts_are_there
from support.standing_prints import ISSUE, LEDGER, PEIXUN, TITLES, ZOUFANG, ZUOTAN, with_prints

__all__ = ["_fonts_are_there"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]
LONG = 60_000  # milliseconds: a print on a busy machine


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewed(tmp_path_factory.mktemp("preview"), with_prints) as running:
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    dialogs: list[str] = []
    with watched(chromium, is_no_refusal) as page:
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        yield page
    assert dialogs == []


def opened(page: Page, preview: Preview, address: str) -> None:
    page.goto(f"{preview.url}_desk/printing/{address}")


def test_an_article_is_printed_looked_at_and_downloaded(page: Page, preview: Preview) -> None:
    opened(page, preview, f"?path={PEIXUN}")
    for name in ("宣传栏", "信息上报"):
        page.get_by_role("checkbox", name=name).uncheck()
    page.get_by_role("button", name="印", exact=True).click()
    picture = page.get_by_role("img", name="简报第1期，第 1 页（共 1 页）")
    expect(picture).to_be_visible(timeout=LONG)
    picture.scroll_into_view_if_needed()
    page.wait_for_function("picture => picture.complete && picture.naturalWidth > 0", arg=picture.element_handle())
    assert_accessible(page)
    page.get_by_role("link", name="看每一页").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("简报第1期")
    expect(page.get_by_text("210×297 毫米（A4）")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()
    assert download.value.suggested_filename == "news-001.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert_accessible(page)


def test_an_issue_is_put_together_by_the_keyboard(page: Page, preview: Preview) -> None:
    opened(page, preview, "channel/newspaper")
    page.get_by_label("哪个月").fill("2008-11")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text("专版")
    page.get_by_role("button", name="打开").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("期刊 2008年11月")
    rows = page.locator("[data-item] .chosen__title")
    expect(rows).to_have_text([TITLES[PEIXUN]])
    page.get_by_label("出版日期").fill("2008-11-28")
    page.get_by_role("searchbox", name="找").press_sequentially("走访")
    offered = page.locator(".offered .chosen__title")
    expect(offered).to_have_text([TITLES[ZOUFANG]])
    page.get_by_role("button", name=f"选上 《{TITLES[ZOUFANG]}》").press("Enter")
    expect(rows).to_have_text([TITLES[PEIXUN], TITLES[ZOUFANG]])
    expect(page.get_by_role("status").last).to_have_text(f"《{TITLES[ZOUFANG]}》排在第 2。")
    up = page.get_by_role("button", name=f"上移 《{TITLES[ZOUFANG]}》")
    up.press("Enter")
    expect(rows).to_have_text([TITLES[ZOUFANG], TITLES[PEIXUN]])
    # The first cannot go up: the focus is on its next button.
    expect(page.get_by_role("button", name=f"下移 《{TITLES[ZOUFANG]}》")).to_be_focused()
    # Return in a field saves nothing.
    page.get_by_label("责任编辑").press("Enter")
    expect(page.get_by_label("出版日期")).to_have_value("2008-11-28")
    assert_accessible(page)
    page.get_by_role("button", name="保存", exact=True).press("Enter")
    expect(page.get_by_text("保存好了：")).to_be_visible()
    issue = yaml.safe_load((preview.project / "docs" / ISSUE).read_text(encoding="utf-8"))
    assert [piece["article"] for piece in issue["pieces"]] == [ZOUFANG, PEIXUN]


def test_posters_are_ordered_by_dragging(page: Page, preview: Preview) -> None:
    opened(page, preview, "board?front=board&month=2008-12")
    rows = page.locator("[data-item] .chosen__title")
    for path in (ZUOTAN, ZOUFANG):
        page.get_by_role("button", name=f"选上 《{TITLES[path]}》").click()
        expect(rows.last).to_have_text(TITLES[path])
    first = page.locator("[data-item]").first
    page.locator("[data-grip]").last.drag_to(first, target_position={"x": 40, "y": 3})
    expect(rows).to_have_text([TITLES[ZOUFANG], TITLES[ZUOTAN]])
    expect(page.locator(".chosen__number")).to_have_text(["1", "2"])
    expect(page.get_by_role("button", name=f"上移 《{TITLES[ZOUFANG]}》")).to_be_disabled()
    assert_accessible(page)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("保存好了：")).to_be_visible()
    expect(rows).to_have_text([TITLES[ZOUFANG], TITLES[ZUOTAN]])


def test_a_report_is_entered(page: Page, preview: Preview) -> None:
    opened(page, preview, "reports")
    assert_accessible(page)
    page.get_by_role("link", name=f"登记 《{TITLES[PEIXUN]}》").click()
    field = page.get_by_label("报给哪里")
    # Where reports went before is filled in.
    expect(field).to_have_value("示例刊物甲")
    field.fill("")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("有的地方填得不对")
    expect(field).to_have_accessible_description("刊物或部门的名称；一篇报两处，登记两条。 没有填写。补上这个字段。")
    assert_accessible(page)
    field.fill("示例刊物丙")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name=TITLES[PEIXUN])).to_contain_text("示例刊物丙")
    assert "示例刊物丙" in (preview.project / "docs" / LEDGER).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "scheme"), [("", "light"), ("channel/bulletin", "dark"), ("months?month=2008-10", "light")]
)
def test_the_other_views(chromium: Browser, preview: Preview, address: str, scheme: Literal["light", "dark"]) -> None:
    with chromium.new_context(viewport={"width": 1920, "height": 1080}, color_scheme=scheme) as context:
        page = context.new_page()
        opened(page, preview, address)
        load_axe(page)
        assert violations(page, TAGS if scheme == "light" else STYLE) == []
