"""Columns: what each is for, how often it must be renewed, whether it is closed, and its name on other fronts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt, WithJsonSchema, model_validator

from lanmu.content.campaign import Identifier, Text
from lanmu.content.dates import Day
from lanmu.content.validation import Model
from lanmu.diagnostics.errors import MisfitError, ProblemKind

# Renewed by date, or kept for reference.
ColumnKind = Literal["dated", "reference"]
# Words of the ColumnType tag, 国办发〔2017〕47号.
KNOWN_TYPES = ("首页", "概况信息", "机构职能", "工作动态", "政策文件", "政策解读", "回应关切", "征集调查")
# Another word is taken too, with a warning; editors' tools offer these.
ColumnType = Annotated[
    Text, WithJsonSchema({"anyOf": [{"enum": list(KNOWN_TYPES)}, {"type": "string", "minLength": 1}]})
]


class Mirrors(Model):
    """The column's name in 《泉州工人》 and on the notice board; empty where it is not mirrored."""

    worker: str = ""
    board: str = ""


class Column(Model):
    """A column: the folder docs/<id>/, with what the field's tags and the freshness rules need."""

    id: Identifier
    name: Text
    type: ColumnType
    kind: ColumnKind
    description: Text
    keywords: Annotated[tuple[str, ...], Field(min_length=1)]
    fresh_days: Annotated[StrictInt | None, Field(ge=1, description="多少天不更新算过期（国办秘函〔2019〕19号）")] = (
        None
    )
    status: Literal["active", "archived"] = "active"
    closed: Day | None = None
    fronts: Mirrors = Mirrors()

    @property
    def archived(self) -> bool:
        """True when nothing more will be added."""
        return self.status == "archived"

    @model_validator(mode="after")
    def check_closing(self) -> Column:
        if self.archived and not self.closed:
            text = f"栏目「{self.name}」已归档却没有归档日期，请加上 closed: 日期。"
            raise MisfitError(ProblemKind.CLOSING, text)
        if self.closed and not self.archived:
            text = f"栏目「{self.name}」写了归档日期却还在办，请把 status 改成 archived 或删去 closed。"
            raise MisfitError(ProblemKind.CLOSING, text)
        return self


class Columns(Model):
    """docs/columns.yml: the columns in the order in which the site shows them."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def check_unique(self) -> Columns:
        for values in ([c.id for c in self.columns], [c.name for c in self.columns]):
            twice = next((value for value in values if values.count(value) > 1), None)
            if twice:
                raise ValueError(f"栏目「{twice}」写了两次，请改成不同的。")
        return self
