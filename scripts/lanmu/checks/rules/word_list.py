"""Words against docs/terms.yml."""

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.sources.set_phrases import faults, words_of
from lanmu.checks.sources.wording import Index, day_of, forms, misplaced, unquoted


@rule(Level.ERROR, "TXT009")
def wrong_term(project: Project) -> Findings:
    """用词和用词表不一致

    查什么
        标题、摘要和正文里用了 docs/terms.yml 列出的错误写法：活动、机构、会议的名称写错，常见的错别字；固定提法
        （formulas）缺了一项、写了两遍、次序颠倒；不能并列的并列在一起（enumerations，如“泰国、香港等国家”）。
        每条只对它适用的时间（from、until）里的稿件起作用：看成文日期 document_date，没有就看 date。照录的正式文件
        （verbatim: true）、引用的段落和引号里引用别人的话不查。
    为什么
        活动名称、机构名称写错是公文的硬伤；“表述错误”查到一处就可以单项否决（国办秘函〔2019〕19号）。
    不合格
        错别字：
            -- docs/terms.yml --
            terms:
              - {wrong: 布署, right: 部署, reason: 部署的“部”}
            -- docs/news/2008-11-05-a.md --
            会议布署了下一步的工作。
        固定提法缺了一项：
            -- docs/terms.yml --
            formulas:
              - {parts: [理论真懂, 工作真抓, 效果真好], reason: “三真”的三项}
            -- docs/news/2008-11-05-a.md --
            做到理论真懂、效果真好。
        不能并列的：
            -- docs/terms.yml --
            enumerations:
              - {members: [香港], called: [国家], right: 等国家和地区, unless: [国家和地区], reason: 香港不是国家}
            -- docs/news/2008-11-05-a.md --
            泰国、香港等国家的代表参加。
    合格
        正确的写法，和还没有适用的说法：
            -- docs/terms.yml --
            terms:
              - {wrong: 布署, right: 部署, reason: 部署的“部”}
              - {wrong: 前苏联, right: 苏联, reason: 国名, from: 2016-07}
            -- docs/news/2008-11-05-a.md --
            会议部署了学习前苏联歌曲的工作。
    怎么改
        照提示改。用词表里的说法不对，或者漏了正确的说法，改 docs/terms.yml（unless 里加上正确的说法）。
    """
    terms = project.terms
    wrong = Index((term.wrong, term) for term in terms.terms if term.kind != "慎用")
    formulas = Index(pair for formula in terms.formulas for pair in words_of(formula))
    members = Index((member, entry) for entry in terms.enumerations for member in entry.members)
    for source in project.sources.values():
        for offset, term in forms(source, wrong):
            yield source.at(offset, f"「{term.wrong}」写得不对：{term.grounds}。", f"改成「{term.right}」。")
        for passage in source.prose:
            for fault in unquoted(passage, faults(passage.text, formulas), day_of(source)):
                formula, right = fault.entry, "，".join(fault.entry.parts)
                name = f"「{formula.name}」" if formula.name else ""
                message = f"固定提法{name}{fault.words}：{formula.grounds}。"
                yield source.at(passage.offsets[fault.start], message, f"写全，次序是「{right}」。")
            for place in unquoted(passage, misplaced(passage.text, members), day_of(source)):
                message = f"「{place.word}」写得不对：{place.entry.grounds}。"
                yield source.at(passage.offsets[place.start], message, f"改成「{place.entry.right}」。")


@rule(Level.WARNING, "TXT021")
def word_with_caution(project: Project) -> Findings:
    """慎用的说法

    查什么
        标题、摘要和正文里用了 docs/terms.yml 里标明“kind: 慎用”的说法。和 TXT009 一样看 from、until，不查照录的正式文件、
        引用的段落和引号里引用别人的话。
    为什么
        有的说法不算错，可是主管单位要求换一种说法，或者只在一定的场合能用；发布前由人看一遍。
    不合格
        适用的时间以内：
            -- docs/terms.yml --
            terms:
              - {wrong: 省省委, right: 省委, kind: 慎用, reason: 不重复“省”字, from: 2008}
            -- docs/news/2008-11-05-a.md --
            某省省委作了部署。
    合格
        换了说法，或者那时还没有这个要求：
            -- docs/terms.yml --
            terms:
              - {wrong: 省省委, right: 省委, kind: 慎用, reason: 不重复“省”字, from: 2016-07}
            -- docs/news/2008-11-05-a.md --
            某省省委作了部署。
    怎么改
        照提示换一种说法；确实要这样写的，写明理由豁免。
    """
    index = Index((term.wrong, term) for term in project.terms.terms if term.kind == "慎用")
    for source in project.sources.values():
        for offset, term in forms(source, index):
            message = f"「{term.wrong}」要慎用：{term.grounds}。"
            yield source.at(offset, message, f"能改的，改成「{term.right}」。")
