"""Walks through a page as somebody without a mouse does."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 150
"""So many times Tab is pressed before it is given up."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Walks on by Tab until something is reached."""
    for _ in range(MOST):
        if wanted.evaluate("(node) => node.getRootNode().activeElement === node"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")


def enter(page: Page, wanted: Locator) -> None:
    """Walks to a button or a link, and presses Return."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")
