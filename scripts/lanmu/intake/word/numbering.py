"""Automatic numbers, counted as Word counts them and written into the text; bullets become list items.

ECMA-376 part 1, clause 17.9. Paragraphs refer to a list (`w:num`), lists to a definition (`w:abstractNum`); lists with
one definition count on together unless a list says where to begin. A level that was skipped shows its first number and
counts as used, as in Word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

from lanmu.intake.word.number_formats import formatted
from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.styles import Styles
from lanmu.intake.word.symbols import as_shown
from lanmu.intake.word.tree import (
    BOX,
    NOTES,
    PARAGRAPH,
    RUN,
    TEXT,
    below,
    make,
    number,
    own,
    plain_text,
    switch,
    text_element,
    value,
    w,
)

LEVELS = 9
PLACEHOLDER = re.compile(r"%([1-9])")
HAN = re.compile(r"[〇\u3400-\u9fff]")
# Bullets that tell something about their item: figures, letters and Chinese characters, ticks and crosses, boxes, stars.
BOXES = re.compile("[□☐☑☒❏❑🗹]")
MEANING = re.compile(
    "[\u2460-\u24ff\u2776-\u2793\u3220-\u3247\u3280-\u32b0√✓✔✕✖✗✘×╳ⅹ□■☐☑☒❏❑★☆※！？!?〇]|(?!o)[A-Za-z0-9\u3400-\u9fff]{1,4}[.．、)）:：]?"
)
FILLED = "■"
# Unicode categories; ① and ⑴ are none of them.
LETTERS_AND_FIGURES = ("Lu", "Ll", "Lo", "Nd")
DEPTH = own("depth")
"""Set on a bulleted paragraph: how deep it is, 0 for the first level."""
VISIBLE = NOTES | {TEXT}
STYLED = re.compile(r"list bullet ([2-5])")


@dataclass(frozen=True)
class Level:
    """One level of a list's definition."""

    start: int = 1
    format: str = "decimal"
    example: str = ""
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    """After which level (1 = the first) it begins anew; None: after any higher one; 0: never."""
    figures: bool = False
    """All levels in figures (`w:isLgl`)."""
    style: str = ""
    hidden: bool = False
    font: str = ""
    has_picture: bool = False
    """The bullet is a picture (`w:lvlPicBulletId`)."""

    @property
    def sign(self) -> str:
        return as_shown(self.text.strip(), self.font)

    @property
    def is_bullet(self) -> bool:
        return self.format == "bullet" and not HAN.search(self.text)


@dataclass(frozen=True)
class Definition:
    """`w:abstractNum`."""

    levels: dict[int, Level]
    style_link: str = ""
    """The numbering style that has the levels instead."""


