"""What the Traditional pages add to the time of a build, as a table.

    python tests/bench/traditional.py [--articles 0,1000] [--runs 3]

Builds the same generated site with and without Traditional Chinese in mkdocs.yml, in turns, each in a new process.
Nothing is asserted.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

sys.path.insert(0, str(corpus.ROOT / "scripts"))

from lanmu.diagnostics.console import say

LANGUAGE = "        - locale: zh-Hant\n"
BUILD = "import sys, pathlib; from lanmu.build.site import build; build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))"


def without_traditional(text: str) -> str:
    """mkdocs.yml without the Traditional language and what belongs to it."""
    before, _, after = text.partition(LANGUAGE)
    rest = after.index("        - locale:")
    return before + after[rest:]


def seconds(project: Path) -> float:
    """The wall time of one build."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [sys.executable, "-c", BUILD, str(project), str(Path(folder) / "site")]
        subprocess.run(
            command, check=True, env={"PYTHONPATH": str(corpus.ROOT / "scripts"), "NO_MKDOCS_2_WARNING": "1"}
        )
        return time.perf_counter() - start


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="0,1000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    say("| 另加的稿件 | 只有简体和英文，秒 | 加上繁体，秒 | 多用 |\n| --- | --- | --- | --- |")
    for count in map(int, options.articles.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            project = corpus.make_site(Path(folder) / "project", count)
            settings = project / "mkdocs.yml"
            whole = settings.read_text(encoding="utf-8")
            times: dict[str, list[float]] = {without_traditional(whole): [], whole: []}
            for _ in range(options.runs):
                for text, own_times in times.items():
                    settings.write_text(text, encoding="utf-8", newline="\n")
                    own_times.append(seconds(project))
        plain, both = (statistics.median(own_times) for own_times in times.values())
        say(f"| {count} | {plain:.2f} | {both:.2f} | {both / plain - 1:.0%} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
