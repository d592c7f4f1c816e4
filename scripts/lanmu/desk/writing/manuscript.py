"""A Markdown file as it is opened to be written in: its form, its text, and what a form that comes back makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from werkzeug.datastructures import MultiDict

from lanmu.content import front_matter
from lanmu.content.article import Article, FrontMatter, PageMatter
from lanmu.content.fingerprint import digest
from lanmu.content.items import is_page
from lanmu.content.loading import Reading, read_markdown, read_text_of
from lanmu.content.site import Site
from lanmu.content.translation import SUFFIX, TranslationMatter
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import YamlText
from lanmu.desk.forms import Asked, all_names, changes, name_in_form, rows_in
from lanmu.desk.words import in_desk_words
from lanmu.desk.writing.fields import questions
from lanmu.diagnostics.errors import ContentError, Problem, refusal
from lanmu.intake.head_fields import with_field
from lanmu.intake.new_article import fields as common_fields
from lanmu.untrusted.text_limits import check_text

PICTURES = (".jpg", ".png", ".webp")
LISTS_WRONG = "docs/ 里的 campaign.yml、columns.yml 或 genres.yml 有错，表单填不了，先直接改全文：\n{problems}"


@dataclass(frozen=True)
class Manuscript:
    """A file at a path below docs/. `text` is the whole of it, `digest` that of its bytes; `body` is what is written in the editor.

    Without a form (`fields` empty, `head` None) its head cannot be read, as `trouble` says, and `body` is the whole file.
    """

    path: str
    text: str
    digest: str
    body: str
    site: Site | None = None
    head: YamlText | None = None
    model: type[Model] = FrontMatter
    fields: tuple[Asked, ...] = ()
    trouble: str = ""

    @property
    def first_line(self) -> int:
        """The line of the file in which `body` begins, from 1."""
        return self.text[: self.body_start].count("\n") + 1

    @property
    def body_start(self) -> int:
        """Where `body` begins in `text`: after the head and the empty lines below it."""
        return len(self.text) - len(self.body)

    @property
    def genre(self) -> str:
        """The genre as it stands in the file."""
        data = self.head.data if self.head else {}
        return str(data.get("genre", ""))


def opened(root: Path, path: str, reading: Reading) -> Manuscript:
    """The file at a path below docs/ as it lies on disk. Raises ContentError when it cannot be read at all."""
    file = root / "docs" / path
    try:
        data = file.read_bytes()
    except OSError as error:
        problem = Problem(f"docs/{path}", 0, f"读不了（{refusal(error)}）。", "检查文件的权限。")
        raise ContentError([problem]) from None
    return manuscript_of(path, read_markdown(file, f"docs/{path}"), digest(data), reading)


def manuscript_of(path: str, text: str, of_file: str, reading: Reading) -> Manuscript:
    """The same of a text."""
    site = reading.site
    if site is None:
        wrong = "\n".join(str(problem) for problem in reading.problems if problem.path.endswith(".yml"))
        return Manuscript(path, text, of_file, text, trouble=LISTS_WRONG.format(problems=wrong))
    try:
        head, body = front_matter.split(text, f"docs/{path}")
    except ContentError as error:
        return Manuscript(path, text, of_file, text, site, trouble=str(error))
    if not isinstance(head.data, dict):
        problems = validate(FrontMatter, head)[1]
        return Manuscript(path, text, of_file, text, site, trouble=str(ContentError(problems)))
    model: type[Model] = TranslationMatter if SUFFIX.search(path) else FrontMatter
    if model is FrontMatter and is_page(path, head, site.columns_by_id):
        model = PageMatter
    fields = questions(model, head.data, site, path, pictures_of(path, reading.files))
    return Manuscript(path, text, of_file, body.lstrip("\n"), site, head, model, fields)


def pictures_of(path: str, files: Sequence[str]) -> tuple[str, ...]:
    """The names of the pictures that were put in for the article: they begin with its own."""
    start = path.removesuffix(".md") + "-"
    return tuple(file.rpartition("/")[2] for file in files if file.startswith(start) and file.endswith(PICTURES))


def composed(manuscript: Manuscript, form: MultiDict[str, str]) -> str:
    """The whole file with what a form changes in it. Raises UserError when that cannot be written, or is too much."""
    text = manuscript.text
    body = "\n".join(line.rstrip("\r") for line in form.get("text", manuscript.body).split("\n"))
    if body.rstrip() != manuscript.body.rstrip():
        text = text[: manuscript.body_start] + body.lstrip("\n").rstrip() + "\n"
    for name, value in changes(manuscript.fields, form, form.get("fields", "").split()).items():
        assert manuscript.head
        if value is None:
            text = without_remark(text, name, manuscript)
        elif name not in manuscript.head.data:
            text = without_offer(text, name)
        text = with_field(text, name, value)
    check_text(text, f"docs/{manuscript.path}")
    return text


def without_remark(text: str, name: str, manuscript: Manuscript) -> str:
    """The text without the line above a field in which a new article explains it."""
    assert manuscript.site
    about = common_fields(manuscript.site.part_of(manuscript.path).campaign).get(name, {}).get("about", "")
    return re.sub(rf"(?m)^# {re.escape(about)}\n(?={re.escape(name)}:)", "", text, count=1)


def without_offer(text: str, name: str) -> str:
    """The text without the line with which a new article offers a field, commented out."""
    start, end = front_matter.span(text)
    return text[:start] + re.sub(rf"(?m)^#{re.escape(name)}: .*\n", "", text[start:end], count=1) + text[end:]


def judged(manuscript: Manuscript, text: str, form: MultiDict[str, str]) -> tuple[Article | None, dict[str, str]]:
    """The article that a text gives (None if it is none), and the faults of its fields by their names in the form; "" is
    the whole head."""
    item, problems = None, list[Problem]()
    if manuscript.site is None:
        return None, {}
    try:
        if manuscript.model is TranslationMatter:
            problems = validate(TranslationMatter, front_matter.split(text, "")[0])[1]
        else:
            item, problems = read_text_of(manuscript.site, manuscript.path, text)
    except ContentError as error:
        return None, {"": str(error)}
    is_fit = isinstance(item, Article) and not problems
    return (item if is_fit and isinstance(item, Article) else None), by_field(problems, manuscript.fields, text, form)


def by_field(
    problems: Sequence[Problem], fields: Sequence[Asked], text: str, form: MultiDict[str, str]
) -> dict[str, str]:
    """The sentences about fields, by the field that the form has; those about what stands below the head are left to the checks."""
    names = {*all_names(fields), *form}
    rows = rows_in(fields, form)
    last = text[: front_matter.span(text)[1]].count("\n") + 1
    messages: dict[str, list[str]] = {}
    for problem in problems:
        name = name_in_form(problem.field, rows)
        while name and name not in names:
            name = name.rpartition(".")[0]
        if problem.field or problem.line <= last:
            messages.setdefault(name, []).append(f"{problem.message}{in_desk_words(problem.remedy)}")
    return {name: "".join(sentences) for name, sentences in messages.items()}
