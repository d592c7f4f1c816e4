"""What an OLE2 file is, by the names in its directory: an old Word file, a new one with a password, a workbook.

Offsets are those of [MS-CFB] 2.2 (header) and 2.6.1 (directory entry).
"""

from __future__ import annotations

import struct

# The main stream of Word 97 to 2003, and of WPS, which writes the same.
WORD = "WordDocument"
# The head of that stream ([MS-DOC] 2.5.2, FibBase): its mark, and fEncrypted among the flags ten bytes on.
FIB_MARK = 0xA5EC
ENCRYPTED = 0x0100
LARGEST_SHIFT = 12


def has_entry(data: bytes, name: str) -> bool:
    """True when a stream or storage of that name is in the directory."""
    return entry(data, name) >= 0


def entry(data: bytes, name: str) -> int:
    """Where the directory entry of that name begins (64 bytes of name, then its length); -1 when there is none."""
    letters = name.encode("utf-16-le")
    return data.find(letters.ljust(64, b"\0") + struct.pack("<H", len(letters) + 2))


def is_encrypted(data: bytes) -> bool:
    """True for a .docx with a password ([MS-OFFCRYPTO] 2.3.4.4), and for a .doc with one."""
    if has_entry(data, "EncryptedPackage"):
        return True
    place = entry(data, WORD)
    if place < 0 or place + 128 > len(data):
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, place + 116)
    begin = (sector + 1) << min(shift, LARGEST_SHIFT)
    if begin + 12 > len(data):
        return False
    mark, flags = struct.unpack_from("<H8xH", data, begin)
    return mark == FIB_MARK and bool(flags & ENCRYPTED)


def has_macros(data: bytes) -> bool:
    """True when a project of Visual Basic is stored in the file ([MS-OVBA] 2.2.1)."""
    return has_entry(data, "_VBA_PROJECT")
