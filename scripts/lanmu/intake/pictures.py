"""Prepares pictures for the site: upright, sRGB, no larger than a page shows them, without metadata.

Only the pixels of the original are kept, so that place and time of the shot, names, previews and appended pictures are all
removed. Pictures that somebody put beside an article are replaced in place, and the originals moved out of docs/, so that
the place where a photograph was taken does not get into the project's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from lanmu.content.loading import read_text
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.changes import Changes
from lanmu.storage.files import in_form_of
from lanmu.storage.write_lock import writing
from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.opening import RejectedFileError
from lanmu.untrusted.pictures import FAULTS, FORMATS, MOST_PIXELS, encode, foreign_profile, upright
from lanmu.untrusted.pictures import opened as open_picture

# The widest that a page shows (a build makes smaller ones from it); rules IMG003 and IMG004 allow 500 KB and 2400.
LONGEST_SIDE = 1600
MOST_BYTES = 480 * 1024
# A drawing or a screenshot has few colours; a photograph of the same size is a tenth as JPEG.
FEW_COLOURS = 4096
QUALITIES = (85, 75, 65)
SMALLER = 0.8
JPEG: dict[str, Any] = {"format": "JPEG", "optimize": True, "progressive": True}
PNG: dict[str, Any] = {"format": "PNG"}
WEBP: dict[str, Any] = {"format": "WEBP", "method": 4}
# Formats that mostly hold photographs, and the options with which these are written.
LOSSY = {FileKind.JPEG: JPEG, FileKind.WEBP: WEBP, FileKind.AVIF: WEBP}
# By quarters clockwise; Pillow counts the other way.
QUARTERS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
SUFFIXES = ("jpg", "png", "webp")
"""Of the pictures that are made."""
DAMAGED = ("损坏的图片，打不开", "请换一张完好的")
DRAWING = "请在 Word 或 WPS 里右键点它，选“另存为图片”，类型选 PNG，放到稿件旁边，再在稿件里写上 ![说明](文件名.png)"
DRAWINGS = {
    b"\x01\x00\x00\x00": "EMF 矢量图，网页不能显示",
    b"\xd7\xcd\xc6\x9a": "WMF 矢量图，网页不能显示",
    b"\x01\x00\t\x00": "WMF 矢量图，网页不能显示",
    b"\x02\x00\t\x00": "WMF 矢量图，网页不能显示",
    b"\x1f\x8b": "压缩的矢量图（EMZ、WMZ），网页不能显示",
}
DROPPED_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".heic")
SHOWN_BY_BROWSERS = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.AVIF)
ORIGINALS = "originals"
KILO = 1024


@dataclass(frozen=True)
class Optimised:
    """A picture ready for the site. `changes` say in Chinese what was done to it."""

    data: bytes
    suffix: str
    changes: tuple[str, ...]


def optimised(data: bytes, rotation: int = 0) -> Optimised:
    """The picture in `data`, rotated by `rotation` degrees clockwise besides. Raises RejectedFileError, whose
    reason and remedy are phrases without a full stop."""
    kind = kind_in(data)
    try:
        with opened(data, kind) as image:
            changes = faults(image, kind)
            if (scale := LONGEST_SIDE / max(image.size)) < 1:
                # The decoder of a JPEG leaves out what would be thrown away: a quarter of the time.
                image.draft(None, (round(image.width * scale), round(image.height * scale)))
            image.load()
            drawn = upright(eight_bits(image))
            if quarter := QUARTERS.get(round(rotation / 90) % 4):
                drawn = drawn.transpose(quarter)
    except FAULTS:
        raise RejectedFileError(*DAMAGED) from None
    changes += ["转正"] if rotation % 360 else []
    encoded_data, suffix = encoded(drawn, kind)
    changes += [f"由 {kind.value.upper()} 改存为 {suffix.upper()}"] if suffix != kind.value else []
    return Optimised(encoded_data, suffix, tuple(dict.fromkeys(changes)))


def opened(data: bytes, kind: FileKind) -> Image.Image:
    """The picture with its header read. Raises RejectedFileError for an unsupported or too large picture, and what Pillow raises."""
    if kind is FileKind.SVG:
        raise RejectedFileError("SVG 矢量图，里面可能有程序", DRAWING)
    if kind is FileKind.HEIC:
        raise RejectedFileError("HEIC 照片（苹果手机的格式），多数浏览器不显示", "请在手机或看图软件里另存为 JPG")
    if kind not in FORMATS:
        reason = next((why for head, why in DRAWINGS.items() if data.startswith(head)), "")
        raise RejectedFileError(reason or "认不出的图片", DRAWING)
    image = open_picture(data, kind)
    if image.width * image.height > MOST_PIXELS:
        raise RejectedFileError(
            f"太大的图片（{image.width}×{image.height} 像素）", "请用看图软件把长边缩小到 1600 像素左右"
        )
    return image


def faults(image: Image.Image, kind: FileKind) -> list[str]:
    """What must be changed in a picture, in Chinese words for the change; empty when nothing must."""
    changes = []
    # For PNG, Pillow would decode all pixels to reach Exif data after them.
    exif = Image.Exif() if kind is FileKind.PNG and "exif" not in image.info else image.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        changes.append("去掉了拍摄地点")
    remarks = {"xmp", "icc_profile", "comment", "photoshop"} & image.info.keys()
    if exif or remarks or (kind is FileKind.PNG and any(isinstance(value, str) for value in image.info.values())):
        changes.append("去掉了拍摄信息")
    if exif.get(ExifTags.Base.Orientation, 1) in range(2, 9):
        changes.append("转正")
    if max(image.size) > LONGEST_SIDE:
        changes.append("缩小")
    if image.mode == "CMYK" or foreign_profile(image) is not None or image.mode.startswith(("I", "F")):
        changes.append("换成网页用的颜色")
    if kind is not FileKind.JPEG and getattr(image, "n_frames", 1) > 1:
        changes.append("只留了动图的第一帧")
    return changes


def eight_bits(image: Image.Image) -> Image.Image:
    """The picture with eight bits to a channel."""
    if not image.mode.startswith(("I", "F")):
        return image
    plain = image.convert("F")
    low, high = plain.getextrema()
    if not isinstance(low, float) or not isinstance(high, float):
        return plain.convert("L")
    start, width = (low, high - low) if image.mode == "F" else (0.0, 65535.0 if high > 255 else 255.0)
    scale = 255 / width if width else 0.0
    return plain.point(lambda value: value * scale - start * scale).convert("L")


def encoded(image: Image.Image, kind: FileKind) -> tuple[bytes, str]:
    """The picture as a file of at most MOST_BYTES, and its suffix: drawings as PNG, photographs as JPEG or WebP."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    is_drawing = kind not in LOSSY and image.getcolors(FEW_COLOURS) is not None
    image = fitted(image, LONGEST_SIDE)
    if is_drawing and len(data := encode(image, PNG)) <= MOST_BYTES:
        return data, "png"
    options = WEBP if image.mode == "RGBA" else LOSSY.get(kind, JPEG)
    while True:
        for quality in QUALITIES:
            data = encode(image, options | {"quality": quality})
            if len(data) <= MOST_BYTES:
                return data, "jpg" if options is JPEG else "webp"
        image = fitted(image, round(max(image.size) * SMALLER))


