"""写了的字网页上没有或者变了

查什么
    被当成记号、网页上不显示或者变了的字：行首的年份（2008. 年）被当成列表的编号；列表的编号和网页上的不一样，编号成了圆点，
    圆点成了编号；行尾、小标题后面 { } 里的话；“[注]: 内容”这样的一行；表格多出来的格；英文字母开头的 < >（<GB/T 9704>）；
    Windows 路径里的反斜杠；提示框没有引号的标题；``` 后面的话；小标题最后的 #（C#）；行首的 >=。照录的正式文件也查。
为什么
    不报错，也看不出来：发布以后少了年份、少了一条注，才被读者发现。
不合格
    年份成了编号：
        2008. 年终总结
    编号和网页上的不一样：
        3. 丙
        4. 丁
    { } 里的话看不见：
        ## 实施方案 {附后}
    看不见的一行：
        [注]: 以上数字截至十月。
    表格多出来的格：
        | 项目 | 时间 |
        | --- | --- |
        | 学习 | 十月 | 已完成 |
    < > 里的话看不见：
        格式照<GB/T 9704-2012>。
合格
    加了反斜杠的，改用别的括号的；编号从 1 起、都写 1 的：
        2008\\. 年终总结

        ## 实施方案（附后）

        〔注〕以上数字截至十月。格式照《GB/T 9704-2012》。

        1. 甲
        1. 乙
怎么改
    照提示改用别的括号，或者在记号前面加反斜杠；编号由网页从 1 编起，列表中间的段落缩进四格才不断开。
    --fix 可以自动给行首的年份、{ }、[ ]、< > 和路径加上反斜杠或者换成 &lt;。
"""

from collections.abc import Sequence

from lanmu.checks.engine.rule import Edit, Findings, Level, Source, rule
from lanmu.checks.sources.swallowed import swallowed
from lanmu.text.scanned import BULLET, Item

# Nobody numbers items so high: it is a year, or another figure.
MOST_ITEMS = 99


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    yield from swallowed(source)
    lists: dict[int, list[Item]] = {}
    for item in source.scan.items:
        if item.marker:
            lists.setdefault(item.first, []).append(item)
    for items in lists.values():
        yield from numbers(source, items)


def numbers(source: Source, items: Sequence[Item]) -> Findings:
    """Figures that Markdown took for item numbers; then the first item number that is shown otherwise than written."""
    figures = [item for item in items if value(item) > MOST_ITEMS and item.marker != item.shown]
    is_safe = len(figures) == len(items) and all(is_single_line(source, item) for item in items)
    for item in figures:
        message = f"「{item.marker}」被当成列表的编号，网页上是「{item.shown}」。"
        remedy = f"点的前面加反斜杠，写成「{item.marker[:-1]}\\.」。"
        yield source.at(item.start, message, remedy, escaped(source, item) if is_safe else None)
    values = {value(item) for item in items}
    is_automatic = len(items) > 1 and values in ({0}, {1})
    changed = next((item for item in items if value(item) != shown(item) and not is_automatic), None)
    if changed is None or figures:
        return
    if shown(changed) < 0:
        message, remedy = (
            f"编号「{changed.marker}」在网页上成了圆点。",
            "和上面的列表之间写一行文字；是下级的，缩进四格。",
        )
    elif value(changed) < 0:
        message = f"「{changed.marker}」这一项在网页上成了编号「{changed.shown}」。"
        remedy = "是下级的，缩进四格；另起一个列表的，中间写一行文字。"
    else:
        message = f"编号「{changed.marker}」在网页上是「{changed.shown}」，网页从 1 编起。"
        remedy = f"列表中间有别的段落的，把段落缩进四格；不是列表的，写成「{changed.marker[:-1]}\\.」。"
    yield source.at(changed.start, message, remedy)


def value(item: Item) -> int:
    """The number that was written; -1 for a bullet."""
    return int(item.marker[:-1]) if item.marker[:-1].isdecimal() else -1


def shown(item: Item) -> int:
    return -1 if item.shown == BULLET else int(item.shown[:-1])


def is_single_line(source: Source, item: Item) -> bool:
    """True when an item is one line of running text, with nothing before it in the line and nothing below it."""
    line, column = source.place(item.start)
    if column > 4 or source.line_text(line)[: column - 1].strip(" "):
        return False
    following = next((n for n in range(line + 1, len(source.line_starts) + 1) if source.line_text(n).strip()), line)
    return not source.line_text(following).startswith(("    ", "\t"))


def escaped(source: Source, item: Item) -> Edit:
    line = source.place(item.start)[0]
    start, point = source.line_start(line), item.start + len(item.marker) - 1
    is_separated = item.start == item.first or not source.line_text(line - 1).strip()
    return Edit(start, point, "\n" * (not is_separated) + source.text[start:point] + "\\")
