"""Reading aids in a real browser: edition for seniors, text size, contents, ticks, links out, printing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from conftest import SITES, copy_project
from lanmu.build.site import build
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdfium2 import PdfDocument
from support.printing import ink_above_baseline
from support.reading_site import fill
from support.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TEMPLATES = {
    "home": "",
    "column": "bulletins/",
    "article": "plan/phase-study/",
    "plan": "plan/",
    "timeline": "progress/timeline/",
    "reading": "study/reading-list/",
    "search": "search/",
    "English": "en/plan/",
}
LONG = "news/changwen/"
# Every visible piece of text with what the edition for seniors promises about it.
TEXTS = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== "none") return null;
      const colour = parse(style.backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!node.data.trim() || box.width < 2 || box.height < 2) continue;
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".visually-hidden, .skip, option")) continue;
    const style = getComputedStyle(element);
    const back = behind(element);
    const [one, other] = back ? [light(parse(style.color)), light(back)].sort((a, b) => b - a) : [0, 0];
    found.push({
      text: node.data.trim().slice(0, 20),
      size: parseFloat(style.fontSize),
      line: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
      heading: Boolean(element.closest("h1, h2, h3, h4, .masthead")),
      contrast: (one + .05) / (other + .05),
    });
  }
  return found;
}"""
# Visible controls; links within running text are as high as their line (WCAG 2.2, 2.5.8).
TARGETS = """() => Array.from(document.querySelectorAll("a[href], button, select, summary, label, input:not(label input)"))
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.matches(".skip"))
  .map((e) => {
    const box = e.getBoundingClientRect();
    return { name: e.textContent.trim().slice(0, 20) + " " + e.className + " in " + e.parentElement.className,
      inline: getComputedStyle(e).display === "inline", text: Boolean(e.closest(".prose, .glossary, td")),
      width: box.width, height: box.height };
  })"""


@pytest.fixture(scope="module")
def reading_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with an address, a long article and one with a recording."""
    project = copy_project(tmp_path_factory.mktemp("reading") / "project", SITES / "minimal")
    fill(project)
    build(project, project / "site", site_url="https://www.example.org/zhuanti/")
    return project / "site"


@pytest.fixture(scope="module")
def url(reading_site: Path) -> Iterator[str]:
    """Where it is served on loopback."""
    with served(reading_site) as address:
        yield address


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def focus(page: Page, selector: str) -> None:
    """Walks to an element with the Tab key alone."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"用 Tab 键走不到 {selector}")


def elder(chromium: Browser, **options: object) -> BrowserContext:
    """A reader who chose the edition for seniors some day before."""
    context = chromium.new_context(**options)  # type: ignore[arg-type]
    context.add_init_script("localStorage.setItem('lanmu.elder', 'on')")
    return context


def test_the_switch_works_by_keyboard_and_is_remembered_on_every_page(page: Page, real_url: str) -> None:
    page.goto(real_url)
    focus(page, "[data-elder]")
    page.keyboard.press("Space")
    expect(page.locator("[data-elder]")).to_have_attribute("aria-pressed", "true")
    for address in ("", "plan/aims/", "en/"):
        page.goto(real_url + address)
        expect(page.locator("html")).to_have_class("no-js js elder")
        expect(page.locator("[data-elder]")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-elder]").click()
    page.reload()
    expect(page.locator("html")).to_have_class("no-js js")
    expect(page.locator("[data-elder]")).to_have_attribute("aria-pressed", "false")


def test_it_is_there_before_anything_is_drawn(chromium: Browser, real_url: str) -> None:
    with elder(chromium) as context:
        context.add_init_script(
            "new MutationObserver((_, observer) => { if (!document.body) return; observer.disconnect();"
            " window.atBody = document.documentElement.className; })"
            ".observe(document, { childList: true, subtree: true });"
        )
        page = context.new_page()
        page.goto(real_url)
        assert "elder" in page.evaluate("window.atBody").split()


def test_without_storage_it_still_works_on_the_page(chromium: Browser, real_url: str) -> None:
    with chromium.new_context() as context:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        )
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(real_url)
        page.locator("[data-elder]").click()
        page.get_by_label("大", exact=True).check(force=True)
        expect(page.locator("html")).to_have_class("no-js js elder size-large")
        assert wrong == []


