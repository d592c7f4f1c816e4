"""The search engine as browsers run it, against plain substring search over the same pages."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lanmu.search.documents import Document
from lanmu.search.variants import variants
from playwright.sync_api import Browser, Page
from support.folding import fold
from support.searching import write_index

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ENGINE = ROOT / "overrides" / "assets" / "lanmu" / "search.js"
PAGE = '<!doctype html><meta charset="utf-8"><div data-search-index="search/catalogue.js"></div><script src="search.js"></script>'
FIND = "queries => Promise.all(queries.map(query => lanmuSearch.find(query).then(answer => answer.ids.sort((a, b) => a - b))))"
# As search.js takes a query apart; written once more, with other means.
DOUBLE = '"＂“”„'
QUOTED = [(DOUBLE, DOUBLE), ("「", "」"), ("『", "』")]
OPENING = f"{DOUBLE}「『"
Find = Callable[[list[Document], list[str]], list[list[int]]]

han = st.text("工会学习學習发發〇。，", min_size=1, max_size=12)
latin = st.sampled_from(
    ["2008", "12008", "GDP", "ＧＤＰ", "gdp", "Été", "a b", "〔2008〕35号", "[2008] 35 號", "𠮷", "<b>&"]
)
passage = st.lists(han | latin | st.sampled_from([" ", "　", "\n", "“", "”"]), min_size=1, max_size=8).map("".join)
long_passage = st.lists(passage, min_size=1, max_size=30).map("".join)


def words_of(query: str) -> list[str]:
    """The folded words of a query: what stands between two quotation marks, and what white space parts."""
    pieces: list[str] = []
    while query:
        closing = next((close for opening, close in QUOTED if query[0] in opening), "")
        end = next((n for n, char in enumerate(query) if n and char in closing), 0)
        if not closing:
            end = next((n for n, char in enumerate(query) if char.isspace() or char in OPENING), len(query))
        pieces.append(query[1:end] if closing else query[:end])
        query = query[end + bool(closing) :] if end else query[1:]
    return [word for word in map(fold, pieces) if word]


def blocks_of(documents: list[Document]) -> list[list[str]]:
    """The folded blocks of each document."""
    return [[fold(block) for zone in document.zones for block in zone] for document in documents]


def expected(blocks: list[list[str]], query: str) -> list[int]:
    """Which pages hold every word of the query, each in one of their blocks of text."""
    words = words_of(query)
    return [n for n, own in enumerate(blocks) if words and all(any(word in block for block in own) for word in words)]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def find(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Find:
    """Writes the index of some documents and asks the engine, from file://."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "search.js").write_bytes(ENGINE.read_bytes())
    (folder / "index.html").write_text(PAGE, encoding="utf-8")

    def find_all(documents: list[Document], queries: list[str]) -> list[list[int]]:
        shutil.rmtree(folder / "search", ignore_errors=True)
        write_index(documents, variants(), folder)
        page.goto((folder / "index.html").as_uri())
        answers: list[list[int]] = page.evaluate(FIND, queries)
        return answers

    return find_all


def document(number: int, title: str, body: str) -> Document:
    return Document(f"a/{number}/", title, title[::-1], (title[:3],), (body[:4],), tuple(body.split("\n")))


# One browser holds all: no time is spent on making a failing example smaller.
@settings(
    deadline=None, max_examples=10, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(st.data())
def test_finds_every_page_with_the_words_and_no_other(find: Find, data: st.DataObject) -> None:
    bodies = data.draw(st.lists(long_passage, min_size=1, max_size=40))
    documents = [document(n, body[:9].strip() or "题", body) for n, body in enumerate(bodies)]
    cuts = st.sampled_from(bodies).flatmap(
        lambda body: st.tuples(st.integers(0, len(body)), st.integers(1, 40)).map(lambda at: body[at[0] :][: at[1]])
    )
    queries = data.draw(st.lists(cuts | passage | han, min_size=20, max_size=60))
    queries += [f"“{first}” {second}" for first, second in zip(queries[:10], queries[10:20], strict=True)]
    queries = [query[:200] for query in queries]
    blocks = blocks_of(documents)
    for query, answer in zip(queries, find(documents, queries), strict=True):
        assert answer == expected(blocks, query), query


def test_agrees_on_a_corpus_of_many_files(find: Find, tmp_path: Path) -> None:
    """Words on every page, on a few and on none; boilerplate longer than the index is deep."""
    chance = random.Random(1)
    letters = "的一是工会学习发展观科领导干部党员群众调研整改方案职工服务基层问题公开承诺民主生活"
    stock = ["".join(chance.choices(letters, k=length)) for length in (6, 15, 40, 90)]

    def body(number: int) -> str:
        # Of what follows 们, each page of the index holds that of a few documents only.
        own = "".join(f"们{letters[number % 26]}{chance.choice(letters)}" for _ in range(250))
        parts = [chance.choice(stock) if chance.random() < 0.1 else chance.choice(letters) for _ in range(250)]
        return own + "\n" + "\n".join("".join(parts[n : n + 50]) for n in range(0, 250, 50))

    documents = [document(n, "".join(chance.choices(letters, k=9)), body(n)) for n in range(100)]
    names = write_index(documents, variants(), tmp_path)
    assert len([name for name in names if "/p" in name]) > 8
    assert [name for name in names if "/s" in name]
    queries = ["们", *letters, *stock, *(text[2:30] for text in stock), *(document.title for document in documents[:9])]
    for _ in range(100):
        own = "\n".join(chance.choice(documents).blocks)
        start = chance.randrange(len(own))
        queries.append(own[start : start + chance.choice([2, 2, 3, 4, 6, 10, 24, 30])])
        queries.append("".join(chance.choices(letters, k=chance.choice([2, 3, 4]))))
    blocks = blocks_of(documents)
    for query, answer in zip(queries, find(documents, queries), strict=True):
        assert answer == expected(blocks, query), query