def fitted(image: Image.Image, side: int) -> Image.Image:
    """The picture with its longer side at most `side` pixels."""
    scale = side / max(image.size)
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    # Half the time of the sharpest filter: a report with twenty photographs is imported while one waits.
    return image.resize(size, Image.Resampling.HAMMING)


def lighter(before: int, after: int, changes: Iterable[str]) -> str:
    """A sentence on what was done to a picture, and its weights in bytes."""
    weights = " → ".join(f"{max(1, round(weight / KILO))} KB" for weight in (before, after))
    return f"{weights}，{'、'.join(changes) or '压缩'}。"


@dataclass(frozen=True)
class Change:
    """A picture that was prepared: old and new path, path of the original, sizes in bytes before and after, changes."""

    old: Path
    new: Path
    original: Path
    weights: tuple[int, int]
    changes: tuple[str, ...]

    def line(self, root: Path) -> str:
        name = self.new.relative_to(root) if self.new == self.old else f"{self.old.relative_to(root)} → {self.new.name}"
        return f"{name}：{lighter(*self.weights, self.changes)}原图在 {self.original.relative_to(root)}"


def pictures_in(docs: Path, names: Iterable[str]) -> Iterator[Path]:
    """The pictures of these names, and all in folders of these names. Raises UserError for one outside `docs`."""
    for name in names:
        path = Path(name).absolute()
        if not path.exists():
            raise UserError(f"找不到 {name}。请检查文件名和所在文件夹。")
        if not path.resolve().is_relative_to(docs.resolve()):
            raise UserError(f"{name} 不在 docs/ 里。这条命令只处理放在稿件旁边的图片。")
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.is_file() and file.suffix.lower() in DROPPED_SUFFIXES)


