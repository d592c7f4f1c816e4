"""成语里有音同的错字

查什么
    四个字不是词表里的成语，但是和其中一个只差一个字，而且那个字读音相同（不论声调）：一如即往、相辅相承、脚塌实地。
    异形词（唯一、惟一，执着、执著，丰富多彩、丰富多采）、意思不同的词语、引号里有意改字的，不查；用词表（docs/terms.yml）里有的由 TXT009 查。
为什么
    拼音输入法选错了字，读起来顺口，校对的人最容易放过；成语写错是公文的硬伤（《出版物汉字使用管理规定》不得使用错别字）。
不合格
    选错了字：
        干部职工一如即往，脚塌实地。
合格
    写对了：
        干部职工一如既往，脚踏实地。
怎么改
    查词典，改成提示里的成语；确实没有写错的，请维护人员加进词表（idioms.yml 的 right）。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.idioms import slips
from lanmu.checks.sources.wording import day_of


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    day = day_of(source)
    for passage in source.prose:
        for slip in slips(passage.text):
            # TXT009 gives the reason, too.
            if any(term.wrong in slip.written and term.holds_on(day) for term in source.project.terms.terms):
                continue
            message = f"「{slip.written}」像是「{slip.idiom}」写错了一个字。"
            yield source.at(passage.offsets[slip.start], message, f"查词典；写错了就改成「{slip.idiom}」。")
