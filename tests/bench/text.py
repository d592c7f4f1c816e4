"""How often the rules about text are right: precision and recall on text with planted faults, and what `--fix` writes.

    python tests/bench/text.py [--characters 100000] [--show]

Makes articles in three styles (see prose.py), checks them as a project of their own, and prints one Markdown table by rule: findings
in all, findings where no fault of that kind was planted, planted faults and how many of them were found. Then `--fix` is
applied: each line must be one that a careful proofreader could have written, with some or all of its faults mended. Nothing
is asserted. With --show every false finding, missed fault and harmful line is printed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests"), str(ROOT / "tests" / "bench")]

from lanmu.checks.engine import fixes  # noqa: E402
from lanmu.checks.engine.finding import Finding  # noqa: E402
from lanmu.checks.engine.project import read_project  # noqa: E402
from lanmu.checks.engine.runner import check_sources  # noqa: E402
from lanmu.content.settings import load as load_settings  # noqa: E402
from lanmu.diagnostics.console import say  # noqa: E402
from prose import STYLES, Fault, Prose, texts  # noqa: E402
from support import rules_harness  # noqa: E402

# The rules that find each kind of planted fault; a kind that is a code is found by that rule.
CODES = {
    "straight": ("TXT002",),
    "unpaired": ("TXT002", "TXT003"),
    "weekday": ("TXT025",),
    "nodate": ("TXT026",),
    "notime": ("TXT026",),
    "docno": ("TXT027",),
    "period": ("TXT028",),
    "range": ("TXT029",),
    "cutoff": ("TXT030",),
    "double_about": ("TXT031",),
    "doubled": ("TXT032",),
    "npoints": ("TXT033",),
    "sum": ("TXT034",),
    "idiom": ("TXT035", "TXT009"),
    "phone": ("TXT037",),
    "hkmt": ("TXT009",),
}


@dataclass
class Score:
    """What was found by one rule, or of one kind of fault."""

    findings: int = 0
    planted: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=100_000, help="characters of each style")
    parser.add_argument("--show", action="store_true", help="print what is false, missed or harmful")
    options = parser.parse_args()
    for style in STYLES:
        articles = {f"docs/news/{style}-{n}.md": prose for n, prose in enumerate(texts(style, options.characters))}
        with tempfile.TemporaryDirectory() as name:
            report(style, Path(name), articles, show=options.show)


def report(style: str, root: Path, articles: Mapping[str, Prose], *, show: bool) -> None:
    """Checks and mends the articles of one style and prints what became of them."""
    fixture = rules_harness.Fixture({path: (prose.text, "") for path, prose in articles.items()})
    fixture.files["docs/terms.yml"] = ((ROOT / "docs" / "terms.yml").read_text(encoding="utf-8"), "")
    rules_harness.write(fixture, root)
    head = {path: (root / path).read_text(encoding="utf-8").count("\n") for path in articles}
    above = {path: head[path] - prose.text.count("\n") for path, prose in articles.items()}
    scores = scored(text_findings(root), articles, above)
    fixes.fix_files(root, lambda: text_findings(root))
    mended, harmful = compared(root, articles, above)
    size = sum(len(prose.text) for prose in articles.values())
    say(f"\n**{style}**: {size} characters; --fix mended {mended} faults, harmful lines {len(harmful)}\n")
    say("| rule or kind | findings | false | precision | planted | missed | recall |")
    say("| --- | --: | --: | --: | --: | --: | --: |")
    for name, score in sorted(scores.items()):
        say(f"| {name} | {score.findings} | {len(score.false)} | {share(score.findings, score.false)} | {score.planted}"
            f" | {len(score.missed)} | {share(score.planted, score.missed)} |")  # fmt: skip
    if show:
        for name, score in sorted(scores.items()):
            show_some(f"false {name}", score.false)
            show_some(f"missed {name}", score.missed)
        show_some("harmful", harmful)


def show_some(name: str, texts: list[str]) -> None:
    """Prints one example of each shape: texts that differ only in figures are alike."""
    for text in {re.sub(r"\d+", "9", text): text for text in sorted(texts)}.values():
        say(f"{name}: {text}")


def text_findings(root: Path) -> tuple[Finding, ...]:
    """The findings of the rules about text."""
    project = read_project(root, load_settings(root / "lanmu.toml"))
    return tuple(f for f in check_sources(project).findings if f.code.startswith("TXT"))


def scored(findings: tuple[Finding, ...], articles: Mapping[str, Prose], above: Mapping[str, int]) -> dict[str, Score]:
    """Every rule with its false findings, every kind of fault with those that were missed."""
    scores: dict[str, Score] = defaultdict(Score)
    by_line: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.path in articles:
            by_line[finding.path, finding.line - above[finding.path]].append(finding)
    planted: dict[tuple[str, int], list[Fault]] = defaultdict(list)
    for path, prose in articles.items():
        for fault in prose.faults:
            planted[path, fault.line].append(fault)
    for place, here in by_line.items():
        line = articles[place[0]].text.split("\n")[place[1] - 1] if place[1] > 0 else ""
        for finding in here:
            score = scores[finding.code]
            score.findings += 1
            if not any(explains(fault, finding) for fault in planted[place]):
                score.false.append(f"{line[:90]} ⟵ {finding.message}")
    for place, faults in planted.items():
        line = articles[place[0]].text.split("\n")[place[1] - 1]
        for fault in faults:
            score = scores[fault.kind]
            score.planted += 1
            if not any(explains(fault, finding) for finding in by_line[place]):
                score.missed.append(f"{line[:90]} ⟵ {fault.kind}")
    return scores


def explains(fault: Fault, finding: Finding) -> bool:
    """True when a finding is about a fault: one of its rules, where it stands (unpaired marks: in that line)."""
    codes = CODES.get(fault.kind, (fault.kind,))
    return finding.code in codes and (
        fault.kind == "unpaired" or fault.start - 2 <= finding.column - 1 <= fault.end + 2
    )


def compared(root: Path, articles: Mapping[str, Prose], above: Mapping[str, int]) -> tuple[int, list[str]]:
    """How many faults `--fix` has mended, and the lines in which it wrote what nobody asked for."""
    mended, harmful = 0, []
    for path, prose in articles.items():
        after = (root / path).read_text(encoding="utf-8").split("\n")[above[path] :]
        before = prose.text.split("\n")
        if len(after) != len(before):
            harmful.append(f"{path}: other number of lines")
            continue
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
            faults = [fault for fault in prose.faults if fault.line == number and fault.right is not None]
            allowed = dict(versions(old, faults))
            if new in allowed:
                mended += allowed[new]
            else:
                harmful.append(f"{old[:90]} ⟶ {new[:90]}")
    return mended, harmful


def versions(line: str, faults: list[Fault]) -> Iterator[tuple[str, int]]:
    """The line with any of its faults mended, and how many are."""
    for choice in product((False, True), repeat=len(faults)):
        text = line
        for fault, is_mended in reversed(list(zip(faults, choice, strict=True))):
            if is_mended:
                text = text[: fault.start] + (fault.right or "") + text[fault.end :]
        yield text, sum(choice)


def share(count: int, wrong: list[str]) -> str:
    return f"{100 * (count - len(wrong)) / count:.1f} %" if count else "–"


if __name__ == "__main__":
    main()
