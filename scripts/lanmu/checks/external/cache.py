"""What was learned in earlier runs, in one JSON file. Losing the file loses time, nothing else."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, ValidationError

from lanmu.checks.external.answer import Answer, Kind
from lanmu.checks.external.settings import ExternalSettings
from lanmu.content.validation import Model
from lanmu.diagnostics import console
from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import authenticated, verified
from lanmu.storage.files import write_bytes

PURPOSE = "external links"
GOOD = frozenset({Kind.OK, Kind.REDIRECTED})
# A host may think better of these within the hour, as it may of every 5xx.
PASSING = frozenset({408, 425, 429})


class Entry(Model):
    """An answer and when it was got."""

    at: AwareDatetime
    answer: Answer


class Stored(Model):
    """The file. Answers got with `allow_private` are of no use without it, and the other way round."""

    version: Literal[1] = 1
    allow_private: bool
    entries: dict[str, Entry]


class Cache:
    """Answers by address, as far as they are young enough."""

    def __init__(self, path: Path, settings: ExternalSettings, now: datetime) -> None:
        self._path = path
        self._settings = settings
        self._now = now
        self._entries = self._start()
        self._learned: dict[str, Entry] = {}

    def get(self, url: str) -> Answer | None:
        """The answer for `url`, or None when it has to be asked for."""
        entry = self._entries.get(url)
        return entry.answer if entry else None

    def learn(self, url: str, answer: Answer) -> None:
        """Keeps `answer` when it will still be true tomorrow."""
        if lasts(answer):
            self._learned[url] = Entry(at=self._now, answer=answer)

    def save(self) -> None:
        """Writes what was learned, together with what another run has written meanwhile. A full or read-only disk is
        said, and costs only the next run's time."""
        if not self._learned:
            return
        entries = dict(self._learned)
        with contextlib.suppress(OSError, ValidationError):
            entries = self._read() | entries
        stored = Stored(allow_private=self._settings.allow_private, entries=dict(sorted(entries.items())))
        try:
            write_bytes(self._path, authenticated(stored.model_dump_json(indent=1).encode(), PURPOSE))
        except UserError as error:
            console.complain(f"外部链接的缓存没有存下，下次会重新检查：{error}")

    def _start(self) -> dict[str, Entry]:
        try:
            return self._read()
        except (OSError, ValidationError):
            console.complain(
                f"外部链接的缓存 {self._path} 读不了、已损坏，或者不是你在这台电脑上生成的，这次重新检查全部链接。"
            )
            return {}

    def _read(self) -> dict[str, Entry]:
        """The entries that are young enough; none of a file that somebody else has written. Raises OSError or
        ValidationError when the file is no cache."""
        if not self._path.exists():
            return {}
        data = verified(self._path.read_bytes(), PURPOSE)
        stored = Stored.model_validate_json(b"" if data is None else bytes(data))
        if stored.allow_private != self._settings.allow_private:
            return {}
        return {url: entry for url, entry in stored.entries.items() if self._young(entry)}

    def _young(self, entry: Entry) -> bool:
        """Whether the entry still counts. One from the future (the machine's clock was wrong) does not."""
        good = entry.answer.kind in GOOD
        days = self._settings.max_age_days if good else self._settings.max_age_days_failed
        return timedelta(0) <= self._now - entry.at < timedelta(days=days)


def lasts(answer: Answer) -> bool:
    """Whether an answer is worth keeping: the good ones, and refusals that are not of the moment."""
    if answer.kind in GOOD or answer.kind is Kind.SOFT:
        return True
    return answer.kind in (Kind.BROKEN, Kind.BLOCKED) and 400 <= answer.status < 500 and answer.status not in PASSING
