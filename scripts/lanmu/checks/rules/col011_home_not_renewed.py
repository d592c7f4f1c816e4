"""首页没有内容或更新不及时

查什么
    首页登的是各栏目的新文章。所有在办的、按日期更新的栏目加在一起，最近14天没有一篇公开的文章，首页就没有更新。
    这些栏目都归档了的不查。
为什么
    首页栏目2周没有更新，单独这一条就不合格（国办秘函〔2019〕19号单项否决）。
不合格
    最新一篇是20天以前的：
        -- today --
        2008-12-08
合格
    两天前更新过：
        -- today --
        2008-11-20
怎么改
    登一篇新的；活动办完了的，把栏目归档：status: archived 和 closed: 日期。
选项
    days：多少天算没有更新，原来是 14。
"""

from lanmu.checks.engine.rule import Count, Finding, Findings, Level, Model, Project, rule
from lanmu.checks.sources.columns import renewals, renewed


class Options(Model):
    days: Count = 14


HOME = "docs/index.md"


@rule(Level.ERROR)
def check(project: Project, options: Options) -> Findings:
    if project.site is None or not renewed(project.site):
        return
    newest = max((renewal.newest for renewal in renewals(project)), default=None)
    if newest is None:
        message = "首页没有一篇公开的文章（国办秘函〔2019〕19号）。"
    elif (age := (project.today - newest).days) > options.days:
        message = f"首页最近一次更新是 {newest}，已经 {age} 天，超过 {options.days} 天（国办秘函〔2019〕19号）。"
    else:
        return
    yield Finding(HOME, 0, 0, message, "登一篇新的；活动办完了的，把栏目归档。")
