"""The campaign (phases, tasks and what they must produce, problems, units, topics, fronts) and the glossary of its terms."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, WithJsonSchema, model_validator

from lanmu.content.dates import Day, period_of
from lanmu.content.validation import Model

Text = Annotated[str, Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", description="英文小写字母、数字和短横，用作网址")]
WhoInferred = Annotated[StrictBool, Field(description="谁来做是本站归纳的（方案没有点名）就写 true，表里标“本站建议”")]
RoughDate = Annotated[
    str,
    BeforeValidator(lambda value: (period_of(str(value)), str(value))[1]),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}年\d{1,2}月(上旬|中旬|下旬|\d{1,2}日)?$"}),
]


class Period(Model):
    """A span of time as the plan writes it, to the month, 旬 or day; both ends belong to it."""

    begin: RoughDate = Field(alias="from")
    end: RoughDate = Field(alias="to")

    @property
    def start_day(self) -> date:
        """First day."""
        return period_of(self.begin)[0]

    @property
    def end_day(self) -> date:
        """Last day."""
        return period_of(self.end)[1]

    @property
    def text(self) -> str:
        """2008年9月下旬至11月中旬: the year is not repeated."""
        year = self.begin.split("年")[0] + "年"
        return f"{self.begin}至{self.end.removeprefix(year)}"

    @model_validator(mode="after")
    def check_order(self) -> Period:
        if self.end_day < self.start_day:
            raise ValueError(f"结束（{self.end}）早于开始（{self.begin}），请对调或改正。")
        return self


class Unit(Model):
    """Who hands in articles, does the work or answers for it: a body, a kind of units, a role, or a placeholder."""

    id: Identifier
    name: Text
    kind: Literal["body", "group", "role", "sample"]
    duty: str = ""


class Output(Model):
    """Something a task must produce: by whom, for whom, and whether it is made public. Who does it is either the plan's
    or, where the plan names nobody, inferred by the site."""

    id: Identifier
    name: Text
    by: tuple[str, ...] = ()
    who_inferred: WhoInferred = False
    to: str = ""
    public: StrictBool = False


class Task(Model):
    """One of the tasks of a phase."""

    id: Identifier
    name: Text
    summary: str = ""
    responsible: tuple[str, ...] = ()
    who_inferred: WhoInferred = False
    outputs: tuple[Output, ...] = ()


class Phase(Model):
    """A phase of the campaign. Phases may overlap, as the plan's do."""

    id: Identifier
    name: Text
    focus: str = ""
    period: Period
    opening: Output | None = Field(default=None, description="阶段开头要做的事，不属于哪一项任务")
    page: str = Field(default="", description="介绍这个阶段的页面，相对 docs 的路径")
    tasks: tuple[Task, ...] = ()


class Problem(Model):
    """A problem that the campaign must solve; the rectification ledger has one row for it."""

    id: Identifier
    name: Text
    angle: str = ""
    question: Text


class Named(Model):
    """A requirement or topic: a name and what it means."""

    id: Identifier
    name: Text
    summary: Text


class Upward(Model):
    """The report upwards (信息上报)."""

    name: Text
    summary: Text


class Reading(Model):
    """A text that the plan names to be studied."""

    id: Identifier
    title: Text
    readers: Literal["all", "leading"]
    purpose: Text


def mappings(data: Any, key: str) -> list[dict[str, Any]]:
    """The mappings in the list at `key`; none where the data is wrong, which is reported later."""
    items = data.get(key) if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


FrontKind = Literal["site", "newspaper", "board", "wechat"]
# What the channels of an article hold besides months, and what belongs to the site itself.
RESERVED_FRONTS = ("report", "report_category")


class Front(Model):
    """Where the campaign is made public. The channels of an article name it by its id, and so does the column that shows its
    issues, where there is one."""

    id: Identifier
    name: Text
    kind: Annotated[FrontKind, Field(description="site 本网站，newspaper 报刊，board 宣传栏，wechat 微信公众号")]
    summary: str = ""

    @model_validator(mode="after")
    def check_id(self) -> Front:
        if self.id in RESERVED_FRONTS:
            raise ValueError(f"阵地不能叫「{self.id}」，稿件信息用它记信息上报，请换一个 id。")
        return self


# As many as the home page's strip and the timeline can show.
MOST_PHASES = 6


