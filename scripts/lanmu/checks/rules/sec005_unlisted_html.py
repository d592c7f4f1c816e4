"""HTML 标签或属性在网页上不起作用

查什么
    生成网页时要去掉的 HTML 标签和属性：网站只用名单上的（scripts/lanmu/text/allowed_html.yml），段落、标题、列表、表格、图片、
    音频和视频、强调、上下标、注音、可以展开的说明等都在。不在名单上的标签去掉，里面的字照登；样式（style）、网站自己用的
    样式名（class）、不认识的属性、认不出的地址也去掉。会运行的内容由 SEC001 报错。
为什么
    去掉了什么，编辑要知道：字的颜色、排法和预想的不一样，或者链接成了文字。
不合格
    网站不用的标签：
        <font color="red">要点</font>
    样式：
        <p style="text-indent:2em">要点</p>
    Markdown 里写的属性：
        **要点**{ style="color:red" }
合格
    名单上的标签和属性：
        <p align="right">办公室</p>

        H<sub>2</sub>O，<u>要点</u>，<ruby>栏<rt>lán</rt></ruby>

        <details open><summary>说明</summary>全文</details>
怎么改
    删去它；要突出的用 **加粗**，要居中、靠右的写 align="center"、align="right"。网站该有的，请管理网站的人加进名单。
"""

import re
from collections import defaultdict, deque

from selectolax.lexbor import LexborNode

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.active_content import faults
from lanmu.checks.sources.slips import is_local_only, slip_of
from lanmu.checks.sources.swallowed import ELEMENTS
from lanmu.text.allowed_html import WITH_CONTENT, removed
from lanmu.text.scanned import WIDE

# One part of a list of attributes: `.class`, `#id`, `name=value`, a bare name.
LISTED = re.compile(r"([.#]?)([^\s.#=\"'{}:][^\s=\"'{}]*)(?:=(\"[^\"]*\"|'[^']*'|[^\s}]*))?")
PREFIXES = {".": "class", "#": "id"}


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    elements = source.elements
    if not elements:
        return
    places = Places(source)
    for node in elements:
        name, lost = node.tag or "", dict(removed(node))
        if not lost:
            continue
        place = places.of(node, *next(iter(lost.items())))
        # Words in angle brackets are reported by TXT024, what runs by SEC001, slips in addresses by LNK009 and LNK013.
        is_words = name not in ELEMENTS if "" in lost else any(map(WIDE.search, lost))
        is_slip = all(
            key in ("href", "src") and (slip_of(value) or is_local_only(value)) for key, value in lost.items()
        )
        if not (is_words or is_slip or any(faults(node))):
            yield source.at(place, *message(name, lost))


class Places:
    """Where elements with an attribute stand in a source: raw tags, and lists of attributes in Markdown, each used once."""

    def __init__(self, source: Source) -> None:
        self.start = source.body_start
        self.places: defaultdict[tuple[str, str, str], deque[int]] = defaultdict(deque)
        for tag in (tag for tag in source.tags if not tag.closing):
            for attribute, (value, _) in ({"": ("", 0)} | tag.attributes).items():
                self.places[tag.name, attribute, value].append(tag.start)
        for text, start in source.scan.attributes:
            for prefix, name, value in LISTED.findall(text):
                self.places["", PREFIXES.get(prefix, name), value.strip("\"'") or name].append(start)

    def of(self, node: LexborNode, attribute: str, lost: str) -> int:
        value = node.attributes.get(attribute) or ""
        word = lost.split()[0] if attribute == "class" else lost
        offsets = self.places[node.tag or "", attribute, value] or self.places["", attribute, word]
        return offsets.popleft() if offsets else self.start


def message(name: str, lost: dict[str, str]) -> tuple[str, str]:
    if name in WITH_CONTENT:
        return f"网页上不用「<{name}>」，它和里面的内容都被去掉。", "删去；样式由网站统一定。"
    if "" in lost:
        return f"网页上不用「<{name}>」，标签被去掉，里面的字照登。", "删去标签；要突出的用 **加粗**。"
    shown = "、".join(f"{attribute}={value}" if value != attribute else value for attribute, value in lost.items())
    said = f"「<{name}>」的属性「{shown[:40]}{'…' * (len(shown) > 40)}」在网页上不起作用，被去掉。"
    return said, '删去；要突出的用 **加粗**，要居中、靠右的写 align="center"、align="right"。'
