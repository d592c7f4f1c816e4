"""Asks servers on loopback as check_links.py asks other hosts, only with less patience."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lanmu.checks.external.answer import Answer
from lanmu.checks.external.checking import check
from lanmu.checks.external.pacing import ExternalSettings

from support.misbehaving import Behaviour, Server, serving

QUICK = ExternalSettings(
    connect_timeout=1, read_timeout=0.4, total_timeout=3, pause=0, retries=2, backoff=0.01, longest_wait=2,
    allow_private=True,
)  # fmt: skip
NOON = datetime(2008, 11, 5, 12, 0, 0, 700_000, UTC)


def ask(
    urls: str | list[str], tmp_path: Path, settings: ExternalSettings = QUICK, now: datetime = NOON
) -> dict[str, Answer]:
    return check([urls] if isinstance(urls, str) else urls, settings, tmp_path / "cache" / "links.json", lambda: now)


def one(behaviour: Behaviour, tmp_path: Path, **changes: object) -> tuple[Answer, Server]:
    """The answer for a server that behaves like this, and the server."""
    with serving({"/a": behaviour}) as server:
        settings = QUICK.model_copy(update=changes)
        return ask(server.url("/a"), tmp_path, settings)[server.url("/a")], server
