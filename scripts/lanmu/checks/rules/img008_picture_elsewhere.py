"""图片放在别的网站上

查什么
    正文里的图片地址是别的网站（https://…），没有放进 docs/。
为什么
    别的网站一改版、一防盗链，图就没了；读者的地址也会被那个网站知道。内网和 U 盘里的版本更是打不开。
不合格
    直接引用网上的图：
        ![职工围坐着讨论](https://www.example.org/a.jpg)
合格
    图片和稿件放在一起：
        ![职工围坐着讨论](a.jpg)
怎么改
    有权使用的，下载下来和稿件放在同一个文件夹，改成文件名，并注明来源。
"""

from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.targets import web_parts

REMEDY = "有权使用的，下载后和稿件放在同一个文件夹，改成文件名，并注明来源。"


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for target, place in addresses(source):
        if web_parts(target):
            yield source.at(place, f"图片「{target}」在别的网站上。", REMEDY)


def addresses(source: Source) -> Iterator[tuple[str, int]]:
    for link in source.links:
        if link.kind == "image":
            yield link.target, link.target_start
    for tag in source.tags:
        if tag.name in ("img", "source") and "src" in tag.attributes:
            yield tag.attributes["src"]
