"""发布时间早于活动开始

查什么
    发布时间 date 早于 campaign.yml 里活动开始的那一天。示例也查，它是给人照着写的。
    文件本身署的日期（document_date）可以更早，例如学习的是以前的文件。
为什么
    活动开始以前登的多半是预告；也可能是年份写错了，或者把文件的成文日期当成了发布时间。只是提醒，不影响发布。
不合格
    活动2008年9月开始：
        date: 2007-11-05 09:30
合格
    成文日期写在 document_date：
        date: 2008-11-05 09:30
        document_date: 2007-10-15
怎么改
    核对年份；是文件的成文日期的，写到 document_date，date 写登出来的时间。确实是活动以前的预告，不用改。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.content.dates import chinese_day


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    article, site = source.article, source.project.site
    if article is None or site is None:
        return
    start = site.part_of(article.path).campaign.period.start_day
    if article.date.date() >= start:
        return
    message = f"发布时间「{article.pub_date}」早于活动开始（{chinese_day(start)}）。"
    yield source.at_field("date", message, "核对年份；是文件的成文日期的，写到 document_date；确实是预告的，不用改。")
