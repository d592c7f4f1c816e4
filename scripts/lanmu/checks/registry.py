"""All rules there are: every module of `rules/`, by its code."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from dataclasses import dataclass

from lanmu.checks import rules
from lanmu.checks.rule import Check, Rule

SECTIONS = ("查什么", "为什么", "不合格", "合格", "怎么改", "选项")


@dataclass(frozen=True)
class Registered:
    """A rule, the function that applies it, and its documentation."""

    rule: Rule
    check: Check
    document: str

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.document.split("\n", 1)[0]

    def section(self, name: str) -> str:
        """The text under one of the fixed headings, without the common indentation; empty when there is none."""
        match = re.search(rf"^{name}\n(.*?)(?=^(?:{'|'.join(SECTIONS)})\n|\Z)", self.document, re.MULTILINE | re.DOTALL)
        return match[1].strip("\n") if match else ""


@functools.cache
def all_rules() -> dict[str, Registered]:
    """Every rule by its code, in the order of the codes. A code that is used twice is a defect of ours."""
    found: dict[str, Registered] = {}
    for module_info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{module_info.name}")
        rule: Rule = module.RULE
        if rule.code in found or not module_info.name.startswith(f"{rule.code.lower()}_"):
            raise AssertionError(f"{module_info.name}: {rule.code}")
        found[rule.code] = Registered(rule, module.check, (module.__doc__ or "").strip())
    return dict(sorted(found.items()))
