"""括号或书名号不成对

查什么
    （）《》〔〕【】「」〈〉 少了一边、前后颠倒，或者一边全角一边半角（GB/T 15834-2011 第 4.9 条、第 4.15 条）；
    书名号里面又直接套书名号（里面的应当用〈〉）。
    列项的序号（1）、一）、甲）、a)）和表情（:)）不算；一个括号括着连续几段的，前一半在段首或者冒号后面、
    后一半在段末，算成对。
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
    括着两段：
        （2008年10月10日会议通过。

        根据2009年1月5日的决定修正）
怎么改
    照提示补上少的一边，或者改成同一种括号。
"""

import re
from collections import Counter
from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.pairs import PairFault, unpaired_in_passages
from lanmu.checks.sources.prose import CHINESE, without_addresses

CLOSES = {"）": "（", ")": "(", "》": "《", "〉": "〈", "〕": "〔", "】": "【", "」": "「", "』": "『", "］": "［"}
OPENS = {opening: closing for closing, opening in CLOSES.items()}
BRACKET = re.compile(f"[{re.escape(''.join([*OPENS, *CLOSES]))}]")
ROUND = "()（）"
LIST_MARKER = re.compile(r"(?:(?<!\d)\d{1,2}|(?<![\w.])[一二三四五六七八九十]{1,3}|[甲乙丙丁]|(?<![\w.])[a-zA-Z])\Z")
LONGEST_MARKER = 3
EMOTICON = re.compile(r"[:;=]-?[()]|[(][:;=]")
CLAUSES = {"《": "4.15", "〈": "4.15"}


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    passages = source.prose
    by_passage = [list(faults(without_addresses(passage))) for passage in passages]
    for passage, fault in unpaired_in_passages(passages, by_passage):
        text, position = passage.text, fault.position
        clause = CLAUSES.get(CLOSES.get(text[position], text[position]), "4.9")
        seen = text[max(position - 6, 0) : position + 9].replace("\n", "")
        message = f"{fault.message}：「{seen}」（GB/T 15834-2011 第 {clause} 条）。"
        yield source.at(passage.offsets[position], message, fault.remedy)


def faults(text: str) -> Iterator[PairFault]:
    stack: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    titles: list[str] = []
    for match in BRACKET.finditer(text):
        bracket, position = match[0], match.start()
        if bracket in OPENS:
            # In titles the marks alternate: 《〈《》〉》.
            if bracket == "《" and titles[-1:] == ["《"]:
                yield PairFault(position, "书名号里面又套《》", "里面的改成〈〉；前面漏了「》」的，补上。")
            stack.append((bracket, position))
            waiting[bracket] += 1
            if bracket in CLAUSES:
                titles.append(bracket)
            continue
        if not stack or stack[-1][0] != CLOSES[bracket]:
            if stack and bracket in ROUND and stack[-1][0] in ROUND:
                waiting[stack.pop()[0]] -= 1
                yield PairFault(position, "括号一边全角一边半角", "两边都改成（）。")
                continue
            if not waiting[CLOSES[bracket]]:
                if not is_list_marker(text, position) and counts(text, position):
                    fault = f"「{bracket}」前面没有「{CLOSES[bracket]}」"
                    yield PairFault(position, fault, "补上前一半，或者删去。", closes=CLOSES[bracket])
                continue
            while stack[-1][0] != CLOSES[bracket]:
                opened, place = stack.pop()
                waiting[opened] -= 1
                del titles[len(titles) - (opened in CLAUSES) :]
                yield from unclosed(text, opened, place)
        waiting[stack.pop()[0]] -= 1
        del titles[len(titles) - (CLOSES[bracket] in CLAUSES) :]
    for opened, place in stack:
        yield from unclosed(text, opened, place)


def unclosed(text: str, bracket: str, position: int) -> Iterator[PairFault]:
    if counts(text, position):
        yield PairFault(
            position, f"「{bracket}」没有配对的「{OPENS[bracket]}」", "补上后一半，或者删去。", opens=bracket
        )


def is_list_marker(text: str, position: int) -> bool:
    """True for the bracket of 1）, 一） and a)."""
    return text[position] in ")）" and LIST_MARKER.search(text, max(position - LONGEST_MARKER, 0), position) is not None


def counts(text: str, position: int) -> bool:
    """True for Chinese brackets, and for half-width ones next to Chinese that are no emoticon."""
    if text[position] not in "()":
        return True
    near = text[max(position - 1, 0) : position + 2]
    return CHINESE.search(near) is not None and not EMOTICON.search(text, max(position - 2, 0), position + 2)
