"""栏目问题达到单项否决

查什么
    把各栏目的问题加起来：动态类栏目（type 是工作动态）2周没有更新的、公告文件类栏目（政策文件、回应关切）6个月没有更新的，
    共5个以上；超过自己期限没有更新的栏目10个以上；空白栏目5个以上。已归档的栏目不算更新不及时。
为什么
    达到其中一条，检查单项否决，整个站点不合格（国办秘函〔2019〕19号）。
不合格
    另外五个栏目都是空白的：
        -- docs/columns.yml --
        columns:
          - {id: plan, name: 方案, type: 政策文件, kind: reference, description: 方案怎么规定、逐条说明, keywords: [方案]}
          - {id: news, name: 动态, type: 工作动态, kind: dated, description: 各单位学习活动的进展, keywords: [动态], fresh_days: 14}
          - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改公示和公开承诺, keywords: [公示], fresh_days: 180}
          - {id: a, name: 甲栏, type: 概况信息, kind: reference, description: 还没有内容的栏目, keywords: [甲]}
          - {id: b, name: 乙栏, type: 概况信息, kind: reference, description: 还没有内容的栏目, keywords: [乙]}
          - {id: c, name: 丙栏, type: 概况信息, kind: reference, description: 还没有内容的栏目, keywords: [丙]}
          - {id: d, name: 丁栏, type: 概况信息, kind: reference, description: 还没有内容的栏目, keywords: [丁]}
          - {id: e, name: 戊栏, type: 概况信息, kind: reference, description: 还没有内容的栏目, keywords: [戊]}
合格
    只有一个栏目更新不及时，由 COL003 查：
        -- today --
        2008-12-08
怎么改
    先补最容易补的栏目；合并内容少的栏目；办完的归档。
选项
    short：动态、公告类更新不及时的，几个算，原来是 5。
    overdue：超过自己期限的，几个算，原来是 10。
    blank：空白栏目几个算，原来是 5。
"""

from collections.abc import Sequence

from lanmu.checks.engine.project import COLUMNS_FILE
from lanmu.checks.engine.rule import Count, Finding, Findings, Level, Model, Project, rule
from lanmu.checks.sources.columns import blank, renewals, stale
from lanmu.content.column import Column

Count = Count


class Options(Model):
    short: Count = 5
    overdue: Count = 10
    blank: Count = 5


# Days without anything new, by the column's type.
LIMITS = {"工作动态": 14, "政策文件": 180, "回应关切": 180}


@rule(Level.ERROR)
def check(project: Project, options: Options) -> Findings:
    site = project.site
    if site is None:
        return
    slow = [r.column for r in renewals(project) if r.age > LIMITS.get(r.column.type, r.age)]
    sums = (
        ("2周没有更新的动态栏目和6个月没有更新的公告文件栏目", slow, options.short),
        ("超过期限没有更新的栏目", [renewal.column for renewal in stale(project)], options.overdue),
        ("空白栏目", blank(project), options.blank),
    )
    for words, columns, most in sums:
        if len(columns) >= most:
            message = (
                f"{words}有 {len(columns)} 个（{names(columns)}），达到 {most} 个（国办秘函〔2019〕19号单项否决）。"
            )
            yield Finding(COLUMNS_FILE, 0, 0, message, "补上内容、合并栏目，办完的归档。")


def names(columns: Sequence[Column]) -> str:
    return "、".join(column.name for column in columns)
