"""What the answers become in campaign.yml, columns.yml and genres.yml: plain data, in the site's language or translated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import yaml

from lanmu.adoption.answers import Answers, ColumnAnswer, FrontAnswer, Listed, Named, TaskAnswer
from lanmu.adoption.names import TAKEN, identifiers
from lanmu.content.front_matter import Dumper
from lanmu.content.loading import default_genres

T = TypeVar("T", bound=Listed)
SAMPLE_UNITS = {"示例单位A": "Sample Unit A", "示例单位B": "Sample Unit B", "示例支部": "Sample Branch"}
"""Who the samples are of, with their English names; production shows none of them."""
EXPLANATION = "说明"
"""The genre of the pages about the site."""
ABOUT = ColumnAnswer(
    name="关于",
    en="About",
    id="about",
    kind="reference",
    type="概况信息",
    role="about",
    description="谁办这个专题、怎样投稿、无障碍说明和站点地图",
    keywords=("关于本站", "投稿", "无障碍", "站点地图"),
)
FRONT_COLUMNS = {"newspaper": "各期专版登了哪些内容", "board": "各期张贴了哪些内容"}
"""The kinds of fronts whose issues have pages, with what these pages show."""


def ids_of(items: Sequence[Listed], taken: Collection[str] = TAKEN) -> list[str]:
    """The identifiers of items: the given ones, else new ones made of their names that are not `taken`."""
    given_ids = {item.id for item in items if item.id}
    new_ids = iter(identifiers((item.name for item in items if not item.id), {*taken, *given_ids}))
    return [item.id or next(new_ids) for item in items]


def with_ids(items: Sequence[T], identifiers: Iterable[str]) -> tuple[T, ...]:
    """Things with these identifiers."""
    return tuple(
        item.model_copy(update={"id": identifier}) for item, identifier in zip(items, identifiers, strict=True)
    )


def own_columns(answers: Answers) -> tuple[ColumnAnswer, ...]:
    """The columns of the answers, each with its identifier; without that about the site."""
    own = [column for column in answers.columns if column.role != "about"]
    return with_ids(own, ids_of(own))


def about_column(answers: Answers) -> ColumnAnswer:
    """The column about the site, which every site has."""
    answer = next((column for column in answers.columns if column.role == "about"), ABOUT)
    return ABOUT.model_copy(update={"id": answer.id or ABOUT.id})


def own_fronts(answers: Answers) -> tuple[FrontAnswer, ...]:
    """The fronts of the answers, each with its identifier."""
    return with_ids(answers.fronts, ids_of(answers.fronts, TAKEN | {column.id for column in own_columns(answers)}))


def columns_of(answers: Answers) -> tuple[ColumnAnswer, ...]:
    """The columns in the order of the navigation: those of the answers, one for each front that has issues, and that about
    the site."""
    fronts = [
        ColumnAnswer(
            name=front.name,
            en=front.en,
            id=front.id,
            kind="reference",
            type="概况信息",
            description=f"{front.name}{FRONT_COLUMNS[front.kind]}",
            keywords=(front.name.strip("《》"),),
        )
        for front in own_fronts(answers)
        if front.kind in FRONT_COLUMNS
    ]
    return (*own_columns(answers), *fronts, about_column(answers))


def campaign_data(answers: Answers, *, english: bool = False) -> dict[str, Any]:
    """campaign.yml, or campaign.en.yml."""
    units = [Named(name=name, en=en) for name, en in SAMPLE_UNITS.items()] if answers.units else []
    period = {"from": answers.period.begin, "to": answers.period.end}
    data: dict[str, Any] = {
        "name": called(answers.campaign, english),
        "short_name": called(answers.campaign, english) if english else answers.short,
        "period": period,
        "theme": "" if english else answers.theme,
        "units": [
            {"id": unit.id, "name": called(unit, english), "kind": "body"}
            for unit in with_ids(answers.units, ids_of(answers.units))
        ]
        + [{"id": f"sample-{n}", "name": called(unit, english), "kind": "sample"} for n, unit in enumerate(units, 1)],
        "phases": phases_data(answers, english=english),
        "fronts": [
            {"id": front.id, "name": called(front, english), "kind": front.kind} for front in own_fronts(answers)
        ],
    }
    return without_empty(data)


def phases_data(answers: Answers, *, english: bool) -> list[dict[str, Any]]:
    """The phases with their tasks, and what these must produce."""
    outputs = [output for task in answers.tasks for output in task.outputs]
    named = [*answers.phases, *answers.tasks, *outputs]
    # By the place in the list: a task may be called as its phase is.
    places = {id(item): identifier for item, identifier in zip(named, ids_of(named), strict=True)}

    def entry(item: Listed, **more: Any) -> dict[str, Any]:
        return without_empty({"id": places[id(item)], "name": called(item, english), **more})

    def task_entry(task: TaskAnswer) -> dict[str, Any]:
        return entry(task, summary="" if english else task.summary, outputs=[entry(output) for output in task.outputs])

    return [
        entry(
            phase,
            focus="" if english else phase.focus,
            period={"from": phase.period.begin, "to": phase.period.end},
            tasks=[task_entry(task) for task in phase.tasks],
        )
        for phase in answers.phases
    ]


def columns_data(answers: Answers, *, english: bool = False) -> dict[str, Any]:
    """columns.yml, or columns.en.yml."""
    return {
        "columns": [
            without_empty(
                {
                    "id": column.id,
                    "name": called(column, english),
                    "type": column.type,
                    "kind": column.kind,
                    "description": called(column, english) if english else column.description or column.name,
                    "keywords": [called(column, english)] if english else list(column.keywords) or [column.name],
                    "fresh_days": column.fresh_days or (usual_days(column) if column.kind == "dated" else None),
                    "status": "active",
                    "role": column.role,
                }
            )
            for column in columns_of(answers)
        ]
    }


def usual_days(column: ColumnAnswer) -> int:
    """After so many days a column counts as not renewed: two weeks for news, half a year for notices (国办秘函〔2019〕19号)."""
    return 14 if column.type == "工作动态" else 180


def genres_data(answers: Answers) -> dict[str, Any]:
    """genres.yml: the program's genres that are not wanted; empty where all are."""
    default = default_genres()
    # What the pages about the site are.
    wanted = {*answers.genres, EXPLANATION}
    unused = [genre.name for genre in default.genres if genre.name not in wanted] if answers.genres else []
    unused += [variant.name for variant in default.variants if variant.genre in unused]
    return {"unused": unused} if unused else {}


def yaml_text(data: Mapping[str, Any]) -> str:
    """The data as the editors write YAML: a line for each field, short lists and mappings in a line of their own, nothing
    referred to by `&`."""
    # PyYAML writes a mapping without lists and mappings in one line.
    style = None if any(isinstance(value, list | dict) for value in data.values()) else False
    return yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=style)


def called(item: Named, english: bool) -> str:
    """The name in Chinese or English."""
    return item.en if english else item.name


def without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that hold something."""
    return {key: value for key, value in data.items() if value not in ("", None, [], ())}
