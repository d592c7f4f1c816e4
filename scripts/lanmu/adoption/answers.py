"""init.yml: what an organisation answers before its site is written."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from lanmu.content.campaign import MOST_PHASES, FrontKind, Identifier, Period, Text
from lanmu.content.column import ColumnKind, Role
from lanmu.content.loading import default_genres, read_text
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError
from lanmu.storage.program_data import read_program_data

FILE = "init.yml"
COLUMNS = Path(__file__).with_name("columns.yml")
Language = Literal["zh", "zh-Hant", "en"]
Colours = Literal["red-gold", "green", "blue", "grey"]


def named(value: Any) -> Any:
    """A name alone, as the mapping that it abbreviates."""
    return {"name": value} if isinstance(value, str) else value


class Named(Model):
    """Something with a name, and its English name where the site has English pages."""

    name: Text
    en: Annotated[str, Field(description="英文名称；办英文版才要写")] = ""


class Listed(Named):
    """One of several things that have an address, or that articles name."""

    id: Annotated[
        Identifier | Literal[""], Field(description="用在网址里的英文代号；不写就由名称的拼音得出，和往期重复的另取")
    ] = ""


Simple = Annotated[Named, BeforeValidator(named, json_schema_input_type=Named | str)]
SimpleListed = Annotated[Listed, BeforeValidator(named, json_schema_input_type=Listed | str)]


class TaskAnswer(Listed):
    """A task of a phase."""

    summary: Annotated[str, Field(description="一句话说明做什么")] = ""
    outputs: Annotated[tuple[SimpleListed, ...], Field(description="要形成的成果；没有就不写")] = ()


class PhaseAnswer(Listed):
    """A phase of the campaign."""

    period: Period
    focus: Annotated[str, Field(description="这个阶段的重点")] = ""
    tasks: tuple[Annotated[TaskAnswer, BeforeValidator(named, json_schema_input_type=TaskAnswer | str)], ...] = ()


class FrontAnswer(Listed):
    """Where the campaign is made public besides, or as, this site."""

    kind: Annotated[FrontKind, Field(description="site 本网站，newspaper 报刊，board 宣传栏，wechat 微信公众号")]


class ColumnAnswer(Listed):
    """A column: one of the usual ones by its name alone, or the organisation's own."""

    kind: ColumnKind = "dated"
    type: Text = "工作动态"
    role: Role | None = None
    description: str = ""
    keywords: tuple[str, ...] = ()
    fresh_days: Annotated[int | None, Field(ge=1)] = None


class UsualColumns(Model):
    """columns.yml beside this module."""

    columns: tuple[ColumnAnswer, ...]


def usual_columns() -> dict[str, ColumnAnswer]:
    """The columns that such a site mostly has, by their names."""
    columns = UsualColumns.model_validate(read_program_data(COLUMNS)).columns
    return {column.name: column for column in columns}


def with_usual(value: Any) -> Any:
    """What is known of a usual column, below what the answer says itself."""
    value = named(value)
    usual = usual_columns().get(str(value.get("name", "")).strip()) if isinstance(value, dict) else None
    return {**usual.model_dump(exclude_defaults=True), **value} if usual else value


class Reviewers(Model):
    """Who signs the three reviews; empty where it is still open."""

    first: str = ""
    second: str = ""
    final: str = ""


class Answers(Model):
    """init.yml."""

    organisation: Annotated[Simple, Field(description="主办单位的全称")]
    campaign: Annotated[Simple, Field(description="活动的全称")]
    short_name: Annotated[str, Field(description="活动的简称；不写就是全称")] = ""
    site_name: Annotated[str, Field(description="网站的名称；不写就是单位加活动简称加“专题”")] = ""
    period: Period
    theme: str = ""
    units: Annotated[
        tuple[SimpleListed, ...], Field(description="供稿的部门、单位；不写，稿件的 unit 可以写任何名称")
    ] = ()
    phases: Annotated[tuple[PhaseAnswer, ...], Field(max_length=MOST_PHASES)] = ()
    columns: Annotated[
        tuple[Annotated[ColumnAnswer, BeforeValidator(with_usual, json_schema_input_type=ColumnAnswer | str)], ...],
        Field(min_length=1, description="栏目：常用的写名称就行；自己的写 name、kind、type、description"),
    ]
    fronts: Annotated[tuple[FrontAnswer, ...], Field(description="宣传阵地；没有就不写")] = ()
    genres: Annotated[tuple[str, ...], Field(description="用哪些体裁；不写就是程序自带的全部")] = ()
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("zh",)
    colours: Annotated[Colours, Field(description="红金、绿、蓝、灰，网站和印刷品一样")] = "red-gold"
    address: Annotated[str, Field(description="正式网址，例如 https://www.example.org/zhuanti/")] = ""
    contact: Annotated[str, Field(description="页脚的联系方式，例如办公室和座机")] = ""
    reviewers: Annotated[Reviewers, Field(description="三审由谁签：first 初审，second 复审，final 终审")] = Reviewers()

    @property
    def tasks(self) -> tuple[TaskAnswer, ...]:
        """The tasks of all phases."""
        return tuple(task for phase in self.phases for task in phase.tasks)

    @property
    def short(self) -> str:
        """What the campaign is called in running text."""
        return self.short_name or self.campaign.name

    @property
    def title(self) -> str:
        """What the site is called."""
        return self.site_name or f"{self.organisation.name}{self.short}专题"

    @model_validator(mode="after")
    def check_languages(self) -> Answers:
        if "zh" not in self.languages:
            raise ValueError("languages 里没有 zh，请加上：网站先有简体中文。")
        if "en" in self.languages and (lacking := next((item.name for item in self.all_named() if not item.en), "")):
            raise ValueError(
                f"「{lacking}」没有英文名称，请写成 {{name: {lacking}, en: …}}，或者从 languages 里去掉 en。"
            )
        return self

    @model_validator(mode="after")
    def check_genres(self) -> Answers:
        names = [genre.name for genre in default_genres().genres]
        if unknown := next((name for name in self.genres if name not in names), ""):
            raise ValueError(f"程序没有自带「{unknown}」这种体裁，请从这些里选：{'、'.join(names)}。")
        return self

    @model_validator(mode="after")
    def check_names(self) -> Answers:
        for items in (self.columns, self.phases, self.tasks, self.fronts, self.units):
            names = [*(item.name for item in items), *(item.en for item in items if item.en)]
            if twice := next((name for name in names if names.count(name) > 1), ""):
                raise ValueError(f"「{twice}」写了两次，请改成不同的名称。")
        return self

    def all_named(self) -> tuple[Named, ...]:
        """Everything that has a name in each language of the site."""
        outputs = [output for task in self.tasks for output in task.outputs]
        lists = (self.units, self.phases, self.tasks, outputs, self.columns, self.fronts)
        return (self.organisation, self.campaign, *chain.from_iterable(lists))


def read_answers(path: Path) -> Answers:
    """The answers in the file at `path`. Raises ContentError with everything that is wrong in it."""
    answers, problems = validate(Answers, parse(read_text(path, path.name), path.name))
    if answers is None:
        raise ContentError(problems)
    return answers
