"""What axe cannot see of WCAG 2.2 AA: reflow, enlarged text, text spacing, keyboard path, motion, forced colours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.page_kinds import CHINESE_ONLY, PAGES

# Not in the group of the other browser tests: both cores share the work.
pytestmark = [pytest.mark.browser]

HEIGHT = 800  # CSS pixels
# The page's security policy forbids style elements; a constructed sheet is the reader's own, as from an extension.
OVERRIDE = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
# SC 1.4.12, word for word in CSS.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)
DOUBLE = ":root { font-size: 200% !important }"
# Text that its own box or one around it cuts off, where one cannot scroll to it.
CUT = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const found = wide > 0 ? [`page is ${wide} px too wide`] : [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  // The boxes around an element that cut off, up to one that scrolls; those of its parent are part of them.
  const known = new Map();
  const cutters = (box) => {
    if (!box || box === document.documentElement) return [];
    if (known.has(box)) return known.get(box);
    const style = getComputedStyle(box);
    const size = box.getBoundingClientRect();
    let boxes = [];
    if (size.width > 1 || size.height > 1) {
      const hides = [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip");
      const scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
      boxes = scrolls ? [] : cutters(box.parentElement);
      if (hides && style.textOverflow !== "ellipsis" && style.webkitLineClamp === "none") boxes = [[box, size], ...boxes];
    }
    known.set(box, boxes);
    return boxes;
  };
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    const boxes = cutters(element);
    if (!boxes.length || element.closest(".skip, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const text = range.getBoundingClientRect();
    if (!text.width) continue;
    for (const [box, size] of boxes) {
      const cut = text.right > size.right + 2 || text.bottom > size.bottom + 6 || text.left < size.left - 2;
      if (cut && !seen.has(box)) {
        seen.add(box);
        found.push(`${box.className || box.tagName}: ${walker.currentNode.data.trim().slice(0, 30)}`);
      }
    }
  }
  return found;
}"""
# One stop of the Tab key: whether it shows, and whether the focus can be seen on it (SC 2.4.7, 2.4.11).
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const points = [[x, y], [box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]];
  const top = points.map(([a, b]) => document.elementFromPoint(a, b)).filter(Boolean);
  if (!element.dataset.stop) element.dataset.stop = String(document.querySelectorAll("[data-stop]").length + 1);
  return {
    number: Number(element.dataset.stop),
    name: (element.textContent || element.getAttribute("aria-label") || element.id).trim().slice(0, 30),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    open: top.some((other) => other === element || element.contains(other) || other.contains(element)),
  };
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => ["", "::before", "::after"].some((part) => {
  const style = getComputedStyle(element, part || undefined);
  const longest = (text) => Math.max(...text.split(",").map(parseFloat));
  return longest(style.animationDuration) > .01 || longest(style.transitionDuration) > .01;
})).map((element) => element.outerHTML.slice(0, 80))"""


@contextmanager
def opened(chromium: Browser, width: int, **options: Any) -> Iterator[Page]:
    """A page of the given width in CSS pixels."""
    with chromium.new_context(viewport={"width": width, "height": HEIGHT}, **options) as context:
        yield context.new_page()


LOOKS = {
    "320 px": (320, ""),
    "200 % zoom": (640, ""),
    "200 % text": (1280, DOUBLE),
    "200 % text on a phone": (360, DOUBLE),
    "text spacing": (1280, SPACING),
    "text spacing on a phone": (360, SPACING),
}


@pytest.mark.parametrize("folder", ["", "zh-Hant/", "en/"])
def test_nothing_is_cut_off(chromium: Browser, real_url: str, folder: str) -> None:
    """SC 1.4.10 (1280 px at 400 % are 320 px), 1.4.4, 1.4.12."""
    wrong: list[str] = []
    with opened(chromium, 1280) as page:
        for address in sorted((PAGES if folder == "en/" else PAGES | CHINESE_ONLY).values()):
            page.goto(real_url + folder + address)
            for name, (width, css) in LOOKS.items():
                page.set_viewport_size({"width": width, "height": HEIGHT})
                page.evaluate(OVERRIDE, css)
                wrong += [f"{folder}{address} {name}: {element}" for element in page.evaluate(CUT)]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["", "plan/phase-study/", "bulletins/", "search/?q=学习", "study/reading-list/"])
def test_the_keyboard_gets_everywhere_and_one_sees_where(
    chromium: Browser, real_url: str, address: str, width: int
) -> None:
    """SC 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11: Tab reaches every control once, in order, and ends where it began."""
    with opened(chromium, width) as page:
        page.goto(real_url + address)
        if "?" in address:
            page.locator("[data-search-results] a").first.wait_for()
        tabbable = page.evaluate(
            """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
            .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled
              && element.tabIndex >= 0).length"""
        )
        stops = []
        for _ in range(tabbable + 5):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            if stop is None or stop["number"] < len(stops):
                break
            stops.append(stop)
    assert [stop["number"] for stop in stops] == list(range(1, len(stops) + 1))
    # Radio buttons of one name are one stop; a region that scrolls is one without being marked as such.
    assert tabbable - 3 <= len(stops) <= tabbable + 3
    assert [stop for stop in stops if not (stop["outlined"] and stop["inside"] and stop["open"])] == []


def test_nothing_moves_for_those_who_want_it_so(chromium: Browser, real_url: str) -> None:
    with opened(chromium, 1280, reduced_motion="reduce") as page:
        for address in ("", "plan/phase-study/", "bulletins/", "progress/timeline/"):
            page.goto(real_url + address)
            assert page.evaluate(MOVING) == [], address


def test_forced_colours_keep_focus_and_state(chromium: Browser, real_url: str) -> None:
    """What is shown by colour alone is gone there: the current column, a pressed button, the focus need a line."""
    with opened(chromium, 1280, forced_colors="active") as page:
        page.goto(f"{real_url}plan/phase-study/")
        current = page.locator(".columns__list [aria-current]")
        line = "e => { const s = getComputedStyle(e); return [s.borderBottomStyle, s.borderBottomColor, s.textDecorationLine, s.fontWeight]; }"
        other = page.locator(".columns__list a:not([aria-current])").first
        assert current.evaluate(line) != other.evaluate(line)
        page.keyboard.press("Tab")
        assert page.evaluate(STOP)["outlined"]
        for button in page.locator("button:visible").all():
            style = button.evaluate(
                "e => { const s = getComputedStyle(e); return [s.borderTopStyle, s.borderTopWidth]; }"
            )
            assert style[0] != "none", button.evaluate("e => e.outerHTML")
