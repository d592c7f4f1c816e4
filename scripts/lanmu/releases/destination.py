"""Where a project is published to: the target that lanmu.toml names, how releases lie there, and whose they must be."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from lanmu.build.audience import NAMES
from lanmu.content import release_log
from lanmu.content.settings import PublishSettings, PublishTarget
from lanmu.diagnostics.console import complain
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.releases.layouts.in_place import InPlace
from lanmu.releases.layouts.layout import Layout, Listing
from lanmu.releases.layouts.side_by_side import SideBySide
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest
from lanmu.releases.signing import require_signer
from lanmu.releases.target_lock import clock, publishing
from lanmu.releases.targets.folder import FolderTarget
from lanmu.releases.targets.target import LinkingTarget, Target

if TYPE_CHECKING:
    from lanmu.releases.targets.s3 import S3Target
    from lanmu.releases.targets.sftp import SftpTarget

KNOWN_HOSTS = ".known_hosts"
EXAMPLE = """还没有写往哪里发布。请在 lanmu.toml 里写上，例如：
  [publish.web]
  kind = "sftp"                       # 共享文件夹、U 盘写 "folder"，对象存储写 "s3"
  host = "www.example.org"
  user = "lanmu"
  folder = "/srv/zhuanti"             # 服务器上的文件夹
  address = "https://www.example.org/zhuanti/"   # 读者打开的网址"""
DRIFT = 600
"""Seconds by which two clocks may differ."""
FULL = 1_000_000
"""Bytes; a disk with less is full."""


@dataclass(frozen=True)
class Destination:
    """A place that is reached: `name` is that of its table in lanmu.toml, `public_key` the office's."""

    root: Path
    name: str
    wanted: PublishTarget
    target: Target
    layout: Layout
    public_key: str
    who: str = ""

    def shown(self) -> Listing | None:
        """What readers get now. Raises UserError when the office has not signed it, or it is another edition."""
        with reading(self.target.name):
            shown = self.layout.shown()
        if shown:
            try:
                require_signer(shown.data, shown.signature, self.public_key)
                if (there := shown.manifest.edition) != self.wanted.edition:
                    raise UserError(f"那里是{NAMES[there]}，要发布的是{NAMES[self.wanted.edition]}，不能放在一起。")
            except UserError as error:
                raise UserError(
                    f"{self.target.name}现在的版本有疑问，什么也没有传。{error}\n"
                    f"  查清楚以后要从头发布的，把那里的 {FILE} 和 {SIGNATURE} 删去，再运行一次。"
                ) from None
        return shown

    @contextmanager
    def at_work(
        self, action: str, manifest: Manifest, seen: Listing | None, allowed: Mapping[str, str] | None = None
    ) -> Iterator[None]:
        """Keeps others away from the target, and notes in the log what was done (which articles are new to readers), or why it was
        broken off. Raises UserError also when the target is not as it was `seen` any more. `allowed` are the codes that were
        let pass, with their reasons."""
        with reading(self.target.name), publishing(self.target):
            now = self.layout.shown()
            if (now and now.data) != (seen and seen.data):
                raise UserError("刚才有人往这里发布过，这一次什么也没有传。请再运行一次，看看现在会换掉什么。")
            self._compare_clocks()
            facts: dict[str, Any] = {"allowed": dict(allowed or {})}
            if action == "publish" and seen:
                before = {article.address for article in seen.manifest.articles}
                new = (each for each in manifest.articles if before.isdisjoint((each.address, *each.former)))
                facts["articles"] = [each.address for each in new]
            try:
                yield
            except OSError as error:
                why = self._reason(error)
                self._note(action, manifest, why, facts)
                raise UserError(
                    f"往{self.target.name}传的时候断了：{why}。读者看到的网页没有坏，只是还没有全部换好。"
                    "排除原因以后再运行一次同样的命令，接着做完。"
                ) from None
            except (UserError, KeyboardInterrupt) as error:
                self._note(action, manifest, str(error) or "停止", facts)
                raise
            self._note(action, manifest, "", facts)

    def _note(self, action: str, manifest: Manifest, broken_off: str, more: Mapping[str, Any]) -> None:
        facts: dict[str, Any] = {"action": action, "target": self.name, "id": manifest.id, "edition": manifest.edition}
        facts |= {
            "time": release_log.moment(),
            "who": self.who or release_log.user(),
            "address": self.wanted.address,
            "broken_off": broken_off,
        }
        release_log.note(self.root, release_log.LogEntry.model_validate(facts | dict(more)))

    def _reason(self, error: OSError) -> str:
        """Why a transfer stopped. Servers do not say that a disk is full, but how much is free."""
        with suppress(OSError):
            free = None if isinstance(error, ConnectionError) else self.target.free()
            if free is not None and free < FULL:
                return "目标的磁盘已满"
        return refusal(error)

    def _compare_clocks(self) -> None:
        """Says when the clocks of this machine and the target differ."""
        minutes = round((clock(self.target) - time.time()) / 60)
        if abs(minutes) * 60 >= DRIFT:
            complain(
                f"  目标的时钟比这台电脑{'快' if minutes > 0 else '慢'} {abs(minutes)} 分钟，"
                "请看看是哪一个不准；时钟不准，定时发布的稿件会早登或者晚登。"
            )


