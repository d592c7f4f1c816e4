"""Workers' opinions: docs/progress/opinions.yml says how they are given, and what became of each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, model_validator

from lanmu.content.campaign import Campaign, Text
from lanmu.content.dates import Day
from lanmu.content.validation import Model, unknown_name
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import MisfitError, Problem, ProblemKind

FILE = "progress/opinions.yml"
TEMPLATE = "opinions.html"
UNIT = "写 docs/campaign.yml 里有的单位名称。"


class Opinion(Model):
    """One opinion and its handling. Who gave it is told by the kind of people only, never by name."""

    received: Annotated[Day, Field(description="哪天收到的")]
    who: Annotated[Text, Field(description="哪一类人提的，例如一线职工；不写姓名")]
    matter: Annotated[Text, Field(description="提的什么事")]
    unit: Annotated[Text, Field(description="由谁办，写 campaign.yml 里的单位名称")]
    due: Annotated[Day | None, Field(description="答应哪天以前答复")] = None
    answered: Annotated[Day | None, Field(description="哪天答复的；没有答复就不写")] = None
    answer: Annotated[str, Field(description="怎样答复的，办成了什么")] = ""
    sample: Annotated[StrictBool, Field(description="示例，正式发布时不出现")] = False

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

    ways: Annotated[tuple[Text, ...], Field(description="怎样提意见，一条写一种办法和时间地点；没有就留空")] = ()
    opinions: tuple[Opinion, ...] = ()

    @property
    def filled(self) -> bool:
        """True when there is something to show."""
        return bool(self.ways or self.opinions)


def faults(opinions: Opinions, document: YamlText, campaign: Campaign) -> list[Problem]:
    """Units that the campaign does not know."""
    return [
        unknown_name(document, ("opinions", index, "unit"), opinion.unit, campaign.unit_names, UNIT)
        for index, opinion in enumerate(opinions.opinions)
        if opinion.unit not in campaign.unit_names
    ]
