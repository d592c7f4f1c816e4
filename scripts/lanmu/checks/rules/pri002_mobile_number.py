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

from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Model, rule
from lanmu.checks.sources.personal_data import Match, Subject, mobile_numbers, personal_data


class Options(Model):
    """What lanmu.toml may set."""

    allowed: tuple[str, ...] = ()


@rule(Level.ERROR)
def check(subject: Subject, options: Options) -> Findings:

    def private(text: str) -> Iterator[Match]:
        return (match for match in mobile_numbers(text) if match.value not in options.allowed)

    yield from personal_data(subject, private)
