"""Overwrites metadata in files made of boxes (ISO/IEC 14496-12): AVIF, HEIC, MP4, M4A, MOV.

Nothing is moved, because many boxes hold file offsets of others. The boxes to keep are listed; of the media data only the
parts are kept that a picture or track refers to.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lanmu.untrusted.opening import RejectedFileError

FOLDERS = frozenset(b"moov trak mdia minf stbl dinf edts iprp ipco grpl".split())
LEAVES = frozenset(
    b"ftyp mdat mvhd tkhd mdhd hdlr vmhd smhd nmhd sthd gmhd dref stsd stts ctts cslg stsc stsz stz2 stco co64 stss sdtp "
    b"sbgp sgpd subs elst tref pitm iinf iloc iref idat ipma ispe pixi colr av1C hvcC avcC irot imir clap pasp auxC a1lx "
    b"a1op lsel rloc clli mdcv cclv amve altr".split()
)
# Handlers of tracks that are kept (14496-12, clause 12); others hold locations, faces, times of day.
TRACKS = frozenset(b"vide soun pict auxv subt sbtl text clcp".split())
# Types of items in a picture file that are pictures (ISO/IEC 23008-12).
ITEMS = frozenset(b"av01 hvc1 hev1 avc1 jpeg j2k1 unci grid iovl iden tmap".split())
TIMES = frozenset(b"mvhd tkhd mdhd".split())
# Types of a colour profile's tags (ICC.1:2022, clause 10) that hold numbers. All others hold names, comments or unknown
# data.
PROFILE_NUMBERS = frozenset(
    b"XYZ |curv|para|sf32|uf32|ui08|ui16|ui32|mft1|mft2|mAB |mBA |mpet|sig |chrm|cicp|view|meas|crdi".split(b"|")
)
PROFILE_HEAD, PROFILE_ENTRY = 128, 12
DEEPEST = 12
MOST_BOXES = 100_000


@dataclass
class Box:
    """A box: the positions of its beginning, its content and its end. An empty `kind` is data that are no box."""

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
    """An item of a picture file: its type and the position of that, the end of its entry, and the extents of its bytes
    (counted from the box `idat` when `is_inside`)."""

    kind: bytes = b""
    position: int = 0
    end: int = 0
    extents: list[tuple[int, int]] = field(default_factory=list)
    is_inside: bool = False


def boxes(data: bytes) -> bytes:
    """The file with everything but pictures and sound overwritten. Raises RejectedFileError, ValueError and struct.error
    when it cannot be read."""
    file = bytearray(data)
    top = Box(b"", 0, 0, len(file), read(file, 0, len(file), 0, iter(range(MOST_BOXES))))
    if any(box.kind in (b"moof", b"styp", b"sidx") for box in top.inner):
        reason = "这段录音或录像是分段存的（fMP4），里面的拍摄信息去不掉。"
        raise RejectedFileError(reason, "请用视频软件另存为普通的 MP4 再放进来。")
    used: list[tuple[int, int]] = []
    clean(file, top, used)
    blank_unused(file, [box for box in top.inner if box.kind == b"mdat"], used)
    return bytes(file[: next((box.start for box in top.inner if not box.kind), len(file))])


def read(file: bytearray, position: int, end: int, depth: int, counter: Iterator[int]) -> list[Box]:
    """The boxes between two positions, at most as many as `counter` has numbers."""
    siblings = []
    while position + 8 <= end and next(counter, None) is not None:
        size, kind = struct.unpack_from(">I4s", file, position)
        inside = position + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", file, inside)
            inside += 8
        last = end if size == 0 else position + size
        if last < inside or last > end or not any(kind):
            # What follows is no box.
            break
        box = Box(kind, position, inside, last)
        if depth < DEEPEST and (kind in FOLDERS or (kind == b"meta" and depth == 0)):
            box.inner = read(file, inside + 4 * (kind == b"meta"), last, depth + 1, counter)
        siblings.append(box)
        position = last
    if position < end:
        siblings.append(Box(b"", position, position, end))
    return siblings


def read_flat(file: bytearray, position: int, end: int) -> list[Box]:
    """The boxes between two positions, without those inside them."""
    return read(file, position, end, DEEPEST, iter(range(MOST_BOXES)))


def clean(file: bytearray, folder: Box, used: list[tuple[int, int]]) -> None:
    """Overwrites what is not kept inside a box; adds to `used` the extents of the media data that are kept."""
    for box in folder.inner:
        handlers = [bytes(file[each.inside + 8 : each.inside + 12]) for each in box.all(b"hdlr")][:1]
        if box.kind == b"meta" and handlers == [b"pict"]:
            clean_items(file, box, used)
        elif box.kind == b"trak" and TRACKS.issuperset(handlers or (b"",)):
            used += samples(file, box)
        elif box.kind == b"trak" or (box.kind not in FOLDERS and box.kind not in LEAVES):
            if box.kind:
                # A box `free` is ignored by readers.
                file[box.start + 4 : box.start + 8] = b"free"
                box.kind, box.inner = b"free", []
            blank(file, box.inside, box.end)
            continue
        clean(file, box, used)
        if box.kind in TIMES:
            blank(file, box.inside + 4, box.inside + (20 if file[box.inside] else 12))
        elif box.kind == b"hdlr":
            blank(file, box.inside + 12, box.end)
        elif box.kind == b"dref":
            for source in read_flat(file, box.inside + 8, box.end):
                blank(file, source.inside + 4, source.end)
        elif box.kind == b"colr" and bytes(file[box.inside : box.inside + 4]) in (b"prof", b"rICC"):
            blank_words(file, box.inside + 4, box.end)


def blank(file: bytearray, start: int, end: int) -> None:
    """Overwrites the bytes between two positions with zeros."""
    end = min(end, len(file))
    file[start:end] = bytes(max(0, end - start))


def blank_words(file: bytearray, start: int, end: int) -> None:
    """Overwrites the text in a colour profile (ICC.1:2022); its numbers and length stay."""
    (count,) = struct.unpack_from(">I", file, start + PROFILE_HEAD)
    # Day, maker, model and author of the profile.
    for first, last in ((24, 36), (48, 56), (80, 84)):
        blank(file, start + first, start + last)
    for number in range(min(count, (end - start) // PROFILE_ENTRY)):
        _, position, size = struct.unpack_from(">4sII", file, start + PROFILE_HEAD + 4 + PROFILE_ENTRY * number)
        first, last = min(start + position, end), min(start + position + size, end)
        if bytes(file[first : first + 4]) not in PROFILE_NUMBERS and last - first > 8:
            blank(file, first + 8, last)


def samples(file: bytearray, track: Box) -> Iterator[tuple[int, int]]:
    """The extents of the media data of a track (14496-12, clause 8.7)."""
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


def numbers(file: bytearray, box: Box, row: str, position: int = 4) -> list[tuple[int, ...]]:
    """The rows of a table, of the struct format `row`, whose count is at `position` in the box."""
    (count,) = struct.unpack_from(">I", file, box.inside + position)
    first, size = box.inside + position + 4, struct.calcsize(">" + row)
    return list(struct.iter_unpack(">" + row, file[first : min(box.end, first + size * count)]))


def clean_items(file: bytearray, meta: Box, used: list[tuple[int, int]]) -> None:
    """Overwrites the items that are no pictures: Exif, XMP, previews."""
    items = items_of(file, meta)
    # Numbers of thumbnails.
    previews: set[int] = set()
    inside = 0
    for box in meta.inner:
        if box.kind == b"iloc":
            locate(file, box, items)
        elif box.kind == b"iref":
            layout = ">H" if file[box.inside] == 0 else ">I"
            for reference in read_flat(file, box.inside + 4, box.end):
                if reference.kind == b"thmb":
                    previews.add(struct.unpack_from(layout, file, reference.inside)[0])
        elif box.kind == b"idat":
            inside = inside or box.inside
    for number, item in items.items():
        is_kept = item.kind in ITEMS and number not in previews
        for first, last in item.extents:
            if item.is_inside:
                first, last = inside + first, inside + last
            if is_kept:
                used.append((first, last))
            elif item.is_inside:
                blank(file, first, last)
        if not is_kept:
            file[item.position : item.position + 4] = b"skip"
        # The name of the item, and the content type.
        blank(file, item.position + 4, item.end)


def items_of(file: bytearray, meta: Box) -> dict[int, Item]:
    """The items of a picture file by their numbers."""
    items = {}
    for table in (box for box in meta.inner if box.kind == b"iinf"):
        for box in read_flat(file, table.inside + (8 if file[table.inside] else 6), table.end):
            if box.kind != b"infe":
                continue
            version = file[box.inside]
            if version < 2:
                raise ValueError("an item list of a version without pictures")
            (number,) = struct.unpack_from(">H" if version == 2 else ">I", file, box.inside + 4)
            if number in items:
                raise ValueError("two items of one number")
            position = box.inside + (8 if version == 2 else 10)
            items[int(number)] = Item(bytes(file[position : position + 4]), position, box.end)
    return items


def locate(file: bytearray, box: Box, items: dict[int, Item]) -> None:
    """Sets the extents of the items (14496-12, clause 8.11.3)."""
    position = box.inside

    def number(size: int) -> int:
        nonlocal position
        position += size
        if position > len(file):
            raise ValueError("the file breaks off")
        return int.from_bytes(file[position - size : position])

    version = number(4) >> 24
    sizes = number(2)
    offset, length, base, index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15
    for _ in range(number(2 if version < 2 else 4)):
        item = items.get(number(2 if version < 2 else 4), Item())
        method = number(2) & 15 if version else 0
        if method > 1:
            raise ValueError("an item that is made of others")
        item.is_inside = method == 1
        number(2)
        start = number(base)
        for _ in range(number(2)):
            number(index if version else 0)
            first = start + number(offset)
            item.extents.append((first, first + number(length)))


def blank_unused(file: bytearray, data: list[Box], used: list[tuple[int, int]]) -> None:
    """Overwrites the media data that nothing refers to."""
    waiting = iter(sorted(used))
    first, last = next(waiting, (len(file), len(file)))
    for box in data:
        position = box.inside
        while first < box.end:
            if first > position:
                blank(file, position, first)
            position = max(position, min(last, box.end))
            if last > box.end:
                # It goes on in the next box.
                break
            first, last = next(waiting, (len(file), len(file)))
        blank(file, position, box.end)
