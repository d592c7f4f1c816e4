"""公开的页面链接了不公开的稿件或列表

查什么
    公开的文章和页面，链接到草稿（draft: true）、内部稿件（scope: internal）或示例（sample: true），
    或者链接到正式发布时因为没有公开文章而不生成的列表；译文也查。示例、草稿、内部稿件自己的链接不查；没有审完、没到发布时间、
    检查没有通过的稿件可以链接，它登出来以前，链接的地方只显示文字。检查内部版（--edition internal）时，内部稿件可以链接。
为什么
    正式发布时这些稿件不出现，公开页面上的链接就成了死链接；链接内部稿件的，还说出了有这一篇。
不合格
    目标是草稿：
        -- docs/news/2008-11-06-caogao.md --
        date: 2008-11-06 09:30
        draft: true
        -- docs/news/2008-11-05-yici-xuexi.md --
        见[下一次学习](2008-11-06-caogao.md)。
合格
    目标是公开的：
        见[方案](../plan/index.md)。
怎么改
    改为指向公开的稿件；目标该公开了，就按程序审核、去掉它的标记；都不是的，去掉链接、只留文字；文字里也不要写出内部稿件的内容。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import original
from lanmu.checks.sources.targets import destination, references
from lanmu.content.article import Article
from lanmu.content.translation import source_path

REMEDY = "改为指向公开的稿件；目标该公开的，先让它公开；都不是的，去掉链接、只留文字。"
REMEDY_INTERNAL = "去掉链接，文字里也不要写出它的内容；它该公开的，删去它的 scope: internal 重新送审。"


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    project, judged = source.project, original(source) or source
    if judged.item is None or project.site is None or (judged.article and not project.is_meant(judged.article)):
        return
    for reference in references(source):
        resolved = destination(source, reference)
        if resolved is None or resolved.path is None or source_path(resolved.path) in project.published:
            continue
        item = project.site.by_path.get(source_path(resolved.path))
        if isinstance(item, Article) and not item.is_for(project.audience):
            message = f"链接「{reference.target}」指向内部稿件《{item.title}》，公开的网站上没有它。"
            yield source.at(reference.offset, message, REMEDY_INTERNAL)
        elif isinstance(item, Article):
            kind = "示例" if item.meta.sample else "草稿"
            message = f"链接「{reference.target}」指向{kind}《{item.title}》，正式发布时打不开。"
            yield source.at(reference.offset, message, REMEDY)
        elif resolved.path in project.generated:
            message = f"链接的列表「{reference.target}」里还没有公开的文章，正式发布时不生成。"
            yield source.at(reference.offset, message, REMEDY)
