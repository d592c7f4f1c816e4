"""格式记号露了出来，或者被吃掉了

查什么
    读者会看到的正文里留有 **、__、\\n、&nbsp; 这样的记号；两边是数字的星号（138****1234，5*3*2）、隐去名字的星号（张*、李*）和填空的横线（____）被当成强调记号吃掉了。
    代码里的不查。
为什么
    Markdown 的记号写得不对，网页上就原样露出来；打了星号的号码少了星号，看起来就成了另一个号码。
不合格
    星号里面多了空格：
        大家读了 ** 原文 ** 。
    转义写了两次：
        大家读了&amp;nbsp;书。
    星号被吃掉：
        电话是138****1234和139****5678。
合格
    写对的，和填空用的横线：
        大家读了**原文**。签名：____。电话是138\\*\\*\\*\\*1234和139\\*\\*\\*\\*5678。
怎么改
    ** 贴着文字写，里面不要空格；要显示星号的，在每个星号前面加反斜杠。
"""

import re
from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule

LEFT = re.compile(
    r"(?<![*\d])\*\*(?![*\d])|(?<![_\w])__(?=[^\W_])|(?<=[^\W_])__(?![_\w])|\\n(?![A-Za-z])"
    r"|&(?:nbsp|amp|lt|gt|quot|emsp|ensp|#\d{2,5});"
)
MASKED = re.compile(r"(?<=\d)\*+(?=\d)|_{3,}")
STARS = re.compile(r"\*+")
PAUSES = tuple("、，；：）")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.passages:
        for match in LEFT.finditer(passage.text):
            offset, markup = passage.offsets[match.start()], match[0]
            if source.text[offset - 1 : offset] == "\\" or passage.kind == "caption":
                continue
            message = f"「{markup}」没有变成格式，网页上会原样露出来。"
            yield source.at(offset, message, "** 和 __ 要贴着文字、成对地写；不是格式的，删去。")
    yield from eaten(source)


def eaten(source: Source) -> Findings:
    seen = {offset for passage in source.passages for offset in passage.offsets}
    for match in (*MASKED.finditer(source.text, source.body_start), *masked_names(source, seen)):
        start, sign = match.start(), match[0][0]
        if start - 1 in seen and start not in seen:
            text = source.text[max(start - 3, 0) : match.end() + 3].replace("\n", "")
            message = f"「{text}」里的 {sign} 被当成强调记号，网页上看不见。"
            yield source.at(start, message, f"在每个 {sign} 前面加反斜杠，写成 \\{sign}。")


def masked_names(source: Source, seen: set[int]) -> Iterator[re.Match[str]]:
    """Asterisks that begin emphasis right before a mark of punctuation: nobody means that, but 张*、李* gives it."""
    for passage in source.scan.passages:
        first, last = passage.offsets[0], passage.offsets[-1]
        # A passage begins with what is seen of it.
        while source.text[first - 1 : first] == "*":
            first -= 1
        if "*" not in source.text[first:last]:
            continue
        runs = [run for run in STARS.finditer(source.text, first, last) if run.start() not in seen]
        if len({len(run[0]) for run in runs}) == 1:
            yield from (run for run in runs[::2] if source.text[run.end() : run.end() + 1] in PAUSES)
