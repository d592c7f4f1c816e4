"""The pictures of a report: photographs as files of their own, drawings as pixels for Word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lanmu.channels.common.blocks import ArticleBlocks
from lanmu.channels.common.pictures import is_photograph, prepared
from lanmu.channels.common.sizes import WIDEST, is_drawing
from lanmu.content.article import Article
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Block, Figure, Paragraph, Text, mapped

# What the receiving offices ask for.
WANTED = 2
# The greatest height in millimetres: two photographs with captions fill a page. They follow the text wherever that ends.
LYING, STANDING = 92.0, 105.0
# Where optimise_pictures.py keeps what came from the camera, beside docs/ and with the same paths below.
ORIGINALS = "originals"


@dataclass(frozen=True)
class Photo:
    """A photograph: its name in the text, the largest file of it that there is, and its figure, sized for where it is attached."""

    name: str
    file: Path
    path: Path
    figure: Figure


def photos_of(article: Article, read: ArticleBlocks, docs: Path, store: Path) -> tuple[list[Photo], list[str]]:
    """The photographs of an article in the order of its text, and remarks on what is wanting.

    Pictures that are no photographs by their format are taken only as far as there are fewer than WANTED.
    """
    pictures = figures_of(article, read, docs, store)
    photographs = [name for name, (file, _) in pictures.items() if is_photograph(file)]
    others = [name for name in pictures if name not in photographs][: max(0, WANTED - len(photographs))]
    photos: list[Photo] = []
    remarks: list[str] = []
    for name, (file, figure) in pictures.items():
        if name in photographs or name in others:
            try:
                photos.append(photo(name, figure, file, docs, store))
            except UserError as error:
                remarks.append(f"{error}（没有附这张照片）")
    if len(photos) < WANTED:
        there = f"照片只有 {len(photos)} 张" if photos else "没有照片"
        remarks.append(f"{there}，上报一般要 {WANTED} 张清晰的照片。请在稿件里补上。")
    remarks += [f"照片{n}没有说明，请补上图注。" for n, picture in enumerate(photos, 1) if not picture.figure.caption]
    return photos, remarks


def figures_of(article: Article, read: ArticleBlocks, docs: Path, store: Path) -> dict[str, tuple[Path, Figure]]:
    """The pictures of the text in their order, then the article's title picture: file and figure of each by its name."""
    figures: dict[str, tuple[Path, Figure]] = {}

    def note(block: Any, _in_cell: bool) -> Any:
        if isinstance(block, Figure) and not is_drawing(block):
            figures.setdefault(block.image, (read.originals[block.image], block))
        return block

    for block in read.blocks:
        mapped(block, note)
    # One that cannot be printed is found by the article's check.
    with suppress(UserError):
        if article.image and not is_drawing(title := Figure(prepared(docs / article.image, store).name)):
            figures.setdefault(title.image, (docs / article.image, title))
    return figures


def photo(name: str, figure: Figure, file: Path, docs: Path, store: Path) -> Photo:
    """A photograph on its page, as it came from the camera where that was kept. Raises UserError when it cannot be
    opened."""
    place = docs.parent / ORIGINALS / file.relative_to(docs)
    originals = sorted(place.parent.glob(f"{place.stem}.*")) if place.parent.is_dir() else []
    largest = next((path for path in originals if path.is_file()), file)
    picture = prepared(largest, store)
    highest = LYING if picture.width >= picture.height else STANDING
    sized = replace(
        figure,
        image=picture.name,
        width=picture.width,
        height=picture.height,
        caption=figure.caption or ((Text(figure.alternative),) if figure.alternative else ()),
        printed=min(WIDEST, highest * picture.width / picture.height),
    )
    return Photo(name, largest, picture.path, sized)


def without(blocks: Iterable[Block], photos: Sequence[Photo]) -> list[Block]:
    """The text with a line in the place of each photograph that is attached to it: no picture is printed twice."""
    numbers = {photo.name: number for number, photo in enumerate(photos, start=1)}

    def named(block: Any, _in_cell: bool) -> Any:
        if isinstance(block, Figure) and (number := numbers.get(block.image)):
            return Paragraph((Text(f"（照片{number}，附后）", face="kai"),))
        return block

    return [mapped(block, named) for block in blocks]
