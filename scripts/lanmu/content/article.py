"""An article and its front matter: the one text that every front is made from."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, model_validator

from lanmu.content.addresses import address_of
from lanmu.content.column import Column
from lanmu.content.dates import Day, Month, Time, parse_month, parse_time, pub_date
from lanmu.content.fingerprint import digest
from lanmu.content.genres import Genre, ReportCategory
from lanmu.content.validation import Model
from lanmu.diagnostics.errors import MisfitError, ProblemKind

LONGEST_TITLE = 80
Template = Literal[
    "home.html",
    "progress.html",
    "timeline.html",
    "matrix.html",
    "ledger.html",
    "publicity.html",
    "opinions.html",
    "chronicle.html",
    "reports.html",
    "reading.html",
    "glossary.html",
    "front.html",
    "sitemap.html",
]


def check_commas(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuses [甲，乙]: YAML takes it as one name, and a Chinese comma is the likeliest slip of all."""
    joined = next((name for name in names if re.search("[，、；]", name)), None)
    if joined:
        raise ValueError(f"「{joined}」里用了中文逗号或顿号，请改成英文逗号加空格，例如 [甲, 乙]。")
    return names


Names = Annotated[tuple[str, ...], AfterValidator(check_commas)]
Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
Summary = Annotated[str, Field(min_length=1, max_length=200)]


# What became of a document that no longer holds: 废止, 被取代, 失效.
Status = Literal["repealed", "superseded", "lapsed"]
Audience = Literal["public", "internal"]
"""For whom an article, or an edition of the site, is: everybody, or only those inside the organisation (在一定范围公开). An
internal edition has the articles of both."""


class Signature(Model):
    """One of the reviews: who, on which day, and the fingerprint of the text it was given for (review.py)."""

    name: Annotated[str, Field(min_length=1)]
    date: Day
    text_hash: Annotated[
        str, Field(pattern=r"^([a-p]{8}(-[a-p]{8}){2,3})?$", description="审的是哪一稿：review.py 填写，不用手写")
    ] = ""


class Review(Model):
    """三审: 初审 by the one who handles it, 复审 by the one in charge, 终审 by the head.

    Besides, by name: who looked at secrecy (保密审查) and who at privacy.
    """

    first: Signature | None = None
    second: Signature | None = None
    final: Signature | None = None
    secrecy: Signature | None = None
    privacy: Signature | None = None


def parse_issue(value: Any) -> str:
    """The month of an issue. Raises ValueError (Chinese) when it is none."""
    try:
        return parse_month(value)
    except ValueError as error:
        where = "报送的日期写在 report 里，哪天登出、贴出写在 posted 里。"
        raise ValueError(f"{str(error).removesuffix('。')}；{where}") from None


class Posted(Model):
    """The day on which the article was really there, by the front's id: sent to readers, hung on the board."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Day | None] = Field(init=False)

    @property
    def days(self) -> dict[str, dt.date]:
        """The day on each front, by the front's id."""
        return {front: day for front, day in self.__pydantic_extra__.items() if day}


class Channels(Model):
    """Where else the article goes: the month of its issue on each front, by the front's id (`yuanbao: 2026-11`), the day on which
    it was there (`posted: {yuanbao: 2026-11-12}`), and the day it was reported upwards."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Annotated[Month, BeforeValidator(parse_issue)] | None] = Field(init=False)

    report: Annotated[Day | None, Field(description="上报的日期")] = None
    report_category: Annotated[ReportCategory | None, Field(description="信息上报的类别：不写时由体裁得出")] = None
    posted: Annotated[
        Posted, Field(description="已经登出、贴出的日子：公众号发了、宣传栏贴了以后，记下哪一天；还没有就空着")
    ] = Posted()

    @property
    def issues(self) -> dict[str, str]:
        """The month of the issue on each front, by the front's id."""
        return {front: month for front, month in self.__pydantic_extra__.items() if month}


class Notice(Model):
    """A public notice's period (both days included) and who takes comments, where."""

    start: Annotated[Day, Field(description="公示的第一天")]
    end: Annotated[Day, Field(description="公示的最后一天：至少 5 个工作日，遇节假日再加长")]
    receiver: Annotated[str, Field(description="受理意见的部门")] = ""
    contact: Annotated[str, Field(description="怎样提意见：电话、地址或者意见箱的位置")] = ""

    @model_validator(mode="after")
    def check_order(self) -> Notice:
        if self.end < self.start:
            raise MisfitError(ProblemKind.PERIOD, f"公示结束日 {self.end} 早于开始日 {self.start}，请改正。")
        return self

    def in_force(self, day: dt.date) -> bool:
        """True while comments are taken on `day`."""
        return self.start <= day <= self.end


