"""Saving an article makes the browser that shows it reload by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support.previewing import Running, unused_port

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_browser_reloads_when_an_article_is_saved(chromium: Browser, ready: Path, tmp_path: Path) -> None:
    port = unused_port()
    running = Running(ready, tmp_path / "preview.log", port)
    try:
        running.wait_for("请在浏览器打开")
        with chromium.new_context() as context:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/plan/points/")
            expect(page.locator("article h1")).to_have_text("方案要点")
            # As an editor works: by the link to the source, which leads to another program.
            page.locator(".editbar__file").click()
            page.wait_for_timeout(500)
            points = ready / "docs" / "plan" / "points.md"
            points.write_text(
                points.read_text(encoding="utf-8").replace("title: 方案要点", "title: 新的要点"), encoding="utf-8"
            )
            expect(page.locator("article h1")).to_have_text("新的要点", timeout=20_000)
    finally:
        running.process.terminate()
        running.process.wait(20)
