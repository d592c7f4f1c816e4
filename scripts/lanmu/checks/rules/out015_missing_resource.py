"""网页要加载的文件不存在

查什么
    图片、脚本、样式、字体、视频封面、内嵌网页、分享图、网页图标的文件在网站里没有；样式里 url() 和 @import 的、srcset 里的也查。
为什么
    网页会缺图、走样或者不能用。
不合格
    图片不存在：

        <img src="huichang.jpg" alt="会场">

    样式里的图片不存在：

        <p style="background-image: url(ditu.png)">通知</p>
合格
    图片和网页在一起：

        -- site/index.html --
        <!doctype html>
        <html lang="zh-CN"><head><title>页</title></head><body><img src="huichang.svg" alt="会场"></body></html>
        -- site/huichang.svg --
        <svg xmlns="http://www.w3.org/2000/svg"/>
怎么改
    核对文件名，或者把文件放进来。
"""

from lanmu.checks.built.advice import near_file
from lanmu.checks.built.origin import locate
from lanmu.checks.built.outcome import NOWHERE
from lanmu.checks.built.reference import LOADED
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing(NOWHERE, LOADED)):
        target = located.occurrence.target
        yield located.finding(
            f"要加载的「{located.written}」不存在：网站里没有「{target.path}」。",
            near_file(site, located, "核对文件名，或者把文件放进来。"),
        )
