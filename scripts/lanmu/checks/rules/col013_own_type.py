"""栏目的类型是自己写的

查什么
    columns.yml 里栏目的类型 type 不在国办发〔2017〕47号列出的用词里：首页、概况信息、机构职能、工作动态、政策文件、政策解读、
    回应关切、征集调查；或者 genres.yml 里体裁的 types 不在这些用词里，也没有哪个栏目是这个类型。
为什么
    type 登在网页标签 ColumnType 里，检查的程序照用词来认；写错一个字，稿件的体裁也找不到合适的栏目。
不合格
    类型写成了“通知公告”：
        -- docs/columns.yml --
        columns:
          - {id: notices, name: 公示, type: 通知公告, kind: dated, description: 整改方案公示和公开承诺, keywords: [公示], fresh_days: 180}
合格
    用列出的词：
        -- docs/columns.yml --
        columns:
          - {id: notices, name: 公示, type: 回应关切, kind: dated, description: 整改方案公示和公开承诺, keywords: [公示], fresh_days: 180}
怎么改
    有合适的，从列出的用词里选；确实都不合适，可以照自己的写，这一条在 lanmu.toml 的 [checks.levels] 里关闭。
"""

from collections.abc import Iterator

from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.rule import Findings, Level, Project, rule
from lanmu.checks.sources.columns import at_column
from lanmu.content.column import KNOWN_TYPES
from lanmu.content.genres import FILE
from lanmu.content.validation import nearest
from lanmu.content.yaml_text import parse

GENRES = f"docs/{FILE}"


@rule(Level.WARNING)
def check(project: Project) -> Findings:
    site = project.site
    if site is None:
        return
    for column in site.columns:
        if column.type not in KNOWN_TYPES:
            message = f"栏目「{column.name}」的类型「{column.type}」不是列出的用词（国办发〔2017〕47号）。"
            yield at_column(project, column, message, remedy(column.type), "type")
    types = {*KNOWN_TYPES, *(column.type for column in site.columns)}
    for word, line in types_of_genres(project):
        if word not in types:
            yield Finding(GENRES, line, 1, f"没有哪个栏目的类型是「{word}」，也不是列出的用词。", remedy(word))


def types_of_genres(project: Project) -> Iterator[tuple[str, int]]:
    """The types of columns that docs/genres.yml names, each with its line."""
    if GENRES in project.data_texts:
        document = parse(project.data_texts[GENRES], GENRES)
        for key, line in document.lines.items():
            if len(key) == 4 and key[2] == "types":
                part, index, field, number = key
                yield document.data[part][index][field][number], line


def remedy(word: str) -> str:
    near = nearest(word, KNOWN_TYPES)
    return f"是不是「{near}」？" if near else f"有合适的，就从这些里选：{'、'.join(KNOWN_TYPES)}。"