@dataclass(frozen=True)
class List:
    """`w:num`."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(frozen=True)
class Label:
    """The number or bullet before a paragraph."""

    text: str
    suffix: str = "nothing"
    is_bullet: bool = False
    depth: int = 0
    """0 for the first level."""

    def before(self, text: str) -> str:
        """The number with its separator from `text`: a blank only where the two would run together.

        Word moves the text to a tab stop. On a page without tab stops 一、总则 and 1.总则 need nothing, 1.1 总则 does.
        """
        if not self.text or self.suffix == "nothing" or not text.strip():
            return self.text
        if self.suffix == "tab" and HAN.match(self.text[-1]):
            return f"{self.text}\u3000"
        is_sign = unicodedata.category(self.text[-1]) not in LETTERS_AND_FIGURES
        close = is_sign and (HAN.match(text.lstrip()) or not self.text.isascii())
        return self.text if self.suffix == "tab" and close else f"{self.text} "


class Numbering:
    """The lists of a document."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self.definitions = {
            value(each, "abstractNumId"): Definition(
                {number(level, "ilvl"): read_level(level) for level in each.findall(w("lvl"))},
                value(below(each, "numStyleLink")),
            )
            for each in root.findall(w("abstractNum"))
        }
        self.lists = {value(each, "numId"): read_list(each) for each in root.findall(w("num"))}
        self.styles = styles
        self.unknown: set[str] = set()
        """Number formats that are not known and were written in figures."""
        self.ornaments: set[str] = set()
        """Names of remarks about bullets that became ordinary ones and may have meant something."""

    def bullet_text(self, level: Level) -> str:
        """The character of a bullet that means something (①, ☑); empty for an ornament, which becomes an ordinary bullet.

        A filled box means something only in a document that has empty ones too.
        """
        if level.has_picture:
            self.ornaments.add("bullet_picture")
            return ""
        if level.sign == FILLED and not self.has_boxes:
            self.ornaments.add("bullet_filled")
            return ""
        return level.sign if MEANING.fullmatch(level.sign) else ""

    @cached_property
    def has_boxes(self) -> bool:
        levels = [self.level(name, 0) for name in self.lists]
        return any(level is not None and level.is_bullet and BOXES.fullmatch(level.sign) for level in levels)

    def definition_of(self, list_id: str) -> str:
        """The identifier of a list's definition, through numbering styles; empty when there is none."""
        seen: set[str] = set()
        while list_id in self.lists and list_id not in seen:
            seen.add(list_id)
            definition = self.definitions.get(self.lists[list_id].definition)
            if definition is None:
                return ""
            if not definition.style_link:
                return self.lists[list_id].definition
            chain = self.styles.chain(definition.style_link)
            list_id = next((style.paragraph.list_id for style in chain if style.paragraph.list_id), "")
        return ""

    def level(self, list_id: str, depth: int) -> Level | None:
        """A level of a list; None when it is not defined."""
        if list_id not in self.lists:
            return None
        definition = self.definitions.get(self.definition_of(list_id))
        return self.lists[list_id].levels.get(depth) or (definition.levels.get(depth) if definition else None)

    def list_level_of(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and level that a paragraph is in, by itself or by its style; None when it is in none."""
        look = self.styles.paragraph(paragraph)
        if look.list_id in ("", "0"):
            return None
        depth = look.level
        if below(paragraph, "pPr", "numPr", "numId") is None:
            # In a style the level may be left to the definition, which names the style of each level.
            linked = self.linked_level(look.list_id, self.styles.style_of(paragraph))
            depth = linked if linked is not None else depth
        return look.list_id, min(max(depth or 0, 0), LEVELS - 1)

    def linked_level(self, list_id: str, style: str) -> int | None:
        """The level whose definition names a style, or one that this is based on."""
        definition = self.definitions.get(self.definition_of(list_id))
        levels = definition.levels.items() if definition else ()
        for linked in self.styles.chain(style):
            for depth, level in levels:
                if level.style == linked.id:
                    return depth
        return None


class LabelCounter:
    """Counts the paragraphs of one story: the text, a text box, a note."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.values: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.skipped: set[str] = set()
        """Lists with a level whose higher level was missing."""

    def label(self, paragraph: Element) -> Label | None:
        """The label of the next paragraph; None when it has none. Call once for each paragraph, in order."""
        position = self.numbering.list_level_of(paragraph)
        if position is None:
            return None
        level = self.numbering.level(*position)
        if level is None:
            return None
        list_id, depth = position
        numbers = self.count(list_id, depth)
        if level.is_bullet:
            return Label(self.numbering.bullet_text(level), "space", is_bullet=True, depth=depth)
        text = "" if level.hidden else self.text(list_id, level, numbers)
        return Label(text, level.suffix, depth=depth)

    def count(self, list_id: str, depth: int) -> dict[int, int]:
        """Counts one paragraph; returns the numbers of its level and of the levels above."""
        numbers = self.values.setdefault(self.numbering.definition_of(list_id), {})
        for higher in range(depth):
            if higher not in numbers:
                numbers[higher] = self.start(list_id, higher)
                self.skipped.add(list_id)
        begins = depth in self.numbering.lists[list_id].starts and (list_id, depth) not in self.begun
        self.begun.add((list_id, depth))
        if begins or depth not in numbers:
            numbers[depth] = self.start(list_id, depth)
        else:
            numbers[depth] += 1
        for lower in range(depth + 1, LEVELS):
            level = self.numbering.level(list_id, lower)
            if level is None or level.restart is None or depth < level.restart:
                numbers.pop(lower, None)
        return numbers

    def start(self, list_id: str, depth: int) -> int:
        """The number that a level begins with."""
        level = self.numbering.level(list_id, depth) or Level()
        return self.numbering.lists[list_id].starts.get(depth, level.start)

    def text(self, list_id: str, level: Level, numbers: dict[int, int]) -> str:
        """The text of a label: the level's pattern with its numbers."""

        def written(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            of = self.numbering.level(list_id, depth)
            if of is None or depth not in numbers or of.format == "bullet":
                return ""
            if level.figures and of.format != "none":
                return str(numbers[depth])
            text = formatted(numbers[depth], of.format, of.example)
            if text is None:
                self.numbering.unknown.add(of.format)
            return str(numbers[depth]) if text is None else text

        return PLACEHOLDER.sub(written, level.text)


def read_list(element: Element) -> List:
    """A `w:num` with its overrides of the definition."""
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element.findall(w("lvlOverride")):
        depth = number(override, "ilvl")
        if (override_level := below(override, "lvl")) is not None:
            levels[depth] = read_level(override_level)
        if (start := below(override, "startOverride")) is not None:
            starts[depth] = number(start)
    return List(value(below(element, "abstractNumId")), starts, levels)


def read_level(element: Element) -> Level:
    """A `w:lvl`."""
    restart, fonts = below(element, "lvlRestart"), below(element, "rPr", "rFonts")
    return Level(
        start=number(below(element, "start")),
        format=value(below(element, "numFmt")) or "decimal",
        example=value(below(element, "numFmt"), "format"),
        text=value(below(element, "lvlText")),
        suffix=value(below(element, "suff")) or "tab",
        restart=None if restart is None else number(restart),
        figures=bool(switch(element, "isLgl")),
        style=value(below(element, "pStyle")),
        hidden=bool(switch(below(element, "rPr"), "vanish")),
        font=value(fonts, "ascii") or value(fonts, "hAnsi"),
        has_picture=below(element, "lvlPicBulletId") is not None,
    )


def write_numbers(story: Element, numbering: Numbering, remarks: Remarks, *, boxed: bool = False) -> None:
    """Writes the automatic numbers of a story into its text; each text box in it is counted by itself."""
    counter = LabelCounter(numbering)
    for paragraph in own_paragraphs(story):
        skipped_before = len(counter.skipped)
        label = counter.label(paragraph)
        if label is None:
            continue
        if label.is_bullet:
            # Each of Word's own styles for lists is a list of one level.
            names = (STYLED.fullmatch(name) for name in numbering.styles.names_of(paragraph))
            styled = next((int(match[1]) - 1 for match in names if match), 0)
            paragraph.set(DEPTH, str(max(label.depth, styled)))
        if label.text:
            text = label.before(beginning(paragraph))
            insert(paragraph, text, numbering.styles)
            remarks.count("bullet" if label.is_bullet else "numbers", plain_text(paragraph))
            if boxed and not label.is_bullet:
                remarks.add("number_in_box", number=text.strip())
        if len(counter.skipped) > skipped_before:
            remarks.count("number_skipped", plain_text(paragraph))
    for box in story.iter(BOX):
        if box is not story:
            write_numbers(box, numbering, remarks, boxed=True)


def own_paragraphs(element: Element) -> Iterator[Element]:
    """The paragraphs below an element, without those in text boxes."""
    for child in element:
        if child.tag == PARAGRAPH:
            yield child
        elif child.tag != BOX:
            yield from own_paragraphs(child)


def beginning(paragraph: Element) -> str:
    return "".join("[" if each.tag in NOTES else each.text or "" for each in paragraph.iter() if each.tag in VISIBLE)


def insert(paragraph: Element, text: str, styles: Styles) -> None:
    """Inserts a number as the first run of a paragraph, as bold and italic as that begins."""
    first = paragraph.find(RUN)
    look = styles.paragraph_mark(paragraph) if first is None else styles.run(paragraph, first)
    switches = {"b": bool(look.bold), "i": bool(look.italic), "strike": False, "dstrike": False, "caps": False}
    elements = [make(name, {"val": str(int(is_on))}) for name, is_on in switches.items()]
    fonts = make("rFonts", {"ascii": "Times New Roman", "hAnsi": "Times New Roman"})
    properties = make("rPr", None, fonts, *elements, make("vertAlign", {"val": "baseline"}))
    paragraph.insert(0, make("r", None, properties, text_element(text)))


def report_doubts(numbering: Numbering, remarks: Remarks) -> None:
    """Reports numbers and bullets that Word may show otherwise."""
    for name in sorted(numbering.unknown):
        remarks.add("number_format", name=name)
    for name in ("bullet_filled", "bullet_picture"):
        if name in numbering.ornaments:
            remarks.add(name)
