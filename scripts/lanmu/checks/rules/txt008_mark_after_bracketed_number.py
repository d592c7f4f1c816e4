"""带括号的序号后面又用了标点

查什么
    段落、列表、标题开头的（一）、（1）后面又用了顿号、下脚点、逗号、句号（GB/T 15834-2011 附录 B.3.4）。
    “（四）、（五）项所列人员”说的是几项，不是序号，不查。
为什么
    括号已经把序号隔开，后面不再用标点。
不合格
    多了顿号：
        （一）、先读书。
合格
    直接写：
        （一）先读书。
怎么改
    删去序号后面的标点；--fix 可以自动改。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import RUNNING, replaced

NUMBER = re.compile(r"(?P<number>[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)])(?P<mark>[、.．，,。])(?![（(])")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        match = NUMBER.match(passage.text)
        if passage.kind not in RUNNING or not match:
            continue
        offset = passage.offsets[match.start("mark")]
        edit = replaced(source, offset, match["mark"], "")
        message = f"序号「{match['number']}」后面又用了「{match['mark']}」（GB/T 15834-2011 附录 B.3.4）。"
        yield source.at(offset, message, f"删去「{match['mark']}」。", edit)
