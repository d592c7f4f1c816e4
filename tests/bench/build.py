"""How long a build takes at 100, 1,000 and 4,000 articles in three languages, beside other generators on the same text.

    python tests/bench/build.py [--articles 100,1000,4000] [--runs 3] [--peers] [--preview]

Each figure is the median of whole processes, run in turns; memory is the largest single process, and processes that a
build divides its work over share most of theirs. `cold` is a build of which no page was made before, `same` one after
nothing was changed, `edit` one after a sentence was added to one article, twice after each `cold`, and `new` one after an
article was added. Hugo builds the whole before each of `cold` and `edit`, for machines are not always equally fast.
`libraries alone` is what no build that is made with them can do without (libraries.py). Material is run once, at 1,000
articles only: it takes minutes with all articles in the navigation, as MkDocs puts them there, and less with none.
--preview measures from saving an article to the new page being served, five times, ours and Hugo's server. Packages for
comparison go to a temporary folder, or to --home, where they are found again. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import corpus
import peers

URL = "https://www.example.org/zhuanti/"
PATIENCE = 300
BUILD = (
    "import sys, pathlib; from lanmu.build.site import build; build(*map(pathlib.Path, sys.argv[1:]), site_url={url!r})"
)
SERVE = "import sys, pathlib; from lanmu.desk.command import serve; serve(pathlib.Path(sys.argv[1]), int(sys.argv[2]), open_browser=False)"
# Whatever is set here: where somebody works with it, Python keeps what it has compiled.
OURS = {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(corpus.ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": ""}
Figures = dict[str, list[tuple[float, float, int]]]


def measured(command: list[str], **more: str) -> tuple[float, float, int]:
    """Wall and processor seconds of a whole process with its children, and the largest one's memory in MB."""
    # What the one before wrote is on the disk before the next begins: otherwise it waits for the other's files.
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | more, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]}：\n{said[-2000:]}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def ours(project: Path) -> tuple[float, float, int]:
    """One build of ours."""
    return measured([sys.executable, "-c", BUILD.format(url=URL), str(project), str(project / "site")], **OURS)


def clear(project: Path) -> None:
    """Takes away what was built and what was kept of it. Pictures that were drawn stay: the others draw none."""
    put_away(*(project / name for name in ("site", ".cache/build", ".cache/preview")))


def put_away(*folders: Path) -> None:
    """Takes folders out of the way, to be removed with all else at the end: for minutes after many files were removed
    some file systems look longer for places for new ones (ext4 without a journal: a quarter of a cold build)."""
    for folder in filter(Path.exists, folders):
        folder.rename(folder.with_name(f".{folder.name}.{time.monotonic_ns()}"))


def libraries(project: Path) -> tuple[float, float, int]:
    """What the libraries alone take for the same articles."""
    target = project.with_name(f"libraries{time.monotonic_ns()}")
    return measured([sys.executable, str(Path(__file__).with_name("libraries.py")), str(project), str(target)], **OURS)


def run_hugo(hugo: Path, site: Path) -> tuple[float, float, int]:
    """One build of Hugo's."""
    put_away(site / "public")
    return measured([str(hugo), "--source", str(site), "--quiet"])


def edit(project: Path, number: int) -> None:
    """Adds a sentence to one article."""
    articles = peers.articles(project / "docs" / "bulletins")
    path = articles[len(articles) // 2]
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\n又写了第{number}句，{time.monotonic_ns()}。\n",
        encoding="utf-8",
        newline="\n",
    )


def add(project: Path) -> None:
    """Adds an article, the newest; the others do not take it for one of theirs."""
    articles = peers.articles(project / "docs" / "bulletins")
    text, number = articles[-1].read_text(encoding="utf-8"), time.monotonic_ns()
    text = text.replace("title: ", f"title: 新{number}", 1)
    articles[-1].with_name(f"{articles[-1].name[:10]}-xingao-{number}.md").write_text(
        text, encoding="utf-8", newline="\n"
    )


def builds(project: Path, runs: int, hugo: Callable[[], tuple[float, float, int]] | None) -> Figures:
    """Figures of every kind of build, in turns."""
    figures: Figures = {"cold": [], "same": [], "edit": [], "new": []}

    def other() -> None:
        if hugo:
            figures.setdefault("Hugo", []).append(hugo())

    ours(project)
    for run in range(runs):
        figures.setdefault("libraries alone", []).append(libraries(project))
        other()
        clear(project)
        figures["cold"].append(ours(project))
        figures["same"].append(ours(project))
        for _ in range(2):
            other()
            edit(project, run)
            figures["edit"].append(ours(project))
        add(project)
        figures["new"].append(ours(project))
    return figures


def middle(runs: Figures, name: str, which: int = 0) -> float:
    """The median of a figure."""
    return statistics.median(figures[which] for figures in runs[name])


def bounds(project: Path, count: int) -> str:
    """What one article makes of a site: bytes of its page, and files in all."""
    site = project / "site"
    pages = [path.stat().st_size for path in site.glob("bulletins/*-gaojian-*/index.html")]
    files = sum(1 for path in site.rglob("*") if path.is_file())
    return f"{statistics.mean(pages):,.0f} | {files / count:.1f}"


