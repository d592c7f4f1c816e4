"""译文没有跟上原文，或者没有写明译自哪一稿

查什么
    译文的 source_hash 和原文现在的不一致，或者没有写。它由原文的标题、摘要和正文算出，原文改一个字就变。
    要三审的栏目里，译文这时的签字作废，正式发布时不登这篇译文，原文照登。
为什么
    原文改了日期、电话，译文还是旧的，两种语言的读者看到的就不一样。
不合格
    没有写译自哪一稿：
        -- docs/news/2008-11-18-jiben.en.md --
        source_hash:
合格
    和原文对得上：
        -- docs/news/2008-11-18-jiben.en.md --
        source_hash: kmdgnfpjdndm
怎么改
    对照原文改好译文，再运行 python scripts/translate_article.py 译文 --caught-up 记下来；编辑台里，在写稿的那一页勾上“对照过原文”保存。
    不看译文就记，等于没有查。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import original
from lanmu.content.publication import CATCH_UP
from lanmu.content.translation import source_hash


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    original_source = original(source)
    if original_source is None or source.head is None or not isinstance(source.head.data, dict):
        return
    recorded = str(source.head.data.get("source_hash") or "")
    now = source_hash(
        original_source.head.data if original_source.head else None, original_source.text[original_source.body_start :]
    )
    if recorded == now:
        return
    fault = (
        f"原文「{original_source.path}」改过了（译文写的是「{recorded}」）" if recorded else "没有写译自原文的哪一稿"
    )
    path = source.path.removeprefix("docs/")
    yield source.at_field("source_hash", f"{fault}。", f"对照原文改好译文，再运行 {CATCH_UP.format(path=path)}。")
