"""同一网页里有重复的 id

查什么
    一个网页里，两个元素用了同一个 id。
为什么
    链接只会跳到前一个；读屏软件也会把标签读错（WCAG 2.1 的 1.3.1、4.1.2）。
不合格
    两个标题同名：
        <h2 id="anpai">上午的安排</h2><h2 id="anpai">下午的安排</h2>
合格
    各有各的：
        <h2 id="shangwu">上午的安排</h2><h2 id="xiawu">下午的安排</h2>
怎么改
    给后一个换一个 id。稿件里的标题不用写 id，程序会给出不重复的。
"""

from collections.abc import Iterator

from lanmu.checks.built.built_site import Occurrence
from lanmu.checks.built.origin import locate
from lanmu.checks.built.reference import Outcome, Reference, Target, Use
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, repeated(site)):
        yield located.finding(f"id「{located.written}」在这个网页里已经用过。", "给后一个换一个 id。")


def repeated(site: BuiltSite) -> Iterator[Occurrence]:
    for page in site.pages.values():
        for name in dict.fromkeys(page.duplicates):
            yield Occurrence(page.path, Reference(name, Use.LINK, "", "id"), Target(Outcome.FOUND), 1)
