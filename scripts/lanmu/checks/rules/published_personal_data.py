"""Personal data that is published: numbers of identity papers, telephones and bank cards, home addresses."""

from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Model, rule
from lanmu.checks.sources.personal_data import (
    AnySource,
    Match,
    bank_cards,
    home_addresses,
    identity_numbers,
    mobile_numbers,
    personal_data,
)


class Options(Model):
    allowed: tuple[str, ...] = ()


@rule(Level.ERROR, "PRI001")
def identity_number(subject: AnySource) -> Findings:
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
    yield from personal_data(subject, identity_numbers)


@rule(Level.ERROR, "PRI002")
def mobile_number(subject: AnySource, options: Options) -> Findings:
    """公开了个人手机号码

    查什么
        正文、稿件信息、图片说明、HTML 注释和附件里 11 位的手机号码；带 +86、分段书写、全角数字的都查。
        办公座机（0595-22……）、400 电话、12351 这样的服务号码不查，网址里的数字编号不查。
    为什么
        个人手机号码公开后，骚扰和诈骗电话随之而来。对外联系请留办公座机。
    不合格
        号码写全了：
            联系人示例人员甲，电话 13800000000。
        藏在注释里也会随网页公开：
            大家读了书。<!-- 作者 138-0000-0000 -->
    合格
        中间四位遮住，或者用办公座机：
            联系人示例人员甲，电话 138****0000；办公室 0595-22000000。
        单位统一对外公布的手机：
            -- lanmu.toml --
            [site]
            name = "示例"
            publisher = "示例单位A"
            [checks.options.PRI002]
            allowed = ["13800000000"]
            -- docs/news/2008-11-05-a.md --
            值班电话 13800000000。
    怎么改
        写成 138****0000，或者换成办公座机。附件要在原文件里改，重新另存后替换。
    选项
        allowed：单位同意对外公布的手机号码，每个 11 位数字。默认没有。
    """

    def private(text: str) -> Iterator[Match]:
        return (match for match in mobile_numbers(text) if match.value not in options.allowed)

    yield from personal_data(subject, private)


@rule(Level.ERROR, "PRI003")
def bank_card(subject: AnySource) -> Findings:
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
    yield from personal_data(subject, bank_cards)


@rule(Level.ERROR, "PRI004")
def home_address(subject: AnySource, options: Options) -> Findings:
    """家庭住址写得太细

    查什么
        正文、稿件信息、图片说明和附件里细到门牌、楼栋、房号的住址；写明“家住”“户籍”“现住”的，细到门牌就算。
        单位的办公地址、信访接待地点、通讯地址是应当公开的，不查。
    为什么
        困难职工、受帮扶家庭的住址公开到乡镇、街道为止（福建省的公开惯例），再细就会有人找上门。
    不合格
        细到房号：
            走访了示例区示例路12号示例花园3栋501室的示例人员甲。
        写明家住，细到门牌：
            示例人员甲家住示例市示例路1号。
    合格
        到街道为止：
            走访了示例街道的示例人员甲。
        办公地址照常公开：
            办公地址：示例区示例街1号工会大厦5楼501室，邮政编码：362000。
    怎么改
        只写到乡镇、街道。附件要在原文件里改，重新另存后替换。
    选项
        allowed：可以公开的地址，写出其中连续的几个字就行，例如 "示例路1号"。默认没有。
    """

    def private(text: str) -> Iterator[Match]:
        allowed = [part for part in options.allowed if part]
        return (match for match in home_addresses(text) if not any(part in match.value for part in allowed))

    yield from personal_data(subject, private, "只写到乡镇、街道；是办公地址的，在前面写明“办公地址”。")
