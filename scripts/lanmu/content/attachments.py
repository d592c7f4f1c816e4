"""Which files beside the articles are linked from what is published."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from lanmu.content.article import Article, Source
from lanmu.diagnostics.errors import Problem, ProblemKind

# What is linked to or shown in Markdown, in link definitions, and in HTML; each with a word that a text must have for it.
# One after the other: as one pattern they take three times as long.
TARGETS = (
    ("](", re.compile(r"\]\(\s*(?P<target><[^<>\n]++>|(?:[^()\s]|\([^()\s]*\))+)")),
    # Also within a list, a note or a quotation.
    ("]:", re.compile(r"^[ \t>]*\[[^\]\n]+\]:\s*(?P<target><[^<>\n]++>|\S+)", re.MULTILINE)),
    *(
        (name, re.compile(rf"""{name}\s*=\s*(?P<target>"[^"]+"|'[^']+'|[^\s"'>]+)""", re.IGNORECASE))
        for name in ("href", "src", "srcset", "poster", "data", "background")
    ),
    ("url(", re.compile(r"""url\(\s*(?P<target>"[^"]+"|'[^']+'|[^\s"')]+)""", re.IGNORECASE)),
)
MARKDOWN = ("](", "]:")


def targets(text: str, start: int = 0) -> Iterator[tuple[int, str, bool]]:
    """Every target in a text from `start` on: where, what, and whether it stands in HTML."""
    lower = text.lower()
    for word, pattern in TARGETS:
        if word in lower:
            for match in pattern.finditer(text, start):
                # Of a set of pictures each, without the comma after it; how wide they are does no harm.
                found = match["target"].strip("\"'").split() if word == "srcset" else [match["target"]]
                for target in found:
                    yield match.start(), target.rstrip(",") if word == "srcset" else target, word not in MARKDOWN


# What is a path and nothing else.
PLAIN = re.compile(r"(?!//)[\w./-]+")
ENDS = re.compile("[\"'}]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def local_path(target: str) -> str:
    """The path of a target on this site, empty for anything else."""
    target = unescape(ESCAPED.sub(r"\1", target.strip("<>\"'")))
    if PLAIN.fullmatch(target):
        return target
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else unquote(parts.path)


def check_targets(path: str, text: str, body_start: int) -> list[Problem]:
    """Targets that are no address at all: MkDocs stops at them without a word about where."""
    problems = []
    for start, target, _ in sorted(targets(text, body_start)):
        try:
            urlsplit(target)
        except ValueError:
            line = text.count("\n", 0, start) + 1
            remedy = "核对网址，删去多余的方括号。"
            problems.append(Problem(path, line, f"网址「{target}」写错了。", remedy, kind=ProblemKind.TARGET))
    return problems


def linked_files(items: Iterable[Source]) -> frozenset[str]:
    """Paths below docs/ of every file that `items` link to or show; other hosts are left out.

    A production build publishes no other file, and a review covers those of its text.
    """
    found: set[str] = set()
    for item in items:
        for _, target, is_html in targets(item.body):
            # In a list of attributes a brace ends it, in Markdown a title.
            paths = dict.fromkeys((local_path(target), local_path(ENDS.split(target.strip("<>\"'"))[0])))
            # MkDocs counts from the source file. Browsers count raw HTML from the page, whoever wrote it from the
            # file: both are taken, so that a slip, which the checks report, does not lose a file besides.
            folders = [posixpath.dirname(item.path), *([item.address] if is_html else [])]
            found.update(
                posixpath.normpath(posixpath.join(folder, path)) for folder in folders for path in paths if path
            )
        if isinstance(item, Article):
            found.update(path for path in (item.image, item.audio) if path)
    return frozenset(found)
