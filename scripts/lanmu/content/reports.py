"""The ledger of the reports upwards: docs/progress/reports.yml says what was sent where, and what became of it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import Field, StrictBool, model_validator

from lanmu.content.article import Article, Page
from lanmu.content.campaign import Campaign, Text
from lanmu.content.dates import Day
from lanmu.content.validation import Model, nearest
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import MisfitError, Problem, ProblemKind

LEDGER = "progress/reports.yml"


class Report(Model):
    """One article sent to one outlet. Sent to two, it has two entries."""

    article: Annotated[Text, Field(description="文章的路径，从 docs/ 算起")]
    sent: Annotated[Day, Field(description="哪天报送的")]
    to: Annotated[Text, Field(description="报给哪里：刊物或部门的名称")]
    taken: Annotated[Day | None, Field(description="哪天采用的；没有采用就不写")] = None
    taken_as: Annotated[str, Field(alias="as", description="采用时的题目、期号")] = ""
    sample: Annotated[StrictBool, Field(description="示例，正式发布时不出现")] = False

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
    """An entry of the ledger with its article; `unit` is the id of the unit that handed the article in."""

    entry: Report
    article: Article
    unit: str


class Fault(NamedTuple):
    """What is wrong with an entry, and in which of its fields."""

    field: str
    message: str
    remedy: str
    kind: ProblemKind


def resolved(
    ledger: Ledger,
    document: YamlText,
    items: Mapping[str, Article | Page],
    campaign: Campaign,
    broken: Container[str],
) -> tuple[tuple[Reported, ...], list[Problem]]:
    """The entries with what they name, oldest first, and everything in them that fits nothing.

    Of an article in `broken` its own fault is told already.
    """
    found: list[Reported] = []
    problems: list[Problem] = []
    seen: set[tuple[str, date, str]] = set()
    first: dict[str, date] = {}
    for entry in ledger.reports:
        first[entry.article] = min(entry.sent, first.get(entry.article, entry.sent))
    for index, entry in enumerate(ledger.reports):
        article = items.get(entry.article)
        if entry.article in broken:
            continue
        identity = (entry.article, entry.sent, entry.to)
        again = identity in seen
        seen.add(identity)
        if isinstance(article, Article):
            fault = fault_of(entry, article, campaign, first[entry.article], again=again)
            found += [] if fault else [Reported(entry, article, campaign.unit_names[article.source_unit].id)]
        else:
            fault = no_article(entry.article, items)
        if fault:
            key = ("reports", index, fault.field)
            problems.append(document.problem(key, fault.message, fault.remedy, fault.kind))
    return tuple(sorted(found, key=lambda r: (r.entry.sent, r.entry.article, r.entry.to))), problems


def no_article(path: str, items: Mapping[str, Article | Page]) -> Fault:
    """An article that is not there."""
    near = nearest(path, (name for name, item in items.items() if isinstance(item, Article)))
    remedy = f"是不是 {near}？" if near else "路径从 docs/ 算起，例如 bulletins/2008-11-05-xxx.md。"
    return Fault("article", f"没有「{path}」这篇文章。", remedy, ProblemKind.UNKNOWN_NAME)


def fault_of(entry: Report, article: Article, campaign: Campaign, first: date, *, again: bool) -> Fault | None:
    """What does not fit between an entry and its article; `first` is the earliest day that it was sent."""
    place = f"docs/{article.path}"
    if again:
        message = f"《{article.title}》同一天报同一处，写了两次。"
        return Fault("article", message, "只保留一条。", ProblemKind.MISFIT)
    if article.source_unit not in campaign.unit_names:
        message = f"《{article.title}》的供稿单位「{article.source_unit}」在 campaign.yml 里没有，统计不到单位。"
        return Fault("article", message, f"在 {place} 里写 unit: 单位名称。", ProblemKind.UNKNOWN_NAME)
    if entry.sample != article.meta.sample:
        message = f"《{article.title}》{'是' if article.meta.sample else '不是'}示例，和这一条的 sample 不一致。"
        remedy = "示例稿件写 sample: true；真实的报送记录不写 sample，也不要登记示例稿件。"
        return Fault("sample" if entry.sample else "article", message, remedy, ProblemKind.SAMPLE)
    said = article.meta.channels.report
    if said != first:
        message = f"《{article.title}》最早的报送日是 {first}，稿件里写的是{said or '没有上报'}。"
        remedy = f"在 {place} 里写 channels: {{report: {first}}}，或者改正这里的 sent。"
        return Fault("sent", message, remedy, ProblemKind.MISFIT)
    return None
