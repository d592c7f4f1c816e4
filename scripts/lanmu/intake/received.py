"""Which files were imported before, by their content: the same manuscript comes by mail and once more on a stick.

The record is a cache: without it a file is imported a second time without a word, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import authenticated, verified
from lanmu.storage.files import write_bytes

FILE = ".cache/intake/received.json"
PURPOSE = "received files"


def articles_by_digest(root: Path) -> dict[str, str]:
    """The articles (paths below docs/) that files were imported into, by the digests of the files (`fingerprint.digest`); those that
    are still there."""
    return {digest: path for digest, path in _noted(root).items() if (root / "docs" / path).is_file()}


def note(root: Path, digests: Iterable[str], article: Path) -> None:
    """Notes that files of these digests went into an article. The caller holds the writing lock, and has written the article:
    that this could not be noted is no reason to say that it was not."""
    path = article.relative_to(root / "docs").as_posix()
    with suppress(UserError):
        data = json.dumps(_noted(root) | dict.fromkeys(digests, path), ensure_ascii=False).encode()
        write_bytes(root / FILE, authenticated(data, PURPOSE))


def _noted(root: Path) -> dict[str, str]:
    with suppress(OSError):
        data = verified((root / FILE).read_bytes(), PURPOSE)
        if data is not None:
            noted: dict[str, str] = json.loads(str(data, "utf-8"))
            return noted
    return {}
