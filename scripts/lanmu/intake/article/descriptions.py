"""What a picture shows, in words: the document's own alternative text, else what its caption says (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from lanmu.intake.article.blocks import Figure, Run, text_of
from lanmu.intake.official import NUMBERED_LINE

# What is written under a picture when no style says so: 图1 …, ▲ …, 图为 ….
NUMBER = r"\s*[\d一二三四五六七八九十]+(?:[-.－—]\d+)?(?!\d|[、，。年月日个张条项])[\s:：]*"
UNDER = re.compile(rf"图{NUMBER}|图为|上图|下图|左图|右图|[▲△]\s*|（?图片说明[:：]?\s*")
# Several pictures in one caption: 左图：…；右图：…
PART = re.compile(
    r"[（(]?(?:[左右上下中前后]图|[上下左右中](?=[）)：:])|图\s*[\d一二三四五六七八九十]{1,2})[）)]?\s*[:：为是]\s*"
)
PART_END = "；;，,、。 \u3000"
# Who took a picture is no part of what it shows.
TAKEN_BY = re.compile(r"[（(][^（）()]{1,20}[摄影][）)]\s*$")
# A word that only says that there is a picture, and what programs and telephones write by themselves.
AUTOMATIC = re.compile(r"[（(]?描述已自动生成[）)]?|^(?:图片|照片)包含\s*")
GENERIC = re.compile(
    r"(?:微信|手机|屏幕|网页|电脑|扫描|新建|截取|QQ|WPS)?(?:图片|截图|截屏|照片|图像|图形|相片|拼图|文件|文档)?"
    r"(?:picture|image|photo|c?img|dscn?|mmexport|screenshot|wps|wechat|rid)?[\s_\-.（）()\d:：T]*(?:副本|copy)?[\s\d]*",
    re.IGNORECASE,
)
HAN = re.compile("[\u3400-\u9fff]")
NAME = re.compile(r"[\\/]|\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)$", re.IGNORECASE)
FEWEST, FEWEST_IN_CAPTION = 4, 2
LONGEST_UNNAMED = 40
TO_FILL_IN = "（请填写图片说明：谁在做什么）"
OPEN_ENDS = "：:；;，,、"


def taken(run: Run, known: Container[str]) -> Run | None:
    """A picture with useful words or none; None when it is left out. `known` are the names of those that are taken."""
    return replace(run, text=useful(run.text)) if run.target in known else None


def described(figure: Figure) -> Figure:
    """The figure with alternative texts: the document's own, else the caption, else a place to fill in."""
    text = text_of(figure.caption.runs).strip() if figure.caption else ""
    parts = parts_of(text)
    words = parts if len(parts) == len(figure.images) > 1 else [words_of_caption(text)] * len(figure.images)
    pairs = zip(figure.images, words, strict=True)
    return replace(figure, images=tuple(replace(image, text=image.text or said or TO_FILL_IN) for image, said in pairs))


def parts_of(caption: str) -> list[str]:
    """What a caption says of each of several pictures (左图：…；右图：…); nothing when it does not name them."""
    found = list(PART.finditer(caption))
    if not found or caption[: found[0].start()].strip():
        return []
    ends = [match.start() for match in found[1:]] + [len(caption)]
    return [caption[match.end() : end].strip(PART_END) for match, end in zip(found, ends, strict=True)]


def words_of_caption(text: str) -> str:
    """What a caption says of its picture; empty when that is nothing."""
    words = TAKEN_BY.sub("", UNDER.sub("", text.strip(), count=1) if UNDER.match(text.strip()) else text)
    return useful(words.strip(f"{PART_END}：:"), FEWEST_IN_CAPTION)


def useful(words: str, fewest: int = FEWEST) -> str:
    """The words when they tell what a picture shows; empty when they only say that there is one.

    `fewest` is how many Chinese characters they must have.
    """
    told = AUTOMATIC.sub("", " ".join(words.split())).strip("，,。 ")
    return "" if NAME.search(told) or GENERIC.fullmatch(told) or len(HAN.findall(told)) < fewest else told


def is_short(runs: Iterable[Run]) -> bool:
    """True for what may be a caption by its place: some words, no sentence and no beginning of one, no numbered line."""
    text = text_of(runs).strip()
    if not 0 < len(text) <= LONGEST_UNNAMED or text[-1] in OPEN_ENDS or "。" in text[:-1]:
        return False
    return not NUMBERED_LINE.match(text)
