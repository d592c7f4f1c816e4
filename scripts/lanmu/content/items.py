"""What a Markdown file of docs/ is: an article of a column, or a page."""

from __future__ import annotations

from collections.abc import Mapping

from lanmu.content.article import Article, FrontMatter, Page, PageMatter
from lanmu.content.column import Column
from lanmu.content.consistency import renaming
from lanmu.content.genres import Genres, unknown_genre
from lanmu.content.validation import nearest, validate
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import Problem, ProblemKind

SAMPLES = "samples"
Item = tuple[Article | Page | None, list[Problem]]
"""What a text is, and what is wrong with its fields."""


def is_page(path: str, document: YamlText | None, columns: Mapping[str, Column]) -> bool:
    """True for a Markdown file that is no article: a folder's landing page, or one that is drawn by a template.

    Nobody reviews pages: a column that is sorted by date has none but its own landing page.
    """
    column = columns.get(path.split("/")[0])
    if column and column.kind == "dated":
        return path == f"{column.id}/index.md"
    return _looks_like_page(path, document)


def _looks_like_page(path: str, document: YamlText | None) -> bool:
    is_template = document is not None and isinstance(document.data, dict) and "template" in document.data
    return is_template or path.rpartition("/")[2] == "index.md"


def read_item(path: str, document: YamlText, body: str, columns: dict[str, Column], genres: Genres) -> Item:
    """An article, or a page when it is a folder's landing page or is drawn by a template."""
    if is_page(path, document, columns):
        page, problems = validate(PageMatter, document)
        return (Page(path, page, body) if page else None), problems
    column = columns.get(path.split("/")[0]) if "/" in path else None
    if column is None:
        near = nearest(path.split("/")[0], columns)
        remedy = f"是不是该放进 docs/{near}/？" if near else f"把它放进这些文件夹之一：{'、'.join(columns)}。"
        return None, [Problem(document.path, 0, "不在任何栏目里。", remedy, kind=ProblemKind.NO_COLUMN)]
    if _looks_like_page(path, document):
        message = f"栏目「{column.name}」里除了它的介绍页，都是要三审的稿件，不能放别的页面（template、index.md）。"
        remedy = "移到长期参考的栏目（kind: reference）或 docs/ 下面；是稿件的，删去 template，文件名不用 index.md。"
        line = document.line(("template",))
        return None, [Problem(document.path, line, message, remedy, kind=ProblemKind.NO_COLUMN)]
    meta, problems = validate(FrontMatter, document)
    if meta is None:
        return None, problems
    if meta.genre not in genres.by_name:
        return None, [unknown_genre(document, ("genre",), meta.genre, genres.by_name)]
    article = Article(path, column, genres.by_name[meta.genre], meta, body)
    if meta.sample != (f"/{SAMPLES}/" in path):
        remedy = (
            f"示例放在 docs/{column.id}/{SAMPLES}/ 并写 sample: true；真实稿件放在别处，不写 sample。"
            f"sample 写对以后，{renaming(f'docs/{path}')}。"
        )
        problems.append(document.problem(("sample",), "示例标记和所在文件夹不一致。", remedy, ProblemKind.SAMPLE))
    return article, problems
