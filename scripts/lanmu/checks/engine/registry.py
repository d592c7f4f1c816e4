"""All rules there are, and those that run with their level and options from lanmu.toml."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lanmu.checks import rules
from lanmu.checks.engine.finding import Level
from lanmu.checks.engine.rule import Rule
from lanmu.content.settings import ChecksSettings
from lanmu.content.validation import Model, nearest, validate
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import ContentError, UserError

RETIRED = {"TXT019": "", "TXT038": "TXT014", "TXT039": "TXT001"}
"""Codes that are never given (again), with the rule that took over; TXT019 was withdrawn before it was a file."""


@dataclass(frozen=True)
class Ready:
    """A rule, how much its findings weigh here, and its options."""

    rule: Rule
    level: Level
    options: Model


@functools.cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes. A code that is used twice is a defect of ours."""
    by_code: dict[str, Rule] = {}
    for module_info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{module_info.name}")
        declared = (*vars(module).values(), *getattr(module, "RULES", ()))
        for rule in (value for value in declared if isinstance(value, Rule)):
            if rule.code in by_code or rule.code in RETIRED:
                raise AssertionError(f"{module_info.name}: {rule.code}")
            by_code[rule.code] = rule
    return dict(sorted(by_code.items()))


def known_code(code: str) -> Rule:
    """The rule of this code. Raises UserError with the nearest one when there is none."""
    rules = all_rules()
    if code.upper() in rules:
        return rules[code.upper()]
    near = nearest(code.upper(), rules)
    raise UserError(f"没有规则「{code}」。" + (f"是不是 {near}？" if near else "") + "用 --list 看全部规则。")


def ready(settings: ChecksSettings, subjects: Iterable[type[Any]]) -> tuple[Ready, ...]:
    """The rules that look at one of these kinds of subjects and are not switched off.

    Raises UserError when lanmu.toml names a rule or an option that does not exist.
    """
    for code in (*settings.levels, *settings.options, *(code for e in settings.exempt for code in e.codes)):
        known_code(code)
    wanted, active = set(subjects), []
    for code, rule in all_rules().items():
        level = Level(settings.levels.get(code, rule.level))
        if wanted.intersection(rule.subjects) and level is not Level.OFF:
            document = YamlText(f"lanmu.toml [checks.options.{code}]", settings.options.get(code, {}))
            options, problems = validate(rule.options, document)
            if options is None:
                raise ContentError(problems)
            active.append(Ready(rule, level, options))
    return tuple(active)
