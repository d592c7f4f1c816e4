"""The history of a file: as it is now, every state that was kept, every commit, in one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from lanmu.content.dates import CHINA
from lanmu.content.fingerprint import digest
from lanmu.desk.versions import repository, store
from lanmu.desk.versions.reading import State, changed_parts, state_of
from lanmu.diagnostics.errors import UserError, refusal

NOW = "now"
SHOWN = 40
"""So many entries on a page of the list."""
MOST_PARTS = 4
MOST = 200
"""So many states are looked at for one that is wanted."""
UNREADABLE = "这一版读不出来（Git 里没有，或者太大）。请看别的版本。"


class Source(StrEnum):
    """Where a state of a file comes from."""

    NOW = "现在的文件"
    DESK = "编辑台"
    OTHERS = "别的电脑"
    GIT = "Git"


@dataclass(frozen=True)
class Entry:
    """A state of a file in its history. `id` names it in addresses, `when` is the moment it was written (China's time); `who`
    may be empty. `version` is the state of the store, `commit` that of Git, both None for the file itself."""

    id: str
    when: datetime
    order: datetime
    who: str
    source: Source
    reason: store.Reason
    version: store.Version | None = None
    commit: repository.Commit | None = None

    @property
    def is_unsaved(self) -> bool:
        """True for what has never been in the file."""
        return self.reason is store.Reason.UNSAVED


def history(root: Path, path: str) -> tuple[Entry, ...]:
    """Every state of the file at a path below the project, the newest first; the file itself is the first, unless it was deleted.
    Raises UserError when that cannot be read."""
    versions = store.kept_versions(root, path)
    is_there = (root / path).exists()
    now = digest(content_of(root, path, None)) if is_there else ""
    last = next((version for version in versions if version.reason is not store.Reason.UNSAVED), None)
    is_last = last is not None and last.digest == now
    entries = [
        Entry(
            version.id,
            version.written,
            version.kept_at,
            version.who,
            Source.DESK if version.own else Source.OTHERS,
            version.reason,
            version=version,
        )
        for version in versions
        if not (is_last and version is last)
    ]
    entries += [
        Entry(commit.id, commit.when, commit.when, commit.who, Source.GIT, store.Reason.SAVED, commit=commit)
        for commit in repository.commits(root, path)
    ]
    entries.sort(key=lambda entry: entry.order, reverse=True)
    if not is_there:
        return tuple(entries)
    written = datetime.fromtimestamp((root / path).stat().st_mtime, CHINA).replace(tzinfo=None)
    who, reason = (last.who, last.reason) if last and is_last else ("", store.Reason.SAVED)
    return (Entry(NOW, written, written, who, Source.NOW, reason), *entries)


def entry_of(entries: Sequence[Entry], identifier: str) -> Entry:
    """The one with this id. Raises UserError when there is none: an id is looked up, and never a path."""
    entry = next((entry for entry in entries if entry.id == identifier), None)
    if entry is None:
        raise UserError(store.GONE)
    return entry


def content_of(root: Path, path: str, entry: Entry | None) -> bytes:
    """The content of the file in a state, or now (None); empty for a deleted file. Raises UserError when the state is
    gone."""
    if entry and entry.version:
        return store.content(entry.version)
    if entry and entry.commit:
        data = repository.content_at(root, entry.commit)
        if data is None:
            raise UserError(UNREADABLE)
        return data
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UserError(f"读不了 {path}（{refusal(error)}）。请检查文件的权限，再试一次。") from None


def last_with(root: Path, path: str, is_wanted: Callable[[bytes], bool]) -> tuple[Entry, bytes] | None:
    """The newest state of a file whose content is what is wanted, among the last MOST; None where none was kept."""
    for entry in history(root, path)[:MOST]:
        with suppress(UserError):
            data = content_of(root, path, entry)
            if is_wanted(data):
                return entry, data
    return None


@dataclass(frozen=True)
class Listed:
    """An entry of the list, and what was changed with it in a few words."""

    entry: Entry
    changes: str


def listed(root: Path, path: str, entries: Sequence[Entry], start: int) -> list[Listed]:
    """SHOWN entries from the number `start` on, each compared with the one before it."""
    states: dict[str, State | None] = {}

    def state(entry: Entry) -> State | None:
        if entry.id not in states:
            try:
                states[entry.id] = state_of(path, content_of(root, path, entry))
            except UserError:
                states[entry.id] = None
        return states[entry.id]

    items = []
    for number, entry in enumerate(entries[start : start + SHOWN], start):
        before = next((earlier for earlier in entries[number + 1 :] if not earlier.is_unsaved), None)
        items.append(Listed(entry, _changes(state(before) if before else None, state(entry), is_first=before is None)))
    return items


def _changes(before: State | None, after: State | None, *, is_first: bool) -> str:
    if after is None:
        return "读不出来了"
    if is_first:
        return "存下的最早一版"
    if before is None:
        return "前一版读不出来，没有比"
    parts = changed_parts(before, after)
    if not parts:
        return "和前一版一样"
    more = f"等 {len(parts)} 处" if len(parts) > MOST_PARTS else ""
    return f"{'、'.join(parts[:MOST_PARTS])}{more}"
