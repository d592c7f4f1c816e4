"""Before a production build: the checks are asked what must not go out.

Only the rules that decide are run, over what would be published; where the system can copy a process, on all its cores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lanmu.build.quick.workers import spread
from lanmu.checks.exemptions import exemptions, sift
from lanmu.checks.project import Project
from lanmu.checks.publishing import Belongings, Verdict, deciding_rules, judged
from lanmu.checks.registry import all_rules
from lanmu.checks.rule import Finding, Scope
from lanmu.checks.runner import apply
from lanmu.checks.source import Source
from lanmu.content.site import Site
from lanmu.errors import ContentError, Exit, UserError

SHOWN = 5
CHECK = "python scripts/check_structure.py"


class RefusedError(UserError):
    """The whole site must not go out; the text says why, one line for each reason."""

    exit_code = Exit.FINDINGS


@dataclass(frozen=True)
class Gate:
    """What the checks said of a project, and the reasons for which codes were let pass."""

    project: Project
    verdict: Verdict
    reasons: Mapping[str, str]

    @property
    def site(self) -> Site:
        """The site with all that could be read without fault."""
        site = self.project.site
        assert site, "a project that cannot be read is refused before"
        return site.without(self.verdict.unread)

    def unread(self) -> list[str]:
        """For the editors, what is no article because it could not be read: a line each, why and what to do next."""
        known = self.project.site.by_path if self.project.site else {}
        return [
            f"docs/{path} 读不懂：{' '.join(refusal.text for refusal in self.verdict.articles[path])}"
            for path in sorted(self.verdict.unread - known.keys())
        ]

    def allowed(self) -> list[str]:
        """What was let pass and why: a line for each code."""
        lines = []
        for code, reason in self.reasons.items():
            places = [finding.place for finding in self.verdict.allowed if finding.code == code]
            more = f"等 {len(places)} 处" if len(places) > SHOWN else f"，{len(places)} 处"
            where = f"{'、'.join(places[:SHOWN])}{more}" if places else "这次没有用上，下次可以不写"
            lines.append(f"{code} {all_rules()[code].rule.name}，理由：{reason}。放行的是：{where}。")
        return lines


def ask(project: Project, reasons: Mapping[str, str]) -> Gate:
    """Asks the checks about a project; codes with a reason are let pass.

    Raises ContentError when it cannot be read, RefusedError when what belongs to no article must not go out.
    """
    if project.site is None:
        raise ContentError(project.reading.problems)
    kept, _ = sift(found(project), exemptions(project))
    verdict = judged(project, kept, reasons)
    if verdict.site:
        lines = [
            f"  {finding.place} {finding.code} {finding.message}改法：{finding.remedy}" for finding in verdict.site
        ]
        raise RefusedError(
            f"不属于哪一篇稿件的地方有 {len(lines)} 处错误，整个网站都不能这样发布，没有生成：\n"
            + "\n".join(lines)
            + f"\n改好以后，运行 {CHECK} 再查一遍。"
        )
    return Gate(project, verdict, reasons)


def found(project: Project) -> Iterator[Finding]:
    """What the rules that decide find in the texts, in the files that go out with them, and in all together."""
    rules = deciding_rules(project.settings.checks)
    users = Belongings(project).users

    def of_page(source: Source) -> list[Finding]:
        return [finding for rule in rules for finding in apply(rule, {Scope.PAGE: [source]})]

    for _, made in spread(of_page, list(project.sources.values())):
        yield from made
    files = [attachment for path, attachment in project.attachments.items() if path in users]
    for rule in rules:
        yield from apply(rule, {Scope.FILE: files, Scope.SITE: [project]})
