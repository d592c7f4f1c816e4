"""Questions at a terminal: numbered lists, Enter takes the default, a wrong answer is asked for again.

An option on the command line answers a question beforehand. Nothing here writes a file: Ctrl-C leaves nothing behind.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lanmu.content.validation import nearest
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import UserError

T = TypeVar("T")
NONE = "不写"
APART = r"[^,，、;；\s]+"


@dataclass(frozen=True)
class Choice:
    """A line of a list; the answer may be its number, its name, a part of its name, or its id in docs/*.yml."""

    name: str
    about: str = ""
    id: str = ""


@dataclass(frozen=True)
class Question(Generic[T]):
    """What is asked. `read` turns an answer into a value, or raises ValueError with a Chinese sentence.

    `option` answers it on the command line. `default` is what Enter means; without one there must be an answer.
    """

    option: str
    words: str
    read: Callable[[str], T]
    default: str = ""
    choices: tuple[Choice, ...] = ()


def ask(question: Question[T], given: str | None) -> T:
    """The answer: the one that was given, or the editor's. Raises UserError when there is none that can be used."""
    if given is not None:
        try:
            return question.read(given.strip())
        except ValueError as error:
            raise UserError(f"{question.option}：{error}") from None
    say()
    say(question.words)
    for number, choice in numbered(question.choices):
        say(f"  {number:>2}  {choice.name}" + (f"：{choice.about}" if choice.about else ""))
    while True:
        answer = line_after(f"（回车：{question.default}）> " if question.default else "> ")
        if answer is None and not question.default:
            raise UserError(
                f"没有回答「{question.words}」。请在命令里加上 {question.option}，或者在终端里运行、逐项回答。"
            )
        try:
            return question.read(answer or question.default)
        except ValueError as error:
            say(f"  {error}请再输入一次。")


def line_after(prompt: str) -> str | None:
    """One line of what is typed or piped in; None when the pipe has ended or there never was one."""
    try:
        return input(prompt).strip()
    except EOFError:
        if sys.stdin.isatty():
            # Ctrl-D, on Windows Ctrl-Z: the editor wants to stop.
            raise KeyboardInterrupt from None
        say()
        return None
    except RuntimeError:
        # Python has no sys.stdin when it was started without one.
        return None
    except UnicodeDecodeError:
        raise UserError("输入的文字不是 UTF-8 编码，读不出来。请在终端里直接输入，或者写成命令的选项。") from None


def numbered(choices: Sequence[Choice]) -> list[tuple[int, Choice]]:
    """The list as it is shown: from 1 on; what means “none of these” stands last and is 0."""
    lines = [(number, choice) for number, choice in enumerate(choices, start=1) if choice.name != NONE]
    return lines + [(0, choice) for choice in choices if choice.name == NONE]


def pick(answer: str, choices: Sequence[Choice]) -> str:
    """The name of the choice that is meant. Raises ValueError when it is not clear which."""
    if not answer:
        raise ValueError("这一项要选一个，不能空着。")
    if re.fullmatch(r"\d{1,4}", answer):
        name = next((choice.name for number, choice in numbered(choices) if number == int(answer)), "")
        if not name:
            raise ValueError(f"没有第 {answer} 项。")
        return name
    exact = [choice.name for choice in choices if answer in (choice.name, choice.id)]
    parts = [choice.name for choice in choices if answer in choice.name]
    if exact or len(parts) == 1:
        return (exact or parts)[0]
    if parts:
        raise ValueError(f"「{answer}」有几个：{'、'.join(parts)}。")
    names = [choice.name for choice in choices]
    near = nearest(answer, names)
    raise ValueError(f"没有「{answer}」。" + (f"是不是「{near}」？" if near else f"可以选的有：{'、'.join(names)}。"))


def pick_several(answer: str, choices: Sequence[Choice]) -> tuple[str, ...]:
    """The names of the choices that are meant, in the order of the list; none when 不写 is among them."""
    # Whole names first: one may hold a comma itself.
    known = sorted((re.escape(choice.name) for choice in choices), key=len, reverse=True)
    names = {pick(part, choices) for part in re.findall("|".join([*known, APART]), answer) or [""]}
    return () if NONE in names else tuple(choice.name for choice in choices if choice.name in names)
