"""发布以后才审

查什么
    初审、复审、终审的日期晚于稿件的发布日期 date。草稿还没有发布，不查。

为什么
    先审后发。发布以后才签的字，等于没有审就登了出去。

不合格
    11月5日发布，11月6日终审：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-06}

合格
    发布当天或以前审完：

        review:
          first: {name: 示例人员甲, date: 2008-11-04}
          second: {name: 示例人员乙, date: 2008-11-04}
          final: {name: 示例人员丙, date: 2008-11-05}

怎么改
    核对审稿单和发布日期，改正写错的那个；真的没有审就发布了的，先撤下来。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.checks.signatures import THREE, signed
from lanmu.checks.source import Source

RULE = Rule(code="REV004", name="发布以后才审", scopes=(Scope.PAGE,))


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """A review dated after the day of publication."""
    article = source.article
    if article is None or article.meta.draft:
        return
    published = article.date.date()
    for signature in signed(article, THREE):
        if signature.date > published:
            message = f"{signature.label}的日期 {signature.date} 晚于发布日期 {published}。"
            yield source.at_field(signature.key, message, "核对审稿单和发布日期；没有审就发布了的，先撤下来。")
