"""The pictures of a Word document on their way to the article: which it takes, what was done to them, how they are called."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from lanmu.intake.article.blocks import Block, Paragraph, text_of, walk
from lanmu.intake.article.figures import amid_words
from lanmu.intake.pictures import Optimised, UnusableError, optimised
from lanmu.intake.word.model import Picture, Remark

SHOWN = 15
AT_ONCE = 2


@dataclass
class Pictures:
    """Pictures that the article takes, by their names in the document, and why it does not take the others."""

    taken: dict[str, Optimised] = field(default_factory=dict)
    refused: dict[str, UnusableError] = field(default_factory=dict)

    def files(self, names: Iterable[str], stem: str) -> dict[str, str]:
        """File names in the order of the text, `stem`-1 and so on; the same picture twice is one file."""
        found: dict[str, str] = {}
        by_content: dict[str, str] = {}
        for name in dict.fromkeys(names):
            picture = self.taken[name]
            mark = hashlib.sha256(picture.data).hexdigest()
            file = by_content.setdefault(mark, f"{stem}-{len(by_content) + 1}.{picture.suffix}")
            found[name] = file
        return found

    def remarks(self, blocks: Sequence[Block]) -> Iterator[Remark]:
        """What was done to the pictures in `blocks`, and each that was left out with its place."""
        shown: set[str] = set()
        number, before = 0, ""
        if amid := sum(amid_words(block) for block in blocks if isinstance(block, Paragraph)):
            yield Remark("changed", f"{amid} 张夹在文字中间的图片，移到了那一段的后面。")
        for item in walk(blocks):
            if isinstance(item, Paragraph):
                before = text_of(item.runs).strip() or before
                continue
            number += 1
            shown.add(item.target)
            if why := self.refused.get(item.target):
                place = f"（在“{before[:SHOWN]}”后面）" if before else "（在文章开头）"
                what = f" {why.reason}" if why.reason[0].isascii() else why.reason
                yield Remark("left_out", f"第 {number} 张图片{place}是{what}。{why.remedy}。")
        done = Counter(change for name in self.taken if name in shown for change in self.taken[name].changes)
        if done:
            changes = "、".join(f"{change} {times} 张" for change, times in done.items())
            yield Remark("changed", f"图片{changes}。")


def take(pictures: Sequence[Picture], media: Path) -> Pictures:
    """The pictures that lie in the folder `media`, each ready for the site or refused."""
    found = Pictures()
    # Pillow draws beside Python: two pictures at once take half the time. Few at once, for each takes memory.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for picture, made in zip(pictures, pool.map(lambda one: ready(one, media), pictures), strict=True):
            if isinstance(made, Optimised):
                found.taken[picture.name] = made
            else:
                found.refused[picture.name] = made
    return found


def ready(picture: Picture, media: Path) -> Optimised | UnusableError:
    """The picture ready for the site, or why it cannot be used."""
    try:
        return optimised((media / picture.name).read_bytes(), picture.turn)
    except UnusableError as error:
        return error
