"""What must be right before a site goes out: what it is made from, the links of what was built, and that no personal data
got into it that its sources do not have."""

from __future__ import annotations

import html
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lanmu.build.gate import Gate, RefusedError, findings
from lanmu.build.workers import parallel_map
from lanmu.checks.attachments import RejectedFileError, place_of, texts_of
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.exemptions import exemptions, sift
from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.engine.publishing import Belongings, decides, stops_release
from lanmu.checks.engine.registry import ready
from lanmu.checks.engine.rule import SOURCES
from lanmu.checks.engine.runner import run
from lanmu.checks.sources.personal_data import (
    Finder,
    bank_cards,
    bare,
    home_addresses,
    identity_numbers,
    mobile_numbers,
    normal,
)
from lanmu.content.translation import source_path
from lanmu.releases.manifest import files_below

FINDERS: dict[str, Finder] = {
    "PRI001": identity_numbers,
    "PRI002": mobile_numbers,
    "PRI003": bank_cards,
    "PRI004": home_addresses,
}
PLACE, CLOSED = "PRI005", "PRI006"
SHOWN = 20


def require_clean(all_faults: Sequence[Finding], subject: str, reasons: Container[str]) -> list[Finding]:
    """The faults that are let pass because their codes have a reason. Raises RefusedError if there are others."""
    faults = [fault for fault in all_faults if fault.code not in reasons]
    if faults:
        lines = [f"  {fault.place} {fault.code} {fault.message}改法：{fault.remedy}" for fault in faults[:SHOWN]]
        lines += [f"  …… 还有 {len(faults) - SHOWN} 处"] if len(faults) > SHOWN else []
        raise RefusedError(f"{subject}有 {len(faults)} 处错误，没有发布，目标上什么也没有动：\n" + "\n".join(lines))
    return list(all_faults)


def other_errors(gate: Gate) -> tuple[list[Finding], list[Finding]]:
    """Errors by rules that the gate does not run: first those of published texts and files, then those of columns and
    settings, which stop nothing."""
    project, settings = gate.project, gate.project.settings.checks
    rules = [r for r in ready(settings, SOURCES) if r.level is Level.ERROR and not decides(r.rule.code, r.level)]
    errors, _ = sift(findings(project, rules), exemptions(project))
    pages = {page.path for page in gate.site.pages}
    users = Belongings(project).users

    def goes_out(path: str) -> bool:
        if path.endswith(".md"):
            return path in gate.shown or source_path(path) in pages
        return any(owner in gate.shown or not owner for owner in users.get(path, ()))

    of_columns = {fault for fault in errors if not stops_release(fault.code) or not fault.path.startswith("docs/")}
    faults = {fault for fault in errors if goes_out(fault.path.removeprefix("docs/"))} - of_columns
    return sorted(faults), sorted(of_columns)


def link_errors(gate: Gate, folder: Path, address: str) -> list[Finding]:
    """Errors of the built site in a folder."""
    site = replace(read_site(gate.project, folder, site_url=address), shown="site/")
    return [fault for fault in run(gate.project, (site,)).findings if fault.level is Level.ERROR]


@dataclass(frozen=True)
class Judged:
    """What was judged already: everything that stands in the sources that go out, and in the settings."""

    text: str
    digits: str

    @classmethod
    def of(cls, gate: Gate) -> Judged:
        """The sources that the gate lets out."""
        pages = {page.path for page in gate.site.pages}
        sources = gate.project.sources.values()
        texts = [s.text for s in sources if s.below_docs in gate.shown or source_path(s.below_docs) in pages]
        texts += [*gate.project.data_texts.values(), gate.project.mkdocs_text]
        texts.append((gate.project.root / "lanmu.toml").read_text(encoding="utf-8"))
        whole = normal("\n".join(texts))
        return cls("".join(whole.split()), bare(whole))

    def has(self, value: str) -> bool:
        """True for a value that stands there, with gaps or without."""
        number = bare(value)
        return "".join(value.split()) in self.text or (len(number) == len(value) and number in self.digits)


def personal_data(gate: Gate, folder: Path) -> list[Finding]:
    """Personal data in the built files (pages, lists, feeds, search, prints, archives) that is in no published source, and
    places in pictures. Attachments are left out: the gate has read them."""
    levels = {r.rule.code: r.level for r in ready(gate.project.settings.checks, SOURCES)}
    finders = {code: finder for code, finder in FINDERS.items() if levels.get(code) is Level.ERROR}
    judged, attachments = Judged.of(gate), gate.project.attachments
    pictures = levels.get(PLACE) is Level.ERROR

    def of_file(path: str) -> list[Finding]:
        file = folder / path
        faults = list(in_texts(file, path, finders, judged)) if path not in attachments else []
        if pictures and place_of(file):
            remedy = "运行 python scripts/optimise_pictures.py，去掉地点再发布。"
            faults.append(Finding(path, 0, 0, "照片里记着拍摄地点。", remedy, PLACE))
        return faults

    return [fault for faults in parallel_map(of_file, files_below(folder)) for fault in faults]


def in_texts(file: Path, path: str, finders: dict[str, Finder], judged: Judged) -> Iterator[Finding]:
    """Personal data in the texts of a built file that were not judged."""
    texts = texts_of(file)
    if isinstance(texts, RejectedFileError):
        yield Finding(path, 0, 0, f"这个文件{texts.reason}", texts.remedy, CLOSED)
        return
    reported = set()
    for text in texts:
        for code, finder in finders.items():
            for match in finder(text.text):
                if match.value not in reported and not judged.has(html.unescape(match.value)):
                    reported.add(match.value)
                    message = f"{text.place}里有完整的{match.label}「{match.masked}」，要登的稿件里却没有。"
                    remedy = "从上一次的印刷品、附件或者模板里来的，重新印、换掉；查不出来的，请联系维护人员。"
                    yield Finding(path, 0, 0, message, remedy, code)
