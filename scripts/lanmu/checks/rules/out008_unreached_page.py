"""没有链接能到的网页

查什么
    从首页出发，顺着链接走不到的网页。只写在站点地图里不算。错误页（404.html）、转向页、已撤回的稿件、给搜索引擎验证用的网页不查。
为什么
    读者看不到这样的网页；它常常是忘了删的旧稿，或者忘了放进栏目的新稿，也可能是别人放进来的。
不合格
    谁也没有链接到它：
        <p>首页</p>
        -- site/jiu.html --
        <p>旧稿</p>
合格
    首页上有链接：
        <a href="jiu.html">旧稿</a>
        -- site/jiu.html --
        <p>旧稿</p>
怎么改
    在栏目页或相关文章里加上链接；不要的网页就删去它的稿件。
"""

from lanmu.checks.built.graph import unreached
from lanmu.checks.built.origin import source_of
from lanmu.checks.engine.rule import BuiltSite, Finding, Findings, Level, rule

REMEDY = "在栏目页或相关文章里加上链接；不要的网页就删去。"


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    content = site.project.site if site.project else None
    withdrawn = {f"{article.address}index.html" for article in (content.withdrawn if content else ())}
    for path in unreached(site):
        # In another language it lies in a folder of its own.
        if withdrawn & {path, path.partition("/")[2]}:
            continue
        source = source_of(site, path)
        message = f"从首页顺着链接走不到网页「{path}」。"
        page = site.shown + path
        yield Finding(source.path if source else page, 0, 0, message, REMEDY, page=page if source else "")
