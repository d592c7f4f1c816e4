"""No pattern that reads what others have written is worse than linear, whatever it is given.

What is worst for a pattern is made from the pattern itself: its characters, alone and in pairs, and its beginnings, many
times over, with an end that fits nothing. 4 kB tell: a quadratic pattern takes a hundred times as long as a linear one.
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import lanmu
import pytest
from lanmu.checks.built import linked_data, stylesheet
from lanmu.checks.built.declared import declarations
from lanmu.checks.built.elements import candidates, refresh_of
from lanmu.checks.built.opened import words_in
from lanmu.checks.built.position import HtmlText
from lanmu.checks.built.reading import depth, parse, read
from lanmu.checks.built.spelling import fault_of
from lanmu.checks.built.text import decode
from lanmu.checks.reading.cutter import cut

PACKAGES = ("checks.built", "checks.external", "checks.attachments", "checks.reading")
MODULES = ("build.offline",)
SCRIPTS = Path(lanmu.__file__).parent
SHORT, LONG = 4_000, 200_000
# Seconds of the processor for the short and for the long text. A linear pattern takes a hundredth of it.
QUICK, PATIENT = 0.05, 1.0
CATEGORIES = {
    codes.CATEGORY_DIGIT: "0",
    codes.CATEGORY_SPACE: " \n",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: " ",
}
# Tried with the function around them, which looks first whether there is an end at all.
GUARDED = ("OWN_ATTRIBUTES", "INLINE", "RAW", "PIECE", "FENCE", "TARGET", "SHORT")
OTHERS = 'a0 <中"=-/'


def modules() -> Iterator[str]:
    """The modules whose patterns are tried."""
    for package in PACKAGES:
        folder = SCRIPTS / package.replace(".", "/")
        yield from (f"lanmu.{package}.{found.name}" for found in pkgutil.iter_modules([str(folder)]))
    yield from (f"lanmu.{module}" for module in MODULES)
    rules = (SCRIPTS / "checks" / "rules").glob("*.py")
    yield from sorted(f"lanmu.checks.rules.{file.stem}" for file in rules if file.stem.startswith(("out", "ext")))


def patterns() -> list[Any]:
    """Every pattern that a module keeps, with how it is used there."""
    found = {}
    for name in modules():
        module = importlib.import_module(name)
        package = Path(str(module.__file__)).parent
        text = "\n".join(file.read_text(encoding="utf-8") for file in package.glob("*.py"))
        for key, value in vars(module).items():
            for at, pattern in enumerate(value.values() if isinstance(value, dict) else [value]):
                if isinstance(pattern, re.Pattern) and not (key in GUARDED and "reading" in name):
                    uses = frozenset(re.findall(rf"\b{key}(?:\[\w+\])?\.(\w+)\b", text)) or frozenset({"finditer"})
                    known = found.get((pattern.pattern, pattern.flags))
                    uses |= known[1] if known else frozenset()
                    found[pattern.pattern, pattern.flags] = pattern, uses, f"{name.removeprefix('lanmu.')}.{key}.{at}"
    return [pytest.param(pattern, uses, id=label) for pattern, uses, label in found.values()]


def letters(node: Any) -> str:
    """Characters that one item of a parsed pattern matches."""
    kind, value = node
    if kind is codes.LITERAL:
        return chr(value)
    if kind in (codes.NOT_LITERAL, codes.ANY):
        return "".join(letter for letter in OTHERS if kind is codes.ANY or ord(letter) != value)[:2]
    if kind is codes.IN:
        return members(value)
    return ""


def members(items: Any) -> str:
    """Some characters of a set."""
    plain = [item for item in items if item[0] is not codes.NEGATE]
    found = ""
    for kind, value in plain:
        if kind is codes.LITERAL:
            found += chr(value)
        elif kind is codes.RANGE:
            found += chr(value[0])
        else:
            found += CATEGORIES.get(value, "")
    if len(plain) == len(items):
        return found[:4]
    return "".join(letter for letter in OTHERS if letter not in found)[:2]


def sample(nodes: Any) -> str:
    """A text that a part of a pattern matches, roughly: each item once."""
    text = ""
    for kind, value in nodes:
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            text += sample(value[2]) * max(1, min(value[0], 3))
        elif kind is codes.SUBPATTERN:
            text += sample(value[3])
        elif kind is codes.BRANCH:
            text += sample(value[1][0])
        elif kind is codes.ATOMIC_GROUP:
            text += sample(value)
        else:
            text += letters((kind, value))[:1]
    return text


def parts(nodes: Any) -> Iterator[str]:
    """Every character, beginning and branch of a pattern, and of all that lies in it."""
    items = list(nodes)
    for end in range(1, len(items) + 1):
        yield sample(items[:end])
    for kind, value in items:
        yield from letters((kind, value))
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            yield from parts(value[2])
        elif kind is codes.SUBPATTERN:
            yield from parts(value[3])
        elif kind is codes.BRANCH:
            for branch in value[1]:
                yield from parts(branch)
        elif kind is codes.ATOMIC_GROUP:
            yield from parts(value)


def worst(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Beginnings and what is repeated after them."""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    pieces = [piece for piece in dict.fromkeys(parts(parsed)) if piece]
    pairs = [one + other for one, other in itertools.permutations(pieces[:12], 2)]
    repeated = [("", piece) for piece in (*pieces, *pairs)]
    return repeated + [(start, piece) for start in pieces[:8] for piece in pieces[:12] if start != piece]


