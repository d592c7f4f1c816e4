"""来源写了两遍

查什么
    稿件信息里的来源 source、供稿单位 unit 或作者 author 把同一个名称连写两遍（市工人文化宫 市工人文化宫）；
    文中“来源：甲”紧接着又写一遍同样的“来源：甲”；文末署名（单位　姓名）里前后是同一个名称。
为什么
    转载要注明来源（国办发〔2017〕47号），写两遍是从别处复制时带来的，读者以为是两个来源。
不合格
    稿件信息里：
        source: 市工人文化宫 市工人文化宫
    文中：
        大家读了书。（来源：市工人文化宫）（来源：市工人文化宫）
合格
    一遍；两个不同的来源：
        大家读了书。（来源：市工人文化宫、市总工会办公室）
怎么改
    留下一个。
"""

import re
from itertools import pairwise

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN

FIELDS = ("source", "unit", "author")
SEPARATORS = re.compile(r"[\s、，,；;/／|]+")
NAME = rf"[{HAN}\w“”《》·]{{2,30}}"
LABELLED = re.compile(
    rf"(?P<label>来源|稿件来源|信息来源|文章来源|供稿|供稿单位|作者)[：:][ ]?(?P<name>{NAME})[）)]?[\s，；。（(]{{0,4}}(?:(?P=label)[：:])[ ]?(?P=name)(?![{HAN}\w])"
)
SIGNED = re.compile(rf"[（(](?P<name>{NAME})[\s、，]{{1,3}}(?P=name)[）)]\Z")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for value in source.head_values:
        names = SEPARATORS.split(value.text.strip())
        repeated = next((name for name, following in pairwise(names) if name == following), "")
        if len(value.key) == 1 and value.key[0] in FIELDS and repeated:
            yield source.at_field(value.key, f"{value.key[0]} 里「{repeated}」写了两遍。", "留下一个。")
    for passage in source.prose:
        for match in (*LABELLED.finditer(passage.text), *SIGNED.finditer(passage.text)):
            yield source.at(
                passage.offsets[match.start()], f"「{match['name']}」写了两遍：「{match[0]}」。", "留下一个。"
            )
