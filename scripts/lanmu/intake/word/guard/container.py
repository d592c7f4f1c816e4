"""The zip container of a .docx, which is not believed: every size, name and place it declares is held against the bytes.

Field offsets are those of APPNOTE.TXT 6.3.10, clause 4.3.7 (local file header); rules of names are those of ECMA-376
part 2 (Open Packaging Conventions), annex H. Nothing is written to disk.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lanmu.diagnostics.errors import UserError
from lanmu.untrusted.zip_files import FAULTS, LARGEST_DIRECTORY, MOST_PARTS, PLAIN, directory_of

# More pictures than any article shows; a book of photographs is several articles.
MOST_PICTURES = 300
# Bytes of one part and of all parts unpacked. Photographs do not shrink in a zip file, so an honest file of the size
# that handed_in takes unpacks to little more; the rest is XML, which seldom reaches 20 MB.
LARGEST_PART = 64_000_000
LARGEST_WHOLE = 100_000_000
# Word's XML packs up to about 100 to 1; a bomb comes near the 1,032 to 1 that deflate can do. Small parts may pack as
# they like: all together still keep within LARGEST_WHOLE.
HIGHEST_RATIO = 200
SMALL = 4_000_000
NAMES = (
    (re.compile(r"[\x00-\x1f\x7f]"), "带有看不见的控制字符"),
    (re.compile(r"\\"), "带有反斜杠"),
    (re.compile(r"^[A-Za-z]:"), "带有盘符"),
    (re.compile(r"^/"), "是从根目录写起的绝对路径"),
    (re.compile(r"(^|/)\.\.(/|$)"), "用“..”指到别的文件夹"),
    # Longer than any file system takes; it would also fill the screen.
    (re.compile(r"^.{256}"), "太长"),
)
# Local file header: mark, version, flags, method, time, date, check sum, packed size, size, lengths of name and extra.
HEADER = struct.Struct("<4s5H3I2H")
LOCKED, IN_UTF8 = 0x1, 0x800
AGAIN = "请在 Word 或 WPS 里打开原文件，重新另存为 .docx 后再导入。"
SUSPECT = "Word 不会存出这样的文件，请不要再打开它，向交稿人另要一份。"


@dataclass(frozen=True)
class Entry:
    """One part where it lies in the file, in bytes from its beginning."""

    name: str
    header: int
    start: int
    end: int
    size: int
    """Unpacked, as declared; so is the check sum."""
    crc: int
    is_packed: bool


class Container:
    """The parts of a zip file by name. Raises UserError when the file is damaged, locked or made to do harm."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        infos, directory = listed(data)
        check_names([info.orig_filename for info in infos])
        entries = [located(data, info) for info in infos]
        check_overlap(entries, directory)
        if sum(entry.size for entry in entries) > LARGEST_WHOLE:
            raise UserError(f"全部展开后超过 {LARGEST_WHOLE // 1_000_000} MB，可能是压缩炸弹。{SUSPECT}")
        self.entries = {entry.name: entry for entry in entries}

    def read(self, name: str) -> bytes:
        """One part, its real size and check sum held against the declared ones."""
        entry = self.entries[name]
        raw = memoryview(self.data)[entry.start : entry.end]
        content = unpacked(raw, entry) if entry.is_packed else bytes(raw)
        if len(content) != entry.size:
            raise UserError(f"里面的「{name}」实际的大小和声明的不一样，可能是压缩炸弹。{SUSPECT}")
        if zlib.crc32(content) != entry.crc:
            raise UserError(f"里面的「{name}」校验不符，文件在复制或下载时坏了。{AGAIN}")
        return content


def listed(data: bytes) -> tuple[Sequence[zipfile.ZipInfo], int]:
    """The list of parts, and where in the file the list begins."""
    directory = directory_of(data)
    if directory is None:
        raise UserError("不完整，后半部分没有复制或下载下来。请重新复制、下载一份再导入。")
    if directory.size > LARGEST_DIRECTORY:
        raise too_many_parts()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos, begin = archive.infolist(), archive.start_dir
    except FAULTS:
        raise UserError(f"里面的目录坏了，打不开。{AGAIN}") from None
    pictures = sum("/media/" in info.filename for info in infos)
    if pictures > MOST_PICTURES:
        raise UserError(f"里面有 {pictures} 张图片，超过 {MOST_PICTURES} 张。请删去用不着的，或者分成几个文件再导入。")
    if len(infos) > MOST_PARTS:
        raise too_many_parts()
    return infos, begin


