"""Sound and film without tags: title, performer, place, pictures, remarks. What sounds is not touched."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lanmu.untrusted.metadata.boxes import boxes
from lanmu.untrusted.metadata.matroska import matroska
from lanmu.untrusted.metadata.pictures import riff_chunk, riff_chunks, riff_end
from lanmu.untrusted.metadata.unstrippable import UnstrippableError

AS_OTHER = "请用音视频软件转成 MP3、M4A 或 MP4 再放进来。"
# Tags of MP3 files: ID3v2 (id3.org, 2.4.0, clause 3.1), APEv2, Lyrics3v2, ID3v1.
ID3_HEAD, ID3_OLD, APE_FOOT, LYRICS_FOOT = 10, 128, 32, 15
# FLAC (RFC 9639, clause 8.1): the blocks STREAMINFO and SEEKTABLE.
FLAC_KEPT = {0, 3}
FLAC_LAST = 0x80
# A sound in RIFF: how it is coded, how long it is, and itself.
WAVE_KEPT = frozenset((b"fmt ", b"fact", b"data"))
# The first words of an Ogg packet of remarks (Vorbis I, 5.2.1; RFC 7845, 5.2; Theora, 6.3).
COMMENTS = (b"\x03vorbis", b"OpusTags", b"\x81theora")
PAGE = b"OggS"
PAGE_HEAD = 27


def media(data: bytes) -> bytes:
    """The sound or film without tags. Raises UnstrippableError for a format that is not taken apart."""
    if data[4:8] == b"ftyp":
        return boxes(data)
    for mark, clean in FORMATS.items():
        if data.startswith(mark) and (mark != b"RIFF" or data[8:12] == b"WAVE"):
            return clean(data)
    raise UnstrippableError("这种格式的录音、录像（如 AVI、FLV）里的拍摄信息去不掉。", AS_OTHER)


def mp3(data: bytes) -> bytes:
    """An MP3 without the tags at its beginning and at its end."""
    start, end = 0, len(data)
    while data.startswith(b"ID3", start) and start + ID3_HEAD <= end:
        start += ID3_HEAD + syncsafe(data[start + 6 : start + 10]) + (ID3_HEAD if data[start + 5] & 0x10 else 0)
    while (tag := tag_before(data, end)) and end - tag >= start:
        end -= tag
    sound = data[start:end]
    if data.startswith(b"fLaC", start):
        return flac(sound)
    # Padding, and tags that begin with none of the marks above, up to the first frame.
    first = next((n for n in range(len(sound) - 1) if sound[n] == 0xFF and sound[n + 1] >= 0xE0), -1)
    return sound[max(0, first) :]


def syncsafe(data: bytes) -> int:
    """A number of seven bits to a byte."""
    return int.from_bytes(data) if len(data) < 4 else data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]


def tag_before(data: bytes, end: int) -> int:
    """How many bytes the tag takes that ends at `end`; 0 when there is none."""
    if data[max(0, end - ID3_OLD) : end].startswith(b"TAG"):
        # Before it there may be its extension.
        more = 227 if data[max(0, end - ID3_OLD - 227) : end].startswith(b"TAG+") else 0
        return ID3_OLD + more
    foot = data[max(0, end - APE_FOOT) : end]
    if foot.startswith(b"APETAGEX"):
        size, _, flags = struct.unpack_from("<III", foot, 12)
        return int(size) + (APE_FOOT if flags & 0x80000000 else 0)
    if data[max(0, end - 9) : end] == b"LYRICS200":
        size = int(data[end - LYRICS_FOOT : end - 9])
        return size + LYRICS_FOOT
    if data[max(0, end - 9) : end] == b"LYRICSEND":
        return end - max(0, data.rfind(b"LYRICSBEGIN", max(0, end - 6_000), end))
    if data[max(0, end - 10) : end].startswith(b"3DI"):
        return syncsafe(data[end - 4 : end]) + 2 * ID3_HEAD
    return 0


def flac(data: bytes) -> bytes:
    """A FLAC with nothing but what it takes to play it."""
    place, blocks, is_last = 4, [], False
    while not is_last:
        kind, size = data[place], int.from_bytes(data[place + 1 : place + 4])
        is_last = bool(kind & FLAC_LAST)
        if kind & ~FLAC_LAST in FLAC_KEPT:
            blocks.append((kind & ~FLAC_LAST, data[place + 1 : place + 4 + size]))
        place += 4 + size
    last = len(blocks) - 1
    heads = (bytes([kind | (FLAC_LAST if n == last else 0)]) + block for n, (kind, block) in enumerate(blocks))
    end = len(data)
    while (tag := tag_before(data, end)) and end - tag >= place:
        end -= tag
    return b"fLaC" + b"".join(heads) + data[place:end]


def wave(data: bytes) -> bytes:
    """A WAVE with nothing but its sound."""
    chunks = riff_chunks(data, 12, riff_end(data))
    return riff_chunk(b"RIFF", b"WAVE" + b"".join(riff_chunk(*chunk) for chunk in chunks if chunk[0] in WAVE_KEPT))


@dataclass
class Stream:
    """One of the streams of an Ogg file: the bytes of the packet that is being read, by their places in the file."""

    packet: list[tuple[int, int]] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)


def ogg(data: bytes) -> bytes:
    """An Ogg file whose packets of remarks hold none. Pages keep their places; their checksums are made anew."""
    file, streams, changed = bytearray(data), dict[bytes, Stream](), set[int]()
    pages: dict[int, int] = {}
    end = 0
    for page, content, sizes in ogg_pages(data):
        stream = streams.setdefault(data[page + 14 : page + 18], Stream())
        place = content
        for size in sizes:
            stream.packet.append((place, place + size))
            stream.pages.add(page)
            place += size
            if size < 255:
                if blank_comments(file, stream.packet):
                    changed |= stream.pages
                stream.packet, stream.pages = [], set()
        pages[page] = end = place
    for page in changed:
        file[page + 22 : page + 26] = bytes(4)
        file[page + 22 : page + 26] = struct.pack("<I", checksum(file[page : pages[page]]))
    return bytes(file[:end])


def ogg_pages(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each page begins (RFC 3533, clause 6), where its content does, and the sizes of its segments."""
    place = 0
    while data.startswith(PAGE, place) and place + PAGE_HEAD < len(data):
        sizes = data[place + PAGE_HEAD : place + PAGE_HEAD + data[place + 26]]
        content = place + PAGE_HEAD + len(sizes)
        yield place, content, sizes
        place = content + sum(sizes)


