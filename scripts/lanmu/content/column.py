"""Columns: what each is for, how often it must be renewed, whether it is closed, its name on other fronts, its place on the
home page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictInt, WithJsonSchema, model_validator

from lanmu.content.campaign import Identifier, LongText, Text
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


# What the program has to find whatever it is called: the plan with its official text, the pages and data files about how far
# the campaign is, the pages about the site.
Role = Literal["plan", "progress", "about"]
BoxStyle = Literal["news", "tiles", "summaries", "none"]


class Mirrors(Model):
    """The column's names on other fronts, by the fronts' ids. It is not mirrored on those that are not given."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str] = Field(init=False)

    @property
    def names(self) -> dict[str, str]:
        """The name on each front, by the front's id."""
        return {front: name for front, name in self.__pydantic_extra__.items() if name}


class HomeBox(Model):
    """The column's box on the home page; a column without articles has none."""

    show: Annotated[
        BoxStyle | None,
        Field(
            description="首页怎样显示：news 最新几篇带日期，tiles 标题方块，summaries 标题带摘要，none 不显示；"
            "不写时按日期更新的用 news，实施方案用 tiles，活动进展和关于不显示，其他用 summaries"
        ),
    ] = None
    title: Annotated[str, Field(description="首页方框的标题：不写就用栏目名称")] = ""
    order: Annotated[
        StrictInt | None,
        Field(
            description="首页的次序：数小的在前；不写时按日期更新的栏目算 100，正在公示算 150，长期参考的栏目算 200，"
            "一样的照本文件的顺序"
        ),
    ] = None


class Column(Model):
    """A column: the folder docs/<id>/, with what the field's tags and the freshness rules need."""

    id: Identifier
    name: Annotated[Text, Field(description="名称")]
    type: Annotated[ColumnType, Field(description=f"类型：网页标签 ColumnType 的用词，有{'、'.join(KNOWN_TYPES)}")]
    kind: Annotated[ColumnKind, Field(description="更新：dated 按日期更新，reference 长期参考")]
    description: Annotated[LongText, Field(description="说明：栏目登什么，一句话")]
    keywords: Annotated[tuple[str, ...], Field(min_length=1, description="关键词：一行一个")]
    fresh_days: Annotated[
        StrictInt | None,
        Field(ge=1, description="多少天不更新算过期：国办秘函〔2019〕19号；长期参考的栏目不写"),
    ] = None
    status: Annotated[
        Literal["active", "archived"], Field(description="状态：active 在办，archived 已归档；归档的要写归档日期")
    ] = "active"
    closed: Annotated[Day | None, Field(description="归档日期：在办的不写")] = None
    fronts: Annotated[Mirrors, Field(description="在别的阵地上的栏名：没有就空着")] = Mirrors()
    role: Annotated[
        Role | None,
        Field(description="程序认得的栏目：plan 实施方案，progress 活动进展和台账，about 关于本站；其他栏目不写"),
    ] = None
    home: Annotated[HomeBox, Field(description="首页")] = HomeBox()
    campaign: Annotated[
        str,
        Field(
            pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$",
            description="往期专题：属于 docs/campaigns/ 里的哪一次活动：init.py --keep-as 填写，不用手写",
        ),
    ] = ""

    @property
    def archived(self) -> bool:
        """True when nothing more will be added."""
        return self.status == "archived"

    @property
    def box_style(self) -> BoxStyle:
        """How the home page shows it."""
        if self.home.show:
            return self.home.show
        if self.kind == "dated":
            return "news"
        return "tiles" if self.role == "plan" else "none" if self.role else "summaries"

    @property
    def box_order(self) -> int:
        """Where its box stands on the home page; the box of public notices has NOTICES_ORDER."""
        return (
            self.home.order if self.home.order is not None else DATED_ORDER if self.kind == "dated" else REFERENCE_ORDER
        )

    @model_validator(mode="after")
    def check_closing(self) -> Column:
        if self.campaign and not self.archived:
            text = f"栏目「{self.name}」是往期专题「{self.campaign}」的，请写 status: archived 和 closed: 日期。"
            raise MisfitError(ProblemKind.CLOSING, text)
        if self.archived and not self.closed:
            text = f"栏目「{self.name}」已归档却没有归档日期，请加上 closed: 日期。"
            raise MisfitError(ProblemKind.CLOSING, text)
        if self.closed and not self.archived:
            text = f"栏目「{self.name}」写了归档日期却还在办，请把 status 改成 archived 或删去 closed。"
            raise MisfitError(ProblemKind.CLOSING, text)
        return self


DATED_ORDER, NOTICES_ORDER, REFERENCE_ORDER = 100, 150, 200


class Columns(Model):
    """docs/columns.yml: the columns in the order in which the site shows them."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1, description="栏目：照网站上的次序")]

    @model_validator(mode="after")
    def check_unique(self) -> Columns:
        """Addresses belong to one column; names and roles to one of a campaign."""
        for campaign in dict.fromkeys(column.campaign for column in self.columns):
            own = [column for column in self.columns if column.campaign == campaign]
            for values in ([column.id for column in self.columns], [column.name for column in own]):
                twice = next((value for value in values if values.count(value) > 1), None)
                if twice:
                    raise ValueError(f"栏目「{twice}」写了两次，请改成不同的。")
            roles = [column.role for column in own if column.role]
            shared = next((role for role in roles if roles.count(role) > 1), None)
            if shared:
                raise ValueError(f"有两个栏目写了 role: {shared}，请只留一个。")
        return self
