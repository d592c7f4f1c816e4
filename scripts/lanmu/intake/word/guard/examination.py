"""Looks at a .docx before anything else opens it, and refuses what is none, is locked, or is made to do harm.

The file is read once, within limits, in well under a second; nothing is unpacked to disk, run, or fetched.
Embedded objects (workbooks, formulas, files shown as icons) are left in peace: nobody opens them, and the reader
reports them as left out.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path

from lanmu.errors import UserError
from lanmu.intake.word import handed_in, ole2
from lanmu.intake.word.guard import relations
from lanmu.intake.word.guard.container import Container
from lanmu.intake.word.guard.content_types import ContentTypes, check_document
from lanmu.intake.word.guard.markup import Scanner
from lanmu.kinds import HEAD, RASTER, Kind, kind_in, kind_of_head
from lanmu.picture_head import FAULTS, MOST_PIXELS, opened

SUFFIX = ".docx"
MACRO_SUFFIXES = (".docm", ".dotm")
SAVE_AS = "请在 Word 或 WPS 里打开它，选“另存为→Word 文档（*.docx）”，再导入。"
COPY = "请把要用的内容复制到 Word 里，另存为 .docx 后再导入。"
RENAMED = {
    Kind.HTML: f"是网页改了后缀，不是 Word 文档。{SAVE_AS}",
    Kind.RTF: f"是 RTF 文件改了后缀，不是 Word 文档。{SAVE_AS}",
    Kind.PDF: "是 PDF 改了后缀，不是 Word 文档。请向交稿人要 Word 原稿；没有原稿就把 PDF 作为附件发布。",
    Kind.XLSX: f"是 Excel 表格改了后缀，不是 Word 文档。{COPY}",
    Kind.PPTX: f"是 PPT 演示文稿改了后缀，不是 Word 文档。{COPY}",
    Kind.XML: f"是 XML 文件改了后缀，不是 Word 文档。{SAVE_AS}",
    Kind.TEXT: "是纯文本改了后缀，不是 Word 文档。请把后缀改成 .txt 再导入。",
    Kind.UNKNOWN: "认不出是什么文件，可能已经损坏或加密。请向交稿人另要一份，确认能在 Word 里打开。",
}
PICTURE = "是图片改了后缀，不是 Word 文档。请新建一份 Word 文档，把图片插进去再导入。"
OTHER = "不是 Word 文档，只是改了后缀。请看看是不是选错了文件；是压缩包的，先解压再导入里面的文件。"
MHT = re.compile(rb"\s*(MIME-Version|From|Content-Type|Date|Subject):", re.IGNORECASE)


def examine(path: Path) -> None:
    """Returns when `path` is a .docx that may be read. Raises UserError with a sentence of its own otherwise."""
    try:
        data = handed_in.read(path)
        check_kind(path, data)
        check_parts(Container(data))
    except UserError as error:
        raise UserError(f"{path.name}：{error}") from None


def check_kind(path: Path, data: bytes) -> None:
    """Refuses what the name or the first bytes tell."""
    if path.suffix.lower() in MACRO_SUFFIXES:
        raise UserError(f"是启用宏的文件（{path.suffix}）。{relations.INSPECT}")
    if path.suffix.lower() != SUFFIX:
        suffix = f"后缀是 {path.suffix}" if path.suffix else "没有后缀"
        raise UserError(f"不是 .docx 文件（{suffix}）。{SAVE_AS}")
    kind = kind_in(data)
    if kind is Kind.OLE2:
        raise ole2_refusal(data)
    if kind in RASTER:
        raise UserError(PICTURE)
    if kind is Kind.TEXT and MHT.match(data[:HEAD]):
        raise UserError(f"是网页文件（MHT）改了后缀，不是 Word 文档。{SAVE_AS}")
    # A zip container with something wrong in its list is told from a plain archive later.
    if kind not in (Kind.DOCX, Kind.ZIP):
        raise UserError(RENAMED.get(kind, OTHER))


def ole2_refusal(data: bytes) -> UserError:
    """What an OLE2 file with the suffix .docx is."""
    if ole2.is_encrypted(data):
        return UserError("有密码，打不开。请在 Word 里输入密码打开，用“文件→信息→保护文档”去掉密码，另存后再导入。")
    if ole2.has_entry(data, ole2.WORD):
        return UserError(f"是旧版 Word 文件（.doc 或 .wps）改了后缀。{SAVE_AS}")
    return UserError(f"是旧版 Excel、PPT 一类的文件改了后缀，不是 Word 文档。{COPY}")


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
