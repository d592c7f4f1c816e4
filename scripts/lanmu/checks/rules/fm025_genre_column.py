"""体裁和栏目不相称

查什么
    站里有“回应关切”类的栏目（公示公告），整改公示、公开承诺、评议结果却放在别的栏目里；
    或者典型人物、典型单位放在了公示、文件一类的栏目里。栏目的类型是 columns.yml 里的 type。
为什么
    职工到公示栏目里找公示。放到别处，公示期过了也没有人看见。
不合格
    公示放进了动态栏目：
        -- docs/news/2008-11-05-gongshi.md --
        genre: 整改公示
合格
    动态放在动态栏目里：
        genre: 动态
怎么改
    运行 python scripts/rename_article.py 文件 --column 栏目，移到相称的栏目；或改正体裁。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.content.consistency import renaming

FOR_COMMENT = {"整改公示", "公开承诺", "评议结果"}
MODELS = {"典型人物", "典型单位"}
NO_STORIES = {"回应关切", "政策文件", "征集调查"}


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    article, site = source.article, source.project.site
    if article is None or site is None:
        return
    genre, column = article.meta.genre, article.column
    fitting = [c.name for c in site.columns if c.type == "回应关切" and c.kind == "dated"]
    message = f"体裁「{genre}」和栏目「{column.name}」（{column.type}）不相称。"
    if genre in FOR_COMMENT and fitting and column.name not in fitting:
        remedy = f"放到「{'、'.join(fitting)}」栏目（{renaming(source.path, '--column', '栏目')}），或改正体裁。"
        yield source.at_field("genre", message, remedy)
    elif genre in MODELS and column.type in NO_STORIES:
        remedy = f"放到动态或典型一类的栏目（{renaming(source.path, '--column', '栏目')}），或改正体裁。"
        yield source.at_field("genre", message, remedy)
