"""Imports a document (Word, plain text, Markdown): plans its article, and writes it, all or nothing. The caller reports it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from lanmu.content import front_matter
from lanmu.content.article import LONGEST_TITLE, FrontMatter
from lanmu.content.campaign import Campaign
from lanmu.content.column import Column, Columns
from lanmu.content.fingerprint import digest
from lanmu.content.genres import Genres
from lanmu.content.loading import load_genres, load_model
from lanmu.content.validation import Model, nearest, validate
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import ContentError, Problem, UserError
from lanmu.intake import text_article
from lanmu.intake.new_file import check_slug, file_name, slug_of, write_new
from lanmu.intake.options import ImportOptions
from lanmu.intake.received import articles_by_digest, note
from lanmu.intake.report import Draft, Report
from lanmu.intake.word import legacy
from lanmu.intake.word.child import MEDIA, read_in_child
from lanmu.intake.word.guard import examine
from lanmu.intake.word.model import Remark, WordText
from lanmu.intake.word_article import article_of
from lanmu.storage.scratch import scratch_folder
from lanmu.storage.write_lock import writing

M = TypeVar("M", bound=Model)
# Suffixes of the files that are taken from a folder; the guard refuses a .docm with its reason.
SUFFIXES = (".docx", ".docm", *legacy.SUFFIXES, *text_article.SUFFIXES)

# 保守国家秘密法: the three levels, as they stand above a document's title, often with a term (秘密★1年).
SECRET = re.compile(
    r"^[^\S\n]*+(密\s*级\s*+(?:[:：]\s*+)?)?(绝\s*密|机\s*密|秘\s*密)\s*(★.*|\s(特\s*急|加\s*急))?$", re.MULTILINE
)


@dataclass(frozen=True)
class Import:
    """A planned import: path and text of the article, the pictures beside it by name, and the report; `digests` of the files that
    it is made of (`received.py`)."""

    path: Path
    text: str
    report: Report
    pictures: dict[str, bytes] = field(default_factory=dict)
    digests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Destination:
    """Where imports go, with the campaign and the options; read once for any number of files."""

    docs: Path
    campaign: Campaign
    options: ImportOptions
    slug: str = ""

    def path_of(self, title: str) -> Path:
        """Where an article of that title lies."""
        # The second half of a title (——记某某) would only make the name long.
        name = check_slug(self.slug) if self.slug else slug_of(title.split("——")[0] or title)
        column = self.options.column
        day = self.options.now.date() if column.kind == "dated" else None
        return self.docs / column.id / file_name(name, day)


def take(destination: Destination, source: Path, taken: Collection[Path], *, dry_run: bool) -> Import:
    """Imports `source`, after the articles in `taken`; with `dry_run` nothing is written.

    Raises UserError when it cannot be imported.
    """
    plan = with_digest(destination.docs, plan_import(destination, source), source)
    if plan.path in taken:
        raise UserError(f"和这一批里的另一个文件重名（{plan.path.name}）。请单独导入它，用 --slug 换个文件名。")
    if not dry_run:
        store(destination.docs, plan)
    return plan


def with_digest(docs: Path, plan: Import, source: Path) -> Import:
    """The plan with what its file is known by, and a remark when the same was imported before."""
    own = digest(source.read_bytes())
    earlier = articles_by_digest(docs.parent).get(own)
    text = f"这份文件收过一次，在 docs/{earlier}，和那一次的一模一样。是重复的，两篇只留一篇。"
    remarks = (Remark("look", text),) if earlier else ()
    report = replace(plan.report, remarks=(*remarks, *plan.report.remarks))
    return replace(plan, report=report, digests=(own,))


def store(docs: Path, plan: Import) -> None:
    """Writes a planned article and its pictures, all or none. Raises UserError when one of them is there already."""
    with writing(docs.parent) as finished:
        if plan.path not in finished:
            write_new(plan.path, plan.text, plan.pictures)
        note(docs.parent, plan.digests, plan.path)


def plan_import(destination: Destination, source: Path) -> Import:
    """Reads `source` and plans the article; writes nothing. Raises UserError when it cannot be imported."""
    is_text = source.suffix.lower() in text_article.SUFFIXES or not source.exists()
    return plan_text(destination, source) if is_text else plan_word(destination, source)


def refuse_secrets(text: str, source: Path) -> None:
    """Raises UserError when a line of `text` is a level of secrecy."""
    if level := SECRET.search(text):
        raise UserError(f"{source.name} 标有密级（{level[0].strip()}），不能上网，没有导入。")


def plan_text(destination: Destination, source: Path) -> Import:
    text = text_article.read(source)
    refuse_secrets(text, source)
    return planned(destination, source, text_article.article_of(text, source, destination.options))


def plan_word(destination: Destination, source: Path) -> Import:
    with scratch_folder("import") as folder:
        document = legacy.to_docx(source, folder)
        examine(document, source.name)
        word = read_in_child(document, folder)
        if not word.visible_text.strip() and not word.pictures:
            raise UserError(f"{source.name} 里没有文字可以收。{where_the_text_is(word)}")
        refuse_secrets("\n".join([word.visible_text, *quoted_words(word)]), source)
        draft = article_of(
            word,
            folder / MEDIA,
            destination.options,
            destination.campaign,
            source.stem,
            lambda title: destination.path_of(title).stem,
        )
    return planned(destination, source, draft)


def where_the_text_is(word: WordText) -> str:
    """A sentence for the editor on where the words of a document without text may be."""
    left_out = [remark.text for remark in word.remarks if remark.kind == "left_out"]
    if any(text.startswith(("页眉", "页脚")) for text in left_out):
        return "文字都在页眉页脚里：请在 Word 或 WPS 里双击页眉，把要用的文字剪切到正文里，再导入。"
    if left_out:
        return f"文件里有的，都是不能收的：{' '.join(left_out)}"
    if word.comments:
        return "文件里只有批注：请把要用的话写进正文，再导入。"
    if any(remark.text.startswith("文档里有修订记录") for remark in word.remarks):
        return "文字都在修订里删去了：请在 Word 或 WPS 的“审阅”里拒绝这些修订，再导入。"
    return "请检查是不是选错了文件。"


def quoted_words(word: WordText) -> Iterator[str]:
    """The quotations in remarks on what was left out, such as headers."""
    for remark in word.remarks:
        if remark.kind == "left_out":
            yield from (quoted.partition("”")[0] for quoted in remark.text.split("“")[1:])


def planned(destination: Destination, source: Path, draft: Draft) -> Import:
    check_fields(draft.fields, source)
    report = replace(draft.report, remarks=(*archived_remark(destination.options), *draft.report.remarks))
    text = front_matter.join(draft.fields, draft.body)
    return Import(destination.path_of(draft.fields["title"]), text, report, draft.pictures)


def archived_remark(options: ImportOptions) -> Iterator[Remark]:
    """A remark when the column is closed; rule FM014 would report it only once the article is no draft any more."""
    column = options.column
    if column.archived and column.closed and options.now.date() > column.closed:
        yield Remark(
            "look",
            f"栏目「{column.name}」{column.closed} 已经归档，这篇稿件登不进去（FM014）。要登的，换一个在办的栏目（--column），"
            "或者先在 docs/columns.yml 里把它改回 status: active、删去 closed。",
        )


def load_file(docs: Path, name: str, kind: type[M]) -> M:
    problems: list[Problem] = []
    data = load_model(docs, name, kind, problems)
    if data is None:
        raise ContentError(problems)
    return data


def find_campaign(docs: Path) -> Campaign:
    """The campaign, whose units an article may name. Raises ContentError when its file is wrong."""
    return load_file(docs, "campaign.yml", Campaign)


def find_genres(docs: Path) -> Genres:
    """The genres that an article may have. Raises ContentError when genres.yml is wrong."""
    problems: list[Problem] = []
    genres = load_genres(docs, problems)
    if genres is None or problems:
        raise ContentError(problems)
    return genres


def find_column(docs: Path, column_id: str) -> Column:
    """The column by its id or its Chinese name. Raises ContentError when columns.yml is wrong, UserError for no column."""
    columns = load_file(docs, "columns.yml", Columns).columns
    for column in columns:
        if column_id in (column.id, column.name):
            return column
    suggestion = nearest(column_id, [column.id for column in columns])
    available = "、".join(f"{column.id}（{column.name}）" for column in columns)
    raise UserError(
        f"没有栏目「{column_id}」。" + (f"是不是 {suggestion}？" if suggestion else "") + f"可用的栏目：{available}。"
    )


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
