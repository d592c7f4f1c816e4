"""Goes through a folder of returned forms: what counts, and what does not and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lanmu.content.dates import chinese_day
from lanmu.content.files import walk
from lanmu.content.survey import Question
from lanmu.surveys.form import Form
from lanmu.surveys.readers import mail_returns, saved_return, word_return
from lanmu.surveys.returned import Answer, Fault, Medium, Return, fitting
from lanmu.surveys.sheets import paper_returns
from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.opening import RejectedFileError, read

LOCKED = "请去掉密码，另存为 .docx，邮件另存为 .eml；不能的，人工抄到登记表里。"
COPY = "copy "
TENTHS = 1_000
"""Of a percent, in the whole."""


@dataclass(frozen=True)
class Count:
    """The forms that count, in the order of their files, and those that do not."""

    counted: tuple[Return, ...]
    faults: tuple[Fault, ...]

    @property
    def came(self) -> int:
        """How many came back."""
        return len(self.counted) + len(self.faults)

    def by_way(self) -> Iterator[tuple[Medium, int]]:
        """How many count of each way of return that was used."""
        ways = Counter(item.way for item in self.counted)
        return ((way, ways[way]) for way in Medium if ways[way])

    def answers_to(self, question: Question) -> list[Answer]:
        """The answers to one question."""
        return [item.answers[question.id] for item in self.counted if question.id in item.answers]


def count(form: Form, folder: Path) -> Count:
    """Reads every file below `folder`; nothing there is changed."""
    walked = walk(folder)
    faults = [Fault(problem.path.partition("/")[2], problem.message, problem.remedy) for problem in walked.passed_over]
    counted: list[Return] = []
    copies: dict[str, str] = {}
    for path in walked.files:
        for item in returns(form, folder, path):
            judged = item if isinstance(item, Fault) else judged_of(form, item, copies)
            if isinstance(judged, Fault):
                faults.append(judged)
            else:
                counted.append(judged)
                copies |= dict.fromkeys(keys_of(judged), judged.place)
    return Count(tuple(counted), tuple(faults))


def returns(form: Form, folder: Path, path: str) -> Iterator[Return | Fault]:
    """What is in one file, by its content and not by its name."""
    try:
        data = read(folder / path)
        kind, suffix = kind_in(data), Path(path).suffix.lower()
        if kind is FileKind.OLE2:
            raise RejectedFileError("加了密码，或者是旧格式（.doc、.xls、.msg），没有读。", LOCKED)
        if suffix == ".eml":
            yield from mail_returns(form, data, path)
        elif kind is FileKind.XLSX or suffix in (".xlsx", ".csv"):
            yield from paper_returns(form, data, path, is_csv=suffix == ".csv" and kind is not FileKind.XLSX)
        elif kind is FileKind.DOCX or suffix == ".docx":
            yield word_return(form, data, path)
        elif suffix == ".json":
            yield saved_return(form, data, path)
        else:
            raise RejectedFileError(
                "不是能数的文件（Word 表 .docx、网页存的 .json、电子邮件 .eml、登记表 .xlsx 或 .csv）。",
                "图片、扫描件请人工抄到登记表里；不是问卷的，移出这个文件夹。",
            )
    except RejectedFileError as fault:
        yield Fault(path, fault.reason, fault.remedy)


def keys_of(item: Return) -> list[str]:
    """By what a second copy is known: the content of the file, the number of the receipt."""
    return [COPY + item.copy] * bool(item.copy) + [f"receipt {item.receipt}"] * bool(item.receipt)


def judged_of(form: Form, item: Return, copies: dict[str, str]) -> Return | Fault:
    """A form as it counts, or why it does not; `copies` are the places of those that do, by their keys."""
    for key in keys_of(item):
        if key in copies:
            same = "同一份" if key.startswith(COPY) else "编号（回执号）一样的"
            remedy = "内容不同的，核对哪一份算数，把另一份移出这个文件夹；登记表里编重了号的，改成不同的编号。"
            return Fault(item.place, f"和 {copies[key]} 是{same}，只计一次。", remedy)
    try:
        answers = fitting(form, item.answers)
    except RejectedFileError as fault:
        return Fault(item.place, fault.reason, fault.remedy)
    if item.day and item.day > form.survey.deadline:
        late = f"过了期限：是 {chinese_day(item.day)}的，{chinese_day(form.survey.deadline)}截止。"
        return Fault(item.place, late, "确实按时交的，抄到登记表里；要放宽期限的，改问卷文件里的 deadline。")
    return replace(item, answers=answers)


def votes(question: Question, answers: list[Answer]) -> list[int]:
    """How often each option was chosen."""
    chosen = Counter(number for answer in answers if not isinstance(answer, str) for number in answer)
    return [chosen[number] for number in range(1, len(question.choices) + 1)]


def shares(counts: list[int]) -> list[str]:
    """The parts of a whole in percent with one decimal; they add up to 100.0 (largest remainder; of equal ones the first)."""
    whole = sum(counts)
    if not whole:
        return ["0.0%"] * len(counts)
    tenths = [count * TENTHS // whole for count in counts]
    order = sorted(range(len(counts)), key=lambda index: (-(counts[index] * TENTHS % whole), index))
    for index in order[: TENTHS - sum(tenths)]:
        tenths[index] += 1
    return [f"{tenth // 10}.{tenth % 10}%" for tenth in tenths]


def rates(counts: list[int], people: int) -> list[str]:
    """How many of so many people chose each option, in percent; they may choose several."""
    tenths = [(2 * count * TENTHS + people) // (2 * people) if people else 0 for count in counts]
    return [f"{tenth // 10}.{tenth % 10}%" for tenth in tenths]
