"""链接走出了网站的文件夹

查什么
    用 ../ 或以 / 开头的地址，指到了网站文件夹的外面。网站发布在子目录（例如 /zhuanti/）时，以 / 开头的地址要带上这一段。
为什么
    网站搬到别处、放进 U 盘或换了域名，这样的链接就打不开。
不合格
    ../ 多了：

        <a href="../../plan/">方案</a>

    网站在 /zhuanti/ 下，地址却从域名的根算起：

        -- site_url --
        https://www.example.org/zhuanti/
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body><a href="/plan/">方案</a></body></html>
合格
    在网站里面：

        -- site_url --
        https://www.example.org/zhuanti/
        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body><a href="/zhuanti/">首页</a></body></html>
怎么改
    改成站内的相对路径；确实要链接到本单位别的网站，就写完整的网址（https:// 开头）。
"""

from lanmu.checks.built.origin import locate
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.reference import PLAIN
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule

REMEDY = "改成站内的相对路径；要链接到别的网站，就写 https:// 开头的完整网址。"


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing((Outcome.OUTSIDE,), PLAIN)):
        yield located.finding(f"链接「{located.written}」走出了网站的文件夹。", REMEDY)
