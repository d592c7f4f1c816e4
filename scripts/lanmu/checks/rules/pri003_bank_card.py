"""公开了银行卡号

查什么
    正文、稿件信息、图片说明、HTML 注释和附件里 16 到 19 位、校验码正确的银行卡号，分段书写的也查。
为什么
    发放慰问金、助学金的名单常带卡号。卡号和姓名一起公开，会被用来冒领和诈骗。
不合格
    卡号写全了：

        慰问金发到 6222 0000 0000 0000 012。
合格
    只留前四位和后四位：

        慰问金发到 6222 **** **** **** 012。
怎么改
    只留前四位和后四位，或者删去。附件要在原文件里改，重新另存后替换。
"""

from lanmu.checks.engine.rule import Findings, Level, rule
from lanmu.checks.sources.personal_data import Subject, bank_cards, personal_data


@rule(Level.ERROR)
def check(subject: Subject) -> Findings:
    yield from personal_data(subject, bank_cards)
