"""Takes out of a picture, of sound and of film what is none: place and time of the shot, names, remarks, previews.

What shows and sounds is not made anew, so that nothing of it is lost; only where a format has its remarks everywhere
(TIFF, BMP) is the picture written again, to the same pixels.
"""

from __future__ import annotations

from collections.abc import Callable

from lanmu.untrusted.kinds import FileKind
from lanmu.untrusted.metadata import boxes, pictures, sound
from lanmu.untrusted.metadata.redrawn import redrawn
from lanmu.untrusted.metadata.svg import svg
from lanmu.untrusted.metadata.unstrippable import UnstrippableError
from lanmu.untrusted.picture_head import FAULTS

VERSION = 1
"""A change of what is taken out changes it: files that were made before are then made again."""
DAMAGED = "文件已损坏，里面的拍摄信息、作者信息去不掉。"
AGAIN = "请打开原文件检查，重新导出后再放进来。"
CLEANERS: dict[FileKind, Callable[[bytes], bytes]] = {
    FileKind.JPEG: pictures.jpeg,
    FileKind.PNG: pictures.png,
    FileKind.WEBP: pictures.webp,
    FileKind.GIF: pictures.gif,
    FileKind.ICON: pictures.icon,
    FileKind.AVIF: boxes.boxes,
    FileKind.HEIC: boxes.boxes,
    FileKind.BMP: redrawn,
    FileKind.TIFF: redrawn,
    FileKind.SVG: svg,
    FileKind.MEDIA: sound.media,
}


def without_metadata(kind: FileKind, data: bytes) -> bytes:
    """The same picture, sound or film without remarks; a kind that is not taken apart here comes back as it was.

    Raises UnstrippableError, with what to tell an editor.
    """
    clean = CLEANERS.get(kind)
    try:
        return clean(data) if clean else data
    except FAULTS:
        raise UnstrippableError(DAMAGED, AGAIN) from None
