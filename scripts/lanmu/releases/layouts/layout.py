"""What every layout does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from lanmu.diagnostics.errors import UserError
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest
from lanmu.releases.targets.target import Target
from lanmu.releases.transfer import Release


@dataclass(frozen=True)
class Listing:
    """A manifest as it lies somewhere, and its signature."""

    data: bytes
    signature: bytes

    @cached_property
    def manifest(self) -> Manifest:
        """What it lists. Raises UserError."""
        return Manifest.read(self.data)


class Layout(Protocol):
    """How releases lie on a target. Raises OSError and UserError; what readers see is then whole, the old or the new."""

    def shown(self) -> Listing | None:
        """What readers get now; None before the first release."""

    def kept_releases(self) -> Mapping[str, Listing]:
        """The releases that one can go back to, by their ids, the oldest first."""

    def path_of(self, path: str) -> str:
        """Where a file that readers get lies on the target."""

    def publish(self, release: Release) -> None:
        """Puts a release into the place of the one that is shown. The target is locked."""

    def roll_back(self, release_id: str) -> None:
        """Puts a kept release into the place of the one that is shown. The target is locked."""


def listing(target: Target, folder: str = "") -> Listing | None:
    """What lies in a folder of the target (empty, or ends in a slash) as manifest; None where there is none."""
    try:
        return Listing(target.read(f"{folder}{FILE}"), target.read(f"{folder}{SIGNATURE}"))
    except FileNotFoundError:
        return None


def require_intact(wrong: list[str], release_id: str) -> None:
    """Raises UserError when files of a kept release are `wrong`."""
    if wrong:
        raise UserError(
            f"留着的版本 {release_id} 有 {len(wrong)} 个文件和它的清单不一样（{'、'.join(wrong[:5])}），没有退回去。"
            "请换一个版本退（--list 看有哪些），并请管服务器的同志查一查谁改过它。"
        )
