"""Runs the rules over their subjects and sorts what they find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lanmu.checks.engine.exemptions import Exemptions, exemptions, sift
from lanmu.checks.engine.finding import Finding, Findings
from lanmu.checks.engine.project import Project
from lanmu.checks.engine.registry import Ready, all_rules, ready
from lanmu.checks.engine.rule import SOURCES, Attachment, Source, Subject


@dataclass(frozen=True)
class Outcome:
    """What a run found, which rules ran, and how many subjects they looked at."""

    findings: tuple[Finding, ...]
    rules: tuple[Ready, ...]
    checked: int


def check_sources(project: Project, changed: frozenset[str] | None = None) -> Outcome:
    """Runs every rule about sources. With `changed` (paths relative to the project), only on these files."""
    files: list[Source | Attachment] = [*project.sources.values(), *project.attachments.values()]
    return run(project, [project, *(file for file in files if changed is None or file.path in changed)], changed)


def run(project: Project, subjects: Iterable[Subject], examined: frozenset[str] | None = None) -> Outcome:
    """Runs every rule that looks at such subjects (with a Project, every rule about sources).

    Findings outside `examined` (None: everything) are left out.
    """
    subjects = tuple(subjects)
    kinds = {type(subject) for subject in subjects}
    rules = ready(project.settings.checks, kinds.union(SOURCES if Project in kinds else ()))
    findings = [finding for rule in rules for finding in apply(rule, subjects)]
    if examined is not None:
        findings = [finding for finding in findings if finding.path in examined]
    all_exemptions = exemptions(project)
    remaining, used = sift(findings, all_exemptions)
    codes = frozenset(ready.rule.code for ready in rules)
    # Most rules pass over what was withdrawn; its exemptions are needed when it comes back.
    all_exemptions = tuple(exemption for exemption in all_exemptions if exemption.path not in project.withdrawn)
    about = Exemptions(all_exemptions, used, codes, frozenset(all_rules()), examined)
    last = ready(project.settings.checks, (Exemptions,))
    remaining += [finding for rule in last for finding in apply(rule, (about,))]
    ordered = tuple(sorted(set(remaining), key=lambda finding: finding.order))
    return Outcome(ordered, (*rules, *last), sum(not isinstance(subject, Project) for subject in subjects))


def apply(ready: Ready, subjects: Iterable[Subject]) -> Findings:
    """Runs one rule on the subjects of its types. An exception in a rule gets a note with the rule and the subject."""
    rule = ready.rule
    for subject in subjects:
        if isinstance(subject, rule.subjects):
            try:
                findings = list(rule(subject, ready.options))
            except Exception as error:
                error.add_note(f"规则 {rule.code}，检查的是 {getattr(subject, 'path', '整个站点')}。")
                raise
            for finding in findings:
                yield replace(finding, code=rule.code, level=ready.level)
