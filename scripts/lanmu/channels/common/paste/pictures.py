"""Pictures to be uploaded by hand: JPEG or PNG, no wider than a phone shows, on white, numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from lanmu.channels.common.pictures import PNG
from lanmu.channels.common.press import Press
from lanmu.channels.common.typesetting import as_pixels
from lanmu.text.document import Figure, inline_text
from lanmu.untrusted.pictures import encode

WIDEST, LARGEST = 1080, 1_000_000
"""Pixels across, and bytes: what the upload of pictures in the text of a 公众号 takes (图文消息内的图片, 1 MB), and three times
the pixels of the column that a phone shows."""
QUALITIES = (88, 80, 70, 60)
JPEG: dict[str, Any] = {"format": "JPEG", "optimize": True}
SMALLER = 0.8


@dataclass(frozen=True)
class Upload:
    """A picture to upload: its number in the text, the name of its file, what it shows."""

    number: int
    name: str
    data: bytes
    width: int
    height: int
    words: str = ""

    @property
    def weight(self) -> str:
        """Its size for people."""
        return f"{max(1, len(self.data) // 1000)} KB"


class Uploads:
    """Collects the pictures of one article in the order of its text, each once. `pictures` are the prepared ones by name."""

    def __init__(self, press: Press, pictures: Mapping[str, Path]) -> None:
        self.press = press
        self.pictures = pictures
        self.found: dict[str, Upload] = {}

    def add(self, figure: Figure) -> tuple[int, str]:
        """The number and the file name of a figure's picture."""
        if figure.image not in self.found:
            number = len(self.found) + 1
            path = as_pixels(self.pictures[figure.image], self.press.store, self.press.fonts.book)
            with Image.open(path) as image:
                suffix, data, size = shrunk(on_white(image), is_drawn=image.format == "PNG")
            words = inline_text(figure.caption, notes=False) or figure.alternative
            self.found[figure.image] = Upload(number, f"{number}.{suffix}", data, *size, words)
        upload = self.found[figure.image]
        return upload.number, upload.name


def on_white(image: Image.Image) -> Image.Image:
    """The picture without what shines through: on a dark screen black lines would stand on black."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def shrunk(image: Image.Image, *, is_drawn: bool) -> tuple[str, bytes, tuple[int, int]]:
    """Suffix, data and size of the picture as it is uploaded. A drawing stays a PNG as long as it is small enough."""
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))), Image.Resampling.LANCZOS)
    if is_drawn and len(data := encode(image, PNG)) <= LARGEST:
        return "png", data, image.size
    while True:
        for quality in QUALITIES:
            if len(data := encode(image, JPEG | {"quality": quality})) <= LARGEST:
                return "jpg", data, image.size
        image = image.resize([max(1, round(side * SMALLER)) for side in image.size], Image.Resampling.LANCZOS)
