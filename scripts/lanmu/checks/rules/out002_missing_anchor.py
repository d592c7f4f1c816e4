"""链接的锚点不存在

查什么
    链接里 # 后面的锚点，在目标网页里没有这个 id（或 a 的 name）。# 和 #top 表示页首，总是可以；锚点分大小写；
    中文锚点直接写和写成 %E4%BD… 都可以。
为什么
    读者会停在页首，找不到要看的那一节。
不合格
    标题改了，链接没有跟着改：

        <h2 id="anpai">安排</h2><a href="#an-pai">看安排</a>
合格
    锚点就是标题的 id：

        <h2 id="anpai">安排</h2><a href="#anpai">看安排</a>
怎么改
    照提示改成目标网页里有的锚点。
"""

from lanmu.checks.built.advice import near_anchor
from lanmu.checks.built.origin import locate
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.reference import PLAIN
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing((Outcome.NO_ANCHOR,), PLAIN)):
        target = located.occurrence.target
        message = f"链接「{located.written}」的锚点「{target.anchor}」在「{target.path}」里不存在。"
        yield located.finding(message, near_anchor(site, located))
