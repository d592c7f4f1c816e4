"""简报期号不连续，或者和日期的先后不符

查什么
    同一个栏目里按发布时间排，后发的简报期号 issue 反而小，或者中间缺了号。草稿不算；示例另排，不和真实稿件混在一起。
为什么
    期号连续，归档时才知道有没有漏登；号码倒过来，多半是期号或日期写错了。
不合格
    第3期之后是第5期：
        -- docs/plan/a.md --
        issue: 3
        -- docs/plan/b.md --
        date: 2008-11-06 09:30
        issue: 5
合格
    从哪一期开始登都可以，登了就要连上：
        issue: 3
怎么改
    改正期号或日期；中间的一期没有登的，补登。
"""

from collections import defaultdict

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.content.article import Article


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    series: dict[tuple[str, bool], list[Article]] = defaultdict(list)
    for article in project.site.articles if project.site else ():
        if article.meta.issue is not None and not article.meta.draft:
            series[article.column.id, article.meta.sample].append(article)
    # Of each column, oldest first.
    for articles in series.values():
        numbers = sorted({article.meta.issue or 0 for article in articles})
        before = dict(zip(numbers[1:], numbers, strict=False))
        highest, holder = 0, ""
        for article in articles:
            number, source = article.meta.issue or 0, project.sources[article.path]
            if number < highest:
                message = f"第 {number} 期的发布时间（{article.pub_date}）晚于第 {highest} 期（docs/{holder}）。"
                yield source.at_field("issue", message, "核对两篇的期号和日期。")
            else:
                highest, holder = number, article.path
            low = before.get(number, number - 1)
            if number - low > 1:
                gap = f"第 {low + 1} 期" if number - low == 2 else f"第 {low + 1} 至 {number - 1} 期"
                message = f"第 {low} 期之后是第 {number} 期，{gap}没有登。"
                yield source.at_field("issue", message, "改正期号，或者补登缺的一期。")
