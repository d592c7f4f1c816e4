"""The campaign before, kept beside the next one: what stays of it, and which identifiers it has taken (`init.py --keep-as`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from lanmu.adoption.answers import Answers
from lanmu.adoption.change import present
from lanmu.adoption.data_files import (
    T,
    about_column,
    columns_data,
    genres_data,
    ids_of,
    own_columns,
    own_fronts,
    with_ids,
)
from lanmu.adoption.files import data_text
from lanmu.adoption.leftovers import data_of
from lanmu.adoption.names import TAKEN
from lanmu.checks.engine.project import Project, read_project
from lanmu.content import settings as config
from lanmu.content.campaign import Campaign
from lanmu.content.items import SAMPLES
from lanmu.content.languages import NAMES, site_languages
from lanmu.content.past import folder_of
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, UserError

IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOVED = re.compile(r"docs/(?P<name>(?:campaign(?:\.[A-Za-z-]+)?|glossary)\.yml)")
"""The data files that every campaign has for itself."""
REPLACED = re.compile(r"docs/(?:index(?:\.[A-Za-z-]+)?\.md|columns(?:\.[A-Za-z-]+)?\.yml|genres\.yml)")
"""What is written anew for the next campaign."""
WITH_YEAR = re.compile(r"-\d{4}(-\d+)?$")


@dataclass(frozen=True)
class Before:
    """The campaign before: the id under which it is kept, its project, the files that stay of it by their new paths."""

    id: str
    project: Project
    files: Mapping[str, bytes]

    @property
    def site(self) -> Site:
        """Its site."""
        assert self.project.site
        return self.project.site

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """All campaigns that the site has had, the latest first."""
        return tuple(part.campaign for part in self.site.parts)


def campaign_before(root: Path, identifier: str) -> Before:
    """The campaign of the project in `root`, to be kept as `identifier`. Raises UserError when it cannot be."""
    example = "请用年份和简称的拼音，例如 --keep-as 2008-xuexi。"
    if not IDENTIFIER.fullmatch(identifier):
        raise UserError(f"--keep-as「{identifier}」不能用：只能有小写英文字母、数字和短横。{example}")
    project = read_project(root, config.load(root / "lanmu.toml"))
    if project.reading.problems or project.site is None:
        raise ContentError(project.reading.problems)
    if identifier in [past.id for past in project.site.past] or (root / "docs" / folder_of(identifier)).exists():
        raise UserError(f"已经有一个往期专题叫「{identifier}」，请换一个。{example}")
    return Before(identifier, project, files_kept(present(root), identifier))


def files_kept(files: Mapping[str, bytes], identifier: str) -> dict[str, bytes]:
    """The files that stay, by their new paths: all of docs/ and originals/ except each campaign's own data files."""
    contents = {}
    for path, data in files.items():
        if match := MOVED.fullmatch(path):
            # Where editors' tools find the schema.
            data = data.replace(b"$schema=../.schemas/", b"$schema=../../../.schemas/")
            contents[f"docs/{folder_of(identifier)}{match['name']}"] = data
        elif path.startswith(("docs/", "originals/")) and not REPLACED.fullmatch(path):
            contents[path] = data
    return contents


def next_answers(answers: Answers, before: Before) -> Answers:
    """The answers with an identifier for everything that is not taken by what is kept; what they leave open about the office
    stays as it was. Raises UserError when they leave out a language in which there are pages."""
    had = [code for code in site_languages(before.project.root) if code in NAMES and code not in answers.languages]
    if had:
        names = "、".join(f"{code}（{NAMES[code]}）" for code in had)
        raise UserError(f"原来的网站有{names}的网页，网址要一直在。请在回答的 languages 里加上，英文的还要写英文名称。")
    year = answers.period.start_day.year
    folders = {*before.site.columns_by_id, *(item.path.split("/")[0] for item in before.site.items)}
    about = renamed([about_column(answers)], folders, year)
    columns = renamed(own_columns(answers), {*TAKEN, *folders}, year)
    other_ids = {*TAKEN, *folders, *(column.id for column in columns)}
    other_ids |= {identifier for each in before.campaigns for identifier in each.issue_fronts}
    taken = {phase.id for each in before.campaigns for phase in each.phases}
    taken |= {task.id for each in before.campaigns for task in each.tasks.values()}
    units = {unit.name: unit.id for each in reversed(before.campaigns) for unit in each.units}
    own = with_ids(answers.units, [units.get(unit.name) or unit.id for unit in answers.units])
    phases = [phase.model_copy(update={"tasks": renamed(phase.tasks, taken, year)}) for phase in answers.phases]
    update = {
        "columns": (*columns, *about),
        "fronts": renamed(own_fronts(answers), other_ids, year),
        "units": (*(u for u in own if u.id), *renamed([u for u in own if not u.id], set(units.values()), year)),
        "phases": renamed(phases, taken, year),
        "contact": answers.contact or before.project.settings.site.contact,
        "address": answers.address or before.project.site_url,
    }
    return answers.model_copy(update=update)


