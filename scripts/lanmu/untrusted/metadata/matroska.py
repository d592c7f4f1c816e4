"""WebM and Matroska (RFC 8794, RFC 9559) without titles, tags and attached files."""

from __future__ import annotations

# Elements by their marks. Those that hold others and are looked into: Segment, Info, Tracks, TrackEntry.
FOLDERS = frozenset((0x18538067, 0x1549A966, 0x1654AE6B, 0xAE))
# Title, DateUTC, MuxingApp, WritingApp, SegmentFilename and its neighbours'; a track's Name; Tags; Attachments;
# Chapters; Void.
DROPPED = frozenset((0x7BA9, 0x4461, 0x4D80, 0x5741, 0x7384, 0x3C83AB, 0x3E83BB, 0x536E, 0x1254C367, 0x1941A469, 0xEC))
CLUSTER = 0x1F43B675
VOID = 0xEC


def matroska(data: bytes) -> bytes:
    """The film with what is dropped overwritten, so that nothing changes its place. Raises ValueError."""
    file = bytearray(data)
    sweep(file, 0, len(file))
    return bytes(file)


def sweep(file: bytearray, place: int, end: int) -> None:
    """Overwrites what is dropped between two places."""
    while place < end:
        start = place
        mark, place = number(file, place, keep_length=True)
        size, inside = number(file, place)
        width = inside - place
        is_unknown = size == (1 << 7 * width) - 1
        place = end if is_unknown else inside + size
        if place > end:
            raise ValueError("the file breaks off")
        if mark in DROPPED:
            blank(file, start, place)
        elif mark in FOLDERS:
            sweep(file, inside, place)
        elif is_unknown:
            # A film that was sent while it was taken: what follows are its pictures.
            return


def blank(file: bytearray, start: int, end: int) -> None:
    """Makes an element one that nobody reads."""
    size = end - start
    width = 8 if size >= 9 else 1
    content = size - 1 - width
    if size < 2:
        return
    file[start] = VOID
    file[start + 1 : start + 1 + width] = (content | 1 << 7 * width).to_bytes(width)
    file[start + 1 + width : end] = bytes(content)


def number(file: bytearray, place: int, *, keep_length: bool = False) -> tuple[int, int]:
    """The number that begins at `place`, whose first bits say how long it is, and where it ends. Raises ValueError."""
    if place >= len(file) or not file[place]:
        raise ValueError("a number that is too long")
    width = 9 - file[place].bit_length()
    found = int.from_bytes(file[place : place + width])
    return (found if keep_length else found & ((1 << 7 * width) - 1)), place + width
