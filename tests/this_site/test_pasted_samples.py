"""The samples of this site, pasted into the real editors of the browser. It fetches packages: `python3 scripts/test.py -m exit`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.channels.common.job import Wanted
from lanmu.channels.registry import CHANNELS
from lanmu.content.loading import load
from playwright.sync_api import Browser
from support.editors import EDITORS, KEPT, check_all_kept, fetched, pages_of
from support.printing import _fonts_are_there, press

__all__ = ["_fonts_are_there"]
pytestmark = [pytest.mark.exit, pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_samples_come_through_whole(chromium: Browser, tmp_path: Path) -> None:
    site = load(ROOT / "docs")
    samples = tuple(article for article in site.articles if article.meta.sample)
    place = replace(press(tmp_path, []), site=site)
    editors = tmp_path / "editors"
    editors.mkdir()
    fetched(editors)
    for channel in ("wechat", "platform"):
        pages = pages_of(CHANNELS[channel].jobs(place, Wanted(samples, named=True)), tmp_path / channel)
        assert len(pages) >= 26
        for name in EDITORS:
            check_all_kept(chromium, editors, name, pages, KEPT)
