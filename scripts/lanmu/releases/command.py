"""What `publish.py` does, once the environment is there."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from lanmu.build.site import note_published
from lanmu.checks.engine.publishing import allowances, stops_release
from lanmu.content import release_log
from lanmu.content import settings as settings_file
from lanmu.diagnostics.console import confirmed, say, step
from lanmu.diagnostics.errors import Exit
from lanmu.releases.destination import Destination, destination, reading
from lanmu.releases.differences import tell_differences
from lanmu.releases.layouts.layout import Listing
from lanmu.releases.manifest import Manifest
from lanmu.releases.preparing import Prepared, prepared
from lanmu.releases.rollback import roll_back
from lanmu.releases.transfer import changed
from lanmu.storage.files import readable_by_all
from lanmu.storage.signing_keys import fingerprint, project_key, public_half
from lanmu.storage.write_lock import finish_interrupted


def command(root: Path, options: argparse.Namespace) -> int:
    """Publishes the project in `root`, takes the site back, or lists what is there."""
    finish_interrupted(root)
    settings = settings_file.load(root / "lanmu.toml").publish
    key = project_key(root, settings.public_key)
    with destination(root, settings, options.target, public_half(key)) as place, readable_by_all():
        if options.list:
            list_releases(place)
        elif options.rollback is not None:
            roll_back(place, options.rollback, yes=options.yes)
        else:
            shown = place.shown()
            reasons = allowances(options.allow, stops=stops_release)
            with prepared(root, place.wanted, place.target, place.layout, key, reasons) as ready:
                if publish(place, ready, shown, dry_run=options.dry_run, yes=options.yes) and not settings.public_key:
                    tell_key(place.public_key)
    return Exit.OK


def list_releases(place: Destination) -> None:
    """Says which releases there are, and who published each as far as this project's log knows."""
    with reading(place.target.name):
        shown, listings = place.layout.shown(), place.layout.kept_releases()
    current = shown.manifest.id if shown else ""
    publishers = {entry.id: entry.who for entry in release_log.entries(place.root) if entry.action == "publish"}
    for name, listing in sorted({**listings, **({current: shown} if shown else {})}.items()):
        who = f"，{publishers[name]} 发布" if name in publishers else ""
        articles = f"文章 {len(listing.manifest.articles)} 篇"
        say(f"{name}  {listing.manifest.made_at}，{articles}{who}{'  ← 读者看到的' if name == current else ''}")
    if not shown:
        say(f"{place.target.name}还没有发布过。")


def publish(place: Destination, ready: Prepared, shown: Listing | None, *, dry_run: bool, yes: bool) -> bool:
    """Shows what is new, asks, transfers; true when that was done."""
    manifest = ready.release.manifest
    for line in ready.summary.details():
        say(f"  {line}")
    for fault in ready.reminders:
        say(f"  检查报告的错误，不挡发布：{fault.place} {fault.code} {fault.message}")
    if shown and manifest.created.timestamp() > time.time() + 1:
        say("  这台电脑的时钟比上一次发布的时间还早，请校准时钟；版本的先后不受影响。")
    if shown and is_there(place, shown.manifest, manifest):
        # A publication may have been broken off just after it was done.
        tell_noted(place, ready)
        say(f"✓ {place.target.name}里的网站和这里的一样，不用发布。")
        return False
    say(f"要发布到{place.target.name}（{place.wanted.address}）：")
    tell_differences(shown, manifest)
    if dry_run:
        say("以上只是试看，目标上什么也没有动。去掉 --dry-run 就照此发布。")
        return False
    if not confirmed("照此发布吗？", yes=yes):
        say("没有发布，目标上什么也没有动。")
        return False
    transfer(place, ready, shown)
    say(f"✓ 已发布：{manifest.id}，{place.wanted.address}")
    tell_noted(place, ready)
    return True


def transfer(place: Destination, ready: Prepared, shown: Listing | None) -> None:
    """Puts the release into the place of what is shown. Raises UserError."""
    with (
        place.at_work("publish", ready.release.manifest, shown, ready.gate.reasons),
        step("传过去，读回来核对，换上"),
    ):
        place.layout.publish(ready.release)


def tell_noted(place: Destination, ready: Prepared) -> None:
    """Notes the addresses that the public has now, and says how many are new."""
    if place.wanted.edition != "public":
        return
    if noted := note_published(place.root, ready.gate.site.published(ready.gate.shown)):
        say(f"  第一次登出的网址 {noted} 个，记在 docs/published.yml 里，请和稿件一起提交。")


def is_there(place: Destination, shown: Manifest, manifest: Manifest) -> bool:
    """True when the site is on the target as it would be published: another release would only push an older one out."""
    digests = {path: file.sha256 for path, file in manifest.files.items()}
    with reading(place.target.name):
        return shown.files == manifest.files and not changed(place.target, place.layout.path_of(""), digests)


def tell_key(public_key: str) -> None:
    """Says where the public half of the key is to be written down."""
    say(
        f"  这个版本用本单位的密钥签了名，公钥是 {public_key}，指纹 {fingerprint(public_key)}\n"
        f'  请写进 lanmu.toml 的 [publish]（public_key = "{public_key}"），并登记在网站审批表上（稿件审批表会自己印上）：'
        "以后凭它证明网站没有被人改过。"
    )
