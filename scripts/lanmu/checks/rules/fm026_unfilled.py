"""还有没填的内容

查什么
    公开的文章和页面里还留着“（请填写……）”“（由……填写）”，英文译文里还留着“(to be filled in ……)”。
    示例、草稿、内部稿件和照录的文件不查。
    来源里的由 FM018 查，公示联系办法里的由 FM020 查。

为什么
    没填的联系办法登出去，读者找不到人；检查时算内容不准确。

不合格
    电话没有填：

        联系电话：（由主办单位填写）

合格
    填好了，或者说的是别的意思：

        联系电话：见单位公开栏。表格由本人填写，办公室汇总。

怎么改
    填好；暂时没有的，删去这一句。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.rule import Finding, Level, NoOptions, Rule, Scope
from lanmu.checks.source import Source
from lanmu.checks.translations import original
from lanmu.content.unfilled import PLACEHOLDER

RULE = Rule(code="FM026", name="还有没填的内容", scopes=(Scope.PAGE,), level=Level.WARNING)


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Placeholders in what readers see."""
    judged = original(source) or source
    if judged.item is None or judged.verbatim or (judged.article and not judged.article.public):
        return
    for passage in source.passages:
        for match in PLACEHOLDER.finditer(passage.text):
            message = f"还有没填的内容「{match[0]}」。"
            yield source.at(passage.offsets[match.start()], message, "发布前填好，或删去这一句。")
