"""Asks axe about a page in the browser."""

from __future__ import annotations

import importlib.resources
from typing import Any

from playwright.sync_api import Page

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"axe.run(document, {{runOnly: {TAGS}, resultTypes: ['violations']}})"


def violations(page: Page) -> list[str]:
    """What axe finds, with the first element of each."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]
