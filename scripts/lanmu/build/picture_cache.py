"""A cache of pictures, and of files without metadata, by the content of the original, the settings and the versions of the
libraries."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lanmu.build import renditions
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.authentication import authenticated, owner, verified

RECORD = "record.json"
BEGUN = ".new-"
DAY = 86_400


@dataclass(frozen=True)
class Variant:
    """One file of a picture: its format (`webp`, `avif`), its width in pixels and where it lies."""

    format: str
    width: int
    path: Path

    @property
    def address(self) -> str:
        """Where it stands below the site's root; the name changes with the content."""
        return f"assets/pictures/{self.path.parent.name[:16]}-{self.width}.{self.format}"


@dataclass(frozen=True)
class CachedPicture:
    """A file as it is published: its clean content, and of a picture its upright size in pixels and its variants."""

    width: int
    height: int
    original: Path
    variants: tuple[Variant, ...] = ()


class PictureCache:
    """The cache of pictures prepared by this user, with a subfolder for each original. Parallel builds may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / owner()
        self.maker = f"{renditions.SETTINGS} {renditions.versions()}".encode()

    def entry(self, data: bytes) -> CachedPicture:
        """What is published of the file `data`; made when it is not there or damaged.

        Raises RejectedFileError, or what Pillow raises, when it is damaged; UserError when nothing can be
        written.
        """
        key = hashlib.sha256(self.maker + data).hexdigest()
        place = self.folder / key
        entry = read(place)
        if entry is None:
            rendition = renditions.rendition(data)
            try:
                write(place, rendition)
            except OSError as error:
                raise UserError(f"写不了 {place}（{refusal(error)}）。请检查磁盘空间和写权限。") from None
            entry = read(place)
            if entry is None:
                raise UserError(f"刚写好的 {place} 读不出来。请检查磁盘，再运行一次。")
        return entry


def read(place: Path) -> CachedPicture | None:
    """The entry at `place`; None when there is none, or it was changed or written by another user."""
    try:
        data = verified((place / RECORD).read_bytes(), purpose(place))
        if data is None:
            return None
        record = json.loads(str(data, "utf-8"))
        for name, digest in record["files"].items():
            if hashlib.sha256((place / name).read_bytes()).hexdigest() != digest:
                return None
        variants = tuple(Variant(name, width, place / f"{width}.{name}") for name, width in record["variants"])
        return CachedPicture(record["width"], record["height"], place / "original", variants)
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None


def write(place: Path, rendition: renditions.Rendition) -> None:
    """Puts everything at `place` in one step, so that another build never sees half of it. Leftovers of builds that were
    killed are removed after a day."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for leftover in place.parent.glob(f"{BEGUN}*"):
        # Another build or thread may just have ended it.
        with suppress(FileNotFoundError):
            if leftover.stat().st_mtime < time.time() - DAY:
                shutil.rmtree(leftover, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=BEGUN, dir=place.parent))
    try:
        files = {"original": rendition.original} | {f"{w}.{name}": data for name, w, data in rendition.variants}
        for name, data in files.items():
            (work / name).write_bytes(data)
        record: dict[str, Any] = {
            "width": rendition.width,
            "height": rendition.height,
            "variants": [[name, width] for name, width, _ in rendition.variants],
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        }
        (work / RECORD).write_bytes(authenticated(json.dumps(record).encode(), purpose(place)))
        try:
            work.rename(place)
        except OSError:
            # What lies there is damaged, or the same that another build or thread has put there meanwhile: then it serves.
            if read(place) is None:
                shutil.rmtree(place, ignore_errors=True)
                with suppress(OSError):
                    work.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def purpose(place: Path) -> str:
    """The purpose with which the record of a picture is authenticated."""
    return f"picture {place.name}"
