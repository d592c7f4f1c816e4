"""How a rule is declared; rule files take from here what they need of the engine.

The annotations of a rule's function declare its subject and its options; the engine reads them, and mypy checks them.
"""

from __future__ import annotations

import functools
import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeVar, get_args, get_type_hints, overload

from pydantic import Field, StrictInt

from lanmu.checks.built.built_site import BuiltSite
from lanmu.checks.engine.exemptions import Exemptions
from lanmu.checks.engine.finding import Edit, Finding, Findings, Level
from lanmu.checks.engine.project import Attachment, Project, Source
from lanmu.content.validation import Model

__all__ = [
    "Attachment",
    "BuiltSite",
    "Count",
    "Edit",
    "Exemptions",
    "Finding",
    "Findings",
    "Level",
    "Model",
    "Project",
    "Rule",
    "Source",
    "Subject",
    "rule",
]

SECTIONS = ("查什么", "为什么", "不合格", "合格", "怎么改", "选项")
HEADING = "|".join(SECTIONS)
SOURCES = (Source, Attachment, Project)
"""What `check_structure.py` looks at: a Markdown file of docs/, another file of it, and all of it together."""
Subject = Source | Attachment | Project | BuiltSite | Exemptions
Count = Annotated[StrictInt, Field(ge=1)]
SubjectT = TypeVar("SubjectT", bound=Subject)
OptionsT = TypeVar("OptionsT", bound=Model)


class NoOptions(Model):
    """The options of a rule that has none."""


@dataclass(frozen=True)
class Rule:
    """A rule: `code` is never used again after it is gone, `document` is its documentation in Chinese under SECTIONS.

    `options` is the model of what lanmu.toml may set for it under `[checks.options.CODE]`.
    """

    code: str
    level: Level
    document: str
    subjects: tuple[type[Any], ...]
    check: Callable[..., Findings]
    options: type[Model] = NoOptions

    @property
    def name(self) -> str:
        """The fault, in Chinese."""
        return self.document.split("\n", 1)[0]

    @functools.cached_property
    def sections(self) -> dict[str, str]:
        """The text under each heading of the documentation, indented as it is written."""
        parts = re.split(rf"^({HEADING})\n", self.document, flags=re.MULTILINE)
        return {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2], strict=True)}

    def __call__(self, subject: Subject, options: Model | None = None) -> Findings:
        """What is wrong with a subject; without `options`, by the rule's own defaults."""
        return self.check(subject) if self.options is NoOptions else self.check(subject, options or self.options())


def spaced(document: str) -> str:
    """Documentation as it is shown: with an empty line before each heading and before and after each example."""
    before_heading = re.sub(rf"(?<!\n)\n+(?=(?:{HEADING})\n)", "\n\n", document)
    return re.sub(r"(?m)^( {4}\S.*\n)(?= {8})|^( {8}.*\n)(?= {4}\S)", r"\1\2\n", before_heading)


class Declare(Protocol):
    """Makes a rule of the function that applies it."""

    @overload
    def __call__(self, check: Callable[[SubjectT], Findings], /) -> Rule: ...
    @overload
    def __call__(self, check: Callable[[SubjectT, OptionsT], Findings], /) -> Rule: ...


def rule(level: Level, code: str = "", document: str = "") -> Declare:
    """Declares a rule: `@rule(Level.ERROR)` over its `check`.

    The code is the beginning of the module's name and the documentation its docstring. In a module of several rules
    each has a `code`, and is documented by `document` or the docstring of its function.
    """

    def declare(check: Callable[..., Findings]) -> Rule:
        module = sys.modules[check.__module__]
        own_code = module.__name__.rpartition(".")[2].partition("_")[0].upper()
        text = inspect.cleandoc(document or (check if code else module).__doc__ or "")
        hints = [hint for name, hint in get_type_hints(check).items() if name != "return"]
        subjects = get_args(hints[0]) or (hints[0],)
        return Rule(code or own_code, level, spaced(text), subjects, check, *hints[1:])

    return declare
