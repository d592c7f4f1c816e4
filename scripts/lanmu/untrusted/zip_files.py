"""What a zip file says of its own list of parts, read before anything else: the list alone may be made to do harm.

Field offsets are those of APPNOTE.TXT 6.3.10, clauses 4.3.14 (zip64 end record) and 4.3.16 (end record).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass

# Office files have some dozens of parts, one more for every picture.
MOST_PARTS = 3_000
# Bytes of the list: 22,000 of the shortest entries, which zipfile reads in a fifth of a second.
LARGEST_DIRECTORY = 1_000_000
END = b"PK\x05\x06"
END64 = b"PK\x06\x06"
LOCATOR64 = b"PK\x06\x07"
# The end record with the longest comment: it is looked for no farther from the end.
LONGEST_END = 65_557
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What reading a damaged container raises.
FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, LookupError)


@dataclass(frozen=True)
class Directory:
    """What the end record declares of the list of parts."""

    count: int
    size: int
    """Bytes of the list."""

    @property
    def is_short(self) -> bool:
        """True when zipfile may read the list; every entry of it counts, whatever `count` says."""
        return self.count <= MOST_PARTS and self.size <= LARGEST_DIRECTORY


def directory_of(data: bytes) -> Directory | None:
    """The end record of a zip file, of which `data` is the whole or the last LONGEST_END bytes.

    None when there is none: the file is cut short or no zip file.
    """
    place = data.rfind(END, max(0, len(data) - LONGEST_END))
    if place < 0 or len(data) < place + 22:
        return None
    count, size = struct.unpack_from("<HI", data, place + 10)
    # zipfile believes the zip64 record whenever there is one, and so must whoever looks ahead of it.
    if place >= 76 and data.startswith(LOCATOR64, place - 20) and data.startswith(END64, place - 76):
        count, size = struct.unpack_from("<QQ", data, place - 44)
    return Directory(count, size)
