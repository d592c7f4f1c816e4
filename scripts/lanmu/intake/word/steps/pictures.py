"""The pictures of a document: raw bytes into the folder `media`, one file for each picture part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from lanmu.intake.word.model import Picture
from lanmu.intake.word.package import Package, Part
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import own

MEDIA = "media"
PICTURE = own("picture")
"""A picture in a run, whatever Word has for it: `name` is its file, `alt` what the document says that it shows."""
SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/x-ms-bmp": ".bmp",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
    "image/x-emf": ".emf",
    "image/x-wmf": ".wmf",
    "image/emf": ".emf",
    "image/wmf": ".wmf",
}
LINKED = "有 {n} 张图片没有存在文档里，只是链接到别处的文件{at}，没有收进来。请在 Word 或 WPS 里用“插入→图片”重新插入这些图片。"
MISSING = "有 {n} 张图片在文档里已经丢失{at}，没有收进来。请在 Word 或 WPS 里用“插入→图片”重新插入。"


@dataclass
class Gallery:
    """The pictures found so far, in the order of the text."""

    package: Package
    folder: Path
    remarks: Remarks
    pictures: dict[tuple[str, int], Picture] = field(default_factory=dict)

    def place(
        self, part: Part, relation: str, alternative: str, *, floating: bool = False, turn: int = 0
    ) -> Element | None:
        """The element for a picture in the text; None when it is not in the document, which the editor is told.

        `alternative` is the picture's description, `turn` how far Word turns it (degrees clockwise).
        """
        target = part.relationships.get(relation)
        if target is None or not (target.external or self.package.has(target.target)):
            self.remarks.count("left_out", MISSING, alternative)
            return None
        if target.external:
            self.remarks.count("left_out", LINKED, target.target)
            return None
        key = (target.target.casefold(), turn)
        known = self.pictures.get(key)
        if known is None:
            known = Picture(self.keep(target.target), self.package.content_type(target.target), "", floating, turn)
        self.pictures[key] = replace(
            known, alternative=known.alternative or alternative, floating=known.floating and floating
        )
        return Element(PICTURE, {"name": known.name, "alt": alternative})

    def keep(self, name: str) -> str:
        """Writes a picture part into the folder; gives the name of the file."""
        declared = SUFFIXES.get(self.package.content_type(name).casefold())
        written = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
        suffix = declared or (written[0].lower() if written else ".bin")
        file = self.folder / MEDIA / f"picture-{len(self.pictures) + 1}{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.package.bytes_of(name))
        return file.name
