"""WCAG 2.2 AA by axe on every template: both schemes, with and without the edition for the elderly, three languages."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from support.axe import STYLE, TAGS, load_axe, violations
from support.page_kinds import CHINESE_ONLY, PAGES

# Not in the group of the other browser tests: both cores share the work.
pytestmark = [pytest.mark.browser]

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CHINESE = PAGES | CHINESE_ONLY
# In the dark the edition for the elderly has few colours of its own: these pages show them all.
DARK_AND_ELDER = ("home", "article", "search", "ledger", "news")
# Head and foot are the same on every page, in a column with its name marked: once for each look.
WHOLE_PAGES = ("home", "column")


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    load_axe(page)


@pytest.mark.parametrize("part", range(4))
def test_axe_finds_nothing_in_any_look(chromium: Browser, real_url: str, part: int) -> None:
    """Every template: its structure once, its style in every look."""
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        page = context.new_page()
        for name, address in list(CHINESE.items())[part::4]:
            page.emulate_media(color_scheme="light")
            open_page(page, real_url + address)
            for elder in (False, True):
                if elder:
                    page.locator("[data-elder]").first.click()
                assert page.evaluate("document.documentElement.classList.contains('elder')") == elder
                for scheme in SCHEMES if not elder or name in DARK_AND_ELDER else SCHEMES[:1]:
                    page.emulate_media(color_scheme=scheme)
                    first = (scheme, elder) == (SCHEMES[0], False)
                    part = "" if first or name in WHOLE_PAGES else "main"
                    findings = violations(page, TAGS if first else STYLE, part=part)
                    wrong += [f"{name} {scheme} {'elder ' * elder}{text}" for text in findings]
            page.locator("[data-elder]").first.click()
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("folder", ["zh-Hant/", "en/"])
def test_axe_finds_nothing_in_another_language(chromium: Browser, real_url: str, folder: str) -> None:
    """The other languages have the same templates and the same style, so one look shows them, and a few pages the colours.
    Traditional pages are the Simplified ones with other characters: a few show what that can break."""
    few = ("home", "article", "search")
    names = PAGES if folder == "en/" else few
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        for name in names:
            open_page(page, real_url + folder + PAGES[name])
            findings = violations(page, without="" if name in few else "color-contrast")
            wrong += [f"{name} {text}" for text in findings]
    assert wrong == [], "\n".join(wrong)
