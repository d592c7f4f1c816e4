"""How every article of the project stands: the publication states and what the checks found, worked out again only for what has
changed."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lanmu.checks.engine.project import Project as Checked
from lanmu.checks.engine.publishing import Belongings, decides, refusal
from lanmu.content.article import Article
from lanmu.content.files import linked_files
from lanmu.content.kept_files import Signature, is_settled
from lanmu.content.loading import Reading
from lanmu.content.publication import (
    Conditions,
    Refusal,
    State,
    publication_state,
    publishable,
    state_of_translation,
)
from lanmu.content.review import Text
from lanmu.content.site import Site
from lanmu.content.translation import Translation
from lanmu.preview.bar.findings import CheckResults, ReportedFinding

REVIEWS = ("REV001", "REV002", "REV003", "REV004", "REV006", "REV007", "REV008")
"""The rules about signatures, which 三审 shows stage by stage. REV005, a marking of secrecy, is about the text."""


JUDGED = ("REV001", "REV006", "REV008")
"""Signatures that are missing or void. A state judges them itself, in the file as it is now: right after somebody has signed, the
checks still report what was missing before."""


def is_about_reviews(noted: ReportedFinding) -> bool:
    """True when a finding asks for a signature, or is about one, and nothing in the text is to be mended."""
    return noted.finding.code in REVIEWS


def keeps_back(noted: ReportedFinding) -> bool:
    """True when a finding keeps what it is about from going out."""
    return decides(noted.finding.code, noted.finding.level)


@dataclass(frozen=True)
class Standings:
    """How everything stood at one moment, which has a `number`. `states` are those of articles and translations, as the public
    site has them, `inside` those of internal articles in the internal edition; `findings` what the checks found in each and in
    the files it brings along; all by paths below docs/, findings that belong to the site itself by an empty one."""

    number: int
    reading: Reading
    results: CheckResults
    states: Mapping[str, State]
    inside: Mapping[str, State]
    findings: Mapping[str, Sequence[ReportedFinding]]

    def errors(self, path: str, *, of_reviews: bool = True) -> int:
        """How many faults keep an article or translation from going out; those of its reviews can be left out."""
        return sum(map(keeps_back, self._counted(path, of_reviews=of_reviews)))

    def faults(self, path: str, *, of_reviews: bool = True) -> int:
        """How many faults it has, those that keep nothing from going out too."""
        return sum(noted.is_error or keeps_back(noted) for noted in self._counted(path, of_reviews=of_reviews))

    def _counted(self, path: str, *, of_reviews: bool) -> Iterator[ReportedFinding]:
        findings = self.findings.get(path, ())
        return (noted for noted in findings if of_reviews or not is_about_reviews(noted))

    @cached_property
    def production(self) -> Site | None:
        """What would be published now."""
        return self.reading.site.published(publishable(self.states)) if self.reading.site else None


class KeptStates:
    """Works out states, and remembers each as long as its text, the files it shows and all else that decides are the same. The
    signatures of reviews are bound to the content of those files, which is long to read."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[tuple[object, object], tuple[Any, ...], State]] = {}
        self.linked: dict[str, tuple[object, frozenset[str]]] = {}

    def states(self, reading: Reading, conditions: Conditions, signatures: Mapping[str, Signature]) -> dict[str, State]:
        """The state of every article and translation by its path. `signatures` are those of the files below docs/."""
        site = reading.site
        if site is None:
            return {}
        states: dict[str, State] = {}

        def state(text: Text, original: Article, *more: Any) -> State:
            identity = reading.heads[text.path], original
            files = tuple(signatures.get(path) for path in sorted(self.files_of(text, identity[0])))
            facts = (files, tuple(conditions.refusals.get(text.path, ())), conditions.columns, *more)
            last = self.kept.get(text.path)
            if last and all(map(operator.is_, last[0], identity)) and last[1] == facts:
                return last[2]
            result = (
                state_of_translation(text, states[original.path], conditions)
                if isinstance(text, Translation)
                else publication_state(text, conditions)
            )
            self.kept.pop(text.path, None)
            if all(is_settled(signature) for signature in files if signature):
                self.kept[text.path] = identity, facts, result
            return result

        for article in (*site.articles, *site.withdrawn):
            states[article.path] = state(article, article, article.date > conditions.now)
        for text in reading.translations:
            assert isinstance(text.original, Article)
            states[text.path] = state(text, text.original, states[text.original.path])
        return states

    def files_of(self, text: Text, head: object) -> frozenset[str]:
        """The files that a text shows or links to."""
        cached = self.linked.get(text.path)
        if cached is None or cached[0] is not head:
            self.linked[text.path] = cached = head, linked_files([text])
        return cached[1]


def states_inside(reading: Reading, conditions: Conditions) -> dict[str, State]:
    """The state of every internal article in the internal edition."""
    articles = reading.site.articles if reading.site else ()
    within = replace(conditions, audience="internal")
    return {each.path: publication_state(each, within) for each in articles if not each.is_for("public")}


def owned(checked: Checked, findings: Iterable[ReportedFinding]) -> dict[str, list[ReportedFinding]]:
    """Findings by the articles and translations that they belong to; an empty path is the site itself."""
    belongings = Belongings(checked)
    by_owner: dict[str, list[ReportedFinding]] = defaultdict(list)
    for noted in findings:
        for owner in belongings.owners_of(noted.finding):
            by_owner[owner].append(noted)
    return dict(by_owner)


def refusals_of(findings: Mapping[str, Iterable[ReportedFinding]]) -> dict[str, list[Refusal]]:
    """What keeps each article or translation from going out."""
    return {
        owner: [
            refusal(noted.finding, owner)
            for noted in of_owner
            if keeps_back(noted) and noted.finding.code not in JUDGED
        ]
        for owner, of_owner in findings.items()
    }
