"""The new site from what was made and what is taken over, with as little writing as can be.

A site of some thousand articles has many thousands of folders, and to make and remove these at every build takes longer
than the pages that have changed. So the site before the last one is kept as a spare (after the first build, a double of
it): only what differs is put into it, then it changes places with the site. Nobody sees it meanwhile, and the last good
site stays until all is there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from lanmu.build.quick.store import marks, site_identity


def assemble(
    made: Path,
    old: Path,
    taken: Mapping[str, str],
    sources: Mapping[str, str],
    spare: Path,
    files_of_spare: dict[str, str],
) -> tuple[Path, dict[str, str]]:
    """Puts what was `made` and what is `taken` over from the site `old` (marks by path; `sources` are the paths that some
    have there) together in one folder, `made` or `spare`; gives it back with the marks of all its files.

    A file that is in both is the one that was made. Without `files_of_spare` there is no spare.
    """
    fresh = marks(made)
    files = {**taken, **fresh}
    base, there = made, fresh
    if files_of_spare and is_less_work(len(taken), len(fresh)) and on_one_disk(made, spare):
        base, there = spare, renamed(spare, files_of_spare, {path.rpartition("/")[0] for path in sources})
    # Also what is moved to the place of another: to take that away first is quicker than to have it written over.
    take_away(base, [path for path, known in there.items() if files.get(path) != known])
    moved = tuple(move_folders(str(made), str(base))) if base != made else ()
    for path, known in list(files.items()):
        if there.get(path) != known and not (path.startswith(moved) and path in fresh):
            if path in fresh:
                put(os.replace, f"{made}/{path}", f"{base}/{path}")
            else:
                put(link, f"{old}/{sources.get(path, path)}", f"{base}/{path}")
                files[path] = site_identity(f"{base}/{path}")
    return base, files


def renamed(base: Path, files: dict[str, str], folders: Iterable[str]) -> dict[str, str]:
    """Gives folders of `base` the names (`search/0123abcdef`) that their like has now, each the only one beside others
    that are files; gives back the marks of all files under their new paths."""
    for folder in folders:
        parent, _, name = folder.rpartition("/")
        others = {path[len(parent) + 1 :].partition("/")[0] for path in files if path.startswith(f"{parent}/")}
        found = [other for other in others if (base / parent / other).is_dir()]
        if len(found) == 1 and found != [name] and not os.path.lexists(base / folder):
            (old,) = found
            (base / parent / old).rename(base / folder)
            start = f"{parent}/{old}/"
            files = {
                f"{folder}/{path[len(start) :]}" if path.startswith(start) else path: known
                for path, known in files.items()
            }
    return files


def move_folders(made: str, base: str, path: str = "") -> Iterator[str]:
    """Moves the folders of `made` that `base` does not have, with all that is in them; gives back their paths (`a/b/`)."""
    with os.scandir(made) as entries:
        folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    for name in folders:
        if os.path.lexists(f"{base}/{name}"):
            yield from move_folders(f"{made}/{name}", f"{base}/{name}", f"{path}{name}/")
        else:
            os.rename(f"{made}/{name}", f"{base}/{name}")  # noqa: PTH104 (as above)
            yield f"{path}{name}/"


def double(site: Path, target: Path, paths: Iterable[str]) -> None:
    """Makes a second folder with the same files, each of which then has two names. Raises OSError where the disk cannot."""
    target.mkdir()
    for path in paths:
        put(os.link, f"{site}/{path}", f"{target}/{path}")


def is_less_work(taken: int, made: int) -> bool:
    """True when it is less to move what was made into the spare than to link what is taken over beside it."""
    return taken > made


def on_one_disk(one: Path, other: Path) -> bool:
    """True when files can be moved from one folder to the other."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False


def take_away(folder: Path, paths: Iterable[str]) -> None:
    """Removes files, and folders that are empty then."""
    places = set()
    for path in paths:
        os.unlink(f"{folder}/{path}")  # noqa: PTH108 (there are many)
        places.add(path.rpartition("/")[0])
    for place in sorted(places, key=len, reverse=True):
        with suppress(OSError):
            while place:
                (folder / place).rmdir()
                place = place.rpartition("/")[0]


def put(move: Callable[[str, str], None], source: str, target: str) -> None:
    """Moves or links a file; makes the folder when there is none, and takes away one that stands in its place."""
    try:
        move(source, target)
        return
    except FileNotFoundError:
        os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 (a third of the time)
    except (FileExistsError, IsADirectoryError):
        shutil.rmtree(target)
    move(source, target)


def link(source: str, target: str) -> None:
    """Makes two names of one file, where the disk can do that: nothing is ever written into a file of a site."""
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        shutil.copy2(source, target)
