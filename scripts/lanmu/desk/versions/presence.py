"""Who has an article open: a small file for each open page below `.cache/open/`, so that everybody on a shared folder sees it.

It only informs; a changed file is protected from being overwritten by its digest (conflict.py). The files are anybody's to
write: what they say is taken for words, and never for a path.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lanmu.content.dates import CHINA
from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import owner
from lanmu.storage.files import PREFIX, write_whole

FOLDER = ".cache/open"
ALIVE = 90
"""Seconds after which a page that has not renewed its file is gone; pages renew it every thirty."""
SESSION = re.compile(r"[0-9a-f-]{8,40}")
LARGEST = 2000
"""Bytes of such a file."""
MOST = 200


@dataclass(frozen=True)
class Opened:
    """An article (its path below docs/) that is open in a page with this id (`session`): by `who` (empty without a name), `since`
    when (China's time); `own` on this machine."""

    path: str
    session: str
    who: str
    since: datetime
    own: bool


def renew(root: Path, path: str, session: str, who: str) -> None:
    """Says that a page still has an article open, for ALIVE seconds. Raises UserError when that cannot be written."""
    file = _file(root, session)
    before = _read(file)
    moment = datetime.now(CHINA).replace(tzinfo=None, microsecond=0)
    since = before.since.isoformat() if before and before.path == path else moment.isoformat()
    facts = {"path": path, "who": who[:40], "since": since, "owner": owner()}
    write_whole(file, json.dumps(facts, ensure_ascii=False))


def closed(root: Path, session: str) -> None:
    """The page has been closed. Raises UserError for what is no id."""
    with suppress(OSError):
        _file(root, session).unlink()


def open_now(root: Path) -> tuple[Opened, ...]:
    """Every article that somebody has open, the longest first; files of pages that are gone are cleared away."""
    folder, articles = root / FOLDER, []
    with suppress(OSError):
        files = sorted(folder.glob("*.json"))[:MOST]
        clock = _clock(folder) if files else 0
        for file in files:
            opened = None
            with suppress(OSError):
                if abs(clock - file.stat().st_mtime) < ALIVE:
                    opened = _read(file)
                else:
                    file.unlink()
            articles += [opened] if opened else []
    return tuple(sorted(articles, key=lambda opened: (opened.since, opened.session)))


def _file(root: Path, session: str) -> Path:
    if not SESSION.fullmatch(session):
        raise UserError("这个请求不对：编辑台不认得这一页。请刷新这一页。")
    return root / FOLDER / f"{session}.json"


def _clock(folder: Path) -> float:
    """The time now by the clock that gives the files of this folder their times (a server's, on a share)."""
    probe = folder / f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        probe.write_bytes(b"0")
        return probe.stat().st_mtime
    except OSError:
        return time.time()
    finally:
        with suppress(OSError):
            probe.unlink()


def _read(file: Path) -> Opened | None:
    """What such a file says; None when it is none."""
    try:
        if file.is_symlink() or file.stat().st_size > LARGEST or not SESSION.fullmatch(file.stem):
            return None
        facts = json.loads(file.read_bytes())
        since = datetime.fromisoformat(facts["since"]).replace(tzinfo=None)
        return Opened(str(facts["path"]), file.stem, str(facts["who"])[:40], since, facts["owner"] == owner())
    except (OSError, ValueError, KeyError, TypeError):
        return None
