"""The formatting of runs and paragraphs: document defaults, styles with the styles they are based on, direct formatting.

ECMA-376 part 1, clause 17.7. Table styles are not read: they colour and frame, they do not change the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Self
from xml.etree.ElementTree import Element

from lanmu.intake.word.tree import below, number, switch, value, w

# Clause 17.7.3: set by both a paragraph style and a character style, these cancel each other out.
TOGGLES = ("bold", "italic", "strike", "caps", "hidden")
SWITCHES = {"bold": "b", "italic": "i", "strike": "strike", "caps": "caps", "hidden": "vanish", "double": "dstrike"}
HEADING = re.compile(r"(?:heading|标题)\s*([1-9])(?:\s*char)?", re.IGNORECASE)
NO_LEVEL = 9
"""`w:outlineLvl` for running text (clause 17.3.1.20)."""


# A document has few looks and many runs.
@lru_cache(maxsize=4096)
def laid_over(look: PartialLook, base: PartialLook) -> Any:
    values = {each.name: getattr(look, each.name) for each in fields(look)}
    return replace(base, **{name: value for name, value in values.items() if value not in (None, "", ())})


@dataclass(frozen=True)
class PartialLook:
    """Formatting of which every property may be unset: None, an empty string or an empty tuple."""

    def over(self, base: Self) -> Self:
        """The properties that are set here, and `base` for the others."""
        look: Self = laid_over(self, base)
        return look


@dataclass(frozen=True)
class RunLook(PartialLook):
    """How a run looks."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    double: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    underline: bool | None = None
    vertical: str = ""
    """`superscript`, `subscript`, `baseline`."""
    position: int | None = None
    """Half points above the line."""
    size: int | None = None
    """Half points."""
    han: str = ""
    """The font of Chinese characters."""
    latin: str = ""
    """The font of letters and figures."""
    colour: str = ""
    """Six hexadecimal digits."""


@dataclass(frozen=True)
class ParagraphLook(PartialLook):
    """How a paragraph looks, and its place in a list."""

    alignment: str = ""
    outline: int | None = None
    left: int | None = None
    """Indents in twips (1/1440 inch)."""
    first: int | None = None
    list_id: str = ""
    level: int | None = None
    right_tabs: tuple[int, ...] = ()
    """Where text is aligned to the right of a tab, in twips."""
    tabs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Style:
    """One style as it is written."""

    id: str
    name: str
    based_on: str
    run: RunLook
    paragraph: ParagraphLook


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element) -> None:
        styles = [
            Style(
                id=value(style, "styleId"),
                name=value(below(style, "name")),
                based_on=value(below(style, "basedOn")),
                run=read_run(below(style, "rPr")),
                paragraph=read_paragraph(below(style, "pPr")),
            )
            for style in root.findall(w("style"))
        ]
        # Clause 17.7.4.17: of several styles with one identifier the first counts.
        self.by_id = {style.id: style for style in reversed(styles)}
        defaults = below(root, "docDefaults")
        self.run_default = read_run(below(defaults, "rPrDefault", "rPr"))
        self.paragraph_default = read_paragraph(below(defaults, "pPrDefault", "pPr"))
        paragraphs = [style for style in root.findall(w("style")) if value(style, "type") == "paragraph"]
        by_default = (style for style in paragraphs if value(style, "default").lower() in ("1", "true", "on"))
        self.standard = value(next(by_default, None), "styleId")
        self.base_look = lru_cache(maxsize=None)(self.base_look_of)

    def chain(self, identifier: str) -> list[Style]:
        """A style and what it is based on, nearest first."""
        chain: list[Style] = []
        while identifier in self.by_id and self.by_id[identifier] not in chain:
            chain.append(self.by_id[identifier])
            identifier = chain[-1].based_on
        return chain

    def style_of(self, paragraph: Element) -> str:
        """The identifier of a paragraph's style."""
        return value(below(paragraph, "pPr", "pStyle")) or self.standard

    def names_of(self, paragraph: Element) -> list[str]:
        """The names of a paragraph's style and of what it is based on, in lower case."""
        return [style.name.lower() for style in self.chain(self.style_of(paragraph))]

    def run(self, paragraph: Element, run: Element) -> RunLook:
        """How a run in a paragraph looks."""
        return self.with_properties(paragraph, run.find(w("rPr")))

    def paragraph_mark(self, paragraph: Element) -> RunLook:
        """How the mark at the end of a paragraph looks."""
        return self.with_properties(paragraph, below(paragraph, "pPr", "rPr"))

    def with_properties(self, paragraph: Element, properties: Element | None) -> RunLook:
        base = self.base_look(self.style_of(paragraph), value(below(properties, "rStyle")))
        return base if properties is None else read_run(properties).over(base)

    def base_look_of(self, paragraph_style: str, character_style: str) -> RunLook:
        low, high = self.run_default, RunLook()
        for style in reversed(self.chain(paragraph_style)):
            low = style.run.over(low)
        for style in reversed(self.chain(character_style)):
            high = style.run.over(high)
        crossed = {name: getattr(low, name) != getattr(high, name) for name in TOGGLES if getattr(high, name)}
        return replace(high.over(low), **crossed)

    def paragraph(self, paragraph: Element) -> ParagraphLook:
        """How a paragraph looks."""
        look = self.paragraph_default
        for style in reversed(self.chain(self.style_of(paragraph))):
            look = style.paragraph.over(look)
        return read_paragraph(below(paragraph, "pPr")).over(look)

    def heading_level(self, paragraph: Element) -> int | None:
        """0 for a heading of the first level … 8; None for what is no heading by its style or outline level.

        An outline level of its own outweighs the style's; a style without one is known by its name: programs other than
        Word write styles called `heading 1` or 标题 1 with nothing in them.
        """
        outline = self.paragraph(paragraph).outline
        if outline is None:
            named = (HEADING.fullmatch(name) for name in self.names_of(paragraph))
            return next((int(match[1]) - 1 for match in named if match), None)
        return outline if 0 <= outline < NO_LEVEL else None


