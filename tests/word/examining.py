"""Examines the files named on standard input and prints for each what was said and the peak of memory.

It is a process of its own, as the peak of memory belongs to a whole process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word.guard import examine


def peak() -> int:
    """The most memory this process has held, in bytes; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # What getrusage(2) says here counts the process that started this one.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """One line of JSON for each file."""
    for line in sys.stdin.read().splitlines():
        said = ""
        try:
            examine(Path(line))
        except UserError as error:
            said = str(error)
        sys.stdout.write(json.dumps([said, peak()]) + "\n")


if __name__ == "__main__":
    main()
