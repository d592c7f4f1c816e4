"""What is done in a process of its own: looking what a publication would change, publishing, going back, verifying. The results
are handed back to the desk, so they are plain values."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lanmu.build.gate import Gate, gate_of
from lanmu.build.site import address_of, build, note_published
from lanmu.checks.engine.finding import Finding, Level
from lanmu.content import settings as settings_file
from lanmu.content.article import Audience
from lanmu.content.dates import require_true_clock
from lanmu.content.publication import held_back
from lanmu.content.settings import PublishTarget
from lanmu.diagnostics.console import step
from lanmu.diagnostics.errors import UserError
from lanmu.releases.command import is_there, transfer
from lanmu.releases.destination import Destination, chosen, destination, reading
from lanmu.releases.differences import Differences
from lanmu.releases.manifest import Manifest
from lanmu.releases.outgoing import link_errors
from lanmu.releases.preparing import prepared
from lanmu.releases.rollback import kept_release, take_back
from lanmu.releases.targets.credentials import VARIABLE
from lanmu.releases.verification.command import Outcome, OwnRecords, verify_folder, verify_web
from lanmu.storage.files import readable_by_all
from lanmu.storage.signing_keys import project_key, public_half
from lanmu.storage.write_lock import finish_interrupted

CHANGED = "看过以后，要发布的内容又有变化（稿件改过，或者到了定时的时间），这一次什么也没有传。请再看一遍。"


@dataclass(frozen=True)
class HeldBack:
    """An article that stays out: its path below docs/, its title, why in a word, and what to do next."""

    path: str
    title: str
    label: str
    step: str


@dataclass(frozen=True)
class Rehearsal:
    """What a publication would do. `content` is a digest of everything to be published, which must not change until it is.

    `reminders` are errors that stop nothing, `allowed` what is let pass with its reason. `new_key` is the public half of the key,
    while lanmu.toml does not have it.
    """

    name: str
    kind: str
    address: str
    edition: Audience
    content: str
    is_there: bool
    differences: tuple[str, ...]
    held_back: tuple[HeldBack, ...]
    reminders: tuple[str, ...]
    allowed: tuple[str, ...]
    summary: str
    new_key: str


@dataclass(frozen=True)
class Published:
    """A release that readers get now: its id, its address, and how many addresses are new."""

    name: str
    id: str
    address: str
    new_addresses: int


@dataclass(frozen=True)
class KeptRelease:
    """A release that lies on a target: `differences` say what going back to it would change."""

    id: str
    when: str
    articles: int
    is_shown: bool
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """The releases that lie on a target, the newest first."""

    name: str
    kind: str
    releases: tuple[KeptRelease, ...]


@dataclass(frozen=True)
class Built:
    """A site that was made in the project's own folder."""

    folder: str
    summary: str
    held_back: tuple[HeldBack, ...]
    link_errors: tuple[Finding, ...]


@dataclass(frozen=True)
class Verified:
    """The result of comparing what readers get with what was published."""

    name: str
    address: str
    outcome: Outcome

    @property
    def is_wrong(self) -> bool:
        """True when readers get something else; False when there are reminders at most."""
        return any(finding.level is Level.ERROR for finding in self.outcome.findings)


@contextmanager
def reached(root: Path, name: str, password: str, who: str = "") -> Iterator[Destination]:
    """A destination. The password stands in this process alone. Raises UserError."""
    require_true_clock()
    finish_interrupted(root)
    if password:
        os.environ[VARIABLE] = password
    settings = settings_file.load(root / "lanmu.toml").publish
    key = project_key(root, settings.public_key)
    with destination(root, settings, name, public_half(key), who) as place, readable_by_all():
        yield place


def rehearse(root: Path, name: str, password: str) -> Rehearsal:
    """Makes and checks all that would go out, compares it with what is shown, and leaves the target as it is."""
    with reached(root, name, password) as place:
        shown = place.shown()
        settings = settings_file.load(root / "lanmu.toml").publish
        key = project_key(root, settings.public_key)
        with prepared(root, place.wanted, place.target, place.layout, key, {}) as ready:
            manifest = ready.release.manifest
            return Rehearsal(
                place.name,
                place.wanted.kind,
                place.wanted.address,
                place.wanted.edition,
                content_of(manifest),
                bool(shown and is_there(place, shown.manifest, manifest)),
                tuple(Differences(shown.manifest if shown else None, manifest).lines()),
                waiting_in(ready.gate),
                tuple(f"{fault.place} {fault.message}" for fault in ready.reminders),
                tuple(ready.summary.allowed),
                str(ready.summary),
                "" if settings.public_key else place.public_key,
            )


