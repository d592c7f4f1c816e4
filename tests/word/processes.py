"""Processes that the reading of Word files has started."""

from __future__ import annotations

import os
from pathlib import Path


def running_below(folder: Path) -> list[int]:
    """The processes whose command lines name something in a folder."""
    processes = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if os.fsencode(folder) in process.read_bytes():
                processes.append(int(process.parent.name))
        except OSError:
            continue
    return processes
