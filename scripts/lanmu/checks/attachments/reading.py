"""Opens any file that is published beside an article and says what stands in it."""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import ExifTags

from lanmu.checks.attachments import pdf
from lanmu.checks.attachments.office import Nested, Office
from lanmu.checks.attachments.texts import Sort, Text
from lanmu.untrusted.encodings import decode
from lanmu.untrusted.kinds import OFFICE, PICTURES, RASTER, FileKind, kind_in
from lanmu.untrusted.metadata import without_metadata
from lanmu.untrusted.opening import MEGA, Budget, RejectedFileError, read
from lanmu.untrusted.package import Package
from lanmu.untrusted.picture_facts import Picture, exif_of, facts_of
from lanmu.untrusted.pictures import FAULTS, opened

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
LARGEST_TEXT = 16 * MEGA
TAG = re.compile(r"<[^<>]{0,2000}>")
BREAK = re.compile(r"<(?:/?(?:p|div|li|td|th|tr|h[1-6])|br)\b[^<>]{0,2000}>", re.IGNORECASE)
# OpenDocument 1.3, part 3: comments and changes lie among the text.
TRACES = ((b"<office:annotation", Sort.COMMENT), (b"<text:tracked-changes", Sort.REVISION))
# EXIF tags with what they are called.
USER_COMMENT = 0x9286
CAPTIONS = {
    0x010E: "说明",
    0x013B: "作者",
    0x8298: "版权",
    0x9C9B: "标题",
    0x9C9C: "备注",
    0x9C9D: "作者",
    0x9C9E: "关键词",
    USER_COMMENT: "备注",
}
JPEG_START = re.compile(rb"\xff\xd8\xff[\xe0\xe1]")
MOST_PICTURES_IN_PDF = 200


def texts_of(path: Path) -> tuple[Text, ...] | RejectedFileError:
    """Every text that stands in the file, with its place; notes of sort UNSEEN say what was not looked into.

    When nothing of it can be looked into, the reason is returned; it never raises. Pictures, sound, film and fonts
    have only the texts of their description, if any: words in a photograph are not read.
    """
    try:
        return tuple(texts_in(read(path), Budget(), nested))
    except RejectedFileError as problem:
        return problem.without_traceback()


def texts_in(data: bytes, budget: Budget, inner: Nested) -> Iterator[Text]:
    """The texts of a file's content; `inner` looks into the files it holds."""
    kind = kind_in(data)
    if kind in CLOSED:
        raise RejectedFileError(*CLOSED[kind])
    if kind is FileKind.OLE2:
        # Office keeps files with a password, and those of its old formats, in the same container ([MS-CFB]).
        if LOCKED in data:
            raise RejectedFileError("加了打开密码，看不了里面的内容。", "请去掉密码，另存后再上传。")
        raise RejectedFileError("是旧版格式（.doc、.xls、.ppt、.wps 或 .et），看不了里面的内容。", SAVE_AS)
    if kind in OFFICE:
        return Office(data, budget, inner).texts(kind)
    if kind is FileKind.ZIP:
        return archive_texts(data, budget, inner)
    if kind is FileKind.PDF:
        return pdf.texts(data, budget)
    if kind in RASTER:
        return captions(data)
    if kind is FileKind.MEDIA:
        # Refuses a format from which place, day and names cannot be taken out.
        without_metadata(kind, data)
    if kind in (FileKind.MEDIA, FileKind.FONT):
        return iter(())
    return plain_texts(data, marked_up=kind in MARKED_UP)


def nested(data: bytes, budget: Budget) -> Iterator[Text]:
    """The texts of a file inside another; a third level is refused."""
    if kind_in(data) is FileKind.ZIP:
        raise RejectedFileError("是压缩包里的压缩包，没有再打开。", "请把里面的文件直接放进一个 .zip。")
    return texts_in(data, budget, too_deep)


def too_deep(data: bytes, _budget: Budget) -> Iterator[Text]:
    yield Text("嵌套的文件", f"里面还嵌着文件（{kind_in(data).value}），没有再打开。", Sort.UNSEEN)


