"""Files made of boxes (ISO/IEC 14496-12): AVIF, HEIC, MP4, M4A, MOV. What is no picture and no sound is overwritten.

Nothing changes its place, for many boxes say where in the file others lie. What is kept is listed; of the media data only
what a picture or track that is kept refers to.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lanmu.untrusted.metadata.profiles import blank_words
from lanmu.untrusted.metadata.unstrippable import UnstrippableError

FOLDERS = frozenset(b"moov trak mdia minf stbl dinf edts iprp ipco grpl".split())
LEAVES = frozenset(
    b"ftyp mdat mvhd tkhd mdhd hdlr vmhd smhd nmhd sthd gmhd dref stsd stts ctts cslg stsc stsz stz2 stco co64 stss sdtp "
    b"sbgp sgpd subs elst tref pitm iinf iloc iref idat ipma ispe pixi colr av1C hvcC avcC irot imir clap pasp auxC a1lx "
    b"a1op lsel rloc clli mdcv cclv amve altr".split()
)
# What a track is for (14496-12, clause 12); others hold places, faces, times of day.
TRACKS = frozenset(b"vide soun pict auxv subt sbtl text clcp".split())
# What an item of a picture file is, when it is a picture (ISO/IEC 23008-12).
ITEMS = frozenset(b"av01 hvc1 hev1 avc1 jpeg j2k1 unci grid iovl iden tmap".split())
TIMES = frozenset(b"mvhd tkhd mdhd".split())
DEEPEST = 12
MOST_BOXES = 100_000
FRAGMENTS = ("这段录音或录像是分段存的（fMP4），里面的拍摄信息去不掉。", "请用视频软件另存为普通的 MP4 再放进来。")


@dataclass
class Box:
    """A box: where it begins, where its content does, and where it ends."""

    kind: bytes
    start: int
    inside: int
    end: int
    inner: list[Box] = field(default_factory=list)

    def all(self, *kinds: bytes) -> Iterator[Box]:
        """The boxes of these kinds within it, at any depth."""
        for box in self.inner:
            if box.kind in kinds:
                yield box
            yield from box.all(*kinds)


@dataclass
class Item:
    """One item of a picture file: its kind, and where its bytes lie (`is_inside`: counted from the box `idat`)."""

    kind: bytes
    extents: list[tuple[int, int]] = field(default_factory=list)
    is_inside: bool = False


def boxes(data: bytes) -> bytes:
    """The file with everything overwritten that is no picture and no sound. Raises UnstrippableError, ValueError and
    struct.error for one that cannot be read."""
    file = bytearray(data)
    counter = iter(range(MOST_BOXES))
    top = Box(b"", 0, 0, len(file), read(file, 0, len(file), 0, counter))
    if any(box.kind in (b"moof", b"styp", b"sidx") for box in top.inner):
        raise UnstrippableError(*FRAGMENTS)
    used: list[tuple[int, int]] = []
    sweep(file, top, used)
    blank_unused(file, [box for box in top.inner if box.kind == b"mdat"], used)
    behind = next((box.start for box in top.inner if not box.kind), len(file))
    return bytes(file[:behind])


def read(file: bytearray, place: int, end: int, depth: int, counter: Iterator[int]) -> list[Box]:
    """The boxes between two places."""
    found = []
    while place + 8 <= end and next(counter, None) is not None:
        size, kind = struct.unpack_from(">I4s", file, place)
        inside = place + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", file, inside)
            inside += 8
        last = end if size == 0 else place + size
        if last < inside or last > end or not any(kind):
            # What follows is no box.
            break
        box = Box(kind, place, inside, last)
        if depth < DEEPEST and (kind in FOLDERS or (kind == b"meta" and depth == 0)):
            box.inner = read(file, inside + 4 * (kind == b"meta"), last, depth + 1, counter)
        found.append(box)
        place = last
    if place < end:
        found.append(Box(b"", place, place, end))
    return found


def sweep(file: bytearray, folder: Box, used: list[tuple[int, int]]) -> None:
    """Overwrites what is not kept in a folder; `used` gets the parts of the file that what is kept refers to."""
    for box in folder.inner:
        if box.kind == b"meta" and handler(file, box) == b"pict":
            items(file, box, used)
        elif box.kind == b"trak" and handler(file, box) in TRACKS:
            used += samples(file, box)
        elif box.kind == b"trak" or (box.kind not in FOLDERS and box.kind not in LEAVES):
            blank(file, box)
            continue
        sweep(file, box, used)
        if box.kind in TIMES:
            size = 16 if file[box.inside] else 8
            file[box.inside + 4 : box.inside + 4 + size] = bytes(size)
        elif box.kind == b"hdlr":
            file[box.inside + 12 : box.end] = bytes(max(0, box.end - box.inside - 12))
        elif box.kind == b"dref":
            for source in read(file, box.inside + 8, box.end, DEEPEST, iter(range(100))):
                file[source.inside + 4 : source.end] = bytes(max(0, source.end - source.inside - 4))
        elif box.kind == b"colr" and bytes(file[box.inside : box.inside + 4]) in (b"prof", b"rICC"):
            blank_words(file, box.inside + 4, box.end)


def blank(file: bytearray, box: Box) -> None:
    """Makes a box one that nobody reads, or overwrites what is no box."""
    if box.kind:
        file[box.start + 4 : box.start + 8] = b"free"
        box.kind, box.inner = b"free", []
    file[box.inside : box.end] = bytes(box.end - box.inside)


def handler(file: bytearray, folder: Box) -> bytes:
    """What a track or a list of items is for."""
    box = next(folder.all(b"hdlr"), None)
    return bytes(file[box.inside + 8 : box.inside + 12]) if box else b""


def samples(file: bytearray, track: Box) -> Iterator[tuple[int, int]]:
    """Where the media data of a track lie (14496-12, clause 8.7)."""
    table = {box.kind: box for box in track.all(b"stsc", b"stsz", b"stz2", b"stco", b"co64")}
    if b"stz2" in table or b"stsc" not in table or b"stsz" not in table:
        raise ValueError("a track without a table of its samples")
    chunks = table[b"co64"] if b"co64" in table else table[b"stco"]
    offsets = numbers(file, chunks, "Q" if chunks.kind == b"co64" else "I")
    runs = numbers(file, table[b"stsc"], "III")
    (size,) = struct.unpack_from(">I", file, table[b"stsz"].inside + 4)
    sizes = None if size else iter(numbers(file, table[b"stsz"], "I", 8))
    run = 0
    for number, (offset,) in enumerate(offsets, 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        count = runs[run][1]
        length = size * count if sizes is None else sum(each for (each,), _ in zip(sizes, range(count), strict=False))
        yield offset, offset + length


def numbers(file: bytearray, box: Box, row: str, place: int = 4) -> list[tuple[int, ...]]:
    """The rows of a table that begins with their count."""
    (count,) = struct.unpack_from(">I", file, box.inside + place)
    first, size = box.inside + place + 4, struct.calcsize(">" + row)
    return list(struct.iter_unpack(">" + row, file[first : min(box.end, first + size * count)]))


def items(file: bytearray, meta: Box, used: list[tuple[int, int]]) -> None:
    """Overwrites the items that are no pictures: Exif, XMP, previews."""
    found = dict(listed(file, meta))
    locate(file, meta, found)
    previews = {number for box in meta.inner if box.kind == b"iref" for number in previewing(file, box)}
    inside = next((box.inside for box in meta.inner if box.kind == b"idat"), 0)
    for number, item in found.items():
        start = inside if item.is_inside else 0
        extents = [(start + first, start + last) for first, last in item.extents]
        if item.kind in ITEMS and number not in previews:
            used += extents
        else:
            for first, last in extents if item.is_inside else ():
                last = min(last, len(file))
                file[first:last] = bytes(max(0, last - first))
    for _, box, place in entries(file, meta):
        kind, number = bytes(file[place : place + 4]), entry_number(file, box)
        if kind not in ITEMS or number in previews:
            file[place : place + 4] = b"skip"
        # Its name, and of a text its sort.
        file[place + 4 : box.end] = bytes(box.end - place - 4)


def entries(file: bytearray, meta: Box) -> Iterator[tuple[int, Box, int]]:
    """The version of each entry of the list of items, its box, and where its kind stands."""
    for table in (box for box in meta.inner if box.kind == b"iinf"):
        first = table.inside + (8 if file[table.inside] else 6)
        for box in read(file, first, table.end, DEEPEST, iter(range(MOST_BOXES))):
            if box.kind == b"infe":
                version = file[box.inside]
                if version < 2:
                    raise ValueError("a list of items from before there were pictures in it")
                yield version, box, box.inside + (8 if version == 2 else 10)


def entry_number(file: bytearray, box: Box) -> int:
    """The number of the item of an entry."""
    layout = ">H" if file[box.inside] == 2 else ">I"
    return int(struct.unpack_from(layout, file, box.inside + 4)[0])


def listed(file: bytearray, meta: Box) -> Iterator[tuple[int, Item]]:
    """The items by their numbers."""
    for _, box, place in entries(file, meta):
        yield entry_number(file, box), Item(bytes(file[place : place + 4]))


def previewing(file: bytearray, table: Box) -> Iterator[int]:
    """The items that are only small copies of others."""
    layout = ">H" if file[table.inside] == 0 else ">I"
    for box in read(file, table.inside + 4, table.end, DEEPEST, iter(range(MOST_BOXES))):
        if box.kind == b"thmb":
            yield int(struct.unpack_from(layout, file, box.inside)[0])


def locate(file: bytearray, meta: Box, found: dict[int, Item]) -> None:
    """Notes where the bytes of the items lie (14496-12, clause 8.11.3)."""
    for box in (box for box in meta.inner if box.kind == b"iloc"):
        reader = Reader(file, box.inside)
        version = reader.number(4) >> 24
        sizes = reader.number(2)
        offset, length, base, index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15
        for _ in range(reader.number(2 if version < 2 else 4)):
            item = found.get(reader.number(2 if version < 2 else 4), Item(b""))
            method = reader.number(2) & 15 if version else 0
            if method > 1:
                raise ValueError("an item that is made of others")
            item.is_inside = method == 1
            reader.number(2)
            start = reader.number(base)
            for _ in range(reader.number(2)):
                reader.number(index if version else 0)
                first = start + reader.number(offset)
                item.extents.append((first, first + reader.number(length)))


@dataclass
class Reader:
    """Reads numbers one after another."""

    file: bytearray
    place: int

    def number(self, size: int) -> int:
        """The next number of `size` bytes. Raises ValueError at the end of the file."""
        self.place += size
        if self.place > len(self.file):
            raise ValueError("the file breaks off")
        return int.from_bytes(self.file[self.place - size : self.place])


def blank_unused(file: bytearray, data: list[Box], used: list[tuple[int, int]]) -> None:
    """Overwrites the media data that nothing refers to."""
    waiting = iter(sorted(used))
    first, last = next(waiting, (len(file), len(file)))
    for box in data:
        place = box.inside
        while first < box.end:
            if first > place:
                file[place:first] = bytes(first - place)
            place = max(place, min(last, box.end))
            if last > box.end:
                # It goes on in the next box.
                break
            first, last = next(waiting, (len(file), len(file)))
        file[place : box.end] = bytes(box.end - place)
