"""保密和隐私没有人审

查什么
    要三审的稿件没有写谁做了保密审查（review 里的 secrecy）、谁看了隐私（privacy），或者日期晚于发布日期。
    可以由三审中的一人兼任，也可以是同一个人。草稿和内部稿件不查。

为什么
    “上网信息不涉密，涉密信息不上网”：泄密是单项否决（国办秘函〔2019〕19号）。身份证号、住址、手机号登出去收不回来。
    写明是谁看的，这一关才不会落空。

不合格
    没有人看过隐私：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}

合格
    两项都有人：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
          privacy: {name: 示例人员丁, date: 2008-11-05}

怎么改
    请人专门看过保密和隐私，再写上姓名和日期；不要代写。

选项
    kinds：哪些栏目要审，原来是 ["dated"]（按日期更新的），可以加 "reference"（长期参考的）。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.rule import Finding, Rule, Scope
from lanmu.checks.signatures import BY_NAME, ColumnKind, missing, needs_review, signed
from lanmu.checks.source import Source
from lanmu.content.validation import Model


class Options(Model):
    """The kinds of columns whose articles must be looked at."""

    kinds: tuple[ColumnKind, ...] = ("dated",)


RULE = Rule(code="REV006", name="保密和隐私没有人审", scopes=(Scope.PAGE,), options=Options)


def check(source: Source, options: Options) -> Iterator[Finding]:
    """Nobody named for secrecy or privacy, or named too late."""
    article = source.article
    if article is None:
        return
    absent = missing(article, BY_NAME) if needs_review(article, options.kinds) else []
    if absent:
        message = f"没有写谁做了{'、'.join(absent)}。"
        yield source.at_field("review", message, "请人专门看过，在 review 里写 secrecy 和 privacy 的姓名、日期。")
    published = article.date.date()
    for signature in signed(article, BY_NAME) if not article.meta.draft else ():
        if signature.date > published:
            message = f"{signature.label}的日期 {signature.date} 晚于发布日期 {published}。"
            yield source.at_field(signature.key, message, "核对审稿单和发布日期；没有审就发布了的，先撤下来。")
