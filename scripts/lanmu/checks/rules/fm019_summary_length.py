"""摘要太短、太长或没有内容

查什么
    摘要 summary 少于 10 个字、多于 120 个字（空格不算）；和标题一样；只有标点。
为什么
    摘要出现在列表、检索结果和网页标签（Description，国办发〔2017〕47号）里。太短说明不了内容，太长在手机上占满一屏。
不合格
    太短：
        summary: 学习动态。
合格
    一两句话，说明谁、做了什么、结果怎样：
        summary: 办公室组织了一次学习，大家读了书、谈了体会。
怎么改
    写一两句话，三十到八十个字最合适。
选项
    min：最少几个字，原来是 10。
    max：最多几个字，原来是 120。
"""

from lanmu.checks.engine.rule import Count, Findings, Level, Model, Source, rule
from lanmu.content.fingerprint import folded
from lanmu.content.validation import shorten


class Options(Model):
    min: Count = 10
    max: Count = 120


@rule(Level.WARNING)
def check(source: Source, options: Options) -> Findings:
    if source.item is None:
        return
    summary = source.item.meta.summary
    length = len("".join(summary.split()))
    remedy = "写一两句话，说明谁、做了什么、结果怎样。"
    if not folded(summary):
        yield source.at_field("summary", f"摘要「{summary}」只有标点。", remedy)
    elif folded(summary) == folded(source.item.meta.title):
        yield source.at_field("summary", f"摘要「{shorten(summary)}」和标题一样。", remedy)
    elif length < options.min:
        yield source.at_field("summary", f"摘要「{summary}」只有 {length} 个字，少于 {options.min} 个。", remedy)
    elif length > options.max:
        message = f"摘要「{shorten(summary)}」有 {length} 个字，超过 {options.max} 个。"
        yield source.at_field("summary", message, "压缩成一两句话，细节留给正文。")
