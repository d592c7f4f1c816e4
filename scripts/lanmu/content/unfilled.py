"""Places that somebody still has to fill in before the site goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lanmu.content.article import Article, Page
from lanmu.diagnostics.errors import Problem

OPEN, CLOSE = "（(【［〔", "）)】］〕"
# What may stand within: a pair of brackets, too. One who filled in half may have lost the closing bracket.
WITHIN = rf"(?:[^{OPEN}{CLOSE}]|[（(][^{OPEN}{CLOSE}]*[）)]){{0,120}}"
PLACEHOLDER = re.compile(
    rf"[{OPEN}]\s*(?:[请請]填[写寫]|由\w+(?:[（(]\w+[）)])?填[写寫]){WITHIN}[{CLOSE}]?"
    r"|[(\[]\s*to be filled in[^)\]]{0,120}[)\]]?",
    re.IGNORECASE,
)


def unfilled(items: Iterable[Article | Page]) -> list[Problem]:
    """One finding for each page that still has a placeholder such as （由主办单位填写）."""
    found = []
    for item in items:
        source = item.meta.source if isinstance(item, Article) else ""
        if match := PLACEHOLDER.search(f"{source}\n{item.body}"):
            path = f"docs/{item.path}"
            found.append(Problem(path, 0, f"还有没填的内容「{match[0]}」。", "发布前填好，或删去这一句。"))
    return sorted(found)
