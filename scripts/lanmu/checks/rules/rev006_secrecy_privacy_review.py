"""保密、隐私的审查缺人，或者日期不对

查什么
    要三审的稿件没有写谁做了保密审查（review 里的 secrecy）、谁看了隐私（privacy），或者日期晚于发布、修改的日期。
    可以由三审中的一人兼任，也可以是同一个人。草稿和内部稿件不查。
为什么
    “上网信息不涉密，涉密信息不上网”：泄密是单项否决（国办秘函〔2019〕19号）。身份证号、住址、手机号登出去收不回来。
    写明是谁看的，这一关才不会落空。
不合格
    没有人看过隐私：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
合格
    两项都有人：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
          privacy: {name: 示例人员丁, date: 2008-11-05}
怎么改
    请人专门看过保密和隐私，再运行 python scripts/review.py 文件 --stage secrecy privacy --name 姓名，不要代写。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.reviews import missing, to_be_reviewed, too_late
from lanmu.content.publication import review_command
from lanmu.content.review import BY_NAME


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    if text := to_be_reviewed(source):
        absent = missing(text, BY_NAME)
        if absent:
            message = f"没有写谁做了{'、'.join(absent.values())}。"
            command = review_command(source.path, *absent)
            yield source.at_field("review", message, f"请人专门看过，再运行 {command} 记下来。")
    yield from too_late(source, BY_NAME)
