"""Rules made ready to run: with their level and options from lanmu.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lanmu.checks.registry import Registered, all_rules
from lanmu.checks.rule import Level, Scope
from lanmu.content.settings import ChecksSettings
from lanmu.content.validation import Model, nearest, validate
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import ContentError, UserError


@dataclass(frozen=True)
class Ready:
    """A rule, how much its findings weigh here, and its options."""

    registered: Registered
    level: Level
    options: Model


def known_code(code: str) -> Registered:
    """The rule of this code. Raises UserError with the nearest one when there is none."""
    rules = all_rules()
    if code.upper() in rules:
        return rules[code.upper()]
    near = nearest(code.upper(), rules)
    raise UserError(f"没有规则「{code}」。" + (f"是不是 {near}？" if near else "") + "用 --list 看全部规则。")


def ready(settings: ChecksSettings, scopes: Iterable[Scope]) -> tuple[Ready, ...]:
    """The rules that look at one of `scopes` and are not switched off.

    Raises UserError when lanmu.toml names a rule or an option that does not exist.
    """
    for code in (*settings.levels, *settings.options, *(code for e in settings.exempt for code in e.codes)):
        known_code(code)
    wanted = set(scopes)
    found = []
    for code, registered in all_rules().items():
        level = Level(settings.levels.get(code, registered.rule.level))
        if wanted.intersection(registered.rule.scopes) and level is not Level.OFF:
            found.append(Ready(registered, level, options_of(registered, settings)))
    return tuple(found)


def options_of(registered: Registered, settings: ChecksSettings) -> Model:
    """A rule's options: its own defaults, changed by lanmu.toml."""
    code = registered.rule.code
    given = YamlText(f"lanmu.toml [checks.options.{code}]", settings.options.get(code, {}))
    options, problems = validate(registered.rule.options, given)
    if options is None:
        raise ContentError(problems)
    return options
