"""The campaign (phases, tasks and what they must produce, problems, units, topics, fronts) and the glossary of its terms."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, WithJsonSchema, model_validator

from lanmu.content.dates import Day, period_of
from lanmu.content.validation import LONG_TEXT, Model

Text = Annotated[str, Field(min_length=1)]
LongText = Annotated[str, Field(min_length=1), LONG_TEXT]
Identifier = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9-]*$", description="标识：英文小写字母、数字和短横，用作网址；公布以后不要再改")
]
WhoInferred = Annotated[StrictBool, Field(description="由谁做是本站归纳的：方案没有点名，表里标“本站建议”")]
RoughDate = Annotated[
    str,
    BeforeValidator(lambda value: (period_of(str(value)), str(value))[1]),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}年\d{1,2}月(上旬|中旬|下旬|\d{1,2}日)?$"}),
]


class Period(Model):
    """A span of time as the plan writes it, to the month, 旬 or day; both ends belong to it."""

    begin: RoughDate = Field(alias="from", description="从：例如 2008年9月、2008年9月下旬、2008年9月21日")
    end: RoughDate = Field(alias="to", description="到：写法同上，含最后一天")

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
    name: Annotated[Text, Field(description="名称：稿件的供稿单位照这个写")]
    kind: Annotated[
        Literal["body", "group", "role", "sample"],
        Field(description="类型：body 机构，group 一类单位，role 岗位，sample 示例用的占位单位（正式发布时不出现）"),
    ]
    duty: Annotated[str, Field(description="职责：在活动里做什么"), LONG_TEXT] = ""


class Output(Model):
    """Something a task must produce: by whom, for whom, and whether it is made public. Who does it is either the plan's
    or, where the plan names nobody, inferred by the site."""

    id: Identifier
    name: Annotated[Text, Field(description="名称")]
    by: Annotated[tuple[str, ...], Field(description="由谁做：单位的名称")] = ()
    who_inferred: WhoInferred = False
    to: Annotated[str, Field(description="交给谁")] = ""
    public: Annotated[StrictBool, Field(description="要公开")] = False


class Task(Model):
    """One of the tasks of a phase."""

    id: Identifier
    name: Annotated[Text, Field(description="名称：稿件的任务照这个写")]
    summary: Annotated[str, Field(description="内容：做什么，怎么做"), LONG_TEXT] = ""
    responsible: Annotated[tuple[str, ...], Field(description="责任单位")] = ()
    who_inferred: WhoInferred = False
    outputs: Annotated[tuple[Output, ...], Field(description="成果：这项任务要交的东西")] = ()


class Phase(Model):
    """A phase of the campaign. Phases may overlap, as the plan's do."""

    id: Identifier
    name: Annotated[Text, Field(description="名称：稿件的活动阶段照这个写")]
    focus: Annotated[str, Field(description="重点")] = ""
    period: Annotated[Period, Field(description="起止时间")]
    opening: Output | None = Field(
        default=None, description="开头要做的事：不属于哪一项任务，例如动员大会；没有就全空着"
    )
    page: str = Field(default="", description="介绍页：介绍这个阶段的页面，从 docs/ 算起的路径")
    tasks: Annotated[tuple[Task, ...], Field(description="任务")] = ()

    @property
    def outputs(self) -> tuple[Output, ...]:
        """All that it must produce, what opens it included."""
        opening = (self.opening,) if self.opening else ()
        return (*opening, *(output for task in self.tasks for output in task.outputs))


class Problem(Model):
    """A problem that the campaign must solve; the rectification ledger has one row for it."""

    id: Identifier
    name: Annotated[Text, Field(description="名称：简短的叫法")]
    angle: Annotated[str, Field(description="角度：属于哪一方面")] = ""
    question: Annotated[LongText, Field(description="问题：要解决什么")]


class Named(Model):
    """A requirement or topic: a name and what it means."""

    id: Identifier
    name: Annotated[Text, Field(description="名称")]
    summary: Annotated[LongText, Field(description="内容")]


