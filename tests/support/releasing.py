"""Small sites to publish, targets that fail, and a reader who looks whether every page has what it shows."""

from __future__ import annotations

import errno
import posixpath
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lanmu.releases.manifest import FILE, SIGNATURE, describe
from lanmu.releases.signing import sign
from lanmu.releases.targets.folder import FolderTarget
from lanmu.releases.transfer import Release

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAMED = re.compile(r'(?:src|href)="([^"]+)"')


def release(folder: Path, version: int, pages: int = 6) -> Release:
    """A site whose pages, style and pictures are all of one version: page n shows picture n, and every version has a page that
    the next one has not."""
    for number in range(pages):
        page = folder / "news" / f"{number + version}" / "index.html"
        page.parent.mkdir(parents=True)
        (page.parent / f"picture.{version}.png").write_bytes(f"picture {version} {number}".encode())
        links = f'<link href="../../assets/lanmu.{version}.css"><img src="picture.{version}.png">'
        page.write_text(f"<html>{links}version {version}", encoding="utf-8")
    (folder / "assets").mkdir()
    (folder / "assets" / f"lanmu.{version}.css").write_text(f"/* {version} */" * 5000, encoding="utf-8")
    lists = "".join(f'<a href="news/{number + version}/index.html">' for number in range(pages))
    home = f'<link href="assets/lanmu.{version}.css">{lists}'
    (folder / "index.html").write_text(f"<html>{home}version {version}", encoding="utf-8")
    (folder / "sitemap.xml").write_text(f"<urlset>{version}</urlset>", encoding="utf-8")
    (folder / "search" / str(version)).mkdir(parents=True)
    (folder / "search" / str(version) / "d1.js").write_bytes(b"the same, by another name")
    (folder / "same.pdf").write_bytes(b"the same in all versions")
    created = datetime(2008, 12, 10, tzinfo=UTC) + timedelta(days=version)
    manifest = describe(folder, created=created, edition="public", address="https://a.org/", source="1", tool="1")
    (folder / FILE).write_bytes(manifest.to_bytes())
    (folder / SIGNATURE).write_bytes(sign(manifest.to_bytes(), KEY))
    return Release(folder, manifest)


def broken_pages(root: Path) -> list[str]:
    """What the pages below a folder name that is not there, as a reader would meet it."""
    missing = []
    for page in root.rglob("*.html"):
        for name in NAMED.findall(page.read_text(encoding="utf-8")):
            place = root / posixpath.normpath(posixpath.join(page.parent.relative_to(root).as_posix(), name))
            if not place.is_file():
                missing.append(f"{page.relative_to(root)}: {name}")
    return missing


def content(root: Path) -> dict[str, bytes]:
    """All files below a folder that are part of the site."""
    files = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".lanmu-"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


class FailingTarget(FolderTarget):
    """A folder where the n-th thing to be done fails: before it is done, or when half of the file is there."""

    def __init__(self, folder: Path, fail_at: int, *, error: Callable[[], OSError]) -> None:
        super().__init__(folder)
        self.left, self.error = fail_at, error
        for name in ("read", "sha256", "put", "create", "copy", "remove", "remove_folder", "rename", "point"):
            setattr(self, name, self.counted(getattr(self, name)))

    def counted(self, method: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            self.left -= 1
            if self.left < 0:
                raise self.error()
            return method(*arguments)

        return call


def cut() -> OSError:
    return ConnectionError("连接断了")


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")
