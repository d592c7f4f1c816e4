"""字或词重复

查什么
    虚字重复：的的、了了、和和、在在、是是、由由、将将；词连写两遍：进行进行、强调强调、我们我们；四个字以上的话连写两遍。
    目的的、的的确确、为了了解、存在在线这些分属两个词的，讨论讨论、研究研究这类可以重叠的动词，不查。
为什么
    多半是改稿、粘贴时多打的，读起来疙瘩，校对时一处算一处差错（《现代汉语词典》所收的重叠式不在其列）。
不合格
    虚字：
        取得了的的良好效果，大家读了了书。
    词：
        会议强调强调，要进行进行整改。
合格
    分属两个词的，可以重叠的：
        这次学习的目的的确定，是为了了解情况；大家讨论讨论，研究研究。
怎么改
    删去多出来的字。
"""

import re

from lanmu.checks.engine.rule import Finding, Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN
from lanmu.text.scanned import Passage

# Each between the characters with which its first half (目的) or its second (了解) makes a word.
PARTICLES = re.compile(
    "|".join(
        (
            r"(?<![的目标打靶之])的的(?![的确士哥姐]|卡)",
            r"(?<!小时)(?<![了为小不未甚终明])了了(?![了解结断却事账愿然当分]|之|无|不[得起]|如)",
            r"(?<![和共人中总饱调缓温祥谐柔随])和和(?![和平解谐睦气美好约声弦服风善缓田县龙尚议暖顺煦颜]|亲|记|洽|棋|音|蔼|衷|珅|林|政|布|静)",
            r"(?<![在存所现实内外潜自健旨好正常同何意])在在(?![在线校职岗座编逃押建读世场家乎于外内任朝野位册华京港台途案售籍行孕制研施营产培训学]|地|理|这|那|即|先|此|当)",
            r"(?<![是于国但只还就可总都要若正先像算倒老便即而凡真又既或竟更也不硬却乃仅净原本])是是(?![是非否的])",
            r"(?<![与参赋给授付寄])与与(?![与会否众其])",
            r"被被(?![告子褥单面套捕害])",
            r"就就(?![业职医学地任读近座绪位寝])",
            r"(?<!合)并并(?![购入列网发非排行存未轨肩])",
            r"(?<![自理缘来事经因根路])由由",
            r"(?<![一手个几两车门火大])把把(?!关)",
            r"(?<![刚良名大老干强])将将(?![就近军领士才校])",
            r"(?<![自打服听顺盲遵主])从从(?![容业严众不句节])",
            r"(?<![方走意取导志趋倾偏面动外朝])向向(?![量阳导日后])",
            r"(?<![需主重想只首摘纪纲概扼紧简必还])要要(?![求素点领塞闻害件职不么是强道人旨])",
            r"(?<![针反比核校一应面成绝相作敌配])对对(?![方外对象台华口联子手策接话照应抗立比待号错账称个])",
            r"(?<![可足难予加给得何所])以以(?![及上下内外前后来往便免至致身色人太])",
            r"(?<!全)不不(?![道同足料至然])|及及(?!时)|各各(?!自)|(?<!自)已已",
            r"也也(?!门)|而而(?!立)|或或|但但|们们|很很|这这|那那|让让|没没(?!有)",
        )
    )
)
# Words that are not said twice for emphasis or for a short while, and of which none can end what the other begins.
WORDS = (
    "进行|开展|召开|举行|取得|强调|指出|认为|表示|要求|印发|下发|转发|公布|宣布|传达|部署|落实|实施|执行|审议|审核|报送|上报|提供|使用|采取"
    "|负责|承担|参加|参与|出席|包括|包含|导致|属于|存在|发生|具有|获得|通过|提出|贯彻|围绕|坚持|推进|推动|促进|加强|提升|提高|增强|完善|健全|建立"
    "|实现|完成|制定|制订|做好|抓好|成立|荣获|受到|得到|达到|使得|开始|结束|继续|以及|并且|而且|因此|所以|但是|因为|由于|按照|根据|为了|关于|对于"
    "|针对|基于|随着|作为|如果|虽然|即使|不仅|除了|以便|我们|他们|她们|它们|你们|这些|那些|这个|那个|这样|每个|各个|任何|其中|必须|应当|应该|务必"
    "|已经|正在|曾经|能够|可以|尤其|特别是|同时|此外|另外|然后|就是|也是|还是|是否|如何|认真|积极|主动|切实|深入|全面|扎实|严格|及时|充分|广泛"
    "|有效|不断|逐步|尽快|立即|共同|主要|重要|明显|直接|统一|按时|会议|通知|方案|问题|情况|措施|意见|办法|单位|职工|群众|干部|党员"
)
# 负责负责人, 参与参与者, 会议会议室: the second begins another word.
DOUBLED = re.compile(f"(?P<word>{WORDS})(?P=word)(?![再又地曲人者室书箱长性权率力])")
# A longer phrase that was pasted twice; 一个问题一个问题 is meant, and after a name (最高人民法院人民法院……) another may begin.
PASTED = re.compile(
    f"(?<!一)(?P<word>(?!一|你不知道|(?P<same>.)(?P=same))[{HAN}]{{3,11}}(?![院会局厅委府])[{HAN}])(?P=word)"
)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for match in PARTICLES.finditer(passage.text):
            start = match.start()
            # After another doubled character it is a reduplication: 暖暖和和.
            if start < 2 or passage.text[start - 1] != passage.text[start - 2]:
                yield finding(source, passage, match, "删去一个字。")
        for match in (*DOUBLED.finditer(passage.text), *PASTED.finditer(passage.text)):
            yield finding(source, passage, match, f"留下一个“{match['word']}”。")


def finding(source: Source, passage: Passage, match: re.Match[str], remedy: str) -> Finding:
    shown = re.sub(f"[^{HAN}，、]", "", passage.text[max(match.start() - 4, 0) : match.end() + 4])
    return source.at(passage.offsets[match.start()], f"「{match[0]}」重复：「{shown}」。", remedy)
