"""A budget for what a reader waits for: bytes and requests of the first view of a page."""

from __future__ import annotations

import gzip
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support.serving import LEVEL

KILO = 1024
MOST_BYTES = 60 * KILO
MOST_REQUESTS = 10
PAGES = {
    "home": "index.html",
    "column": "bulletins/index.html",
    "archive": "bulletins/2008/11/index.html",
    "article": "bulletins/samples/2008-10-28-diaoyan-ting-yijian/index.html",
    "long article": "plan/phase-study/index.html",
    "search": "search/index.html",
    "english": "en/index.html",
}
LOADED = {"link[rel~=stylesheet]": "href", "link[rel~=icon]": "href", "link[rel~=preload]": "href", "script": "src"}
# What the theme brings and our templates do not use.
THEMES = re.compile(rb"md-typeset|mdx-|__md_scope|\.md-(header|search|nav)\b")


@dataclass(frozen=True)
class FirstView:
    """What is fetched before anything is scrolled: `files` weigh, `pictures` only count as requests."""

    files: dict[str, int]
    pictures: tuple[str, ...]

    @property
    def size(self) -> int:
        return sum(self.files.values())

    @property
    def requests(self) -> int:
        return len(self.files) + len(self.pictures)


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), LEVEL, mtime=0))


def first_view(site: Path, page: str) -> FirstView:
    """The page, its styles, scripts and icons compressed as servers do it, and the pictures that do not wait."""
    tree = LexborHTMLParser((site / page).read_bytes())
    links = [node.attributes.get(name) for selector, name in LOADED.items() for node in tree.css(selector)]
    names = {posixpath.normpath(posixpath.join(posixpath.dirname(page), link)) for link in links if link}
    files = {name: compressed(site / name) for name in {page, *names}}
    eager = [node.attributes.get("src") or "" for node in tree.css("img") if node.attributes.get("loading") != "lazy"]
    return FirstView(files, tuple(eager))


def pages_with_pictures(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if b"<img" in path.read_bytes()]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_first_view_keeps_within_the_budget(real_site: Path, page: str) -> None:
    view = first_view(real_site, page)
    files = ", ".join(f"{name} {size}" for name, size in sorted(view.files.items()))
    assert view.size <= MOST_BYTES, f"{page}: {view.size} bytes ({files})"
    assert view.requests <= MOST_REQUESTS, f"{page}: {view.requests} requests ({files}; {view.pictures})"
    assert len(view.files) >= 4, "样式、脚本或图标没有数到"


def test_only_one_picture_does_not_wait(real_site: Path) -> None:
    for path in pages_with_pictures(real_site):
        view = first_view(real_site, path.relative_to(real_site).as_posix())
        assert len(view.pictures) <= 1, f"{path} {view.pictures}"


def test_every_picture_says_how_large_it_is(real_site: Path) -> None:
    count = 0
    for path in pages_with_pictures(real_site):
        for node in LexborHTMLParser(path.read_bytes()).css("img"):
            count += 1
            assert {"width", "height", "decoding"} <= node.attributes.keys(), f"{path} {node.html}"
    assert count >= 5


def test_nothing_of_the_theme_that_nobody_uses_is_published(real_site: Path) -> None:
    published = [path for path in real_site.rglob("*") if path.is_file()]
    code = [path for path in published if path.suffix in (".css", ".js", ".map", ".woff", ".woff2", ".ttf")]
    assert not [path for path in code if "stylesheets" in path.parts or "javascripts" in path.parts]
    assert not [path for path in code if path.suffix in (".map", ".woff", ".woff2", ".ttf")]
    assert not [path for path in code if THEMES.search(path.read_bytes())]


def test_every_asset_is_used_by_a_page(real_site: Path) -> None:
    pages = b"".join(path.read_bytes() for path in real_site.rglob("*.html"))
    assets = [path for path in (real_site / "assets").rglob("*") if path.is_file()]
    assert len(assets) >= 4
    assert [path.name for path in assets if path.name.encode() not in pages] == []
