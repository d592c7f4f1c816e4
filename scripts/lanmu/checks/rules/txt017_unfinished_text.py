"""正文是空的或没有写完

查什么
    文章没有正文（公示、承诺由稿件信息生成表格的除外）；标题、摘要和正文里留有“待补充”“待完善”“此处填写”
    “TODO”“XXX”“lorem ipsum”这样的占位文字。“××”只可以在示例稿件（sample: true）里代替真实的名称和数字。

为什么
    没有写完就发出去，检查时算“空白”或“内容不准确”（国办秘函〔2019〕19号）。

不合格
    占位文字：

        参加人数：待补充。

合格
    写完了：

        共有12人参加。

怎么改
    补上内容；一时写不完的，稿件信息里写 draft: true，先不发布。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT017", name="正文是空的或没有写完", scopes=(Scope.PAGE,))
UNFINISHED = re.compile(
    r"待补充|待完善|待填写|此处填写|在此输入|点击此处|内容建设中|敬请期待"
    r"|(?<![A-Za-z])(?:TODO|FIXME|TBD)(?![A-Za-z])|(?<![A-Za-zＸ×])X{3,}(?![A-Za-z])|lorem ipsum",
    re.IGNORECASE,
)
CROSSES = re.compile("[×✕╳]{2,}")


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """An empty body, and words that stand for some still to be written."""
    article = source.article
    if article and not (article.meta.promise or article.meta.notice) and is_blank(source):
        yield source.at(source.body_start, "正文是空的。", "写上正文；一时写不完的，稿件信息里写 draft: true。")
    is_sample = article is not None and article.meta.sample
    for passage in source.prose:
        for match in UNFINISHED.finditer(passage.text):
            message = f"还没有写完：「{match[0]}」。"
            yield source.at(passage.offsets[match.start()], message, "补上内容，或者删去这一句。")
        for match in CROSSES.finditer(passage.text) if article and not is_sample else ():
            message = f"真实稿件里用「{match[0]}」代替名称或数字。"
            yield source.at(passage.offsets[match.start()], message, "写上真实的；不宜公开的，换一种说法。")


def is_blank(source: Source) -> bool:
    """True when the body shows nothing: no text, no picture, no code."""
    return not re.search(r"\S", re.sub(r"<!--.*?-->", "", source.text[source.body_start :], flags=re.DOTALL))
