"""Drawings (SVG) as pixels, for programs that show none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typst

from lanmu.channels.common.pictures import kept
from lanmu.channels.common.sizes import WIDEST
from lanmu.storage.scratch import scratch_folder

DPI = 300
PAGE = '#set page(width: {}mm, height: auto, margin: 0pt)\n#image("a.svg", width: 100%)\n'


def without_drawings(pictures: Mapping[str, Path], store: Path, book: typst.Fonts) -> dict[str, Path]:
    """The pictures by their names, each drawing (SVG) as a PNG as wide as the text, kept in the folder `store`: not every
    program that opens Word files shows drawings."""
    result = dict(pictures)
    for name, path in pictures.items():
        if path.suffix == ".svg":
            result[name] = target = store / f"{path.stem}-drawn.png"
            if not target.is_file():
                with scratch_folder("typst") as root:
                    (root / "a.svg").write_bytes(path.read_bytes())
                    (root / "a.typ").write_text(PAGE.format(WIDEST), encoding="utf-8", newline="\n")
                    compiler = typst.Compiler(root / "a.typ", root=root, font_paths=book, ignore_system_fonts=True)
                    drawn = compiler.compile(format="png", ppi=DPI)
                assert isinstance(drawn, bytes), "one page is one file"
                kept(target, drawn)
    return result
