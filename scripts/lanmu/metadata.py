"""Takes out of a picture's file what is no picture: place and time of the shot, names, remarks, embedded previews.

Nothing is drawn anew, so nothing is lost. What is kept is listed, so that a kind of remark invented tomorrow goes too.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

from lanmu.kinds import Kind

# A JPEG marker (ITU-T T.81, table B.1): not a stuffed zero, not one of the restart marks within a scan.
MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
END = 0xD9
# APP1 to APP15 hold Exif, XMP, ICC, previews; APP14 says how the colours are coded. COM is a remark.
JPEG_DROPPED = {*range(0xE1, 0xF0), 0xFE} - {0xEE}
# PNG 3rd edition, clause 11, without texts, Exif, time and profiles.
_PNG_KEPT = "IHDR PLTE IDAT IEND tRNS cHRM gAMA sRGB cICP sBIT bKGD pHYs acTL fcTL fdAT"
PNG_KEPT = frozenset(_PNG_KEPT.encode().split())
WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
# Flags of VP8X that announce a profile, Exif and XMP (RFC 9649, clause 2.7.1).
WEBP_FLAGS = 0x20 | 0x08 | 0x04


def jpeg(data: bytes) -> bytes:
    """A JPEG without its remarks; what stands behind its end (a second picture, a film) goes too."""
    kept, place = [data[:2]], 2
    while match := MARKER.search(data, place):
        kept.append(data[place : match.start()])
        marker = match[1][0]
        if marker == END:
            kept.append(b"\xff\xd9")
            break
        place = match.end() + int.from_bytes(data[match.end() : match.end() + 2])
        if marker not in JPEG_DROPPED:
            kept.append(data[match.start() : place])
    return b"".join(kept)


def png(data: bytes) -> bytes:
    """A PNG with nothing but the chunks that show it."""
    kept, place = [data[:8]], 8
    while place + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        if name in PNG_KEPT:
            kept.append(data[place : place + size + 12])
        place += size + 12
        if name == b"IEND":
            break
    return b"".join(kept)


def webp_chunks(data: bytes) -> Iterator[bytes]:
    """The chunks of a WebP that show it."""
    place = 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        end = place + 8 + size + size % 2
        if name == b"VP8X":
            yield data[place : place + 8] + bytes([data[place + 8] & ~WEBP_FLAGS]) + data[place + 9 : end]
        elif name in WEBP_KEPT:
            yield data[place:end]
        place = end


def webp(data: bytes) -> bytes:
    """A WebP with nothing but the chunks that show it."""
    body = b"WEBP" + b"".join(webp_chunks(data))
    return b"RIFF" + struct.pack("<I", len(body)) + body


CLEANERS: dict[Kind, Callable[[bytes], bytes]] = {Kind.JPEG: jpeg, Kind.PNG: png, Kind.WEBP: webp}


def without_metadata(kind: Kind, data: bytes) -> bytes:
    """The same picture without remarks; a kind that is not taken apart here comes back as it was."""
    clean = CLEANERS.get(kind)
    return clean(data) if clean else data
