"""The process that reads one Word document: `python -m lanmu.intake.word.worker SOURCE FOLDER SECONDS MEMORY`.

A hostile document can make only this process hang, run out of memory or crash. The result is written to
FOLDER/result.json, the pictures to FOLDER/media.
"""

from __future__ import annotations

import json
import math
import sys
from contextlib import suppress
from pathlib import Path

from pydantic_core import PydanticSerializationError

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word.child import RESULT, Ending
from lanmu.intake.word.reading import read_word
from lanmu.storage.files import write_whole


def limit(seconds: float, memory: int) -> None:
    """Bounds this process, where the system can: `memory` in bytes of address space, and time of the processor.

    The parent ends this process in time; should the parent be gone, the system does it a little later.
    """
    if sys.platform == "win32":
        return
    import resource

    cpu_seconds = math.ceil(seconds) + 1
    for kind, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu_seconds), (resource.RLIMIT_CORE, 0)):
        # macOS does not let a process bound its address space; a stricter limit that is there already stays.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def outcome(source: Path, folder: Path) -> tuple[Ending, str]:
    try:
        return Ending.READ, read_word(source, folder).to_json()
    except UserError as error:
        return Ending.REFUSED, str(error)
    except MemoryError:
        return Ending.MEMORY, ""
    except (RecursionError, PydanticSerializationError):
        # All values are plain, so pydantic fails only for too deep nesting.
        return Ending.DEPTH, ""


def main(arguments: list[str]) -> None:
    """Reads and writes the result."""
    source, folder, seconds, memory = Path(arguments[0]), Path(arguments[1]), float(arguments[2]), int(arguments[3])
    # After the imports, so that the limits are for the document alone.
    limit(seconds, memory)
    write_whole(folder / RESULT, json.dumps(outcome(source, folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
