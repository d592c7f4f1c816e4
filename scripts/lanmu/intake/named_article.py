"""The article that an editor names on the command line."""

from __future__ import annotations

from pathlib import Path, PurePath

from lanmu.content.article import Article
from lanmu.content.files import walk
from lanmu.content.loading import Reading
from lanmu.content.translation import source_path
from lanmu.content.validation import nearest
from lanmu.diagnostics.errors import ContentError, UserError


def below_docs(docs: Path, file: str) -> str:
    """The path below docs/ of a file that the editor named. Raises UserError when it is no Markdown file there."""
    places = [Path(file), docs.parent / file, docs / file]
    there = [place.resolve() for place in places if place.is_file()]
    inside = [place for place in there if place.is_relative_to(docs.resolve()) and place.suffix == ".md"]
    if not there:
        names = {PurePath(path).name: path for path in walk(docs).files if path.endswith(".md")}
        near = nearest(Path(file).name, names)
        hint = f"是不是 docs/{names[near]}？" if near else "请写 docs/ 里稿件的路径。"
        raise UserError(f"没有文件「{file}」。{hint}")
    if not inside:
        raise UserError(f"{file} 不是 docs/ 里的稿件（.md 文件）。请写 docs/ 里稿件的路径。")
    return inside[0].relative_to(docs.resolve()).as_posix()


def article_in(reading: Reading, docs: Path, file: str) -> Article:
    """The article in `file`, withdrawn or not. Raises UserError when it is none, ContentError when its head is wrong."""
    path = below_docs(docs, file)
    wrong = [problem for problem in reading.problems if problem.path == f"docs/{path}"]
    item = reading.site.written(path) if reading.site else None
    if source_path(path) != path:
        raise UserError(f"docs/{path} 是译文，译文随原文。请写原文 docs/{source_path(path)}。")
    if item is None:
        raise ContentError(wrong or reading.problems)
    if not isinstance(item, Article):
        raise UserError(f"docs/{path} 是栏目的介绍页或图表页，不是稿件。请写稿件的路径。")
    return item
