"""没有写这种体裁要写的稿件信息

查什么
    genres.yml 里体裁的 needs 规定要写的稿件信息，稿件没有写：整改公示要有公示期 notice，公开承诺要有承诺事项 promise，
    课件要有作者 author；本站自己的体裁照 docs/genres.yml。草稿不查。
为什么
    公示没有公示期、承诺没有承诺事项，就不成其为公示、承诺；程序也没有东西可以显示、可以登进台账。
不合格
    没有公示期：
        -- docs/notices/2008-11-05-gongshi.md --
        genre: 整改公示
    没有写谁讲的：
        genre: 课件
合格
    有公示期：
        -- docs/notices/2008-11-05-gongshi.md --
        genre: 整改公示
        notice: {start: 2008-11-06, end: 2008-11-13, receiver: 办公室, contact: 办公楼一楼意见箱}
怎么改
    补上这一项；不是这种体裁的，改正体裁。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.content.article import FrontMatter


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    article = source.article
    if article is None or article.meta.draft:
        return
    for name in sorted(article.genre.needs):
        if not getattr(article.meta, name):
            message = f"体裁是「{article.genre.name}」，却没有写 {name}。"
            remedy = f"补上 {name}（{FrontMatter.model_fields[name].description}），或者改正体裁。"
            yield source.at_field("genre", message, remedy)
