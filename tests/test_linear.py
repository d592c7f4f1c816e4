"""No pattern that reads what others have written is worse than linear, whatever it is given.

What is worst for a pattern is made from the pattern itself: its characters, alone and in pairs, and its beginnings, many
times over, with an end that fits nothing. 3 kB show which text is worst; of that the pattern gets 600,000 characters. What
takes the square of that, or worse, does not end within the limit for each test (pyproject.toml), which then ends the run with
a traceback; no clock is asserted. How much time readers and checks take is measured by tests/bench/limits.py.
"""

from __future__ import annotations

import ast
import functools
import importlib
import itertools
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import lanmu
import pytest
from lanmu.build.text_annotations import GlossaryTerms
from lanmu.checks.built import stylesheet
from lanmu.checks.built.css_values import declarations
from lanmu.checks.built.elements import candidates, linked_data, read_elements, refresh_of
from lanmu.checks.built.html_text import HtmlText
from lanmu.checks.built.openers import words_in
from lanmu.checks.built.page import Page, Reading, depth, parse
from lanmu.checks.built.spelling import fault_of
from lanmu.checks.built.text import decode
from lanmu.content.campaign import Term
from lanmu.text.allowed_html import clean
from lanmu.text.dialect import Steps
from lanmu.text.sanitising import comments_joined
from lanmu.text.scan import scan
from markdown import Markdown

# The patterns of the whole package are read once, in one process.
pytestmark = pytest.mark.xdist_group("linear")

SCRIPTS = Path(lanmu.__file__).parent
SHORT, LONG = 3_000, 600_000
CATEGORIES = {
    codes.CATEGORY_DIGIT: "0",
    codes.CATEGORY_SPACE: " \n",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: " ",
}
# By module and name, or line of code: what is worse than linear, and why that does no harm.
IN_READERS = "tried below with the function around it, which looks first whether there is an end"
IN_TITLES = "a title has at most 80 characters"
IN_PIECES = "given at most 60 characters of a text"
IN_LINES = "given lines of at most 60 characters"
OWN = "given what we have written ourselves"
IN_COMMENTED = "given a text up to the last end of a comment"
IN_CHILD = "runs in a process of its own with a limit of time"
ENDED = "what does not end is counted by content/limits.py first"
EXCEPTIONS = {
    **dict.fromkeys(("build.text_annotations.LINK", "build.pictures.IMAGE"), ENDED),
    **dict.fromkeys(("checks.sources.personal_data.ADDRESS", "checks.sources.personal_data.WORD_BEFORE"), IN_PIECES),
    **dict.fromkeys(
        (
            f"text.{name}"
            for name in (
                *("scan.OWN_ATTRIBUTES", "scan.TARGET", "inline.INLINE", "inline.RAW", "inline.SHORT"),
                *("inline.AFTER_LAST_COMMENT", "regions.FENCE", "regions.PIECE"),
            )
        ),
        IN_READERS,
    ),
    "checks.reports.html.ITEM": OWN,
    **dict.fromkeys(("checks.rules.txt017_unfinished_text.COMMENT", "text.sanitising.COMMENT"), IN_COMMENTED),
    **dict.fromkeys((f"checks.rules.fm017_wrong_title.{name}" for name in ("COPY", "TITLE_FAULTS")), IN_TITLES),
    **dict.fromkeys(
        (
            f"checks.rules.txt014_blanks.{name}"
            for name in (*("FIGURE_BEFORE", "FIGURE_COUNTED_AFTER", "LATIN_BEFORE", "HAN_BEFORE"),)
        ),
        IN_PIECES,
    ),
    "checks.rules.txt028_half_width_full_stop.SENTENCE": IN_PIECES,
    "checks.rules.txt029_range_sign.END_BEFORE": IN_PIECES,
    "intake.article.credits.BRACKETS": IN_LINES,
    "intake.article.galleries.GENERIC": IN_PIECES,
    "intake.markdown_text.WAY_BACK": OWN,
    "intake.masthead.LEADER": IN_LINES,
    "intake.new_file.NAMED": IN_TITLES,
    "intake.official.ATTACHMENT": IN_LINES,
    "intake.word.fields.PINYIN": IN_CHILD,
    "intake.word.fields.FRACTION": IN_CHILD,
    "locales.traditional_page._JSON_TEXT": OWN,
}
OTHERS = 'a0 <中"=-/'


@dataclass
class UsedPattern:
    """A pattern, how it is used, and where it stands."""

    pattern: re.Pattern[Any]
    uses: set[str]
    label: str


def files() -> Iterator[Path]:
    """The modules whose patterns are tried: all of them."""
    yield from sorted(file for file in SCRIPTS.rglob("*.py") if not file.stem.startswith("__"))


def name_of(file: Path) -> str:
    """The module of a file, below `lanmu`."""
    return file.relative_to(SCRIPTS).with_suffix("").as_posix().replace("/", ".")


MODULES = [name_of(file) for file in files() if "import re\n" in file.read_text(encoding="utf-8")]


def compiled(value: object) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value of a module."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from compiled(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from compiled(item)


