"""A survey (征求意见, 评议): docs/<column>/<slug>.survey.yml. Its page, its forms and its count are made from it (surveys/)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from lanmu.content.article import Title
from lanmu.content.campaign import Identifier, Text
from lanmu.content.dates import Day
from lanmu.content.fingerprint import fingerprint
from lanmu.content.validation import Model

SUFFIX = ".survey.yml"
USUAL_SCALE = ("满意", "基本满意", "不满意")
MOST_QUESTIONS, MOST_OPTIONS = 50, 20
LONGEST_ANSWER = 2_000
"""Characters of a free answer."""
# Names of the lines of an e-mail besides those of the answers (surveys/readers.py).
RESERVED = ("survey", "receipt", "saved", "end")
QuestionKind = Literal["one", "several", "scale", "text"]
Option = Annotated[str, Field(min_length=1, max_length=40)]


class Question(Model):
    """One question. Answers refer to it by its id, to its options by their numbers from 1."""

    id: Annotated[Identifier, Field(max_length=30)]
    kind: Annotated[
        QuestionKind, Field(description="one 选一项，several 可选几项，scale 评价（满意、不满意等），text 写文字")
    ]
    title: Annotated[str, Field(min_length=1, max_length=100, description="问什么")]
    options: Annotated[
        tuple[Option, ...], Field(max_length=MOST_OPTIONS, description="选项；评价不写，就是满意、基本满意、不满意")
    ] = ()

    @model_validator(mode="after")
    def check_options(self) -> Question:
        if self.id in RESERVED:
            raise ValueError(f"题目不能叫「{self.id}」，程序自己要用，请换一个 id。")
        if self.kind == "text" and self.options:
            raise ValueError("写文字的题目（text）没有选项，请删去 options，或者改 kind。")
        if self.kind != "text" and len(self.choices) < 2:
            raise ValueError("选项不到两个，请在 options 里写上全部选项。")
        if len(set(self.options)) < len(self.options):
            raise ValueError("options 里有一样的选项，请只保留一个。")
        return self

    @property
    def choices(self) -> tuple[str, ...]:
        """What one chooses from; none for a text."""
        return self.options or (USUAL_SCALE if self.kind == "scale" else ())

    @property
    def is_single(self) -> bool:
        """True when no more than one option may be chosen."""
        return self.kind in ("one", "scale")


class Survey(Model):
    """The whole file."""

    title: Annotated[Title, Field(description="征求意见、评议的题目，例如 领导班子分析检查报告群众评议")]
    collector: Annotated[Text, Field(description="谁来收：单位的名称")]
    address: Annotated[Text, Field(description="填好的交到哪里：房间、信箱、办公电话")]
    email: Annotated[str, Field(pattern=r"^([\w.+-]+@[\w-]+(\.[\w-]+)+)?$", description="收的电子邮箱；没有就不写")] = (
        ""
    )
    start: Annotated[Day, Field(description="哪天开始")]
    deadline: Annotated[Day, Field(description="哪天截止，这一天也算")]
    introduction: Annotated[Text, Field(description="为什么问、问谁、答案怎样用；空一行就是另起一段")]
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]

    @model_validator(mode="after")
    def check_days(self) -> Survey:
        if self.deadline < self.start:
            raise ValueError(f"截止日 {self.deadline} 早于开始日 {self.start}，请改正。")
        return self

    @model_validator(mode="after")
    def check_unique(self) -> Survey:
        ids = [question.id for question in self.questions]
        if twice := next((name for name in ids if ids.count(name) > 1), None):
            raise ValueError(f"有两道题目的 id 都是「{twice}」，请改成不同的。")
        return self

    @property
    def code(self) -> str:
        """Letters that change with what is asked, so that answers to other questions are not counted."""
        asked = [(question.id, question.kind, question.title, question.choices) for question in self.questions]
        return fingerprint(repr(asked).encode(), 8)

    def number(self, path: str) -> str:
        """What every copy of the form bears, and the page on which it is asked (`#survey-<number>`), for the survey in the file
        at `path`. Answers with another number are answers to other questions."""
        return f"{path.rpartition('/')[2].removesuffix(SUFFIX)}-{self.code}"
