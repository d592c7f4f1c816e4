"""Runs the rules over their subjects and sorts what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lanmu.checks.exemptions import Exemptions, exemptions, sift
from lanmu.checks.project import Project
from lanmu.checks.registry import all_rules
from lanmu.checks.rule import Finding, Scope
from lanmu.checks.settings import Ready, ready

SOURCES = (Scope.PAGE, Scope.FILE, Scope.SITE)
Subjects = Mapping[Scope, Sequence[Any]]


@dataclass(frozen=True)
class Outcome:
    """What a run found, which rules ran, and how many subjects they looked at."""

    findings: tuple[Finding, ...]
    rules: tuple[Ready, ...]
    checked: int


def check_sources(project: Project, changed: frozenset[str] | None = None) -> Outcome:
    """Runs every rule about sources. With `changed` (paths relative to the project), only on these files."""
    subjects: dict[Scope, list[Any]] = {
        Scope.PAGE: [s for s in project.sources.values() if changed is None or s.path in changed],
        Scope.FILE: [a for a in project.attachments.values() if changed is None or a.path in changed],
        Scope.SITE: [project],
    }
    return run(project, subjects, changed)


def run(project: Project, subjects: Subjects, examined: frozenset[str] | None = None) -> Outcome:
    """Runs every rule whose subjects are given; findings outside `examined` (None: everything) are left out."""
    rules = ready(project.settings.checks, subjects)
    found = [finding for rule in rules for finding in apply(rule, subjects)]
    if examined is not None:
        found = [finding for finding in found if finding.path in examined]
    given = exemptions(project)
    kept, used = sift(found, given)
    codes = frozenset(rule.registered.rule.code for rule in rules)
    about = Exemptions(given, used, codes, frozenset(all_rules()), examined)
    last = ready(project.settings.checks, (Scope.EXEMPTIONS,))
    kept += [finding for rule in last for finding in apply(rule, {Scope.EXEMPTIONS: [about]})]
    ordered = tuple(sorted(set(kept), key=lambda finding: finding.order))
    return Outcome(ordered, (*rules, *last), sum(len(s) for scope, s in subjects.items() if scope is not Scope.SITE))


def apply(rule: Ready, subjects: Subjects) -> Iterator[Finding]:
    """One rule over all its subjects. An error in the rule is a defect of ours: it says where it happened."""
    declared = rule.registered.rule
    for subject in subjects_of(declared.scopes, subjects):
        try:
            found = list(rule.registered.check(subject, rule.options))
        except Exception as error:
            error.add_note(f"规则 {declared.code}，检查的是 {getattr(subject, 'path', '整个站点')}。")
            raise
        for finding in found:
            yield replace(finding, code=declared.code, level=rule.level)


def subjects_of(scopes: Iterable[Scope], subjects: Subjects) -> Iterator[Any]:
    """What a rule looks at."""
    for scope in scopes:
        yield from subjects.get(scope, ())