class Upward(Model):
    """The report upwards (信息上报)."""

    name: Annotated[Text, Field(description="名称")]
    summary: Annotated[LongText, Field(description="内容：报给谁，做什么")]


class Reading(Model):
    """A text that the plan names to be studied."""

    id: Identifier
    title: Annotated[Text, Field(description="题目")]
    readers: Annotated[Literal["all", "leading"], Field(description="谁学：all 全体，leading 领导干部另外加学")]
    purpose: Annotated[LongText, Field(description="怎样学：方案的要求；本站的建议写明“本站建议”")]


def mappings(data: Any, key: str) -> list[dict[str, Any]]:
    """The mappings in the list at `key`; none where the data is wrong, which is reported later."""
    items = data.get(key) if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


FrontKind = Literal["site", "newspaper", "board", "wechat"]
# What the channels of an article hold besides months.
RESERVED_FRONTS = ("posted", "report", "report_category")


class Front(Model):
    """Where the campaign is made public. The channels of an article name it by its id, and so does the column that shows its
    issues, where there is one."""

    id: Identifier
    name: Annotated[Text, Field(description="名称")]
    kind: Annotated[FrontKind, Field(description="类型：site 本网站，newspaper 报刊，board 宣传栏，wechat 微信公众号")]
    summary: Annotated[str, Field(description="说明：登什么、贴什么"), LONG_TEXT] = ""

    @model_validator(mode="after")
    def check_id(self) -> Front:
        if self.id in RESERVED_FRONTS:
            raise ValueError(f"阵地不能叫「{self.id}」，稿件信息用它记别的事，请换一个 id。")
        return self


# As many as the home page's strip and the timeline can show.
MOST_PHASES = 6


class Campaign(Model):
    """docs/campaign.yml: the facts that every page, table and chart of the site is computed from. A campaign has a name and a
    time; all else may be left out, and then no page speaks of it."""

    name: Annotated[Text, Field(description="名称：活动的全称")]
    short_name: Annotated[Text, Field(description="简称：标题、栏目里用")]
    period: Annotated[Period, Field(description="起止时间")]
    issued: Annotated[Day | None, Field(description="方案印发的日期：没有方案就不写")] = None
    theme: Annotated[str, Field(description="主题")] = ""
    carrier: Annotated[str, Field(description="实践载体")] = ""
    goal: Annotated[str, Field(description="总要求"), LONG_TEXT] = ""
    units: Annotated[tuple[Unit, ...], Field(description="单位：供稿、承办、负责的单位与岗位")] = ()
    phases: Annotated[tuple[Phase, ...], Field(max_length=MOST_PHASES, description="阶段")] = ()
    closing: Annotated[tuple[Output, ...], Field(description="结束时的总结：不属于某一个阶段")] = ()
    problems: Annotated[tuple[Problem, ...], Field(description="突出问题：整改台账里一项一行")] = ()
    requirements: Annotated[tuple[Named, ...], Field(description="要求")] = ()
    topics: Annotated[tuple[Named, ...], Field(description="宣传专题：要求宣传的几个方面")] = ()
    fronts: Annotated[tuple[Front, ...], Field(description="宣传阵地：登在哪里、贴在哪里")] = ()
    upward: Annotated[Upward | None, Field(description="信息上报：不上报就全空着")] = None
    readings: Annotated[tuple[Reading, ...], Field(description="学习书目")] = ()
    title_words: Annotated[tuple[Text, ...], Field(description="不拆开的词：标题换行时不拆开，一行一个")] = ()

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

    @cached_property
    def contributors(self) -> tuple[Unit, ...]:
        """The units that hand in articles. A role does things, or answers for them; placeholders are for samples."""
        return tuple(unit for unit in self.units if unit.kind in ("body", "group"))

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

    term: Annotated[str, Field(min_length=1, max_length=40, description="名词")]
    short: Annotated[str, Field(min_length=1, max_length=80, description="短的解释：鼠标停留时显示")]
    text: Annotated[LongText, Field(description="解释：名词解释页显示")]


class Glossary(Model):
    """docs/glossary.yml."""

    terms: Annotated[tuple[Term, ...], Field(description="名词解释")] = ()
