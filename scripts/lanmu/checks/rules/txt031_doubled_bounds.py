"""约数、界限说了两遍

查什么
    表示约数或者界限的词重复：大约50人左右、约50多人、50多人左右、超过90%以上、不少于30人以上、最多5人以下、截至10月底为止。
    节约50元左右、近三年左右不查。
为什么
    “超过90%”就不止90%，“90%以上”也是；两个都用，意思重复，有的还互相矛盾（最低……以上、近……多），是公文校对常见的语病
    （《现代汉语词典》约、超过、以上、左右各条）。
不合格
    界限：
        超过90%以上的职工满意，每组不少于5人以上。
    约数：
        大约有50人左右参加，收到意见约100多条。
合格
    只说一遍：
        90%以上的职工满意，每组不少于5人，大约有50人参加，节约资金50万元左右。
怎么改
    留下一个，删去重复的。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule

UNIT = "(?:%|％|[个名位人件次条项户家元吨米岁天年月日周倍篇份场亩分点号层页字级]|小时|分钟|公里|公斤|千克|[平立]方米|个百分点|个月|个小时|个工作日|人次|个人)?"
BARE = r"(?:\d[\d,.]{0,14}|[一二两三四五六七八九十百千半]{1,6})[十百千万亿]{0,2}"
NUMBER = rf"{BARE}{UNIT}"
MORE = rf"{BARE}(?:多|余){UNIT}"
# 节约, 预约 and the like end in 约; 附近, 最近 end in 近.
ABOUT = r"(?:大约|大概|约莫|(?<![节预条合契签制公和违履毁特邀相大简集缔失婚盟赴爽俭解誓隐绰依纽里])约|将近|接近)(?:有|为|是|需要|需|占|达|在|于)?"
NEAR = r"(?<![附靠临最邻就逼亲远新将接])近"
OVER = r"(?:(?<![不没未])(?:超过|超出|多于|大于|高于)|(?<![不])逾)(?:了)?"
AT_LEAST = r"(?:不少于|不低于|不小于|不下于|最少|最低|至少)(?:应当|应该|必须|需要|要|应|需)?(?:有|为|是|达)?"
AT_MOST = r"(?:不超过|不多于|不高于|最多|至多|最高)(?:有|要|为|是)?"
FAULTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<first>{OVER}){NUMBER}(?P<second>以上|之上)",
        rf"(?P<first>{AT_LEAST}){NUMBER}(?P<second>以上|之上)",
        rf"(?P<first>{AT_MOST}){NUMBER}(?P<second>以下|以内|之内)",
        rf"(?P<first>{ABOUT}){NUMBER}(?P<second>左右|上下)(?![两肢腿手邻为游级班期学车])",
        rf"(?P<first>{ABOUT})(?:{BARE})(?P<second>多|余)(?={UNIT}[^于数])",
        rf"(?P<first>{NEAR}){BARE}(?:%|％|[个名位人件次条项户家元吨米倍篇份场亩]|公里|公斤|人次){{1,2}}(?P<second>左右|上下)(?![两肢腿手邻为游级班期学车])",
        rf"(?P<first>{NEAR}){BARE}(?P<second>多|余)(?=[个名位人件次条项户家元吨米倍篇份场亩])",
        rf"(?P<first>{OVER})(?:{BARE})(?P<second>多|余)(?={UNIT}[^于数])",
        rf"(?<![\d.]){BARE}(?P<first>多|余)(?:[个名位人件次条项户家元吨米岁天年倍篇份场亩]|公里|公斤|人次|个月){{1,2}}(?P<second>左右|上下)(?![两肢腿手邻为游级班期学车])",
        r"(?P<first>截[至止])(?:到)?[\d一-龥]{1,12}?(?P<second>为止)",
    )
)


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        seen = -1
        for match in sorted((m for fault in FAULTS for m in fault.finditer(passage.text)), key=lambda m: m.start()):
            if match.start() < seen:
                continue
            seen = match.end()
            message = f"「{match[0]}」里“{match['first']}”和“{match['second']}”意思重复。"
            yield source.at(passage.offsets[match.start()], message, "留下一个，删去另一个。")
