"""The pictures of a report: photographs as files of their own, drawings as pixels for Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typst

from lanmu.channels.common.blocks import ArticleBlocks
from lanmu.channels.common.pictures import Picture, is_photograph, kept, prepared
from lanmu.channels.common.sizes import WIDEST, is_drawing
from lanmu.content.article import Article
from lanmu.diagnostics.errors import UserError
from lanmu.storage.scratch import scratch_folder
from lanmu.text.document import Figure, Text, mapped

# What the receiving offices ask for.
WANTED = 2
# Millimetres: two lying photographs with their captions fill a page, a standing one has its own.
LYING, STANDING = 92.0, 190.0
# Where optimise_pictures.py keeps what came from the camera, beside docs/ and with the same paths below.
ORIGINALS = "originals"


@dataclass(frozen=True)
class Photo:
    """A photograph: the largest file of it that there is, and its figure, sized for the page it is attached on."""

    file: Path
    path: Path
    figure: Figure


def photos_of(article: Article, read: ArticleBlocks, docs: Path, store: Path) -> tuple[list[Photo], list[str]]:
    """The photographs of an article in the order of its text, and remarks on what is wanting.

    Pictures that are no photographs by their format are taken only as far as there are fewer than WANTED.
    """
    found = {name: (file, figure) for name, file, figure in figures_of(article, read, docs, store)}
    photographs = [name for name, (file, _) in found.items() if is_photograph(file)]
    others = [name for name in found if name not in photographs][: max(0, WANTED - len(photographs))]
    photos: list[Photo] = []
    remarks: list[str] = []
    for name, (file, figure) in found.items():
        if name in photographs or name in others:
            try:
                photos.append(photo(figure, largest(file, docs), store))
            except UserError as error:
                remarks.append(f"{error}（没有附这张照片）")
    if len(photos) < WANTED:
        there = f"照片只有 {len(photos)} 张" if photos else "没有照片"
        remarks.append(f"{there}，上报一般要 {WANTED} 张清晰的照片。请在稿件里补上。")
    remarks += [f"照片{n}没有说明，请补上图注。" for n, one in enumerate(photos, 1) if not one.figure.caption]
    return photos, remarks


def figures_of(article: Article, read: ArticleBlocks, docs: Path, store: Path) -> list[tuple[str, Path, Figure]]:
    """The pictures of the text in their order, then the article's title picture: name, file and figure of each."""
    files = {picture.name: file for file in read.files if (picture := printable(file, store))}
    figures: list[Figure] = []

    def note(block: Any, _in_cell: bool) -> Any:
        if isinstance(block, Figure) and not is_drawing(block):
            figures.append(block)
        return block

    for block in read.blocks:
        mapped(block, note)
    found = [(figure.image, files[figure.image], figure) for figure in figures]
    if article.image and (title := printable(docs / article.image, store)):
        bare = Figure(title.name)
        found += [] if is_drawing(bare) else [(title.name, docs / article.image, bare)]
    unique: dict[str, tuple[str, Path, Figure]] = {}
    for entry in found:
        unique.setdefault(entry[0], entry)
    return list(unique.values())


def printable(file: Path, store: Path) -> Picture | None:
    """The picture as it is printed; None for one that cannot be, which the article's remarks or its check tell."""
    try:
        return prepared(file, store)
    except UserError:
        return None


def largest(file: Path, docs: Path) -> Path:
    """The photograph as it came from the camera, where it was kept; else the file beside the article."""
    place = docs.parent / ORIGINALS / file.relative_to(docs)
    kept = sorted(place.parent.glob(f"{place.stem}.*")) if place.parent.is_dir() else []
    return next((path for path in kept if path.is_file()), file)


def photo(figure: Figure, file: Path, store: Path) -> Photo:
    """A photograph on its page. Raises UserError when it cannot be opened."""
    picture = prepared(file, store)
    highest = LYING if picture.width >= picture.height else STANDING
    sized = replace(
        figure,
        image=picture.name,
        width=picture.width,
        height=picture.height,
        caption=figure.caption or ((Text(figure.alternative),) if figure.alternative else ()),
        printed=min(WIDEST, highest * picture.width / picture.height),
    )
    return Photo(file, picture.path, sized)


DPI = 300
PAGE = '#set page(width: {}mm, height: auto, margin: 0pt)\n#image("a.svg", width: 100%)\n'


def without_drawings(pictures: Mapping[str, Path], store: Path, book: typst.Fonts) -> dict[str, Path]:
    """The pictures by their names, each drawing as a PNG that is kept in the folder `store`."""
    return {name: as_pixels(path, store, book) if path.suffix == ".svg" else path for name, path in pictures.items()}


def as_pixels(drawing: Path, store: Path, book: typst.Fonts) -> Path:
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
