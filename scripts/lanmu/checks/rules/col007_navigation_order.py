"""导航和栏目表对不上

查什么
    columns.yml 里的栏目没有出现在 mkdocs.yml 的导航里；导航上的名称和栏目名称不同；栏目的先后和 columns.yml 不同。
为什么
    没有进导航的栏目，读者点不到。网页标签里的栏目名称（ColumnName，国办发〔2017〕47号）来自 columns.yml，
    导航上写的是另一个名字，读者会以为是两个栏目。
不合格
    “动态”写成了“新闻”：
        -- mkdocs.yml --
        nav:
          - 首页: index.md
          - 方案: plan/index.md
          - 新闻: news/index.md
          - 公示: notices/index.md
    少了“公示”：
        -- mkdocs.yml --
        nav:
          - 首页: index.md
          - 方案: plan/index.md
          - 动态: news/index.md
合格
    名称、先后和 columns.yml 一样：
        -- mkdocs.yml --
        nav:
          - 首页: index.md
          - 方案: plan/index.md
          - 动态: news/index.md
          - 公示: notices/index.md
怎么改
    照提示改 mkdocs.yml 的 nav，或者改 columns.yml。
"""

from itertools import pairwise

from lanmu.checks.engine.rule import Finding, Findings, Level, Project, rule
from lanmu.checks.sources.columns import MKDOCS, read_navigation


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    navigation = read_navigation(project.root)
    if project.site is None or navigation.fault:
        return
    by_page = {f"{column.id}/index.md": column for column in project.site.columns}
    named = [(entry, by_page[entry.target]) for entry in navigation.entries if entry.target in by_page]
    present = {column.id for _, column in named}
    for column in project.site.own_columns:
        if column.id not in present:
            place = (navigation.line, 1) if navigation.line else (0, 0)
            remedy = f"在 nav 里加上一行：- {column.name}: {column.id}/index.md"
            yield Finding(MKDOCS, *place, f"导航里没有栏目「{column.name}」。", remedy)
    for entry, column in named:
        if entry.name and entry.name != column.name:
            message = f"导航上叫「{entry.name}」，columns.yml 里叫「{column.name}」。"
            yield entry.finding(message, "改成同一个名称。")
    rank = {column.id: number for number, column in enumerate(project.site.columns)}
    for (_, before), (entry, column) in pairwise(named):
        if rank[column.id] < rank[before.id]:
            message = f"导航里「{column.name}」排在「{before.name}」后面，columns.yml 里排在前面。"
            yield entry.finding(message, "把两处的先后改成一样。")
            # The rest follows from it.
            return