def make_ready(root: Path, file: Path, *, dry_run: bool) -> Change | None:
    """Prepares a picture of the project at `root`; None when it is ready. Raises UserError when that cannot be done."""
    try:
        data = file.read_bytes()
        if is_ready(file, data):
            return None
        picture = optimised(data)
    except RejectedFileError as error:
        raise UserError(f"{file.relative_to(root)}：{error.reason}。{error.remedy}。") from None
    except OSError as error:
        raise UserError(f"读不了 {file}（{refusal(error)}）。请检查文件的权限。") from None
    keeps_name = file.suffix.lower() in (f".{picture.suffix}", ".jpeg" if picture.suffix == "jpg" else "")
    new = file if keeps_name else file.with_suffix(f".{picture.suffix}")
    original = free_path(root / ORIGINALS / file.relative_to(root / "docs"), data)
    change = Change(file, new, original, (len(data), len(picture.data)), picture.changes)
    # The same is there when this was stopped before it had come to the end.
    if new != file and new.exists() and new.read_bytes() != picture.data:
        raise UserError(f"{file.relative_to(root)} 要改存为 {new.name}，可是这个文件已经有了。请先给其中一个改名。")
    if not dry_run:
        with writing(root):
            carry_out(root, change, data, picture)
    return change


def is_ready(file: Path, data: bytes) -> bool:
    """True for a picture that needs no change. Raises RejectedFileError for what is no picture."""
    kind = kind_in(data)
    try:
        with opened(data, kind) as image:
            if getattr(image, "n_frames", 1) > 1 and kind is not FileKind.JPEG:
                # It moves; nothing is known about which of its frames would do.
                return True
            is_well_named = file.suffix.lower().removeprefix(".").replace("jpeg", "jpg") == kind.value
            is_light = len(data) <= MOST_BYTES
            return is_light and is_well_named and kind in SHOWN_BY_BROWSERS and not faults(image, kind)
    except FAULTS:
        raise RejectedFileError(*DAMAGED) from None


def take_in(root: Path, article: str, data: bytes) -> tuple[Path, tuple[str, ...]]:
    """Puts a picture beside the article at a path below docs/, made ready as an import does it and named after the article, and
    the original away; gives its file, and what was changed. The same picture twice is one file. Holds the lock already.

    Raises UserError for what is no picture that can be shown, or when it cannot be written.
    """
    try:
        picture = optimised(data)
    except RejectedFileError as error:
        raise UserError(f"图片没有放进来：{error.reason}。{error.remedy}。") from None
    beside = root / "docs" / article
    places = (beside.with_name(f"{beside.stem}-{number}.{picture.suffix}") for number in count(1))
    place = next(file for file in places if not file.exists() or file.read_bytes() == picture.data)
    kind = kind_in(data).value
    changes = Changes(root)
    keep_original(
        changes, free_path(root / ORIGINALS / place.relative_to(root / "docs").with_suffix(f".{kind}"), data), data
    )
    changes.write(place, picture.data)
    changes.carry_out()
    return place, picture.changes


def free_path(path: Path, data: bytes) -> Path:
    """`path`, or one beside it with a number when `path` holds something else than `data`."""
    places = chain([path], (path.with_stem(f"{path.stem}-{number}") for number in count(2)))
    return next(place for place in places if not place.exists() or place.read_bytes() == data)


def keep_original(changes: Changes, original: Path, data: bytes) -> None:
    """Keeps a picture as it came."""
    # Git ignores the folder: the originals hold the places where they were taken.
    changes.write(changes.root / ORIGINALS / ".gitignore", b"*\n")
    changes.write(original, data)


def carry_out(root: Path, change: Change, data: bytes, picture: Optimised) -> None:
    """Puts the picture in its place, under its new name in the articles beside it too, all or nothing."""
    changes = Changes(root)
    keep_original(changes, change.original, data)
    changes.write(change.new, picture.data)
    if change.new != change.old:
        changes.remove(change.old)
        named = re.compile(rf"(?<![\w./-]){re.escape(change.old.name)}(?![\w.-])")
        for article in sorted(change.old.parent.glob("*.md")):
            text = read_text(article, str(article))
            if (changed := named.sub(change.new.name, text)) != text:
                changes.write(article, in_form_of(article.read_bytes(), changed))
    changes.carry_out()