def called(tree: ast.Module, names: dict[str, Any]) -> Iterator[tuple[re.Pattern[Any], str, int]]:
    """The patterns that stand in a call of `re`, with the name of the function and the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_re(node.func.value):
            given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "flags")]
            if node.func.attr == "compile":
                given = [*given, *node.args[1:]]
            # What is made of what a function was given cannot be known here.
            with suppress(NameError, AttributeError, TypeError):
                values = [eval(ast.unparse(each), names) for each in given]
                if node.func.attr != "escape" and not isinstance(values[0], re.Pattern):
                    yield re.compile(*values), node.func.attr.replace("compile", "finditer"), node.lineno


def is_re(node: ast.expr) -> bool:
    """True of the module `re` by its name."""
    return isinstance(node, ast.Name) and node.id == "re"


@functools.cache
def methods(file: Path) -> defaultdict[str, set[str]]:
    """What is called of each name in a module."""
    by_pattern: defaultdict[str, set[str]] = defaultdict(set)
    for name, method in re.findall(r"\b(\w+)(?=(?:\[\w+\])?\.(\w+)\b)", file.read_text(encoding="utf-8")):
        by_pattern[name].add(method)
    return by_pattern


@functools.cache
def patterns() -> list[UsedPattern]:
    """Every pattern of the package, with how it is used where it stands."""
    by_pattern: dict[tuple[Any, int], UsedPattern] = {}
    for file in files():
        place = name_of(file)
        names = vars(importlib.import_module(f"lanmu.{place}"))
        for key, value in names.items():
            for pattern in compiled(value):
                uses = methods(file)[key] or set().union(*(methods(module)[key] for module in file.parent.glob("*.py")))
                by_pattern.setdefault(
                    (pattern.pattern, pattern.flags), UsedPattern(pattern, set(), f"{place}.{key}")
                ).uses |= uses
        for pattern, use, line in called(ast.parse(file.read_text(encoding="utf-8")), names):
            by_pattern.setdefault((pattern.pattern, pattern.flags), UsedPattern(pattern, {use}, f"{place}:{line}"))
    for used in by_pattern.values():
        used.uses = used.uses or {"finditer"}
    return list(by_pattern.values())


def repeats(nodes: Any) -> int:
    """How often a pattern, or a part of it, repeats something without end."""
    count = 0
    for kind, value in nodes:
        if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            count += (value[1] is codes.MAXREPEAT) + repeats(value[2])
        elif kind is codes.SUBPATTERN:
            count += repeats(value[3])
        elif kind is codes.BRANCH:
            count += sum(map(repeats, value[1]))
        elif kind is codes.ATOMIC_GROUP:
            count += repeats(value)
        elif kind in (codes.ASSERT, codes.ASSERT_NOT):
            count += repeats(value[1])
    return count


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
    characters = ""
    for kind, value in plain:
        if kind is codes.LITERAL:
            characters += chr(value)
        elif kind is codes.RANGE:
            characters += chr(value[0])
        else:
            characters += CATEGORIES.get(value, "")
    if len(plain) == len(items):
        return characters[:4]
    return "".join(letter for letter in OTHERS if letter not in characters)[:2]


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
    pairs = [first + second for first, second in itertools.permutations(pieces[:8], 2)]
    repeated = [("", piece) for piece in (*pieces, *pairs)]
    begun = [sample(parsed[:end]) for end in range(1, len(parsed) + 1)]
    starts = dict.fromkeys((*pieces[:4], *begun[-4:]))
    return repeated + [(start, piece) for start in starts for piece in pieces[:12] if start != piece]


def run(used: UsedPattern, text: str) -> float:
    """Uses the pattern as its module does. Seconds of the processor, by which the worst text is known."""
    given: Any = text.encode("latin-1", "replace") if isinstance(used.pattern.pattern, bytes) else text
    start = time.process_time()
    for use in used.uses & {"search", "match", "fullmatch"}:
        getattr(used.pattern, use)(given)
    if used.uses & {"sub", "finditer", "findall", "split"}:
        for _ in used.pattern.finditer(given):
            pass
    return time.process_time() - start


def repeated(start: str, piece: str, size: int) -> str:
    return start + piece * (size // len(piece)) + "\x00"


@pytest.mark.parametrize("module", MODULES)
def test_no_pattern_is_worse_than_linear(module: str) -> None:
    for used in patterns():
        if used.label.startswith((f"{module}.", f"{module}:")) and used.label not in EXCEPTIONS:
            texts = worst(used.pattern) if repeats(parser.parse(used.pattern.pattern, used.pattern.flags)) else []
            ranked = sorted(texts, key=lambda pair: run(used, repeated(pair[0], pair[1], SHORT)))
            for start, piece in ranked[-1:]:
                run(used, repeated(start, piece, LONG))


def test_every_exception_is_needed() -> None:
    labels = {used.label for used in patterns()}
    assert set(EXCEPTIONS) <= labels


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
    "data": lambda text: list(linked_data(text)),
    "page": lambda text: None if depth(text.encode()) else read_elements(Reading(Page("a")), parse(text.encode())),
    "markdown": lambda text: scan(text, 0),
    "comments": lambda text: comments_joined(f"{text}-->{text}"),
    "sanitising": clean,
    "encoding": lambda text: decode(text.encode("utf-16-be")),
}


def seconds(read: Callable[[str], object], piece: str, size: int) -> float:
    """The processor's time for reading a piece over and over."""
    start = time.process_time()
    read((piece * size)[:size])
    return time.process_time() - start


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_is_worse_than_linear(reader: str) -> None:
    read = READERS[reader]
    pieces = MARKDOWN if reader == "markdown" else PIECES
    seconds(read, max(pieces, key=lambda piece: seconds(read, piece, 8_000)), 200_000)


def test_terms_are_not_looked_for_one_after_the_other() -> None:
    terms = [Term(term=f"{chr(0x4E00 + place)}会", short="字", text="字") for place in range(20_000)]
    markdown = Markdown(extensions=[Steps(tree=[(7, GlossaryTerms(terms).annotate_all)])])
    assert "<abbr" not in markdown.convert(f"{chr(0x4E00 + 19_999)}工" * (LONG // 2))
