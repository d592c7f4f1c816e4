"""How much may be unpacked and read for one published file, whatever is nested in it."""

from __future__ import annotations

from dataclasses import dataclass

from lanmu.checks.attachments.text import CannotLook

MEGA = 1_000_000
SPLIT = "请把内容拆成几个小文件，重新另存后再上传。"


@dataclass
class Budget:
    """What is left: bytes to unpack, XML elements to read, PDF files to open (each takes a process of its own)."""

    size: int = 64 * MEGA
    elements: int = 600_000
    documents: int = 30

    def take(self, count: int) -> None:
        """Pays for `count` bytes unpacked. Raises CannotLook when nothing is left."""
        self.size -= count
        if self.size < 0:
            raise CannotLook("里面的内容展开后太大，没有看完。", SPLIT)

    def take_element(self) -> None:
        """Pays for one XML element."""
        self.elements -= 1
        if self.elements < 0:
            raise CannotLook("里面的内容太多，没有看完。", SPLIT)

    def take_document(self) -> None:
        """Pays for one PDF file."""
        self.documents -= 1
        if self.documents < 0:
            raise CannotLook("里面的 PDF 太多，没有看完。", SPLIT)

    @property
    def spent(self) -> bool:
        """True when it makes no sense to go on."""
        return min(self.size, self.elements) < 0
