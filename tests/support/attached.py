"""Looks into a file beside an article as the checks do, and changes what lies in an office file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from lanmu.checks.attachments import RejectedFileError, Text, texts_of

from support.files import IDENTITY


def texts_in(path: Path) -> tuple[Text, ...]:
    """The texts of a file that can be looked into."""
    texts = texts_of(path)
    assert not isinstance(texts, RejectedFileError), texts
    return texts


def holding(path: Path, number: str = IDENTITY) -> list[Text]:
    """The texts in which the planted number stands."""
    return [text for text in texts_in(path) if number in text.text]


def refused(path: Path) -> RejectedFileError:
    """The reason why a file cannot be looked into."""
    reason = texts_of(path)
    assert isinstance(reason, RejectedFileError)
    assert reason.remedy.endswith("。")
    assert reason.__traceback__ is None
    return reason


def repack(path: Path, change: Callable[[str, bytes], bytes], added: dict[str, bytes] | None = None) -> None:
    """Changes the parts of an office file."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in (parts | (added or {})).items():
            new.writestr(name, data)


def plant(part: str, old: str, new: str) -> Callable[[str, bytes], bytes]:
    """Replaces text in one part."""

    def change(name: str, data: bytes) -> bytes:
        if name != part:
            return data
        assert old.encode() in data, f"{old} is not in {name}"
        return data.replace(old.encode(), new.encode(), 1)

    return change
