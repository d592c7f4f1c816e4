"""Removes metadata from JPEG, PNG, GIF, WebP and icons by keeping only listed parts of the file.

Pixels are not encoded again. Because the parts to keep are listed, unknown kinds of metadata are removed too, and so is
everything after the end of the picture.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from PIL import ExifTags, Image

from lanmu.untrusted.pictures import FAULTS, png_chunks

# A JPEG marker (ITU-T T.81, table B.1): not a stuffed zero, not one of the restart markers within a scan.
MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
START, END, SCAN, APP0, APP1, APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE
# Frames, tables, scans, intervals; all others are metadata, reserved, or have no content.
JPEG_KEPT = ({*range(0xC0, 0xD0)} - {0xC8}) | {SCAN, *range(0xDB, 0xE0)}
JFIF, ADOBE, EXIF = b"JFIF\0", b"Adobe", b"Exif\0\0"
# Exif data of one entry (CIPA DC-008, clause 4.6.2): which side is up.
ORIENTATION = EXIF + b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"
# PNG 3rd edition, clause 11, without texts, Exif, time and profiles.
_PNG_KEPT = "IHDR PLTE IDAT IEND tRNS cHRM gAMA sRGB cICP sBIT bKGD pHYs acTL fcTL fdAT"
PNG_KEPT = frozenset(_PNG_KEPT.encode().split())
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANIM"))
# Flags of VP8X that announce a profile, Exif and XMP (RFC 9649, clause 2.7.1); the head of a frame (2.7.1.1).
WEBP_FLAGS = 0x20 | 0x08 | 0x04
FRAME_HEAD = 16
# GIF89a: the labels of its blocks, and the extensions with the number of loops.
PICTURE, EXTENSION, TRAILER = 0x2C, 0x21, 0x3B
PLAIN_TEXT, CONTROL, APPLICATION = 0x01, 0xF9, 0xFF
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def jpeg(data: bytes) -> bytes:
    """A JPEG without metadata, previews, profiles, and pictures or films after its end."""
    output, offset, is_scan = [data[:2]], 2, False
    while match := MARKER.search(data, offset):
        if is_scan:
            output.append(data[offset : match.start()])
        marker, offset = match[1][0], match.end()
        if marker == END:
            output.append(b"\xff\xd9")
            break
        if marker in (START, 0x01):
            continue
        offset += max(2, int.from_bytes(data[offset : offset + 2]))
        output.append(jpeg_segment(marker, data[match.end() + 2 : offset]))
        is_scan = marker == SCAN
    return b"".join(output)


def jpeg_segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG without metadata; empty when it holds nothing else."""
    if marker == APP0 and content.startswith(JFIF):
        # A preview follows the twelfth byte.
        content = content[:12].ljust(12, b"\0") + b"\0\0"
    elif marker == APP14 and content.startswith(ADOBE):
        content = content[:12]
    elif marker == APP1 and (orientation := orientation_in(content)) != 1:
        content = ORIENTATION % orientation
    elif marker not in JPEG_KEPT:
        return b""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def orientation_in(content: bytes) -> int:
    """The Exif orientation, 1 (upright) to 8, in the content of a segment; 1 when there is none."""
    exif = Image.Exif()
    try:
        exif.load(content if content.startswith(EXIF) else b"")
        orientation = exif.get(ExifTags.Base.Orientation, 1)
    except FAULTS:
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def png(data: bytes) -> bytes:
    """A PNG with the chunks of `PNG_KEPT` only, up to its end."""
    output = [data[:8]]
    for name, start, end in png_chunks(data):
        if name in PNG_KEPT:
            output.append(data[start:end])
        if name == b"IEND":
            break
    return b"".join(output)


def gif(data: bytes) -> bytes:
    """A GIF with nothing but its pictures, their timing and the number of loops. Raises IndexError when it is truncated."""
    offset = 13 + table_size(data[10])
    output, control = [data[:offset]], b""
    while (sign := data[offset]) != TRAILER:
        if sign == PICTURE:
            end = blocks_end(data, offset + 11 + table_size(data[offset + 9]))
            output += [control, data[offset:end]]
            control = b""
        elif sign == EXTENSION:
            label, end = data[offset + 1], blocks_end(data, offset + 2)
            if label == CONTROL:
                control = data[offset : offset + 7] + b"\0"
            elif label == PLAIN_TEXT:
                # Browsers do not show it; its timing is dropped with it.
                control = b""
            elif label == APPLICATION and data[offset + 3 : offset + 14] in LOOPS:
                output.append(data[offset : offset + 18] + b"\0")
        else:
            raise ValueError("a block that GIF does not know")
        offset = end
    return b"".join((*output, bytes([TRAILER])))


def table_size(flags: int) -> int:
    """Bytes of the colour table that follows."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def blocks_end(data: bytes, offset: int) -> int:
    """The offset after a series of blocks, each with its length before it, that an empty block ends."""
    while size := data[offset]:
        offset += size + 1
    return offset + 1


def riff_chunks(data: bytes, offset: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk of a RIFF file between two offsets."""
    while offset + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, offset)
        yield name, data[offset + 8 : min(end, offset + 8 + size)]
        offset += 8 + size + size % 2


def riff_chunk(name: bytes, content: bytes) -> bytes:
    """The bytes of a chunk in a file."""
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def riff_end(data: bytes) -> int:
    """The end of a RIFF file by its header."""
    return min(len(data), int.from_bytes(data[4:8], "little") + 8)


def webp(data: bytes) -> bytes:
    """A WebP with the chunks of `WEBP_KEPT` only, within its frames too."""
    output = []
    for name, content in riff_chunks(data, 12, riff_end(data)):
        if name == b"VP8X":
            output.append(riff_chunk(name, bytes([content[0] & ~WEBP_FLAGS]) + content[1:]))
        elif name == b"ANMF":
            inner = riff_chunks(content, FRAME_HEAD, len(content))
            output.append(
                riff_chunk(name, content[:FRAME_HEAD] + b"".join(riff_chunk(*c) for c in inner if c[0] in WEBP_KEPT))
            )
        elif name in WEBP_KEPT:
            output.append(riff_chunk(name, content))
    return riff_chunk(b"RIFF", b"WEBP" + b"".join(output))


def icon(data: bytes) -> bytes:
    """An icon with the pictures that it lists, those in PNG without metadata. Raises ValueError and struct.error."""
    count = int.from_bytes(data[4:6], "little")
    heads, pictures, offset = [], [], 6 + 16 * count
    for entry in range(6, offset, 16):
        size, start = struct.unpack_from("<II", data, entry + 8)
        picture = data[start : start + size]
        picture = png(picture) if picture.startswith(PNG_SIGNATURE) else picture
        heads.append(data[entry : entry + 8] + struct.pack("<II", len(picture), offset))
        pictures.append(picture)
        offset += len(picture)
        if offset > len(data):
            raise ValueError("overlapping pictures")
    return data[:6] + b"".join(heads + pictures)