@pytest.fixture(scope="module")
def seniors_page(chromium: Browser) -> Iterator[Page]:
    """A page of a reader who chose the edition for seniors, and small text, some day before."""
    with elder(chromium, viewport={"width": 1280, "height": 800}) as context:
        context.add_init_script("localStorage.setItem('lanmu.size', 'small')")
        yield context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", TEMPLATES.values(), ids=TEMPLATES)
def test_the_edition_for_seniors_keeps_its_promises(
    seniors_page: Page, real_url: str, address: str, scheme: Literal["light", "dark"]
) -> None:
    """20 px, line height 1.8, contrast 7:1, targets of 60 px, nothing that moves, one column; also when small."""
    page = seniors_page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(real_url + address)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 20
    assert [text for text in texts if text["size"] < 20] == []
    assert [text for text in texts if text["contrast"] < 7] == []
    assert [text for text in texts if not text["heading"] and text["line"] < 1.79] == []
    targets = page.evaluate(TARGETS)
    assert [t for t in targets if t["inline"] and not t["text"]] == []
    assert [t for t in targets if not t["inline"] and min(t["width"], t["height"]) < 59.9] == []
    moving = "e => [getComputedStyle(e).transitionDuration, getComputedStyle(e).animationName].join()"
    assert page.locator("a").first.evaluate(moving) == "0s,none"
    assert page.evaluate(
        "Array.from(document.querySelectorAll('.layout, .home__grid'))"
        ".every((e) => getComputedStyle(e).gridTemplateColumns.split(' ').length === 1)"
    )
    for width in (320, 768):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_text_size_is_a_group_of_radio_buttons_and_is_remembered(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}plan/aims/")
    size = "() => parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    medium = page.evaluate(size)
    focus(page, "[data-text-size] input")
    assert page.evaluate("document.activeElement.value") == "medium"
    page.keyboard.press("ArrowRight")
    page.reload()
    large = page.evaluate(size)
    expect(page.get_by_role("radio", name="大")).to_be_checked()
    page.get_by_role("radio", name="小").check(force=True)
    assert page.evaluate(size) < medium < large
    expect(page.get_by_role("group", name="文字大小")).to_be_visible()


def test_ticks_are_counted_kept_and_cleared(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}study/reading-list/")
    boxes = page.locator("[data-tick]")
    total = boxes.count()
    expect(page.locator("[data-ticks-text]")).to_have_text(f"已读 0 / {total}")
    focus(page, "[data-tick]")
    page.keyboard.press("Space")
    boxes.nth(2).check()
    page.reload()
    expect(page.locator("[data-ticks-text]")).to_have_text(f"已读 2 / {total}")
    expect(boxes.nth(0)).to_be_checked()
    expect(page.get_by_role("progressbar", name="我的进度")).to_have_js_property("value", 2)
    expect(page.get_by_text("只记在这台设备")).to_be_visible()
    page.goto(f"{real_url}en/study/reading-list/")
    expect(page.locator("[data-ticks-text]")).to_have_text(f"2 of {total} read")
    page.get_by_role("button", name="Clear my ticks").press("Enter")
    page.goto(f"{real_url}study/reading-list/")
    expect(page.locator("[data-ticks-text]")).to_have_text(f"已读 0 / {total}")


def test_ticks_and_the_switch_work_from_a_file(page: Page, real_site: Path) -> None:
    page.goto((real_site / "study" / "reading-list" / "index.html").as_uri())
    page.locator("[data-tick]").first.check()
    page.locator("[data-elder]").click()
    page.reload()
    expect(page.locator("[data-ticks-text]")).to_contain_text("已读 1 /")
    expect(page.locator("[data-elder]")).to_have_attribute("aria-pressed", "true")


def test_without_scripts_nothing_is_offered_that_does_not_work(chromium: Browser, real_url: str, url: str) -> None:
    with chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{real_url}study/reading-list/")
        for selector in (".strip__elder", ".text-size", ".ticks", ".tick"):
            expect(page.locator(selector).first).to_be_hidden()
        expect(page.locator(".reading__title").first).to_be_visible()
        page.goto(url + LONG)
        for selector in (".aloud", ".copy", ".leaving", ".reading-progress"):
            expect(page.locator(selector)).to_be_hidden()
        expect(page.locator(".to-top")).to_be_visible()
        expect(page.locator(".side--toc a").first).to_be_visible()
        expect(page.locator(".qr svg")).to_be_visible()
        assert page.locator(".prose a", has_text="某资料").inner_text() == "某资料（外站）"


