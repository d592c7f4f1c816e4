"""A folder of this machine, a share, a USB stick."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from lanmu.releases.targets.target import part_of


class FolderTarget:
    """See `Target`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"文件夹“{folder}”"

    def files(self, folder: str) -> dict[str, int]:
        sizes: dict[str, int] = {}
        todo = [""]
        while todo:
            place = todo.pop()
            with suppress(FileNotFoundError), os.scandir(self.folder / folder / place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        todo.append(f"{place}{entry.name}/")
                    elif not entry.is_symlink():
                        sizes[f"{place}{entry.name}"] = entry.stat().st_size
        return sizes

    def folders(self, folder: str) -> list[str]:
        with suppress(FileNotFoundError):
            return sorted(path.name for path in (self.folder / folder).iterdir() if path.is_dir())
        return []

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def sha256(self, path: str) -> str:
        with (self.folder / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def put(self, path: str, source: Path | bytes) -> None:
        part, place = self.folder / part_of(path), self.folder / path
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            if isinstance(source, bytes):
                part.write_bytes(source)
            else:
                shutil.copyfile(source, part)
            if place.is_dir():
                shutil.rmtree(place)
            part.replace(place)
        except OSError:
            with suppress(OSError):
                part.unlink()
            raise

    def create(self, path: str, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / path).open("xb") as file:
            file.write(data)

    def copy(self, path: str, old: str) -> None:
        self.put(path, self.folder / old)

    def modified(self, path: str) -> float:
        return (self.folder / path).stat().st_mtime

    def remove(self, path: str) -> None:
        place = self.folder / path
        place.unlink()
        with suppress(OSError):
            while place.parent != self.folder:
                place = place.parent
                place.rmdir()

    def remove_folder(self, path: str) -> None:
        shutil.rmtree(self.folder / path)

    def rename(self, old: str, new: str) -> None:
        (self.folder / old).rename(self.folder / new)

    def point(self, link: str, folder: str) -> None:
        part = self.folder / part_of(link)
        part.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        part.symlink_to(folder, target_is_directory=True)
        part.replace(self.folder / link)

    def pointed(self, link: str) -> str:
        place = self.folder / link
        return place.readlink().as_posix() if place.is_symlink() else ""

    def free(self) -> int | None:
        place = self.folder
        while not place.exists():
            place = place.parent
        return shutil.disk_usage(place).free

    def close(self) -> None:
        """Nothing is open."""
