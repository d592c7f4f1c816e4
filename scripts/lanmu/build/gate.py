"""The gate of a production build: runs the checks and decides what must not be published.

Only the rules that decide are run, over what would be published; where the system can copy a process, on all its cores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from lanmu.build.workers import parallel_map
from lanmu.checks.engine.exemptions import exemptions, sift
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.markdown_file import MARKUP
from lanmu.checks.engine.project import Attachment, Project, Source, read_project
from lanmu.checks.engine.publishing import Belongings, Verdict, deciding_rules, judged
from lanmu.checks.engine.registry import Ready, all_rules, ready
from lanmu.checks.engine.runner import apply
from lanmu.content import settings as settings_file
from lanmu.content.article import Audience
from lanmu.content.publication import (
    CHECK,
    INTERNAL_OPTION,
    NEXT_LINE,
    State,
    check_again,
    left_out,
    listed,
    publication_states,
    publishable,
)
from lanmu.content.site import Site
from lanmu.content.translation import source_path
from lanmu.diagnostics.errors import ContentError, Exit, UserError
from lanmu.locales.words import Words
from lanmu.views.lists import all_pages

SHOWN = 5
TAKEN_OUT = "SEC005"


class RefusedError(UserError):
    """The whole site must not go out; the text says why, one line for each reason."""

    exit_code = Exit.FINDINGS


@dataclass(frozen=True)
class Gate:
    """The verdict of the checks on a project, and for each code that was let pass the reason."""

    project: Project
    verdict: Verdict
    reasons: Mapping[str, str]

    @property
    def audience(self) -> Audience:
        """For whom the site is that the verdict is about."""
        return self.project.audience

    @cached_property
    def whole(self) -> Site:
        """All articles whose front matter was understood, with and without fault."""
        assert self.project.site, "a project that cannot be read is refused before"
        return self.project.site

    @cached_property
    def site(self) -> Site:
        """The site with all that could be read without fault."""
        return self.whole.without(self.verdict.unread)

    @cached_property
    def states(self) -> dict[str, State]:
        """The publication state of every article and translation, by its path."""
        columns, translations = self.project.settings.review.columns, self.project.reading.translations
        return publication_states(self.whole, columns, self.verdict.articles, translations, self.audience)

    @cached_property
    def shown(self) -> frozenset[str]:
        """The articles and translations that may go out."""
        return publishable(self.states)

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Sources of pages that readers cannot open now: not yet published, withdrawn, or not for this audience. Links to
        them become plain text (page_links.py)."""
        articles, audience = self.whole.articles, self.audience
        meant = self.whole.published({article.path for article in articles if article.is_meant_for(audience)}, audience)
        inside = {article.path for article in articles if not article.is_for(audience)}
        gone = self.verdict.unread | self.whole.withdrawn_paths | inside
        return (pages(meant) - pages(self.whole.published(self.shown, audience))) | gone

    @property
    def left_out(self) -> tuple[str, ...]:
        """What the build does not show, for the editors: a line an article, why and what to do next."""
        unread = []
        for path in sorted(self.verdict.unread - self.whole.by_path.keys()):
            refusals = self.verdict.articles[path]
            again = check_again(refusals, self.audience)
            unread.append(NEXT_LINE.join([f"docs/{path} 读不懂，登不了：", *listed(refusals), again]))
        return (*unread, *left_out(self.whole, self.states, self.project.reading.translations))

    def is_a_reason(self, path: str) -> bool:
        """True when a file of the project (`docs/…`) is among the reasons why an article is left out."""
        return any(refusal.path == path for refusals in self.verdict.articles.values() for refusal in refusals)

    def allowed(self, later: Iterable[Finding] = ()) -> list[str]:
        """What is published although a check refuses it, and why: a line for each code. `later` are findings that were let pass
        after the gate."""
        lines = []
        for code, reason in self.reasons.items():
            out = self.shown | {""}
            passed = [finding for finding, owners in self.verdict.allowed if owners & out]
            places = [finding.place for finding in (*passed, *later) if finding.code == code]
            more = f"等 {len(places)} 处" if len(places) > SHOWN else f"，{len(places)} 处"
            where = "、".join(places[:SHOWN]) + more if places else "没有"
            lines.append(f"{code} {all_rules()[code].name}，理由：{reason}。因此登出来的：{where}。")
        return lines

    def taken_out(self) -> list[str]:
        """Warnings about HTML that is removed from published texts (rule SEC005): a line each."""
        out = self.shown | {page.path for page in self.whole.pages}
        sources = self.project.sources.values()
        shown = [each for each in sources if source_path(each.below_docs) in out and MARKUP.search(each.text)]
        rules = (rule for rule in ready(self.project.settings.checks, (Source,)) if rule.rule.code == TAKEN_OUT)
        findings = [finding for rule in rules for finding in apply(rule, shown)]
        remaining, _ = sift(findings, exemptions(self.project)) if findings else ([], None)
        return [f"{finding.place} {finding.code} {finding.message}改法：{finding.remedy}" for finding in remaining]


def gate_of(root: Path, audience: Audience, reasons: Mapping[str, str] = MappingProxyType({})) -> Gate:
    """What the checks say about what goes out of the project in `root` to an `audience`; codes with a reason are let pass.
    Raises UserError."""
    return ask(read_project(root, settings_file.load(root / "lanmu.toml"), audience), reasons)


def ask(project: Project, reasons: Mapping[str, str]) -> Gate:
    """Asks the checks about a project; codes with a reason are let pass.

    Raises ContentError when it cannot be read, RefusedError when what belongs to no article must not go out.
    """
    if project.site is None:
        raise ContentError(project.reading.problems)
    rules = deciding_rules(project.settings.checks)
    remaining, _ = sift(findings(project, rules), exemptions(project))
    verdict = judged(project, remaining, reasons)
    if verdict.site:
        option = INTERNAL_OPTION if project.audience == "internal" else ""
        lines = [
            f"  {finding.place} {finding.code} {finding.message}改法：{finding.remedy}" for finding in verdict.site
        ]
        raise RefusedError(
            f"不属于哪一篇稿件的地方有 {len(lines)} 处错误，整个网站都不能这样发布，没有生成：\n"
            + "\n".join(lines)
            + f"\n改好以后，运行 {CHECK}{option} 再查一遍；确实应当保留的，写明豁免和理由。原来的网站没有动。"
        )
    return Gate(project, verdict, reasons)


def findings(project: Project, rules: Sequence[Ready]) -> Iterator[Finding]:
    """The findings of the rules: in the texts, in the files that are published with them, and in the project."""
    users = Belongings(project).users

    def of_file(file: Source | Attachment) -> list[Finding]:
        return [finding for rule in rules for finding in apply(rule, (file,))]

    files: list[Source | Attachment] = [
        *project.sources.values(),
        *(attachment for path, attachment in project.attachments.items() if path in users),
    ]
    for results in parallel_map(of_file, files):
        yield from results
    for rule in rules:
        yield from apply(rule, (project,))


def pages(site: Site) -> frozenset[str]:
    """Sources of the articles of a site and of the lists that are made of them."""
    return frozenset(site.by_path) | frozenset(all_pages(site, Words("zh")))