def run(pattern: re.Pattern[Any], uses: frozenset[str], text: str) -> float:
    """Seconds that the pattern takes, as it is used."""
    given: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    start = time.process_time()
    for use in uses & {"search", "match", "fullmatch"}:
        getattr(pattern, use)(given)
    if uses & {"sub", "finditer", "findall", "split"}:
        for _ in pattern.finditer(given):
            pass
    return time.process_time() - start


def repeated(start: str, piece: str, size: int) -> str:
    return start + piece * (size // len(piece)) + "\x00"


@pytest.mark.parametrize(("pattern", "uses"), patterns())
def test_no_pattern_is_worse_than_linear(pattern: re.Pattern[Any], uses: frozenset[str]) -> None:
    took = []
    for start, piece in worst(pattern):
        # What is worse than quadratic must not hold the tests up.
        for size in (16, 24, 32, 48, 100, 300, SHORT):
            text = repeated(start, piece, size)
            seconds = run(pattern, uses, text)
            if seconds > QUICK:
                # The machine may have been busy with something else.
                seconds = min(run(pattern, uses, text) for _ in range(3))
            assert seconds < QUICK, (start, piece, size, seconds)
        took.append((seconds, start, piece))
    for _, start, piece in sorted(took)[-2:]:
        assert run(pattern, uses, repeated(start, piece, LONG)) < PATIENT, (start, piece)


PIECES = (
    *("<a href=x>", "<a b='", '<a b="', "<a =", "<!--", "<!--->", "<script>", "</script ", "<a/ ", "<a\n", "<template>"),
    *("<style>a{", "a{", "a{b:url(", "url(", "url('", "@import ", "@import 'a' ", "@media{", "}", "\\", "/*", ":is(", "&"),
    *(" , ", "a 1x (", "a (b", ",a", "0;url=", "0;", ".0", "'", '"', "mailto:a@", "a@b.", "tel:1-", "http://", "//a@", "#"),
    *("[{", '{"url":', "]", "é", "中文", "calc(1px + ", "(", "1px ", "-1px*", "a:b;", "color:#fff;", "--a:var(", "%", "&amp;"),
)  # fmt: skip
MARKDOWN = (
    *("![a]", "[![a]", "[a", "[a](", "[a](b ", "[a](<b", "![", "<!--", "<!-- a --><!--", "```a\n", "```\n", "~~~ {a}\n"),
    *("---- ", "-- - ", "* ", "** a", "_a", " {a", "# a {b ", "# a #", "<a b=", "<a b='", "<div>\n", "<div markdown>\n"),
    *("|", "|a", "`a``b", "`", "\\", "!!! a ", "[^a]:", "[a]:", "> ", "1. ", "    a\n", ": ", "&a", "<a@b", "a\n", "\n\n"),
)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "places": lambda text: (HtmlText(text).attributes, HtmlText(text).runs, HtmlText(text).find_text(text[:50])),
    "srcset": candidates,
    "refresh": refresh_of,
    "address": fault_of,
    "addresses in css": lambda text: list(stylesheet.urls(text)),
    "stylesheet": stylesheet.parse,
    "declarations": declarations,
    "script": words_in,
    "data": lambda text: list(linked_data.addresses(text)),
    "page": lambda text: None if depth(text.encode()) else read("a", parse(text.encode())),
    "markdown": lambda text: cut(text, 0),
    "encoding": lambda text: decode(text.encode("utf-16-be")),
}


def least(read: Callable[[str], object], text: str) -> float:
    """Seconds that reading takes; the machine may be busy with something else the first times."""
    tries = []
    while len(tries) < 3 and (not tries or tries[-1] > QUICK):
        start = time.process_time()
        read(text)
        tries.append(time.process_time() - start)
    return min(tries)


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_is_worse_than_linear(reader: str) -> None:
    for piece in MARKDOWN if reader == "markdown" else PIECES:
        short, long = (least(READERS[reader], (piece * size)[:size]) for size in (1_000, 8_000))
        # Eight times the text: about eight times as long, where sixty-four would be quadratic.
        assert long < max(2 * QUICK, 32 * short), (piece, short, long)