def test_the_contents_follow_the_reader(page: Page, url: str) -> None:
    # So high that the last heading never comes near the top.
    page.set_viewport_size({"width": 1280, "height": 1100})
    page.goto(url + LONG)
    here = page.locator(".side--toc [aria-current=location]")
    expect(here).to_have_count(0)
    expect(page.locator(".side--toc a")).to_have_count(9)
    for name in ("第3节", "第1节"):
        page.locator(".prose h2", has_text=name).evaluate("e => window.scrollTo(0, e.offsetTop - 60)")
        expect(here).to_have_text(name)
    page.locator(".side--toc a", has_text="第2节小题").click()
    expect(here).to_have_text("第2节小题")
    assert page.locator(".side--toc").bounding_box()["y"] >= 0  # type: ignore[index]
    for away, name in ((200, "第4节小题"), (0, "结尾")):
        page.evaluate("away => window.scrollTo(0, document.documentElement.scrollHeight - innerHeight - away)", away)
        expect(here).to_have_text(name)


def test_on_a_phone_the_contents_fold(chromium: Browser, url: str) -> None:
    with chromium.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(url + LONG)
        expect(page.locator(".side--toc")).to_be_hidden()
        link = page.locator(".contents a", has_text="第3节").first
        expect(link).to_be_hidden()
        focus(page, ".contents summary")
        page.keyboard.press("Enter")
        link.click()
        expect(page.locator(".prose h2", has_text="第3节")).to_be_in_viewport()
        page.goto(f"{url}plan/")
        expect(page.locator(".contents summary")).to_be_visible()


def test_the_progress_line_grows_on_long_articles_only(page: Page, url: str) -> None:
    page.goto(url + LONG)
    bar = page.locator(".reading-progress")
    expect(bar).to_be_attached()
    widths = []
    for share in (0, 0.5, 1):
        page.evaluate("s => window.scrollTo(0, s * document.documentElement.scrollHeight)", share)
        page.wait_for_timeout(80)
        widths.append(bar.evaluate("e => e.getBoundingClientRect().width"))
    assert widths[0] < 10 < widths[1] < widths[2] == 1280
    page.goto(f"{url}news/luyin/")
    expect(bar).to_be_hidden()


def test_back_to_top_appears_after_a_screen(page: Page, url: str) -> None:
    page.goto(url + LONG)
    link = page.locator("[data-to-top]")
    expect(link).to_be_hidden()
    page.evaluate("window.scrollTo(0, innerHeight + 50)")
    expect(link).to_be_visible()
    link.press("Enter")
    expect(link).to_be_hidden()
    assert page.evaluate("window.pageYOffset") == 0


@pytest.mark.parametrize("clipboard", [True, False])
def test_copy_link_says_that_it_is_done(chromium: Browser, url: str, clipboard: bool) -> None:
    with chromium.new_context() as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        if not clipboard:
            page.add_init_script("delete Navigator.prototype.clipboard")
        page.goto(url + LONG)
        page.locator("[data-copy-link] button").press("Enter")
        expect(page.locator("[data-copy-link] [role=status]")).to_have_text("已复制")
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"
        page.goto(f"{url}search/")
        page.locator("#lanmu-q").press("Control+V")
        expect(page.locator("#lanmu-q")).to_have_value(f"https://www.example.org/zhuanti/{LONG}")


def test_leaving_asks_first_and_names_the_host(page: Page, url: str) -> None:
    page.route("https://unlisted.example.com/**", lambda route: route.fulfill(body="elsewhere"))
    page.goto(url + LONG)
    dialog = page.locator("dialog.leaving")
    link = page.locator(".prose a", has_text="某资料")
    link.press("Enter")
    expect(dialog).to_be_visible()
    expect(page.locator("[data-leaving-host]")).to_have_text("unlisted.example.com")
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "某资料（外站）"
    link.click()
    page.get_by_role("button", name="留在本站").click()
    expect(dialog).to_be_hidden()
    assert page.url == url + LONG
    link.click()
    page.get_by_role("link", name="继续前往").click()
    page.wait_for_url("https://unlisted.example.com/**")


def test_a_host_on_the_list_needs_no_notice(page: Page, url: str) -> None:
    page.route("https://www.gov.cn/**", lambda route: route.fulfill(body="listed"))
    page.goto(url + LONG)
    listed = page.locator(".prose a", has_text="某法规")
    assert listed.inner_text() == "某法规"
    assert "\u2197" in listed.evaluate("e => getComputedStyle(e, '::after').content")
    listed.click()
    page.wait_for_url("https://www.gov.cn/**")


