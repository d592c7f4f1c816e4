"""Changes to several files of a project, all or none, wherever they lie: another place for some, another content for some.

What is new is first put together in a folder, with a list of all that is to be done; then its name says that it is ready.
Killed before, nothing has changed. Killed later, the next writer goes through the list again (`finish`, by
`write_lock.py`): what is done already is passed over.
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
LIST = "list.json"


class Changes:
    """What is to be done to files below `root`. Moves come first: what is written may lie where something moves to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.moves: dict[str, str] = {}
        self.contents: dict[str, bytes] = {}

    def move(self, old: Path, new: Path) -> None:
        """Moves a file; nothing may lie where it goes."""
        self.moves[self._below(old)] = self._below(new)

    def write(self, file: Path, data: bytes) -> None:
        """Puts `data` at `file`, in the place of what is there by then."""
        self.contents[self._below(file)] = data

    def _below(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()

    def carry_out(self) -> None:
        """Does it all; the writing lock is held. Raises UserError when something cannot be done; nothing is then changed."""
        for old, new in self.moves.items():
            place = self.root / new
            # Where capitals do not count, a file is in its own way.
            if place.exists() and not place.samefile(self.root / old):
                raise UserError(f"{new} 已经存在，没有覆盖。请先移走它，或者换一个名称。")
        if not (self.moves or self.contents):
            return
        try:
            new_folder = Path(tempfile.mkdtemp(prefix=NEW, dir=self.root))
            ready = new_folder.with_name(new_folder.name.replace(NEW, READY))
            try:
                for number, data in enumerate(self.contents.values()):
                    (new_folder / str(number)).write_bytes(data)
                listed = json.dumps({"moves": self.moves, "contents": list(self.contents)})
                (new_folder / LIST).write_bytes(listed.encode())
                new_folder.rename(ready)
            except BaseException:
                shutil.rmtree(new_folder, ignore_errors=True)
                raise
            undo: list[Callable[[], object]] = []
            try:
                finish(ready, undo)
            except BaseException:
                # Should this fail too, what is ready stays, and the next writer brings it to its end.
                for step in reversed(undo):
                    step()
                shutil.rmtree(ready)
                raise
        except OSError as error:
            raise unwritable(Path(error.filename or self.root), error) from None


def finish(ready: Path, undo: list[Callable[[], object]]) -> tuple[Path, ...]:
    """Does what is still to be done of the list in a folder that is `ready`, and takes it away; gives the files. Adds to
    `undo` how each step is taken back. Raises OSError, UserError."""
    root = ready.parent
    listed = json.loads((ready / LIST).read_bytes())
    for old, new in ((root / old, root / new) for old, new in listed["moves"].items()):
        if old.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)
            undo.append(partial(new.rename, old))
    for number, name in enumerate(listed["contents"]):
        content, file = ready / str(number), root / name
        if content.exists():
            before = file.read_bytes() if file.exists() else None
            file.parent.mkdir(parents=True, exist_ok=True)
            if before is not None:
                content.chmod(file.stat().st_mode)
            content.replace(file)
            undo.append(file.unlink if before is None else partial(write_bytes, file, before))
    shutil.rmtree(ready)
    return tuple(root / name for name in dict.fromkeys((*listed["moves"].values(), *listed["contents"])))
