"""标题和别的文章重复

查什么
    站内两篇文章、两个页面的标题一样。空格、标点、全角半角、英文大小写不同的，也算一样；示例和真实稿件一起比。
为什么
    同一个标题在列表和检索里出现两次，读者分不清，多半是同一篇稿件放了两份。
不合格
    标题只差一个空格：
        title: 支部 读书会
合格
    写明是哪个支部、哪一次：
        title: 第二支部的第三次读书会
怎么改
    重复放的删去一份；确实是两篇的，标题里写明单位、时间或期数。
"""

from datetime import datetime

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.content.article import Article, Page
from lanmu.content.fingerprint import folded


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    site = project.site
    first: dict[tuple[str, str], str] = {}
    for item in sorted(site.items if site else (), key=age):
        # Every campaign has its 大事记.
        key = (site.campaign_of(item.path) if site else "", folded(item.meta.title) or item.meta.title)
        if key in first:
            message = f"标题「{item.meta.title}」和 docs/{first[key]} 的相同。"
            remedy = "重复放的删去一份；是两篇的，标题里写明单位、时间或期数。"
            yield project.sources[item.path].at_field("title", message, remedy)
        first.setdefault(key, item.path)


def age(item: Article | Page) -> tuple[bool, datetime, str]:
    """Pages first, then articles by their time: the younger one is the one to change."""
    article = isinstance(item, Article)
    return article, item.date if isinstance(item, Article) else datetime.min, item.path