def publish(root: Path, name: str, password: str, content: str, who: str = "") -> Published:
    """Publishes what was looked at before. Raises UserError when that is another content now."""
    with reached(root, name, password, who) as place:
        shown = place.shown()
        key = project_key(root, settings_file.load(root / "lanmu.toml").publish.public_key)
        with prepared(root, place.wanted, place.target, place.layout, key, {}) as ready:
            manifest = ready.release.manifest
            if content_of(manifest) != content:
                raise UserError(CHANGED)
            transfer(place, ready, shown)
            new = 0
            if place.wanted.edition == "public":
                new = note_published(root, ready.gate.site.published(ready.gate.shown))
            return Published(place.name, manifest.id, place.wanted.address, new)


def list_kept(root: Path, name: str, password: str) -> Kept:
    """The releases that lie on a target."""
    with reached(root, name, password) as place:
        shown = place.shown()
        with reading(place.target.name):
            listings = dict(place.layout.kept_releases())
        current = shown.manifest.id if shown else ""
        if shown:
            listings[current] = shown
        releases = [
            KeptRelease(
                listing.manifest.id,
                listing.manifest.made_at,
                len(listing.manifest.articles),
                listing.manifest.id == current,
                ()
                if listing.manifest.id == current
                else tuple(Differences(shown.manifest if shown else None, listing.manifest).lines()),
            )
            for _, listing in sorted(listings.items(), reverse=True)
        ]
        return Kept(place.name, place.wanted.kind, tuple(releases))


def roll_back(root: Path, name: str, password: str, release_id: str, who: str = "") -> Published:
    """Goes back to a kept release."""
    with reached(root, name, password, who) as place:
        shown = place.shown()
        listing = kept_release(place, release_id, shown)
        take_back(place, listing, shown)
        return Published(place.name, listing.manifest.id, place.wanted.address, 0)


def verify(root: Path, name: str) -> Verified:
    """Compares what readers get at the address of a target with what was published: a sample of a hundred files."""
    _, wanted = chosen(settings_file.load(root / "lanmu.toml").publish, name)
    records = OwnRecords.of(root)
    with step(f"核对 {wanted.address}"):
        return Verified(name, wanted.address, verify_web(root, wanted.address, records, 100))


def verify_on_disk(root: Path, name: str) -> Verified:
    """The same with all files of a target that is a folder."""
    _, wanted = chosen(settings_file.load(root / "lanmu.toml").publish, name)
    folder = root / wanted.folder
    with step(f"核对 {folder}"):
        return Verified(name, str(folder), verify_folder(folder, OwnRecords.of(root)))


def build_here(root: Path, audience: Audience) -> Built:
    """Makes the site as it would be published, in the project's own folder, and checks its links."""
    require_true_clock()
    folder = root / ("site" if audience == "public" else "site-internal")
    with step("检查稿件"):
        gate = gate_of(root, audience, {})
    with step("生成网站"):
        summary = build(root, folder, production=True, audience=audience, gate=gate)
    with step("检查链接"):
        errors = tuple(link_errors(gate, folder, address_of(gate.project, audience)))
    return Built(folder.name, str(summary), waiting_in(gate), errors)


def waiting_in(gate: Gate) -> tuple[HeldBack, ...]:
    """The articles that stay out, with what is to be done."""
    texts = held_back(gate.whole, gate.states, gate.project.reading.translations)
    unread = [
        HeldBack(path, path, "读不懂", "\n".join(refusal.text for refusal in gate.verdict.articles[path]))
        for path in sorted(gate.verdict.unread - gate.whole.by_path.keys())
    ]
    return (*unread, *(HeldBack(text.path, text.title, state.label, state.advice) for text, state in texts))


def content_of(manifest: Manifest) -> str:
    """A digest of the files of a release, whenever it is made."""
    lines = "".join(f"{file.sha256} {path}\n" for path, file in sorted(manifest.files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def kinds(wanted: PublishTarget) -> str:
    """What a target is, for people."""
    return {"folder": "文件夹", "sftp": f"服务器 {wanted.host}", "s3": "对象存储"}[wanted.kind]
