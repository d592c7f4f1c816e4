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

from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Model, rule
from lanmu.checks.sources.personal_data import Match, Subject, home_addresses, personal_data


class Options(Model):
    """What lanmu.toml may set."""

    allowed: tuple[str, ...] = ()


@rule(Level.ERROR)
def check(subject: Subject, options: Options) -> Findings:

    def private(text: str) -> Iterator[Match]:
        for match in home_addresses(text):
            if not any(part and part in match.value for part in options.allowed):
                yield match

    yield from personal_data(subject, private, "只写到乡镇、街道；是办公地址的，在前面写明“办公地址”。")
