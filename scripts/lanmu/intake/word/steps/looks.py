"""How whole paragraphs look, and how running text looks in this document, to tell headings that are none by style."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.styles import RunLook, Styles
from lanmu.intake.word.steps.inline import COUNTED
from lanmu.intake.word.steps.pictures import PICTURE
from lanmu.intake.word.tree import RUN, TEXT, plain_text, w

# Fonts that GB/T 9704 has for titles and headings, and what they are called in a file.
HEADING_FONT = re.compile(r"黑体|楷体|标宋|SimHei|STHeiti|KaiTi|STKaiti|XiaoBiaoSong|FZXBS|魏碑|隶书", re.IGNORECASE)
BOLD_FONT = re.compile(r"标宋|XiaoBiaoSong|FZXBS", re.IGNORECASE)
STANDARD_SIZE = 20
"""Half points, when a document says nothing (clause 17.3.2.38)."""
MUCH_LARGER, LARGER = 4, 2
"""Half points above running text: one step of the Chinese sizes (三号 to 二号 is 12, 小四 to 四号 is 4)."""
CENTRED = frozenset({"center", "centre", "distribute"})
RIGHT = frozenset({"right", "end"})


@dataclass(frozen=True)
class Look:
    """The look of most of a text."""

    bold: bool
    size: int
    """Half points."""
    font: str


@dataclass(frozen=True)
class Facts:
    """A paragraph and what can be seen of it."""

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
    def look(self) -> Look:
        """How most of it looks; bold only when all of it is."""
        sizes: Counter[int] = Counter()
        fonts: Counter[str] = Counter()
        for text, look in self.runs:
            sizes[look.size or STANDARD_SIZE] += len(text)
            fonts[look.han] += len(text)
        size = sizes.most_common(1)[0][0] if sizes else STANDARD_SIZE
        font = fonts.most_common(1)[0][0] if fonts else ""
        return Look(bool(self.runs) and all(look.bold for _, look in self.runs), size, font)

    @cached_property
    def alignment(self) -> str:
        """`center`, `right` or empty."""
        said = self.styles.paragraph(self.element).alignment
        return "center" if said in CENTRED else "right" if said in RIGHT else ""

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

    @property
    def is_counted(self) -> bool:
        """True when a field in it counts pictures or tables."""
        return self.element.get(COUNTED) is not None

    @cached_property
    def style_names(self) -> list[str]:
        """The names of its style and of what that is based on."""
        return self.styles.names_of(self.element)

    @property
    def own_style(self) -> str:
        """The name of its style, in lower case."""
        return self.style_names[0] if self.style_names else ""

    def stands_out(self, body: Look) -> bool:
        """True when it looks otherwise than running text, as a heading does."""
        return self.is_bolder(body) or self.is_larger(body) or self.has_heading_font(body)

    def is_bolder(self, body: Look) -> bool:
        """True for bold where running text is not."""
        return self.look.bold and not body.bold

    def is_larger(self, body: Look) -> bool:
        """True for a larger size."""
        return self.look.size >= body.size + LARGER

    def has_heading_font(self, body: Look) -> bool:
        """True for a font of titles and headings that is not that of running text."""
        return self.look.font != body.font and bool(HEADING_FONT.search(self.look.font))


def is_red(colour: str) -> bool:
    """True for a colour (six hexadecimal digits) that anybody calls red."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = bytes.fromhex(colour)
    return red >= 0xB0 and green <= 0x50 and blue <= 0x50


def body_look(paragraphs: list[Facts]) -> Look:
    """How most of the characters of a document look."""
    weights: Counter[Look] = Counter()
    for facts in paragraphs:
        weights[facts.look] += len(facts.text)
    return weights.most_common(1)[0][0] if weights else Look(False, STANDARD_SIZE, "")
