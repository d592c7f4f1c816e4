"""The publicity plan: docs/progress/publicity.yml says what is to be published where, when and by whom."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lanmu.content.campaign import Campaign, Text
from lanmu.content.validation import Model, unknown_name
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import Problem

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
    known = {"topic": [topic.name for topic in campaign.topics], "front": [front.name for front in campaign.fronts]}
    return [
        unknown_name(document, ("plan", index, field), getattr(entry, field), names)
        for index, entry in enumerate(plan.plan)
        for field, names in known.items()
        if getattr(entry, field) not in names
    ]
