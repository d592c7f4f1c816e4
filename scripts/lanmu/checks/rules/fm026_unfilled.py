"""还有没填的内容

查什么
    公开的文章和页面里还留着“（请填写……）”“（由……填写）”，换成别的括号、写成繁体、少了后一半括号的也算；英文译文里还留着
    “(to be filled in ……)”：正文、图片说明、稿件信息都查。示例、草稿不查；
    内部稿件在检查内部版（--edition internal）时才查；照录的文件只查图片说明和稿件信息，正文是原文。
    单位、来源、审签、公示和承诺里的，由别的规则查（FM005、FM018、REV007、FM020、FM021）。
为什么
    没填的联系办法登出去，读者找不到人；检查时算内容不准确。所以虽然只是提醒，有这样内容的文章正式发布时不登。
不合格
    电话没有填：
        联系电话：（由主办单位填写）
合格
    填好了，或者说的是别的意思：
        联系电话：见单位公开栏。表格由本人填写，办公室汇总。
怎么改
    填好；暂时没有的，删去这一句。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import original
from lanmu.content.publication import PLACEHOLDER

REMEDY = "发布前填好，或删去这一句。"
WORDS = ("alt", "title")
"""Attributes of HTML that readers see or hear."""
OTHERS = frozenset(("unit", "source", "review", "notice"))
"""Fields that other rules look at; in `promise` they look at some."""
OTHERS_IN_PROMISE = frozenset(("unit", "goal", "measures"))


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    judged = original(source) or source
    if judged.item is None or (judged.article and not judged.project.is_meant(judged.article)):
        return
    reported: set[str] = set()
    for passage in source.passages:
        if passage.offsets[0] < source.body_start:
            reported.add(passage.text)
        if not judged.verbatim or passage.kind == "caption":
            for match in PLACEHOLDER.finditer(passage.text):
                yield source.at(passage.offsets[match.start()], f"还有没填的内容「{match[0]}」。", REMEDY)
    for tag in source.tags:
        for text, place in (tag.attributes[name] for name in WORDS if name in tag.attributes):
            for match in PLACEHOLDER.finditer(text):
                yield source.at(place, f"还有没填的内容「{match[0]}」。", REMEDY)
    for value in source.head_values:
        field, last = value.key[0], value.key[-1]
        is_anothers = field in OTHERS or (field == "promise" and last in OTHERS_IN_PROMISE)
        if value.text not in reported and not (is_anothers and source.article):
            for match in PLACEHOLDER.finditer(value.text):
                yield source.at_field(value.key, f"还有没填的内容「{match[0]}」。", REMEDY)
