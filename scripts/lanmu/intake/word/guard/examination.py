"""Looks at a .docx before anything else opens it, and refuses what is none, is locked, or is made to do harm.

The file is read once, within limits, in well under a second; nothing is unpacked to disk, run, or fetched.
Embedded objects (workbooks, formulas, files shown as icons) are left in peace: nobody opens them, and the reader
reports them as left out.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word import handed_in
from lanmu.intake.word.formats import DOCX, SAVE_AS, format_of
from lanmu.intake.word.guard import relations
from lanmu.intake.word.guard.container import Container
from lanmu.intake.word.guard.content_types import ContentTypes, check_document
from lanmu.intake.word.guard.markup import Scanner
from lanmu.untrusted.kinds import HEAD, RASTER, kind_of_head
from lanmu.untrusted.picture_head import FAULTS, MOST_PIXELS, opened

SUFFIX = ".docx"
MACRO_SUFFIXES = (".docm", ".dotm")
LOCK = "~$"


def examine(path: Path, name: str = "") -> None:
    """Returns when `path` is a .docx that may be read. Raises UserError with a sentence of its own otherwise.

    `name` is what the editor knows the file by, when it was converted.
    """
    try:
        data = handed_in.read(path)
        check_kind(path, data)
        check_parts(Container(data))
    except UserError as error:
        raise UserError(f"{name or path.name}：{error}") from None


def check_kind(path: Path, data: bytes) -> None:
    """Refuses what the name or the content tells."""
    if path.name.startswith(LOCK):
        raise UserError("是 Word 打开文件时留下的临时文件，不是文档本身。请导入名字前面没有“~$”的那个文件。")
    if path.suffix.lower() in MACRO_SUFFIXES:
        raise UserError(f"是启用宏的文件（{path.suffix}）。{relations.INSPECT}")
    form = format_of(data)
    if form is not DOCX:
        raise UserError(form.refusal(path.suffix))
    if path.suffix.lower() != SUFFIX:
        suffix = f"后缀是 {path.suffix}" if path.suffix else "没有后缀"
        raise UserError(f"不是 .docx 文件（{suffix}）。{SAVE_AS}")


def check_parts(container: Container) -> None:
    """Looks at every part of the document."""
    scanner = Scanner()
    types = ContentTypes(container, scanner)
    check_document(container, types, scanner)
    for name in container.entries:
        content = container.read(name)
        if types.is_xml(name):
            scanner.scan(name, content, relations.check if name.lower().endswith(".rels") else None)
        else:
            check_picture(name, content)


def check_picture(name: str, content: bytes) -> None:
    """Refuses a picture that would fill the memory once it is drawn; a damaged one is the reader's business."""
    kind = kind_of_head(content[:HEAD])
    if kind not in RASTER:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(content, kind) as image:
                width, height = image.size
    except FAULTS:
        return
    if width * height > MOST_PIXELS:
        raise UserError(
            f"里面的图片「{name}」有 {width}×{height} 像素，超过 {MOST_PIXELS // 100_000_000} 亿。"
            "请在 Word 里点中它，用“压缩图片”缩小后另存，再导入。"
        )
