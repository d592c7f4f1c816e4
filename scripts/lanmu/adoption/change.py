"""What `init.py` will do to a project, shown before it is done; what was there is kept in a zip file."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lanmu.diagnostics.errors import UserError
from lanmu.storage.changes import Changes
from lanmu.storage.files import unwritable, write_bytes

PLACES = ("docs", "originals", "tests/this_site", "mkdocs.yml", "lanmu.toml")
"""What belongs to an organisation and its campaign; all else of a project is the kit."""
SHOWN = 12


@dataclass(frozen=True)
class Change:
    """A change of the project in `root`: the files that it has then, and those that it has now, by their paths."""

    root: Path
    new: Mapping[str, bytes]
    old: Mapping[str, bytes]

    @property
    def removed(self) -> list[str]:
        """Files that will be gone."""
        return sorted(self.old.keys() - self.new.keys())

    @property
    def replaced(self) -> list[str]:
        """Files that will be others."""
        return sorted(path for path in self.old.keys() & self.new.keys() if self.old[path] != self.new[path])

    @property
    def added(self) -> list[str]:
        """Files that are new."""
        return sorted(self.new.keys() - self.old.keys())

    def lines(self) -> Iterator[str]:
        """All that will be done, for the user."""
        for title, paths in (("移走", self.removed), ("换成新的", self.replaced), ("新建", self.added)):
            yield f"{title}：{len(paths)} 个文件"
            yield from (f"  {line}" for line in grouped(paths))


def grouped(paths: Collection[str]) -> Iterator[str]:
    """The paths; those of a folder together when there are many."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    for folder, inside in folders.items():
        if len(paths) > SHOWN and len(inside) > 1:
            yield f"{folder}/（{len(inside)} 个）" if folder else "、".join(inside)
        else:
            yield from inside


def present(root: Path) -> dict[str, bytes]:
    """The files that lie at PLACES, by their paths."""
    contents: dict[str, bytes] = {}
    for place in PLACES:
        path = root / place
        files = path.rglob("*") if path.is_dir() else [path]
        contents |= {file.relative_to(root).as_posix(): file.read_bytes() for file in files if file.is_file()}
    return contents


def planned(root: Path, texts: Mapping[str, str], kept_files: Mapping[str, bytes] | None = None) -> Change:
    """The change that leaves `texts` and `kept_files` (by their paths) at PLACES, and nothing else."""
    new = {**(kept_files or {}), **{path: text.encode() for path, text in texts.items()}}
    return Change(root, new, present(root))


def back_up(change: Change, now: datetime) -> Path:
    """Backs up all present files into `out/before-init-<date>.zip`, reads it back, and gives the file. Older backups stay.

    Raises UserError when the backup cannot be written or read back; nothing else has changed then.
    """
    out = change.root / "out"
    names = (f"before-init-{now:%Y-%m-%d}{suffix}.zip" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    file = next(out / name for name in names if not (out / name).exists())
    part = file.with_suffix(".part")
    try:
        out.mkdir(exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in sorted(change.old.items()):
                archive.writestr(path, data)
        write_bytes(file, part.read_bytes())
        with zipfile.ZipFile(file) as archive:
            if {name: archive.read(name) for name in archive.namelist()} != dict(change.old):
                raise UserError(f"{file} 读回来和原来的不一样，什么也没有改。请检查磁盘，再试一次。")
    except (OSError, zipfile.BadZipFile) as error:
        raise unwritable(file, error if isinstance(error, OSError) else OSError(str(error))) from None
    finally:
        part.unlink(missing_ok=True)
    return file


def carry_out(change: Change) -> None:
    """Makes the change. Raises UserError."""
    changes = Changes(change.root)
    for place in PLACES:
        changes.remove(change.root / place)
    for path, data in change.new.items():
        changes.write(change.root / path, data)
    changes.carry_out()
