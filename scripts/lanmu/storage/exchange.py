"""Several files and folders of a project change places with new ones, all or none, wherever the program is killed.

The new ones are put together in a folder within the project (NEW), whose name then says that they are ready (READY). From
then on the exchange is finished: now, or by the next writer (`write_lock.py`). What was there lies in OLD until the end.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from lanmu.storage.files import PREFIX, unwritable

READY = f"{PREFIX}exchange"
NEW, OLD, PLACES = "new", "old", "places"


def exchange(root: Path, files: Mapping[str, bytes], places: Iterable[str]) -> None:
    """Puts `files` (by their paths below `root`) into the project, in which the files and folders at `places` are no more.

    Each file lies at or below one of the places. Raises UserError when something cannot be written; before everything was
    ready, the project is as it was, and afterwards the next writer finishes.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}new-", dir=root))
    try:
        for name, data in files.items():
            file = folder / NEW / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        (folder / PLACES).write_text("\n".join(places), encoding="utf-8")
        folder.rename(root / READY)
    except OSError as error:
        raise unwritable(folder, error) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish_exchange(root)


def finish_exchange(root: Path) -> bool:
    """Finishes an exchange that was ready; True when there was one. Raises UserError when it cannot go on."""
    ready = root / READY
    if not ready.is_dir():
        return False
    try:
        for place in (ready / PLACES).read_text(encoding="utf-8").split("\n"):
            old, new, target = ready / OLD / place, ready / NEW / place, root / place
            # What is there is still the old as long as none was put aside.
            if target.exists() and not old.exists():
                old.parent.mkdir(parents=True, exist_ok=True)
                target.rename(old)
            if new.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                new.rename(target)
        # In two steps: a folder that is only half removed must not be taken for one that is ready.
        done = ready.with_name(f"{PREFIX}done")
        ready.rename(done)
        shutil.rmtree(done)
    except OSError as error:
        raise unwritable(ready, error) from None
    return True
