"""栏目没有规定更新期限

查什么
    在办的、按日期更新的栏目，columns.yml 里没有写 fresh_days（多少天不更新算过期）。已归档的栏目不查。
为什么
    没有期限，更新得及时不及时就没有人提醒。动态、要闻类是14天，通知公告、政策文件类是180天（国办秘函〔2019〕19号）。
不合格
    动态栏目没有期限：

        -- docs/columns.yml --
        columns:
          - {id: plan, name: 方案, type: 政策文件, kind: reference, description: 方案怎么规定、逐条说明, keywords: [方案]}
          - {id: news, name: 动态, type: 工作动态, kind: dated, description: 各单位学习活动的进展, keywords: [动态]}
          - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改公示和公开承诺, keywords: [公示], fresh_days: 180}
合格
    按日期更新的栏目都有期限：

        -- docs/columns.yml --
        columns:
          - {id: plan, name: 方案, type: 政策文件, kind: reference, description: 方案怎么规定、逐条说明, keywords: [方案]}
          - {id: news, name: 动态, type: 工作动态, kind: dated, description: 各单位学习活动的进展, keywords: [动态], fresh_days: 14}
          - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改公示和公开承诺, keywords: [公示], fresh_days: 180}
怎么改
    在栏目下面加一行 fresh_days: 14（动态、要闻）或 fresh_days: 180（公告、文件）。
"""

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.sources.columns import at_column, renewed


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    for column in renewed(project.site) if project.site else ():
        if column.fresh_days is None:
            message = f"栏目「{column.name}」没有写 fresh_days。"
            yield at_column(project, column, message, "动态、要闻写 fresh_days: 14，公告、文件写 fresh_days: 180。")