def blank_comments(file: bytearray, packet: list[tuple[int, int]]) -> bool:
    """Overwrites a packet of remarks with as many zeros, which say that there is none."""
    head = bytes(file[packet[0][0] : packet[0][0] + 8])
    if head.startswith(b"\x7fFLAC") or not any(head.startswith(mark) for mark in COMMENTS):
        return False
    mark = next(mark for mark in COMMENTS if head.startswith(mark))
    # No maker, no remark; Vorbis wants a bit that ends the packet.
    empty = mark + bytes(8) + (b"\x01" if mark == COMMENTS[0] else b"")
    filled = empty.ljust(sum(last - first for first, last in packet), b"\0")
    place = 0
    for first, last in packet:
        file[first:last] = filled[place : place + last - first]
        place += last - first
    return True


def table() -> list[int]:
    """The table of Ogg's checksum (RFC 3533, clause 6: polynomial 0x04c11db7)."""
    found = []
    for number in range(256):
        rest = number << 24
        for _ in range(8):
            rest = (rest << 1 ^ (0x04C11DB7 if rest & 0x80000000 else 0)) & 0xFFFFFFFF
        found.append(rest)
    return found


TABLE = table()


def checksum(page: bytes | bytearray) -> int:
    """The checksum of a page."""
    rest = 0
    for byte in page:
        rest = (rest << 8 & 0xFFFFFFFF) ^ TABLE[rest >> 24 ^ byte]
    return rest


FORMATS: dict[bytes, Callable[[bytes], bytes]] = {
    b"ID3": mp3,
    b"\xff": mp3,
    b"fLaC": flac,
    b"OggS": ogg,
    b"RIFF": wave,
    b"\x1aE\xdf\xa3": matroska,
}
