"""A project full of planted faults, and of decoys that look like faults and are right: how well the checks tell them apart.

tests/sites/planted/ was written from what the checks are to find, without a look at the rules:
  docs/, mkdocs.yml, lanmu.toml   the sources
  built/                          a built site, written by hand (it is called site/ when the checks run)
  columns-broken.yml              a columns.yml that nothing can be read with, checked by itself
  attachments.txt                 pictures and attachments, made by tests/files.py
  expected.txt                    faults and decoys without a line of their own
A fault is marked ⟦CODE⟧ at the end of its line, a decoy ⟦decoy⟧; the markers are taken out before the check.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from conftest import SITES
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Project, read_project
from lanmu.checks.engine.rule import Subject
from lanmu.checks.engine.runner import run
from lanmu.content.settings import load as load_settings
from support import rules_harness as harness
from support.files import MAKERS
from support.sealing import commit, seal

# The faults are planted once, in one process.
pytestmark = pytest.mark.xdist_group("planted")

PLANTED = SITES / "planted"
NOW = dt.datetime(2008, 12, 10, 12)
# Everything has been there all the time, but for one article.
HISTORY = ("2008-08-01 09:00 docs ':!docs/bulletins/2008-12-01-daotian.md'", "2008-12-09 09:00 docs")
SITE_URL = "https://www.example.org/zhuanti/"
MARKER = re.compile(r"[ ]?⟦([^⟧]+)⟧")
DECOY = "decoy"
# Files that the built site has under Chinese names; in the project itself every name is ASCII, as for articles.
CHINESE_NAMES = {
    "xuexi-zhuanlan": "学习专栏",
    "zhibu-dushu.html": "支部读书.html",
    "huichang-zhongwen.svg": "会场.svg",
    "xuexi-jihua.txt": "学习计划.txt",
}
# At least so many are planted; whoever takes some away has to say so here.
FAULTS = 340
DECOYS = 220
Place = tuple[str, int, str]


@dataclass
class Planted:
    """What was planted: by path, line (0: anywhere in the file) and code."""

    faults: set[Place] = field(default_factory=set)
    decoys: set[tuple[str, int]] = field(default_factory=set)

    def add(self, path: str, line: int, code: str) -> None:
        """Adds a fault, or a decoy."""
        if code == DECOY:
            self.decoys.add((path, line))
        else:
            self.faults.add((path, line, code))

    def accounts_for(self, finding: Finding) -> bool:
        """True when the finding was planted."""
        return not self.faults.isdisjoint(places(finding))


def places(finding: Finding) -> set[Place]:
    """The planted faults that a finding may be: at its line, or anywhere in its file."""
    return {(finding.path, finding.line, finding.code), (finding.path, 0, finding.code)}


def plant(source: Path, target: Path, path: str, planted: Planted) -> None:
    """Copies a file to `path` below `target` without its markers, and records them in `planted`."""
    text = source.read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        for code in MARKER.findall(line):
            planted.add(path, number, code)
    copy = target / path
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(MARKER.sub("", text), encoding="utf-8", newline="\n")


def plant_everything(target: Path) -> Planted:
    """The planted project in `target`."""
    planted = Planted()
    for name in ("mkdocs.yml", "lanmu.toml"):
        plant(PLANTED / name, target, name, planted)
    for folder, name in (("docs", "docs"), ("built", "site")):
        for file in sorted((PLANTED / folder).rglob("*")):
            if file.is_file():
                parts = (CHINESE_NAMES.get(part, part) for part in file.relative_to(PLANTED / folder).parts)
                plant(file, target, "/".join((name, *parts)), planted)
    fixture = harness.parse((PLANTED / "attachments.txt").read_text(encoding="utf-8"))
    for path, (content, maker) in fixture.files.items():
        MAKERS[maker](target / path, content.strip("\n"))
    for line in (PLANTED / "expected.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            path, code = line.rsplit(" ", 1)
            planted.add(path, 0, code)
    seal(target)
    commit(target, HISTORY)
    return planted


def project_in(root: Path) -> Project:
    """The project in `root`, on the day of the check."""
    project = read_project(root, load_settings(root / "lanmu.toml"))
    if project.site is None:
        return project
    return replace(project, reading=replace(project.reading, site=replace(project.site, now=NOW)))


def findings_in(root: Path, *, built: bool = True) -> tuple[Finding, ...]:
    """What all rules find, those about the built site too when there is one."""
    project = project_in(root)
    subjects: list[Subject] = [project, *project.sources.values(), *project.attachments.values()]
    if built:
        subjects.append(read_site(project, root / "site", site_url=SITE_URL))
    return run(project, subjects).findings


def summary_of(finding: Finding) -> str:
    """A finding in one line."""
    return f"{finding.place} {finding.code} {finding.message}"


@dataclass(frozen=True)
class Result:
    """What was planted and what was found."""

    planted: Planted
    findings: tuple[Finding, ...]

    @property
    def missed(self) -> list[str]:
        """Planted faults that no rule found."""
        reported = {place for finding in self.findings for place in places(finding)}
        return sorted(f"{path}:{line} {code}" for path, line, code in self.planted.faults - reported)

    @property
    def fooled(self) -> list[str]:
        """Findings at a decoy."""
        decoys = self.planted.decoys
        return [summary_of(f) for f in self.findings if (f.path, f.line) in decoys or (f.path, 0) in decoys]

    @property
    def false_alarms(self) -> list[str]:
        """Findings that were not planted."""
        return [summary_of(finding) for finding in self.findings if not self.planted.accounts_for(finding)]

    @property
    def figures(self) -> str:
        """The figures for the note."""
        count, missed = len(self.planted.faults), len(self.missed)
        return (
            f"planted {count} faults and {len(self.planted.decoys)} decoys: "
            f"{count - missed} found, {missed} missed, {len(self.false_alarms)} false alarms"
        )

    def report(self, wrong: list[str]) -> str:
        """The figures and what is wrong, a line each."""
        return "\n".join((self.figures, *wrong))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The checks' answer to the planted project."""
    root = tmp_path_factory.mktemp("planted")
    planted = plant_everything(root)
    return Result(planted, findings_in(root))


