"""中文里多了空格

查什么
    成句的正文里，汉字和阿拉伯数字之间、汉字和汉字之间、中文标点旁边的空格；段落开头用全角空格或 &emsp; 缩进。
    下面这些地方的空格是有用的，不查：“第一条”“第二章”和编号后面；书名号里、引号里的口号和两句的标题；
    没有标点的一行（题目、名单、诗句、表格那样对齐的）；两个字的姓名、项目名称里为了对齐加的；
    日期、时刻、电话号码旁边；汉字和英文之间，“A4 纸”“GB/T 9704 的”这样带英文的编号；文末署名（文/甲 图/乙）里。
    照录的正式文件和引用的段落不查。
为什么
    公文里汉字和数字之间不空格，写作“2008年”。空格多半是从 Word 里带来的，排版时行末会拉开。
    段首缩进由网页样式统一加，自己再加就缩了四个字。
不合格
    数字两边：
        方案印发于 2008 年。
    句子中间：
        大家 读了书，谈了体会。
    标点旁边：
        活动开展以来， Word 的用法都会了。
    段首缩进：
        &emsp;&emsp;大家读了书，谈了体会。
合格
    不空格，有用的空格照旧：
        方案印发于2008年，10日 9:30开会，学习了 Word 的用法，用 A4 纸打印。

        第一条 为了办好活动，以“当好主人翁 建功新时代”为主题，制定本办法。
怎么改
    删去空格；--fix 可以删去数字旁边的、标点旁边的和段首的。汉字之间的要自己看：两个人名之间的改成顿号。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lanmu.checks.engine.rule import Edit, Finding, Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN, enclosed, is_contiguous, without_addresses
from lanmu.text.scanned import Passage

BLANK = r"[ \t\xa0]+"
ANY_BLANK = re.compile(BLANK)
BESIDE_FIGURES = re.compile(rf"(?<=[{HAN}]){BLANK}(?=\d)|(?<=[\d%‰]){BLANK}(?=[{HAN}])")
# Where no title, slogan or list can have a blank of its own. Between closing brackets and Latin letters or figures it may
# part two things, as in a bibliography.
NEVER = (
    rf"(?<=[{HAN}]){BLANK}(?=[，。；：、！？])"
    rf"|(?<=[A-Za-z\d%)+]){BLANK}(?=[，。；：、！？）》”])|(?<=[，。；：、！？（《“]){BLANK}(?=[A-Za-z\d])"
)
BESIDE_PUNCTUATION = re.compile(
    rf"(?P<never>{NEVER})|(?<=[{HAN}]){BLANK}(?=[（）《》“”])|(?<=[，。；：、！？（）《》“”]){BLANK}(?=[{HAN}])"
)
BETWEEN_WORDS = re.compile(rf"(?<=[{HAN}]){BLANK}(?=[{HAN}])")

# A figure with what belongs to it. `-`, `:` and `/` make it a telephone number, a time, a ratio; so do seven figures.
FIGURE = r"[\d.,%‰:：/~～—–-]+"
FIGURE_BEFORE = re.compile(rf"{FIGURE}\Z")
FIGURE_AFTER = re.compile(FIGURE)
NO_AMOUNT = re.compile(r"[:：/-]|\d{7}")
# A4 纸, Windows 10 系统, Word 2003 和 2007 里: the figure is part of something in Latin letters.
LATIN_BEFORE = re.compile(r"[A-Za-z][!-~—–、和及或至到 ]*\Z")
LATIN_AFTER = re.compile(rf"{FIGURE}[ ]?[A-Za-z]")
COUNTED = "[多余]?(?:[年月日时分秒个名位项条次届期天岁元]|人(?:[，。；、的次均]|$)|周年|[万亿]元)"
COUNTED_AFTER = re.compile(COUNTED)
FIGURE_COUNTED_AFTER = re.compile(rf"[\d.,]+[ \xa0]+{COUNTED}")
FIGURE_GOES_ON = re.compile(rf"\d[\d.,]*(?:[%‰]|[ ]?[{HAN}]|[、—～~])")
DATE_AFTER = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
LAST_DATE_AFTER = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?[）)]?\Z")
HOUR_AFTER = re.compile(r"\d{1,2}(?:[:：]\d\d|[时点])")
DAY_BEFORE = re.compile(r"[\d一二三四五六七八九十][日号]\Z")
PART_OF_DAY_AFTER = re.compile("[上下中]午|早|晚|凌晨|傍晚|前后|[至起]")

# What stands before the text proper: 第一条, 第三章, 1.2, 图1, 附件2. A blank parts it from what follows.
NUMERAL = r"(?:[一二三四五六七八九十百千零〇两]+|\d+)"
PART = rf"第{NUMERAL}(?:[条款项章节编篇卷讲课回集辑期场步]|部分|阶段|单元|板块)(?:之{NUMERAL})?"
LABEL = re.compile(
    rf"\s*(?:{PART}|[总附]则|\d+(?:\.\d+)*|[一二三四五六七八九十]{{1,3}}"
    rf"|(?:[图表]|附[图表件录]|专栏)[ ]?{NUMERAL}?(?:[-－—.]{NUMERAL})?)\Z"
)
# Articles may also follow one another in a line.
PART_BEFORE = re.compile(rf"[。；：“]\s*{PART}\Z")
# The end credit (文/甲 图/乙) and a signed line keep their blanks.
CREDIT_BEFORE = re.compile(r"(?:记者|通讯员|作者|摄影|特约|供稿|编辑|责编|审核|校对|来源)\Z")
CREDIT_AFTER = re.compile(r"(?:文|图|摄|摄影|审|编辑|责编|校对)[/／：:]|摄\b")
# 张　三、李四光 and 主　任：… are spread to the width of their neighbours.
SPREAD_BEFORE = re.compile(rf"(?:^|[、，；：（\s/])[{HAN}]\Z")
SPREAD_AFTER = re.compile(rf"[{HAN}](?:$|[、，。；：:）\s/])")
HAN_BEFORE = re.compile(rf"[{HAN}]*\Z")
HAN_AFTER = re.compile(rf"[{HAN}]*")

TITLES = ("caption", "heading", "cell")
QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|（[^（）]*）")
INNER_PUNCTUATION = re.compile("[，。；！？]")
END_PUNCTUATION = "。；！？，… "
SHORTEST_HALF = 4
"""Characters that half a title or slogan has at least."""
ROOM = 3
"""So many blanks in a row are room to fill in, or a table without lines."""
NEAR = 40
"""Characters that are looked at on either side of a blank."""

INDENT = re.compile(
    r"[ \t]*(?:\u3000|&emsp;|&nbsp;|\u2003|\xa0)[\u3000\u2003\xa0 ]*(?:(?:&emsp;|&nbsp;)[\u3000\xa0 ]*)*"
)
INNER_INDENT = re.compile(r"(?<=\n)\u3000+")
# What would no longer be a paragraph without the indentation.
BLOCK = re.compile(r"[#>|:<`~=*+_\[-]|\d+\.\s|!!!|\s")


@dataclass(frozen=True)
class Line:
    """A line of a passage; `text` is the passage's, with addresses blotted out.

    `inside` has a 1 for each character of the passage that is in a title, a remark in brackets or a quoted phrase.
    `is_text`: no title, no cell of a table. `is_punctuated`: punctuation inside the line makes it a sentence.
    `is_ended`: the line ends with 。, ！ or ？.
    """

    passage: Passage
    text: str
    start: int
    end: int
    inside: bytearray
    is_text: bool
    is_punctuated: bool
    is_ended: bool

    def is_running(self, match: re.Match[str]) -> bool:
        """True when the blank stands in a sentence, and not between the halves of a title or slogan."""
        half = min(match.start() - self.start, self.end - 1 - match.end())
        is_sentence = self.is_punctuated or (self.is_ended and half < SHORTEST_HALF)
        return is_sentence and not self.inside[match.start()]


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for line in lines(passage) if ANY_BLANK.search(passage.text) else ():
            yield from figures(source, line)
            yield from sentences(source, line)
        if passage.kind == "paragraph":
            yield from indentation(source, passage)


def lines(passage: Passage) -> Iterator[Line]:
    text = without_addresses(passage)
    inside = enclosed(text)
    start, is_text = 0, passage.kind not in TITLES
    for words in text.split("\n"):
        is_punctuated = is_text and INNER_PUNCTUATION.search(QUOTED.sub("", words).rstrip(END_PUNCTUATION)) is not None
        is_ended = is_text and words.endswith(("。", "！", "？"))
        yield Line(passage, text, start, start + len(words), inside, is_text, is_punctuated, is_ended)
        start += len(words) + 1


def figures(source: Source, line: Line) -> Findings:
    text = line.text
    for match in BESIDE_FIGURES.finditer(text, line.start, line.end):
        before, after = text[max(match.start() - NEAR, 0) : match.start()], text[match.end() : match.end() + NEAR]
        is_after_figure = before[-1] in "0123456789%‰"
        figure = FIGURE_BEFORE.search(before) if is_after_figure else FIGURE_AFTER.match(after)
        if figure is None or NO_AMOUNT.search(figure[0]) or LATIN_BEFORE.search(before) or LATIN_AFTER.match(after):
            continue
        # After a share no unit follows: 增长7.7% 总值突破…….
        counted = COUNTED_AFTER if is_after_figure else FIGURE_COUNTED_AFTER
        is_counted = before[-1] not in "%‰" and counted.match(after) is not None
        if is_labelled(text, match) and not (is_after_figure and is_counted):
            continue
        # In a title a blank parts two clauses, and the second may begin with a figure.
        if is_counted or (line.is_running(match) and (is_after_figure or goes_on(match[0], before, after))):
            yield blank(source, line.passage, match, "汉字和数字之间有空格", is_safe=True)


def goes_on(blanks: str, before: str, after: str) -> bool:
    """True when the sentence goes on with the figure after a blank: it is no value of its own, no hour, no last date."""
    if (DAY_BEFORE.search(before) and HOUR_AFTER.match(after)) or LAST_DATE_AFTER.match(after):
        return False
    # The history of a law: 第一次修正  2022年7月28日……
    is_history = len(blanks) > 1 and DATE_AFTER.match(after)
    return not is_history and FIGURE_GOES_ON.match(after) is not None


def sentences(source: Source, line: Line) -> Findings:
    text = line.text
    for match in BESIDE_PUNCTUATION.finditer(text, line.start, line.end):
        # After words that stand out, such as **要点。**, a blank is meant.
        is_plain = is_contiguous(line.passage, match.start() - 1, match.start() + 1) and len(match[0]) < ROOM
        is_text = line.is_text if match["never"] else line.is_running(match)
        if is_plain and is_text and not is_labelled(text, match):
            yield blank(source, line.passage, match, "中文标点旁边有空格", is_safe=True)
    for match in BETWEEN_WORDS.finditer(text, line.start, line.end):
        if line.is_running(match) and not is_meant(text, match):
            yield blank(source, line.passage, match, "汉字之间有空格", is_safe=False)


def is_labelled(text: str, match: re.Match[str]) -> bool:
    """True for the blank after the number of an article or chapter, or of a picture at the beginning of a line."""
    start = max(match.start() - NEAR, 0)
    _, line_end, words = text[start : match.start()].rpartition("\n")
    is_first = (bool(line_end) or not start) and LABEL.fullmatch(words) is not None
    return is_first or PART_BEFORE.search(words) is not None


def is_meant(text: str, match: re.Match[str]) -> bool:
    """True for a blank between words that belongs there."""
    before, after = text[max(match.start() - NEAR, 0) : match.start()], text[match.end() : match.end() + NEAR]
    is_spread = SPREAD_BEFORE.search(before) and SPREAD_AFTER.match(after)
    is_credit = CREDIT_BEFORE.search(before) or CREDIT_AFTER.match(after)
    is_dated = DAY_BEFORE.search(before) and not PART_OF_DAY_AFTER.match(after)
    # 运动无限 气象万千
    halves = [len(half[0]) if half else 0 for half in (HAN_BEFORE.search(before), HAN_AFTER.match(after))]
    is_slogan = halves[0] == halves[1] >= SHORTEST_HALF
    return bool(is_spread or is_credit or is_dated or is_slogan) or is_labelled(text, match)


def blank(source: Source, passage: Passage, match: re.Match[str], fault: str, *, is_safe: bool) -> Finding:
    offset = passage.offsets[match.start()]
    seen = passage.text[max(match.start() - 4, 0) : match.end() + 4].replace("\n", "")
    is_there = is_contiguous(passage, match.start() - 1, match.end()) and source.text.startswith(match[0], offset)
    edit = Edit(offset, offset + len(match[0]), "") if is_safe and is_there else None
    return source.at(offset, f"{fault}：「{seen}」。", "删去空格。", edit)


def indentation(source: Source, passage: Passage) -> Findings:
    """A paragraph, or a line of it, that begins with blanks of its author's."""
    first = source.line_start(source.place(passage.offsets[0])[0])
    match = INDENT.match(source.text, first, passage.offsets[0])
    if match and match.end() == passage.offsets[0]:
        edit = None if BLOCK.match(source.text, match.end()) else Edit(first, match.end(), "")
        yield source.at(first, "段落开头用空格缩进，缩进由网页样式统一加。", "删去开头的空格。", edit)
    for inner in INNER_INDENT.finditer(passage.text):
        message = "一行的开头用全角空格缩进，网页上不会另起一段。"
        yield source.at(passage.offsets[inner.start()], message, "上面空一行，另起一段，并删去开头的空格。")
