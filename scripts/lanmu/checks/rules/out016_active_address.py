"""链接里是程序

查什么
    地址以 javascript:、vbscript: 开头，或者是 data:text/html。
为什么
    这样的地址点了会运行程序，是夹带恶意代码的老办法；关了脚本就点不动，读屏软件也不认。
不合格
    点了运行程序：

        <a href="javascript:void(0)">展开</a>
合格
    链接到真正的网页：

        <a href="https://www.example.org/">某网站</a>
怎么改
    换成真正的地址；只是点了做一件事的，用按钮。
"""

from lanmu.checks.built.origin import locate
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.reference import PLAIN
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing((Outcome.ACTIVE,), PLAIN)):
        shown = " ".join(located.written.split())[:80]
        yield located.finding(f"地址「{shown}」会运行程序。", "换成真正的地址；只是点了做一件事的，用按钮。")