class Withdrawal(Model):
    """An article that was taken off the site: since when, and why. The reason is for the office, no page shows it."""

    date: Day
    reason: Annotated[str, Field(min_length=1, description="为什么撤回，只给单位自己看，不登出来")]


class PromiseItem(Model):
    """One promised rectification: what, by when, how, who answers, how far it is."""

    item: Annotated[str, Field(min_length=1, description="承诺做什么")]
    problem: Annotated[str, Field(description="解决哪个问题")] = ""
    goal: Annotated[str, Field(min_length=1, description="做到什么程度：让职工能对照检查")]
    measures: Annotated[str, Field(description="怎样做")] = ""
    deadline: Annotated[Day, Field(description="哪一天以前办完")]
    unit: Annotated[str, Field(min_length=1, description="责任单位")]
    progress: Annotated[str, Field(description="进展：正在办理；办完了写“已完成：……”")] = ""

    @property
    def is_done(self) -> bool:
        """True when its progress says so."""
        return self.progress.startswith("已完成")


def either_time(schema: dict[str, Any]) -> None:
    """One of the two times has to be there, for editors that check while typing."""
    schema["required"].remove("date")
    schema["anyOf"] = [{"required": ["date"]}, {"required": ["publish_at"]}]


class FrontMatter(Model):
    """The fields at the head of an article. `date` may be left out where `publish_at` is given: it is then that."""

    model_config = ConfigDict(json_schema_extra=either_time)

    title: Title
    title_lines: Annotated[
        tuple[str, ...], Field(description="印在纸上时标题怎样分行，一行一项；连起来要和标题一样")
    ] = ()
    date: Annotated[Time, Field(description="发布时间，例如 2008-11-05 09:30；还没到的，到时候才登")]
    publish_at: Annotated[
        Time | None, Field(description="定时发布：到这个时间以后，正式发布才登出来；写了它可以不写 date")
    ] = None
    document_date: Annotated[Day | None, Field(description="成文日期：文件本身署的日期")] = None
    updated: Annotated[Day | None, Field(description="最近一次修改内容的日期")] = None
    genre: Annotated[str, Field(min_length=1, description="体裁：genres.yml 里的名称")]
    unit: Annotated[str, Field(description="供稿单位，写 campaign.yml 里的单位名称")] = ""
    source: Annotated[str, Field(description="内容来源；不写时就是供稿单位")] = ""
    author: Annotated[str, Field(description="文字作者")] = ""
    photo: Annotated[str, Field(description="摄影作者")] = ""
    review: Review = Review()
    phase: str = ""
    tasks: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    channels: Channels = Channels()
    issue: Annotated[StrictInt | None, Field(ge=1, description="简报期号")] = None
    notice: Annotated[Notice | None, Field(description="公示期和谁受理意见：start、end、receiver、contact")] = None
    promise: Annotated[
        tuple[PromiseItem, ...], Field(description="承诺事项，每项写 item、goal、measures、deadline、unit")
    ] = ()
    summary: Summary
    image: Annotated[str, Field(description="题图，和稿件放在同一个文件夹")] = ""
    audio: Annotated[
        str,
        Field(
            pattern=r"^([^\n]*\.(mp3|m4a|ogg))?$",
            description="全文的录音（.mp3、.m4a 或 .ogg），和稿件放在同一个文件夹；有录音就不用机器朗读",
        ),
    ] = ""
    tags: Names = ()
    order: Annotated[StrictInt | None, Field(description="参考类栏目里的排列顺序")] = None
    redirect_from: Annotated[tuple[str, ...], Field(description="以前的网址，例如 news/123/")] = ()
    source_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$", description="转载原文的网址")] = ""
    scope: Annotated[Audience, Field(description="给谁看：public 公开；internal 只登在内部版，公开的网站没有")] = (
        "public"
    )
    status: Annotated[
        Status | None, Field(description="文件不再有效：repealed 已废止，superseded 已被取代，lapsed 已失效")
    ] = None
    superseded_by: Annotated[str, Field(description="取代它的新文章，写从 docs/ 算起的路径")] = ""
    withdrawn: Annotated[Withdrawal | None, Field(description="已撤回：withdraw.py 填写，不用手写")] = None
    verbatim: Annotated[StrictBool, Field(description="照录的正式文件，一个字也不改")] = False
    sample: Annotated[StrictBool, Field(description="示例稿件，正式发布时不出现")] = False
    draft: StrictBool = False

    @model_validator(mode="before")
    @classmethod
    def take_publish_at(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "publish_at" not in data or "date" in data:
            return data
        try:
            return data | {"date": parse_time(data["publish_at"])}
        except ValueError:
            # Reported once, under its own name.
            return data | {"date": dt.datetime.min}

    @model_validator(mode="after")
    def check_publish_at(self) -> FrontMatter:
        if self.publish_at and self.publish_at != self.date:
            text = f"定时发布 publish_at {pub_date(self.publish_at)} 和发布时间 date {pub_date(self.date)} 不一样，"
            raise MisfitError(ProblemKind.MISFIT, f"{text}请只写 publish_at，删去 date。")
        return self

    @model_validator(mode="after")
    def check_title_lines(self) -> FrontMatter:
        joined = "".join(self.title_lines)
        if joined and "".join(joined.split()) != "".join(self.title.split()):
            text = f"title_lines 连起来是「{joined}」，和标题「{self.title}」不一样，"
            raise MisfitError(ProblemKind.MISFIT, f"{text}请改成一样。")
        return self

    @model_validator(mode="after")
    def check_status(self) -> FrontMatter:
        if self.status == "superseded" and not self.superseded_by:
            text = "已被取代（status: superseded），没有写被哪一篇取代，请补上 superseded_by: 新文章的路径。"
            raise MisfitError(ProblemKind.MISSING, text)
        if self.superseded_by and self.status != "superseded":
            text = f"写了 superseded_by，status 却是「{self.status or '空的'}」，请写 status: superseded，或者删去它。"
            raise MisfitError(ProblemKind.MISFIT, text)
        return self

    @model_validator(mode="after")
    def check_source(self) -> FrontMatter:
        if not (self.unit or self.source):
            raise MisfitError(ProblemKind.MISSING, "没有供稿单位也没有来源，请填 unit（单位名称）或 source（来源）。")
        return self


class PageMatter(Model):
    """The fields of a page that is no article: a landing page, or one that is drawn by a template."""

    title: Title
    summary: Summary
    template: Template | None = None
    order: StrictInt | None = None


class Source:
    """What is written in a file of its own. `path` is relative to docs/, with forward slashes."""

    path: str
    meta: Model
    body: str

    @property
    def address(self) -> str:
        """Where it stands below the site's root."""
        return address_of(self.path)

    @cached_property
    def head(self) -> str:
        """All fields as JSON: a page that shows this one depends on it."""
        return self.meta.model_dump_json()

    @cached_property
    def text_digest(self) -> str:
        """The digest of its text."""
        return digest(self.body.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Page(Source):
    """A landing page or a page drawn by a template. `path` is relative to docs/, with forward slashes."""

    path: str
    meta: PageMatter
    body: str


@dataclass(frozen=True)
class Article(Source):
    """An article: where it lies, its column and genre, its front matter and its Markdown text."""

    path: str
    column: Column
    genre: Genre
    meta: FrontMatter
    body: str

    @property
    def title(self) -> str:
        """The headline."""
        return self.meta.title

    @property
    def date(self) -> dt.datetime:
        """When it was published, China's time."""
        return self.meta.date

    @property
    def pub_date(self) -> str:
        """The publication time as tags and readers get it."""
        return pub_date(self.meta.date)

    @property
    def source(self) -> str:
        """What the ContentSource tag says: the named source, else the unit that handed it in."""
        return self.meta.source or self.meta.unit

    @property
    def source_unit(self) -> str:
        """Who handed it in: the named unit, else its source."""
        return self.meta.unit or self.meta.source

    @property
    def report_category(self) -> ReportCategory:
        """Under what it is reported upwards: what its channels say, else what its genre mostly is."""
        return self.meta.channels.report_category or self.genre.category

    @property
    def month(self) -> str:
        """`YYYY-MM` of publication."""
        return self.meta.date.date().isoformat()[:7]

    def is_for(self, audience: Audience) -> bool:
        """False for what stays inside the organisation when `audience` is everybody."""
        return audience == "internal" or self.meta.scope == "public"

    def is_meant_for(self, audience: Audience) -> bool:
        """True when a production build for `audience` shows it once it may (publication.py)."""
        meta = self.meta
        return self.is_for(audience) and not (meta.sample or meta.draft or meta.withdrawn)

    @property
    def public(self) -> bool:
        """True when it is meant for every reader."""
        return self.is_meant_for("public")

    @property
    def image(self) -> str:
        """The picture's path relative to docs/, or an empty string."""
        return posixpath.join(posixpath.dirname(self.path), self.meta.image) if self.meta.image else ""

    @property
    def audio(self) -> str:
        """The recording's path relative to docs/, or an empty string."""
        return posixpath.join(posixpath.dirname(self.path), self.meta.audio) if self.meta.audio else ""

    @property
    def last_changed(self) -> dt.date:
        """The day of the last change of content."""
        return self.meta.updated or self.meta.date.date()
