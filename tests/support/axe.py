"""Asks axe about a page in the browser."""

from __future__ import annotations

import importlib.resources
from typing import Any

from playwright.sync_api import Page

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STYLE = ["avoid-inline-spacing", "color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules that look at the style; the others look at the structure, which is the same in every look."""


def load_axe(page: Page) -> None:
    """Gives the open page what `violations` asks; once for each page that is opened."""
    page.evaluate(AXE)


def violations(page: Page, rules: list[str] = TAGS, *, part: str = "", without: str = "") -> list[str]:
    """What axe finds by these rules, or rules with these tags, with the first element of each; only in a `part` of the page
    (a selector), or without one rule."""
    scope = f"'{part}'" if part else "document"
    left_out = f", rules: {{'{without}': {{enabled: false}}}}" if without else ""
    options = f"{{runOnly: {rules}, resultTypes: ['violations']{left_out}}}"
    result: dict[str, Any] = page.evaluate(f"axe.run({scope}, {options})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in result["violations"]]


def assert_accessible(page: Page) -> None:
    """Axe finds nothing on a page."""
    load_axe(page)
    assert violations(page) == []
