"""括号或书名号不成对

查什么
    （）《》〔〕【】「」〈〉 少了一边、前后颠倒，或者一边全角一边半角（GB/T 15834-2011 第 4.9 条、第 4.15 条）；
    书名号里面又直接套书名号（里面的应当用〈〉）。列项的序号，如 1）、一）、a)，不算。

为什么
    括号不成对，补充说明和正文混在一起；书名号不成对，文件名称引用得不完整。

不合格
    少了后括号：

        讨论了方案（征求意见稿，大家没有意见。

    一边全角一边半角：

        讨论了方案（征求意见稿)。

    书名号套书名号：

        学习了《关于印发《实施方案》的通知》。

合格
    书名号里面用单书名号：

        学习了《关于印发〈实施方案〉的通知》（第2号）。分两步：1）读书；2）讨论。

怎么改
    照提示补上少的一边，或者改成同一种括号。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.prose import HAN, without_addresses
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT003", name="括号或书名号不成对", scopes=(Scope.PAGE,))
CLOSES = {"）": "（", ")": "(", "》": "《", "〉": "〈", "〕": "〔", "】": "【", "」": "「", "』": "『", "］": "［"}
OPENS = {opening: closing for closing, opening in CLOSES.items()}
BRACKET = re.compile(f"[{re.escape(''.join([*OPENS, *CLOSES]))}]")
ROUND = "()（）"
LIST_MARK = re.compile(r"(?<![\w.])(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$")
CLAUSES = {"《": "4.15", "〈": "4.15"}


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Brackets and title marks that do not pair."""
    for passage in source.prose:
        text = without_addresses(passage)
        for position, fault, remedy in faults(text):
            mark = text[position]
            clause = CLAUSES.get(CLOSES.get(mark, mark), "4.9")
            seen = text[max(position - 6, 0) : position + 9].replace("\n", "")
            message = f"{fault}：「{seen}」（GB/T 15834-2011 第 {clause} 条）。"
            yield source.at(passage.offsets[position], message, remedy)


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    """Where brackets do not pair: the place, the fault, the way out."""
    stack: list[tuple[str, int]] = []
    for match in BRACKET.finditer(text):
        mark, position = match[0], match.start()
        if mark in OPENS:
            if mark == "《" and any(opened == "《" for opened, _ in stack):
                yield position, "书名号里面又套《》", "里面的改成〈〉；前面漏了「》」的，补上。"
            stack.append((mark, position))
        elif stack and stack[-1][0] == CLOSES[mark]:
            stack.pop()
        elif stack and mark in ROUND and stack[-1][0] in ROUND:
            stack.pop()
            yield position, "括号一边全角一边半角", "两边都改成（）。"
        elif any(opened == CLOSES[mark] for opened, _ in stack):
            while (opened := stack.pop())[0] != CLOSES[mark]:
                yield from unclosed(text, *opened)
        elif not (mark in ")）" and LIST_MARK.search(text[:position])) and counts(text, position):
            yield position, f"「{mark}」前面没有「{CLOSES[mark]}」", "补上前一半，或者删去。"
    for opened in stack:
        yield from unclosed(text, *opened)


def unclosed(text: str, mark: str, position: int) -> Iterator[tuple[int, str, str]]:
    """A bracket without its other half."""
    if counts(text, position):
        yield position, f"「{mark}」没有配对的「{OPENS[mark]}」", "补上后一半，或者删去。"


def counts(text: str, position: int) -> bool:
    """True for Chinese brackets, and for half-width ones beside Chinese."""
    near = text[max(position - 1, 0) : position + 2]
    return text[position] not in "()" or re.search(f"[{HAN}]", near) is not None
