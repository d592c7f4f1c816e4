"""Reading aloud. Headless browsers have no voices: only here a recording stand-in takes the place of speech."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build.site import build
from playwright.sync_api import Browser, Locator, Page, expect
from support.reading_site import fill
from support.secret_files import FRAME
from support.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LONG = "news/changwen/"
# Voices come late, as they do in Chrome; every utterance waits for `speechEnds()`.
VOICES = """voices => {
  const made = voices.map(([lang, localService]) => ({ lang, localService, name: lang }));
  let listed = [];
  const speech = new EventTarget();
  Object.assign(speech, { said: [], current: null, cancelled: 0, getVoices: () => listed,
    speak(utterance) { speech.said.push([utterance.text, utterance.voice.lang, utterance.rate]); speech.current = utterance; },
    cancel() { const old = speech.current; speech.current = null; speech.cancelled += 1; // Chrome reports an error, Safari an end.
      if (old) { old.onerror(); old.onend(); } } });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  window.speechEnds = () => { const old = speech.current; speech.current = null; old.onend(); };
  setTimeout(() => { listed = made; speech.dispatchEvent(new Event("voiceschanged")); }, 100);
}"""
NO_HIGHLIGHTS = "delete window.Highlight;"
PIECES = """() => {
  const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
  let count = 0;
  while (walker.nextNode()) count += 1;
  return count;
}"""
MARKED = """() => document.querySelector(".aloud__mark")
  ? Array.from(document.querySelectorAll(".aloud__mark")).map((e) => e.textContent).join("")
  : Array.from((window.CSS.highlights.get("lanmu-aloud") || [])).map(String).join("")"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site with a long article and one with a recording, on loopback."""
    project = copy_project(tmp_path_factory.mktemp("aloud") / "project", SITES / "minimal")
    fill(project)
    build(project, project / "site")
    with served(Path(project / "site")) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1280, "height": 600}) as context:
        yield context.new_page()


def open_with(page: Page, url: str, voices: list[tuple[str, bool]], script: str = "") -> None:
    """Opens the long article on a device that has these voices: language, and whether it is the device's own."""
    listed = str([list(voice) for voice in voices]).replace("True", "true").replace("False", "false")
    page.add_init_script(f"({VOICES})({listed});{script}")
    page.goto(url + LONG)


def button(page: Page) -> Locator:
    """The button, when it is shown: keys are pressed without waiting for that, clicks are not."""
    toggle = page.locator("[data-aloud-toggle]")
    toggle.wait_for()
    return toggle


def said(page: Page) -> list[str]:
    """What was spoken, in its order."""
    return [text for text, _, _ in page.evaluate("speechSynthesis.said")]


def test_without_a_voice_there_is_no_button(page: Page, url: str) -> None:
    page.goto(url + LONG)
    page.wait_for_timeout(300)
    expect(page.locator("[data-aloud]")).to_be_hidden()


@pytest.mark.parametrize(
    ("voices", "offered"),
    [
        ([("en-GB", True)], False),
        # It would send the text to somebody else's server.
        ([("zh-CN", False)], False),
        ([("en-GB", True), ("zh_TW", True)], True),
        ([("cmn-Hans-CN", True)], True),
    ],
)
def test_only_a_voice_of_the_device_in_the_language_counts(
    page: Page, url: str, voices: list[tuple[str, bool]], offered: bool
) -> None:
    open_with(page, url, voices)
    page.wait_for_timeout(250)
    expect(page.locator("[data-aloud]")).to_be_visible(visible=offered)


def test_mandarin_goes_before_cantonese(page: Page, url: str) -> None:
    open_with(page, url, [("zh-HK", True), ("zh-TW", True), ("zh-CN", True)])
    page.locator("[data-aloud-toggle]").click()
    assert page.evaluate("speechSynthesis.said[0][1]") == "zh-CN"


@pytest.mark.parametrize("script", ["", NO_HIGHLIGHTS], ids=["highlight", "wrapped"])
def test_sentence_by_sentence_each_marked_and_nothing_left_behind(page: Page, url: str, script: str) -> None:
    open_with(page, url, [("zh-CN", True)], script)
    before = page.locator(".prose").inner_html(), page.evaluate(PIECES)
    button(page).press("Enter")
    marked = []
    for _ in range(10):
        marked.append(page.evaluate(MARKED))
        page.evaluate("speechEnds()")
    assert said(page)[:10] == [
        "第一句在这里。",
        "第二句问：“听得清吗？”",
        "第三句有粗体和；",
        "第四句是3.5公里。",
        "参看某资料和某法规。",
        "甲格",
        "乙格",
        "丙格",
        "丁格",
        "第1节",
    ]
    assert marked == said(page)[:10]
    page.locator("[data-aloud-stop]").click()
    assert (page.locator(".prose").inner_html(), page.evaluate(PIECES)) == before
    assert page.evaluate(MARKED) == ""


def test_it_ends_with_the_article_and_follows_on_the_screen(page: Page, url: str) -> None:
    open_with(page, url, [("zh-CN", True)])
    page.locator("[data-aloud-toggle]").click()
    while page.evaluate("speechSynthesis.current !== null"):
        page.evaluate("speechEnds()")
    assert said(page)[-1] == "最后一句。"
    assert max(len(text) for text in said(page)) <= 70
    expect(page.locator("[data-aloud-toggle]")).to_have_text("朗读")
    expect(page.locator(".prose p", has_text="最后一句")).to_be_in_viewport()


def test_pause_resume_speed_and_stop_by_keyboard(page: Page, url: str) -> None:
    open_with(page, url, [("zh-CN", True)])
    toggle = button(page)
    toggle.press("Enter")
    expect(toggle).to_have_text("暂停")
    page.evaluate("speechEnds()")
    toggle.press("Space")
    expect(toggle).to_have_text("继续")
    assert page.evaluate("speechSynthesis.current") is None
    toggle.press("Enter")
    assert said(page) == ["第一句在这里。", "第二句问：“听得清吗？”", "第二句问：“听得清吗？”"]
    page.locator("[data-aloud] select").select_option("1.3")
    assert page.evaluate("speechSynthesis.said[3]") == ["第二句问：“听得清吗？”", "zh-CN", 1.3]
    page.locator("[data-aloud-stop]").press("Enter")
    expect(toggle).to_have_text("朗读")
    expect(toggle).to_be_focused()
    expect(page.locator("[data-aloud-stop]")).to_be_hidden()
    toggle.press("Enter")
    assert said(page)[4] == "第一句在这里。"


def test_leaving_the_page_stops_it(page: Page, url: str) -> None:
    open_with(page, url, [("zh-CN", True)])
    page.locator("[data-aloud-toggle]").click()
    before = page.evaluate("speechSynthesis.cancelled")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("speechSynthesis.cancelled") == before + 1
    assert page.evaluate("speechSynthesis.current") is None
    expect(page.locator("[data-aloud-toggle]")).to_have_text("朗读")


def test_a_recording_goes_before_the_voice(page: Page, url: str) -> None:
    page.add_init_script(f"({VOICES})([['zh-CN', true]])")
    page.goto(f"{url}news/luyin/")
    player = page.locator("article audio[controls]")
    expect(player).to_be_visible()
    assert player.get_attribute("preload") == "none"
    answer = page.request.get(player.evaluate("e => e.src"))
    assert answer.ok
    assert answer.body() == FRAME, "录音本身原样，去掉的只是标签"
    expect(page.locator("[data-aloud]")).to_have_count(0)
