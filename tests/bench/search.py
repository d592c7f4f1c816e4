"""What the search finds and what it moves, on generated corpora in a real browser against loopback.

    python tests/bench/search.py [--articles 1000,4000] [--peers]

40 known-item queries (names, given names alone, phrases across word boundaries, document numbers, titles), each in a
browser that has loaded nothing yet; then the same queries one after the other in one browser. Bytes are those of the
index's files after gzip, one file at a time, as a server sends them; without the page and its script. With --peers,
Pagefind (from npm, when it can be had) indexes the same pages and answers the same queries. Prints one Markdown table
for each size; nothing is asserted.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import itertools
import random
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from lanmu.diagnostics.console import say
from lanmu.search.documents import Document
from lanmu.search.variants import variants
from playwright.sync_api import Browser, sync_playwright
from support import browser
from support.searching import write_index

ROOT = Path(__file__).resolve().parents[2]
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取"
)
HEAD = """| engine | in first five | first | first query, kB gzip | later, kB | ms cold | ms warm | s to index |
| --- | --- | --- | --- | --- | --- | --- | --- |"""
LAYOUT = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>{head}<body>{body}</body></html>\n'
)
FIRST = """async query => {
  const start = performance.now();
  const answer = await lanmuSearch.find(query);
  const records = await Promise.all(answer.ids.slice(0, 10).map(lanmuSearch.record));
  return [performance.now() - start, records.map(record => record[0])];
}"""
PEER = """async query => {
  const start = performance.now();
  const pagefind = window.peer || await import("/pagefind/pagefind.js");
  window.peer = pagefind;
  const answer = await pagefind.search(query);
  const records = await Promise.all(answer.results.slice(0, 10).map(result => result.data()));
  return [performance.now() - start, records.map(record => record.url.replace(/^\\//, ""))];
}"""


@dataclass(frozen=True)
class Query:
    """A query for one known article: what is typed, and its address."""

    kind: str
    words: str
    target: str


@dataclass
class Answers:
    """What one engine did: the rank of each target (0: not in the first ten), bytes and milliseconds for each query."""

    ranks: dict[Query, int] = field(default_factory=dict)
    first_bytes: list[int] = field(default_factory=list)
    later_bytes: list[int] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)


def corpus(count: int, length: int = 1200) -> tuple[list[Document], list[Query]]:
    """Articles of about `length` characters, a quarter of them from stock sentences, and 40 queries."""
    chance = random.Random(20081010)
    lexicon = ["".join(chance.choices(COMMON, k=chance.choice([1, 2, 2, 2, 3, 4]))) for _ in range(6000)]
    weights = [1 / (rank + 5) for rank in range(len(lexicon))]
    bounds = list(itertools.accumulate(weights))

    def sentence() -> str:
        return "".join(chance.choices(lexicon, cum_weights=bounds, k=chance.randint(4, 10)))

    stock = [sentence() for _ in range(200)]
    names = ["".join(pair) for pair in itertools.permutations(STEMS, 2)]
    chance.shuffle(names)
    documents = []
    for number in range(count):
        parts = [f"示例发〔2008〕{number + 1}号。"]
        while sum(map(len, parts)) < length:
            parts.append((chance.choice(stock) if chance.random() < 0.25 else sentence()) + chance.choice("，，，。\n"))
        if number < len(names):
            parts.insert(chance.randrange(1, len(parts)), f"示{names[number]}说，")
        title = f"{chance.choice(stock)[:8]}：{sentence()[:12]}"
        body = "".join(parts)
        summary = sentence()
        month = 1 + number * 12 // count
        labels = (f"示例单位{STEMS[number % 20]}", "动态")
        documents.append(
            Document(
                f"a/{number}/",
                title,
                summary,
                labels,
                (),
                tuple(body.split("\n")),
                f"2008-{month:02}-01",
                "动态",
                labels[0],
                "学习",
            )
        )
    return documents, queries(documents, names, chance)


def queries(documents: list[Document], names: list[str], chance: random.Random) -> list[Query]:
    """Eight queries of each kind, each for another article."""
    named = chance.sample(range(min(len(documents), len(names))), 16)
    others = chance.sample([n for n in range(len(documents)) if n not in named], 24)
    wanted = [Query("name", f"示{names[n]}", documents[n].address) for n in named[:8]]
    wanted += [Query("given name", names[n], documents[n].address) for n in named[8:]]
    texts = ["\n".join(document.blocks) for document in documents]
    wanted += [Query("phrase", phrase(texts, n, chance), documents[n].address) for n in others[:8]]
    wanted += [Query("document number", f"示例发[2008]{n + 1}号", documents[n].address) for n in others[8:16]]
    return wanted + [Query("title", documents[n].title, documents[n].address) for n in others[16:]]


def phrase(texts: list[str], number: int, chance: random.Random) -> str:
    """Six characters that stand in one of the texts only, cut without regard to words."""
    while True:
        start = chance.randrange(20, len(texts[number]) - 8)
        words = texts[number][start : start + 6]
        if not set(words) & set("，。：〔〕\n") and sum(words in text for text in texts) == 1:
            return words


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The folder on loopback; the list grows by the size after gzip of every file of an index that is sent."""
    sent: list[int] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            file = folder / self.path.lstrip("/").split("?")[0]
            if file.is_file() and self.path.startswith(("/search/", "/pagefind/")):
                sent.append(len(gzip.compress(file.read_bytes(), 6)))
            super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", sent
    server.shutdown()
    server.server_close()


def asked(chromium: Browser, url: str, sent: list[int], script: str, wanted: list[Query]) -> Answers:
    """Every query in a fresh browser, then all of them in one."""
    answers = Answers()
    for query in wanted:
        with chromium.new_context() as context:
            page = context.new_page()
            page.goto(url)
            sent.clear()
            took, addresses = page.evaluate(script, query.words)
            answers.ranks[query] = addresses.index(query.target) + 1 if query.target in addresses else 0
            answers.first_bytes.append(sum(sent))
            answers.cold.append(took)
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(url)
        page.evaluate(script, "示例")
        for query in wanted:
            sent.clear()
            answers.warm.append(page.evaluate(script, query.words)[0])
            answers.later_bytes.append(sum(sent))
    return answers


def row(name: str, seconds: float, answers: Answers) -> str:
    """One line of the table."""
    five = sum(1 <= rank <= 5 for rank in answers.ranks.values())
    first = sum(rank == 1 for rank in answers.ranks.values())
    most, usual = max(answers.first_bytes) / 1000, statistics.median(answers.first_bytes) / 1000
    later = statistics.median(answers.later_bytes) / 1000
    cold, warm = statistics.median(answers.cold), statistics.median(answers.warm)
    return f"| {name} | {five} | {first} | {usual:.0f} (most {most:.0f}) | {later:.0f} | {cold:.0f} | {warm:.0f} | {seconds:.1f} |"


def write(file: Path, text: str) -> None:
    """A file with its folders."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def own(chromium: Browser, folder: Path, documents: list[Document], wanted: list[Query]) -> str:
    """Our own line."""
    start = time.perf_counter()
    write_index(documents, variants(), folder)
    seconds = time.perf_counter() - start
    shutil.copy2(ROOT / "overrides" / "assets" / "lanmu" / "search.js", folder)
    body = '<div data-search-index="search/catalogue.js"></div><script src="search.js"></script>'
    write(folder / "index.html", LAYOUT.format(title="检索", head="", body=body))
    with served(folder) as (url, sent):
        return row("lanmu", seconds, asked(chromium, url, sent, FIRST, wanted))


def peer(chromium: Browser, folder: Path, documents: list[Document], wanted: list[Query]) -> str:
    """Pagefind's line, or why there is none."""
    npm = shutil.which("npm")
    if not npm:
        return "| Pagefind: no npm | | | | | | | |"
    tools = folder / "tools"
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(tools), "pagefind"],
        capture_output=True,
        check=False,
    )
    program = tools / "node_modules" / ".bin" / "pagefind"
    if done.returncode or not program.exists():
        return "| Pagefind: could not be installed | | | | | | | |"
    pages = folder / "pages"
    for document in documents:
        text = "".join(f"<p>{escape(block)}</p>" for block in (document.summary, *document.blocks))
        body = f"<main data-pagefind-body><h1>{escape(document.title)}</h1>{text}</main>"
        write(pages / document.address / "index.html", LAYOUT.format(title=escape(document.title), head="", body=body))
    write(pages / "index.html", LAYOUT.format(title="检索", head="", body=""))
    start = time.perf_counter()
    subprocess.run([str(program), "--site", str(pages)], capture_output=True, check=True)
    seconds = time.perf_counter() - start
    with served(pages) as (url, sent):
        return row("Pagefind", seconds, asked(chromium, url, sent, PEER, wanted))


def main() -> None:
    """Parses the command line and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", default="1000")
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    path = browser.installed()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(path), args=["--no-sandbox"])
        for count in map(int, options.articles.split(",")):
            documents, wanted = corpus(count)
            size = sum(len(block) for document in documents for block in document.blocks)
            say(f"\n{count} articles, {size} characters, 40 queries\n\n{HEAD}")
            with tempfile.TemporaryDirectory() as folder:
                say(own(chromium, Path(folder), documents, wanted))
                if options.peers:
                    say(peer(chromium, Path(folder), documents, wanted))
        chromium.close()


if __name__ == "__main__":
    main()
