"""公开承诺写得不完整，或者时限不对

查什么
    承诺事项 promise 里某一项没有写措施，或者目标、措施写的是“待定”“无”一类的话；
    完成时限早于发布日期，或者比活动结束晚了一年以上（多半是年份写错了）。写了 promise 的，什么体裁都查，草稿不查；
    没有写 promise 的，由 FM028 查。
为什么
    承诺要让职工对得上账：做什么、做到什么程度、怎么做、什么时候做完、谁负责，缺一样就没法监督。
    整改台账也从这里生成。
不合格
    没有措施，时限在发布以前：
        genre: 公开承诺
        promise:
          - {item: 缩短办事时间, goal: 三天办结, deadline: 2008-10-20, unit: 办公室}
合格
    目标、措施、时限、责任单位都有：
        genre: 公开承诺
        promise:
          - {item: 缩短办事时间, goal: 三天办结, measures: 合并申请表, deadline: 2008-12-20, unit: 办公室}
怎么改
    照提示补上；已经办完的，时限照当初承诺的写，在 progress 里写“已完成：……”。
选项
    max_days_after_end：完成时限最多比活动结束晚多少天，原来是 365。
"""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import Field, StrictInt

from lanmu.checks.engine.rule import Findings, Level, Model, Source, rule
from lanmu.content.publication import PLACEHOLDER


class Options(Model):
    max_days_after_end: Annotated[StrictInt, Field(ge=0, le=36500)] = 365


NOTHING = re.compile(r"[\W_]*|(待定|待补|待完善|暂无|没有|无|略|同上|见正文|按要求)[。.]?")
WORDS = {"goal": "目标", "measures": "措施"}


@rule(Level.ERROR)
def check(source: Source, options: Options) -> Findings:
    article, site = source.article, source.project.site
    if article is None or site is None or article.meta.draft:
        return
    end, published = site.part_of(article.path).campaign.period.end_day, article.date.date()
    for number, item in enumerate(article.meta.promise):
        for field, word in WORDS.items():
            value = getattr(item, field)
            # A sample's figures may be left open.
            if NOTHING.fullmatch(value) or (not article.meta.sample and PLACEHOLDER.search(value)):
                fault = f"写的是「{value}」" if value else "没有写"
                message = f"承诺「{item.item}」的{word}（{field}）{fault}。"
                yield source.at_field(("promise", number, field), message, f"写明{word}，让职工能对照检查。")
        key, due = ("promise", number, "deadline"), f"承诺「{item.item}」的时限 {item.deadline} "
        if item.deadline < published:
            yield source.at_field(key, f"{due}早于发布日期 {published}。", "核对年月日，时限应在发布以后。")
        elif item.deadline - end > timedelta(days=options.max_days_after_end):
            message = f"{due}比活动结束（{end}）晚了 {options.max_days_after_end} 天以上。"
            yield source.at_field(key, message, "核对年份，时限应当看得见、等得到。")
