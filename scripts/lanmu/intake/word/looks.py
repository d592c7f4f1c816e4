"""The look of paragraphs compared with running text, by which captions and alignment are recognised; `headings.py` uses it too."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from lanmu.intake.days import is_day
from lanmu.intake.names import TAKEN_BY
from lanmu.intake.official import NUMBERED_LINE
from lanmu.intake.word.drawings import PICTURE
from lanmu.intake.word.inline import COUNTED
from lanmu.intake.word.numbering import DEPTH
from lanmu.intake.word.styles import RunLook, Styles
from lanmu.intake.word.tree import RUN, RUN_PROPERTIES, TABLE, TEXT, below, number, plain_text, w

# Fonts that GB/T 9704 has for titles and headings, and what they are called in a file.
HEADING_FONT = re.compile(r"黑体|楷体|标宋|SimHei|STHeiti|KaiTi|STKaiti|XiaoBiaoSong|FZXBS|魏碑|隶书", re.IGNORECASE)
BOLD_FONT = re.compile(r"标宋|XiaoBiaoSong|FZXBS", re.IGNORECASE)
STANDARD_SIZE = 20
"""Half points, the default of Word (clause 17.3.2.38)."""
MUCH_LARGER, LARGER = 4, 2
"""Half points above running text: one step of the Chinese sizes (三号 to 二号 is 12, 小四 to 四号 is 4)."""
CENTRED = frozenset({"center", "centre", "distribute"})
RIGHT = frozenset({"right", "end"})
LONGEST_AT_SIDE = 40
FAR = 0.5
"""The share of the line that is blank before text that counts as right-aligned."""
TEXT_WIDTH = 8306
"""Twips between the margins that Word gives an A4 page in Chinese, when the document does not say."""
LINE = 56
"""Half-width columns in a line of 28 characters (GB/T 9704)."""
STYLES = frozenset({"caption", "题注"})
PICTURE_NAMED = re.compile(
    r"[（(]?(?:图|照片|Figure|Fig\.)\s*[\d一二三四五六七八九十]|附图\s*[:：]|[（(]?图为|[上下左右中]图(?!所示|中)|[▲△▼▽]",
    re.IGNORECASE,
)
TABLE_NAMED = re.compile(r"(?:续?表|Table)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
# A caption that first tells what happened: …… 接受教育。图为参观展览。
SHOWING = re.compile(r"[。，；]\s*图为")
LONGEST_SHOWING = 150
LONGEST, LONGEST_UNNAMED, SHORTEST_UNNAMED = 60, 40, 2
# Lines at the end of an article that are no captions.
SIGN_OFF = re.compile(
    r"附\s*件|[报送发]\s*[:：]|[抄主][送报]|来源|供稿|撰稿|作者|通讯员|编辑|审核|单位|联系人|电话|[（(]?[文图]\s*[/／：:]"
)
OPEN_ENDS = "：:；;，,、"


@dataclass(frozen=True)
class Appearance:
    """The look of most of a text."""

    bold: bool
    size: int
    """Half points."""
    font: str


@dataclass(frozen=True)
class ParagraphFacts:
    """A paragraph with its text and formatting, worked out on demand."""

    element: Element
    styles: Styles

    @cached_property
    def text(self) -> str:
        """Its text, numbers included, without white space at the ends."""
        return plain_text(self.element).strip()

    @cached_property
    def lines(self) -> str:
        """Its text with its soft returns."""
        return "".join(
            "\n" if each.tag == w("br") else (each.tag == TEXT and each.text) or "" for each in self.element.iter()
        ).strip()

    @cached_property
    def runs(self) -> list[tuple[str, RunLook]]:
        """Its runs that are not blank."""
        runs = ((plain_text(run), run) for run in self.element.findall(RUN))
        return [(text, self.styles.run(self.element, run)) for text, run in runs if text.strip()]

    @cached_property
    def look(self) -> Appearance:
        """How most of it looks; bold only when all of it is."""
        sizes: Counter[int] = Counter()
        fonts: Counter[str] = Counter()
        for text, look in self.runs:
            sizes[look.size or STANDARD_SIZE] += len(text)
            fonts[look.han] += len(text)
        size = sizes.most_common(1)[0][0] if sizes else STANDARD_SIZE
        font = fonts.most_common(1)[0][0] if fonts else ""
        return Appearance(bool(self.runs) and all(look.bold for _, look in self.runs), size, font)

    @cached_property
    def alignment(self) -> str:
        """`center`, `right` or empty."""
        value = self.styles.paragraph(self.element).alignment
        return "center" if value in CENTRED else "right" if value in RIGHT else ""

    @cached_property
    def is_red(self) -> bool:
        """True when all of it is red, as the head of an official document is."""
        return bool(self.runs) and all(is_red(look.colour) for _, look in self.runs)

    @cached_property
    def has_break(self) -> bool:
        """True when a soft return stands in it."""
        return next(self.element.iter(w("br")), None) is not None

    @cached_property
    def has_picture(self) -> bool:
        """True when a picture stands in it."""
        return next(self.element.iter(PICTURE), None) is not None

    @cached_property
    def style_names(self) -> list[str]:
        """The names of its style and of what that is based on."""
        return self.styles.names_of(self.element)

    def stands_out(self, body: Appearance) -> bool:
        """True when it looks otherwise than running text, as a heading does."""
        is_bolder = self.look.bold and not body.bold
        return is_bolder or self.is_larger(body) or self.has_heading_font(body)

    def is_larger(self, body: Appearance) -> bool:
        """True for a larger size."""
        return self.look.size >= body.size + LARGER

    def has_heading_font(self, body: Appearance) -> bool:
        """True for a font of titles and headings that is not that of running text."""
        return self.look.font != body.font and bool(HEADING_FONT.search(self.look.font))


def is_red(colour: str) -> bool:
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = bytes.fromhex(colour)
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50


def body_look(paragraphs: list[ParagraphFacts]) -> Appearance:
    """How most of the characters of a document look."""
    weights: Counter[Appearance] = Counter()
    for facts in paragraphs:
        weights[facts.look] += len(facts.text)
    return weights.most_common(1)[0][0] if weights else Appearance(False, STANDARD_SIZE, "")


def text_width(body: Element) -> int:
    """The width between the margins in twips, from the last section."""
    size, margins = below(body, "sectPr", "pgSz"), below(body, "sectPr", "pgMar")
    width = number(size, "w") - number(margins, "left") - number(margins, "right")
    return width if width > 0 else TEXT_WIDTH


def side_of(facts: ParagraphFacts, width: int) -> str:
    """`right`, `center` or empty, by alignment, tab stops, indent or leading blanks. `width` of the text in twips."""
    if facts.alignment or len(facts.text) > LONGEST_AT_SIDE or facts.has_break or not facts.text:
        return facts.alignment
    look = facts.styles.paragraph(facts.element)
    tabs, blanks = leading(facts.element)
    if tabs and len(look.tabs) >= tabs and look.tabs[tabs - 1] in look.right_tabs:
        return "right"
    is_far = (look.left or 0) + (look.first or 0) >= FAR * width or blanks >= FAR * LINE
    return "right" if is_far else ""


def leading(paragraph: Element) -> tuple[int, int]:
    """How many tabs, and how many half-width columns of blanks, a paragraph begins with."""
    tabs = blanks = 0
    for child in (child for run in paragraph.findall(RUN) for child in run if child.tag != RUN_PROPERTIES):
        if child.tag == w("tab"):
            tabs += 1
        elif child.tag == TEXT:
            text = child.text or ""
            core = text.lstrip()
            blanks += sum(columns(each) for each in text[: len(text) - len(core)])
            if core:
                break
        else:
            break
    return tabs, blanks


def columns(character: str) -> int:
    """2 for a full-width character, 1 for others."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def is_caption(
    facts: ParagraphFacts,
    before: Element | None,
    after: Element | None,
    *,
    picture_above: bool,
    picture_below: bool = False,
    body: Appearance | None = None,
) -> bool:
    """True for a caption.

    `before` and `after` are the blocks beside it; `picture_above` and `picture_below` say which of them shows a picture
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
    if facts.element.get(COUNTED) is not None and (named_picture or named_table):
        return True
    if named_picture and (picture_above or (picture_below and facts.alignment == "center")):
        return True
    if picture_above and body is not None and is_line_below(facts, after, body):
        return True
    beside_table = any(each is not None and each.tag == TABLE for each in (before, after))
    return bool(named_table) and beside_table


def is_line_below(facts: ParagraphFacts, after: Element | None, body: Appearance) -> bool:
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
