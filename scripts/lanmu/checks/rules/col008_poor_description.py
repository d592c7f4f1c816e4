"""栏目说明没有写好

查什么
    columns.yml 里栏目的说明 description 和栏目名称一样，或者太短。没有写说明的，由 FM002 查。
为什么
    说明出现在栏目页上和网页标签 ColumnDescription 里（国办发〔2017〕47号），读者和检索靠它知道栏目里有什么。
不合格
    和名称一样：
        -- docs/columns.yml --
        columns:
          - {id: plan, name: 方案, type: 政策文件, kind: reference, description: 方案, keywords: [方案]}
          - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改公示和承诺, keywords: [公示], fresh_days: 180}
合格
    一句话说明栏目里有什么：
        -- docs/columns.yml --
        columns:
          - {id: plan, name: 方案, type: 政策文件, kind: reference, description: 方案怎么规定、逐条说明, keywords: [方案]}
          - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改方案公示和公开承诺, keywords: [公示], fresh_days: 180}
怎么改
    用一句话写明栏目登哪些内容。
选项
    min：说明最少几个字，原来是 8。
"""

from lanmu.checks.engine.rule import Count, Findings, Level, Model, Project, rule
from lanmu.checks.sources.columns import at_column
from lanmu.content.fingerprint import folded


class Options(Model):
    min: Count = 8


@rule(Level.WARNING)
def check(project: Project, options: Options) -> Findings:
    remedy = "用一句话写明栏目登哪些内容。"
    for column in project.site.columns if project.site else ():
        length = len("".join(column.description.split()))
        if folded(column.description) == folded(column.name):
            message = f"栏目「{column.name}」的说明和名称一样。"
        elif length < options.min:
            message = f"栏目「{column.name}」的说明「{column.description}」只有 {length} 个字，少于 {options.min} 个。"
        else:
            continue
        yield at_column(project, column, message, remedy, "description")
