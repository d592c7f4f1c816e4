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

import re

from lanmu.checks.engine.rule import Finding, Findings, Level, Source, rule
from lanmu.checks.sources.prose import CHINESE, HAN, OPENING, is_contiguous, replaced, without_addresses
from lanmu.text.scanned import Passage

CLAUSE = "GB/T 15834-2011 第 5.1 条"
# Curly quotation marks serve English, too: what they enclose decides.
BEFORE = f"(?:(?<=[{HAN}）》〕】」』〉])|(?<=[{HAN}，。！？…][”’]))"
AFTER = f"[{HAN}{OPENING}①-⑳]"
FULL = str.maketrans(",.;:?!", "，。；：？！")
EMOTICON = r"[:;]-?(?:\)|\((?:[\s，。！？]|\Z)|[DPp](?![A-Za-z]))"
HALF = re.compile(
    rf"{BEFORE}(?!{EMOTICON})(?:[?!]{{2,}}(?![\w/])|[,.;:?!](?![\w,.;:?!/])|[,;:?!](?={AFTER})|[,;:](?=[0-9A-Za-z]))"
    rf"|(?:[,;]|(?<![?!])[?!]{{1,9}})(?={AFTER})"
)
# In a Chinese sentence, after Latin letters or figures: 720p, 称为高清; 增长3%. at the end.
AFTER_LATIN = re.compile(rf"(?<=[A-Za-z\d%°℃)])[,;?!](?=[ \t\xa0]{{1,2}}[{HAN}])|(?<=[%‰℃)])\.(?=[”’]?(?:\n|\Z))")
REACH = 40
LATIN = re.compile(r"[A-Za-z]+")
PAIR = re.compile(r"\((?P<inner>[^()（）\n]*)\)")
BLANKS_BEFORE = re.compile(rf"(?<=[{HAN}])[ \xa0]{{1,2}}\Z")
BLANKS_AFTER = re.compile(rf"[ \xa0]{{1,2}}(?=[{HAN}])")
BLANKS = re.compile(r"[ \xa0]+(?=[^\s\xa0])")
# 一. and （一）. are written for 一、 and （一）: no sentence ends here.
NUMBER = re.compile(r"\s*(?:(?P<open>[一二三四五六七八九十]{1,3})|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)])\Z")
LONGEST_NUMBER = 6


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        text = without_addresses(passage)
        for match in HALF.finditer(text):
            is_number = match[0] == "." and match.start() <= LONGEST_NUMBER
            number = NUMBER.fullmatch(text, 0, match.start()) if is_number else None
            if number is None or number["open"]:
                yield half_width(source, passage, match, "、" if number else match[0].translate(FULL))
        for match in AFTER_LATIN.finditer(text):
            if is_chinese(text[max(match.start() - REACH, 0) : match.end() + REACH]):
                yield half_width(source, passage, match, match[0].translate(FULL))
        for match in PAIR.finditer(text):
            if CHINESE.search(match["inner"]) and is_chinese(text[max(match.start() - REACH, 0) : match.end() + REACH]):
                yield brackets(source, passage, match)


def is_chinese(text: str) -> bool:
    return len(CHINESE.findall(text)) > len(LATIN.findall(text))


def half_width(source: Source, passage: Passage, match: re.Match[str], right: str) -> Finding:
    """Half-width punctuation. A full-width mark needs no blank after it: the edit removes those, too."""
    text, offset, start, end = passage.text, passage.offsets[match.start()], match.start(), match.end()
    blanks = BLANKS.match(text, end)
    end = blanks.end() if blanks and is_contiguous(passage, start, blanks.end()) else end
    edit = replaced(source, offset, text[start:end], right)
    return source.at(offset, f"用了半角的「{match[0]}」（{CLAUSE}）。", f"改成「{right}」。", edit)


def brackets(source: Source, passage: Passage, match: re.Match[str]) -> Finding:
    """Half-width brackets around Chinese, with the blanks that typists leave around them.

    They are fixed automatically when there is nothing but words between them.
    """
    text, offset, right = passage.text, passage.offsets[match.start()], f"（{match['inner'].strip(' ')}）"
    before = BLANKS_BEFORE.search(text[max(match.start() - 3, 0) : match.start()])
    after = BLANKS_AFTER.match(text, match.end())
    start, end = match.start() - len(before[0] if before else ""), after.end() if after else match.end()
    if not is_contiguous(passage, start, end - 1):
        start, end = match.span()
    is_plain = not HALF.search(match["inner"]) and source.text[offset - 1] not in "\\]"
    edit = replaced(source, passage.offsets[start], text[start:end], right, is_safe=is_plain)
    return source.at(offset, f"中文用了半角的括号「{match[0]}」（{CLAUSE}）。", f"改成「{right}」。", edit)
