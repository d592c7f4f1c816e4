"""Tells captions of pictures and tables: by style, by the field that counts them, by what they begin with, or by their
place: a short line right under a picture is its caption, whatever its font.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from lanmu.intake.days import is_day
from lanmu.intake.names import TAKEN_BY
from lanmu.intake.official import NUMBERED_LINE
from lanmu.intake.word.steps.labels import DEPTH
from lanmu.intake.word.steps.looks import Facts, Look
from lanmu.intake.word.tree import TABLE, plain_text

STYLES = frozenset({"caption", "题注"})
PICTURE_NAMED = re.compile(
    r"[（(]?(?:图|照片|Figure|Fig\.)\s*[\d一二三四五六七八九十]|附图\s*[:：]|[（(]?图为|[上下左右中]图(?!所示|中)|[▲△▼▽]",
    re.IGNORECASE,
)
TABLE_NAMED = re.compile(r"(?:续?表|Table)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
# A caption that tells what happened first: …… 接受教育。图为参观展览。
SHOWING = re.compile(r"[。，；]\s*图为")
LONGEST_SHOWING = 150
LONGEST, LONGEST_UNNAMED, SHORTEST_UNNAMED = 60, 40, 2
# What stands at the end of an article besides captions.
SIGN_OFF = re.compile(
    r"附\s*件|[报送发]\s*[:：]|[抄主][送报]|来源|供稿|撰稿|作者|通讯员|编辑|审核|单位|联系人|电话|[（(]?[文图]\s*[/／：:]"
)
OPEN_ENDS = "：:；;，,、"


def is_caption(
    facts: Facts,
    before: Element | None,
    after: Element | None,
    *,
    picture_above: bool,
    picture_below: bool = False,
    body: Look | None = None,
) -> bool:
    """True for a caption.

    `before` and `after` are the blocks around it; `picture_above` and `picture_below` say which of them shows a picture
    and nothing else. `body` is how running text looks; without it no line is a caption by its place alone.
    """
    if facts.has_picture or not facts.text or facts.element.get(DEPTH) is not None:
        return False
    if picture_above and len(facts.text) <= LONGEST_SHOWING and SHOWING.search(facts.text):
        return True
    if len(facts.text) > LONGEST:
        return False
    if STYLES & set(facts.style_names):
        return True
    named_picture, named_table = PICTURE_NAMED.match(facts.text), TABLE_NAMED.match(facts.text)
    if facts.is_counted and (named_picture or named_table):
        return True
    if named_picture and (picture_above or (picture_below and facts.alignment == "center")):
        return True
    if picture_above and body is not None and is_line_below(facts, after, body):
        return True
    beside_table = any(each is not None and each.tag == TABLE for each in (before, after))
    return bool(named_table) and beside_table


def is_line_below(facts: Facts, after: Element | None, body: Look) -> bool:
    """True for a short line that is no heading, no item of a list, no sentence of running text and no signature.

    A line in the middle, or smaller than running text, may be a sentence; one above a date is a signature.
    """
    if facts.alignment == "right":
        return False
    text = TAKEN_BY.sub("", facts.lines).strip()
    if not text:
        return True
    if after is not None and is_day(plain_text(after).strip()):
        return False
    if not SHORTEST_UNNAMED <= len(text) <= LONGEST_UNNAMED or "\n" in text or facts.is_larger(body):
        return False
    if facts.styles.heading_level(facts.element) is not None or text[-1] in OPEN_ENDS or "。" in text[:-1]:
        return False
    if NUMBERED_LINE.match(text) or is_day(text) or SIGN_OFF.match(text):
        return False
    if facts.alignment == "center" or facts.look.size < body.size:
        return True
    return text[-1] not in "。！？!?…" and not facts.look.bold and facts.look.font == body.font
