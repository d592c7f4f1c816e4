"""稿件里藏着外站链接

查什么
    用样式（display:none、字号为 0、移出屏幕、透明等）、hidden 属性或隐藏用的类藏起来的内容里有外站链接，也就是暗链。
为什么
    暗链是网站被篡改最常见的样子，检查时属于单项否决（国办秘函〔2019〕19号）；读者看不见，搜索引擎看得见。
不合格
    用样式藏起来：
        大家读了书。<span style="display:none"><a href="https://example.org/">看这里</a></span>
合格
    看得见的外站链接不归这条规则管；藏起来的站内文字也不算：
        大家读了书。<span hidden>[方案](../plan/index.md)</span>
怎么改
    删去这段内容，并查清是谁、什么时候加进来的；不是编辑加的，按网站被篡改处理。
"""

import re

from selectolax.lexbor import LexborNode

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.active_content import plain_style

HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:(?:0?\.0*|0)(?![.\d])|font-size:[01](?:px|pt|em|%)?(?![.\d])"
    r"|text-indent:-\d{3}|(?:left|top|right|bottom|margin(?:-left|-top)?):-\d{3}|(?:max-)?(?:width|height):[01](?:px)?(?![.\d%])"
    r"|(?<!-)color:(?:transparent|#fff(?:fff)?(?![0-9a-f])|white)|clip:rect\(|clip-path:inset\((?:50|100)%|transform:scale\(0"
)
CLASSES = frozenset(("hidden", "hide", "d-none", "invisible", "visually-hidden", "sr-only", "display-none", "none"))
OUTSIDE = re.compile(r"\s*(?:https?:|ftp:)?//", re.IGNORECASE)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    hidden = [node for node in (*source.head_elements, *source.elements) if why(node)]
    reported: set[int] = set()
    for node in hidden:
        for link in node.css("[href]"):
            target = link.attributes.get("href") or ""
            if link.mem_id in reported or not OUTSIDE.match(target):
                continue
            reported.add(link.mem_id)
            offset = source.text.find(target, source.body_start)
            message = f"外站链接「{target}」被藏了起来（{why(node)}）。"
            place = offset if offset >= 0 else source.body_start
            yield source.at(place, message, "删去；不是编辑加的，按网站被篡改处理。")


def why(node: LexborNode) -> str:
    """What hides an element by itself; empty when nothing does."""
    attributes = node.attributes
    if match := HIDING.search(plain_style(attributes.get("style") or "")):
        return match[0]
    if "hidden" in attributes:
        return "hidden"
    return next((name for name in (attributes.get("class") or "").lower().split() if name in CLASSES), "")
