"""译文的稿件信息写得不对

查什么
    译文开头 --- 之间只写 title、summary、source_hash、source，和审签时程序写的 review；缺了、多了、写错了都要改。
    日期、体裁等随原文，不在译文里写。
为什么
    同一件事写在两处，迟早不一样。译文的页面标题、摘要也要靠这几个字段。
不合格
    多写了日期：
        -- docs/news/2008-11-18-jiben.en.md --
        date: 2008-11-18
合格
    三个字段：
        -- docs/news/2008-11-18-jiben.en.md --
        source_hash: kmdgnfpjdndm
怎么改
    照提示补上或者删去字段。
"""

from dataclasses import replace

from lanmu.checks.engine.project import finding_of
from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import language
from lanmu.content.translation import TranslationMatter
from lanmu.content.validation import validate


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    if not language(source) or source.head is None:
        return
    for problem in validate(TranslationMatter, source.head)[1]:
        yield replace(finding_of(problem), path=source.path)
