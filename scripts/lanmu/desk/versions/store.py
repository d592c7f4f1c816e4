"""What files of the project were like before: every state that the desk has met or written, below `.cache/versions/`.

A state is one file: a keyed digest (storage/authentication.py), a line of facts, the content. What other users of a shared folder
kept is shown too, marked as not being this user's: it is there to be looked at, and nothing is taken back unasked.
No build reads any of it; what is deleted there is only not offered any more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from lanmu.content.dates import CHINA, now
from lanmu.content.fingerprint import digest
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.authentication import authenticated, owner, verified
from lanmu.storage.changes import Changes
from lanmu.storage.files import write_bytes

FOLDER = ".cache/versions"
LARGEST = 16 * 1024 * 1024
"""Bytes of a file that is kept: an article has some thousands, a photograph made ready less than a million."""
LONGEST_LINE = 2000
"""Bytes of the line of facts."""
MOST = 500
"""So many states of a file are kept for each user: one a day for a year, and a very long day."""
YEAR = timedelta(days=366)
EARLIER = "earlier-"
MOST_NAMES = 20
"""So many names of a file are followed."""
MOMENT = "%Y%m%dT%H%M%S%f"
GONE = "这一版已经不在了（存下的文件被删去或改动过）。请看别的版本。"


class Reason(StrEnum):
    """Why a state is kept."""

    SAVED = "saved"
    SIGNED = "signed"
    RESTORED = "restored"
    UNSAVED = "unsaved"
    """What could not be saved, because the file had changed meanwhile: it has never been in the file."""


LASTING = (Reason.SIGNED, Reason.UNSAVED)
"""Kept for a year whatever else was kept on the same day."""


NAME = re.compile(rf"(\d{{8}}T\d{{12}})-([0-9a-f]{{32}})-({'|'.join(Reason)})")


class Name(NamedTuple):
    """The name of a kept file: when, the digest of its content, why."""

    moment: str
    digest: str
    reason: str


@dataclass(frozen=True)
class Version:
    """A state of a file. `path` is below the project, `written` is when the file got this state, `kept_at` when this was
    recorded (China's time); `who` wrote it, empty if unknown.

    `digest` is that of the content (fingerprint.digest). `file` holds it; `own` is false if another user kept it: then it
    cannot be verified.
    """

    path: str
    written: datetime
    kept_at: datetime
    who: str
    reason: Reason
    digest: str
    file: Path
    own: bool

    @property
    def id(self) -> str:
        """A name for it in addresses."""
        return f"{self.file.parent.name}-{self.file.name}"


def keep(root: Path, file: Path, who: str = "", reason: Reason = Reason.SAVED) -> None:
    """Keeps a file of the project in `root` as it lies there now, unless it is as it was kept last.

    To be called under the writing lock, before a file is written or taken away (without `who`: this is what others left) and
    once it is written (`who` has written it). What is not there is passed over, and what is larger than LARGEST. Raises
    UserError when it cannot be kept: then nothing may be written over it.
    """
    path = file.relative_to(root).as_posix()
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return
        data, written = file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, CHINA).replace(tzinfo=None)
    except OSError as error:
        raise UserError(f"读不了 {path}（{refusal(error)}），原来的样子没有留下，所以没有改它。") from None
    folder = _folder(root, path) / owner()
    last = next((name for name in reversed(_names(folder)) if name.reason != Reason.UNSAVED), None)
    if last and last.digest == digest(data) and _opened(path, folder / "-".join(last), own=True):
        return
    _put(root, path, data, written, who, reason)


def keep_unsaved(root: Path, file: Path, data: bytes, who: str) -> str:
    """Keeps a text that `who` could not save because somebody else has changed the file; returns its id. Raises
    UserError."""
    path = file.relative_to(root).as_posix()
    return _put(root, path, data, now(), who, Reason.UNSAVED)


def _put(root: Path, path: str, data: bytes, written: datetime, who: str, reason: Reason) -> str:
    folder = _folder(root, path) / owner()
    names = _names(folder)
    moment = now()
    if names:
        moment = max(moment, datetime.strptime(names[-1].moment, MOMENT) + timedelta(microseconds=1))
    name = Name(moment.strftime(MOMENT), digest(data), reason.value)
    facts = {"path": path, "written": written.isoformat(), "who": who[:40]}
    line = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    new = folder / "-".join(name)
    write_bytes(new, authenticated(line + data, _purpose(path, new)))
    for old in given_up([*names, name], moment):
        with suppress(OSError):
            (folder / "-".join(old)).unlink()
    return f"{folder.name}-{new.name}"


def save(root: Path, file: Path, data: bytes, who: str, reason: Reason = Reason.SAVED) -> None:
    """Writes a file of the project for `who`, whole, and keeps what was there before and what is there now. The writing lock is
    held. Raises UserError when something cannot be written; the file is then as it was."""
    keep(root, file)
    write_bytes(file, data)
    keep(root, file, who, reason)


def save_together(root: Path, files: Mapping[Path, bytes | None], who: str) -> None:
    """Writes several files of the project for `who`, or takes those away that have no content, all or none; what was there before
    and what is there now is kept. The writing lock is held. Raises UserError; nothing is then changed."""
    changes = Changes(root)
    for file, data in files.items():
        keep(root, file)
        if data is None:
            changes.remove(file)
        else:
            changes.write(file, data)
    changes.carry_out()
    for file, data in files.items():
        keep(root, file, who)
        for folder in (file.parent, file.parent.parent) if data is None else ():
            with suppress(OSError):
                # Only one that is empty can be taken away so.
                folder.rmdir()


def given_up(names: Sequence[Name], moment: datetime) -> list[Name]:
    """Which of the names (the oldest first) are not kept longer: of former days all but the last of each and what is LASTING,
    everything after a year, and what is more than MOST."""
    today, lasting = moment.strftime("%Y%m%d"), []
    for name, following in zip(names, [*names[1:], None], strict=True):
        day = name.moment[:8]
        is_last = following is None or following.moment[:8] != day
        is_young = datetime.strptime(name.moment, MOMENT) > moment - YEAR
        if is_young and (day == today or is_last or name.reason in LASTING):
            lasting.append(name)
    staying = set(lasting[-MOST:])
    return [name for name in names if name not in staying]


def renamed(root: Path, old: str, new: str) -> None:
    """Notes that the file at the path `new` had another, so that what was kept of it is found. Raises UserError."""
    file = _folder(root, new) / owner() / f"{EARLIER}{digest(old.encode())}"
    write_bytes(file, authenticated(old.encode(), _purpose(new, file)))


def kept_versions(root: Path, path: str) -> tuple[Version, ...]:
    """Every state that was kept of the file at a path below the project, also under its earlier names, the newest first; damaged
    ones are passed over."""
    versions = []
    for name in _with_earlier(root, path):
        for folder in _users(root, name):
            for version_name in _names(folder)[-MOST:]:
                opened = _opened(name, folder / "-".join(version_name), own=folder.name == owner())
                versions += [opened[0]] if opened else []
    return tuple(sorted(versions, key=lambda version: (version.kept_at, version.digest), reverse=True))


def deleted(root: Path) -> tuple[Version, ...]:
    """The last state of every file that is not there any more, and did not get another name; what went last comes first."""
    last: list[tuple[str, Path]] = []
    for folder in (user for each in _entries(root / FOLDER) for user in _entries(each)):
        if name := next((name for name in reversed(_names(folder)) if name.reason != Reason.UNSAVED), None):
            file = folder / "-".join(name)
            last.append((_path_in(file), file))
    earlier = {old for path, _ in last for old in _with_earlier(root, path)[1:]}
    latest: dict[str, Version] = {}
    for path, file in last:
        is_gone = path and path not in earlier and not (root / path).exists()
        if is_gone and (opened := _opened(path, file, own=file.parent.name == owner())):
            latest[path] = max(latest.get(path, opened[0]), opened[0], key=lambda version: version.kept_at)
    return tuple(sorted(latest.values(), key=lambda version: version.kept_at, reverse=True))


def content(version: Version) -> bytes:
    """What the file was like. Raises UserError when that is not there any more."""
    opened = _opened(version.path, version.file, own=version.own)
    if opened is None:
        raise UserError(GONE)
    return opened[1]


def kept_content(root: Path, path: str, wanted: str) -> bytes | None:
    """The content of a path that has this digest, whoever kept it: the digest proves it. None when nobody did."""
    version = next((version for version in kept_versions(root, path) if version.digest == wanted), None)
    return content(version) if version else None


def _folder(root: Path, path: str) -> Path:
    return root / FOLDER / digest(path.encode("utf-8", "surrogateescape"))


def _purpose(path: str, file: Path) -> str:
    return f"version {file.name} of {path}"


def _users(root: Path, path: str) -> list[Path]:
    """The folders of those who have kept something of a file."""
    return _entries(_folder(root, path))


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder; nothing where there is none."""
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _path_in(file: Path) -> str:
    """The path that a kept file says that it is a state of; empty for what says none. It is not proved yet."""
    try:
        with file.open("rb") as opened:
            line = opened.read(2 * LONGEST_LINE).split(b"\n")[1]
        return str(json.loads(line)["path"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return ""


def _with_earlier(root: Path, path: str) -> list[str]:
    """The path of a file and those that it had before."""
    paths = [path]
    for name in paths:
        for folder in _users(root, name) if len(paths) < MOST_NAMES else ():
            for file in folder.glob(f"{EARLIER}*"):
                with suppress(OSError, ValueError):
                    raw = file.read_bytes()[:LONGEST_LINE]
                    data = verified(raw, _purpose(name, file)) if folder.name == owner() else raw.partition(b"\n")[2]
                    old = bytes(data or b"").decode()
                    paths += [old] if old and old not in paths else []
    return paths


def _names(folder: Path) -> list[Name]:
    """The names of what one user has kept of a file, the oldest first."""
    with suppress(OSError):
        matches = (NAME.fullmatch(entry.name) for entry in folder.iterdir())
        return sorted(Name(*match.groups()) for match in matches if match)
    return []


def _opened(path: str, file: Path, *, own: bool) -> tuple[Version, bytes] | None:
    """A kept file and its content; None for what is damaged, of another file, or not as this user has written it."""
    match = NAME.fullmatch(file.name)
    try:
        if not match or file.is_symlink() or file.stat().st_size > LARGEST + LONGEST_LINE:
            return None
        raw = file.read_bytes()
        data = verified(raw, _purpose(path, file)) if own else raw[raw.find(b"\n") + 1 :]
        line, _, rest = bytes(data or b"").partition(b"\n")
        facts = json.loads(line[:LONGEST_LINE])
        if facts["path"] != path or digest(rest) != match[2]:
            return None
        written = datetime.fromisoformat(facts["written"]).replace(tzinfo=None)
        moment = datetime.strptime(match[1], MOMENT)
        return Version(path, written, moment, str(facts["who"])[:40], Reason(match[3]), match[2], file, own), rest
    except (OSError, ValueError, KeyError, TypeError):
        return None
