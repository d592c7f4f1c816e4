"""An official document from a text file into an article that keeps it to the letter."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lanmu.content import front_matter
from lanmu.content.article import LONGEST_TITLE, FrontMatter
from lanmu.content.column import Column, Columns
from lanmu.content.loading import load_model
from lanmu.content.validation import nearest, validate
from lanmu.content.yaml_text import YamlText
from lanmu.errors import ContentError, Problem, UserError
from lanmu.intake import text_file
from lanmu.intake.markdown_text import escape, to_markdown
from lanmu.intake.new_file import check_slug, file_name, slug_of
from lanmu.intake.official import Document, Kind, parse_day, recognise

ACTIVE_HTML = re.compile(r"<\s*(script|iframe|object|embed|style|form)\b|\son\w+\s*=|javascript:", re.IGNORECASE)
REPORTED = (
    Kind.LETTERHEAD,
    Kind.TITLE,
    Kind.ADDRESSEES,
    Kind.ATTACHMENTS,
    Kind.SIGNATURE,
    Kind.DATE,
    Kind.INDEX,
    Kind.COPIES,
)
# 保守国家秘密法: the three levels, as they stand above a document's title, often with a term (秘密★1年).
SECRET = re.compile(r"^\s*(绝\s*密|机\s*密|秘\s*密)\s*(★.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Import:
    """What an import would write: where, the file's whole text, and what was recognised, for the editor to read."""

    path: Path
    text: str
    report: tuple[str, ...]


def plan_import(
    docs: Path,
    source: Path,
    column_id: str,
    now: datetime,
    *,
    slug: str | None = None,
    title: str | None = None,
) -> Import:
    """Reads `source` and works out the article; writes nothing.

    Raises UserError when the file is no such document or the column does not exist.
    """
    column = find_column(docs, column_id)
    text = text_file.read(source)
    if mark := SECRET.search(text):
        raise UserError(f"{source.name} 标有密级（{mark[0].strip()}），不能上网，没有导入。")
    is_markdown = source.suffix.lower() == ".md"
    if is_markdown:
        document, body = from_markdown(text, source)
    else:
        document = recognise(text)
        body = to_markdown(document)
    fields = fields_of(document, column, now, title)
    check_fields(fields, source)
    name = check_slug(slug) if slug else slug_of(fields["title"])
    day = now.date() if column.kind == "dated" else None
    path = docs / column.id / file_name(name, day)
    return Import(path, front_matter.join(fields, f"\n{body}"), tuple(report(document, text, is_markdown=is_markdown)))


def find_column(docs: Path, column_id: str) -> Column:
    """The column by its id or its Chinese name."""
    problems: list[Problem] = []
    columns = load_model(docs, "columns.yml", Columns, problems)
    if columns is None:
        raise ContentError(problems)
    for column in columns.columns:
        if column_id in (column.id, column.name):
            return column
    near = nearest(column_id, [column.id for column in columns.columns])
    known = "、".join(f"{column.id}（{column.name}）" for column in columns.columns)
    raise UserError(f"没有栏目「{column_id}」。" + (f"是不是 {near}？" if near else "") + f"可用的栏目：{known}。")


def from_markdown(text: str, source: Path) -> tuple[Document, str]:
    """A Markdown document: its text is taken over as it stands, only the `#` title becomes the document's title."""
    if text.startswith("---"):
        raise UserError(f"{source.name} 已经有稿件信息（开头的 ---）。它就是一篇稿件，请直接放进 docs 下的栏目文件夹。")
    if found := ACTIVE_HTML.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UserError(f"{source.name} 第 {line} 行有网页脚本（{found[0].strip()}），不能导入。请删去后再试。")
    document = recognise(re.sub(r"^#{1,6} +", "", text, flags=re.MULTILINE))
    lines = text.lstrip("\n").split("\n")
    if lines[0].startswith("# "):
        lines[:1] = [f"{escape(lines[0][2:])}\n{{: .doc-title }}", ""]
    return document, "\n".join(lines).rstrip("\n") + "\n"


def fields_of(document: Document, column: Column, now: datetime, title: str | None) -> dict[str, Any]:
    """The article's front matter. It is published now; the date that the document bears is kept beside that."""
    name = title or document.title
    fields: dict[str, Any] = {"title": name, "date": now.strftime("%Y-%m-%d %H:%M")}
    if document.day:
        fields["document_date"] = document.day
    fields |= {"genre": "文件", "source": document.issuer or "（请填写发文单位）"}
    fields["summary"] = f"{name[:80]}：正式文本，照原文逐字录入。"
    if document.index_terms:
        fields["tags"] = document.index_terms
    if column.kind == "reference":
        fields["order"] = 1
    return fields | {"verbatim": True}


def check_fields(fields: dict[str, Any], source: Path) -> None:
    """The same check that the build makes, so that an import never writes an article that cannot be built."""
    if not 0 < len(fields["title"]) <= LONGEST_TITLE:
        raise UserError(
            f"{source.name} 的标题没有认出来，或者超过 {LONGEST_TITLE} 个字（「{fields['title'][:40]}」）。"
            "请用 --title 给一个网页标题；正文里的标题不会改动。"
        )
    _, problems = validate(FrontMatter, YamlText(source.name, fields))
    if problems:
        raise ContentError(problems)


def report(document: Document, text: str, *, is_markdown: bool) -> list[str]:
    """What was recognised, for the editor to compare with the paper."""
    lines = []
    for kind in REPORTED:
        texts = [re.sub(rf"^{kind.value}[:：]\s*", "", text) for text in document.texts(kind)]
        lines += [f"{kind.value}：{'；'.join(texts)}"] if texts else []
    counts = Counter(block.kind for block in document.blocks)
    levels = [f"{kind.value} {counts[kind]} 处" for kind in Kind if kind not in REPORTED and counts[kind]]
    impossible = [text for text in document.texts(Kind.DATE) if parse_day(text) is None]
    if impossible:
        lines.append(f"日历上没有这一天，请核对原文：{'；'.join(impossible)}")
    missing = [kind.value for kind in (Kind.SIGNATURE, Kind.DATE) if not counts[kind]]
    lines.append("，".join(levels))
    if missing:
        lines.append(f"没有认出：{'、'.join(missing)}。导入后请打开文件补上 source 和 document_date。")
    characters = len(re.sub(r"\s", "", text))
    kept = "正文照 Markdown 原样移入" if is_markdown else "逐字核对无缺"
    lines.append(f"原文 {characters} 个字符，{kept}。")
    return lines
