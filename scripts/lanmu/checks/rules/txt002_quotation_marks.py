"""引号不对

查什么
    中文里用了英文的直引号 " 和 '；引号不成对，后引号在前引号前面，双引号里面又直接套双引号
    （GB/T 15834-2011 第 4.8 条）。
    连着几段都是引文的，每段开头用前引号、最后一段末尾用后引号，不算错。英文的撇号（it's）不查。

为什么
    引号不成对，读者不知道引的话到哪里为止，校对时一律算差错。

不合格
    直引号：

        大家认为要"学懂弄通"。

    少了后引号：

        大家认为要“学懂弄通，再去做。

    双引号套双引号：

        他说：“要做到“学懂弄通”，再去做。”

合格
    外面用双引号，里面用单引号：

        他说：“要做到‘学懂弄通’，再去做。”

    引文分成几段：

        “第一段的话。

        “第二段的话。”

怎么改
    照提示补上或者改成“ ”；引号里面还要用引号的，里面用‘ ’。
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from itertools import zip_longest

from lanmu.checks.prose import HAN, without_addresses
from lanmu.checks.reading.blocks import Passage
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT002", name="引号不对", scopes=(Scope.PAGE,))
CLAUSE = "GB/T 15834-2011 第 4.8 条"
CLOSES = {"”": "“", "’": "‘"}
LETTERS = tuple(string.ascii_letters)
STRAIGHT = re.compile(
    rf"\"(?=[{HAN}，。！？；：、（《])|(?<=[{HAN}，。！？；：、）》])\"|(?<![A-Za-z0-9])'(?=[{HAN}])|(?<=[{HAN}])'(?![A-Za-z0-9])"
)
CURLY = re.compile(r"[“”‘]|’(?![\dA-Za-z])")


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Straight quotation marks beside Chinese, and curly ones that do not pair."""
    passages = source.prose
    for passage, following in zip_longest(passages, passages[1:]):
        text = without_addresses(passage)
        for match in STRAIGHT.finditer(text):
            message = f"中文里用了英文的直引号「{match[0]}」（{CLAUSE}）。"
            yield source.at(passage.offsets[match.start()], message, "改成“ ”；引号里面的引号用‘ ’。")
        for position, fault, remedy in faults(text, continued(passage, following)):
            yield source.at(passage.offsets[position], f"{fault}（{CLAUSE}）。", remedy)


def continued(passage: Passage, following: Passage | None) -> bool:
    """True when a quotation goes on in the next paragraph, which then begins with an opening mark again."""
    return bool(following and passage.kind == following.kind and following.text.startswith("“"))


def faults(text: str, goes_on: bool) -> Iterator[tuple[int, str, str]]:
    """Where the quotation marks of one paragraph do not pair: the place, the fault, the way out."""
    stack: list[tuple[str, int]] = []
    for match in CURLY.finditer(text):
        mark, position = match[0], match.start()
        if mark in CLOSES:
            if stack and stack[-1][0] == CLOSES[mark]:
                stack.pop()
            elif mark == "’" and text[:position].endswith(LETTERS):
                # An apostrophe: the workers’ day.
                continue
            elif mark == "”" and any(opened == "“" for opened, _ in stack):
                yield stack[-1][1], f"单引号「‘」在「”」以前没有结束：{around(text, position)}", "补上「’」。"
                del stack[-2:]
            else:
                yield (
                    position,
                    f"「{mark}」前面没有「{CLOSES[mark]}」：{around(text, position)}",
                    "补上前引号，或者删去。",
                )
        else:
            if mark == "“" and stack and stack[-1][0] == "“":
                yield (
                    position,
                    f"双引号里面又套双引号：{around(text, position)}",
                    "里面的改成‘ ’；前面漏了「”」的，补上。",
                )
            stack.append((mark, position))
    if goes_on and len(stack) == 1 and stack[0][1] == 0:
        return
    for mark, position in stack:
        yield position, f"「{mark}」没有配对的后引号：{around(text, position)}", "补上后引号。"


def around(text: str, position: int) -> str:
    """The words at a place."""
    return f"「{text[max(position - 6, 0) : position + 9]}」".replace("\n", "")
