"""地址是空的

查什么
    链接、图片、脚本等的地址是空的，或者只有空格；图片等没有写 src；转向（refresh）没有内容；mailto:、tel: 后面没有邮箱、号码。
为什么
    空链接点了只是重新打开本页；空的图片地址会让浏览器把本页再下载一遍。
不合格
    忘了填地址：

        <a href="">报名表</a>

    忘了填号码：

        <a href="tel:">联系电话</a>
合格
    填好了：

        <a href="tel:12351">职工热线</a>
怎么改
    填上地址；还没有地址的，先去掉链接，只留文字。
"""

from lanmu.checks.built.origin import locate
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.reference import PLAIN, Use
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing((Outcome.EMPTY, Outcome.EMPTY_CONTACT), PLAIN)):
        reference = located.occurrence.reference
        if located.occurrence.target.outcome is Outcome.EMPTY_CONTACT:
            message, remedy = f"「{reference.raw}」后面没有邮箱或号码。", "填上邮箱或号码，或者去掉链接，只留文字。"
        else:
            missing = "没有写地址" if not reference.attribute else f"的 {reference.attribute} 是空的"
            rest = "去掉链接，只留文字。" if reference.use is Use.LINK else "整个删去。"
            message, remedy = f"{reference.tag} {missing}。", f"填上地址，或者{rest}"
        yield located.finding(message, remedy)