def too_many_parts() -> UserError:
    """The refusal of a file with too long a list of parts."""
    return UserError(f"里面的部件超过 {MOST_PARTS} 个，不是正常的文档。{SUSPECT}")


def check_names(names: Iterable[str]) -> None:
    """Refuses names that could lead out of a folder, and names given twice (rule M1.12: capitals do not count)."""
    seen: set[str] = set()
    for name in names:
        shown = re.sub(r"[\x00-\x1f\x7f]", "?", name[:80])
        for pattern, fault in NAMES:
            if pattern.search(name):
                raise UserError(f"里面有部件的名字{fault}（{shown}）。{SUSPECT}")
        if name.lower() in seen:
            raise UserError(f"里面有两个同名的部件（{shown}），不知道该读哪一个。{SUSPECT}")
        seen.add(name.lower())


def located(data: bytes, info: zipfile.ZipInfo) -> Entry:
    """Where a part lies, once what the list and the part's own header say of it has been looked at."""
    name = info.filename
    if info.flag_bits & LOCKED:
        raise UserError(f"里面的「{name}」是加了密码压缩的。请去掉密码，重新存一份再导入。")
    if info.compress_type not in PLAIN:
        raise UserError(f"里面的「{name}」用了 Word 不用的压缩方式。{AGAIN}")
    if info.file_size > LARGEST_PART:
        raise UserError(f"里面的「{name}」展开后有 {info.file_size // 1_000_000} MB，可能是压缩炸弹。{SUSPECT}")
    if info.file_size > SMALL and info.file_size > HIGHEST_RATIO * info.compress_size:
        raise UserError(f"里面的「{name}」压缩了 {HIGHEST_RATIO} 倍以上，可能是压缩炸弹。{SUSPECT}")
    start = data_start(data, info)
    is_packed = info.compress_type != zipfile.ZIP_STORED
    return Entry(name, info.header_offset, start, start + info.compress_size, info.file_size, info.CRC, is_packed)


def data_start(data: bytes, info: zipfile.ZipInfo) -> int:
    """Where a part's data begin, behind its own header, which must say the same as the list."""
    place = info.header_offset
    if not 0 <= place <= len(data) - HEADER.size or data[place : place + 4] != b"PK\x03\x04":
        raise UserError(f"里面的「{info.filename}」不在目录所说的地方，文件坏了。{AGAIN}")
    _, _, flags, method, _, _, _, _, _, name_length, extra_length = HEADER.unpack_from(data, place)
    name = data[place + HEADER.size : place + HEADER.size + name_length].decode(
        "utf-8" if flags & IN_UTF8 else "cp437", errors="replace"
    )
    # A Unicode name in the extra field may replace the one that was looked at.
    if {name, info.filename} != {info.orig_filename} or method != info.compress_type:
        raise UserError(f"里面的「{info.filename}」有两种说法，目录写的和部件自己写的不一样。{SUSPECT}")
    return place + HEADER.size + int(name_length) + int(extra_length)


def check_overlap(entries: Iterable[Entry], directory: int) -> None:
    """Refuses parts that share bytes: a bomb that unpacks one piece of data thousands of times."""
    ordered = sorted(entries, key=lambda entry: entry.header)
    for entry, following in pairwise(ordered):
        if entry.end > following.header:
            raise UserError(f"里面的「{entry.name}」和「{following.name}」叠在一起，可能是压缩炸弹。{SUSPECT}")
    if ordered and ordered[-1].end > directory:
        raise UserError(f"里面的「{ordered[-1].name}」伸进了目录，文件坏了。{AGAIN}")


def unpacked(raw: memoryview, entry: Entry) -> bytes:
    """The data unpacked, up to one byte more than declared."""
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = machine.decompress(raw, entry.size + 1)
    except zlib.error:
        raise UserError(f"里面的「{entry.name}」坏了，展不开。{AGAIN}") from None
    if len(content) <= entry.size and not machine.eof:
        raise UserError(f"里面的「{entry.name}」只有一半，后面的丢了。{AGAIN}")
    return content
