"""发布时间早于稿件存进来的时间

查什么
    发布时间 date 比稿件第一次存进 Git 的那天早一天以上（只比日期）。改过名字的稿件，从原来的名字算起。示例、草稿不查；
    内部稿件在检查内部版（--edition internal）时才查；文件本身署的日期 document_date 不查。没有用 Git、还没有存进去的、只取了最近历史的，不查。
为什么
    稿件那天还不在，就不可能那天登出来：这是倒填日期。虚假的发布日期是单项否决（国办秘函〔2019〕19号）。
不合格
    11月10日才存进来，写的是11月5日发布：
        -- docs/news/2008-11-05-yici-xuexi.md --
        大家读了书，谈了体会。
        -- commits --
        2008-11-10 09:00 docs/news/2008-11-05-yici-xuexi.md
合格
    发布的前一天存进来：
        -- docs/news/2008-11-05-yici-xuexi.md --
        大家读了书，谈了体会。
        -- commits --
        2008-11-04 16:00 docs/news/2008-11-05-yici-xuexi.md
怎么改
    写真实的登出时间。补登以前的事，事情的日期写在正文里，文件的日期写 document_date；从别处搬来的旧稿确实那天登过的，
    写明理由后豁免。
选项
    days：早几天以上才提醒，原来是 1。
"""

from typing import Annotated

from pydantic import Field, StrictInt

from lanmu.checks.engine.rule import Findings, Level, Model, Source, rule
from lanmu.content.dates import pub_date


class Options(Model):
    days: Annotated[StrictInt, Field(ge=0)] = 1


@rule(Level.WARNING)
def check(source: Source, options: Options) -> Findings:
    article = source.article
    if article is None or not source.project.is_meant(article):
        return
    committed = source.project.first_commits.get(source.path)
    if committed and (committed.date() - article.date.date()).days > options.days:
        message = f"发布时间「{article.pub_date}」早于稿件第一次存进来的时间 {pub_date(committed)}。"
        remedy = "写真实的登出时间；补登的，把文件的日期写到 document_date；确实那天登过的，写明理由后豁免。"
        yield source.at_field("date", message, remedy)
