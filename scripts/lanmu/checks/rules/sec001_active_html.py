"""稿件里有会运行的内容

查什么
    脚本（script）、内嵌网页（iframe、srcdoc）、插件（object、embed、applet）、表单和控件、改变整页的标签
    （base、meta、link）、有没有脚本读法不同的标签（noscript、template）、on 开头的事件属性（onclick=）、javascript: 等
    带脚本的地址和样式。照浏览器的读法查：大小写、实体编码、中间夹着换行的都查得出；Markdown 链接和 { } 属性里的也查。
    写在代码里、用来说明的不算。生成网页时这些都去掉，不管查没查。
为什么
    会运行的内容是网站被篡改、被挂马的主要途径；本站的页面不带任何行内脚本，严格的安全策略才有用。
不合格
    脚本：
        <script>alert(1)</script>
    事件属性：
        <img src="a.png" alt="图" onerror="alert(1)">
    带脚本的链接：
        见[方案](javascript:alert(1))。
合格
    说明用的代码，和普通的标签：
        不要写 `<script>`，也不要写 onclick=。<span class="zhong">要点</span>
怎么改
    删去这些标签和属性；要放视频、地图、表单的，和管理网站的人商量。
"""

from collections import Counter
from collections.abc import Iterator
from html import unescape

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.active_content import ELEMENTS, SCRIPT, faults, plain_address


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    seen: Counter[tuple[str, str]] = Counter()
    # The page has its addresses in the order of the file.
    written = iter(sorted(active_addresses(source)) if source.elements else ())
    for node in (*source.head_elements, *source.elements):
        for attribute, fault in faults(node):
            key = (node.tag or "", attribute)
            _, place = next(written, (0, None)) if attribute in ("href", "src") else (0, None)
            place = source.locate(*key, seen[key]) if place is None else place
            seen[key] += 1
            yield source.at(place, f"稿件里有{fault}。", "删去；要说明这种写法的，放在反引号里。")


def active_addresses(source: Source) -> Iterator[tuple[int, int]]:
    """Where active addresses are used, and where each is written."""
    definitions = {link.text: link for link in source.links if link.kind == "definition" and is_active(link.target)}
    for link in source.links:
        if link.kind != "definition" and is_active(link.target):
            yield link.start, link.target_start
    for name, start in source.scan.references:
        if name in definitions:
            yield start, definitions[name].target_start
    for tag in source.tags:
        for name in ("href", "src"):
            if tag.name not in ELEMENTS and name in tag.attributes and is_active(tag.attributes[name][0]):
                yield tag.start, tag.attributes[name][1]


def is_active(target: str) -> bool:
    return SCRIPT.match(plain_address(unescape(target))) is not None
