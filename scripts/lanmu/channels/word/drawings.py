"""Drawings (SVG) as pixels: not every program that opens Word files shows them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typst

from lanmu.channels.figures import WIDEST
from lanmu.channels.pictures import kept
from lanmu.storage.scratch import scratch_folder

DPI = 300
PAGE = '#set page(width: {}mm, height: auto, margin: 0pt)\n#image("a.svg", width: 100%)\n'


def without_drawings(pictures: Mapping[str, Path], store: Path, book: typst.Fonts) -> dict[str, Path]:
    """The pictures by their names, each drawing as a PNG that is kept in the folder `store`."""
    return {name: as_pixels(path, store, book) if path.suffix == ".svg" else path for name, path in pictures.items()}


def as_pixels(drawing: Path, store: Path, book: typst.Fonts) -> Path:
    """A drawing as wide as the text, in pixels."""
    target = store / f"{drawing.stem}-drawn.png"
    if target.is_file():
        return target
    with scratch_folder("typst") as root:
        (root / "a.svg").write_bytes(drawing.read_bytes())
        (root / "a.typ").write_text(PAGE.format(WIDEST), encoding="utf-8", newline="\n")
        compiler = typst.Compiler(root / "a.typ", root=root, font_paths=book, ignore_system_fonts=True)
        made = compiler.compile(format="png", ppi=DPI)
    assert isinstance(made, bytes), "one page is one file"
    return kept(target, made)
