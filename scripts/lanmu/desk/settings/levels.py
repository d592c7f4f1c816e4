"""The levels of the rules: which of them count as errors, as warnings, or not at all here."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from lanmu.checks.engine.finding import Level
from lanmu.checks.engine.registry import all_rules
from lanmu.content.settings import FILE as SETTINGS
from lanmu.desk.context import Desk, Route, see, who
from lanmu.desk.settings.drawing import HERE
from lanmu.desk.settings.editing import opened, save_value
from lanmu.desk.settings.parts import LEVELS
from lanmu.desk.settings.places import fingerprint, key_of, value_at
from lanmu.diagnostics.errors import UserError
from lanmu.storage.write_lock import writing

MOVED = "规则的级别刚才被别人改过，没有写。请刷新这一页再改一次。"


@dataclass(frozen=True)
class RuleRow:
    """A rule: its code, its name, the level it has by itself, and the one it is given here (empty: that of its own)."""

    code: str
    name: str
    usual: str
    chosen: str


@dataclass(frozen=True)
class Levels:
    """All rules, and a fingerprint of what is set of them."""

    rows: tuple[RuleRow, ...]
    choices: tuple[tuple[str, str], ...]
    fingerprint: str


def levels(desk: Desk) -> Levels:
    """The rules as they are set now."""
    current = value_at(opened(desk, SETTINGS).data, key_of(LEVELS))
    of_file = current if isinstance(current, dict) else {}
    rows = (
        RuleRow(code, rule.name, rule.level.label, str(of_file.get(code, ""))) for code, rule in all_rules().items()
    )
    return Levels(tuple(rows), tuple((level.value, level.label) for level in Level), fingerprint(current))


def set_levels(desk: Desk, request: Request) -> Response:
    """Writes the levels that a form gives."""
    with writing(desk.root):
        about = opened(desk, SETTINGS)
        current = value_at(about.data, key_of(LEVELS))
        if fingerprint(current) != request.form.get("was", ""):
            raise UserError(MOVED)
        value = dict(current) if isinstance(current, dict) else {}
        for code in all_rules():
            wanted = request.form.get(f"level.{code}", value.get(code, ""))
            if wanted:
                value[code] = wanted
            else:
                value.pop(code, None)
        if value != (current or {}):
            save_value(desk, about, key_of(LEVELS), value or None, who(request))
    return see(f"{HERE}checks?saved=1")


ROUTES: tuple[Route, ...] = (Route("settings/levels", set_levels, ("POST",)),)
