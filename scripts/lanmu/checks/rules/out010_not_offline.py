"""从 U 盘打开时不能用的链接

查什么
    只有服务器才认得的地址：链接到文件夹（例如 ../plan/），以 / 或 // 开头，或者写全了本站网址。只在检查离线版时查（--offline）。
为什么
    离线版放在 U 盘或内网共享里，双击打开（file://）；浏览器这时不会替文件夹找首页，也没有域名的根。
不合格
    链接到文件夹：

        -- offline --
        是
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>首页</title></head><body><a href="plan/">方案</a></body></html>
        -- site/plan/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>方案</title></head><body><a href="../index.html">首页</a></body></html>
合格
    链接到文件：

        -- offline --
        是
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>首页</title></head><body><a href="plan/index.html">方案</a></body></html>
        -- site/plan/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>方案</title></head><body><a href="../index.html">首页</a></body></html>
怎么改
    用离线版的办法生成网站；模板里的链接写到 index.html 为止。
"""

from lanmu.checks.built.origin import locate, way_to
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.WARNING)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.online_only):
        target = located.occurrence.target
        message = f"链接「{located.written}」要有服务器才能用。"
        if target.outcome is Outcome.EXTERNAL:
            remedy = f"写全协议：「https:{located.written.strip()}」。"
        else:
            remedy = f"写到文件为止：「{way_to(site, located, target.path, target.anchor, whole=True)}」。"
        yield located.finding(message, remedy)
