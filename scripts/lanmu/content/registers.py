"""The data files beside the pages about progress (`role: progress`): reports upwards, workers' opinions, the publicity plan."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from lanmu.content.article import Article, Page
from lanmu.content.campaign import Campaign, Text
from lanmu.content.dates import Day
from lanmu.content.validation import LONG_TEXT, Model, nearest, unknown_name
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import MisfitError, Problem, ProblemKind

REPORTS = "reports.yml"
OPINIONS = "opinions.yml"
PUBLICITY = "publicity.yml"
OPINIONS_PAGE = "opinions.html"
MEANT = "是不是 {}？"
SampleFlag = Annotated[StrictBool, Field(description="示例：正式发布时不出现")]


class Report(Model):
    """One article sent to one outlet. Sent to two, it has two entries."""

    article: Annotated[Text, Field(description="文章的路径，从 docs/ 算起")]
    sent: Annotated[Day, Field(description="哪天报送的")]
    to: Annotated[Text, Field(description="报给哪里：刊物或部门的名称")]
    taken: Annotated[Day | None, Field(description="哪天采用的；没有采用就不写")] = None
    taken_as: Annotated[str, Field(alias="as", description="采用时的题目、期号")] = ""
    sample: SampleFlag = False

    @model_validator(mode="after")
    def check_order(self) -> Report:
        if self.taken and self.taken < self.sent:
            raise MisfitError(ProblemKind.MISFIT, f"采用日 {self.taken} 早于报送日 {self.sent}，请核对后改正。")
        if self.taken_as and not self.taken:
            raise MisfitError(
                ProblemKind.MISFIT, "写了采用的题目 as，没有写采用日，请补上 taken，还没有采用就删去 as。"
            )
        return self


class Ledger(Model):
    """The whole file, in any order."""

    reports: tuple[Report, ...] = ()


@dataclass(frozen=True)
class Reported:
    """An entry of the ledger with its article; `unit` is the id of the unit that handed the article in, or its name where the
    campaign lists no units."""

    entry: Report
    article: Article
    unit: str


class Opinion(Model):
    """One opinion and its handling. Who gave it is recorded by the kind of people only, never by name."""

    received: Annotated[Day, Field(description="收到的日子")]
    who: Annotated[Text, Field(description="谁提的：哪一类人，例如一线职工；不写姓名")]
    matter: Annotated[Text, Field(description="提的什么事"), LONG_TEXT]
    unit: Annotated[Text, Field(description="由谁办")]
    due: Annotated[Day | None, Field(description="答复期限：答应哪天以前答复")] = None
    answered: Annotated[Day | None, Field(description="答复日：没有答复就不写")] = None
    answer: Annotated[str, Field(description="答复：怎样答复的，办成了什么"), LONG_TEXT] = ""
    sample: SampleFlag = False

    @model_validator(mode="after")
    def check_days(self) -> Opinion:
        for day, name in ((self.due, "答复期限"), (self.answered, "答复日")):
            if day and day < self.received:
                raise MisfitError(ProblemKind.MISFIT, f"{name} {day} 早于收到的日子 {self.received}，请核对后改正。")
        if bool(self.answered) != bool(self.answer):
            raise MisfitError(ProblemKind.MISFIT, "答复日 answered 和答复 answer 只写了一个，请两个都写，或者都不写。")
        return self


class Opinions(Model):
    """The whole file: the ways to speak up, and the register in any order."""

    ways: Annotated[tuple[Text, ...], Field(description="怎样提意见：一行写一种办法和时间地点；没有就留空")] = ()
    opinions: Annotated[tuple[Opinion, ...], Field(description="职工意见")] = ()

    @property
    def filled(self) -> bool:
        """True when there is something to show."""
        return bool(self.ways or self.opinions)

    def without_samples(self) -> Opinions:
        """The register as a production build shows it."""
        return self.model_copy(update={"opinions": tuple(each for each in self.opinions if not each.sample)})


class Publication(Model):
    """A planned publication on a front. Who does it is the office's to fill in."""

    topic: Annotated[Text, Field(description="宣传专题")]
    front: Annotated[Text, Field(description="宣传阵地")]
    what: Annotated[Text, Field(description="登什么、贴什么")]
    when: Annotated[str, Field(description="什么时候：例如 10月中旬、每周一；没有定就不写")] = ""
    who: Annotated[str, Field(description="谁负责：没有定就不写")] = ""


class PublicityPlan(Model):
    """The whole file."""

    plan: Annotated[tuple[Publication, ...], Field(description="宣传计划")] = ()


