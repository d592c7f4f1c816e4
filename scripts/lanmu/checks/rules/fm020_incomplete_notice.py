"""公示写得不完整，或者公示期不对

查什么
    公示没有写明意见送到哪里（receiver）、怎样联系（contact）；
    公示期不足5个工作日；公示从发布以前就开始了。写了 notice 的，什么体裁都查，草稿不查；没有写 notice 的，由 FM028 查。
    工作日扣除法定节假日、算上调休的周末；国务院还没有公布安排的年份，只按星期一到星期五算，
    遇上放假请自己加长。示例里的联系办法可以是“（由发布单位填写）”。
为什么
    公示是请职工提意见：不知道找谁、时间不够、登出来时已经过了几天，公示就走了过场。
不合格
    只有两个工作日，也没有写联系办法：
        genre: 整改公示
        notice: {start: 2008-11-06, end: 2008-11-07, receiver: 办公室}
合格
    起止日期、谁受理、怎样联系都有：
        genre: 整改公示
        notice: {start: 2008-11-06, end: 2008-11-13, receiver: 办公室, contact: 办公楼一楼意见箱}
怎么改
    补上缺的字段；公示期不够的，把 end 改晚。
选项
    min_workdays：公示期最少几个工作日，原来是 5。
"""

from __future__ import annotations

from datetime import date, timedelta

from chinese_calendar import is_workday

from lanmu.checks.engine.rule import Count, Findings, Level, Model, Source, rule
from lanmu.content.publication import PLACEHOLDER

FRIDAY = 4


def working_days(start: date, end: date, most: int) -> int:
    """Working days from `start` to `end`, both included; no more than `most` are counted."""
    count = 0
    for number in range((end - start).days + 1):
        day = start + timedelta(number)
        try:
            count += is_workday(day)
        except NotImplementedError:
            count += day.weekday() <= FRIDAY
        if count == most:
            break
    return count


WHO = {"receiver": "由谁受理意见", "contact": "怎样联系"}


class Options(Model):
    min_workdays: Count = 5


@rule(Level.ERROR)
def check(source: Source, options: Options) -> Findings:
    article = source.article
    if article is None or article.meta.draft:
        return
    notice = article.meta.notice
    if notice is None:
        return
    for field, meaning in WHO.items():
        value = getattr(notice, field)
        if not value:
            message = f"公示没有写明{meaning}（{field}）。"
            yield source.at_field(("notice", field), message, f"补上 notice 里的 {field}。")
        # A sample may leave that to the unit that publishes.
        elif not article.meta.sample and PLACEHOLDER.search(value):
            yield source.at_field(("notice", field), f"公示里{meaning}还没有填：「{value}」。", "填上真实的内容。")
    days = working_days(notice.start, notice.end, options.min_workdays)
    if days < options.min_workdays:
        message = f"公示期 {notice.start} 至 {notice.end} 只有 {days} 个工作日，少于 {options.min_workdays} 个。"
        yield source.at_field(("notice", "end"), message, "把 end 改晚，遇上节假日再加长。")
    if notice.start < article.date.date():
        message = f"公示从 {notice.start} 开始，稿件 {article.date.date()} 才发布。"
        yield source.at_field(("notice", "start"), message, "公示期从发布那天或以后算起。")
