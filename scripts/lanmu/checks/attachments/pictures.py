"""Facts of a picture, from its head: no pixel is decoded, so a picture cannot swell in memory."""

from __future__ import annotations

import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

from lanmu.checks.attachments import svg
from lanmu.checks.attachments.budget import MEGA
from lanmu.checks.attachments.gps import Place, from_exif, from_xmp
from lanmu.checks.attachments.opening import read
from lanmu.checks.attachments.text import CannotLook
from lanmu.untrusted.kinds import RASTER, FileKind, kind_in
from lanmu.untrusted.picture_head import FAULTS, opened

LONGEST_XMP = 2 * MEGA
LONGEST_EXIF = 1 << 16
EXIF_MARK = b"Exif\0\0"
AGAIN = "请用看图软件打开检查，重新导出后再放进来；确实坏了就换一张。"
PNG_MARK = b"\x89PNG\r\n\x1a\n"
# The last marks in a file that was copied whole: where pixels begin, and the end that must come after them.
ENDS = {FileKind.JPEG: (b"\xff\xda", b"\xff\xd9"), FileKind.PNG: (b"IDAT", b"IEND")}
GIF_END = b";"


@dataclass(frozen=True)
class Picture:
    """What a picture's head says. Sizes in pixels as stored, 0 when an SVG gives none."""

    kind: FileKind
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
        return problem.plain()


def facts_of(data: bytes) -> Picture:
    """The facts of a picture. Raises CannotLook when it is none, or damaged."""
    kind = kind_in(data)
    if kind is FileKind.SVG:
        width, height, risks = svg.facts(data)
        return Picture(kind, width, height, len(data), risks=risks)
    if kind is FileKind.HEIC:
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


def place_of(path: Path) -> Place | None:
    """Where the picture at `path` was taken. Of HEIC nothing is read but the EXIF data, which lie there in one piece
    (ISO/IEC 23008-12, annex A)."""
    try:
        data = read(path)
        if kind_in(data) is not FileKind.HEIC:
            return facts_of(data).gps
        start = data.find(EXIF_MARK)
        exif = Image.Exif()
        exif.load(data[start : start + LONGEST_EXIF] if start >= 0 else b"")
        return from_exif(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except (CannotLook, *FAULTS):
        return None


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


def is_cut(kind: FileKind, data: bytes) -> bool:
    """True when the file breaks off before its end."""
    if kind is FileKind.WEBP:
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if kind is FileKind.GIF:
        return not data.rstrip(b"\x00").endswith(GIF_END)
    begin, end = ENDS.get(kind, (b"", b""))
    return bool(end) and data.rfind(end) < data.rfind(begin)


def raster(image: Image.Image, kind: FileKind, data: bytes) -> Picture:
    """The facts of an opened picture of pixels."""
    exif = exif_of(image, data)
    place = from_exif(exif.get_ifd(ExifTags.IFD.GPSInfo)) or from_xmp(xmp_of(image, data))
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


def xmp_of(image: Image.Image, data: bytes) -> str:
    """The XMP packet, an empty string when there is none."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if not packet and (start := data.find(b"<x:xmpmeta")) >= 0:
        packet = data[start : start + LONGEST_XMP]
    return packet if isinstance(packet, str) else bytes(packet).decode("utf-8", errors="replace")
