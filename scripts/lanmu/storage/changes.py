"""Changes to several files of a project, all or none, wherever they lie: some go, some move, some get another content.

New contents are first collected in a folder, with a list of the changes; renaming the folder marks it as ready. If the
process is killed before that, nothing has changed. If it is killed later, the next process goes through the list again
(`finish`, called by `write_lock.py`) and skips what is done. Removed files stay in the folder until the end.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lanmu.diagnostics.errors import UserError
from lanmu.storage.files import NEW, PREFIX, unwritable, write_bytes

READY = f"{PREFIX}changes-"
LIST, OLD = "list.json", "old"
Undo = list[Callable[[], object]]


class Changes:
    """Changes to files below `root`: removals first, then moves, then writes, which may go to a removed or moved-to
    path."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.removals: list[str] = []
        self.moves: dict[str, str] = {}
        self.contents: dict[str, bytes] = {}
        self.created: list[str] = []

    def remove(self, place: Path) -> None:
        """Takes a file or a whole folder away, where there is one."""
        if place.exists():
            self.removals.append(self._below(place))

    def move(self, old: Path, new: Path) -> None:
        """Moves a file; nothing may lie where it goes."""
        self.moves[self._below(old)] = self._below(new)

    def write(self, file: Path, data: bytes) -> None:
        """Puts `data` at `file`, in the place of what is there by then."""
        self.contents[self._below(file)] = data

    def create(self, file: Path, data: bytes) -> None:
        """Puts `data` at `file`, where nothing may lie."""
        self.write(file, data)
        self.created.append(self._below(file))

    def _below(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()

    def carry_out(self) -> None:
        """Does it all; the writing lock is held. Raises UserError when something cannot be done; nothing is then changed."""
        for old, new in self.moves.items():
            place = self.root / new
            # Where capitals do not count, a file is in its own way.
            if place.exists() and not place.samefile(self.root / old):
                raise UserError(f"{new} 已经存在，没有覆盖。请先移走它，或者换一个名称。")
        if not (self.removals or self.moves or self.contents):
            return
        try:
            ready = self._prepared()
            undo: Undo = []
            try:
                finish(ready, undo)
            except BaseException:
                # Should this fail too, what is ready stays, and whoever comes next brings it to its end.
                for step in reversed(undo):
                    step()
                discard(ready)
                raise
        except OSError as error:
            raise unwritable(Path(error.filename or self.root), error) from None

    def _prepared(self) -> Path:
        """The ready folder: new contents and the list, under its final name. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=NEW, dir=self.root))
        try:
            for number, data in enumerate(self.contents.values()):
                (folder / str(number)).write_bytes(data)
            listed = {"removals": self.removals, "moves": self.moves, "contents": list(self.contents)}
            listed["created"] = self.created
            (folder / LIST).write_bytes(json.dumps(listed).encode())
            return folder.rename(folder.with_name(folder.name.replace(NEW, READY)))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def finish(ready: Path, undo: Undo) -> tuple[Path, ...]:
    """Does what is still to be done of the list in a folder that is `ready`, and takes it away; gives the files. Adds to
    `undo` how each step is taken back. Raises OSError, UserError."""
    root = ready.parent
    listed = json.loads((ready / LIST).read_bytes())
    contents = {name: ready / str(number) for number, name in enumerate(listed["contents"])}
    for name in listed["created"]:
        if contents[name].exists() and (root / name).exists():
            raise UserError(
                f"{root / name} 已经存在，没有覆盖。请先移走它或改名，再运行一次（要放的文件在 {ready} 里）。"
            )
    for name in listed["removals"]:
        place, saved = root / name, ready / OLD / name
        # What lies there after the old was moved away is new.
        if place.exists() and not saved.exists():
            saved.parent.mkdir(parents=True, exist_ok=True)
            place.rename(saved)
            undo.append(partial(put_back, saved, place))
    for old, new in ((root / old, root / new) for old, new in listed["moves"].items()):
        if old.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)
            undo.append(partial(new.rename, old))
    for name, content in contents.items():
        file = root / name
        if content.exists():
            before = file.read_bytes() if file.exists() else None
            file.parent.mkdir(parents=True, exist_ok=True)
            if before is not None:
                content.chmod(file.stat().st_mode)
            content.replace(file)
            undo.append(partial(take_back, file, content, before))
    discard(ready)
    return tuple(root / name for name in dict.fromkeys((*listed["moves"].values(), *contents)))


def put_back(saved: Path, place: Path) -> None:
    """Undoes a removal. Of what was written there since, only empty folders are left."""
    if place.is_dir():
        for folder in (*sorted(place.rglob("*"), reverse=True), place):
            folder.rmdir()
    saved.rename(place)


def take_back(file: Path, content: Path, before: bytes | None) -> None:
    """Undoes a writing. The content is there again: should a later step of undoing fail, all is done again."""
    if before is None:
        file.replace(content)
    else:
        write_bytes(content, file.read_bytes())
        write_bytes(file, before)


def discard(ready: Path) -> None:
    """Removes the folder. It is renamed first: a half-removed folder must not be taken for a ready one."""
    done = ready.rename(ready.with_name(ready.name.replace(READY, NEW)))
    shutil.rmtree(done, ignore_errors=True)
