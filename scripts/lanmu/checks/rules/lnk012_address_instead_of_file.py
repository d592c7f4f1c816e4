"""链接写成了网址，没有写文件

查什么
    链接站内的文章写成了网页上的网址（../plan/、overview.html），没有写源文件（../plan/index.md、overview.md）。
    程序生成的列表也要写成 2008/11/index.md。docs/ 里真有的 .html 附件不算。
为什么
    写源文件的链接，程序会换算成正确的网址，文件改名、删除时也会提醒；写成网址的，生成网站时通不过。
不合格
    从浏览器里抄来的样子：
        见[方案](../plan/)。
合格
    指向源文件：
        见[方案](../plan/index.md)。
怎么改
    照提示改成 .md 文件。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.targets import destination, from_here, meant_page, references


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for reference in references(source):
        resolved = None if reference.html else destination(source, reference)
        if resolved is None or resolved.path is not None:
            continue
        if page := meant_page(source, reference.target):
            message = f"链接「{reference.target}」是网址，程序认不出来。"
            anchor = f"#{resolved.anchor}" if resolved.anchor else ""
            yield source.at(reference.offset, message, f"写成「{from_here(source, page)}{anchor}」。")
