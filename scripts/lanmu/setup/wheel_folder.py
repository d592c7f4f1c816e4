"""Where the wheels lie that were carried to a machine without internet. Standard library only."""

from __future__ import annotations

from pathlib import Path

NAME = "lanmu-offline"
"""What the folder is called, in the project or beside it."""


def carried_wheels(root: Path) -> Path | None:
    """The folder with wheels that came with the project in `root`; None when there is none."""
    return next((folder for folder in (root / NAME, root.parent / NAME) if any(folder.glob("*.whl"))), None)
