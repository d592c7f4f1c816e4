"""A survey as the other modules take it: read from its file, with its number and the names of what is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lanmu.content.column import Column
from lanmu.content.genres import Scaffold
from lanmu.content.loading import Reading, load_model, read_docs
from lanmu.content.site import Site
from lanmu.content.survey import SUFFIX, Question, Survey
from lanmu.diagnostics.errors import ContentError, Problem, UserError
from lanmu.intake.head_fields import with_field
from lanmu.intake.interview import Answers
from lanmu.intake.new_article import NewArticle, plan_article, site_of
from lanmu.intake.new_file import check_slug, file_name


@dataclass(frozen=True)
class Form:
    """A survey, its short name (that of its file) and the column in whose folder it lies."""

    survey: Survey
    slug: str
    column: Column

    @property
    def number(self) -> str:
        """What every copy of the form bears."""
        return self.survey.number(self.slug)

    @property
    def questions(self) -> dict[str, Question]:
        """The questions by their ids, in their order."""
        return {question.id: question for question in self.survey.questions}


def read_form(root: Path, name: Path) -> tuple[Reading, Form]:
    """The project's content and the survey in the file `name`. Raises UserError, ContentError with every fault of the file."""
    docs = (root / "docs").resolve()
    file = name.resolve()
    path = file.relative_to(docs).as_posix() if file.is_relative_to(docs) else ""
    if not path.endswith(SUFFIX) or path.count("/") != 1:
        raise UserError(
            f"「{name}」不是问卷文件。问卷写成 docs/栏目/名称{SUFFIX}，例如 docs/notices/pingyi{SUFFIX}；"
            "怎样写，见编辑手册“征求意见和评议”。"
        )
    problems: list[Problem] = []
    survey = load_model(docs, path, Survey, problems)
    if survey is None:
        raise ContentError(problems)
    reading = read_docs(docs)
    folder, _, file_of_survey = path.partition("/")
    column = next((column for column in site_of(reading).columns if column.id == folder), None)
    if column is None:
        raise UserError(f"docs/{folder}/ 不是栏目的文件夹。请把 {name} 移到一个栏目里，例如公示公告。")
    return reading, Form(survey, check_slug(file_of_survey.removesuffix(SUFFIX)), column)


def plan(reading: Reading, form: Form, title: str, day: date, slug: str, body: str, summary: str) -> NewArticle:
    """A draft about a survey, in its column, of the genre that fits its title. Raises UserError where there is one already."""
    site, collector = site_of(reading), form.survey.collector
    scaffold = scaffold_for(site, form.column, title)
    unit, source = (collector, "") if collector in site.campaign.unit_names else ("", collector)
    answers = Answers(scaffold, form.column, title, day.isoformat(), unit, source, until=day)
    planned = plan_article(reading, answers, slug)
    wanted = file_name(slug, day if form.column.kind == "dated" else None)
    if planned.path.name != wanted:
        place = f"docs/{form.column.id}/{wanted}"
        raise UserError(f"{place} 已经有了，没有覆盖。要重新生成，先删去它（和它旁边的附件），再运行一次。")
    head = planned.text.removesuffix(f"{scaffold.outline.body}\n")
    return NewArticle(planned.path, with_field(head + body, "summary", summary), planned.steps)


def scaffold_for(site: Site, column: Column, title: str) -> Scaffold:
    """The scaffold for an article: of the genre that the end of its title suggests, else of the column's usual genre."""
    spoken = site.genres.by_title(title)
    genre = spoken[0] if spoken else site.genres.usual(column)
    return next(scaffold for scaffold in site.genres.scaffolds if scaffold.outline is genre)
