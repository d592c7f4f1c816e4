"""All files that a site begins with, from its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lanmu.adoption.answers import Answers, ColumnAnswer
from lanmu.adoption.data_files import (
    EXPLANATION,
    SAMPLE_UNITS,
    campaign_data,
    columns_data,
    columns_of,
    genres_data,
    own_columns,
    yaml_text,
)
from lanmu.adoption.settings_files import mkdocs_text, settings_text
from lanmu.content import front_matter
from lanmu.content.column import Column
from lanmu.content.dates import pub_date
from lanmu.content.genres import Genre
from lanmu.content.loading import default_genres
from lanmu.content.translation import source_hash
from lanmu.intake.head_fields import in_yaml
from lanmu.storage.program_data import read_program_data

TEXTS = Path(__file__).with_name("texts")
HEADS = {
    "campaign": "活动资料：全站只在这里写一次，进展图表、台账、分类列表、首页都由它算出。字段的说明见 HANDBOOK.md。",
    "columns": "栏目：每个栏目对应 docs/ 下的一个同名文件夹；增减栏目，也改 mkdocs.yml 的 nav。字段的说明见 HANDBOOK.md。",
    "genres": "体裁：程序自带的都能用，这里只写本站要加的、要改的、不用的（scripts/lanmu/content/genres.yml 有每个字段的说明）。",
    "glossary": "名词解释：short 在鼠标停留时显示，不超过60字；text 在名词解释页显示。例如：\n#   - {term: 某个说法, short: 一句话解释, text: 几句话的解释。}",
}
REVIEWERS = {
    "first": "示例人员乙",
    "second": "示例人员丙",
    "final": "示例人员丁",
    "secrecy": "示例人员戊",
    "privacy": "示例人员己",
}
"""Who has signed the samples."""
NOTICE = timedelta(days=14)


@cache
def templates() -> Environment:
    """The templates of the pages; the filter `yaml` writes a text as a value of the front matter."""
    environment = Environment(loader=FileSystemLoader(TEXTS), undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters["yaml"] = in_yaml
    return environment


@dataclass(frozen=True)
class Texts:
    """The templates of the pages, with what is the same for all of them."""

    values: dict[str, Any]

    def page(self, name: str, **values: Any) -> str:
        """The text of a page from its template."""
        return templates().get_template(name).render(self.values | values)


def written(
    answers: Answers, mkdocs: str, settings: str, now: datetime, *, same_office: bool = False
) -> dict[str, str]:
    """The files, by their paths below the project: a site with a sample of each genre. `mkdocs` and `settings` are the texts
    of mkdocs.yml and lanmu.toml as they are, of the same organisation or another."""
    texts = Texts(
        {
            "title": answers.title,
            "organisation": answers.organisation.name,
            "campaign": answers.campaign.name,
            "period": answers.period.text,
            "contact": answers.contact,
            "reviewers": answers.reviewers,
            "now": pub_date(now),
            "explanation": EXPLANATION,
        },
    )
    docs = dict(data_texts(answers))
    docs |= pages(answers, texts)
    docs |= samples(answers, now)
    files = {f"docs/{path}": text for path, text in docs.items()}
    return files | {
        "mkdocs.yml": mkdocs_text(mkdocs, answers),
        "lanmu.toml": settings_text(settings, answers, same_office=same_office),
    }


def data_texts(answers: Answers) -> Iterator[tuple[str, str]]:
    """The data files below docs/."""
    yield "campaign.yml", data_text("campaign", campaign_data(answers))
    yield "columns.yml", data_text("columns", columns_data(answers))
    yield "glossary.yml", data_text("glossary", {"terms": []})
    if genres := genres_data(answers):
        yield "genres.yml", data_text("genres", genres)
    if "en" in answers.languages:
        yield "campaign.en.yml", data_text("campaign", campaign_data(answers, english=True))
        yield "columns.en.yml", data_text("columns", columns_data(answers, english=True))


def data_text(name: str, data: dict[str, Any]) -> str:
    """A data file with the head that its model has."""
    body = yaml_text(data)
    return f"# yaml-language-server: $schema=../.schemas/{name}.schema.json\n#\n# {HEADS[name]}\n\n{body}"


def pages(answers: Answers, texts: Texts) -> dict[str, str]:
    """The pages that are no articles, and those about the site."""
    contents = {"index.md": texts.page("index.md")}
    if "en" in answers.languages:
        name = f"{answers.campaign.en}: {answers.organisation.en}"
        original, body = front_matter.split(contents["index.md"], "docs/index.md")
        summary = f"{answers.campaign.en}: news, notices and documents of {answers.organisation.en}."
        head = {"title": name, "summary": summary}
        head |= {"source_hash": source_hash(original.data, body)}
        contents["index.en.md"] = f"---\n{yaml_text(head)}---\n"
    names = {front.name for front in answers.fronts}
    for column in columns_of(answers):
        if column.role == "about":
            contents |= {
                f"{column.id}/{path.name}": texts.page(f"about/{path.name}") for path in (TEXTS / "about").iterdir()
            }
        else:
            has_outputs = any(task.outputs for task in answers.tasks)
            first = first_pages(
                column, is_front=column.name in names, has_phases=bool(answers.phases), has_outputs=has_outputs
            )
            contents |= {f"{column.id}/{name}": text for name, text in first.items()}
    return contents


def first_pages(
    column: Column | ColumnAnswer, *, is_front: bool, has_phases: bool, has_outputs: bool
) -> dict[str, str]:
    """The pages with which a column begins, by their names in its folder; none where its articles are listed by date. `is_front`
    for the column of a newspaper or board; of the pages about progress there are those for which there is something to draw."""
    if column.role == "progress":
        names = ["index.md", "chronicle.md", "ledger.md"]
        names += ["timeline.md"] if has_phases else []
        names += ["matrix.md"] if has_outputs else []
        return {name: templates().get_template(f"progress/{name}").render(column=column) for name in names}
    if column.kind != "reference":
        return {}
    name = "front.md" if is_front else "reference.md"
    return {"index.md": templates().get_template(name).render(column=column)}


def samples(answers: Answers, now: datetime) -> dict[str, str]:
    """A sample of each genre for which there is a column."""
    content = read_program_data(TEXTS / "samples.yml")
    columns = own_columns(answers)
    files = {}
    for genre in default_genres().genres:
        wanted = not answers.genres or genre.name in answers.genres
        column = column_for(genre, columns)
        if wanted and column and genre.name in content:
            sample = content[genre.name]
            name = f"{now.date().isoformat()}-{sample['slug']}" if column.kind == "dated" else sample["slug"]
            files[f"{column.id}/samples/{name}.md"] = sample_text(genre, sample, now)
    return files


def column_for(genre: Genre, columns: tuple[ColumnAnswer, ...]) -> ColumnAnswer | None:
    """Where a sample of the genre belongs: a column of a fitting type, best one whose keywords name the genre."""
    fitting = [c for kind in genre.types for c in columns if c.type == kind and c.role in (None, "plan")]
    named = (column for column in fitting if genre.name in f"{' '.join(column.keywords)} {column.description}")
    return next(named, next(iter(fitting), None))


def sample_text(genre: Genre, sample: dict[str, Any], now: datetime) -> str:
    """A sample's file."""
    today = now.date()
    unit = next(iter(SAMPLE_UNITS))
    head: dict[str, Any] = {"title": sample["title"], "date": pub_date(now), "genre": genre.name, "unit": unit}
    head["author"] = "示例人员甲"
    head["review"] = {stage: {"name": name, "date": today} for stage, name in REVIEWERS.items()}
    head |= special_fields(genre, today, unit)
    head |= {"summary": sample["summary"], "tags": sample["tags"], "sample": True}
    notice = "> 这是一篇示例，用来说明这类稿件的写法；其中的单位、人员和事情都是虚构的占位内容。"
    matter = yaml_text(head)
    return f"---\n{matter}---\n\n{notice}\n\n{sample['body']}"


def special_fields(genre: Genre, today: date, unit: str) -> dict[str, Any]:
    """What some genres need besides."""
    asked = genre.needs | genre.fields
    last = today + NOTICE
    fields: dict[str, Any] = {}
    if "document_date" in asked:
        fields["document_date"] = today
    if "notice" in asked:
        fields["notice"] = {"start": today, "end": last, "receiver": f"{unit}办公室", "contact": "（由发布单位填写）"}
    if "promise" in asked:
        item = {"item": "合并申请表", "goal": "同一项内容只填一次", "measures": "逐张核对，能合并的合并"}
        fields["promise"] = [item | {"deadline": last, "unit": unit, "progress": "正在办理"}]
    return fields
