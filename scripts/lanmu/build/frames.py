"""What is the same on all articles of a folder (masthead, columns, footer, most of the head) is drawn once, as a frame
with gaps: `frame.html` draws it, `article.html` fills the gaps.

What stands in a frame must not show anything of the article itself: its column, and links counted from its folder, are
all that articles of one folder have in common.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2

GAP = "\x00"
"""Stands where a frame is open; a page with it would be wrong (HTML, 13.2.2: unexpected-null-character)."""


@dataclass(frozen=True)
class AnyPage:
    """Stands for whatever article of a folder: links are counted from its address, which is nobody's."""

    url: str
    is_homepage: bool = False
    toc: tuple[()] = ()


class Frames:
    """The frames of one language. `environment` has its templates."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment
        self._drawn: dict[str, tuple[str, ...]] = {}

    def of(self, url: str, context: Mapping[str, Any]) -> tuple[str, ...]:
        """The pieces between which the article at `url` (`news/a/`) is put; `context` is its template's."""
        folder = posixpath.dirname(url.rstrip("/"))
        if folder not in self._drawn:
            page = AnyPage(f"{folder}/-/")
            drawn = self._environment.get_template("frame.html").render({**context, "page": page, "gap": GAP})
            self._drawn[folder] = tuple(drawn.split(GAP))
        return self._drawn[folder]

    def drawn(self, url: str) -> tuple[str, ...]:
        """The pieces, where the article at `url` was put between them."""
        return self._drawn.get(posixpath.dirname(url.rstrip("/")), ())
