"""说的条数和列出的不一样

查什么
    同一段里先说有几点、几项、几个方面，接着用“一是、二是”“一要、二要”“第一，第二，”“其一，其二，”“一、二、”“（一）（二）”“①②”列出来的，列出的条数和说的不一样。
    说完以后紧接着从“一”列起、中间不断的才查；后面还有“此外”“最后”，或者下一段接着列的，不查。
为什么
    “三点要求”列出四点，不是多了就是前面写错了，下级照着办不知道以哪个为准（条理清楚、数目相符是公文校对的基本要求）。
不合格
    多了一条：
        会议提出三点要求：一是学，二是查，三是改，四是建。
    少了一条：
        要做好四个方面的工作：第一，读书；第二，讨论；第三，整改。
合格
    一样多：
        会议提出三点要求：一是学，二是查，三是改。
怎么改
    核对以后，改正前面的数，或者补上、删去列出的条目。
"""

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import NUMERAL, value

NOUNS = (
    "要求|意见|建议|希望|措施|举措|任务|工作|问题|原因|做法|经验|体会|特点|重点|环节|目标|原则|关系|转变|坚持|结合|确保|到位|突破|提升"
    "|内容|制度|机制|活动|步骤|阶段|不足|变化|优势|条件|理由|领域|途径|渠道|办法|方法|方式|职责|纪律|承诺|服务|行动|工程|关键|难题|短板|成果"
    "|成效|感受|启示|认识|方面|强化|加强|事项|事情|实事|好事|关口|抓手|倡议|决定|提议|共识|思考|贡献|亮点|困难|风险|因素|情况"
)
ANNOUNCED = re.compile(
    rf"(?<![第一二三四五六七八九十百千\d几方面章节大])(?P<count>[两二三四五六七八九]|十[一二三四五六七八九]?|\d{{1,2}})"
    rf"(?:点|个方面|方面|[项条个种类大])(?:的)?(?:(?P<noun>[一-龥]{{0,8}}?(?:{NOUNS})|(?<=[点面]))(?:来抓|如下|包括|上)?”?[：:，。]|”?[：:])\Z"
)
SERIES = (
    re.compile(rf"(?:\A|(?<=[，。；：:！？、\n“]))(?P<number>{NUMERAL})是"),
    re.compile(rf"(?:\A|(?<=[，。；：:！？、\n“]))(?P<number>{NUMERAL})要"),
    re.compile(rf"(?:\A|(?<=[，。；：:！？、\n“]))第(?P<number>{NUMERAL})[，、,：]"),
    re.compile(rf"(?:\A|(?<=[，。；：:！？、\n“]))其(?P<number>{NUMERAL})[，、,]"),
    re.compile(r"(?P<number>[①-⑳])"),
    re.compile(rf"(?:\A|(?<=[，。；：:！？\n]))(?P<number>{NUMERAL})、"),
    re.compile(rf"[（(](?P<number>{NUMERAL}|\d{{1,2}})[）)]"),
    re.compile(r"(?:\A|(?<=[，。；：:！？\n]))(?P<number>\d{1,2})[.．、](?!\d)"),
)
MORE = re.compile(r"最后|再次|此外|另外|还有|还要|同时|再就是|再者|再有|其[次三四]|等[。；]|……")
ANOTHER = re.compile(rf"[其①-⑳]|{NUMERAL}[是要]|第{NUMERAL}|最后|此外|另外|同时|[（(]?(?:{NUMERAL}|\d)[）)、.．]")
LONGEST = 24
# Where more are missing, the series groups what was counted (24条措施：一是……六是……).
MOST_MISSING = 2


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    passages = source.prose
    for passage, following in zip_longest(passages, passages[1:]):
        for pattern in SERIES:
            for start, end, count in series(pattern, passage.text):
                announced = ANNOUNCED.search(passage.text[max(start - LONGEST, 0) : start])
                missing = value(announced["count"]) - count if announced else 0
                if not announced or not missing or missing > MOST_MISSING:
                    continue
                # After the last point, or in the next paragraph, the count may go on in other words.
                goes_on = MORE.search(passage.text[end:]) or (following and ANOTHER.match(following.text))
                if missing < 0 or not goes_on:
                    message = f"说的是「{announced[0].rstrip('：:，。')}」，列出的是{count}条。"
                    remedy = "核对以后，改正前面的数，或者补上、删去条目。"
                    yield source.at(passage.offsets[start - len(announced[0])], message, remedy)


def series(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, int]]:
    """Series from one on without a break: where each begins, where its last number ends, how many it has.

    What is interrupted by another series in the same words says nothing certain.
    """
    matches = list(pattern.finditer(text))
    numbers = [value(match["number"]) for match in matches]
    starts = [index for index, number in enumerate(numbers) if number == 1]
    for first, last in pairwise([*starts, len(numbers)]):
        count = last - first
        is_whole = numbers[first:last] == list(range(1, count + 1))
        is_alone = last == len(numbers) or "。" in text[matches[last - 1].end() : matches[last].start()]
        if count > 1 and is_whole and is_alone:
            yield matches[first].start(), matches[last - 1].end(), count
