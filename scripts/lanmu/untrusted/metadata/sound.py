"""Removes tags (title, performer, place, pictures, comments) from sound and film; the sound itself is not changed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from lanmu.untrusted.metadata.boxes import boxes
from lanmu.untrusted.metadata.raster import riff_chunk, riff_chunks, riff_end
from lanmu.untrusted.opening import RejectedFileError

# Tags of MP3 files: ID3v2 (id3.org, 2.4.0, clause 3.1), APEv2, Lyrics3v2, ID3v1.
ID3_HEAD, ID3_OLD, APE_FOOT, LYRICS_FOOT = 10, 128, 32, 15
# FLAC (RFC 9639, clause 8.1): the blocks STREAMINFO and SEEKTABLE.
FLAC_KEPT = {0, 3}
FLAC_LAST = 0x80
# Chunks of a WAVE file: coding, length, data.
WAVE_KEPT = frozenset((b"fmt ", b"fact", b"data"))
# The beginning of an Ogg comment packet (Vorbis I, 5.2.1; RFC 7845, 5.2; Theora, 6.3).
COMMENTS = (b"\x03vorbis", b"OpusTags", b"\x81theora")
OGG_HEAD = 27
# Ogg's checksum (RFC 3533, clause 6) is CRC-32 with the bits of every byte, and of the sum, in the other order.
BITS_REVERSED = bytes(int(f"{number:08b}"[::-1], 2) for number in range(256))
# IDs of Matroska elements. Containers that are searched: Segment, Info, Tracks, TrackEntry.
MASTERS = frozenset((0x18538067, 0x1549A966, 0x1654AE6B, 0xAE))
# Title, DateUTC, MuxingApp, WritingApp, SegmentFilename and its neighbours'; a track's Name; Tags; Attachments;
# Chapters; Void.
DROPPED = frozenset((0x7BA9, 0x4461, 0x4D80, 0x5741, 0x7384, 0x3C83AB, 0x3E83BB, 0x536E, 0x1254C367, 0x1941A469, 0xEC))
VOID = 0xEC


def media(data: bytes) -> bytes:
    """The sound or film without tags. Raises RejectedFileError for a format that is not supported."""
    if data[4:8] == b"ftyp":
        return boxes(data)
    for signature, clean in FORMATS.items():
        if data.startswith(signature) and (signature != b"RIFF" or data[8:12] == b"WAVE"):
            return clean(data)
    remedy = "请用音视频软件转成 MP3、M4A 或 MP4 再放进来。"
    raise RejectedFileError("这种格式的录音、录像（如 AVI、FLV）里的拍摄信息去不掉。", remedy)


def mp3(data: bytes) -> bytes:
    """An MP3 without the tags at its beginning and at its end."""
    start, end = 0, len(data)
    while data.startswith(b"ID3", start) and start + ID3_HEAD <= end:
        start += ID3_HEAD + syncsafe(data[start + 6 : start + 10]) + (ID3_HEAD if data[start + 5] & 0x10 else 0)
    sound = data[start : without_tags(data, start, end)]
    if sound.startswith(b"fLaC"):
        return flac(sound)
    # Padding, and tags that begin with none of the signatures above, up to the first frame.
    first = next((n for n in range(len(sound) - 1) if sound[n] == 0xFF and sound[n + 1] >= 0xE0), -1)
    return sound[max(0, first) :]


def syncsafe(data: bytes) -> int:
    """An ID3 number with seven bits in each byte."""
    return int.from_bytes(data) if len(data) < 4 else data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]


def without_tags(data: bytes, start: int, end: int) -> int:
    """The end of the data from `start` without the tags right before `end`."""
    while (tag := tag_before(data, end)) and end - tag >= start:
        end -= tag
    return end


def tag_before(data: bytes, end: int) -> int:
    """The length of the tag that ends at `end`; 0 when there is none."""
    if data[max(0, end - ID3_OLD) : end].startswith(b"TAG"):
        # An extension may precede it.
        return ID3_OLD + (227 if data[max(0, end - ID3_OLD - 227) : end].startswith(b"TAG+") else 0)
    foot = data[max(0, end - APE_FOOT) : end]
    if foot.startswith(b"APETAGEX"):
        size, _, flags = struct.unpack_from("<III", foot, 12)
        return int(size) + (APE_FOOT if flags & 0x80000000 else 0)
    if foot.endswith(b"LYRICS200"):
        return int(data[end - LYRICS_FOOT : end - 9]) + LYRICS_FOOT
    if foot.endswith(b"LYRICSEND"):
        return end - max(0, data.rfind(b"LYRICSBEGIN", max(0, end - 6_000), end))
    if data[max(0, end - 10) : end].startswith(b"3DI"):
        return syncsafe(data[end - 4 : end]) + 2 * ID3_HEAD
    return 0


def flac(data: bytes) -> bytes:
    """A FLAC with the blocks of `FLAC_KEPT` and the sound only."""
    offset, blocks, is_last = 4, [], False
    while not is_last:
        kind, size = data[offset], int.from_bytes(data[offset + 1 : offset + 4])
        is_last = bool(kind & FLAC_LAST)
        if kind & ~FLAC_LAST in FLAC_KEPT:
            blocks.append((kind & ~FLAC_LAST, data[offset + 1 : offset + 4 + size]))
        offset += 4 + size
    last = len(blocks) - 1
    heads = (bytes([kind | (FLAC_LAST if n == last else 0)]) + block for n, (kind, block) in enumerate(blocks))
    return b"fLaC" + b"".join(heads) + data[offset : without_tags(data, offset, len(data))]


def wave(data: bytes) -> bytes:
    """A WAVE with the chunks of `WAVE_KEPT` only."""
    chunks = riff_chunks(data, 12, riff_end(data))
    return riff_chunk(b"RIFF", b"WAVE" + b"".join(riff_chunk(*chunk) for chunk in chunks if chunk[0] in WAVE_KEPT))


@dataclass
class Stream:
    """A stream of an Ogg file: the segments of the packet that is being read, and their pages."""

    packet: list[tuple[int, int]] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)


def ogg(data: bytes) -> bytes:
    """An Ogg file with empty comment packets. Pages (RFC 3533, clause 6) keep their offsets and get new checksums."""
    file, streams, changed = bytearray(data), dict[bytes, Stream](), set[int]()
    ends: dict[int, int] = {}
    page = 0
    while data.startswith(b"OggS", page) and page + OGG_HEAD < len(data):
        sizes = data[page + OGG_HEAD : page + OGG_HEAD + data[page + 26]]
        offset = page + OGG_HEAD + len(sizes)
        stream = streams.setdefault(data[page + 14 : page + 18], Stream())
        for size in sizes:
            stream.packet.append((offset, offset + size))
            stream.pages.add(page)
            offset += size
            if size < 255:
                if blank_comments(file, stream.packet):
                    changed |= stream.pages
                stream.packet, stream.pages = [], set()
        ends[page] = offset
        page = offset
    for page in changed:
        file[page + 22 : page + 26] = bytes(4)
        reversed_sum = zlib.crc32(file[page : ends[page]].translate(BITS_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
        file[page + 22 : page + 26] = struct.pack(">I", reversed_sum).translate(BITS_REVERSED)
    return bytes(file[: max(ends.values(), default=0)])


def blank_comments(file: bytearray, packet: list[tuple[int, int]]) -> bool:
    """Overwrites a comment packet with an empty one of the same length; False for any other packet."""
    head = bytes(file[packet[0][0] : packet[0][0] + 8])
    signature = next((signature for signature in COMMENTS if head.startswith(signature)), None)
    if signature is None:
        return False
    # No vendor, no comment; Vorbis requires a framing bit.
    empty = signature + bytes(8) + (b"\x01" if signature == COMMENTS[0] else b"")
    filled = empty.ljust(sum(last - first for first, last in packet), b"\0")
    offset = 0
    for first, last in packet:
        file[first:last] = filled[offset : offset + last - first]
        offset += last - first
    return True


def matroska(data: bytes) -> bytes:
    """WebM and Matroska (RFC 8794, RFC 9559) with titles, tags and attached files overwritten, so that nothing is moved.
    Raises ValueError."""
    file = bytearray(data)
    blank_elements(file, 0, len(file))
    return bytes(file)


def blank_elements(file: bytearray, offset: int, end: int) -> None:
    """Overwrites the elements of `DROPPED` between two offsets."""
    while offset < end:
        start = offset
        identifier, offset = ebml_number(file, offset, keep_length=True)
        size, inside = ebml_number(file, offset)
        is_unknown = size == (1 << 7 * (inside - offset)) - 1
        offset = end if is_unknown else inside + size
        if offset > end:
            raise ValueError("the file breaks off")
        if identifier in DROPPED:
            # A Void element is ignored by readers.
            width = 8 if offset - start >= 9 else 1
            content = offset - start - 1 - width
            file[start:offset] = bytes([VOID]) + (content | 1 << 7 * width).to_bytes(width) + bytes(content)
        elif identifier in MASTERS:
            blank_elements(file, inside, offset)
        elif is_unknown:
            # A live stream has clusters of unknown size, after which only media data follow.
            return


def ebml_number(file: bytearray, offset: int, *, keep_length: bool = False) -> tuple[int, int]:
    """An EBML variable-length integer at `offset`, and the offset after it. Raises ValueError."""
    if offset >= len(file) or not file[offset]:
        raise ValueError("a number that is too long")
    width = 9 - file[offset].bit_length()
    number = int.from_bytes(file[offset : offset + width])
    return (number if keep_length else number & ((1 << 7 * width) - 1)), offset + width


FORMATS: dict[bytes, Callable[[bytes], bytes]] = {
    b"ID3": mp3,
    b"\xff": mp3,
    b"fLaC": flac,
    b"OggS": ogg,
    b"RIFF": wave,
    b"\x1aE\xdf\xa3": matroska,
}
