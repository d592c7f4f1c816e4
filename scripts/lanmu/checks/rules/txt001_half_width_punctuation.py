"""汉字旁边用了半角标点

查什么
    汉字前后的逗号、句号、分号、冒号、问号、叹号用了英文的半角标点，括着中文的括号用了半角的 ( )
    （GB/T 15834-2011 第 5.1 条）；中文句子里西文、数字后面的半角标点，空一格再接汉字的（720p, 称为高清）也查。
    代码、网址、英文句子、数字里的小数点和千分号、表情（:)）、照录的正式文件（verbatim: true）和引用的段落不查。

为什么
    中文标点占一个汉字的位置。半角标点挤在汉字旁边，排版参差，也是公文校对的第一类差错。

不合格
    逗号是英文的：

        大家读了书,谈了体会。

    括号是英文的：

        讨论了方案(征求意见稿)。

合格
    中文里用全角标点，数字和英文照旧：

        大家读了书，谈了体会。人均3.5小时，网址是 www.example.org，共1,200人，9:30开始。

怎么改
    改成对应的中文标点，后面的空格一起删去；--fix 可以自动改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.prose import HAN, OPENING, is_in_one_piece, is_written, without_addresses
from lanmu.checks.rule import Edit, Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source
from lanmu.text.scanned import Passage

RULE = Rule(code="TXT001", name="汉字旁边用了半角标点", scopes=(Scope.PAGE,))
CLAUSE = "GB/T 15834-2011 第 5.1 条"
# Curly quotation marks serve English, too: what they enclose decides.
BEFORE = f"(?:(?<=[{HAN}）》〕】」』〉])|(?<=[{HAN}，。！？…][”’]))"
AFTER = f"[{HAN}{OPENING}①-⑳]"
FULL = {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！"}
FACE = r"[:;]-?(?:\)|\((?:[\s，。！？]|\Z)|[DPp](?![A-Za-z]))"
HALF = re.compile(
    rf"{BEFORE}(?!{FACE})(?:[?!]{{2,}}(?![\w/])|[,.;:?!](?![\w,.;:?!/])|[,;:?!](?={AFTER})|[,;:](?=[0-9A-Za-z]))"
    rf"|(?:[,;]|(?<![?!])[?!]{{1,9}})(?={AFTER})"
)
# In a Chinese sentence, behind Latin letters or figures: 720p, 称为高清; 增长3%. at the end.
BEHIND_LATIN = re.compile(rf"(?<=[A-Za-z\d%°℃)])[,;?!](?=[ \t\xa0]{{1,2}}[{HAN}])|(?<=[%‰℃)])\.(?=[”’]?(?:\n|\Z))")
REACH = 40
LATIN = re.compile(r"[A-Za-z]+")
PAIR = re.compile(r"\((?P<inner>[^()（）\n]*)\)")
BLANKS_BEFORE = re.compile(rf"(?<=[{HAN}])[ \xa0]{{1,2}}\Z")
BLANKS_BEHIND = re.compile(rf"[ \xa0]{{1,2}}(?=[{HAN}])")
CHINESE = re.compile(f"[{HAN}]")
BLANKS = re.compile(r"[ \xa0]+(?=[^\s\xa0])")
# 一. and （一）. stand for 一、 and （一）: no sentence ends here.
NUMBER = re.compile(r"\s*(?:(?P<open>[一二三四五六七八九十]{1,3})|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)])\Z")
LONGEST_NUMBER = 6


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Half-width punctuation beside Chinese characters, and half-width brackets around them."""
    for passage in source.prose:
        text = without_addresses(passage)
        for match in HALF.finditer(text):
            number = item_number(text, match.start()) if match[0] == "." else None
            if number is None or number["open"]:
                yield mark(source, passage, match, "、" if number else full(match[0]))
        for match in BEHIND_LATIN.finditer(text):
            if is_chinese(text[max(match.start() - REACH, 0) : match.end() + REACH]):
                yield mark(source, passage, match, full(match[0]))
        for match in PAIR.finditer(text):
            if CHINESE.search(match["inner"]) and is_chinese(text[max(match.start() - REACH, 0) : match.end() + REACH]):
                yield brackets(source, passage, match)


def item_number(text: str, position: int) -> re.Match[str] | None:
    """The number of an item that the text begins with and that ends here."""
    return NUMBER.fullmatch(text, 0, position) if position <= LONGEST_NUMBER else None


def is_chinese(text: str) -> bool:
    """True when a text has more Chinese characters than Latin words."""
    return len(CHINESE.findall(text)) > len(LATIN.findall(text))


def full(marks: str) -> str:
    """The full-width forms of marks."""
    return "".join(FULL[mark] for mark in marks)


def mark(source: Source, passage: Passage, match: re.Match[str], right: str) -> Finding:
    """Half-width marks. A full-width one brings its own room: the blanks behind it go with it."""
    text, offset, start, end = passage.text, passage.offsets[match.start()], match.start(), match.end()
    blanks = BLANKS.match(text, end)
    end = blanks.end() if blanks and is_in_one_piece(passage, start, blanks.end()) else end
    edit = Edit(offset, offset + end - start, right) if is_written(source.text, offset, text[start:end]) else None
    return source.at(offset, f"用了半角的「{match[0]}」（{CLAUSE}）。", f"改成「{right}」。", edit)


def brackets(source: Source, passage: Passage, match: re.Match[str]) -> Finding:
    """Half-width brackets around Chinese, with the blanks that typists leave around them.

    They are mended when there is nothing but words between them.
    """
    text, offset, right = passage.text, passage.offsets[match.start()], f"（{match['inner'].strip(' ')}）"
    before = BLANKS_BEFORE.search(text[max(match.start() - 3, 0) : match.start()])
    behind = BLANKS_BEHIND.match(text, match.end())
    start, end = match.start() - len(before[0] if before else ""), behind.end() if behind else match.end()
    if not is_in_one_piece(passage, start, end - 1):
        start, end = match.span()
    first = passage.offsets[start]
    is_plain = is_written(source.text, first, text[start:end]) and not HALF.search(match["inner"])
    edit = Edit(first, first + end - start, right) if is_plain and source.text[offset - 1] not in "\\]" else None
    return source.at(offset, f"中文用了半角的括号「{match[0]}」（{CLAUSE}）。", f"改成「{right}」。", edit)