Fault = tuple[str, str, str, ProblemKind]
"""What is wrong with an entry: its field, the message, the remedy, the kind."""


def resolved_reports(
    ledger: Ledger,
    document: YamlText,
    items: Mapping[str, Article | Page],
    campaign: Campaign,
    broken: Container[str],
) -> tuple[tuple[Reported, ...], list[Problem]]:
    """The entries with what they name, oldest first, and everything in them that does not fit.

    Articles in `broken` have been reported already and are passed over.
    """
    resolved: list[Reported] = []
    problems: list[Problem] = []
    seen: set[tuple[str, date, str]] = set()
    first: dict[str, date] = {}
    for entry in ledger.reports:
        first[entry.article] = min(entry.sent, first.get(entry.article, entry.sent))
    for index, entry in enumerate(ledger.reports):
        if entry.article in broken:
            continue
        article = items.get(entry.article)
        identity = (entry.article, entry.sent, entry.to)
        fault: Fault | None
        if not isinstance(article, Article):
            near = nearest(entry.article, (name for name, item in items.items() if isinstance(item, Article)))
            remedy = f"是不是 {near}？" if near else "路径从 docs/ 算起，例如 bulletins/2008-11-05-xxx.md。"
            fault = "article", f"没有「{entry.article}」这篇文章。", remedy, ProblemKind.UNKNOWN_NAME
        else:
            fault = _fault_of(entry, article, campaign, first[entry.article], again=identity in seen)
        if isinstance(article, Article) and not fault:
            resolved.append(Reported(entry, article, _unit_of(article, campaign)))
        seen.add(identity)
        if fault:
            field, message, remedy, kind = fault
            problems.append(document.problem(("reports", index, field), message, remedy, kind))
    return tuple(sorted(resolved, key=lambda r: (r.entry.sent, r.entry.article, r.entry.to))), problems


def _unit_of(article: Article, campaign: Campaign) -> str:
    unit = campaign.unit_names.get(article.source_unit)
    return unit.id if unit else article.source_unit


def _fault_of(entry: Report, article: Article, campaign: Campaign, first: date, *, again: bool) -> Fault | None:
    """What does not fit between an entry and its article; `first` is the earliest day on
    which the article was sent."""
    place = f"docs/{article.path}"
    if again:
        message = f"《{article.title}》同一天报同一处，写了两次。"
        return "article", message, "只保留一条。", ProblemKind.MISFIT
    if not campaign.knows_unit(article.source_unit):
        message = f"《{article.title}》的供稿单位「{article.source_unit}」在 campaign.yml 里没有，统计不到单位。"
        return "article", message, f"在 {place} 里写 unit: 单位名称。", ProblemKind.UNKNOWN_NAME
    if entry.sample != article.meta.sample:
        message = f"《{article.title}》{'是' if article.meta.sample else '不是'}示例，和这一条的 sample 不一致。"
        remedy = "示例稿件写 sample: true；真实的报送记录不写 sample，也不要登记示例稿件。"
        return "sample" if entry.sample else "article", message, remedy, ProblemKind.SAMPLE
    said = article.meta.channels.report
    if said != first:
        message = f"《{article.title}》最早的报送日是 {first}，稿件里写的是{said or '没有上报'}。"
        remedy = f"在 {place} 里写 channels: {{report: {first}}}，或者改正这里的 sent。"
        return "sent", message, remedy, ProblemKind.MISFIT
    return None


def unknown_units(opinions: Opinions, document: YamlText, campaign: Campaign) -> list[Problem]:
    """Units in the register of opinions that the campaign does not know."""
    choose = "写 docs/campaign.yml 里有的单位名称。"
    return [
        unknown_name(document, ("opinions", index, "unit"), opinion.unit, campaign.unit_names, MEANT, choose)
        for index, opinion in enumerate(opinions.opinions)
        if not campaign.knows_unit(opinion.unit)
    ]


def unknown_topics(plan: PublicityPlan, document: YamlText, campaign: Campaign) -> list[Problem]:
    """Topics and fronts in the publicity plan that the campaign does not know."""
    valid_names = {
        "topic": [topic.name for topic in campaign.topics],
        "front": [front.name for front in campaign.fronts],
    }
    return [
        unknown_name(document, ("plan", index, field), getattr(entry, field), names, MEANT, "写这几个里的一个：{}。")
        for index, entry in enumerate(plan.plan)
        for field, names in valid_names.items()
        if getattr(entry, field) not in names
    ]
