"""WCAG 2.2 AA by axe on every template: both schemes, with and without the edition for the elderly, three languages."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser
from support.axe import STYLE, TAGS, violations
from support.page_kinds import CHINESE_ONLY, PAGES

# Not in the group of the other browser tests: both cores share the work.
pytestmark = [pytest.mark.browser]

LOOKS: list[tuple[Literal["light", "dark"], bool]] = [
    ("light", False),
    ("dark", False),
    ("light", True),
    ("dark", True),
]


# Every template in every look, its structure in the first; the other languages have the same templates and the same
# style, so one look shows them.
RUNS = [("", *look) for look in LOOKS] + [(folder, *LOOKS[0]) for folder in ("zh-Hant/", "en/")]


@pytest.mark.parametrize(("folder", "scheme", "elder"), RUNS)
def test_axe_finds_nothing(
    chromium: Browser, real_url: str, folder: str, scheme: Literal["light", "dark"], elder: bool
) -> None:
    # Traditional pages are the Simplified ones with other characters: a few show what that can break.
    pages = {"": PAGES | CHINESE_ONLY, "en/": PAGES}.get(
        folder, {name: PAGES[name] for name in ("home", "article", "search")}
    )
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(real_url + folder)
        if elder:
            page.locator("[data-elder]").first.click()
        for name, address in pages.items():
            page.goto(real_url + folder + address)
            assert page.evaluate("document.documentElement.classList.contains('elder')") == elder
            wrong += [f"{name} {text}" for text in violations(page, TAGS if (scheme, elder) == LOOKS[0] else STYLE)]
    assert wrong == [], "\n".join(wrong)
