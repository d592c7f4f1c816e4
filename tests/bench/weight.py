"""What a browser moves for the first view of each kind of page, as a table.

    python tests/bench/weight.py [--site FOLDER]

Builds the site into a temporary folder (or takes one that is built), serves it compressed on loopback and opens each
page in a fresh Chromium at the size of a telephone. Bytes are those on the wire, heads of answers included.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from lanmu.build.site import build  # noqa: E402
from playwright.sync_api import Browser, ViewportSize, sync_playwright  # noqa: E402
from support import browser as browsers  # noqa: E402
from support.serving import Compressed, served  # noqa: E402

PAGES = {
    "首页": "",
    "栏目": "bulletins/",
    "月份列表": "bulletins/2008/11/",
    "文章（有图）": "bulletins/samples/2008-10-28-diaoyan-ting-yijian/",
    "文章（无图）": "plan/phase-study/",
    "实施方案": "plan/",
    "进展矩阵": "progress/matrix/",
    "检索": "search/",
    "检索并提问": "search/?q=调研",
    "英文首页": "en/",
}
TELEPHONE: ViewportSize = {"width": 360, "height": 740}


def measure(browser: Browser, url: str, address: str) -> tuple[int, Counter[str]]:
    """Requests, and bytes by what they are for."""
    moved: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    with browser.new_context(viewport=TELEPHONE, device_scale_factor=2) as context:
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")

        def answered(event: dict[str, Any]) -> None:
            kinds[event["requestId"]] = event["type"]

        def finished(event: dict[str, Any]) -> None:
            moved[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

        network.on("Network.responseReceived", answered)
        network.on("Network.loadingFinished", finished)
        page.goto(url + address, wait_until="networkidle")
    return len(kinds), moved


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args()
    rows = [
        "| 页面 | HTML | CSS | JS | 图片 | 其他 | 合计（字节） | 请求 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or Path(folder) / "site"
        if options.site is None:
            build(ROOT, site)
        with served(site, Compressed) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(browsers.ensure()), args=["--no-sandbox"])
            for name, address in PAGES.items():
                requests, moved = measure(browser, url, address)
                named = [moved[kind] for kind in ("Document", "Stylesheet", "Script", "Image")]
                cells = [*named, moved.total() - sum(named), moved.total(), requests]
                rows.append(f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |")
            browser.close()
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
