"""Style and script of all components in one file each, named by content so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDER = "assets/lanmu"
# The colours that all others name, then what holds for every element.
FIRST = ("tokens", "base")
# Runs in the head before anything is drawn, so it is a file of its own.
EARLY = "early.js"


def parts(overrides: Path, kind: str) -> list[Path]:
    """The components' files of one kind (`css`, `js`): `tokens` and `base` first, the others by name."""
    files = sorted(path for path in (overrides / FOLDER).glob(f"*.{kind}") if path.name != EARLY)
    return sorted(files, key=lambda path: FIRST.index(path.stem) if path.stem in FIRST else len(FIRST))


def bundle(overrides: Path, kind: str) -> tuple[str, str]:
    """Address and text of the bundle of one kind; eight hexadecimal digits in the name change with the text."""
    texts = [path.read_text(encoding="utf-8").strip() for path in parts(overrides, kind)]
    text = "\n".join(texts) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"assets/lanmu.{digest}.{kind}", text
