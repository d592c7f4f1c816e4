"""What `verify_site.py` does, once the environment is there."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from lanmu.checks.engine.command import external_settings
from lanmu.checks.engine.finding import Finding
from lanmu.checks.external.address import parse
from lanmu.checks.external.answer import Kind, LinkError, words_of
from lanmu.checks.external.asking import Asker
from lanmu.checks.external.checking import with_progress
from lanmu.checks.external.pacing import Turns
from lanmu.checks.reports.report import Report
from lanmu.checks.reports.writing import exit_code, parse_targets, write
from lanmu.content import settings as settings_file
from lanmu.content.release_log import entries
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import Exit, UserError, refusal
from lanmu.releases.layouts.side_by_side import CURRENT
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest
from lanmu.releases.servers.serving import CODINGS, HIDDEN
from lanmu.releases.signing import require_signer, signer
from lanmu.releases.verification import folder as on_disk
from lanmu.releases.verification.faults import KINDS, explanation, fault
from lanmu.releases.verification.memory import Memory, keep, memory_file, recalled, remaining, sample
from lanmu.releases.verification.web import WebSite

TASK = "核对网站"
FIRST = ("index.html", "sitemap.xml", "robots.txt", "assets/lanmu.*")
"""Every sample has them: what most readers get, and whose change changes most."""
SAVED_AFTER = 50
# A whole file may be large and the line slow (seconds).
PATIENCE = {"read_timeout": 120.0, "total_timeout": 600.0}


@dataclass(frozen=True)
class OwnRecords:
    """What this office has on record about its sites: the public half of its key (may be empty), and the ids of the last
    releases by address; `expected` is the id that the user expects."""

    public_key: str = ""
    expected: str = ""
    published: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, public_key: str = "", expected: str = "") -> OwnRecords:
        """From what somebody says, lanmu.toml and the log of the project. Raises UserError."""
        settings = settings_file.load(root / "lanmu.toml").publish
        last = {base_of(entry.address): entry.id for entry in entries(root) if not entry.broken_off}
        return cls(public_key or settings.public_key, expected, last)


@dataclass(frozen=True)
class Outcome:
    """What was found, and how many files were looked at."""

    findings: Sequence[Finding]
    checked: int = 0


def verify_site(root: Path, options: argparse.Namespace) -> int:
    """Verifies a live site or a folder, and reports."""
    if options.explain or options.list:
        say(
            explanation(options.explain) if options.explain else "\n".join(f"{k.code} {k.name}" for k in KINDS.values())
        )
        return Exit.OK
    if not options.site:
        raise UserError(
            "请写明要核对的网址或者文件夹，例如 python scripts/verify_site.py https://www.example.org/zhuanti/"
        )
    targets, start = parse_targets(options.report), time.monotonic()
    records = OwnRecords.of(root, options.public_key or "", options.expect or "")
    count = None if options.all else options.sample
    is_address = "://" in options.site
    outcome = (
        verify_web(root, options.site, records, count) if is_address else verify_folder(Path(options.site), records)
    )
    findings = tuple(sorted(outcome.findings, key=lambda finding: finding.order))
    seconds = time.monotonic() - start
    write(
        Report("verify_site", findings, tuple(KINDS.values()), outcome.checked, "个文件", seconds), targets, os.environ
    )
    return exit_code(findings, strict=options.strict)


def base_of(address: str) -> str:
    """The address of a whole site, as it is asked. Raises UserError."""
    try:
        target = parse(f"{address.rstrip('/')}/")
    except LinkError as failure:
        raise UserError(f"{failure.reason}。请写完整的网址，例如 https://www.example.org/zhuanti/") from None
    if "?" in target.request:
        raise UserError(f"{address} 不是整个网站的网址，请去掉问号和后面的部分。")
    return target.url


def judged(data: bytes, signature: bytes, records: OwnRecords, base: str = "") -> tuple[Manifest | None, list[Finding]]:
    """The manifest, when it can be believed, and what is wrong with it; `base` is the address that it was read from, if it
    was read from the web."""
    try:
        manifest = Manifest.read(data)
    except UserError as error:
        return None, [fault("VER001", FILE, str(error))]
    findings = []
    try:
        if records.public_key:
            require_signer(data, signature, records.public_key)
        else:
            findings.append(fault("VER012", SIGNATURE, f"清单的签名用的公钥是 {signer(data, signature)}。"))
    except UserError as error:
        return None, [fault("VER002", SIGNATURE, str(error))]
    last = records.expected or records.published.get(base or base_of(manifest.address), "")
    if manifest.id < last:
        findings.append(fault("VER003", FILE, f"网站上是 {manifest.id}，最后发布的是 {last}。"))
    return manifest, findings


def verify_folder(folder: Path, records: OwnRecords) -> Outcome:
    """A folder, all of it. Raises UserError when there is none."""
    if not folder.is_dir():
        raise UserError(f"没有文件夹 {folder}。请核对写法；核对网上的网站，要写以 https:// 开头的网址。")
    if (folder / CURRENT / FILE).is_file():
        # The folder of a target with several releases.
        folder /= CURRENT
    try:
        manifest, findings = judged((folder / FILE).read_bytes(), (folder / SIGNATURE).read_bytes(), records)
    except OSError as error:
        return Outcome([fault("VER001", FILE, f"读不了清单或签名：{refusal(error)}。")])
    if manifest is None:
        return Outcome(findings)
    for path in with_progress(manifest.files, len(manifest.files), TASK):
        findings += on_disk.verify_file(folder, manifest, path)
    return Outcome([*findings, *on_disk.added(folder, manifest)], len(manifest.files))


def verify_web(root: Path, address: str, records: OwnRecords, count: int | None) -> Outcome:
    """A live site: `count` of its files, or all of them. Raises UserError for what is no address."""
    base = base_of(address)
    asking = external_settings(settings_file.load(root / "lanmu.toml"), allow_private=True)
    settings = asking.model_copy(update=PATIENCE)
    site = WebSite(base, Asker(settings, Turns(settings), now))
    try:
        data, signature = (read_whole(site, name) for name in (FILE, SIGNATURE))
    except LinkError as failure:
        return Outcome([fault("VER001", FILE, f"{failure.reason}。"), *site.connection_faults(now())])
    manifest, findings = judged(data, signature, records, base)
    if manifest is None:
        return Outcome(findings)
    findings += site.connection_faults(now())
    file = memory_file(root, base)
    memory = recalled(file, manifest.id)
    paths = list(asked_for(manifest))
    if count is None:
        chosen = remaining(memory, paths, now())
        memory = memory.model_copy(update={"begun": memory.begun if len(chosen) < len(paths) else now()})
    else:
        first = [path for path in paths if any(fnmatchcase(path, pattern) for pattern in FIRST)]
        chosen = sample(memory, paths, first, count)
    if count is None and len(chosen) < len(paths):
        complain(f"接着上次没查完的：已经查过 {len(paths) - len(chosen)} 个，还有 {len(chosen)} 个。")
    findings += verified(chosen, memory, lambda path: list(site.verify_file(manifest, path)), file)
    if count is None:
        keep(file, memory.model_copy(update={"begun": None}))
    return Outcome([*findings, *site.added(), *site.header_faults()], len(chosen))


def verified(
    paths: Sequence[str], memory: Memory, verify: Callable[[str], list[Finding]], file: Path
) -> Iterator[Finding]:
    """Verifies file after file, and notes those that are as they should be, also when the run is broken off."""
    try:
        for number, path in enumerate(with_progress(paths, len(paths), TASK), start=1):
            if findings := verify(path):
                yield from findings
            else:
                memory.verified[path] = now()
            if number % SAVED_AFTER == 0:
                keep(file, memory)
    finally:
        keep(file, memory)


def asked_for(manifest: Manifest) -> Iterator[str]:
    """The files that readers can ask for by their names: no settings of servers, no compressed copies."""
    for path in manifest.files:
        is_copy = path.endswith(tuple(CODINGS)) and path.rpartition(".")[0] in manifest.files
        if path not in HIDDEN and not is_copy:
            yield path


def read_whole(site: WebSite, name: str) -> bytes:
    """A small file of the site. Raises LinkError when it does not come."""
    reply = site.receive(name)
    if reply.status != 200 or reply.body is None:
        where = f"，转到「{reply.location}」" if reply.location else ""
        raise LinkError(Kind.BROKEN, f"{name} 答复 {words_of(reply.status)}{where}")
    return reply.body.beginning


def now() -> datetime:
    """The moment, for certificates and for what is remembered."""
    return datetime.now(UTC)
