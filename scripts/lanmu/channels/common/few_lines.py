"""Text that ends a few lines after the top of a page: set in other lines, or broken elsewhere, so that these do not look left over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lanmu.channels.common.press import Press
from lanmu.channels.common.sizes import PAGE

# Fewer lines on the last page look left over. GB/T 9704-2012, 5.2.3, has 22 lines on a page and allows others where there is a
# reason: more, to save that page, within what is still read well; else fewer, to keep three lines together on it.
LEAST_LINES = 4
MORE_LINES, FEWER_LINES, KEPT_TOGETHER = (23, 24), (21, 20), 3


def fitted(
    press: Press, template: str, data: dict[str, Any], pictures: Mapping[str, Path], title: str, *others: dict[str, Any]
) -> dict[str, Any]:
    """The data with its pictures settled and with the page for which the last one has not a few lines only. `others` are changes of
    the data to try when no page helps. The template notes its <layout>: how many `pages` there are, on which one the text ends
    (`end`), and after how many `lines`."""

    def tried(changes: dict[str, Any]) -> tuple[dict[str, Any], int, int]:
        """The data with changes, the number of pages, and the lines of text on the last one."""
        changed = press.settled(template, data | changes, pictures, title=title)
        (there,) = press.noted("layout", template, changed, pictures, title=title)
        return changed, there["pages"], there["lines"] if there["end"] == there["pages"] else 0

    usual, pages, left = tried({})
    if pages == 1 or left >= LEAST_LINES:
        return usual
    for lines in MORE_LINES:
        changed, there, _ = tried({"page": PAGE.with_lines(lines)})
        if there < pages:
            return changed
    for changes in (*({"page": PAGE.with_lines(lines)} for lines in FEWER_LINES), *others):
        changed, there, rest = tried(changes)
        if left < KEPT_TOGETHER <= rest and there == pages:
            return changed
    return usual
