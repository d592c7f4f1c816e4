"""图片没有说明文字

查什么
    `![](图片)` 方括号里是空的；直接写的 <img> 没有 alt。题图（image）用标题作说明，不用另写。
    纯装饰的图片可以写 <img alt="">。
为什么
    看不见图的人（用读屏软件的、网速慢的、听朗读的）只能靠这句话知道图上是什么（WCAG 2.2 第 1.1.1 条）。
不合格
    方括号是空的：
        ![](a.png)
合格
    说清图上是什么：
        ![示例单位A的职工围坐着讨论](a.png)
怎么改
    在方括号里写一句话：谁在做什么，或者图表说明了什么，15 字左右。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule

REMEDY = "写一句话说清图上是什么，例如“职工围坐着讨论”。"


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for link in source.links:
        if link.kind == "image" and not link.text.strip():
            yield source.at(link.start, f"图片「{link.target}」没有说明文字。", REMEDY)
    for tag in source.tags:
        if tag.name == "img" and "alt" not in tag.attributes:
            address = tag.attributes.get("src", ("", 0))[0]
            yield source.at(tag.start, f"图片「{address}」没有说明文字（alt）。", REMEDY)
