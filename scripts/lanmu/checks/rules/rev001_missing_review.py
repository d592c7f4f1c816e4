"""三审缺了人

查什么
    按日期更新的栏目里，公开的稿件没有写全初审（first）、复审（second）、终审（final）。示例是样板，也查；草稿和内部稿件不查。

为什么
    先审后发、三审三校：经手人、分管人、负责人各看一遍，出了差错查得到是哪一关。没有审过的不能发布。

不合格
    只有初审：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
          privacy: {name: 示例人员丁, date: 2008-11-05}

合格
    三审都有：

        review:
          first: {name: 示例人员甲, date: 2008-11-04}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
          privacy: {name: 示例人员丁, date: 2008-11-05}

怎么改
    请缺的那一关真正审过，再写上姓名和日期；不要代写。还没有审完的，先写 draft: true。

选项
    kinds：哪些栏目要三审，原来是 ["dated"]（按日期更新的），可以加 "reference"（长期参考的）。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.rule import Finding, Rule, Scope
from lanmu.checks.signatures import THREE, ColumnKind, missing, needs_review
from lanmu.checks.source import Source
from lanmu.content.validation import Model


class Options(Model):
    """The kinds of columns whose articles must be reviewed."""

    kinds: tuple[ColumnKind, ...] = ("dated",)


RULE = Rule(code="REV001", name="三审缺了人", scopes=(Scope.PAGE,), options=Options)


def check(source: Source, options: Options) -> Iterator[Finding]:
    """An article that goes out without all three reviews."""
    if source.article and needs_review(source.article, options.kinds):
        absent = missing(source.article, THREE)
        if absent:
            message = f"没有{'、'.join(absent)}的姓名和日期。"
            remedy = "真正审过以后，在 review 里补上；还没有审完的，先写 draft: true。"
            yield source.at_field("review", message, remedy)
