"""草稿还没有发布

查什么
    稿件写着 draft: true（草稿）。
为什么
    草稿在自己电脑上看得见，正式发布时不出现。忘了改回来，写好的稿件就一直登不出去。
不合格
    还是草稿：
        draft: true
合格
    不写 draft，就是正式稿件：
        author: 示例人员甲
怎么改
    写好、审过了，删去 draft；不用了，删去这个文件。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    if source.article and source.article.meta.draft:
        message = f"「{source.article.title}」是草稿，正式发布时不会出现。"
        yield source.at_field("draft", message, "写好、审过了，删去 draft: true；不用了，删去这个文件。")
