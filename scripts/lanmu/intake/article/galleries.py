"""Alternative texts of pictures (WCAG 2.2, 1.1.1), from the document or from captions; and pictures in tables.

A table that only sets pictures beside one another becomes figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, pairwise

from lanmu.intake.article.blocks import (
    Block,
    Cell,
    Figure,
    Paragraph,
    Run,
    Table,
    is_blank,
    paragraphs,
    plain,
    squeeze,
    text_of,
)
from lanmu.intake.names import TAKEN_BY
from lanmu.intake.official import NUMBERED_LINE

# The beginning of a caption under a picture that has no caption style: 图1 …, ▲ …, 图为 ….
NUMBER = r"\s*[\d一二三四五六七八九十]+(?:[-.－—]\d+)?(?!\d|[、，。年月日个张条项])[\s:：]*"
UNDER = re.compile(
    rf"[（(]?(?:附?图|照片){NUMBER}(?:[）)]|[.．]\s*)?|附图\s*[:：]\s*|图为|[上下左右]图(?!所示|中)|[▲△▼▽]\s*|（?图片说明[:：]?\s*"
)
# Several pictures in one caption: 左图：…；右图：…
PART = re.compile(
    r"[（(]?(?:[左右上下中前后]图|[上下左右中](?=[）)：:])|图\s*[\d一二三四五六七八九十]{1,2})[）)]?\s*[:：为是]\s*"
)
# 慰问职工（左）、发放物资（右）
PART_BEFORE = re.compile(r"[（(][左右上下中前后]图?[）)]")
# 从左至右：慰问、座谈、合影
IN_ORDER = re.compile(r"[从由自]?[左上前](?:[到至往][右下后]|起)[，,]?(?:依次|分别)?(?:[:：]|[为是][:：]?)\s*")
# 十一月二十日，示例单位组织学习。图为学习会现场。
SHOWING = re.compile(r"(?<=[。，；])\s*图为")
PART_END = "；;，,、。—- \u3000"
IN_BRACKETS = re.compile(r"^[（(]([^（()）]*)[）)]$")
# Words that only say that there is a picture, and names that programs and telephones give by themselves.
AUTOMATIC = re.compile(r"[（(]?描述已自动生成[）)]?|^(?:图片|照片)包含\s*")
GENERIC = re.compile(
    r"(?:微信|手机|屏幕|网页|电脑|扫描|新建|截取|QQ|WPS)?(?:图片|截图|截屏|照片|图像|图形|相片|拼图|文件|文档)?"
    r"(?:picture|image|photo|c?img|dscn?|mmexport|screenshot|wps|wechat|rid)?[\s_\-.（）()\d:：T]*(?:副本|copy)?[\s\d]*",
    re.IGNORECASE,
)
HAN = re.compile("[\u3400-\u9fff]")
NAME = re.compile(r"[\\/]|\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)$", re.IGNORECASE)
FEWEST, FEWEST_IN_CAPTION = 4, 2
LONGEST_UNNAMED, LONGEST_GENERIC = 40, 60
TO_FILL_IN = "（请填写图片说明：谁在做什么）"
OPEN_ENDS = "：:；;，,、"
LONGEST_CAPTION = 80


def taken_picture(run: Run, taken: Container[str]) -> Run | None:
    """A picture with a useful alternative text or none; None when the article does not take it (`taken` has the names)."""
    return replace(run, text=useful(run.text)) if run.target in taken else None


def described(figure: Figure) -> Figure:
    """The figure with alternative texts: the document's own, else from the caption, else a placeholder to fill in."""
    text = text_of(figure.caption.runs).strip() if figure.caption else ""
    parts = parts_of(text)
    words = parts if len(parts) == len(figure.images) > 1 else [words_of_caption(text)] * len(figure.images)
    own = (replace(image, text="") if image.text == TO_FILL_IN else image for image in figure.images)
    pairs = zip(own, words, strict=True)
    return replace(
        figure,
        images=tuple(
            replace(image, text=image.text or words_of_image or TO_FILL_IN) for image, words_of_image in pairs
        ),
    )


def parts_of(caption: str) -> list[str]:
    """The parts of a caption that names several pictures (左图：…；右图：…); empty for any other caption."""
    ends = [match.end() for match in PART_BEFORE.finditer(caption)]
    if len(ends) > 1 and not caption[ends[-1] :].strip(PART_END):
        parts = (caption[start:end] for start, end in pairwise([0, *ends]))
        if all(names := [PART_BEFORE.sub("", part).strip(PART_END).lstrip("和与及") for part in parts]):
            return names
    if order := IN_ORDER.match(caption):
        return [part.strip() for part in re.split("[、；;，,]", caption[order.end() :].strip(PART_END))]
    matches = list(PART.finditer(caption))
    if not matches:
        # One caption below each picture, separated by blanks.
        apart = re.split("[ \u3000]{3,}", caption.strip())
        return apart if len(apart) > 1 else []
    if caption[: matches[0].start()].strip():
        return []
    ends = [match.start() for match in matches[1:]] + [len(caption)]
    return [caption[match.end() : end].strip(PART_END) for match, end in zip(matches, ends, strict=True)]


def words_of_caption(text: str) -> str:
    text = TAKEN_BY.sub("", text.strip())
    text = IN_BRACKETS.sub(r"\1", text)
    words = (
        SHOWING.split(text)[-1] if SHOWING.search(text) else UNDER.sub("", text, count=1) if UNDER.match(text) else text
    )
    return useful(words.strip(f"{PART_END}：:"), FEWEST_IN_CAPTION)


