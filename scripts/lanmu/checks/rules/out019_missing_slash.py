"""文件夹的地址少了末尾的斜杠

查什么
    链接、转向、正式网址、订阅和站点地图里，文件夹的地址末尾没有写斜杠，例如把 plan/ 写成 plan。
为什么
    服务器要让浏览器再来一次，慢一步；有的服务器会转到 http:// 或别的端口，就打不开了。
不合格
    少了斜杠：

        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>首页</title></head><body><a href="plan">方案</a></body></html>
        -- site/plan/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>方案</title></head><body><p>方案</p></body></html>
合格
    有斜杠：

        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>首页</title></head><body><a href="plan/">方案</a></body></html>
        -- site/plan/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>方案</title></head><body><p>方案</p></body></html>
怎么改
    在末尾加上斜杠。
"""

from lanmu.checks.built.origin import locate, way_to
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.WARNING)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.redirected):
        target = located.occurrence.target
        remedy = f"改成「{way_to(site, located, target.path, target.anchor)}」。"
        yield located.finding(f"地址「{located.written}」是文件夹，末尾少了斜杠。", remedy)
