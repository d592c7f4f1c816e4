"""How fast the table of articles answers at the desk, and how soon a page that was saved is shown.

    PYTHONPATH=scripts:tests python tests/bench/desk.py [--articles 1000] [--runs 9]

A preview serves a project with so many reviewed articles on loopback, after its first build and check. `table` is the whole answer
of /_desk/ while nothing changed, `search` the rows alone for some words, `after a save` the table asked for at once after an
article was saved, `page` from saving an article to its page being served, `typed` the answer about a text that is not saved, with
its page made, `saved` from saving on the desk to the page being served. Medians in seconds, with the slowest; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import ROOT
from lanmu.content.fingerprint import digest
from support.many_articles import edit, with_articles
from support.previewing import Preview
from support.reviewing import review_everything

QUIET = 3
"""Seconds after a save in which the desk reads the saved file again each time, since it may be saved again unnoticed."""


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def settled(preview: Preview) -> None:
    """Waits until the checks have ended, and nothing is read twice any more."""
    while preview.news("/")["running"]:
        time.sleep(0.2)
    time.sleep(QUIET)


def shown(preview: Preview, address: str, words: str) -> None:
    """Waits until the page at an address has the words."""
    while words not in preview.page(address):
        time.sleep(0.005)


def sent(preview: Preview, name: str, number: int, words: str) -> dict[str, Any]:
    """The answer of the desk to the form of an article with other words in its text."""
    path = next((preview.project / "docs" / "news").glob(f"*-gao-{number:04}.md"))
    token = re.search(r'name="desk-token" content="([^"]+)"', preview.page("_desk/writing/new"))
    assert token
    values = {
        "path": f"news/{path.name}",
        "digest": digest(path.read_bytes()),
        "text": f"## 一\n\n{words}",
        "window": "bench-window",
    }
    headers = {"X-Desk-Token": token[1], "Origin": preview.url.rstrip("/")}
    body = urllib.parse.urlencode(values).encode()
    request = urllib.request.Request(f"{preview.url}_desk/writing/{name}", body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        response: dict[str, Any] = json.load(answer)
    return response


def saved(preview: Preview, number: int, words: str) -> None:
    """Saves an article on the desk, and waits until its page is served."""
    sent(preview, "save", number, words)
    path = next((preview.project / "docs" / "news").glob(f"*-gao-{number:04}.md"))
    shown(preview, f"news/{path.stem}/index.html", words)


def measured(preview: Preview, runs: int) -> dict[str, list[float]]:
    """All figures, in turns."""
    seconds: dict[str, list[float]] = {}

    def note(name: str, work: Callable[[], object]) -> None:
        seconds.setdefault(name, []).append(timed(work))

    preview.running.wait_for("✓ 网页：", 600)
    settled(preview)
    preview.page("_desk/?q=x")
    for run in range(runs):
        note("table", lambda: preview.page("_desk/"))
        note("search", lambda: preview.page("_desk/articles/rows?q=0005"))
        edit(preview.project, run)
        note("after a save", lambda: preview.page("_desk/"))
        settled(preview)
        address = edit(preview.project, 100 + run)
        note("page", lambda at=address, words=f"第{100 + run}篇": shown(preview, at, words))  # type: ignore[misc]
        settled(preview)
        words = f"第{run}次写的。"
        note("typed", lambda words=words: sent(preview, "check", 300, words))  # type: ignore[misc]
        note("saved", lambda run=run, words=words: saved(preview, 200 + run, words))  # type: ignore[misc]
        settled(preview)
    return seconds


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = with_articles(Path(name, "project"), options.articles)
        review_everything(project)
        shutil.copy2(ROOT / "requirements.txt", project)
        (project / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
        preview = Preview(project, Path(name, "preview.log"))
        try:
            seconds = measured(preview, options.runs)
        finally:
            preview.running.process.terminate()
            preview.running.process.wait(60)
    sys.stdout.write("| articles | what | median s | slowest s |\n| --- | --- | --- | --- |\n")
    for action, times in seconds.items():
        sys.stdout.write(f"| {options.articles:,} | {action} | {statistics.median(times):.3f} | {max(times):.3f} |\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
