"""Checks a .docx before anything else opens it, and refuses what is no .docx, is locked, or is harmful.

The file is read once, within limits, in well under a second; nothing is unpacked to disk, run, or fetched.
Embedded objects (workbooks, formulas, files shown as icons) are not checked: nothing opens them, and the reader
reports them as left out. Clauses are those of ECMA-376 part 2 (Open Packaging Conventions) and [MS-OFFMACRO].
"""

from __future__ import annotations

import posixpath
import re
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lanmu.diagnostics.errors import UserError, refusal
from lanmu.intake.word.formats import BROKEN, DOCX, SAVE_AS, format_of
from lanmu.untrusted import opening
from lanmu.untrusted.kinds import HEAD, RASTER, kind_of_head
from lanmu.untrusted.markup import scan
from lanmu.untrusted.opening import LARGEST_WHOLE, MEGA, Budget, RejectedFileError
from lanmu.untrusted.package import Package
from lanmu.untrusted.pictures import FAULTS, MOST_PIXELS, opened

# Bytes. Word shrinks pictures to some 300 kB each when it saves; 50 MB are more than 100 photographs left as taken.
LARGEST = 50_000_000
AGAIN = "请在 Word 或 WPS 里打开原文件，重新另存为 .docx 后再导入。"
SUSPECT = "Word 不会存出这样的文件，请不要再打开它，向交稿人另要一份。"
# The remedy for an import, by the remedy for a file that is published.
REMEDIES = {
    opening.AGAIN: AGAIN,
    opening.SUSPECT: SUSPECT,
    opening.SPLIT: "请把内容分成几个文件，分别导入。",
}
INSPECT = (
    "请在 Word 里用“文件→信息→检查问题→检查文档”删去“宏、窗体和 ActiveX 控件”，"
    "或者在 WPS 里另存为“Word 文档（*.docx）”，不保留宏，再导入。"
)
MACROS = "带有宏（自动运行的程序）"
ACTIVE_X = "带有 ActiveX 控件（会运行的窗体）"
# Relationships that lead to a program ([MS-OFFMACRO] and ECMA-376 part 1, clause 15).
PROGRAMS = {"vbaProject": MACROS, "wordVbaData": MACROS, "control": ACTIVE_X, "activeXControlBinary": ACTIVE_X}
# [MS-OFFMACRO] 2.1: the project, and documents and templates that may hold one.
MACRO_TYPE = re.compile(r"vbaproject|vbadata|ms-word\.(?:(?!ms-word\.).)*macroenabled", re.IGNORECASE)
MACRO_SUFFIXES = (".docm", ".dotm")
CONTENT_TYPES = "[Content_Types].xml"
TOP_RELATIONS = "_rels/.rels"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
DOCUMENT, TEMPLATE = MAIN.format("document"), MAIN.format("template")
XML_TYPE = re.compile(r"[/+]xml$|vmldrawing$", re.IGNORECASE)
XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
# A page that WPS wrote, every run with its ten properties, has about 1,000 elements: 400 pages.
MOST_ELEMENTS = 400_000
# More pictures than any article shows; a book of photographs is several articles.
MOST_PICTURES = 300
# Names that no part may have (annex H).
NAMES = (
    (re.compile(r"[\x00-\x1f\x7f]"), "带有看不见的控制字符"),
    (re.compile(r"\\"), "带有反斜杠"),
    (re.compile(r"^[A-Za-z]:"), "带有盘符"),
    (re.compile(r"^/"), "是从根目录写起的绝对路径"),
    (re.compile(r"(^|/)\.\.(/|$)"), "用“..”指到别的文件夹"),
    # Longer than any file system takes; it would also fill the screen.
    (re.compile(r"^.{256}"), "太长"),
)


