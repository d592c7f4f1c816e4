"""HTML 标签不成对

查什么
    稿件里的 HTML 标签没有结束（<div> 没有 </div>）、只有结束标签，或者交叉着结束；注释（<!-- -->）没有结束。
    可以省略结束标签的（p、li、td 等）和不用结束的（br、img、hr 等）不查。
为什么
    少一个 </div>，后面的正文全被包进去，样式就乱了；注释没有结束，后面的正文都不登。
不合格
    没有结束：
        <div class="zhong">要点
    注释没有结束：
        <div>要点<!-- 说明</div>
    多了结束标签：
        要点</span>。
合格
    成对：
        <div class="zhong">要点<br>说明</div>
怎么改
    补上或者删去标签；能用 Markdown 写的，不用 HTML。
"""

import re
from collections import Counter

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.text.scanned import Tag

INLINE = frozenset(
    re.findall(
        r"\w+",
        """a span b strong i em u s sub sup small big kbd code font mark q cite abbr button h1 h2 h3 h4 h5 h6 summary
        script style iframe""",
    )
)
BLOCK = frozenset(
    re.findall(
        r"\w+",
        """div section article aside header footer main nav details figure figcaption table ul ol dl blockquote center
        pre video audio picture form svg""",
    )
)


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    stack: list[Tag] = []
    unclosed: list[Tag] = []
    opened: Counter[str] = Counter()
    for tag in sorted(source.tags, key=lambda tag: tag.start):
        # A paragraph may end by itself, but at the outside Markdown would take the rest of the file for it.
        if tag.name == "p" and any(opened[name] for name in BLOCK):
            continue
        if tag.name not in BLOCK | INLINE | {"p"}:
            continue
        if not tag.closing:
            stack.append(tag)
            opened[tag.name] += 1
        elif opened[tag.name]:
            while (last := stack.pop()).name != tag.name:
                opened[last.name] -= 1
                unclosed.append(last)
            opened[tag.name] -= 1
        else:
            yield source.at(tag.start, f"「</{tag.name}>」前面没有「<{tag.name}>」。", "删去它，或者补上开始标签。")
    for tag in (*unclosed, *stack):
        yield source.at(tag.start, f"「<{tag.name}>」没有结束。", f"在内容后面写 </{tag.name}>，或者删去它。")
    last_comment = source.text.rfind("-->")
    for region in source.regions:
        start = source.text.find("<!--", max(region.start, last_comment), region.end)
        if region.kind in ("raw", "html", "span") and start >= 0:
            yield source.at(start, "注释「<!--」没有结束，后面的正文都不登。", "在注释后面写 -->，或者删去它。")
