"""正式网址或语言对应不对

查什么
    canonical（本页的正式网址）指向别的网页、别的网站或不存在的网页，或者写了两个；hreflang（别的语言的同一篇）指向不存在的网页、
    一种语言写了两个地址，或者对方没有指回来。
为什么
    搜索引擎照它收录：指错了，这个网页就搜不到；语言对应不成对的，搜索引擎一概不认。
不合格
    正式网址写成了首页：
        -- site_url --
        https://www.example.org/
        -- site/index.html --
        <a href="plan/">方案</a>
        -- site/plan/index.html --
        <link rel="canonical" href="https://www.example.org/">
合格
    就是自己：
        -- site_url --
        https://www.example.org/
        -- site/index.html --
        <link rel="canonical" href="https://www.example.org/">
怎么改
    这些由模板生成，请网站管理员检查模板和正式网址（site_url）的设置。
"""

from lanmu.checks.built.graph import Mistake, misnomers
from lanmu.checks.built.origin import locate
from lanmu.checks.built.reference import Outcome, Use
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule

REMEDY = "检查模板和正式网址（site_url）的设置。"
WORDS = {
    Mistake.SEVERAL: "canonical 写了不止一个，又写了「{raw}」。",
    Mistake.OTHER_PAGE: "canonical「{raw}」是别的网页，本页是「{page}」。",
    Mistake.OTHER_HOST: "canonical「{raw}」是别的网站。",
    Mistake.ONE_WAY: "hreflang「{language}」的「{raw}」没有指回本页「{page}」。",
    Mistake.TWICE: "hreflang「{language}」写了两个地址，又写了「{raw}」。",
}
NAMED = (Use.CANONICAL, Use.ALTERNATE)


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, site.failing(Outcome, NAMED)):
        kind = "canonical" if located.occurrence.reference.use is Use.CANONICAL else "hreflang"
        yield located.finding(f"{kind} 的地址「{located.written}」没有对应的网页。", REMEDY)
    for misnomer in misnomers(site):
        raw, page = misnomer.occurrence.reference.raw, misnomer.occurrence.page
        message = WORDS[misnomer.mistake].format(raw=raw, page=page, language=misnomer.language)
        for located in locate(site, [misnomer.occurrence]):
            yield located.finding(message, REMEDY)
