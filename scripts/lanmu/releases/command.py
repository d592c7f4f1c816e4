"""What `publish.py` does, once the environment is there."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lanmu.build.site import note_published
from lanmu.content import settings as settings_file
from lanmu.content.dates import CHINA, pub_date
from lanmu.content.settings import PublishSettings, PublishTarget
from lanmu.diagnostics.console import complain, confirmed, say, step
from lanmu.diagnostics.errors import Exit, UserError, refusal
from lanmu.releases import log
from lanmu.releases.differences import Differences
from lanmu.releases.layouts.in_place import InPlace
from lanmu.releases.layouts.layout import Layout, Listing
from lanmu.releases.layouts.side_by_side import SideBySide
from lanmu.releases.manifest import Manifest
from lanmu.releases.preparing import Prepared, prepared
from lanmu.releases.signing import project_key, public_half, require_signer
from lanmu.releases.target_lock import clock, publishing
from lanmu.releases.targets.folder import FolderTarget
from lanmu.releases.targets.sftp import SftpTarget
from lanmu.releases.targets.target import Target
from lanmu.storage.files import readable_by_all
from lanmu.storage.write_lock import finish_interrupted

KNOWN_HOSTS = ".known_hosts"
EXAMPLE = """在 lanmu.toml 里写上往哪里发布，例如：
  [publish.web]
  kind = "sftp"                       # 共享文件夹、U 盘写 "folder"
  host = "www.example.org"
  user = "lanmu"
  folder = "/srv/zhuanti"             # 服务器上的文件夹
  address = "https://www.example.org/zhuanti/"   # 读者打开的网址"""
DRIFT = 600
"""Seconds by which two clocks may differ."""


def command(root: Path, options: argparse.Namespace) -> int:
    """Publishes the project in `root`, takes the site back, or lists what is there."""
    finish_interrupted(root)
    settings = settings_file.load(root / "lanmu.toml").publish
    name, wanted = chosen(settings, options.target)
    key = project_key(root, settings.public_key)
    with reading("目标"):
        target = opened(root, wanted)
    try:
        desk = Desk(root, name, wanted, target, layout_of(root, name, wanted, target), public_half(key))
        with readable_by_all():
            if options.list:
                return desk.list_releases()
            if options.rollback is not None:
                return desk.roll_back(options.rollback, yes=options.yes)
            with reading(target.name):
                shown = desk.shown()
            with prepared(root, wanted, target, desk.layout, key) as release:
                return desk.publish(release, shown, dry_run=options.dry_run, yes=options.yes)
    finally:
        with suppress(OSError):
            target.close()


def chosen(settings: PublishSettings, name: str | None) -> tuple[str, PublishTarget]:
    """The target of that name; the only one where none is named. Raises UserError."""
    targets = settings.targets
    if not targets:
        raise UserError(f"还没有写往哪里发布。请{EXAMPLE}")
    names = "、".join(targets)
    if name is None and len(targets) > 1:
        raise UserError(
            f"有几个可以发布的地方：{names}。请写明是哪一个，例如 python scripts/publish.py {next(iter(targets))}"
        )
    name = name or next(iter(targets))
    if name not in targets or not re.fullmatch(r"[\w-]+", name):
        raise UserError(f"lanmu.toml 里没有 [publish.{name}]。可以发布的地方有：{names}。")
    return name, targets[name]


def opened(root: Path, wanted: PublishTarget) -> Target:
    """The target, connected. Raises UserError, OSError."""
    if wanted.kind == "folder":
        return FolderTarget(root / wanted.folder)
    return SftpTarget(wanted, root / (wanted.known_hosts or KNOWN_HOSTS))


def layout_of(root: Path, name: str, wanted: PublishTarget, target: Target) -> Layout:
    """How releases lie there."""
    if wanted.layout == "releases":
        return SideBySide(target, wanted.keep)
    return InPlace(target, wanted.keep, root / "out" / "releases" / name)


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turns an OSError into a sentence, before anything was changed."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"读不了{what}（{refusal(error)}），什么也没有传。请检查网络、文件夹和权限，再运行一次。"
        ) from None


