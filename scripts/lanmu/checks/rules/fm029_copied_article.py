"""两篇稿件的内容完全一样

查什么
    两篇稿件的稿件信息和正文都一样，多半是复制出来的副本。发布时间、审签、登在哪里、草稿标记不同的，也算一样；
    还没有写正文的不查。文件名里带“副本”“Copy”的，另由 FM007 报告。
为什么
    同一篇在列表、检索里出现两次；复制来的签字，不是谁审过这一个文件。签字认文件名，对副本不算数。
不合格
    复制了一份，只改了文件名：
        -- docs/plan/a.md --
        大家读了书，谈了体会。
        -- docs/plan/b.md --
        大家读了书，谈了体会。
合格
    照着旧稿另写的一篇，标题和正文都改了：
        -- docs/plan/a.md --
        大家读了书，谈了体会。
        -- docs/plan/b.md --
        title: 第二次学习
怎么改
    多余的一份删去；要换文件名、换日期、换栏目的，不要复制，运行 python scripts/rename_article.py；照着旧稿写新稿的，把标题、
    摘要和正文改成这一次的，再送审。
"""

from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.content.review import words_hash


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    first: dict[str, str] = {}
    articles = project.site.articles if project.site else ()
    for article in sorted(articles, key=lambda a: (a.date, len(a.path), a.path)):
        if not article.body.strip():
            continue
        original = first.setdefault(words_hash(article), article.path)
        if original != article.path:
            message = f"和 docs/{original} 的内容完全一样，是它的副本，签字对副本不算数。"
            remedy = "多余的删去；要改名、换日期、换栏目的，运行 python scripts/rename_article.py；另写一篇的，改成这一次的内容。"
            yield project.sources[article.path].at_field("title", message, remedy)