def useful(words: str, fewest: int = FEWEST) -> str:
    """The words if they describe a picture, with at least `fewest` Chinese characters; empty for file names and the like."""
    cleaned = AUTOMATIC.sub("", " ".join(words.split())).strip("，,。 ")
    is_generic = len(cleaned) <= LONGEST_GENERIC and GENERIC.fullmatch(cleaned) is not None
    return "" if is_generic or NAME.search(cleaned) or len(HAN.findall(cleaned)) < fewest else cleaned


def is_short(runs: Iterable[Run]) -> bool:
    """True for what may be a caption by its position: a few words, no sentence or beginning of one, no numbered line."""
    text = text_of(runs).strip()
    if not 0 < len(text) <= LONGEST_UNNAMED or text[-1] in OPEN_ENDS or "。" in text[:-1]:
        return False
    return not NUMBERED_LINE.match(text)


def gallery_of(table: Table, taken: Container[str]) -> list[Block]:
    """The figures of a table that holds nothing but pictures and their captions; empty for any other table.

    A caption is in the cell of its pictures, or in the cell below; one below several pictures belongs to all of them.
    """
    if table.heads or not any(pictures_of(cell) for row in table.rows for cell in row):
        return []
    figures: list[Figure] = []
    # The index of the figure without a caption in the row above, by column.
    above: dict[int, int] = {}
    for row in in_grid(captions_after(table.rows)):
        here: dict[int, int] = {}
        for cell, columns in row:
            images, words = pictures_of(cell), words_of(cell)
            if words is None or cell.down > 1:
                return []
            if images:
                here |= dict.fromkeys(columns, len(figures)) if not words else {}
                figures.append(Figure(images, words[0] if words else None))
            elif words:
                uncaptioned = sorted({above[each] for each in columns if each in above})
                if not uncaptioned or figures[uncaptioned[0]].caption:
                    return []
                joined = tuple(image for index in uncaptioned for image in figures[index].images)
                figures[uncaptioned[0]] = Figure(joined, words[0])
                for index in uncaptioned[1:]:
                    figures[index] = Figure(())
        above = here
    shown: list[Block] = [figure for figure in figures if figure.images]
    if squeeze(plain(shown)) != squeeze(plain([replace(table, caption=None)])):
        return []
    taken_figures = [
        described(replace(figure, images=with_taken(figure.images, taken))) for figure in figures if figure.images
    ]
    # Of a figure whose pictures are all left out the caption stays.
    blocks = [figure if figure.images else figure.caption for figure in taken_figures]
    return [block for block in (table.caption, *blocks) if block]


def in_grid(rows: Iterable[Sequence[Cell]]) -> Iterator[list[tuple[Cell, range]]]:
    """The cells of each row with the columns that they span, beside those that reach down from rows above."""
    # How many rows more are taken up in a column.
    taken: Counter[int] = Counter()
    for row in rows:
        line, column = [], 0
        for cell in row:
            while taken[column]:
                column += 1
            line.append((cell, range(column, column + cell.across)))
            column += cell.across
        yield line
        taken -= Counter(taken.keys())
        taken.update({column: cell.down - 1 for cell, columns in line for column in columns})


def captions_after(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[Cell, ...]]:
    """The rows; where each row of captions is above its pictures, the two exchanged."""
    kinds = [all(map(pictures_of, row)) for row in rows]
    if len(rows) % 2 or kinds != [False, True] * (len(rows) // 2):
        yield from rows
        return
    for words, pictures in zip(rows[::2], rows[1::2], strict=True):
        yield from (pictures, words)


def with_taken(images: Iterable[Run], taken: Container[str]) -> tuple[Run, ...]:
    """The pictures that are taken."""
    return tuple(picture for image in images if (picture := taken_picture(image, taken)))


def pictures_of(cell: Cell) -> tuple[Run, ...]:
    return tuple(run for paragraph in paragraphs(cell.blocks) for run in paragraph.runs if run.kind == "image")


def words_of(cell: Cell) -> list[Paragraph] | None:
    """The short paragraph after the pictures of a cell, or nothing; None when the cell holds anything else."""
    captions: list[Paragraph] = []
    for block in cell.blocks:
        if not isinstance(block, Paragraph) or block.level:
            return None
        text = tuple(run for run in block.runs if run.kind != "image")
        caption = text_of(text).strip()
        if not caption and not any(run.kind == "note" for run in text):
            continue
        has_words_first = any(run.kind == "image" for run in block.runs) and not begins_with_pictures(block)
        if captions or len(caption) > LONGEST_CAPTION or has_words_first:
            return None
        runs = dropwhile(is_blank, text)
        captions.append(replace(block, runs=tuple(runs)))
    images_after = captions and any(
        run.kind == "image" for block in cell.blocks[-1:] if isinstance(block, Paragraph) for run in block.runs
    )
    return None if images_after and not begins_with_pictures(cell.blocks[-1]) else captions


def begins_with_pictures(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    kinds = [run.kind for run in block.runs if run.kind == "image" or run.text.strip()]
    return kinds == sorted(kinds, key=lambda kind: kind != "image")


def short_words(cell: Cell) -> str:
    words = words_of(cell)
    return words_of_caption(text_of(words[0].runs)) if words else ""
