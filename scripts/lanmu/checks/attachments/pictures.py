"""Facts of a picture, from its head: no pixel is decoded, so a picture cannot swell in memory."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from lanmu.checks.attachments import svg
from lanmu.checks.attachments.budget import MEGA, Budget
from lanmu.checks.attachments.gps import Place, from_exif, from_xmp
from lanmu.checks.attachments.kinds import OFFICE, PICTURES, RASTER, Kind, kind_in
from lanmu.checks.attachments.package import Package
from lanmu.checks.attachments.text import CannotLook, Text

LARGEST = 64 * MEGA
XMP_PACKET = re.compile(rb"<x:xmpmeta.{0,2000000}?</x:xmpmeta>", re.DOTALL)
# What cameras and programs write about a picture, by their EXIF tags.
WORDS = {
    0x010E: "说明",
    0x013B: "作者",
    0x8298: "版权",
    0x9C9B: "标题",
    0x9C9C: "备注",
    0x9C9D: "作者",
    0x9C9E: "关键词",
}
USER_COMMENT = 0x9286
AGAIN = "请用看图软件打开检查，重新导出后再放进来；确实坏了就换一张。"
# Everything that Pillow's readers of strange files are known to raise.
FAULTS = (
    *(OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError),
    *(EOFError, RuntimeError, struct.error, MemoryError, AssertionError, Image.DecompressionBombError),
)
FORMATS = {
    Kind.JPEG: "JPEG",
    Kind.PNG: "PNG",
    Kind.GIF: "GIF",
    Kind.WEBP: "WEBP",
    Kind.AVIF: "AVIF",
    Kind.BMP: "BMP",
    Kind.TIFF: "TIFF",
    Kind.ICON: "ICO",
}
PNG_MARK = b"\x89PNG\r\n\x1a\n"
# How a file ends that was copied whole: JPEG's end marker, the last chunk of PNG, the last byte of GIF.
ENDS = {Kind.JPEG: (b"\xff\xda", b"\xff\xd9"), Kind.PNG: (b"IDAT", b"IEND"), Kind.GIF: (b"\x2c", b"\x3b")}


@dataclass(frozen=True)
class Picture:
    """What a picture's head says. Sizes in pixels as stored, 0 when an SVG gives none."""

    kind: Kind
    width: int
    height: int
    size: int
    """Bytes of the file."""
    gps: Place | None = None
    """Latitude and longitude of the shot in degrees, None when the picture does not tell."""
    frames: int = 1
    orientation: int = 1
    """EXIF orientation, 1 (upright) to 8."""
    risks: tuple[str, ...] = ()
    """What in an SVG is no picture: scripts, pages, addresses elsewhere; in Chinese words."""
    has_alpha: bool = False


def picture_facts(path: Path) -> Picture | CannotLook:
    """The facts of the picture at `path`, or why it cannot be looked into; it never raises."""
    try:
        return facts_of(read(path))
    except CannotLook as problem:
        return problem


def read(path: Path) -> bytes:
    """The file's bytes. Raises CannotLook when it is too large or cannot be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise CannotLook(f"图片有 {size // MEGA} MB，太大了。", "请缩小到 500 KB 以内再放进来。")
        return path.read_bytes()
    except OSError as error:
        raise CannotLook(f"读不了（{error.strerror}）。", "请检查文件和权限。") from None


def facts_of(data: bytes) -> Picture:
    """The facts of a picture. Raises CannotLook when it is none, or damaged."""
    kind = kind_in(data)
    if kind is Kind.SVG:
        width, height, risks = svg.facts(data)
        return Picture(kind, width, height, len(data), risks=risks)
    if kind is Kind.HEIC:
        raise CannotLook("是 HEIC 图片（苹果手机的格式），浏览器不显示。", "请在手机或看图软件里另存为 JPG。")
    if kind not in RASTER:
        raise CannotLook("不是图片。", AGAIN)
    if is_cut(kind, data):
        raise CannotLook("图片不完整，后半部分没有传上来。", AGAIN)
    try:
        with warnings.catch_warnings():
            # Too many pixels is a rule's business; the warning about it is for those who decode them.
            warnings.simplefilter("ignore")
            with opened(data, kind) as image:
                return raster(image, kind, data)
    except FAULTS:
        raise CannotLook("图片已损坏，打不开。", AGAIN) from None


def opened(data: bytes, kind: Kind) -> Image.Image:
    """The picture with its head read. `Image.open` would refuse very many pixels, which a rule wants to count."""
    Image.init()
    factory, _ = Image.OPEN[FORMATS[kind]]
    return factory(io.BytesIO(data), "")


def exif_of(image: Image.Image, data: bytes) -> Image.Exif:
    """The picture's EXIF data. For PNG, Pillow would decode all pixels to reach what stands behind them."""
    if image.format != "PNG":
        return image.getexif()
    exif = Image.Exif()
    place = len(PNG_MARK)
    while place + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        if name == b"eXIf":
            exif.load(data[place + 8 : place + 8 + size])
        place += size + 12
    return exif


