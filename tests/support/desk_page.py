"""A page of the desk in a browser: it complains of all that goes wrong on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page


def is_fault(message: ConsoleMessage) -> bool:
    """True for an error or a warning."""
    return message.type in ("error", "warning")


def is_no_refusal(message: ConsoleMessage) -> bool:
    """True for an error or a warning, but for answers that the desk gives as sentences, which the browser notes."""
    return is_fault(message) and "the server responded with a status of 4" not in message.text


@contextmanager
def watched(chromium: Browser, faulty: Callable[[ConsoleMessage], bool] = is_fault) -> Iterator[Page]:
    """A page. In the end nothing stands on its console that is `faulty`, and no script has failed."""
    wrong: list[str] = []
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if faulty(message) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
        assert wrong == []


def drop(page: Page, *paths: Path) -> None:
    """Drops files and folders on the page, as the browser gets them from the system's file manager."""
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 500, "data": data})