def archive_texts(data: bytes, budget: Budget, inner: Nested) -> Iterator[Text]:
    """The names of an archive's files and what each says; one that cannot be looked into gives a note."""
    package = Package(data, budget)
    for name in package.parts:
        yield Text("压缩包里的文件名", name)
        place = f"压缩包里的《{name}》"
        try:
            content = package.read(name)
            if name == "content.xml":
                yield from (Text("OpenDocument 文件", sort.value, sort) for tag, sort in TRACES if tag in content)
            # A nested file gives its texts as it is read, and may turn out to be damaged in the middle.
            yield from (text.within(place) for text in inner(content, budget))
        except RejectedFileError as problem:
            yield Text(place, problem.reason, Sort.UNSEEN)
        if budget.is_spent:
            return


def plain_texts(data: bytes, *, marked_up: bool) -> Iterator[Text]:
    """The text, and when it is marked up the words without the tags too: a number may be half in bold."""
    if len(data) > LARGEST_TEXT:
        reason = f"文字超过 {LARGEST_TEXT // MEGA} MB，没有查看。"
        raise RejectedFileError(reason, "请拆成几个小文件后再上传。")
    decoded = decode(data)
    if decoded is None:
        raise RejectedFileError("文字的编码认不出来。", "请用记事本打开，确认文字正常，另存为 UTF-8 后再上传。")
    yield Text("正文", decoded[0])
    if marked_up:
        yield Text("正文", html.unescape(TAG.sub("", BREAK.sub("\n", decoded[0]))))


def captions(data: bytes) -> Iterator[Text]:
    """What is written about a picture in its head. A damaged picture has none: a rule of its own reports it."""
    try:
        with warnings.catch_warnings(action="ignore"), opened(data, kind_in(data)) as image:
            exif = exif_of(image, data)
            values: dict[int, Any] = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
            infos = {key: value for key, value in image.info.items() if isinstance(value, str)}
            if isinstance(comment := image.info.get("comment"), bytes):
                infos["comment"] = comment.decode("utf-8", errors="replace")
    except FAULTS:
        return
    for tag, name in CAPTIONS.items():
        if text := caption(values.get(tag), tag):
            yield Text(f"图片属性：{name}", text)
    for key, text in infos.items():
        yield Text(f"图片属性：{key}", text)


def caption(value: object, tag: int) -> str:
    """An EXIF text: Windows writes its own tags in UTF-16, a comment begins with eight bytes of its encoding."""
    if isinstance(value, tuple) and all(isinstance(item, int) and 0 <= item < 256 for item in value):
        value = bytes(value)
    if isinstance(value, str):
        return value.strip("\x00 ")
    if not isinstance(value, bytes):
        return ""
    encoding = "utf-16-le"
    if tag == USER_COMMENT:
        encoding, value = "utf-16" if value.startswith(b"UNICODE") else "utf-8", value[8:]
    return value.decode(encoding, errors="replace").strip("\x00 ")


def picture_facts(path: Path) -> Picture | RejectedFileError:
    """The facts of the picture at `path`, or why it cannot be looked into; it never raises."""
    try:
        return facts_of(read(path))
    except RejectedFileError as problem:
        return problem.without_traceback()


def pictures_in(path: Path) -> list[tuple[str, Picture]]:
    """Every picture that lies in an office file or archive, with its name; what cannot be looked into is left out
    here, as `texts_of` reports it."""
    try:
        return list(inner_pictures(read(path), Budget(), 0))
    except RejectedFileError:
        return []


def inner_pictures(data: bytes, budget: Budget, depth: int) -> Iterator[tuple[str, Picture]]:
    """The pictures in a container, and in the office files of an archive."""
    kind = kind_in(data)
    if kind is FileKind.PDF:
        yield from pdf_pictures(data)
    if kind not in OFFICE and (kind is not FileKind.ZIP or depth):
        return
    package = Package(data, budget)
    for name in package.parts:
        try:
            content = package.read(name)
            if kind_in(content) in PICTURES:
                yield name, facts_of(content)
            elif kind is FileKind.ZIP:
                yield from ((f"{name}/{inner}", facts) for inner, facts in inner_pictures(content, budget, 1))
        except RejectedFileError:
            if budget.is_spent:
                return


def pdf_pictures(data: bytes) -> Iterator[tuple[str, Picture]]:
    """The photographs in a PDF, which keeps JPEG files as they are (ISO 32000, DCTDecode)."""
    for number, match in enumerate(JPEG_START.finditer(data), 1):
        if number > MOST_PICTURES_IN_PDF:
            return
        end = data.find(b"endstream", match.start())
        try:
            yield f"第 {number} 张图片", facts_of(data[match.start() : end if end > 0 else len(data)])
        except RejectedFileError:
            continue
