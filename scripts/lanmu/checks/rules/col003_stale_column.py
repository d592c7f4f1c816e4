"""栏目更新不及时

查什么
    在办的、按日期更新的栏目，最新一篇公开的文章距今天超过了 columns.yml 里 fresh_days 规定的天数。
    示例、草稿、内部稿件，没有审完的、没到发布时间的稿件不算更新；已归档的栏目不查；一篇公开文章也没有的，由 COL002 查。
为什么
    动态、要闻类栏目2周不更新，通知公告、政策文件类6个月不更新，都算更新不及时；达到规定个数，检查单项否决
    （国办秘函〔2019〕19号）。活动结束后归档的专题不按更新考核。
不合格
    14天要更新一次，最新一篇是20天以前的：

        -- today --
        2008-12-08
合格
    两天前更新过：

        -- today --
        2008-11-20
怎么改
    登一篇新的；活动办完了的，在 columns.yml 里写 status: archived 和 closed: 日期。
"""

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.sources.columns import at_column, stale


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    for renewal in stale(project):
        column = renewal.column
        message = (
            f"栏目「{column.name}」最近一次更新是 {renewal.newest}，已经 {renewal.age} 天，"
            f"超过 {column.fresh_days} 天（国办秘函〔2019〕19号）。"
        )
        remedy = "登一篇新的；活动办完了的，写 status: archived 和 closed: 日期。"
        yield at_column(project, column, message, remedy)
