"""The site stands on a skeleton of its own as well as on the theme's: Material for MkDocs ends in May 2027."""

from __future__ import annotations

import re
from pathlib import Path

from lanmu.build.site import build
from selectolax.lexbor import LexborHTMLParser

OF_THE_THEME = (
    "input.md-toggle, label.md-overlay, div.md-dialog, [data-md-component=skip], [data-md-component=announce]"
)
WRAPPERS = "div.md-container, div.md-main__inner"


def pages(site: Path) -> dict[str, str]:
    return {page.relative_to(site).as_posix(): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}


def without_theme(text: str) -> str:
    """A page without what the theme's skeleton puts around ours: hidden boxes, wrappers, names for its own script."""
    tree = LexborHTMLParser(text)
    for element in tree.css(OF_THE_THEME):
        element.decompose()
    for element in tree.css(WRAPPERS):
        element.unwrap()
    for main in tree.css("main"):
        for name in ("class", "data-md-component"):
            if name in main.attrs:
                del main.attrs[name]
    return re.sub(r"\s+", " ", tree.html or "").replace("> <", "><")


def test_pages_say_the_same_on_both_skeletons(minimal: Path) -> None:
    build(minimal, minimal / "theirs")
    settings = minimal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("skeleton: base.html") == 1
    settings.write_text(text.replace("skeleton: base.html", "skeleton: skeleton.html"), encoding="utf-8")
    build(minimal, minimal / "ours")
    theirs, ours = pages(minimal / "theirs"), pages(minimal / "ours")
    assert "md-toggle" in theirs["index.html"]
    assert not any("md-" in page for page in ours.values())
    assert {path: without_theme(page) for path, page in theirs.items()} == {
        path: without_theme(page) for path, page in ours.items()
    }