def test_every_planted_fault_is_reported(result: Result) -> None:
    assert result.missed == [], result.report(result.missed)


def test_no_decoy_is_taken_for_a_fault(result: Result) -> None:
    assert result.fooled == [], result.report(result.fooled)


def test_nothing_else_is_complained_of(result: Result) -> None:
    assert result.false_alarms == [], result.report(result.false_alarms)


def test_enough_is_planted(result: Result) -> None:
    sys.stdout.write(f"{result.figures}\n")
    assert len(result.planted.faults) >= FAULTS, result.figures
    assert len(result.planted.decoys) >= DECOYS, result.figures


def test_every_family_is_planted(result: Result) -> None:
    families = {re.sub(r"\d.*", "", code) for _, _, code in result.planted.faults}
    assert families >= {"FM", "COL", "REV", "PRI", "IMG", "LNK", "TXT", "LOC", "SEC", "OUT", "SUP"}


def test_every_fault_of_broken_columns_is_reported(tmp_path: Path) -> None:
    """Nothing can be read without columns.yml, so its faults must all be reported at once."""
    plant_everything(tmp_path)
    shutil.rmtree(tmp_path / "site")
    planted = Planted()
    plant(PLANTED / "columns-broken.yml", tmp_path, "docs/columns.yml", planted)
    findings = tuple(f for f in findings_in(tmp_path, built=False) if f.path == "docs/columns.yml")
    result = Result(planted, findings)
    assert result.missed == [], result.report(result.missed)
    assert result.false_alarms == [], result.report(result.false_alarms)
