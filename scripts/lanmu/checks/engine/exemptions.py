"""Exemptions: files and lines in which findings of a rule are suppressed, and whether each is still needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Project, Source
from lanmu.text.exemptions import COMMENT, WRITTEN


@dataclass(frozen=True)
class Exemption:
    """Findings of `codes` are suppressed in the lines from `first` to `last` of a file (both 0: in the whole file, or folder).

    `line` is where it stands in `path`; `target` is the file or folder it speaks of.
    """

    path: str
    line: int
    codes: tuple[str, ...]
    reason: str
    target: str
    first: int = 0
    last: int = 0

    def covers(self, finding: Finding) -> bool:
        """True when the finding is suppressed."""
        if finding.code not in self.codes:
            return False
        # In the whole file or folder, a built page with it.
        if not self.first:
            places = (finding.path, finding.page)
            return any(place == self.target or place.startswith(f"{self.target.rstrip('/')}/") for place in places)
        return finding.path == self.target and self.first <= finding.line <= self.last


@dataclass(frozen=True)
class Exemptions:
    """The subject of the rules about exemptions: `all` exemptions, those `used` to suppress a finding, the `codes` of the
    rules that ran, the codes of all rules, and the paths `examined` (None: everything)."""

    all: tuple[Exemption, ...]
    used: frozenset[Exemption]
    codes: frozenset[str]
    all_codes: frozenset[str]
    examined: frozenset[str] | None

    def unused(self) -> Iterator[tuple[Exemption, str]]:
        """Exemptions, with the code, that suppressed nothing though the rule ran on their file."""
        for exemption in self.all:
            # One without a reason suppresses nothing; SUP002 reports it.
            is_examined = self.examined is None or exemption.target in self.examined
            if exemption.reason and is_examined and exemption not in self.used:
                yield from ((exemption, code) for code in exemption.codes if code in self.codes)


def exemptions(project: Project) -> tuple[Exemption, ...]:
    """Every exemption in Markdown, in the data files and in lanmu.toml."""
    result = [exemption for source in project.sources.values() for exemption in in_markdown(source)]
    for path, text in project.data_texts.items():
        for match in COMMENT.finditer(text):
            # A comment covers its own line and the next.
            line = text.count("\n", 0, match.start()) + 1
            result.append(written(match["rest"], path, line, line, line + 1))
    settings = project.settings.checks.exempt
    result += [Exemption("lanmu.toml", 0, tuple(e.codes), e.reason, e.path) for e in settings]
    return tuple(result)


def in_markdown(source: Source) -> Iterator[Exemption]:
    """In the front matter: for the whole file. In the body: for the block it stands in or above."""
    if "检查豁免" not in source.text:
        return
    lines = source.text.split("\n")
    for match in COMMENT.finditer(source.text, 0, source.body_start):
        yield written(match["rest"], source.path, source.place(match.start())[0], 0, 0)
    for comment in source.comments:
        if noted := COMMENT.match(comment.text):
            line = source.place(comment.offsets[0])[0]
            yield written(noted["rest"], source.path, line, line, end_of_block(lines, line))


def written(rest: str, path: str, line: int, first: int, last: int) -> Exemption:
    """An exemption from the text after its keyword; without codes when that cannot be parsed, which SUP002 reports."""
    match = WRITTEN.fullmatch(rest)
    codes = tuple(re.findall(r"(?<![A-Z])[A-Z]++\d+", match["codes"].upper())) if match else ()
    return Exemption(path, line, codes, (match["reason"] or "").strip() if match else rest.strip(), path, first, last)


def end_of_block(lines: Sequence[str], line: int) -> int:
    """The last line of the block that begins in the line (from 1), or of the next one when nothing else stands in it."""
    end = line
    if COMMENT.fullmatch(lines[line - 1].strip()):
        while end < len(lines) and not lines[end].strip():
            end += 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return end


def sift(findings: Iterable[Finding], exemptions: Sequence[Exemption]) -> tuple[list[Finding], frozenset[Exemption]]:
    """The findings that are not suppressed, and the exemptions that suppressed others."""
    by_code: dict[str, list[Exemption]] = {}
    for exemption in exemptions:
        for code in exemption.codes if exemption.reason else ():
            by_code.setdefault(code, []).append(exemption)
    remaining, used = [], set()
    for finding in findings:
        passing = next((e for e in by_code.get(finding.code, ()) if e.covers(finding)), None)
        if passing is None:
            remaining.append(finding)
        else:
            used.add(passing)
    return remaining, frozenset(used)