def without_samples(before: Before, texts: Mapping[str, str]) -> Before:
    """The campaign before without the samples of an earlier init.py that are among the `texts` again: they would be copies,
    and no reader has ever seen them."""
    again = {body_of(text) for path, text in texts.items() if f"/{SAMPLES}/" in path}
    files = before.files.items()
    own = {
        p: data
        for p, data in files
        if f"/{SAMPLES}/" not in p or not p.endswith(".md") or body_of(data.decode()) not in again
    }
    return replace(before, files=own)


def body_of(text: str) -> str:
    """The text of an article without its head."""
    return text.replace("\r\n", "\n").partition("\n---\n")[2]


def renamed(items: Sequence[T], taken: Collection[str], year: int) -> tuple[T, ...]:
    """Things with identifiers that are not `taken`: their own, or with the year: news-2026, news-2026-2."""
    used = set(taken)
    chosen = []
    for wanted in ids_of(items):
        choices = chain((wanted, f"{wanted}-{year}"), (f"{wanted}-{year}-{number}" for number in count(2)))
        chosen.append(next(choice for choice in choices if choice not in used))
        used.add(chosen[-1])
    return with_ids(items, chosen)


def joined(texts: Mapping[str, str], answers: Answers, before: Before) -> dict[str, str]:
    """The data files that both campaigns share: the columns in each language, and the genres."""
    docs = before.project.docs
    closing = {
        c.id: max([before.site.today, *(a.date.date() for a in before.site.by_column[c.id])])
        for c in before.site.columns
    }
    shared = {}
    for suffix in ("", ".en"):
        name = f"docs/columns{suffix}.yml"
        if name in texts:
            new_columns = columns_data(answers, english=bool(suffix))["columns"]
            old_columns = data_of(docs / f"columns{suffix}.yml").get("columns", [])
            archived_columns = [archived(column, before.id, closing) for column in old_columns]
            shared[name] = data_text("columns", {"columns": [*new_columns, *archived_columns]})
    genres = data_of(docs / "genres.yml")
    used = {article.genre.name for article in (*before.site.articles, *before.site.withdrawn)}
    unused = [name for name in genres_data(answers).get("unused", ()) if name not in used]
    data = {field: genres[field] for field in ("genres", "variants") if genres.get(field)}
    if data | ({"unused": unused} if unused else {}):
        shared["docs/genres.yml"] = data_text("genres", data | ({"unused": unused} if unused else {}))
    return shared


def archived(column: Mapping[str, Any], identifier: str, closing: Mapping[str, date]) -> dict[str, Any]:
    """A column of columns.yml as one of a past campaign; it may be one already, or closed."""
    closed = column.get("closed") or closing[column["id"]]
    return {**column, "status": "archived", "closed": closed, "campaign": column.get("campaign") or identifier}


def keeping_lines(answers: Answers, before: Before) -> Iterator[str]:
    """What stays as it is, and what is called otherwise because of it, for the user."""
    yield f"留作往期专题 {before.id}：{len(before.files)} 个文件，栏目、稿件和网址都不动"
    had = before.site.columns_by_id
    named = [*answers.columns, *answers.fronts]
    others = [f"{item.name} {item.id}/" for item in named if WITH_YEAR.sub("", item.id) in had]
    if others:
        yield f"  网址里的代号往期已经用了，另取的（可以在回答里写 id 自定）：{'、'.join(others)}"
