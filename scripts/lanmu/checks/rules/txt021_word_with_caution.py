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

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.sources.wording import Index, forms


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    index = Index((term.wrong, term) for term in project.terms.terms if term.kind == "慎用")
    for source in project.sources.values():
        for offset, term in forms(source, index):
            message = f"「{term.wrong}」要慎用：{term.grounds}。"
            yield source.at(offset, message, f"能改的，改成「{term.right}」。")
