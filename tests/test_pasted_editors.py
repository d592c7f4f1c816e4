"""The pages to copy from, pasted into the real editors of the browser: nothing is lost, and pictures have their places in order.

Not part of the everyday run (it fetches packages from npm): `python3 scripts/test.py -m exit`; CI runs it. The samples of this
site are pasted in tests/this_site/.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import WHOLE
from lanmu.channels.common.job import Wanted
from lanmu.channels.registry import CHANNELS
from lanmu.content.loading import load
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser
from support import builders
from support.editors import EDITORS, KEPT, KEPT_BY_PLATFORMS, check_all_kept, fetched, opened, pages_of, pasted
from support.files import picture_bytes
from support.pasting import EVERYTHING
from support.printing import _fonts_are_there, press

__all__ = ["_fonts_are_there"]
pytestmark = [pytest.mark.exit, pytest.mark.browser, pytest.mark.xdist_group("browser")]
MOST = 8
"""Articles of the site with everything on it: the others have nothing new."""


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetched(tmp_path_factory.mktemp("editors"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """By channel: the page of an article with everything in it first, and some of a whole site."""
    folder = tmp_path_factory.mktemp("pages")
    article = builders.article("a", body=EVERYTHING)
    (folder / "docs" / "news").mkdir(parents=True)
    for name, kind in (("wide.webp", "webp"), ("clear.png", "png")):
        (folder / "docs" / "news" / name).write_bytes(picture_bytes(kind, "60x40"))
    own = press(folder, [article])
    site = load(WHOLE / "docs")
    others = replace(own, site=site, articles_read={})
    return {
        name: pages_of(
            [
                *CHANNELS[name].jobs(own, Wanted((article,), named=True)),
                *CHANNELS[name].jobs(others, Wanted(site.articles[:MOST], named=True)),
            ],
            folder / name,
        )
        for name in ("wechat", "platform")
    }


@pytest.mark.parametrize("name", EDITORS)
def test_an_editor_keeps_all_of_it(chromium: Browser, editors: Path, pages: dict[str, list[Path]], name: str) -> None:
    check_all_kept(chromium, editors, name, pages["wechat"], KEPT)
    check_all_kept(chromium, editors, name, pages["platform"], KEPT_BY_PLATFORMS)


@pytest.mark.parametrize("name", EDITORS)
def test_signatures_stand_at_the_right(
    chromium: Browser, editors: Path, pages: dict[str, list[Path]], name: str
) -> None:
    with opened(chromium, editors, EDITORS[name]) as (source, target):
        saved = LexborHTMLParser(pasted(source, target, EDITORS[name], pages["platform"][0]))
    signature = next(node for node in saved.css("p") if node.text().strip() == "某某工会")
    aligned = signature.attributes.get("align") or (signature.attributes.get("style") or "").replace(" ", "")
    assert "right" in aligned
    quotation = next(node for node in saved.css("blockquote") if "引文第一段" in node.text())
    assert quotation.css("br") or len(quotation.css("p")) == 2
