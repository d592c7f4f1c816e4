"""看不见的外部链接（暗链）

查什么
    指向别的网站、读者却看不见的链接：自己或外层被 display:none、visibility:hidden、hidden、透明、零字号、零宽高、移出屏幕、
    裁掉、缩没、压在背景后面、和背景同色等办法藏起来，写在标签、网页的样式或网站的样式文件里都查；藏在 template、noscript 里的、
    链接里什么也没有的也查。按最后占的位置和颜色算，不看写法：用图片代替的文字、图标、浮动的栏目、标签页、抽屉菜单、折叠的内容，
    看得见或者点得开，不算。只在打印时隐藏的、只藏站内链接的也不算。
为什么
    这是网站被入侵后常见的痕迹：读者看不见，搜索引擎看得见，用来给赌博、色情等网站充数。公安、网信部门会通报，网站会被搜索引擎降权。
不合格
    藏起来的链接：
        <div style="display:none"><a href="https://www.example.com/">某网站</a></div>
    移到屏幕外：
        <style>.youqing { position: absolute; left: -9999px }</style>
        <p class="youqing"><a href="https://www.example.com/">某网站</a></p>
合格
    看得见的友情链接：
        <p>友情链接：<a href="https://www.example.com/">某网站</a></p>
    跳到正文的链接平时藏着，指向的是本页：
        <a href="#zhengwen" style="position:absolute; left:-9999px">跳到正文</a><main id="zhengwen">正文</main>
怎么改
    不是自己加的，先不要只删这一处：告诉网站管理员，查清怎么进来的，改口令，再从干净的稿件重新生成。是自己加的，就让它看得见，或者删去。
"""

from lanmu.checks.built.built_site import Occurrence
from lanmu.checks.built.origin import locate
from lanmu.checks.built.reference import Outcome, Reference, Target, Use
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule

REMEDY = "不是自己加的，立即告诉网站管理员，查清来路后从干净的稿件重新生成；是自己加的，让它看得见或者删去。"


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for reason, occurrences in by_reason(site).items():
        for located in locate(site, occurrences):
            yield located.finding(f"链接「{located.written}」指向别的网站，读者却看不见（{reason}）。", REMEDY)


def by_reason(site: BuiltSite) -> dict[str, list[Occurrence]]:
    found: dict[str, list[Occurrence]] = {}
    for path, hidden in site.hidden:
        reference = Reference(hidden.raw, Use.LINK, "a", "href")
        target = Target(Outcome.EXTERNAL, url=hidden.raw)
        found.setdefault(hidden.reason, []).append(Occurrence(path, reference, target, hidden.number))
    return found
