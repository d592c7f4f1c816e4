"""中文里多了空格

查什么
    汉字和阿拉伯数字之间、汉字和汉字之间、汉字和中文标点之间的空格；段落开头用全角空格或 &emsp; 缩进。
    标题里隔开两句的空格、时刻前面的空格（10日 9:30）、汉字和英文之间的空格、
    文末署名（文/甲 图/乙）里的空格不查。
    照录的正式文件和引用的段落不查。

为什么
    公文里汉字和数字之间不空格，写作“2008年”。空格多半是从 Word 里带来的，排版时行末会拉开。
    段首缩进由网页样式统一加，自己再加就缩了四个字。

不合格
    数字两边：

        方案印发于 2008 年。

    段首缩进：

        &emsp;&emsp;大家读了书，谈了体会。

合格
    不空格：

        方案印发于2008年，10日 9:30开会，学习了 Word 的用法。

怎么改
    删去空格；--fix 可以删去数字旁边的和段首的。两个人名之间的空格改成顿号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.prose import HAN
from lanmu.checks.reading.blocks import Passage
from lanmu.checks.rule import Edit, Finding, Level, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT014", name="中文里多了空格", scopes=(Scope.PAGE,), level=Level.WARNING)
BLANK = r"[ \t\xa0]+"
MARKS = "，。；：、！？（）《》“”"
FIGURES = re.compile(
    rf"(?<=[{HAN}]){BLANK}(?=\d+(?!\d*[:：]\d\d)[^A-Za-z\d.-])|(?<=[{HAN}]){BLANK}(?=\d+$)|(?<=\d){BLANK}(?=[{HAN}])"
)
BESIDE_MARKS = re.compile(rf"(?<=[{HAN}]){BLANK}(?=[{MARKS}])|(?<=[{MARKS}]){BLANK}(?=[{HAN}])")
WORDS = re.compile(rf"(?<=[{HAN}]){BLANK}(?=[{HAN}])")
INDENT = re.compile(
    r"[ \t]*(?:\u3000|&emsp;|&nbsp;|\u2003|\xa0)[\u3000\u2003\xa0 ]*(?:(?:&emsp;|&nbsp;)[\u3000\xa0 ]*)*"
)
# The end credit (文/甲 图/乙) and a signed line keep their blanks.
CREDIT_BEFORE = re.compile(r"(?:记者|通讯员|作者|摄影|特约)\Z")
CREDIT_AFTER = re.compile(r"(?:文|图|摄|摄影|审|编辑|责编|校对)[/／：:]|摄\b")
# 图1 说明: a blank parts the number of a picture or table from its name, in official reports as in print.
NUMBER_OF_PICTURE = re.compile(r"\s*[图表]\s?(?:\d+(?:[-－.]\d+)?|[一二三四五六七八九十]+)\Z")
TITLES = ("caption", "heading", "cell")


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Blanks beside Chinese characters, and paragraphs that are indented by hand."""
    for passage in source.prose:
        for match in FIGURES.finditer(passage.text):
            if NUMBER_OF_PICTURE.match(passage.text[: match.start()]):
                continue
            yield blank(source, passage, match, "汉字和数字之间有空格", is_safe=True)
        for match in BESIDE_MARKS.finditer(passage.text):
            # Behind words that stand out, such as **要点。**, a blank is meant.
            is_plain = passage.offsets[match.start()] == passage.offsets[match.start() - 1] + 1
            if is_plain and passage.kind not in TITLES:
                yield blank(source, passage, match, "中文标点旁边有空格", is_safe=False)
        for match in WORDS.finditer(passage.text) if passage.kind not in TITLES else ():
            before, after = passage.text[: match.start()], passage.text[match.end() :]
            kept = CREDIT_BEFORE.search(before) or CREDIT_AFTER.match(after) or NUMBER_OF_PICTURE.match(before)
            if not kept:
                yield blank(source, passage, match, "汉字之间有空格", is_safe=False)
        if passage.kind == "paragraph":
            yield from indentation(source, passage)


def blank(source: Source, passage: Passage, match: re.Match[str], fault: str, *, is_safe: bool) -> Finding:
    """One blank, with the words on both sides."""
    offset = passage.offsets[match.start()]
    seen = passage.text[max(match.start() - 4, 0) : match.end() + 4].replace("\n", "")
    is_there = source.text.startswith(match[0], offset)
    edit = Edit(offset, offset + len(match[0]), "") if is_safe and is_there else None
    return source.at(offset, f"{fault}：「{seen}」。", "删去空格。", edit)


def indentation(source: Source, passage: Passage) -> Iterator[Finding]:
    """A paragraph, or a line of it, that begins with blanks of its author's."""
    first = source.line_start(source.place(passage.offsets[0])[0])
    match = INDENT.match(source.text, first, passage.offsets[0])
    if match and match.end() == passage.offsets[0]:
        edit = Edit(first, match.end(), "")
        yield source.at(first, "段落开头用空格缩进，缩进由网页样式统一加。", "删去开头的空格。", edit)
    for inner in re.finditer(r"(?<=\n)\u3000+", passage.text):
        message = "一行的开头用全角空格缩进，网页上不会另起一段。"
        yield source.at(passage.offsets[inner.start()], message, "上面空一行，另起一段，并删去开头的空格。")