def is_cut(kind: Kind, data: bytes) -> bool:
    """True when the file breaks off before its end."""
    if kind is Kind.WEBP:
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    begin, end = ENDS.get(kind, (b"", b""))
    return bool(end) and data.rfind(end) < data.rfind(begin)


def raster(image: Image.Image, kind: Kind, data: bytes) -> Picture:
    """The facts of an opened picture of pixels."""
    exif = exif_of(image, data)
    place = from_exif(exif.get_ifd(ExifTags.IFD.GPSInfo)) or from_xmp(xmp_of(data))
    orientation = exif.get(ExifTags.Base.Orientation, 1)
    return Picture(
        kind,
        *image.size,
        len(data),
        place,
        min(int(getattr(image, "n_frames", 1)), 10_000),
        orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
        has_alpha=image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info,
    )


def xmp_of(data: bytes) -> str:
    """The XMP packet that stands in the file, an empty string when there is none."""
    match = XMP_PACKET.search(data)
    return match[0].decode("utf-8", errors="replace") if match else ""


def words(data: bytes) -> Iterator[Text]:
    """What is written about a picture in its head. A damaged picture has none: a rule of its own reports it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(data, kind_in(data)) as image:
                exif = exif_of(image, data)
                values: dict[int, Any] = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
                infos = {key: value for key, value in image.info.items() if isinstance(value, str)}
    except FAULTS:
        return
    for tag, name in WORDS.items():
        if text := decoded(values.get(tag), tag):
            yield Text(f"图片属性：{name}", text)
    if text := decoded(values.get(USER_COMMENT), USER_COMMENT):
        yield Text("图片属性：备注", text)
    for key, text in infos.items():
        yield Text(f"图片属性：{key}", text)


def decoded(value: object, tag: int) -> str:
    """An EXIF text: Windows writes its own tags in UTF-16, a comment begins with eight bytes of its encoding."""
    if isinstance(value, tuple) and all(isinstance(item, int) and 0 <= item < 256 for item in value):
        value = bytes(value)
    if isinstance(value, str):
        return value.strip("\x00 ")
    if not isinstance(value, bytes):
        return ""
    if tag == USER_COMMENT:
        mark, value = value[:8], value[8:]
        return value.decode("utf-16" if mark.startswith(b"UNICODE") else "utf-8", errors="replace").strip("\x00 ")
    return value.decode("utf-16-le", errors="replace").strip("\x00 ")


def pictures_in(path: Path) -> list[tuple[str, Picture]]:
    """Every picture that lies in an office file or archive, with its name; what cannot be looked into is left out
    here, as `texts_of` reports it."""
    try:
        data = read(path)
        return list(inner_pictures(data, Budget(), 0))
    except CannotLook:
        return []


def inner_pictures(data: bytes, budget: Budget, depth: int) -> Iterator[tuple[str, Picture]]:
    """The pictures in a container, and in the office files of an archive."""
    kind = kind_in(data)
    if kind not in OFFICE and (kind is not Kind.ZIP or depth):
        return
    package = Package(data, budget)
    for name in package.parts:
        try:
            content = package.read(name)
            if kind_in(content) in PICTURES:
                yield name, facts_of(content)
            elif kind is Kind.ZIP:
                yield from ((f"{name}/{inner}", found) for inner, found in inner_pictures(content, budget, 1))
        except CannotLook:
            if budget.spent:
                return