class Desk:
    """Everything at hand to publish to one target; `public_key` is the office's."""

    def __init__(
        self, root: Path, name: str, wanted: PublishTarget, target: Target, layout: Layout, public_key: str
    ) -> None:
        self.root, self.name, self.wanted = root, name, wanted
        self.target, self.layout, self.public_key = target, layout, public_key

    def shown(self) -> Listing | None:
        """What readers get now. Raises UserError when it is not signed by the office, OSError."""
        shown = self.layout.shown()
        if shown:
            try:
                require_signer(shown.data, shown.signature, self.public_key)
                if shown.manifest.edition != self.wanted.edition:
                    raise UserError(
                        f"那里现在是 {shown.manifest.edition} 版，不是 {self.wanted.edition} 版，两版不能混。"
                    )
            except UserError as error:
                raise UserError(
                    f"{self.target.name} 现在的版本有疑问，什么也没有传。{error}\n"
                    "  查清楚以后要从头发布的，把那里的 manifest.json 和 manifest.json.sig 删去，再运行一次。"
                ) from None
        return shown

    def list_releases(self) -> int:
        """Says which releases there are, and who published each as far as this project's log knows."""
        with reading(self.target.name):
            shown, kept = self.layout.shown(), self.layout.kept()
        by_id = {entry.id: entry for entry in log.entries(self.root) if entry.action == "publish"}
        everything = {**kept, **({shown.manifest.id: shown} if shown else {})}
        for name, listing in sorted(everything.items()):
            who = f"，{by_id[name].who} 发布" if name in by_id else ""
            now = "  ← 读者看到的" if shown and name == shown.manifest.id else ""
            say(f"{name}  {when(listing.manifest)}，文章 {len(listing.manifest.articles)} 篇{who}{now}")
        if not everything:
            say(f"{self.target.name} 还没有发布过。")
        return Exit.OK

    def publish(self, ready: Prepared, shown: Listing | None, *, dry_run: bool, yes: bool) -> int:
        """Shows what is new, asks, transfers."""
        manifest = ready.release.manifest
        for line in ready.summary.details():
            say(f"  {line}")
        for fault in ready.reminders:
            say(f"  检查报告的错误，不挡发布：{fault.place} {fault.code} {fault.message}")
        if shown and manifest.created.timestamp() > time.time() + 1:
            say("  这台电脑的时钟比上一次发布的时间还早，请校准时钟；版本的先后不受影响。")
        say(f"要发布到 {self.target.name}（{self.wanted.address}）：")
        for line in Differences(shown.manifest if shown else None, manifest).lines():
            say(f"  {line}")
        if dry_run:
            say("以上只是试看，目标上什么也没有动。去掉 --dry-run 就照此发布。")
            return Exit.OK
        if not confirmed("照此发布吗？", yes=yes):
            say("没有发布，目标上什么也没有动。")
            return Exit.OK
        with self.at_work("publish", manifest, shown), step("传过去，读回来核对，换上"):
            self.layout.publish(ready.release)
        noted = note_published(self.root, ready.gate.site.published(ready.gate.shown))
        say(f"✓ 已发布：{manifest.id}，{self.wanted.address}")
        if noted:
            say(f"  第一次登出的网址 {noted} 个，记在 docs/published.yml 里，请和稿件一起提交。")
        self.tell_key()
        return Exit.OK

    def roll_back(self, release_id: str, *, yes: bool) -> int:
        """Goes back to a kept release, the one before that which is shown where none is named."""
        with reading(self.target.name):
            shown, kept = self.shown(), self.layout.kept()
        older = [name for name in kept if shown and name < shown.manifest.id]
        release_id = release_id or (older[-1] if older else "")
        if release_id not in kept or (shown and release_id == shown.manifest.id):
            names = "、".join(name for name in kept if not shown or name != shown.manifest.id) or "没有"
            raise UserError(f"退不到「{release_id or '上一个版本'}」，什么也没有动。留着的别的版本：{names}。")
        listing = kept[release_id]
        require_signer(listing.data, listing.signature, self.public_key)
        say(f"要退回 {release_id}（{when(listing.manifest)}）：")
        for line in Differences(shown.manifest if shown else None, listing.manifest).lines():
            say(f"  {line}")
        if not confirmed("退回去吗？", yes=yes):
            say("没有退，什么也没有动。")
            return Exit.OK
        with self.at_work("rollback", listing.manifest, shown), step("核对，换回去"):
            self.layout.roll_back(release_id)
        say(f"✓ 已退回：{release_id}。稿件没有退：改好了再发布，不然下一次发布还是新的。")
        return Exit.OK

    @contextmanager
    def at_work(self, action: str, manifest: Manifest, seen: Listing | None) -> Iterator[None]:
        """Keeps others away from the target, and notes in the log what was done, or why it was broken off. Raises UserError
        also when the target is not as it was `seen` any more."""
        with reading(self.target.name), publishing(self.target):
            now = self.layout.shown()
            if (now and now.data) != (seen and seen.data):
                raise UserError("刚才有人往这里发布过，这一次什么也没有传。请再运行一次，看看现在会换掉什么。")
            self.compare_clocks()
            try:
                yield
            except OSError as error:
                why = self.reason(error)
                self.note(action, manifest, why)
                raise UserError(
                    f"往{self.target.name}传的时候断了：{why}。读者看到的网页没有坏，只是还没有全部换好。"
                    "排除原因以后再运行一次同样的命令，接着做完。"
                ) from None
            except (UserError, KeyboardInterrupt) as error:
                self.note(action, manifest, str(error) or "停止")
                raise
            self.note(action, manifest, "")

    def note(self, action: str, manifest: Manifest, broken_off: str) -> None:
        """Adds to the log."""
        facts = {"action": action, "target": self.name, "id": manifest.id, "edition": manifest.edition}
        facts |= {"time": log.moment(), "who": log.user(), "address": self.wanted.address, "broken_off": broken_off}
        log.note(self.root, log.LogEntry.model_validate(facts))

    def reason(self, error: OSError) -> str:
        """Why a transfer stopped. Servers do not say that a disk is full, but how much is free."""
        with suppress(OSError):
            if not isinstance(error, ConnectionError) and (free := self.target.free()) is not None and free < 1_000_000:
                return "目标的磁盘已满"
        return refusal(error)

    def compare_clocks(self) -> None:
        """Says when the clocks of this machine and the target differ."""
        minutes = round((clock(self.target) - time.time()) / 60)
        if abs(minutes) * 60 >= DRIFT:
            complain(
                f"  目标的时钟比这台电脑{'快' if minutes > 0 else '慢'} {abs(minutes)} 分钟，"
                "请看看是哪一个不准；时钟不准，定时发布的稿件会早登或者晚登。"
            )

    def tell_key(self) -> None:
        """Says where the public half of the key is to be written down, until it is."""
        if not settings_file.load(self.root / "lanmu.toml").publish.public_key:
            say(
                f"  这个版本用本单位的密钥签了名，公钥是 {self.public_key}\n"
                f'  请写进 lanmu.toml 的 [publish]（public_key = "{self.public_key}"），并登记在网站审批表上：'
                "以后凭它证明网站没有被人改过。"
            )


def when(manifest: Manifest) -> str:
    """When a release was made, China's time."""
    return pub_date(manifest.created.astimezone(CHINA).replace(tzinfo=None))
