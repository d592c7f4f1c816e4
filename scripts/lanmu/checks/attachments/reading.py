"""Opens any file that is published beside an article and says what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lanmu.checks.attachments import archive, captions, pdf, plain
from lanmu.checks.attachments.budget import Budget
from lanmu.checks.attachments.office import Office
from lanmu.checks.attachments.opening import read
from lanmu.checks.attachments.text import CannotLook, Sort, Text
from lanmu.untrusted.kinds import OFFICE, RASTER, FileKind, kind_in
from lanmu.untrusted.metadata import without_metadata
from lanmu.untrusted.metadata.unstrippable import UnstrippableError

LOCKED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "请在 Word、Excel 或 WPS 里打开，另存为新格式（.docx、.xlsx、.pptx）后再上传。"
REPACK = "请解压，检查里面的文件，再用系统自带的“压缩”功能打成 .zip。"
CLOSED = {
    FileKind.RTF: ("是 RTF 格式，看不了里面的内容。", "请在 Word 或 WPS 里打开，另存为 .docx 后再上传。"),
    FileKind.RAR: ("是 RAR 压缩包，看不了里面的内容。", REPACK),
    FileKind.SEVEN: ("是 7z 压缩包，看不了里面的内容。", REPACK),
    FileKind.GZIP: ("是 gz 压缩包，看不了里面的内容。", REPACK),
    FileKind.EMPTY: ("是空的。", "请检查是不是上传时中断了，重新放一份；用不着就删去。"),
    FileKind.UNKNOWN: (
        "认不出是什么文件，看不了里面的内容。",
        "请换成 .docx、.xlsx、.pptx、.pdf 或图片；用不着就删去。",
    ),
}
MARKED_UP = frozenset({FileKind.HTML, FileKind.XML, FileKind.SVG})


def texts_of(path: Path) -> tuple[Text, ...] | CannotLook:
    """Every text that stands in the file, with its place; notes of sort UNSEEN say what was not looked into.

    When nothing of it can be looked into, the reason is returned; it never raises. Pictures, sound, film and fonts
    have only the texts of their description, if any: words in a photograph are not read.
    """
    try:
        return tuple(texts_in(read(path), Budget(), nested))
    except CannotLook as problem:
        return problem.plain()


def texts_in(data: bytes, budget: Budget, inner: archive.Nested) -> Iterator[Text]:
    """The texts of a file's content; `inner` looks into the files it holds."""
    kind = kind_in(data)
    if kind in CLOSED:
        raise CannotLook(*CLOSED[kind])
    if kind is FileKind.OLE2:
        raise locked_or_old(data)
    if kind in OFFICE:
        return Office(data, budget, inner).texts(kind)
    if kind is FileKind.ZIP:
        return archive.texts(data, budget, inner)
    if kind is FileKind.PDF:
        return pdf.texts(data, budget)
    if kind in RASTER:
        return captions.words(data)
    if kind is FileKind.MEDIA:
        return unstrippable(data)
    if kind is FileKind.FONT:
        return iter(())
    return plain.texts(data, marked_up=kind in MARKED_UP)


def unstrippable(data: bytes) -> Iterator[Text]:
    """A note when sound or film is of a format from which place, day and names cannot be taken out."""
    try:
        without_metadata(FileKind.MEDIA, data)
    except UnstrippableError as problem:
        raise CannotLook(problem.reason, problem.remedy) from None
    return iter(())


def nested(data: bytes, budget: Budget) -> Iterator[Text]:
    """The texts of a file inside another; a third level is refused."""
    if kind_in(data) is FileKind.ZIP:
        raise CannotLook("是压缩包里的压缩包，没有再打开。", "请把里面的文件直接放进一个 .zip。")
    return texts_in(data, budget, too_deep)


def too_deep(data: bytes, _budget: Budget) -> Iterator[Text]:
    """The note for a file inside a file inside a file."""
    yield Text("嵌套的文件", f"里面还嵌着文件（{kind_in(data).value}），没有再打开。", Sort.UNSEEN)


def locked_or_old(data: bytes) -> CannotLook:
    """Office keeps files with a password, and those of its old formats, in the same container (MS-CFB)."""
    if LOCKED in data:
        return CannotLook("加了打开密码，看不了里面的内容。", "请去掉密码，另存后再上传。")
    return CannotLook("是旧版格式（.doc、.xls、.ppt、.wps 或 .et），看不了里面的内容。", SAVE_AS)
