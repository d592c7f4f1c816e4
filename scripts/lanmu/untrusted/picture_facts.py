"""Reads the facts of a picture: kind, size, where it was taken, and what in an SVG is a risk."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from PIL import ExifTags, Image

from lanmu.untrusted.kinds import RASTER, FileKind, kind_in
from lanmu.untrusted.markup import attribute, local, parse
from lanmu.untrusted.opening import Budget, RejectedFileError, read
from lanmu.untrusted.pictures import FAULTS, opened, png_chunks

LONGEST_XMP = 2_000_000
LONGEST_EXIF = 1 << 16
EXIF_SIGNATURE = b"Exif\0\0"
AGAIN = "请用看图软件打开检查，重新导出后再放进来；确实坏了就换一张。"
# Signatures by which a truncated file is recognised: the last beginning of pixels, and the end that must follow it.
ENDS = {FileKind.JPEG: (b"\xff\xda", b"\xff\xd9"), FileKind.PNG: (b"IDAT", b"IEND")}
# Tags of the GPS directory (CIPA DC-008, Exif 2.32, table 15).
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
# XMP writes 24,52.5N (Exif namespace for XMP): as an attribute or as an element.
XMP_GPS = re.compile(
    r"exif:GPS(Latitude|Longitude)\s*(?:=\s*[\"']|>)\s*"
    r"(\d{1,3})(?:,(\d{1,2}(?:\.\d+)?))?(?:,(\d{1,2}(?:\.\d+)?))?(\.\d+)?\s*([NSEW]?)"
)
LENGTH = re.compile(r"\s*([0-9.]+)\s*(?:(px|pt|mm|cm|in)\s*)?")
# CSS pixels to a unit (CSS Values and Units, clause 6.2).
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
SCRIPT_ADDRESS = re.compile(r"\s*(javascript|data:text/html|data:image/svg)", re.IGNORECASE)
ELSEWHERE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(|@import\b)\s*(?:['\"]\s*)?((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)
Coordinates = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """The facts of a picture. Width and height are in pixels as stored, 0 when an SVG has none."""

    kind: FileKind
    width: int
    height: int
    size: int
    """Bytes of the file."""
    gps: Coordinates | None = None
    """Latitude and longitude of the shot in degrees; None when not recorded."""
    frames: int = 1
    orientation: int = 1
    """EXIF orientation, 1 (upright) to 8."""
    risks: tuple[str, ...] = ()
    """Scripts, embedded pages and external addresses in an SVG, in Chinese words."""
    has_alpha: bool = False


def facts_of(data: bytes) -> Picture:
    """The facts of a picture. Raises RejectedFileError when it is no picture, or damaged."""
    kind = kind_in(data)
    if kind is FileKind.SVG:
        return svg_facts(data)
    if kind is FileKind.HEIC:
        raise RejectedFileError("是 HEIC 图片（苹果手机的格式），浏览器不显示。", "请在手机或看图软件里另存为 JPG。")
    if kind not in RASTER:
        raise RejectedFileError("不是图片。", AGAIN)
    if is_cut(kind, data):
        raise RejectedFileError("图片不完整，后半部分没有传上来。", AGAIN)
    try:
        with warnings.catch_warnings(action="ignore"), opened(data, kind) as image:
            exif = exif_of(image, data)
            orientation = exif.get(ExifTags.Base.Orientation, 1)
            return Picture(
                kind,
                *image.size,
                len(data),
                from_exif(exif.get_ifd(ExifTags.IFD.GPSInfo)) or from_xmp(xmp_of(image, data)),
                min(int(getattr(image, "n_frames", 1)), 10_000),
                orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
                has_alpha=image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info,
            )
    except FAULTS:
        raise RejectedFileError("图片已损坏，打不开。", AGAIN) from None


def place_of(path: Path) -> Coordinates | None:
    """Where the picture at `path` was taken; None when not recorded. Of HEIC only the EXIF data are read, which are
    contiguous (ISO/IEC 23008-12, annex A)."""
    try:
        data = read(path)
        if kind_in(data) is not FileKind.HEIC:
            return facts_of(data).gps
        start = data.find(EXIF_SIGNATURE)
        exif = Image.Exif()
        exif.load(data[start : start + LONGEST_EXIF] if start >= 0 else b"")
        return from_exif(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except (RejectedFileError, *FAULTS):
        return None


def is_cut(kind: FileKind, data: bytes) -> bool:
    """True for a truncated file."""
    if kind is FileKind.WEBP:
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if kind is FileKind.GIF:
        return not data.rstrip(b"\x00").endswith(b";")
    begin, end = ENDS.get(kind, (b"", b""))
    return bool(end) and data.rfind(end) < data.rfind(begin)


def exif_of(image: Image.Image, data: bytes) -> Image.Exif:
    """The picture's EXIF data. For PNG, Pillow would decode all pixels to reach data after them."""
    if image.format != "PNG":
        return image.getexif()
    exif = Image.Exif()
    for name, start, end in png_chunks(data):
        if name == b"eXIf":
            exif.load(data[start + 8 : end - 4])
    return exif


