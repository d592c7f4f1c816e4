"""来源没有说明白

查什么
    来源 source 写的是“网络”“转载”“未知”“百度”一类说不清是谁的；还是没填的（请填写…）；
    写了转载的网址 source_url，却没有写来源。
为什么
    转载的文章要写明来源（网页标签 ContentSource，国办发〔2017〕47号）。“来源：网络”等于没有来源，出了错没有人负责。
不合格
    说不清是谁的：
        source: 网络
    有网址，没有来源：
        unit: 办公室
        source: ''
        source_url: https://www.example.org/a.html
合格
    写明是哪家网站、哪份报刊、哪个单位：
        source: 示例日报
        source_url: https://www.example.org/a.html
怎么改
    写原文所在的网站、报刊或单位的全称；是本站写的，写“本站”，或删去 source、写 unit。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.content.publication import PLACEHOLDER

MEANINGLESS = re.compile(
    r"((来源|来自|转自|转载自|摘自|源于|源自|文章来源|稿件来源)\s*[:：]?\s*)?"
    r"(网络|网上|互联网|因特网|网络转载|网络整理|综合网络|转载|转自网络|来自网络|来源网络|未知|来源未知|不详|来源不详|佚名|匿名"
    r"|无|没有|其他|其它|待定|待补|略|百度|百度搜索|搜狗|微信|微信群|微信公众号|公众号|朋友圈|微博|抖音|今日头条|头条"
    r"|[xX×✕＊*？?.…·—-]+|n/?a|none|null|unknown|internet)",
    re.IGNORECASE,
)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    if source.article is None:
        return
    meta = source.article.meta
    remedy = "写原文所在的网站、报刊或单位的全称；本站写的写“本站”。"
    if MEANINGLESS.fullmatch(meta.source):
        yield source.at_field("source", f"来源「{meta.source}」说不清是谁的。", remedy)
    elif (match := PLACEHOLDER.search(meta.source)) and not meta.draft:
        yield source.at_field("source", f"来源还没有填：「{match[0]}」。", remedy)
    if meta.source_url and not meta.source:
        message = f"写了转载的网址「{meta.source_url}」，没有写来源（国办发〔2017〕47号）。"
        yield source.at_field("source_url", message, "补上 source：原文所在的网站、报刊或单位。")
