"""发布时间在以后

查什么
    发布时间 date 比今天还晚（按中国时间，只比日期，不比钟点）。正式发布时，没到发布时间的稿件不登，到了时间，下一次生成就登出来；
    提醒是防着日期写错。草稿和示例不发布，不查；写成 publish_at（定时发布）的，说明就是要到时候登，也不查。
为什么
    日期没到就登出来，等于虚假的发布日期，是检查的单项否决（国办秘函〔2019〕19号）；年份写错了的，稿件一直登不出来。
不合格
    今天是2008年11月20日，稿件写的是明年：
        date: 2099-11-05 09:30
合格
    今天或以前的日子：
        date: 2008-11-05 09:30
    定时发布：
        date: 2099-11-05 09:30
        publish_at: 2099-11-05 09:30
怎么改
    写错了的，改成真实的发布日期；就是要到那天登的，把 date 改成 publish_at，不再提醒。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    article, today = source.article, source.project.today
    if article is None or article.meta.sample or article.meta.draft:
        return
    if article.meta.publish_at or article.date.date() <= today:
        return
    message = f"发布时间「{article.pub_date}」还没有到，今天是 {today}，到了时间才登。"
    yield source.at_field("date", message, "写错了的，改成真实的发布日期；要到那天才登的，把 date 改成 publish_at。")
