"""栏目归档以后还在发布

查什么
    公开稿件的发布时间晚于所在栏目的归档日期（columns.yml 里的 closed）。示例和草稿不发布，不查；内部稿件在检查内部版（--edition internal）时才查。
为什么
    归档的栏目写着“已归档”，不再按更新考核；又登出新稿件，归档日期就不真实了。
不合格
    栏目2008年11月10日归档，稿件11月12日发布：
        -- docs/columns.yml --
        columns:
          - {id: plan, name: 方案, type: 政策文件, kind: reference, description: 方案怎么规定、逐条说明, keywords: [方案], status: archived, closed: 2008-11-10}
        -- docs/plan/xuexi.md --
        date: 2008-11-12 09:30
合格
    还在办的栏目：
        date: 2008-11-05 09:30
怎么改
    稿件放到还在办的栏目；栏目确实还要办，就把 status 改回 active、删去 closed；补登的，把 closed 改成最后一次发布的日子。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    article = source.article
    if article is None or not source.project.is_meant(article) or article.column.closed is None:
        return
    if article.date.date() > article.column.closed:
        column = article.column
        message = f"栏目「{column.name}」{column.closed} 已归档，稿件的发布时间是「{article.pub_date}」。"
        yield source.at_field("date", message, "放到还在办的栏目，或改正 columns.yml 里的 status 和 closed。")