@contextmanager
def destination(
    root: Path, settings: PublishSettings, name: str | None, public_key: str, who: str = ""
) -> Iterator[Destination]:
    """The destination of that name, reached; the only one where none is named. `who` publishes, the user of this system where
    nobody is named. Raises UserError."""
    name, wanted = chosen(settings, name)
    with reading("目标"):
        target = opened(root, wanted)
    try:
        yield Destination(root, name, wanted, target, layout_of(root, name, wanted, target), public_key, who)
    finally:
        with suppress(OSError):
            target.close()


def chosen(settings: PublishSettings, name: str | None) -> tuple[str, PublishTarget]:
    """The name and the settings of the target that is meant. Raises UserError."""
    targets = settings.targets
    if not targets:
        raise UserError(EXAMPLE)
    names = "、".join(targets)
    if name is None and len(targets) > 1:
        raise UserError(
            f"可以往几个地方发布：{names}。请写明是哪一个，例如 python scripts/publish.py {next(iter(targets))}"
        )
    name = name or next(iter(targets))
    if name not in targets or not re.fullmatch(r"[\w-]+", name):
        raise UserError(f"lanmu.toml 里没有 [publish.{name}]。可以发布的地方有：{names}。")
    return name, targets[name]


def opened(root: Path, wanted: PublishTarget) -> FolderTarget | SftpTarget | S3Target:
    """The target, connected. Raises UserError, OSError."""
    if wanted.kind == "folder":
        folder = root / wanted.folder
        if not folder.parent.is_dir():
            raise UserError(
                f"找不到 {folder.parent}，什么也没有传。U 盘没有插上、共享文件夹没有连上的，先插上、连上；"
                "写错了的，改正 lanmu.toml 里的 folder（最后一层文件夹没有的，会自动建立）。"
            )
        return FolderTarget(folder)
    # Imported here: their libraries take a tenth of a second to load, and the desk starts without them.
    if wanted.kind == "s3":
        from lanmu.releases.targets.s3 import S3Target

        return S3Target(wanted)
    from lanmu.releases.targets.sftp import SftpTarget

    return SftpTarget(wanted, root / (wanted.known_hosts or KNOWN_HOSTS))


def layout_of(root: Path, name: str, wanted: PublishTarget, target: FolderTarget | SftpTarget | S3Target) -> Layout:
    """How releases lie there."""
    if wanted.layout == "releases":
        # No bucket has this layout: the settings see to that.
        return SideBySide(cast(LinkingTarget, target), wanted.keep)
    out = root / ("out" if wanted.edition == "public" else "out-internal")
    return InPlace(target, wanted.keep, out / "releases" / name)


@contextmanager
def reading(target: str) -> Iterator[None]:
    """Turns an OSError into a sentence, before anything was changed."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"{target}不能用（{refusal(error)}），什么也没有传。请检查网络、文件夹和权限，再运行一次。"
        ) from None
