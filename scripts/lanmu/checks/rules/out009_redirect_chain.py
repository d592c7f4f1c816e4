"""转向接着转向

查什么
    转向页转到的还是转向页，或者转来转去回到自己。
为什么
    读者要等几次才到，搜索引擎会放弃；转圈的永远到不了。
不合格
    转到自己：
        <a href="jiu.html">旧网址</a>
        -- site/jiu.html --
        <meta http-equiv="refresh" content="0; url=jiu.html">
合格
    一次转到：
        <a href="jiu.html">旧网址</a>
        -- site/jiu.html --
        <meta http-equiv="refresh" content="0; url=./">
怎么改
    让每个旧网址直接转到现在的网页。
"""

from lanmu.checks.built.graph import detours
from lanmu.checks.engine.rule import BuiltSite, Finding, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for detour in detours(site):
        position = site.texts[detour.page].find_text(site.pages[detour.page].refresh or "")
        fault = "转来转去到不了" if detour.loop else f"转了 {len(detour.way) - 1} 次才到"
        remedy = "改成转到现在的网页。" if detour.loop else f"直接转到「{detour.way[-1]}」。"
        message = f"{fault}：{' → '.join(detour.way)}。"
        yield Finding(site.shown + detour.page, position.line, position.column, message, remedy)