def xmp_of(image: Image.Image, data: bytes) -> str:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if not packet and (start := data.find(b"<x:xmpmeta")) >= 0:
        packet = data[start : start + LONGEST_XMP]
    return packet if isinstance(packet, str) else bytes(packet).decode("utf-8", errors="replace")


def from_exif(directory: Mapping[int, Any]) -> Coordinates | None:
    """Latitude and longitude in degrees, north and east positive; None when there is none."""
    degrees: list[float] = []
    for value, reference in ((LATITUDE, LATITUDE_REF), (LONGITUDE, LONGITUDE_REF)):
        try:
            parts = [float(part) for part in directory.get(value, ())][:3]
        except (TypeError, ValueError, ZeroDivisionError):
            return None
        if not parts:
            return None
        total = math.fsum(part / (1, 60, 3600)[index] for index, part in enumerate(parts))
        degrees.append(-total if directory.get(reference) in ("S", "W", b"S", b"W") else total)
    return on_earth(*degrees)


def from_xmp(packet: str) -> Coordinates | None:
    """The same from an XMP packet."""
    degrees: dict[str, float] = {}
    for name, whole, minutes, seconds, fraction, side in XMP_GPS.findall(packet):
        total = float(f"{whole}{fraction}") + float(minutes or 0) / 60 + float(seconds or 0) / 3600
        degrees.setdefault(name, -total if side in ("S", "W") else total)
    return on_earth(degrees["Latitude"], degrees["Longitude"]) if len(degrees) == 2 else None


def on_earth(latitude: float, longitude: float) -> Coordinates | None:
    """The coordinates, rounded; None for zeros and impossible ones, which cameras without reception write."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return round(latitude, 4), round(longitude, 4)


def svg_facts(data: bytes) -> Picture:
    """The facts of an SVG."""
    root = parse(data, Budget(), is_svg=True)
    box = [length(part) for part in re.split(r"[\s,]+", attribute(root, "viewBox").strip())]
    width = length(attribute(root, "width")) or (box[2] if len(box) == 4 else 0)
    height = length(attribute(root, "height")) or (box[3] if len(box) == 4 else 0)
    risks = tuple(sorted({risk for element in root.iter() for risk in risks_of(element)}))
    return Picture(FileKind.SVG, width, height, len(data), risks=risks)


def length(text: str) -> int:
    """A length in CSS pixels; 0 for percentages and what is no length."""
    match = LENGTH.fullmatch(text)
    try:
        return round(float(match[1]) * PIXELS[match[2] or ""]) if match else 0
    except (ValueError, OverflowError):
        return 0


def risks_of(element: Element) -> list[str]:
    """The scripts, embedded pages and external addresses of one element, in Chinese words."""
    tag = local(element.tag)
    risks = ["脚本（script）"] if tag == "script" else ["嵌入的网页（foreignObject）"] if tag == "foreignObject" else []
    for key, value in element.attrib.items():
        name = local(key)
        if name.lower().startswith("on"):
            risks.append(f"脚本（{name}）")
        elif name in ("href", "src") and SCRIPT_ADDRESS.match(value):
            risks.append("脚本链接（javascript:）")
        elif name in ("href", "src") and tag != "a" and ELSEWHERE.match(value):
            risks.append(f"外部网址（{value.strip()[:60]}）")
        elif IN_STYLE.search(value):
            risks.append("外部网址（样式里）")
    if tag == "style" and IN_STYLE.search("".join(element.itertext())):
        risks.append("外部网址（样式里）")
    return risks