def rows_of(runs: Figures, count: int) -> list[list[str]]:
    """The medians of every kind of build, and their ratios."""
    rows = []
    for kind in runs:
        wall, processor, memory = (middle(runs, kind, which) for which in range(3))
        hugo = f"{wall / middle(runs, 'Hugo'):.2f}" if "Hugo" in runs else ""
        figures = [f"{wall:.2f}", f"{processor:.2f}", f"{memory:.0f}", hugo, f"{wall / middle(runs, 'cold'):.2f}"]
        rows.append([f"{count:,}", kind, *figures])
    return rows


def table(title: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (title, ["---"] * len(title), *rows))


def answer(address: str) -> str:
    """What a server answers now; empty when it does not."""
    with (
        suppress(OSError, urllib.error.URLError, http.client.HTTPException),
        urllib.request.urlopen(address, timeout=60) as page,
    ):
        # Hugo's server may hand out a page of which it has written a half.
        return str(page.read().decode("utf-8", "replace"))
    return ""


def waited(address: str, words: str, server: subprocess.Popen[bytes]) -> float:
    """Seconds until the page at an address of a server has the words."""
    start = time.perf_counter()
    while words not in answer(address):
        if server.poll() is not None or time.perf_counter() - start > PATIENCE:
            raise SystemExit(f"{address} 一直没有“{words}”（{server.args!r}）。")
        time.sleep(0.005)
    return time.perf_counter() - start


@contextmanager
def serving(command: list[str], **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that runs as long as the block lasts."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=os.environ | more, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def unused_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def saved(path: Path, address: str, pause: float, server: subprocess.Popen[bytes]) -> list[float]:
    """From saving an article to its new page being served, five times."""
    seconds = []
    for number in range(5):
        words = f"标记{number}{time.monotonic_ns()}"
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n{words}\n", encoding="utf-8", newline="\n")
        seconds.append(waited(address, words, server))
        time.sleep(pause)
    return seconds


def preview(project: Path, site_of_hugo: Path | None, hugo: Path | None) -> list[str]:
    """First page of ours from nothing, and again; saving, ours and Hugo's."""
    article = peers.articles(project / "docs" / "bulletins")[7]
    clear(project)
    port = unused_port()
    url = f"http://127.0.0.1:{port}/"
    first = []
    times: list[float] = []
    for _ in range(2):
        with serving([sys.executable, "-c", SERVE, str(project), str(port)], **OURS) as server:
            first.append(waited(url, "</html>", server))
            deadline = time.monotonic() + PATIENCE
            while not (project / ".cache" / "preview" / str(port) / "site").is_dir() and time.monotonic() < deadline:
                time.sleep(0.2)
            waited(f"{url}bulletins/{article.stem}/", "</html>", server)
            if len(first) == 2:
                time.sleep(5)
                times = saved(article, f"{url}bulletins/{article.stem}/", 2, server)
    row = [f"{first[0]:.2f}", f"{first[1]:.2f}", f"{statistics.median(times):.3f}"]
    if hugo and site_of_hugo:
        port = unused_port()
        command = [str(hugo), "server", "--source", str(site_of_hugo), "--port", str(port), "--disableLiveReload"]
        source = site_of_hugo / "content" / "zh" / "bulletins" / article.name
        with serving(command) as server:
            address = f"http://127.0.0.1:{port}/bulletins/{article.stem}/"
            waited(address, "</html>", server)
            theirs = statistics.median(saved(source, address, 2, server))
        row += [f"{theirs:.3f}", f"{statistics.median(times) / theirs:.2f}"]
    return row


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="100,1000,4000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    rows, extra, served = [], [], []
    cold: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = options.home or folder / "peers"
        hugo = peers.hugo(home) if options.peers else None
        for count in map(int, options.articles.split(",")):
            project = corpus.make_site(folder / f"ours{count}", count, english=True)
            column = project / "docs" / "bulletins"
            theirs = peers.for_hugo(column, folder / f"hugo{count}") if hugo else None

            runs = builds(project, options.runs, partial(run_hugo, hugo, theirs) if hugo and theirs else None)
            cold[count] = middle(runs, "cold")
            extra.append([f"{count:,}", *bounds(project, count).split(" | ")])
            for in_nav in (True, False) if options.peers and count == 1000 else ():
                other = peers.for_material(column, folder / f"material{in_nav:d}", in_nav=in_nav)
                command = [str(peers.material(home)), "build", "--quiet", "--config-file", str(other / "mkdocs.yml")]
                runs["Material" if in_nav else "Material, none in nav"] = [measured(command, NO_MKDOCS_2_WARNING="1")]
            rows += rows_of(runs, count)
            if options.preview:
                served.append([f"{count:,}", *preview(project, theirs, hugo)])
            # It takes long; what is known is not lost with what follows.
            sys.stderr.write(f"{rows}\n{served}\n")
    title = ["articles", "build", "wall s", "processor s", "memory MB", "× Hugo", "× cold"]
    parts = [table(title, rows), table(["articles", "bytes of an article's page", "files to an article"], extra)]
    if {1000, 4000} <= cold.keys():
        parts.append(f"time(4,000) / time(1,000) = {cold[4000] / cold[1000]:.2f}")
    if served:
        columns = ["articles", "first page, from nothing, s", "first page, again, s", "saved to served, s"]
        columns += ["Hugo's server, s", "× Hugo"] if hugo else []
        parts.append(table(columns, served))
    sys.stdout.write("\n\n".join(parts) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
