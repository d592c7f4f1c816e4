"""三审缺了人

查什么
    要三审的栏目里，公开的稿件没有写全初审（first）、复审（second）、终审（final）。示例是样板，也查；草稿和内部稿件不查。
    译文（同名.en.md、同名.zh-Hant.md）有自己的三审，没有审完的，正式发布时不登译文，原文照登。
    哪些栏目要三审，写在 lanmu.toml 的 [review] columns 里，原来是按日期更新的栏目。
为什么
    先审后发、三审三校：经手人、分管人、负责人各看一遍，出了差错查得到是哪一关。没有审过的不能发布。
不合格
    只有初审：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
          privacy: {name: 示例人员丁, date: 2008-11-05}
合格
    三审都有：

        review:
          first: {name: 示例人员甲, date: 2008-11-04}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}
          secrecy: {name: 示例人员丁, date: 2008-11-05}
          privacy: {name: 示例人员丁, date: 2008-11-05}
怎么改
    请缺的那一关真正审过，再运行 python scripts/review.py 文件 --stage second --name 姓名，不要代写。没有审完的，
    正式发布时不登。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.reviews import missing, to_be_reviewed
from lanmu.content.publication import review_command
from lanmu.content.review import THREE


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    if text := to_be_reviewed(source):
        absent = missing(text, THREE)
        if absent:
            message = f"没有{'、'.join(absent.values())}的姓名和日期。"
            command = review_command(source.path, next(iter(absent)))
            yield source.at_field("review", message, f"真正审过以后，运行 {command} 记下来。")
