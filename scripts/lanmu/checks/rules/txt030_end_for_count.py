"""“截止”用作“截至”

查什么
    “截止”后面直接带时间，用来说“到某时为止”：截止10月底，……；截止目前，……。应当用“截至”
    （《现代汉语词典》：截止，到一定期限停止，不带时间；截至，截止到某个时候）。
    截止日期、截止时间、截止到、于……截止、报名截止，都是对的，不查。
为什么
    “截止”是停止，“截止10月底，共有50人参加”说成了到期停止，而本来的意思是统计到10月底。
不合格
    带了时间：
        截止10月底，共有50人参加。
    带了“目前”：
        截止目前，收到意见50条。
合格
    截至，或者真的停止：
        截至10月底，共有50人参加。报名截止日期是11月5日，投稿于12月31日截止。
怎么改
    改成“截至”。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule

NUMERAL = "[〇○零一二三四五六七八九十]"
MOMENT = (
    rf"(?:(?:\d{{4}}年)?第?[一二三四]季度末?|(?:今年|去年|本月|上月|当年)?(?:(?:\d{{2,4}}|{NUMERAL}{{4}})年)?(?:\d{{1,2}}|{NUMERAL}{{1,3}})月(?:(?:\d{{1,2}}|{NUMERAL}{{1,3}})[日号]|份|[上中下]旬)?(?:底|末|初)?"
    rf"|(?:\d{{4}}|{NUMERAL}{{4}})年(?:底|末|初)?|\d{{1,2}}[日号]"
    r"|目前|现在|今天|今日|昨天|昨日|当前|当日|发稿|[今去]年|[本上]月|[本上]周|[年月]底|[本上][年季]|[上下]午\d{1,2}[时点])"
)
# Where something else than a count ends (报名截止10月31日) the clause begins with it.
WRONG = re.compile(
    rf"(?:\A|(?<=[\n，。；！？“（市省县区国])|(?<=数据)|(?<=统计))(?:但|而|可)?截止(?=(?P<moment>(?>{MOMENT}))(?![）。；！？\n]|\Z))"
)


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for match in WRONG.finditer(passage.text):
            start = match.end() - 2
            message = f"「截止{match['moment']}」里的“截止”不能带时间（《现代汉语词典》）。"
            yield source.at(passage.offsets[start], message, "改成“截至”。")
