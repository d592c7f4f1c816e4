"""链接没有文字

查什么
    链接里没有文字，也没有 aria-label、title 或图片的替代文字（alt）。
为什么
    读屏软件只能念出网址；图片打不开时什么也看不到（WCAG 2.1 的 2.4.4、4.1.2）。
不合格
    图片没有替代文字：
        <a href="#a"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt=""></a><p id="a">甲</p>
合格
    有替代文字：
        <a href="#a"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="看甲"></a><p id="a">甲</p>
怎么改
    给链接写上文字；是图片的，写上替代文字。
"""

from collections.abc import Iterator

from lanmu.checks.built.built_site import Occurrence
from lanmu.checks.built.origin import locate
from lanmu.checks.engine.rule import BuiltSite, Findings, Level, rule


@rule(Level.ERROR)
def check(site: BuiltSite) -> Findings:
    for located in locate(site, nameless(site)):
        yield located.finding(f"链接「{located.written}」没有文字。", "给链接写上文字；是图片的，写上替代文字。")


def nameless(site: BuiltSite) -> Iterator[Occurrence]:
    """Links without text; what is hidden on purpose is reported as that."""
    hidden = {(path, link.raw) for path, link in site.hidden}
    for page in site.pages.values():
        for reference, number in page.nameless:
            if (page.path, reference.raw) not in hidden:
                yield Occurrence(page.path, reference, site.target(page.path, reference.raw), number)
