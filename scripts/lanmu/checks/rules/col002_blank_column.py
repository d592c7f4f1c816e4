"""空白栏目

查什么
    栏目里没有一篇公开的文章，也没有介绍页（index.md）。只有示例、草稿、内部稿件和没有审完的稿件的栏目，正式发布时
    也是空的，同样算空白；但已经归档的，有这些稿件就不算。介绍页没有正文、也不用模板的，等于没有。
为什么
    读者点进去什么也没有。空白栏目达到5个，检查单项否决（国办秘函〔2019〕19号）。
不合格
    “经验”栏目里什么也没有：

        -- docs/columns.yml --
        columns:
          - {id: plan, name: 方案, type: 政策文件, kind: reference, description: 方案怎么规定、逐条说明, keywords: [方案]}
          - {id: news, name: 动态, type: 工作动态, kind: dated, description: 各单位学习活动的进展, keywords: [动态], fresh_days: 14}
          - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改公示和承诺, keywords: [公示], fresh_days: 180}
          - {id: cases, name: 经验, type: 工作动态, kind: reference, description: 学习活动中的好做法, keywords: [经验]}
合格
    有文章，或者有写了内容的介绍页：

        -- docs/plan/index.md --
        ---
        title: 方案
        summary: 方案写了什么、怎么做，一页看明白。
        ---

        方案分两个阶段。
怎么改
    补上内容；暂时不办的栏目，从 columns.yml 和 mkdocs.yml 的导航里删去；办完了的，写 status: archived 和 closed。
"""

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.sources.columns import at_column, blank


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    if project.site is None:
        return
    for column in blank(project):
        kept = len(project.site.by_column[column.id])
        message = f"栏目「{column.name}」没有公开的内容" + (
            f"（里面的 {kept} 篇是示例、草稿、内部稿件，或者没有审完、没到时间）。" if kept else "。"
        )
        yield at_column(
            project,
            column,
            message,
            "补上内容；办完了的，写 status: archived 和 closed；暂时不办的，从 columns.yml 和导航里删去。",
        )
