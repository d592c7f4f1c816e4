"""译文没有译

查什么
    英文译文（.en.md）的一段里大半是汉字；手写的繁体译文（.zh-Hant.md）里有简体字。引用的段落和代码不查；
    英文里夹着中文的专名、书名不算。
为什么
    复制了原文还没有译就发布，读者打开“英文版”看到的还是中文。
不合格
    一段没有译：
        -- docs/news/2008-11-18-jiben.en.md --
        支部开了读书会，见[方案](../plan/index.md)。
合格
    译成了英文，夹着专名：
        -- docs/news/2008-11-18-jiben.en.md --
        We met to study (《读本》); see the [plan](../plan/index.md).
怎么改
    译出来；一时译不了的，先删去译文文件。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import CHINESE, language
from lanmu.text.scanned import Passage

WORD = re.compile(r"[A-Za-z]+")
FEWEST = 4


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    fault_of = {"en": still_chinese, "zh-Hant": still_simplified}.get(language(source))
    for passage in source.passages if fault_of else ():
        if fault_of and not passage.quoted and (fault := fault_of(passage)):
            yield source.at(passage.offsets[0], fault, "译出来；一时译不了的，先删去译文文件。")


def still_chinese(passage: Passage) -> str:
    """The fault when most of an English paragraph is Chinese."""
    characters = CHINESE.findall(passage.text)
    if len(characters) < FEWEST or len(characters) <= 2 * len(WORD.findall(passage.text)):
        return ""
    return f"英文译文里的一段还是中文：「{passage.text[:15]}」。"


def still_simplified(passage: Passage) -> str:
    """The fault when a Traditional paragraph holds characters that only Simplified Chinese has."""
    simplified = dict.fromkeys(filter(only_simplified, CHINESE.findall(passage.text)))
    return f"繁体译文里有简体字：{'、'.join(list(simplified)[:10])}。" if simplified else ""


def only_simplified(character: str) -> bool:
    """True for what the mainland's character set has and Taiwan's has not."""
    return bool(character.encode("gb2312", "ignore")) and not character.encode("big5", "ignore")
