"""The editor's bar in a real browser: what it shows, how it is used, and that it keeps itself up to date."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from support.axe import STYLE, TAGS, load_axe, violations
from support.previewing import DRAFT, FAULT, MENDED, Preview, draft, previewed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = "news/2008-10-19-caogaodemingziyoumeiyoukonggezhemechangkannenghuanhangma/"
SAMPLE = "news/samples/2008-10-22-shili/"
LONG = 40_000  # milliseconds: a build and a check on a busy machine
# What a screen reader is given to say, also before the page is loaded again.
LISTEN = """
new MutationObserver(() => {
  const said = document.querySelector("[data-said]");
  if (said) sessionStorage.heard = (sessionStorage.heard || "") + said.textContent;
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewed(tmp_path_factory.mktemp("preview")) as running:
        running.bar(f"/{PAGE}", lambda html: "TXT001" in html)
        yield running


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that complains of every error on its console."""
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        wrong: list[str] = []
        context.on(
            "console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None
        )
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        yield context.new_page()
        assert wrong == []


def bar_of(page: Page) -> Any:
    return page.get_by_role("complementary", name="编辑栏（只有预览时看得见）")


def test_a_draft_and_a_sample_say_what_they_are(page: Page, preview: Preview) -> None:
    page.goto(preview.url + PAGE)
    bar = bar_of(page)
    expect(bar.locator(".editbar__state")).to_have_text("草稿")
    expect(bar.locator(".editbar__count")).to_have_text("本页：错误 1 处，提醒 1 处")
    expect(bar.get_by_role("link", name=DRAFT)).to_be_visible()
    page.goto(preview.url + SAMPLE)
    expect(bar.locator(".editbar__state")).to_have_text("示例")
    expect(bar).not_to_contain_text("TXT001")


def test_the_fault_is_shown_with_its_line_and_leads_there(page: Page, preview: Preview) -> None:
    page.goto(preview.url + PAGE)
    bar = bar_of(page)
    bar.locator("summary").click()
    finding = bar.locator(".finding", has_text="TXT001")
    place = finding.get_by_role("link", name="第10行第3字")
    expect(place).to_have_attribute("href", f"/_lanmu/open?path=docs/{DRAFT}&line=10&column=3")
    expect(finding.locator(".finding__remedy")).to_have_text("改法改成「，」。")


def test_a_mended_fault_leaves_the_bar_and_the_page_of_all_findings_by_itself(page: Page, preview: Preview) -> None:
    page.goto(preview.url)
    bar_of(page).get_by_role("link", name="全部稿件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("全部稿件的检查结果")
    part = page.locator(".overview__file", has_text=f"docs/{DRAFT}")
    expect(part.locator(".finding", has_text="TXT001")).to_be_visible()
    part.get_by_role("link", name="看网页").click()
    expect(page.locator("article h1")).to_contain_text("测试用的草稿")
    page.go_back()
    article = page.context.new_page()
    article.add_init_script(LISTEN)
    article.goto(preview.url + PAGE)
    bar = bar_of(article)
    expect(bar.locator(".editbar__count--error")).to_have_text("本页：错误 1 处，提醒 1 处")
    preview.write(DRAFT, draft(MENDED))
    expect(bar.locator(".editbar__count")).to_have_text("本页：提醒 1 处", timeout=LONG)
    expect(bar.locator(".finding", has_text="TXT001")).to_have_count(0)
    end = time.monotonic() + LONG / 1000
    while "本页：提醒 1 处" not in article.evaluate("sessionStorage.heard"):
        assert time.monotonic() < end
        article.wait_for_timeout(50)
    expect(part.locator(".finding", has_text="TXT001")).to_have_count(0, timeout=LONG)
    preview.write(DRAFT, draft(FAULT))
    expect(bar.locator(".editbar__count--error")).to_be_visible(timeout=LONG)
    expect(part.locator(".finding", has_text="TXT001")).to_be_visible(timeout=LONG)


def test_a_broken_build_is_seen_in_the_browser_also_in_a_folded_bar(page: Page, preview: Preview) -> None:
    page.goto(preview.url + PAGE)
    bar = bar_of(page)
    bar.get_by_role("button", name="编辑栏").click()
    preview.write(DRAFT, draft(FAULT).replace("title:", "titel:"))
    expect(bar.locator(".editbar__problem")).to_contain_text("是不是想写 title？", timeout=LONG)
    expect(bar.locator(".editbar__problem a").first).to_be_visible()
    expect(page.locator("article h1")).to_contain_text("测试用的草稿")
    preview.write(DRAFT, draft(FAULT))
    expect(bar.locator(".editbar__problem")).to_have_count(0, timeout=LONG)


def test_everything_works_from_the_keyboard_and_is_remembered(page: Page, preview: Preview) -> None:
    page.goto(preview.url + PAGE)
    bar = bar_of(page)
    # First comes the page's own way to its text, as without the bar, and nothing lies over it.
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    assert skip.evaluate("""(link) => {
        const box = link.getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === link;
    }""")
    page.keyboard.press("Tab")
    fold = bar.get_by_role("button", name="编辑栏")
    expect(fold).to_be_focused()
    page.keyboard.press("Tab")
    expect(bar.get_by_role("link", name=DRAFT)).to_be_focused()
    page.keyboard.press("Tab")
    expect(bar.get_by_role("link", name="在编辑台打开")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(bar.locator("[role=status]")).to_have_text("路径已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"docs/{DRAFT}"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(bar.locator("details")).to_have_attribute("open", "")
    page.reload()
    expect(bar.locator(".findings")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(bar.locator(".findings")).to_be_hidden()
    page.reload()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(bar.locator(".editbar__count")).to_be_visible()


def test_what_has_the_focus_keeps_it_when_news_come(page: Page, preview: Preview) -> None:
    page.goto(preview.url + PAGE)
    bar = bar_of(page)
    bar.locator("summary").click()
    reminder = bar.locator(".finding", has_text="FM022").get_by_role("link")
    reminder.focus()
    # As after a check: the same page without one of its findings.
    page.route("**/_lanmu/findings.json?*", lambda route: without_the_fault(route))
    page.evaluate("""() => {
        document.querySelector("[data-editbar]").dataset.running = "";
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    expect(bar.locator(".finding", has_text="TXT001")).to_have_count(0)
    expect(reminder).to_be_focused()
    expect(bar.locator("details")).to_have_attribute("open", "")


def without_the_fault(route: Route) -> None:
    """Answers as the preview would if TXT001 had been mended."""
    news = route.fetch(url=route.request.url.partition("&revision")[0]).json()
    news["html"] = re.sub(r'<li class="finding">(?:(?!</li>).)*TXT001.*?</li>', "", news["html"], flags=re.DOTALL)
    route.fulfill(json=news)


def test_the_page_is_not_loaded_again_and_again(page: Page, preview: Preview) -> None:
    # What was written for the test before has been checked.
    preview.bar(f"/{PAGE}")
    page.goto(preview.url + PAGE)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.wait_for_timeout(3000)
    assert [url for url in requests if "/_lanmu/" in url or url == page.url] == []


def test_nothing_of_the_bar_breaks_the_policy_of_the_published_pages(page: Page, preview: Preview) -> None:
    answer = page.goto(preview.url + PAGE)
    assert answer is not None
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")
    bar = bar_of(page)
    bar.locator("summary").click()
    expect(bar.locator(".findings")).to_be_visible()
    bar.get_by_role("button", name="编辑栏").click()
    expect(bar.locator(".findings")).to_be_hidden()
    assert bar.evaluate("(bar) => getComputedStyle(bar).borderBottomStyle") == "solid"


LOOKS: list[tuple[Literal["light", "dark"], bool]] = [
    ("light", False),
    ("dark", False),
    ("light", True),
    ("dark", True),
]


def test_axe_finds_nothing(chromium: Browser, preview: Preview) -> None:
    """In all looks. The pages themselves are looked at without the bar (test_accessibility): what is around it, in one."""
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script("localStorage.setItem('lanmu.preview.list', 'on')")
        for address in (PAGE, SAMPLE, "plan/", "zh-Hant/plan/points/", "nowhere/", "_lanmu/"):
            page.goto(preview.url + address)
            page.wait_for_function("!document.querySelector('[data-editbar]').hasAttribute('data-running')")
            load_axe(page)
            for scheme, elder in LOOKS:
                page.emulate_media(color_scheme=scheme)
                page.evaluate("on => document.documentElement.classList.toggle('elder', on)", elder)
                first = (scheme, elder) == LOOKS[0]
                part = "" if first or address == "_lanmu/" else ".editbar"
                findings = violations(page, TAGS if first else STYLE, part=part)
                wrong += [f"{address} {scheme} {'elder ' * elder}{text}" for text in findings]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("elder", [False, True])
def test_no_width_scrolls_sideways(page: Page, preview: Preview, elder: bool) -> None:
    page.add_init_script("localStorage.setItem('lanmu.preview.list', 'on')")
    if elder:
        page.add_init_script("localStorage.setItem('lanmu.elder', 'on')")
    for address in (PAGE, SAMPLE, "_lanmu/"):
        page.goto(preview.url + address)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{address} 在 {width} 像素宽时横向滚动 {wide} 像素"


def test_targets_are_large_enough(page: Page, preview: Preview) -> None:
    """24 pixels (WCAG 2.2, 2.5.8) for whatever stands by itself."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(preview.url + PAGE)
    for target in bar_of(page).locator("button:visible, summary:visible, .editbar__all:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 24, target.inner_text()


def test_it_is_not_printed(page: Page, preview: Preview) -> None:
    page.goto(preview.url + PAGE)
    expect(page.locator(".editbar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".editbar")).to_be_hidden()


def test_without_scripts_everything_can_be_read(chromium: Browser, preview: Preview) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(preview.url + PAGE)
        page.locator(".editbar summary").click()
        expect(page.locator(".finding", has_text="TXT001")).to_be_visible()
        expect(page.locator(".editbar [data-copy]")).to_be_hidden()
