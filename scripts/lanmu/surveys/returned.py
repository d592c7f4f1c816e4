"""A form that came back: what it says, and whether that fits the questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lanmu.content.survey import LONGEST_ANSWER, Question
from lanmu.diagnostics.terminal_text import one_line
from lanmu.surveys.form import Form
from lanmu.untrusted.opening import RejectedFileError

Answer = tuple[int, ...] | str
"""The numbers of the options that were chosen, or a text."""
OLD_FORM = "请对方用现在的问卷重新填；问题其实没有变的，人工抄到纸质表的登记表里。"


class Medium(StrEnum):
    """How a form came back; the value is what the result calls it."""

    FILE = "网页存的文件"
    MAIL = "电子邮件"
    WORD = "Word 表"
    PAPER = "纸质表"


@dataclass(frozen=True)
class Return:
    """One form that came back. `place` is its file (and row) for the editor; `copy` is equal for copies of one file,
    `receipt` for forms sent from one session (both may be empty); `day` is when it was sent or saved."""

    place: str
    way: Medium
    answers: Mapping[str, Answer]
    copy: str = ""
    receipt: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Fault:
    """A form that is not counted: where it is, why, and what to do."""

    place: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return one_line(f"{self.place} {self.reason}办法：{self.remedy}")


def require_number(form: Form, number: str) -> None:
    """Refuses answers to another survey, or to questions that have been changed since. Raises RejectedFileError."""
    if number == form.number:
        return
    if number.rpartition("-")[0] == form.slug:
        raise RejectedFileError(f"是问题改动以前的问卷（{number[:60]}），现在的是 {form.number}。", OLD_FORM)
    raise RejectedFileError(
        f"是别的问卷（编号「{number[:60]}」），这一份的编号是 {form.number}。", "移到那份问卷的文件夹里。"
    )


def fitting(form: Form, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers that were given, in the order of the questions. Raises RejectedFileError when one does not fit its question,
    and when nothing was answered."""
    if unknown := [name for name in answers if name not in form.questions]:
        raise RejectedFileError(f"有问卷里没有的题目「{unknown[0][:40]}」。", "请对方重新填；是登记表的，改正表头。")
    accepted: dict[str, Answer] = {}
    for question in form.survey.questions:
        answer = answers.get(question.id, "")
        if answer := answer.strip() if isinstance(answer, str) else tuple(sorted(set(answer))):
            accepted[question.id] = checked(question, answer)
    if not accepted:
        raise RejectedFileError("一道题也没有答。", "空白的不计票，留着备查；是文件没有存上的，请对方重新存、重新交。")
    return accepted


def checked(question: Question, answer: Answer) -> Answer:
    """The answer to a question. Raises RejectedFileError when it does not fit."""
    name = f"「{question.title}」"
    if isinstance(answer, str) != (question.kind == "text"):
        raise RejectedFileError(f"{name}的答案不是{'文字' if question.kind == 'text' else '选项的序号'}。", OLD_FORM)
    if isinstance(answer, str):
        if len(answer) > LONGEST_ANSWER:
            raise RejectedFileError(
                f"{name}写了 {len(answer)} 个字，最多 {LONGEST_ANSWER} 个。", "人工看过，压缩以后抄到纸质表的登记表里。"
            )
        return answer
    if beyond := next((number for number in answer if not 1 <= number <= len(question.choices)), None):
        raise RejectedFileError(f"{name}没有第 {beyond} 项。", "请对方核对；是登记表的，照原表改正。")
    if beyond == 0:
        raise RejectedFileError(f"{name}没有第 0 项，序号从 1 起。", "照原表改正。")
    if question.is_single and len(answer) > 1:
        chosen = "、".join(question.choices[number - 1] for number in answer)
        raise RejectedFileError(
            f"{name}只能选一项，选了{chosen}。", "问得到本人的，请他重新填；问不到的，作废票，不计。"
        )
    return answer
