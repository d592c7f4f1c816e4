"""A zip container opened with limits: what it declares is not believed, and nothing is ever written to disk."""

from __future__ import annotations

import io
import zipfile
from functools import cached_property

from lanmu.checks.attachments.budget import MEGA, Budget
from lanmu.checks.attachments.text import CannotLook
from lanmu.untrusted.zip_files import FAULTS, MOST_PARTS, PLAIN, directory_of

LARGEST_PART = 32 * MEGA
# Office's own XML packs up to about 100 to 1; a bomb comes near the 1,032 to 1 that deflate can do.
HIGHEST_RATIO = 200
SMALL = 4 * MEGA
AGAIN = "请在电脑上打开原文件检查，重新另存后再上传。"
SUSPECT = "请不要发布这个文件；从原来的电脑上重新另存一份，或者请技术人员查看。"


class Package:
    """The parts of a zip container. Raises CannotLook when it is damaged, locked or made to do harm."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        check_directory(data)
        self.budget = budget
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except FAULTS:
            raise CannotLook("文件已损坏，打不开。", AGAIN) from None

    @cached_property
    def parts(self) -> dict[str, zipfile.ZipInfo]:
        """Every file in the container by its name; folders are left out. A name used twice gets a number."""
        found: dict[str, zipfile.ZipInfo] = {}
        for info in self.archive.infolist():
            if not info.is_dir():
                name = shown_name(info)
                found[name if name not in found else f"{name} ({len(found)})"] = info
        return found

    def read(self, name: str) -> bytes:
        """One part. Raises CannotLook, also when all parts together become too large."""
        info = self.parts[name]
        self.check(info, name)
        try:
            with self.archive.open(info) as file:
                data = file.read(min(LARGEST_PART, max(0, self.budget.size)) + 1)
        except FAULTS:
            raise CannotLook(f"里面的「{name}」已损坏，读不出来。", AGAIN) from None
        self.budget.take(len(data))
        if len(data) > LARGEST_PART:
            raise CannotLook(f"里面的「{name}」展开后超过 {LARGEST_PART // MEGA} MB，太大了。", SUSPECT)
        return data

    def check(self, info: zipfile.ZipInfo, name: str) -> None:
        """Refuses what need not be unpacked to be known as bad."""
        if info.flag_bits & 0x1:
            raise CannotLook(f"里面的「{name}」加了密码。", "请去掉密码，重新打包后再上传。")
        if info.compress_type not in PLAIN:
            raise CannotLook(f"里面的「{name}」用了少见的压缩方式。", "请用系统自带的“压缩”功能重新打包成 .zip。")
        if info.file_size > LARGEST_PART:
            raise CannotLook(f"里面的「{name}」展开后有 {info.file_size // MEGA} MB，太大了。", SUSPECT)
        if info.file_size > SMALL and info.file_size > HIGHEST_RATIO * info.compress_size:
            raise CannotLook(f"里面的「{name}」压缩得不正常，可能是恶意文件（压缩炸弹）。", SUSPECT)


def check_directory(data: bytes) -> None:
    """Refuses a container whose list of parts alone would take long to read."""
    directory = directory_of(data)
    if directory is None:
        raise CannotLook("文件已损坏，打不开。", AGAIN)
    if not directory.is_short:
        raise CannotLook(f"里面的文件超过 {MOST_PARTS} 个，没有查看。", "请分成几个小的压缩包，或者删去用不着的文件。")


def shown_name(info: zipfile.ZipInfo) -> str:
    """The name as people gave it: Windows packs Chinese names in GB18030, which zipfile takes for cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
