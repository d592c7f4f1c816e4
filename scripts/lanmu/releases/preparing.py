"""A release from top to bottom, on this machine: checks of the sources, the site, checks of the site, the signed list of its
files. Nothing of it touches the target."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lanmu.build.gate import Gate, gate_of
from lanmu.build.precompression import precompress
from lanmu.build.site import Summary, build
from lanmu.checks.engine.finding import Finding
from lanmu.checks.reports.sarif import VERSION
from lanmu.content.settings import PublishTarget
from lanmu.diagnostics.console import step
from lanmu.releases.contents import articles_of, source_of
from lanmu.releases.layouts.layout import Layout
from lanmu.releases.manifest import Manifest, describe, moment_after
from lanmu.releases.outgoing import link_errors, other_errors, personal_data, require_clean
from lanmu.releases.signing import write_signed
from lanmu.releases.targets.target import Target
from lanmu.releases.transfer import Release
from lanmu.storage.scratch import scratch_folder

HOME = "index.html"
BUNDLES = "assets/lanmu."
"""How the paths begin of style and script, which have another name for each content (build/assets.py)."""


@dataclass(frozen=True)
class Prepared:
    """A release that may go out, with what the editor should know of it; `reminders` are errors that stop nothing."""

    release: Release
    gate: Gate
    summary: Summary
    reminders: list[Finding]


@contextmanager
def prepared(
    root: Path,
    wanted: PublishTarget,
    target: Target,
    layout: Layout,
    key: Ed25519PrivateKey,
    reasons: Mapping[str, str],
) -> Iterator[Prepared]:
    """The next release of the project in `root`, in a folder that is gone afterwards. Raises UserError for any fault,
    except those whose codes have reasons."""
    with scratch_folder("release") as folder:
        site = folder / "site"
        with step("检查稿件"):
            gate = gate_of(root, wanted.edition, reasons)
            faults, reminders = other_errors(gate)
            passed = require_clean(faults, "要登的稿件", reasons)
        with step("生成网站"):
            summary = build(
                root, site, production=True, site_url=wanted.address, once=True, audience=wanted.edition, gate=gate
            )
        with step("检查生成的网站：链接"):
            passed += require_clean(link_errors(gate, site, wanted.address), "生成的网站", reasons)
        with step("检查要发布的全部文件：隐私"):
            passed += require_clean(personal_data(gate, site), "要发布的文件", reasons)
        summary = replace(summary, allowed=gate.allowed(passed))
        shown = layout.shown()
        if shown:
            carry_over(target, layout, shown.manifest, site)
        if wanted.precompress:
            precompress(site)
        manifests = [listing.manifest for listing in layout.kept_releases().values()] + (
            [shown.manifest] if shown else []
        )
        last = max(manifests, key=lambda manifest: manifest.created, default=None)
        manifest = describe(
            site,
            created=moment_after(datetime.now(UTC), last),
            edition=wanted.edition,
            address=wanted.address,
            source=source_of(root),
            tool=VERSION,
            articles=articles_of(gate, site),
        )
        write_signed(site, manifest, key)
        yield Prepared(Release(site, manifest), gate, summary, reminders)


def carry_over(target: Target, layout: Layout, shown: Manifest, site: Path) -> None:
    """Takes style and script that the pages name which readers have open into the next release too: they may ask for them
    after it has taken the place of the last. Those of older releases go."""
    names = [path for path in shown.files if path.startswith(BUNDLES) and not (site / path).exists()]
    home = target.read(layout.path_of(HOME)) if names else b""
    for path in names:
        if path.encode() in home:
            data = target.read(layout.path_of(path))
            # What somebody has changed on the target is not carried on.
            if hashlib.sha256(data).hexdigest() == shown.files[path].sha256:
                (site / path).write_bytes(data)