class Campaign(Model):
    """docs/campaign.yml: the facts that every page, table and chart of the site is computed from. A campaign has a name and a
    time; all else may be left out, and then no page speaks of it."""

    name: Text
    short_name: Text
    period: Period
    issued: Annotated[Day | None, Field(description="方案印发的日期；没有方案就不写")] = None
    theme: str = ""
    carrier: str = ""
    goal: str = ""
    units: tuple[Unit, ...] = ()
    phases: Annotated[tuple[Phase, ...], Field(max_length=MOST_PHASES)] = ()
    closing: tuple[Output, ...] = ()
    problems: tuple[Problem, ...] = ()
    requirements: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    fronts: tuple[Front, ...] = ()
    upward: Upward | None = None
    readings: tuple[Reading, ...] = ()
    title_words: Annotated[tuple[Text, ...], Field(description="活动里常说、标题换行时不拆开的词")] = ()

    @model_validator(mode="before")
    @classmethod
    def check_unique(cls, data: Any) -> Any:
        """Names and ids are how articles and addresses refer to things, so each exists once in its kind."""
        phases = mappings(data, "phases")
        tasks = [task for phase in phases for task in mappings(phase, "tasks")]
        outputs = [phase["opening"] for phase in phases if isinstance(phase.get("opening"), dict)]
        outputs += [output for task in tasks for output in mappings(task, "outputs")] + mappings(data, "closing")
        kinds = {key: mappings(data, key) for key in ("units", "problems", "topics", "fronts", "readings")}
        for kind, items in (kinds | {"phases": phases, "tasks": tasks, "outputs": outputs}).items():
            for name in ("id", "name"):
                values = [item[name] for item in items if name in item]
                twice = next((value for value in values if values.count(value) > 1), None)
                if twice is not None:
                    raise ValueError(f"{kind} 里的 {name}「{twice}」写了两次，请改成不同的。")
        return data

    @model_validator(mode="after")
    def check_units(self) -> Campaign:
        """Who does what must be one of the units, where these are listed."""
        named = [name for task in self.tasks.values() for name in task.responsible]
        named += [name for output in self.outputs.values() for name in output.by]
        unknown = next((name for name in named if not self.knows_unit(name)), None)
        if unknown:
            raise ValueError(f"units 里没有「{unknown}」，请改成其中一个单位的名称，或在 units 里加上它。")
        return self

    @model_validator(mode="after")
    def check_site(self) -> Campaign:
        """There is one site, on which every article stands."""
        if len(self.fronts_of("site")) > 1:
            raise ValueError("fronts 里有两个 kind: site，本网站只有一个，请把另一个改成别的类型。")
        return self

    def fronts_of(self, kind: FrontKind) -> tuple[Front, ...]:
        """The fronts of one kind."""
        return tuple(front for front in self.fronts if front.kind == kind)

    @cached_property
    def issue_fronts(self) -> dict[str, Front]:
        """The fronts that an article can be put on, by their ids: all but the site."""
        return {front.id: front for front in self.fronts if front.kind != "site"}

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Every task by its name, in the plan's order."""
        return {task.name: task for phase in self.phases for task in phase.tasks}

    @cached_property
    def phase_of_task(self) -> dict[str, Phase]:
        """The phase of each task, by the task's name."""
        return {task.name: phase for phase in self.phases for task in phase.tasks}

    @cached_property
    def outputs(self) -> dict[str, Output]:
        """Every output by its name, the opening of a phase and the closing reports included."""
        outputs = [phase.opening for phase in self.phases if phase.opening]
        outputs += [output for task in self.tasks.values() for output in task.outputs]
        return {output.name: output for output in (*outputs, *self.closing)}

    @cached_property
    def unit_names(self) -> dict[str, Unit]:
        """Every unit by its name."""
        return {unit.name: unit for unit in self.units}

    def knows_unit(self, name: str) -> bool:
        """True for one of the units; for any name while no units are listed."""
        return not self.units or name in self.unit_names

    def without_samples(self) -> Campaign:
        """The campaign as a production build shows it, without placeholder units."""
        return self.model_copy(update={"units": tuple(unit for unit in self.units if unit.kind != "sample")})

    def phases_on(self, day: date) -> tuple[Phase, ...]:
        """The phases that run on `day`; more than one where they overlap, none before and after."""
        return tuple(p for p in self.phases if p.period.start_day <= day <= p.period.end_day)

    def has_ended(self, day: date) -> bool:
        """True when `day` lies after the campaign's last day."""
        return day > self.period.end_day


class Term(Model):
    """One term: `short` for hovering, `text` for the glossary page."""

    term: Annotated[str, Field(min_length=1, max_length=40)]
    short: Annotated[str, Field(min_length=1, max_length=80)]
    text: Text


class Glossary(Model):
    """docs/glossary.yml."""

    terms: tuple[Term, ...] = ()
