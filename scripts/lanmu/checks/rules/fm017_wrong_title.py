"""标题或摘要写得不对

查什么
    标题是“无标题”“新建文档”“副本”一类没有写的；以句号、逗号、顿号、分号或文件后缀结尾；以 # 开头；整个放在引号里。
    标题和摘要里有换行、连续的空格。稿件信息里的文字在 # 前面断了：空格加 # 在稿件信息里是注释，后面的字不会出现在网页上。
为什么
    标题是列表、检索和网页标签（ArticleTitle，国办发〔2017〕47号）里唯一看得见的东西，写错了就是公开的错误。
不合格
    标题没有写：
        title: 新建 Microsoft Word 文档
    标题后面多了句号：
        title: 支部开展学习。
    “#3”以后的字丢了：
        ---
        title: 支部简报 #3 学习专辑
        date: 2008-11-05 09:30
        genre: 动态
        source: 办公室
        summary: 办公室组织了一次学习，大家读了书、谈了体会。
        ---

        大家读了书，谈了体会。
合格
    标题结尾可以用问号、叹号、引号：
        title: 怎样把“三查三看”落到实处？
怎么改
    照提示改。标题里要用 # 的，把整个标题放进一对英文单引号：title: '简报 #3'。
"""

import re
from typing import Any

import yaml

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.content.yaml_text import Loader

SUFFIX = r"\.(docx?|wps|rtf|pdf|txt|md|xlsx?|et|pptx?|html?|jpe?g|png)"
UNNAMED = re.compile(
    r"(无标题|未命名|标题|题目|新建|新建.*文档|文档|test|测试|测试标题|untitled|document|no title|copy|副本)"
    r"[-_ ]?[(（]?\d*[)）]?",
    re.IGNORECASE,
)
COPY = re.compile(r"(copy of|副本)\s.+|.+(\s-|\s|[-_—])\s*(副本|copy)\s*([(（]?\d+[)）]?)?", re.IGNORECASE)
LINE_END = re.compile(r"[\n\r\u2028\u2029]")
FAULTS = (
    (LINE_END, "里有换行", "改成一行。"),
    (re.compile(r"[ \t\u00a0\u2003\u3000]{2,}"), "里有连续的空格", "删去多余的空格。"),
)
TITLE_FAULTS = (
    (UNNAMED, "不是正式的标题", "写上稿件的标题。"),
    (COPY, "不是正式的标题", "写上稿件的标题。"),
    (re.compile(r".*[。，、；,;]", re.DOTALL), "以标点结尾", "删去结尾的标点。"),
    (re.compile(rf".*{SUFFIX}", re.DOTALL | re.IGNORECASE), "以文件后缀结尾", "删去后缀，写成正式的标题。"),
    (re.compile(r"#.*", re.DOTALL), "以 # 开头", "删去 #，title 里不用写标题的符号。"),
    (re.compile(r"([\"'])[^\"']*\1|“[^“”]*”|‘[^‘’]*’", re.DOTALL), "整个放在引号里", "删去两头的引号。"),
)
# Fields of free text: a name or date that was cut short is found by the rules about values.
FREE = {
    *("title", "summary", "source", "author", "photo", "tags"),
    *("item", "goal", "measures", "progress", "receiver", "contact"),
}
BLANK_HASH = re.compile(r"[ \t]#")
CUT = re.compile(r"[ \t]+(?P<rest>#(?![ \t#]|检查豁免)\S[^\n]*)")
FENCE = re.compile(r"---[ \t]*\n?\Z")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    if source.item is not None:
        title, summary = source.item.meta.title, source.item.meta.summary
        for pattern, fault, remedy in FAULTS:
            for field, label, text in (("title", "标题", title), ("summary", "摘要", summary)):
                if pattern.search(text):
                    yield source.at_field(field, f"{label}「{LINE_END.sub('↵', text)}」{fault}。", remedy)
        for pattern, fault, remedy in TITLE_FAULTS:
            if pattern.fullmatch(title):
                yield source.at_field("title", f"标题「{title}」{fault}。", remedy)
                break
    if source.head and BLANK_HASH.search(source.text, 0, source.body_start):
        yield from cut_short(source)


def cut_short(source: Source) -> Findings:
    """Texts without quotes that end where a # begins: YAML takes the rest of the line for a comment."""
    start = source.text.index("\n") + 1
    text = FENCE.sub("", source.text[start : source.body_start])
    loader = Loader(text)
    try:
        todo: list[tuple[Any, bool]] = [(loader.get_single_node(), False)]
    finally:
        loader.dispose()
    while todo:
        node, free = todo.pop()
        if isinstance(node, yaml.MappingNode):
            todo += [(child, free or name.value in FREE) for name, child in node.value]
        elif isinstance(node, yaml.SequenceNode):
            todo += [(child, free) for child in node.value]
        elif free and node.style in ("", None) and (match := CUT.match(text, node.end_mark.index)):
            rest = match["rest"].strip()
            remedy = f"把整个值放进一对英文单引号：'{node.value} {rest}'。"
            offset = start + match.start("rest")
            yield source.at(offset, f"「{rest}」不会出现，读到的只有「{node.value}」。", remedy)
