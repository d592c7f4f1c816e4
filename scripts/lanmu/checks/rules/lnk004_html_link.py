"""链接或图片用了 HTML 写法

查什么
    正文里用 <a href="…"> 写链接、用 <img src="…"> 插图片。表格要合并单元格、不得不用 HTML 时，
    表格（<table>）里的可以这样写，但地址要对：由 LNK001 按网页上的网址查。
为什么
    程序只换算和检查 Markdown 写法的链接。每篇文章在网上是一个文件夹，HTML 里写的“旁边的文件”到了网页上
    要多退一层，很容易打不开；文件改名也没有提示。
不合格
    链接用了 HTML 标签：
        见<a href="../../plan/">方案</a>。
合格
    Markdown 写法，需要的属性写在花括号里：
        见[方案](../plan/index.md){title="实施方案"}。
怎么改
    链接写成 [文字](文件.md)，图片写成 ![图片说明](图片.png)；宽度之类的属性写在后面的 { } 里。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule

MARKDOWN = {"a": ("href", "[文字](地址)"), "img": ("src", "![图片说明](地址)")}


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    # Tables in HTML may hold them.
    depth = 0
    for tag in sorted(source.tags, key=lambda tag: tag.start):
        if tag.name == "table":
            depth = max(0, depth - 1) if tag.closing else depth + 1
        attribute, form = MARKDOWN.get(tag.name, ("", ""))
        if not depth and attribute in tag.attributes and not tag.closing:
            value = tag.attributes[attribute][0]
            message = f'用 HTML 写了<{tag.name} {attribute}="{value}">，程序不换算、也查不全这样的地址。'
            yield source.at(tag.start, message, f"写成「{form}」，路径从这篇稿件的文件夹算起。")
