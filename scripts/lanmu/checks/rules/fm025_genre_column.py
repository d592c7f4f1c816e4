"""体裁和栏目不相称

查什么
    体裁在 genres.yml 里写着 strict_types（例如整改公示、公开承诺、评议结果、典型人物、典型单位），稿件却放在别的类型的栏目里。
    合适的类型是体裁的 types，栏目的类型是 columns.yml 里的 type。站里没有合适的栏目的，不查。
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


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    article, site = source.article, source.project.site
    if article is None or site is None or not article.genre.strict_types:
        return
    genre, column = article.genre, article.column
    fitting = [c.name for c in site.part_of(article.path).columns if c.type in genre.types]
    if fitting and column.type not in genre.types:
        message = f"体裁「{genre.name}」和栏目「{column.name}」（{column.type}）不相称。"
        remedy = f"放到「{'、'.join(fitting)}」栏目（{renaming(source.path, '--column', '栏目')}），或改正体裁。"
        yield source.at_field("genre", message, remedy)
