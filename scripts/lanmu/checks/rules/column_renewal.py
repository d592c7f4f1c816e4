"""Columns that show nothing, or nothing new."""

from typing import Annotated

from pydantic import Field, StrictInt

from lanmu.checks.engine.project import COLUMNS_FILE
from lanmu.checks.engine.rule import Count, Finding, Findings, Level, Model, Project, rule
from lanmu.checks.sources.columns import at_column, blank, renewals, stale
from lanmu.content.dates import chinese_day
from lanmu.views.renewal import NEARLY, renewed

HOME = "docs/index.md"
# Days without anything new, by the column's type.
LIMITS = {"工作动态": 14, "政策文件": 180, "回应关切": 180}


@rule(Level.ERROR, "COL002")
def blank_column(project: Project) -> Findings:
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
    if project.site is None:
        return
    for column in blank(project):
        count = len(project.site.by_column[column.id])
        why = f"（里面的 {count} 篇是示例、草稿、内部稿件，或者没有审完、没到时间）" if count else ""
        remedy = "补上内容；办完了的，写 status: archived 和 closed；暂时不办的，从 columns.yml 和导航里删去。"
        yield at_column(project, column, f"栏目「{column.name}」没有公开的内容{why}。", remedy)


@rule(Level.ERROR, "COL003")
def stale_column(project: Project) -> Findings:
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
    for renewal in stale(project):
        column = renewal.column
        message = (
            f"栏目「{column.name}」最近一次更新是 {renewal.newest}，已经 {renewal.age} 天，"
            f"超过 {column.fresh_days} 天（国办秘函〔2019〕19号）。"
        )
        remedy = "登一篇新的；活动办完了的，写 status: archived 和 closed: 日期。"
        yield at_column(project, column, message, remedy)


class NearlyStaleOptions(Model):
    percent: Annotated[StrictInt, Field(ge=50, le=100)] = NEARLY


@rule(Level.WARNING, "COL004")
def nearly_stale(project: Project, options: NearlyStaleOptions) -> Findings:
    """栏目快要超过更新期限

    查什么
        在办的、按日期更新的栏目，最新一篇公开的文章距今天已经用掉 fresh_days 的一大半（14天的到了第10天），还没有超过。
    为什么
        超过了就是更新不及时（国办秘函〔2019〕19号）。提前几天知道，来得及组稿、三审。
    不合格
        14天要更新一次，最新一篇是12天以前的：
            -- today --
            2008-11-30
    合格
        两天前更新过：
            -- today --
            2008-11-20
    怎么改
        在提示的日子以前登一篇新的。
    选项
        percent：用掉百分之多少就提醒，原来是 71（14天的第10天），可以从 50 到 100。
    """
    for renewal in renewals(project):
        column, last = renewal.column, renewal.last_day
        if last is None or last < project.today or not renewal.is_near(options.percent):
            continue
        message = f"栏目「{column.name}」已经 {renewal.age} 天没有更新，期限是 {column.fresh_days} 天。"
        yield at_column(project, column, message, f"在{chinese_day(last)}以前登一篇新的。")


@rule(Level.ERROR, "COL010")
def no_fresh_days(project: Project) -> Findings:
    """栏目没有规定更新期限

    查什么
        在办的、按日期更新的栏目，columns.yml 里没有写 fresh_days（多少天不更新算过期）。已归档的栏目不查。
    为什么
        没有期限，更新得及时不及时就没有人提醒。动态、要闻类是14天，通知公告、政策文件类是180天（国办秘函〔2019〕19号）。
    不合格
        动态栏目没有期限：
            -- docs/columns.yml --
            columns:
              - {id: news, name: 动态, type: 工作动态, kind: dated, description: 各单位学习活动的进展, keywords: [动态]}
              - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改公示和公开承诺, keywords: [公示], fresh_days: 180}
    合格
        按日期更新的栏目都有期限：
            -- docs/columns.yml --
            columns:
              - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改公示和公开承诺, keywords: [公示], fresh_days: 180}
    怎么改
        在栏目下面加一行 fresh_days: 14（动态、要闻）或 fresh_days: 180（公告、文件）。
    """
    for column in renewed(project.site) if project.site else ():
        if column.fresh_days is None:
            message = f"栏目「{column.name}」没有写 fresh_days。"
            yield at_column(project, column, message, "动态、要闻写 fresh_days: 14，公告、文件写 fresh_days: 180。")


class HomeNotRenewedOptions(Model):
    days: Count = 14


@rule(Level.ERROR, "COL011")
def home_not_renewed(project: Project, options: HomeNotRenewedOptions) -> Findings:
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


class SingleVetoOptions(Model):
    short: Count = 5
    overdue: Count = 10
    blank: Count = 5


@rule(Level.ERROR, "COL012")
def single_veto(project: Project, options: SingleVetoOptions) -> Findings:
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
            names = "、".join(column.name for column in columns)
            message = f"{words}有 {len(columns)} 个（{names}），达到 {most} 个（国办秘函〔2019〕19号单项否决）。"
            yield Finding(COLUMNS_FILE, 0, 0, message, "补上内容、合并栏目，办完的归档。")
