"""The publicity plan: docs/progress/publicity.yml says what is to be published where, when and by whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lanmu.content.campaign import Campaign, Text
from lanmu.content.validation import Model, nearest
from lanmu.content.yaml_text import Key, YamlText, dotted
from lanmu.diagnostics.errors import Problem, ProblemKind

FILE = "progress/publicity.yml"


class Publication(Model):
    """One thing that is to be published on one front. Who does it is the office's to fill in."""

    topic: Annotated[Text, Field(description="宣传内容，写 campaign.yml 里 topics 的 name")]
    front: Annotated[Text, Field(description="宣传阵地，写 campaign.yml 里 fronts 的 name")]
    what: Annotated[Text, Field(description="登什么、贴什么")]
    when: Annotated[str, Field(description="什么时候，例如 10月中旬、每周一；没有定就不写")] = ""
    who: Annotated[str, Field(description="谁负责；没有定就不写")] = ""


class PublicityPlan(Model):
    """The whole file."""

    plan: tuple[Publication, ...] = ()


def faults(plan: PublicityPlan, document: YamlText, campaign: Campaign) -> list[Problem]:
    """Topics and fronts that the campaign does not know."""
    problems = []
    known = {"topic": [one.name for one in campaign.topics], "front": [one.name for one in campaign.fronts]}
    for index, entry in enumerate(plan.plan):
        for field, names in known.items():
            name = getattr(entry, field)
            if name in names:
                continue
            key: Key = ("plan", index, field)
            near = nearest(name, names)
            remedy = f"是不是 {near}？" if near else f"写这几个里的一个：{'、'.join(names)}。"
            message = f"「{name}」在 campaign.yml 里没有。"
            problems.append(
                Problem(document.path, document.line(key), message, remedy, dotted(key), kind=ProblemKind.UNKNOWN_NAME)
            )
    return problems
