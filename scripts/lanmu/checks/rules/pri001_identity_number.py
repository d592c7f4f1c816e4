"""公开了身份证号码

查什么
    正文、稿件信息、图片说明、HTML 注释、稿件的文件名、docs/ 里的 .yml 和附件（Word、Excel、PPT、PDF、文本、压缩包）里的
    居民身份证号码：18 位的按校验码核对（GB 11643-1999），15 位的旧号码按行政区划和出生日期核对。全角数字、分段书写、
    一格一个数字、修订时删去的文字、隐藏的工作表都查。
为什么
    身份证号码泄露，当事人会被冒名贷款、注册；检查时属于泄露个人信息。最容易漏的是附件里的名单。
不合格
    号码写全了：

        示例人员甲，身份证号 350501190001010010。

    分段书写也算：

        示例人员甲（350501 19000101 0010）。

    附件里的名单：

        -- docs/news/mingdan.xlsx (xlsx) --
        示例人员甲|350501190001010010
合格
    只留前两位和后三位：

        示例人员甲，身份证号 35*************010。
怎么改
    改成前两位、十三个星号、后三位，或者干脆删去。附件要在原文件里改，重新另存后替换。
"""

from lanmu.checks.engine.rule import Findings, Level, rule
from lanmu.checks.sources.personal_data import Subject, identity_numbers, personal_data


@rule(Level.ERROR)
def check(subject: Subject) -> Findings:
    yield from personal_data(subject, identity_numbers)
