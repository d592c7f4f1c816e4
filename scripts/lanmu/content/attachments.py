"""Which files beside the articles are linked from what is published."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from lanmu.content.article import Article, Page

# Targets in Markdown links and pictures, in link definitions, and in HTML.
TARGET = re.compile(
    r"""\]\(\s*(?:<([^>\n]+)>|((?:[^()\s]|\([^()\s]*\))+))"""
    r"""|^[ ]{0,3}\[[^\]]+\]:\s*(?:<([^>\n]+)>|(\S+))"""
    r"""|(?:href|src)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""",
    re.MULTILINE,
)


def linked_files(items: Iterable[Article | Page]) -> frozenset[str]:
    """Paths below docs/ of every file that `items` link to or show; other hosts are left out."""
    found = set()
    for item in items:
        folder = posixpath.dirname(item.path)
        for match in TARGET.finditer(item.body):
            parts = urlsplit(next(group for group in match.groups() if group))
            if not parts.scheme and not parts.netloc and parts.path:
                found.add(posixpath.normpath(posixpath.join(folder, unquote(parts.path))))
        if isinstance(item, Article) and item.image:
            found.add(item.image)
    return frozenset(found)
