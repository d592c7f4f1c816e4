"""How this office writes words, names and set phrases, since when and until when, and who holds which post."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt, model_validator

from lanmu.content.campaign import Text
from lanmu.content.dates import FirstDay, LastDay
from lanmu.content.validation import Model
from lanmu.diagnostics.errors import MisfitError, ProblemKind

Word = Annotated[str, Field(min_length=2)]
WordKind = Literal["错误写法", "慎用", "名称"]


class Dated(Model):
    """What holds for texts written from `begin` to `end`, both included (None: always), by a source."""

    begin: Annotated[FirstDay | None, Field(alias="from", description="从哪天起：年、年月或年月日；一直适用的不写")] = (
        None
    )
    end: Annotated[LastDay | None, Field(alias="until", description="到哪天为止：含当天，写法同上")] = None

    @model_validator(mode="after")
    def check_order(self) -> Dated:
        if self.begin and self.end and self.end < self.begin:
            raise MisfitError(ProblemKind.MISFIT, f"until（{self.end}）早于 from（{self.begin}），请改正其中一个。")
        return self

    def holds_on(self, day: dt.date) -> bool:
        """True for texts of that day."""
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)


class Sourced(Dated):
    """A rule of wording: why, and where that is laid down."""

    reason: Annotated[Text, Field(description="为什么")]
    source: Annotated[str, Field(description="依据：文件名称、发布单位和时间；公认的用法可以不写")] = ""

    @property
    def grounds(self) -> str:
        """Why, with the source, as a sentence without its full stop."""
        return f"{self.reason}（依据：{self.source}）" if self.source else self.reason


class WrongForm(Sourced):
    """One wrong form: what to write for it and why. It is allowed inside the words of `unless`."""

    kind: Annotated[WordKind, Field(description="类型：错误写法、名称（机构、会议、活动的名称）算错误，慎用只提醒")] = (
        "错误写法"
    )
    wrong: Annotated[Word, Field(description="错误的写法")]
    right: Annotated[Text, Field(description="正确的写法")]
    unless: Annotated[tuple[str, ...], Field(description="放过：含有这个词的正确说法，一行一个")] = ()

    @model_validator(mode="after")
    def check_forms(self) -> WrongForm:
        if self.wrong == self.right:
            raise MisfitError(ProblemKind.MISFIT, f"「{self.wrong}」的错误写法和正确写法一样，请改正其中一个。")
        check_contexts((self.wrong,), self.unless)
        return self

    @property
    def contexts(self) -> tuple[str, ...]:
        """Everything in which the wrong form may stand: the words of `unless`, and the right form when it has it."""
        return (*self.unless, self.right) if self.wrong in self.right else self.unless


class Formula(Sourced):
    """A set phrase (固定提法): its parts, whole and in order.

    With a `name` (三查三看) only what is listed directly after the name is checked, whatever stands between the parts;
    without one, the parts in a row. Where `whole` is false, a part may be left out.
    """

    parts: Annotated[tuple[Word, ...], Field(description="各个部分：按固定的次序，一行一个，至少两项")]
    name: Annotated[str, Field(description="名称：例如 三查三看；写了它，就只看名称后面列出的")] = ""
    whole: Annotated[StrictBool, Field(description="缺一项就算错：不选时只查次序和重复")] = True

    @model_validator(mode="after")
    def check_parts(self) -> Formula:
        if len(self.parts) < 2:
            raise MisfitError(
                ProblemKind.MISFIT, "parts 不到两项，请写出各个部分，例如 [学习调研, 分析检查, 整改落实]。"
            )
        for number, part in enumerate(self.parts):
            if any(part in other for other in (*self.parts[:number], *self.parts[number + 1 :])):
                raise MisfitError(ProblemKind.MISFIT, f"parts 里的「{part}」重复，或者含在另一项里，请写完整的说法。")
        return self


class Enumeration(Sourced):
    """Members that must not be listed as one of a class (并列): 香港 among 等国家. What is in `unless` is allowed."""

    members: Annotated[tuple[Word, ...], Field(min_length=1, description="名称：不能归在这一类里的，一行一个")]
    called: Annotated[tuple[Text, ...], Field(min_length=1, description="类的名称：接在“等”的后面，一行一个")]
    right: Annotated[Text, Field(description="正确的写法")]
    unless: Annotated[tuple[str, ...], Field(description="放过：含有类的名称的正确说法，一行一个")] = ()

    @model_validator(mode="after")
    def check_unless(self) -> Enumeration:
        check_contexts(self.called, self.unless)
        return self


class Holder(Dated):
    """Who held which post (任职), from when until when. `order` is the place among those who are listed together."""

    name: Annotated[Word, Field(description="姓名")]
    post: Annotated[str, Field(min_length=2, description="职务：全称，例如 某某市教育局局长")]
    short: Annotated[str, Field(description="职务的简称：例如 主席；写在姓名前面、后面的也认")] = ""
    order: Annotated[StrictInt | None, Field(ge=1, description="排名的次序：1 在最前；不写就不查次序")] = None


class Terms(Model):
    """docs/terms.yml."""

    terms: Annotated[tuple[WrongForm, ...], Field(description="错词：错误写法、慎用、名称")] = ()
    formulas: Annotated[tuple[Formula, ...], Field(description="固定提法")] = ()
    enumerations: Annotated[tuple[Enumeration, ...], Field(description="不能并列的名称")] = ()
    holders: Annotated[
        tuple[Holder, ...], Field(description="任职表：谁在什么时间任什么职务，旧的写到哪天为止，不删")
    ] = ()


def check_contexts(words: tuple[str, ...], contexts: tuple[str, ...]) -> None:
    """Refuses a context that does not hold any of the words."""
    for context in contexts:
        if not any(word in context for word in words):
            raise MisfitError(
                ProblemKind.MISFIT, f"unless 里的「{context}」不含「{'」「'.join(words)}」，请写完整的说法。"
            )
