"""成文日期、修改日期不对

查什么
    成文日期 document_date 晚于发布日期；修改日期 updated 早于发布日期；这两个日期比今天还晚（示例和草稿不和今天比；
    定时发布的，和发布的那天比）。
为什么
    文件先有了才能登出来，登出来以后才谈得上修改。先后颠倒，读者会怀疑日期是编的
    （虚假发布日期是单项否决，国办秘函〔2019〕19号）。
不合格
    发布是11月5日，文件却是11月6日写成的：
        date: 2008-11-05 09:30
        document_date: 2008-11-06
    修改在发布以前：
        date: 2008-11-05 09:30
        updated: 2008-11-04
合格
    成文、发布、修改依次在后：
        document_date: 2008-10-10
        date: 2008-11-05 09:30
        updated: 2008-11-05
怎么改
    核对年月日，改正写错的那个。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule

LABELS = {"document_date": "成文日期", "updated": "修改日期"}


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    if source.article is None:
        return
    meta, today = source.article.meta, source.project.today
    published = meta.date.date()
    for field, label in LABELS.items():
        day = getattr(meta, field)
        if day is None:
            continue
        # What waits for its time is judged by the day on which it goes out.
        if day > max(today, published) and not (meta.sample or meta.draft):
            yield source.at_field(field, f"{label}「{day}」还没有到，今天是 {today}。", "改成真实的日期。")
        elif day > published and field == "document_date":
            yield source.at_field(field, f"{label}「{day}」晚于发布日期 {published}。", "核对两个日期，改正写错的。")
        elif day < published and field == "updated":
            message = f"{label}「{day}」早于发布日期 {published}。"
            yield source.at_field(field, message, "核对两个日期；发布以后没有改过的，删去 updated。")
