"""The pages to copy from, opened from a disk: their buttons bring the text onto the clipboard, as HTML and as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lanmu.channels.common.job import Wanted
from lanmu.channels.registry import CHANNELS
from playwright.sync_api import Browser, Page, expect
from support import builders
from support.files import picture_bytes
from support.pasting import EVERYTHING
from support.printing import _fonts_are_there, press

__all__ = ["_fonts_are_there"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async (type) => item.types.includes(type) ? (await item.getType(type)).text() : "";
  return [await read("text/html"), await read("text/plain")];
}"""
WITHOUT = "Object.defineProperty(navigator, 'clipboard', { value: { write: async () => { throw new Error(); } } });"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of an article with everything in it, in a folder with a blank and Chinese in its name."""
    folder = tmp_path_factory.mktemp("copying") / "新 文件夹"
    article = builders.article("a", body=EVERYTHING)
    (folder / "docs" / "news").mkdir(parents=True)
    for name, kind in (("wide.webp", "webp"), ("clear.png", "png")):
        (folder / "docs" / "news" / name).write_bytes(picture_bytes(kind, "600x400"))
    (job,) = CHANNELS["wechat"].jobs(press(folder, [article]), Wanted((article,), named=True))
    for name, data in job.render().files.items():
        target = folder / "out" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder / "out" / "news-a.html"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 375, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def without_blanks(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("by", ["Clipboard API", "selection"])
def test_the_buttons_copy(page: Page, file: Path, by: str) -> None:
    other = page.context.new_page()
    other.goto(file.as_uri())
    if by == "selection":
        page.add_init_script(WITHOUT)
    page.goto(file.as_uri())
    page.bring_to_front()
    for part in ("正文", "标题", "摘要"):
        page.get_by_role("button", name=f"复制{part}", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text(f"已复制{part}")
        other.bring_to_front()
        html, text = other.evaluate(CLIPBOARD)
        page.bring_to_front()
        if part == "正文":
            article = page.locator("#article")
            assert without_blanks(text) == without_blanks(article.inner_text())
            assert "第一段，有强调和突出" in text
            # The browser puts its own frame around what was written, and may close what needs no end.
            styles = re.findall(r'style="([^"]*)"', article.inner_html())
            assert re.findall(r'style="([^"]*)"', html)[-len(styles) :] == styles
        else:
            assert (html, text) == ("", {"标题": "题a", "摘要": "摘要a。"}[part])


def test_a_phone_shows_all_of_it(page: Page, file: Path) -> None:
    wrong: list[str] = []
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    # What is wider slides by itself.
    wide = page.evaluate(
        "[...document.querySelectorAll('#article *')].filter(e => !e.closest('[style*=overflow-x] *')"
        " && e.getBoundingClientRect().right > 360).map(e => e.outerHTML)"
    )
    assert wide == []
    page.locator(".picture__image").last.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
    assert wrong == []
