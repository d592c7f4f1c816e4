"""Drawings (SVG) as pixels, for what shows none."""

from __future__ import annotations

from pathlib import Path

import typst

from lanmu.channels.common.pictures import kept
from lanmu.channels.common.sizes import WIDEST
from lanmu.storage.authentication import is_kept
from lanmu.storage.scratch import scratch_folder

DPI = 300
PAGE = '#set page(width: {}mm, height: auto, margin: 0pt)\n#image("a.svg", width: 100%)\n'


def as_pixels(picture: Path, store: Path, book: typst.Fonts) -> Path:
    """A prepared picture; a drawing as a PNG as wide as the text of a page, kept in the folder `store`."""
    if picture.suffix != ".svg":
        return picture
    target = store / f"{picture.stem}-drawn.png"
    if not is_kept(target):
        with scratch_folder("typst") as root:
            (root / "a.svg").write_bytes(picture.read_bytes())
            (root / "a.typ").write_text(PAGE.format(WIDEST), encoding="utf-8", newline="\n")
            compiler = typst.Compiler(root / "a.typ", root=root, font_paths=book, ignore_system_fonts=True)
            drawn = compiler.compile(format="png", ppi=DPI)
        assert isinstance(drawn, bytes), "one page is one file"
        kept(target, drawn)
    return target
