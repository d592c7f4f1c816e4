"""Translations: a new one is begun beside its source, and a revised one records the source's new hash."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lanmu.content.languages import NAMES, missing_data, site_languages
from lanmu.content.loading import Reading, read_docs
from lanmu.content.translation import source_hash, source_path, translation_path
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.head_fields import in_yaml, with_field
from lanmu.intake.named_article import below_docs
from lanmu.intake.new_file import write_new
from lanmu.locales.script_conversion import simplified_to_traditional
from lanmu.storage.files import in_form_of, write_bytes
from lanmu.storage.write_lock import writing

FIELD = "source_hash"
TRADITIONAL = "zh-Hant"
OPEN = {"title": "(to be filled in: the title)", "summary": "(to be filled in: the summary)"}
"""What stands in a new translation until somebody has written it; it does not go out so (FM026)."""


@dataclass(frozen=True)
class NewTranslation:
    """A translation before it is written: its path below docs/, and its text."""

    path: str
    text: str


def languages_for(reading: Reading, root: Path, path: str) -> list[str]:
    """The languages of the site into which the text at a path below docs/ was not translated yet."""
    there = {*reading.files}
    return [code for code in site_languages(root) if code in NAMES and translation_path(path, code) not in there]


def plan_translation(reading: Reading, root: Path, path: str, language: str) -> NewTranslation:
    """A translation to begin with: its head with what has to be filled in, and the text of the source, to be written over; in
    Traditional Chinese what the program would make of it. Writes nothing. Raises UserError."""
    item = reading.site.written(path) if reading.site else None
    wrong = [problem for problem in reading.problems if problem.path == f"docs/{path}"]
    if wrong or reading.site is None:
        raise ContentError(wrong or reading.problems)
    if item is None:
        raise UserError(f"docs/{path} 没有可译的：它是译文，或者不是稿件、页面。请写原文的路径。")
    languages = [code for code in site_languages(root) if code in NAMES]
    if language not in languages:
        listed = "、".join(f"{code}（{NAMES[code]}）" for code in languages) or "还没有别的语言"
        raise UserError(f"网站没有「{language}」这种语言。可以译成：{listed}。")
    new = translation_path(path, language)
    if new in reading.files:
        raise UserError(f"docs/{new} 已经有了，没有覆盖。请直接改它。")
    if problems := list(missing_data(root, [*reading.files, new])):
        raise ContentError(problems)
    fields, body = OPEN, reading.bodies[path].strip("\n")
    if language == TRADITIONAL:
        convert = simplified_to_traditional().convert
        fields = {"title": convert(item.meta.title), "summary": convert(item.meta.summary)}
        body = convert(body)
    head = "".join(f"{name}: {in_yaml(value)}\n" for name, value in fields.items())
    return NewTranslation(new, f"---\n{head}{FIELD}: {wanted_hash(reading, path)}\n---\n\n{body}\n")


def begin(docs: Path, file: str, language: str) -> str:
    """Writes a new translation of the text in `file`; gives a sentence. Raises UserError."""
    with writing(docs.parent):
        new = plan_translation(read_docs(docs), docs.parent, below_docs(docs, file), language)
        write_new(docs / new.path, new.text)
    return f"已建好 docs/{new.path}。标题、摘要填好，正文一段一段换成译文，译好再送审；没有填完的不登。"


def wanted_hash(reading: Reading, path: str) -> str:
    """What a translation says that was made from the text at a path below docs/ as it is now; empty where it cannot be read."""
    head = reading.heads.get(source_path(path))
    return source_hash(head.data, reading.bodies[source_path(path)]) if head else ""


def catch_up(docs: Path, file: str) -> str:
    """Notes in the translation in `file` that it was compared with its source as that is now; gives a sentence. Raises UserError."""
    with writing(docs.parent):
        path = below_docs(docs, file)
        before = (docs / path).read_bytes()
        text = before.decode("utf-8-sig").replace("\r\n", "\n")
        wanted = wanted_hash(read_docs(docs), path)
        if source_path(path) == path or not wanted:
            raise UserError(f"docs/{path} 不是译文，或者旁边没有原文 docs/{source_path(path)}。请写译文的路径。")
        after = with_field(text, FIELD, wanted)
        if after == text:
            return f"docs/{path} 已经是照原文现在这一稿译的，没有变化。"
        write_bytes(docs / path, in_form_of(before, after))
    return f"docs/{path} 记下了：对照过原文现在这一稿。译文要重新审。"


def why_outdated(reading: Reading, path: str) -> str:
    """Why the translation at a path below docs/ is out of date; empty when it is not, and for files that are no
    translations."""
    head, wanted = reading.heads.get(path), wanted_hash(reading, path)
    recorded = str(head.data.get(FIELD) or "") if head and isinstance(head.data, dict) else ""
    if source_path(path) == path or recorded == wanted or not wanted:
        return ""
    return "原文改过了" if recorded else "没有写明译自原文的哪一稿"
