"""用词和用词表不一致

查什么
    标题、摘要和正文里用了 docs/terms.yml 列出的错误写法：活动和机构的名称写错，常见的错别字。

为什么
    活动名称、机构名称写错是公文的硬伤；“表述错误”查到一处就可以单项否决（国办秘函〔2019〕19号）。

不合格
    错别字：

        -- docs/terms.yml --
        terms:
          - {wrong: 布署, right: 部署, reason: 部署的“部”}
        -- docs/news/2008-11-05-a.md --
        会议布署了下一步的工作。

合格
    正确的写法：

        -- docs/terms.yml --
        terms:
          - {wrong: 布署, right: 部署, reason: 部署的“部”}
        -- docs/news/2008-11-05-a.md --
        会议部署了下一步的工作。

怎么改
    照提示改。用词表里的说法不对，或者漏了正确的说法，改 docs/terms.yml（unless 里加上正确的说法）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.reading.blocks import Passage
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source
from lanmu.content.terms import WrongForm

RULE = Rule(code="TXT009", name="用词和用词表不一致", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Wrong forms in everything that readers see."""
    terms = project.terms
    if not terms:
        return
    pattern = re.compile("|".join(re.escape(term.wrong) for term in sorted(terms, key=lambda term: -len(term.wrong))))
    by_form = {term.wrong: term for term in terms}
    for source in project.sources.values():
        for passage in source.prose:
            for match in pattern.finditer(passage.text):
                term = by_form[match[0]]
                if not allowed(term, passage, match.start()):
                    yield finding(source, passage, match.start(), term)


def allowed(term: WrongForm, passage: Passage, position: int) -> bool:
    """True when the form stands inside words that are right."""
    for word in term.contexts:
        start = position - word.index(term.wrong)
        if start >= 0 and passage.text.startswith(word, start):
            return True
    return False


def finding(source: Source, passage: Passage, position: int, term: WrongForm) -> Finding:
    """One wrong form."""
    message = f"「{term.wrong}」写得不对：{term.reason}。"
    return source.at(passage.offsets[position], message, f"改成「{term.right}」。")