def test_print_is_a_clean_page_with_address_date_and_code(page: Page, url: str) -> None:
    page.add_init_script("localStorage.setItem('lanmu.elder', 'on')")
    page.goto(url + LONG)
    page.emulate_media(media="print")
    for gone in (
        ".settings",
        ".strip__search",
        ".strip__elder",
        ".columns",
        ".side--toc",
        ".contents",
        ".copy",
        ".to-top",
        ".aloud",
        ".reading-progress",
    ):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".qr svg")).to_be_visible()
    address = page.locator(".qr__address")
    expect(address).to_have_text("网址：")
    expect(address).to_be_visible()
    shown = address.evaluate("e => getComputedStyle(e, '::after').content")
    assert shown == f'"https://www.example.org/zhuanti/{LONG}"'
    expect(page.locator(".article__meta time").first).to_have_text("2008-11-03 09:00")
    assert page.locator(".prose p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == 15.75


@pytest.mark.parametrize("address", ["", "bulletins/samples/2008-10-28-diaoyan-ting-yijian/", "progress/matrix/"])
def test_print_is_ink_on_paper_under_the_name_of_the_site(page: Page, real_url: str, address: str) -> None:
    page.goto(real_url + address)
    page.emulate_media(media="print")
    expect(page.locator(".masthead__title")).to_be_visible()
    texts = page.evaluate(TEXTS)
    assert len(texts) > 20
    assert [text for text in texts if text["contrast"] < 4.5] == []


@pytest.mark.parametrize("address", ["", "news/", LONG])
def test_a_printed_page_says_where_and_when(page: Page, url: str, address: str) -> None:
    """The site's name, the page's address (an article's at its end) and the day stand on it."""
    page.goto(url + address)
    expect(page.locator(".on-paper")).to_be_hidden()
    with PdfDocument(page.pdf(format="A4")) as document:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    said = "".join(text.split())
    assert said.count(f"https://www.example.org/zhuanti/{address}") == 1
    assert f"打印日期：{date.today():%Y-%m-%d}" in said
    assert "".join(page.locator(".masthead__title").inner_text().split()) in said


def test_the_points_of_a_traditional_page_are_at_the_lower_left(page: Page, url: str) -> None:
    """As long as its quotation marks are those of the mainland (GB/T 15834-2011, 5.1.1)."""
    page.goto(f"{url}zh-Hant/{LONG}")
    heights = ink_above_baseline(page.pdf(format="A4"), "，")
    assert len(heights) > 3
    assert max(heights) < 0.25


def test_the_signature_never_has_a_printed_page_to_itself(page: Page, url: str) -> None:
    """Wherever on the page the text ends: its last sentence stands with the signature."""
    page.goto(f"{url}news/shuming/")
    head = page.locator(".article__head")
    for height in range(0, 960, 40):
        head.evaluate("(e, height) => { e.style.paddingBottom = `${height}px`; }", height)
        with PdfDocument(page.pdf(format="A4")) as document:
            last = document[len(document) - 1].get_textpage().get_text_range()
        assert "https://www.example.org/" in last
        assert "最后一句。" in last


def test_paragraphs_are_indented_and_captions_are_seen(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}bulletins/samples/2008-10-28-diaoyan-ting-yijian/")
    indents = page.locator(".prose > p, .prose blockquote p, .prose td").evaluate_all(
        "all => all.map((e) => [e.parentElement.matches('.prose'), parseFloat(getComputedStyle(e).textIndent)])"
    )
    assert {own: width > 0 for own, width in indents} == {True: True, False: False}
    expect(page.locator(".prose figcaption")).to_be_visible()
    page.goto(f"{real_url}en/plan/phase-study/")
    assert page.locator(".prose > p").first.evaluate("e => getComputedStyle(e).textIndent") == "0px"


def test_a_phone_needs_no_code(page: Page, url: str, real_url: str) -> None:
    page.goto(url + LONG)
    page.set_viewport_size({"width": 767, "height": 800})
    expect(page.locator(".qr")).to_be_hidden()
    page.set_viewport_size({"width": 768, "height": 800})
    expect(page.locator(".qr svg")).to_be_visible()
    page.goto(f"{real_url}plan/aims/")
    expect(page.locator(".qr")).to_have_count(0)
