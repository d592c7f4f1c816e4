"""订阅或站点地图里的地址不对

查什么
    Atom、RSS、JSON Feed 订阅文件（连同里面的图片、链接），站点地图（sitemap.xml）和 robots.txt 里的地址，在网站里要有对应的
    文件，写法要对；站点地图里要写全网址，不能有别的网站；文件本身要能读。
为什么
    搜索引擎和订阅软件照着这些地址来取，取不到就当作网页已经删除。
不合格
    站点地图里的网页不存在：
        -- site_url --
        https://www.example.org/
        -- site/sitemap.xml --
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://www.example.org/meiyou/</loc></url>
        </urlset>
合格
    网页都在：
        -- site_url --
        https://www.example.org/
        -- site/index.html --
        <p>首页</p>
        -- site/sitemap.xml --
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://www.example.org/</loc></url>
        </urlset>
怎么改
    重新生成网站；还有问题，请网站管理员检查正式网址（site_url）的设置。
"""

from lanmu.checks.built.origin import locate
from lanmu.checks.built.reference import Outcome, Use
from lanmu.checks.engine.rule import BuiltSite, Finding, Findings, Level, rule

REMEDY = "重新生成网站；还有问题，请网站管理员检查正式网址（site_url）的设置。"

WORDS = {
    Outcome.NOT_WHOLE: "没有写全网址（要以 https:// 开头）",
    Outcome.EMPTY: "是空的",
    Outcome.NO_ANCHOR: "的锚点在那个网页里不存在",
    Outcome.ACTIVE: "会运行程序",
}


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for path, reason in site.malformed.items():
        yield Finding(site.shown + path, 0, 0, f"文件不合格式，程序读不了（{reason}）。", REMEDY)
    for located in locate(site, site.failing(Outcome, (Use.ENTRY,))):
        place = located.occurrence.reference
        fault = WORDS.get(located.occurrence.target.outcome, "在网站里没有对应的文件")
        yield located.finding(f"{place.tag} 的地址「{located.written}」{fault}。", REMEDY)
    # Entries of sitemaps on another host (sitemaps.org, "Sitemaps & Cross Submits").
    strangers = (
        occurrence
        for occurrences in site.outward.values()
        for occurrence in occurrences
        if occurrence.reference.use is Use.ENTRY and occurrence.reference.tag == "loc"
    )
    for located in locate(site, strangers):
        yield located.finding(f"站点地图里的「{located.written}」是别的网站。", REMEDY)