def read_file(path: Path) -> bytes:
    """The bytes of a file that somebody hands in. Raises UserError; its sentence does not name the file."""
    try:
        check_file(path)
        with path.open("rb") as file:
            # A bound again: the file may grow meanwhile.
            return file.read(LARGEST)
    except FileNotFoundError:
        raise UserError("找不到这个文件。请检查文件名和它所在的文件夹。") from None
    except OSError as error:
        raise UserError(f"读不了（{refusal(error)}）。请检查文件名和权限，或先关掉正在使用它的程序。") from None


def check_file(path: Path) -> None:
    """Refuses what is no plain file: opening a pipe or a device might never return."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise UserError("是一个链接，不是文件本身。请写出它指向的那个文件。")
    if stat.S_ISDIR(status.st_mode):
        raise UserError("是文件夹，不是文件。请写出其中的一个 Word 文件。")
    if not stat.S_ISREG(status.st_mode):
        raise UserError("是设备或管道，不是存在磁盘上的文件。请写出一个 Word 文件。")
    if status.st_size == 0:
        raise UserError("是空文件，可能没有传完。请重新复制一份再导入。")
    if status.st_size > LARGEST:
        raise UserError(
            f"有 {status.st_size / 1_000_000:.0f} MB，超过 {LARGEST // 1_000_000} MB。"
            "请在 Word 里点中任一图片，用“图片格式→压缩图片”（WPS：图片工具→压缩图片）缩小后另存，或者分成几个文件，再导入。"
        )


@contextmanager
def refusing(name: str = "") -> Iterator[None]:
    """Turns a RejectedFileError inside the block into a UserError that names the file (if `name` is given) and gives the
    remedy for an import instead of an upload."""
    try:
        yield
    except RejectedFileError as error:
        remedy = REMEDIES.get(error.remedy, error.remedy.replace("再上传", "再导入"))
        raise UserError(f"{name}{'：' * bool(name)}{error.reason}{remedy}") from None


def examine(path: Path, name: str = "") -> None:
    """Returns when `path` is a .docx that may be read. Raises UserError with a sentence of its own otherwise.

    `name` is what the editor knows the file by, when it was converted.
    """
    try:
        data = read_file(path)
        check_kind(path, data)
        with refusing():
            check_parts(data)
    except UserError as error:
        raise UserError(f"{name or path.name}：{error}") from None


def check_kind(path: Path, data: bytes) -> None:
    """Refuses a file by its name or its format."""
    if path.name.startswith("~$"):
        raise UserError("是 Word 打开文件时留下的临时文件，不是文档本身。请导入名字前面没有“~$”的那个文件。")
    if path.suffix.lower() in MACRO_SUFFIXES:
        raise UserError(f"是启用宏的文件（{path.suffix}）。{INSPECT}")
    form = format_of(data)
    if form is not DOCX:
        raise UserError(form.refusal(path.suffix))
    if path.suffix.lower() != ".docx":
        suffix = f"后缀是 {path.suffix}" if path.suffix else "没有后缀"
        raise UserError(f"不是 .docx 文件（{suffix}）。{SAVE_AS}")


def check_parts(data: bytes) -> None:
    """Checks every part of the document."""
    budget = Budget(elements=MOST_ELEMENTS)
    package = Package(data, budget)
    check_list(package)
    types = ContentTypes(package)
    check_document(package, types)
    for name in package.parts:
        content = package.read(name)
        # Everything that some program may read as XML, by its type or by its name.
        if XML_TYPE.search(types.of(name)) or XML_NAME.search(name):
            scan(content, budget, name, check_relationship if name.lower().endswith(".rels") else None)
        else:
            check_picture(name, content)


def check_list(package: Package) -> None:
    """Refuses names that could lead out of a folder, names given twice (rule M1.12: capitals do not count), and too
    much of everything, before a part is unpacked."""
    pictures = sum("/media/" in name for name in package.parts)
    if pictures > MOST_PICTURES:
        raise UserError(f"里面有 {pictures} 张图片，超过 {MOST_PICTURES} 张。请删去用不着的，或者分成几个文件再导入。")
    seen: set[str] = set()
    for info in package.infos:
        name = info.orig_filename
        shown = re.sub(r"[\x00-\x1f\x7f]", "?", name[:80])
        for pattern, fault in NAMES:
            if pattern.search(name):
                raise UserError(f"里面有部件的名字{fault}（{shown}）。{SUSPECT}")
        if info.filename != name:
            # A Unicode name in the extra field replaces the one that was looked at.
            raise UserError(f"里面的「{shown}」有两种说法，目录写的和部件自己写的不一样。{SUSPECT}")
        if name.lower() in seen:
            raise UserError(f"里面有两个同名的部件（{shown}），不知道该读哪一个。{SUSPECT}")
        seen.add(name.lower())
    for name in package.parts:
        package.check(name)
    if sum(info.file_size for info in package.infos) > LARGEST_WHOLE:
        raise UserError(f"全部展开后超过 {LARGEST_WHOLE // MEGA} MB，可能是压缩炸弹。{SUSPECT}")


class ContentTypes:
    """The declared content types of the parts (clause 10.1.2). Names and suffixes are compared in lower case."""

    def __init__(self, package: Package) -> None:
        if CONTENT_TYPES not in package.parts:
            raise UserError(BROKEN.refusal(".docx"))
        self.by_suffix: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        scan(package.read(CONTENT_TYPES), package.budget, CONTENT_TYPES, self.take)

    def take(self, tag: str, attributes: dict[str, str]) -> None:
        """Records one declaration. A declared part for macros is refused, whether it exists or not."""
        declared = attributes.get("ContentType", "").strip()
        if MACRO_TYPE.search(declared):
            raise UserError(f"{MACROS}，没有导入。{INSPECT}")
        if tag == "Default":
            self.by_suffix[attributes.get("Extension", "").lower()] = declared
        elif tag == "Override":
            self.by_name[attributes.get("PartName", "").lower().lstrip("/")] = declared

    def of(self, name: str) -> str:
        """The declared type of a part; empty when there is none."""
        suffix = name.rpartition(".")[2].lower()
        return self.by_name.get(name.lower(), self.by_suffix.get(suffix, ""))


def check_document(package: Package, types: ContentTypes) -> None:
    """Refuses a package whose main part (clause 9.3) is missing, or is no Word document."""
    targets: list[str] = []

    def take(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(posixpath.normpath(attributes.get("Target", "").lstrip("/")))

    if TOP_RELATIONS in package.parts:
        scan(package.read(TOP_RELATIONS), package.budget, TOP_RELATIONS, take)
    if not targets or targets[0] not in package.parts:
        raise UserError(f"里面没有正文，文件不完整。{AGAIN}")
    kind = types.of(targets[0])
    if kind == TEMPLATE:
        raise UserError("是 Word 模板（.dotx）改了后缀。请在 Word 或 WPS 里用它新建一份文档，另存为 .docx 后再导入。")
    if kind != DOCUMENT:
        raise UserError(f"里面的正文不是 Word 文档（{kind[-60:] or '没有说明是什么'}）。{AGAIN}")


def check_relationship(tag: str, attributes: dict[str, str]) -> None:
    """Refuses a relationship to a program. External ones are reported by the reader, which fetches nothing."""
    kind = attributes.get("Type", "").rpartition("/")[2] if tag == "Relationship" else ""
    if kind in PROGRAMS:
        raise UserError(f"{PROGRAMS[kind]}，没有导入。{INSPECT}")


def check_picture(name: str, content: bytes) -> None:
    """Refuses a picture with too many pixels; a damaged one is reported by the reader."""
    kind = kind_of_head(content[:HEAD])
    if kind not in RASTER:
        return
    try:
        with warnings.catch_warnings(action="ignore"), opened(content, kind) as image:
            width, height = image.size
    except FAULTS:
        return
    if width * height > MOST_PIXELS:
        raise UserError(
            f"里面的图片「{name}」有 {width}×{height} 像素，超过 {MOST_PIXELS // 100_000_000} 亿。"
            "请在 Word 里点中它，用“压缩图片”缩小后另存，再导入。"
        )
