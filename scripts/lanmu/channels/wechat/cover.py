"""The cover (封面) of an article, in the two shapes that WeChat shows: lying in the list, square where it is shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps

from lanmu.channels.common.paste.pictures import Upload, on_white, shrunk
from lanmu.channels.common.pictures import is_photograph, prepared
from lanmu.channels.common.press import Press
from lanmu.channels.common.titles import fitted
from lanmu.content.article import Article
from lanmu.diagnostics.errors import UserError

SHAPES = {"cover-900x383": (900, 383, "大图，消息列表里的"), "cover-500x500": (500, 500, "小图，转发时的")}
"""The sizes in pixels that WeChat's editor asks for: 2.35:1 and 1:1."""
# A face stands above the middle more often than below.
CENTRE = (0.5, 0.4)
SIZES, STEP, NOTE = (26.0, 64.0), 2.0, 22
"""The least and greatest size of a title and the step between, and the size of the two lines around it, in pixels."""
WIDE, HIGH = 0.74, 0.76
"""The share of the width that the title has, and of the height that all has."""


def covers(press: Press, article: Article, files: tuple[Path, ...]) -> Iterator[Upload]:
    """The covers, cut from one of the article's pictures (`files`) or, without one, designed with the title. Raises UserError for a
    character that is in no font."""
    picture = cover_picture(press, article, files)
    for number, (name, (width, height, words)) in enumerate(SHAPES.items(), start=1):
        if picture:
            with Image.open(picture) as image:
                cut = ImageOps.fit(on_white(image), (width, height), Image.Resampling.LANCZOS, centering=CENTRE)
            suffix, data, size = shrunk(cut, is_drawn=False)
        else:
            suffix, data, size = "png", designed(press, article, width, height), (width, height)
        yield Upload(number, f"{name}.{suffix}", data, *size, words)


def designed(press: Press, article: Article, width: int, height: int) -> bytes:
    """A plain cover with the title."""
    lines, size = title_of(press, article, width, height)
    above, below = article.column.name, press.settings.site.publisher
    press.fonts.covered([("biao", article.title), ("hei", above + below)], f"《{article.title}》")
    cover = {
        "width": width,
        "height": height,
        "size": size,
        "note": NOTE,
        "lines": lines,
        "above": above,
        "below": below,
    }
    data = {"cover": press.text(cover), "look": press.inks["wechat"]}
    return press.painting("cover", data, title=press.text(article.title))


def title_of(press: Press, article: Article, width: int, height: int) -> tuple[tuple[str, ...], float]:
    """The lines of the title and their size, the largest that leaves room for what is around them (cover.typ)."""
    least, most = SIZES
    while True:
        lines, size = fitted(article.title, WIDE * width, (least, most), article.meta.title_lines, press.names)
        high = size * (1.35 * len(lines) + 1.35) + 2 * NOTE
        if high <= HIGH * height or most <= least:
            return lines, size
        most -= STEP


def cover_picture(press: Press, article: Article, files: tuple[Path, ...]) -> Path | None:
    """The prepared picture that a cover is cut from: the article's own, else the first photograph of its `files`, wide enough
    for one. Charts and drawings are none: nothing of them is read in a cut."""
    own = press.site.docs / article.image if article.image else None
    for source in (*([own] if own else []), *files):
        try:
            if source == own or is_photograph(source):
                picture = prepared(source, press.store)
                if picture.path.suffix != ".svg" and picture.width >= SHAPES["cover-500x500"][0]:
                    return picture.path
        except UserError:
            # It is in the remarks on the text, or found by the article's check.
            continue
    return None
