"""WCAG 2.2 AA by axe on every template, in three languages, both schemes, with and without the edition for the elderly."""

from __future__ import annotations

import importlib.resources
from typing import Any, Literal

import pytest
from page_kinds import CHINESE_ONLY, PAGES
from playwright.sync_api import Browser, Page

# Not in the group of the other browser tests: both cores share the work.
pytestmark = [pytest.mark.browser]

AXE = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"axe.run(document, {{runOnly: {TAGS}, resultTypes: ['violations']}})"
LOOKS: list[tuple[Literal["light", "dark"], bool]] = [
    ("light", False),
    ("dark", False),
    ("light", True),
    ("dark", True),
]


def violations(page: Page) -> list[str]:
    """What axe finds, with the first element of each."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


RUNS = [(folder, scheme, elder) for folder in ("", "zh-Hant/", "en/") for scheme, elder in LOOKS]


@pytest.mark.parametrize(("folder", "scheme", "elder"), RUNS)
def test_axe_finds_nothing(
    chromium: Browser, real_url: str, folder: str, scheme: Literal["light", "dark"], elder: bool
) -> None:
    pages = PAGES if folder == "en/" else PAGES | CHINESE_ONLY
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(real_url + folder)
        if elder:
            page.locator("[data-elder]").first.click()
        for name, address in pages.items():
            page.goto(real_url + folder + address)
            assert page.evaluate("document.documentElement.classList.contains('elder')") == elder
            wrong += [f"{name} {text}" for text in violations(page)]
    assert wrong == [], "\n".join(wrong)
