"""What a picture shows, in words: the document's own alternative text, else what its caption says (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from itertools import pairwise

from lanmu.intake.article.blocks import Figure, Run, text_of
from lanmu.intake.names import TAKEN_BY
from lanmu.intake.official import NUMBERED_LINE

# What is written under a picture when no style says so: 图1 …, ▲ …, 图为 ….
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
LONGEST_UNNAMED, LONGEST_GENERIC = 40, 60
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
    own = (replace(image, text="") if image.text == TO_FILL_IN else image for image in figure.images)
    pairs = zip(own, words, strict=True)
    return replace(figure, images=tuple(replace(image, text=image.text or said or TO_FILL_IN) for image, said in pairs))


def parts_of(caption: str) -> list[str]:
    """What a caption says of each of several pictures (左图：…；右图：…); nothing when it does not name them."""
    behind = [match.end() for match in PART_BEFORE.finditer(caption)]
    if len(behind) > 1 and not caption[behind[-1] :].strip(PART_END):
        parts = (caption[start:end] for start, end in pairwise([0, *behind]))
        if all(said := [PART_BEFORE.sub("", part).strip(PART_END).lstrip("和与及") for part in parts]):
            return said
    if order := IN_ORDER.match(caption):
        return [part.strip() for part in re.split("[、；;，,]", caption[order.end() :].strip(PART_END))]
    found = list(PART.finditer(caption))
    if not found:
        # One below each picture, set apart with blanks.
        apart = re.split("[ \u3000]{3,}", caption.strip())
        return apart if len(apart) > 1 else []
    if caption[: found[0].start()].strip():
        return []
    ends = [match.start() for match in found[1:]] + [len(caption)]
    return [caption[match.end() : end].strip(PART_END) for match, end in zip(found, ends, strict=True)]


def words_of_caption(text: str) -> str:
    """What a caption says of its picture; empty when that is nothing."""
    text = TAKEN_BY.sub("", text.strip())
    text = IN_BRACKETS.sub(r"\1", text)
    words = (
        SHOWING.split(text)[-1] if SHOWING.search(text) else UNDER.sub("", text, count=1) if UNDER.match(text) else text
    )
    return useful(words.strip(f"{PART_END}：:"), FEWEST_IN_CAPTION)


def useful(words: str, fewest: int = FEWEST) -> str:
    """The words when they tell what a picture shows; empty when they only say that there is one.

    `fewest` is how many Chinese characters they must have.
    """
    told = AUTOMATIC.sub("", " ".join(words.split())).strip("，,。 ")
    is_generic = len(told) <= LONGEST_GENERIC and GENERIC.fullmatch(told) is not None
    return "" if is_generic or NAME.search(told) or len(HAN.findall(told)) < fewest else told


def is_short(runs: Iterable[Run]) -> bool:
    """True for what may be a caption by its place: some words, no sentence and no beginning of one, no numbered line."""
    text = text_of(runs).strip()
    if not 0 < len(text) <= LONGEST_UNNAMED or text[-1] in OPEN_ENDS or "。" in text[:-1]:
        return False
    return not NUMBERED_LINE.match(text)