def read_run(properties: Element | None) -> RunLook:
    """The direct formatting of a `w:rPr`."""
    if properties is None:
        return RunLook()
    switches = {name: switch(properties, tag) for name, tag in SWITCHES.items()}
    fonts, size, position = below(properties, "rFonts"), below(properties, "sz"), below(properties, "position")
    colour, line = value(below(properties, "color")), below(properties, "u")
    return RunLook(
        **switches,
        underline=None if line is None else value(line) != "none",
        vertical=value(below(properties, "vertAlign")),
        position=None if position is None else number(position),
        size=None if size is None else number(size),
        han=value(fonts, "eastAsia"),
        latin=value(fonts, "ascii") or value(fonts, "hAnsi"),
        colour="" if colour == "auto" else colour,
    )


def read_paragraph(properties: Element | None) -> ParagraphLook:
    """The direct formatting of a `w:pPr`."""
    if properties is None:
        return ParagraphLook()
    outline, indent = below(properties, "outlineLvl"), below(properties, "ind")
    level = below(properties, "numPr", "ilvl")
    stops = properties.findall(f"{w('tabs')}/{w('tab')}")
    return ParagraphLook(
        alignment=value(below(properties, "jc")),
        outline=None if outline is None else number(outline),
        left=length(indent, "start", "left"),
        first=length(indent, "firstLine"),
        list_id=value(below(properties, "numPr", "numId")),
        level=None if level is None else number(level),
        tabs=tuple(sorted(number(stop, "pos") for stop in stops if value(stop) not in ("clear", "bar"))),
        right_tabs=tuple(sorted(number(stop, "pos") for stop in stops if value(stop) in ("right", "end"))),
    )


def length(indent: Element | None, *names: str) -> int | None:
    """The first of some indents that is set, in twips."""
    for name in names:
        if characters := number(indent, f"{name}Chars"):
            # Hundredths of a character.
            return characters * 320 // 100
        if value(indent, name):
            return number(indent, name)
    return None
