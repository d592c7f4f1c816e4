"""The tray: files that were handed in and lie in a temporary folder of this user until they are taken or thrown away.

The tray of a desk ends with it, that of a desk that was killed is cleared away by the next one.
"""

from __future__ import annotations

import re
import shutil
import threading
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from lanmu.content.files import is_device
from lanmu.content.fingerprint import digest
from lanmu.desk.intake.outcomes import Choices, Outcome, saved_outcome
from lanmu.desk.uploads import Upload
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.intake.importer import SUFFIXES
from lanmu.intake.pictures import DROPPED_SUFFIXES
from lanmu.intake.word.formats import format_of
from lanmu.intake.word.guard import LARGEST
from lanmu.storage.scratch import clear_abandoned, scratch_folder
from lanmu.untrusted.kinds import RASTER, kind_in

PURPOSE = "intake"
MOST = 500
"""Files in the tray at the same time."""
LONGEST_NAME = 70
LONGEST_SUFFIX = 8
"""Characters: with three bytes each they are a name that every file system takes."""
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f:*?\"<>|]")
MEGA = 1_000_000
FULL = "传不上来：这台电脑放临时文件的磁盘{reason}。请腾出地方，再传一次；已经传上来的都还在。"


@dataclass(frozen=True)
class Item:
    """A file in the tray. `note` is what was seen when it came."""

    number: int
    name: str
    file: Path
    size: int
    digest: str
    is_picture: bool
    choices: Choices
    note: str = ""
    outcome: Outcome | None = None

    @property
    def is_taken(self) -> bool:
        """True when it was taken into an article."""
        return self.outcome is not None and self.outcome.written


class Tray:
    """The files by their numbers, in the order in which they came. Any thread may ask."""

    def __init__(self) -> None:
        self.open = ExitStack()
        self.folder: Path | None = None
        self.numbers = 0
        self.files: dict[int, Item] = {}
        self.last = Choices()
        """What was chosen last for files that came."""
        self.lock = threading.Lock()

    def begin(self) -> None:
        """Clears away what a desk that was killed has left."""
        clear_abandoned(PURPOSE)

    def close(self) -> None:
        """Throws everything away: the desk is closed."""
        with self.lock:
            self.files.clear()
            self.folder = None
            self.open.close()

    def add(self, name: str, upload: Upload, choices: Choices) -> Item:
        """Puts a file that has come whole into the tray. Raises UserError when it is none that could be taken."""
        name = plain_name(name)
        try:
            data = content(name, upload)
            is_picture = check_kind(name, data)
            with self.lock:
                if len(self.files) >= MOST:
                    raise UserError(f"{name}：等着收的已经有 {MOST} 个，请先收掉一些再传。")
                file = self._place(name)
                file.write_bytes(data)
                own = digest(data)
                same = next((item for item in self.files.values() if item.digest == own), None)
                note = f"和「{same.name}」的内容一模一样。" if same else ""
                number = self.numbers
                self.files[number] = Item(number, name, file, len(data), own, is_picture, choices, note)
                return self.files[number]
        except OSError as error:
            raise UserError(f"{name}：{FULL.format(reason=refusal(error))}") from None

    def _place(self, name: str) -> Path:
        """A new folder for a file; the lock is held. Raises OSError."""
        if self.folder is None:
            self.folder = self.open.enter_context(scratch_folder(PURPOSE))
        self.numbers += 1
        home = self.folder / str(self.numbers)
        home.mkdir()
        return home / name

    def items(self) -> tuple[Item, ...]:
        """All files, with what became of each."""
        return tuple(with_outcome(item) for item in list(self.files.values()))

    def item(self, number: int) -> Item:
        """A file by its number. Raises UserError when it is not there any more."""
        file = self.files.get(number)
        if file is None:
            raise UserError("收件篮里没有这个文件了：拿走了，或者编辑台重新打开过。请回到收稿看看。")
        return with_outcome(file)

    def choose(self, number: int, choices: Choices) -> None:
        """Notes what the editor chose for a file."""
        with self.lock:
            if number in self.files:
                self.files[number] = replace(self.files[number], choices=choices)

    def drop(self, number: int) -> None:
        """Takes a file out of the tray."""
        with self.lock:
            item = self.files.pop(number, None)
        if item:
            shutil.rmtree(item.file.parent, ignore_errors=True)


def with_outcome(item: Item) -> Item:
    """The file with what became of it."""
    return replace(item, outcome=saved_outcome(item.file.parent))


def plain_name(name: str) -> str:
    """The name of a file without folders, as this system can have it. Raises UserError where nothing is left of it."""
    plain = UNPRINTABLE.sub("", re.split(r"[\\/]", name)[-1]).strip().rstrip(". ")
    if not plain.strip("."):
        raise UserError("有一个文件没有名字，没有收。请给它起个名字，再传一次。")
    if is_device(plain):
        raise UserError(f"「{plain}」这个名字 Windows 留给设备用，没有收。请改个名字，再传一次。")
    if plain.startswith((".", "~$")):
        raise UserError(f"「{plain}」是系统或 Word 自己的临时文件，不是来稿，没有收。")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:LONGEST_SUFFIX]}" if dot else plain[:LONGEST_NAME]


def content(name: str, upload: Upload) -> bytes:
    """What was sent. Raises UserError when it is not whole, or nothing."""
    if upload.is_too_large:
        raise UserError(
            f"{name} 有 {upload.size / MEGA:.0f} MB，超过 {LARGEST // MEGA} MB，没有收。请在 Word 或 WPS 里压缩图片后另存，"
            "或者分成几个文件；照片请先缩小。"
        )
    if upload.fault:
        raise UserError(f"{name}：{FULL.format(reason=upload.fault)}")
    if not upload.size:
        raise UserError(f"{name} 是空文件（0 字节），没有收：可能没有传完，请重新复制一份。")
    upload.seek(0)
    return upload.read()


def check_kind(name: str, data: bytes) -> bool:
    """True for a picture, false for a document, by the content. Raises UserError for what can be neither.

    What is wrong with a document is found when it is read, in a process of its own.
    """
    suffix = Path(name).suffix.lower()
    if kind_in(data) in RASTER:
        return True
    if suffix in SUFFIXES:
        return False
    if suffix in DROPPED_SUFFIXES:
        raise UserError(f"{name} 的名字是照片，内容却{format_of(data).called('')}，没有收。请换成照片本身。")
    raise UserError(f"{name}：{format_of(data).refusal(suffix)}")
