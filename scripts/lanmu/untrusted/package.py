"""A zip container from a stranger: every size, name and offset that it declares is checked against the bytes.

Clauses are those of APPNOTE.TXT 6.3.10. Nothing is written to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from lanmu.untrusted.opening import AGAIN, MEGA, SUSPECT, Budget, RejectedFileError

# Office files have some dozens of parts, one more for every picture.
MOST_PARTS = 3_000
# Bytes of the list of parts: 22,000 of the shortest entries, which zipfile reads in a fifth of a second.
LARGEST_DIRECTORY = MEGA
LARGEST_PART = 64 * MEGA
# Office's own XML compresses up to about 100 to 1; a bomb comes near the 1,032 to 1 that deflate can do. Small parts are not
# checked.
HIGHEST_RATIO = 200
SMALL = 4 * MEGA
# The end record with the longest comment: it is looked for no farther from the end.
LONGEST_END = 65_557
END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
# Local file header (4.3.7): signature, version, flags, method, time, date, CRC, packed size, size, lengths of name, extra.
HEADER = struct.Struct("<4s5H3I2H")
LOCKED, IN_UTF8 = 0x1, 0x800
# The exceptions of zipfile and zlib for a damaged container.
FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, LookupError)


@dataclass(frozen=True)
class Directory:
    """What the end record declares: the number of parts, and the bytes of the central directory."""

    count: int
    size: int

    @property
    def is_short(self) -> bool:
        """True when the directory is small enough for zipfile, which reads all of it, whatever `count` says."""
        return self.count <= MOST_PARTS and self.size <= LARGEST_DIRECTORY


def directory_of(data: bytes) -> Directory | None:
    """The end record (4.3.16) of a zip file, of which `data` is the whole or the last LONGEST_END bytes.

    None when there is none: the file is cut short or no zip file.
    """
    offset = data.rfind(END, max(0, len(data) - LONGEST_END))
    if offset < 0 or len(data) < offset + 22:
        return None
    count, size = struct.unpack_from("<HI", data, offset + 10)
    # zipfile believes the zip64 record (4.3.14) whenever there is one.
    if offset >= 76 and data.startswith(LOCATOR64, offset - 20) and data.startswith(END64, offset - 76):
        count, size = struct.unpack_from("<QQ", data, offset - 44)
    return Directory(count, size)


class Package:
    """The parts of a zip container. Raises RejectedFileError when it is damaged or harmful.

    `parts` are its files by decoded name; the second one of a name gets a number.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data, self.budget = data, budget
        self.infos, end = listed(data)
        self.parts: dict[str, zipfile.ZipInfo] = {}
        for info in self.infos:
            if not info.is_dir():
                name = shown_name(info)
                self.parts[name if name not in self.parts else f"{name} ({len(self.parts)})"] = info
        self.starts = {info.header_offset: start_of(data, info) for info in self.infos}
        self.check_overlap(end)

    def check_overlap(self, end: int) -> None:
        """Refuses parts that share bytes: a bomb that unpacks one piece of data thousands of times."""
        ordered = sorted(self.infos, key=lambda info: info.header_offset)
        for info, following in pairwise(ordered):
            if self.starts[info.header_offset] + info.compress_size > following.header_offset:
                raise RejectedFileError(
                    f"里面的「{info.filename}」和「{following.filename}」叠在一起，可能是压缩炸弹。", SUSPECT
                )
        if ordered and self.starts[ordered[-1].header_offset] + ordered[-1].compress_size > end:
            raise RejectedFileError(f"已损坏，里面的「{ordered[-1].filename}」伸进了目录。", AGAIN)

    def check(self, name: str) -> None:
        """Refuses a part by its directory entry, before it is unpacked."""
        info = self.parts[name]
        if info.flag_bits & LOCKED:
            raise RejectedFileError(f"里面的「{name}」是加了密码压缩的。", "请去掉密码，重新打包后再上传。")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            remedy = "请用系统自带的“压缩”功能重新打包成 .zip。"
            raise RejectedFileError(f"里面的「{name}」用了少见的压缩方式。", remedy)
        if info.file_size > LARGEST_PART:
            raise RejectedFileError(
                f"里面的「{name}」展开后有 {info.file_size // MEGA} MB，太大了，可能是压缩炸弹。", SUSPECT
            )
        if info.file_size > SMALL and info.file_size > HIGHEST_RATIO * info.compress_size:
            raise RejectedFileError(f"里面的「{name}」压缩了 {HIGHEST_RATIO} 倍以上，可能是压缩炸弹。", SUSPECT)

    def read(self, name: str) -> bytes:
        """The content of a part. Raises RejectedFileError, also when the budget for all parts is spent."""
        self.check(name)
        info = self.parts[name]
        self.budget.take(size=info.file_size)
        start = self.starts[info.header_offset]
        raw = memoryview(self.data)[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            content = bytes(raw)
        else:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                content = inflater.decompress(raw, info.file_size + 1)
            except zlib.error:
                raise RejectedFileError(f"里面的「{name}」已损坏，展不开。", AGAIN) from None
            if len(content) <= info.file_size and not inflater.eof:
                raise RejectedFileError(f"里面的「{name}」已损坏，只有一半，后面的丢了。", AGAIN)
        if len(content) != info.file_size:
            raise RejectedFileError(f"里面的「{name}」实际的大小和声明的不一样，可能是压缩炸弹。", SUSPECT)
        if zlib.crc32(content) != info.CRC:
            raise RejectedFileError(f"里面的「{name}」已损坏，校验不符，是复制或下载时坏的。", AGAIN)
        return content


def listed(data: bytes) -> tuple[list[zipfile.ZipInfo], int]:
    """The central directory, and its offset in the file."""
    directory = directory_of(data)
    if directory is None:
        again = "请重新复制、下载一份，检查以后再上传。"
        raise RejectedFileError("已损坏，不完整，后半部分没有复制或下载下来。", again)
    too_many = RejectedFileError(
        f"里面的部件超过 {MOST_PARTS} 个，没有查看。", "请分成几个小的压缩包，或者删去用不着的文件。"
    )
    if directory.size > LARGEST_DIRECTORY:
        raise too_many
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos, begin = archive.infolist(), archive.start_dir
    except FAULTS:
        raise RejectedFileError("已损坏，里面的目录坏了，打不开。", AGAIN) from None
    if len(infos) > MOST_PARTS:
        raise too_many
    return infos, begin


def start_of(data: bytes, info: zipfile.ZipInfo) -> int:
    """The offset of a part's data, after its local header, which must agree with the directory."""
    offset = info.header_offset
    if not 0 <= offset <= len(data) - HEADER.size or data[offset : offset + 4] != b"PK\x03\x04":
        raise RejectedFileError(f"已损坏，里面的「{info.filename}」不在目录所说的地方。", AGAIN)
    _, _, flags, method, _, _, _, _, _, name_length, extra_length = HEADER.unpack_from(data, offset)
    name = data[offset + HEADER.size : offset + HEADER.size + name_length]
    if (
        name.decode("utf-8" if flags & IN_UTF8 else "cp437", errors="replace") != info.orig_filename
        or method != info.compress_type
    ):
        reason = f"里面的「{info.filename}」有两种说法，目录写的和部件自己写的不一样。"
        raise RejectedFileError(reason, SUSPECT)
    return offset + HEADER.size + int(name_length) + int(extra_length)


def shown_name(info: zipfile.ZipInfo) -> str:
    """The decoded name: Windows writes Chinese names in GB18030, which zipfile decodes as cp437."""
    if info.flag_bits & IN_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def has_signature(names: Iterable[str]) -> bool:
    """True when one of the parts is a digital signature, which any change would break (ECMA-376 part 2, clause 13;
    OpenDocument 1.3, part 2, clause 3)."""
    return any(
        name.startswith(("_xmlsignatures/", "META-INF/documentsignatures.xml", "META-INF/macrosignatures.xml"))
        for name in names
    )
