"""Which files beside the articles are linked from what is published."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from lanmu.content.article import Article, Source
from lanmu.diagnostics.errors import Problem, ProblemKind
from lanmu.text.links import local_path, targets

# In a list of attributes a brace ends a target, in Markdown a title.
ENDS = re.compile("[\"'}]")


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
