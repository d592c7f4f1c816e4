"""从别的网站加载内容

查什么
    网页加载别的网站上的脚本、样式、字体、图片、视频、内嵌网页，或者让浏览器预先连接别的网站。普通的外部链接不算。
为什么
    对方停了，本站就缺一块；对方被改了，本站跟着出问题；读者的访问记录也会交给对方。内网和离线版打不开。
不合格
    脚本在别的网站上：
        <script src="https://cdn.example.com/jquery.js"></script>
合格
    普通的外部链接：
        <a href="https://www.example.com/">某网站</a>
怎么改
    把文件下载下来，和稿件放在一起；视频网站的播放器，改成一个普通链接。
"""

from collections.abc import Iterator

from lanmu.checks.built.built_site import Occurrence
from lanmu.checks.built.origin import locate
from lanmu.checks.built.reference import Use
from lanmu.checks.built.spelling import host_of
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule

REMEDY = "把文件下载下来放到网站里；播放器之类改成普通链接。"
LOADING = (Use.RESOURCE, Use.FRAME, Use.CONNECT)


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, loaded(site)):
        tag = located.occurrence.reference.tag
        yield located.finding(f"{tag} 从别的网站加载「{located.written}」。", REMEDY)


def loaded(site: BuiltSite) -> Iterator[Occurrence]:
    for url, occurrences in site.outward.items():
        if host_of(url) != site.resolver.origin.host:
            yield from (occurrence for occurrence in occurrences if occurrence.reference.use in LOADING)
