"""Lighthouse (mobile) on the main kinds of pages, as a table, with what it complains of.

    python tests/bench/lighthouse.py [--site FOLDER]

Installs lighthouse from npm into a temporary folder, builds the site with its samples (or takes one that is built),
serves it compressed on loopback and runs the mobile settings once for each page. As on the published site, search
engines are not asked to stay away, as they are while samples are shown.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from lanmu.build.site import build  # noqa: E402
from support import browser as browsers  # noqa: E402
from support.serving import Compressed, served  # noqa: E402

PAGES = {
    "首页": "",
    "栏目": "bulletins/",
    "文章": "bulletins/samples/2008-10-28-diaoyan-ting-yijian/",
    "实施方案": "plan/",
}
NOINDEX = '<meta name="robots" content="noindex">'
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def installed(folder: Path) -> Path:
    """The lighthouse program, fetched into `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("没有 npm。请先安装 Node.js 20 或更新的版本。")
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), "lighthouse@13"]
    subprocess.run(command, check=True)
    return folder / "node_modules" / ".bin" / "lighthouse"


def run(program: Path, url: str, report: Path) -> dict[str, Any]:
    """Lighthouse's report on one address."""
    command = [str(program), url, "--quiet", "--output=json", f"--output-path={report}"]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless --no-sandbox --disable-gpu"]
    environment = os.environ | {"CHROME_PATH": str(browsers.ensure())}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if not report.is_file():
        raise SystemExit(f"lighthouse 没有完成 {url}：\n{done.stderr}")
    report_data: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return report_data


def complaints(report: dict[str, Any]) -> list[str]:
    """Every audit below its best that counts towards a score."""
    counted = {
        reference["id"]
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"]
    }
    audits = ((name, report["audits"][name]) for name in sorted(counted))
    return [
        f"{name}（{audit['score']}）：{audit.get('displayValue') or audit['title']}{where(audit)}"
        for name, audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]


def where(audit: dict[str, Any]) -> str:
    """The first elements or addresses that an audit names."""
    items = (audit.get("details") or {}).get("items") or []
    named = [item.get("node", {}).get("snippet") or item.get("url") or item.get("description") for item in items[:3]]
    return "".join(f"\n      {text}" for text in named if text)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args()
    lines = ["| 页面 | 性能 | 无障碍 | 最佳做法 | SEO | FCP | LCP | TBT | CLS |", "| --- " * 9 + "|"]
    notes = []
    with tempfile.TemporaryDirectory() as folder:
        program = installed(Path(folder))
        site = options.site or Path(folder) / "site"
        if options.site is None:
            build(ROOT, site, site_url="https://www.example.org/zhuanti/")
            for path in site.rglob("*.html"):
                text = path.read_text(encoding="utf-8").replace(NOINDEX, "")
                path.write_text(text, encoding="utf-8", newline="\n")
        with served(site, Compressed) as url:
            for number, (name, address) in enumerate(PAGES.items()):
                report = run(program, url + address, Path(folder) / f"{number}.json")
                scores = [f"{report['categories'][category]['score'] * 100:.0f}" for category in CATEGORIES]
                scores += [report["audits"][metric]["displayValue"] for metric in METRICS]
                lines.append(f"| {name} | {' | '.join(scores)} |")
                notes += [f"- {name}：{text}" for text in complaints(report)]
    sys.stdout.write("\n".join([*lines, "", *notes]) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
