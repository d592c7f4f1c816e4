"""The colours of a look: from a main colour, an accent and the paper to the tokens of tokens.css, and to the inks of print.

A tint keeps the hue of its source; lightness and chroma are those of the same token in tokens.css, which were chosen by eye.
What is read is then made darker or lighter until it can be, and so are the grounds made of the main colour. The main colour
and the paper stay as the office has them: where nothing can be read on them, that is a shortfall, which a rule reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Literal, NamedTuple

from lanmu.content.colour import Colour, channels, contrast, mixed
from lanmu.content.settings import Look

Tokens = dict[str, str]
Field = Literal["main", "paper"]
SETS = {
    "red-gold": ("#9b1c1c", "#c9973a", "#fbf8f2"),
    "green": ("#1a6244", "#c4a24a", "#f7faf5"),
    "blue": ("#1b4f8f", "#cf9a45", "#f6f9fc"),
    "grey": ("#46525c", "#b9804f", "#f8f8f6"),
}
"""The main colour, the accent and the paper of each set."""
TEXT, LARGE_EDITION, SHAPE = 4.5, 7.0, 3.0
"""Least contrast: of text (WCAG 2.2, SC 1.4.3), of text in 长辈版 (1.4.6), of a focus ring or the edge of a field (1.4.11)."""
STEP = 0.005
WHITE, BLACK = "#ffffff", "#000000"
NUMBER = re.compile(r"\d+")
GLOW_SHARE = 0.15
"""How much of the glow lies over the banner where its text stands (masthead.css)."""
SHADE_SHARE = 0.72
"""How much of the shade lies over a banner picture, which may be white."""
MIDDLE = 0.7
"""Inks that are lighter than this are read on dark grounds."""


class Contrast(NamedTuple):
    """Each of these inks is read on each of these grounds, by the names of tokens, and needs this contrast."""

    inks: Sequence[str]
    grounds: Sequence[str]
    least: float


WRITTEN = ("ink", "ink-soft", "brand-ink", "accent-ink")
PAPER = ("paper", "sheet", "tint")
BANNER = ("brand-dark", "brand", "brand-bright", "glowing", "shaded")
CONTRASTS = (
    Contrast(WRITTEN, (*PAPER, "line"), TEXT),
    Contrast(("on-brand", "on-brand-soft"), BANNER, TEXT),
    Contrast(("on-brand-name",), ("brand-dark", "brand", "brand-bright", "shaded"), TEXT),
    Contrast(("on-brand-title", "on-brand-link"), ("brand-dark", "brand"), TEXT),
    Contrast(("on-brand-foot", "on-brand-quiet"), ("brand-dark",), TEXT),
    Contrast(("on-accent",), ("accent",), TEXT),
    Contrast(("on-highlight",), ("hit", "spoken"), TEXT),
    Contrast(("focus",), PAPER, SHAPE),
)
# Its banner is plain, its pictures and charts are hidden (elder.css).
ELDER_CONTRASTS = (
    Contrast(WRITTEN, PAPER, LARGE_EDITION),
    Contrast(("on-brand",), ("brand-dark", "brand"), LARGE_EDITION),
    Contrast(("on-brand-name", "on-brand-soft", "on-brand-title", "on-brand-link"), ("brand-dark",), LARGE_EDITION),
    Contrast(("on-highlight",), ("hit", "spoken"), LARGE_EDITION),
    Contrast(("focus", "line"), PAPER, SHAPE),
)
INHERITED = {
    "light": ("light",),
    "dark": ("light", "dark"),
    "elder": ("light", "elder"),
    "elder-dark": ("light", "dark", "elder", "elder-dark"),
}
"""The blocks of tokens.css in their order, each with those that hold where it does, the strongest last."""


@dataclass(frozen=True)
class Inks:
    """The colours of a printed page: of bars and titles, of lines, of words on the main colour, of two tinted grounds, and of
    the frame around one."""

    main: str
    accent: str
    on_main: str
    pale: str
    sand: str
    edge: str


class Shortfall(NamedTuple):
    """An ink that is too near to its ground, and the field of the look to change."""

    field: Field
    ink: str
    ground: str
    ratio: float
    least: float


@dataclass(frozen=True)
class Palette:
    """What a look gives: the tokens of each block of tokens.css (none where they stay as they are there), the inks of each
    printed channel, and what cannot be read."""

    modes: Mapping[str, Tokens]
    print: Mapping[str, Inks]
    shortfalls: tuple[Shortfall, ...] = ()


DEFAULT = Palette(
    {},
    {
        "poster": Inks("#a8191f", "#b98a2f", "#fbe9b7", "#faf4e6", "#f7f1e4", "#b9a57a"),
        "newspaper": Inks("#b3121b", "#c39a3f", "#fbe9b7", "#fbf3ee", "#f7f1e4", "#b9a57a"),
        "wechat": Inks("#9b1c1c", "#c9973a", "#fbe9b7", "#fbf6ee", "#f7f1e4", "#b9a57a"),
    },
)
"""The look of tokens.css; each channel on paper has a red of its own, lighter than on screens."""


@cache
def palette(look: Look) -> Palette:
    """The colours of a look."""
    if look.is_default:
        return DEFAULT
    main, accent, paper = map(Colour.parse, sources(look))
    blocks = {"light": light, "dark": dark, "elder": elder, "elder-dark": elder_dark}
    modes: dict[str, Tokens] = {}
    for name, block in blocks.items():
        modes[name] = block(main, accent, paper)
        seen = effective(modes, name)
        for contrasts in contrasts_in(name):
            for ink in [ink for ink in contrasts.inks if ink in modes[name]]:
                grounds = [seen[ground] for ground in contrasts.grounds]
                seen[ink] = modes[name][ink] = legible(seen[ink], grounds, contrasts.least)
    inks = printed(main, accent)
    return Palette(modes, dict.fromkeys(DEFAULT.print, inks), (*shortfalls(modes), *shortfalls_in_print(inks)))


def sources(look: Look) -> tuple[str, str, str]:
    """The main colour, the accent and the paper of a look: its own, else those of its set."""
    main, accent, paper = SETS[look.colours]
    return look.main or main, look.accent or accent, look.paper or paper


def nearest(look: Look, field: Field) -> str:
    """The colour next to the look's own for a field with which nothing falls short there."""
    colour = Colour.parse(sources(look)[0 if field == "main" else 2])
    short, enough = colour.lightness, 0.0 if field == "main" else 1.0
    while abs(enough - short) > STEP:
        middle = (short + enough) / 2
        changed = look.model_copy(update={field: colour.at(middle, colour.chroma).text})
        if any(shortfall.field == field for shortfall in palette(changed).shortfalls):
            short = middle
        else:
            enough = middle
    return colour.at(enough, colour.chroma).text


def light(main: Colour, accent: Colour, paper: Colour) -> Tokens:
    """The first block, for light screens: every token that follows the look."""
    warm, tinge = warmth(accent), min(paper.chroma, 0.02)
    cream, quiet = accent.at(0.981, 0.020 * warm).text, accent.at(0.839, 0.082 * warm).text
    bright = dimmed(main.at(1.08 * main.lightness, main.chroma), main.lightness, lambda ground: reads(cream, ground))
    glow = dimmed(
        accent.at(0.80, 0.13 * warm), bright.lightness, lambda glow: reads(cream, mixed(glow, bright.text, GLOW_SHARE))
    )
    return {
        "brand": main.text,
        "brand-dark": dimmed(main.at(0.84 * main.lightness, 0.85 * main.chroma), 0, lambda g: reads(quiet, g)).text,
        "brand-bright": bright.text,
        "brand-ink": main.text if main.lightness < MIDDLE else main.at(0.6, main.chroma).text,
        "accent": accent.text,
        "accent-soft": accent.at(0.862, 0.077 * warm).text,
        "accent-ink": accent.at(0.478, 0.093 * warm).text,
        "on-accent": main.at(0.251, 0.45 * main.chroma).text if reads(BLACK, accent.text) else WHITE,
        "focus": accent.at(0.60, accent.chroma).text,
        "glow": triple(glow),
        "ring": triple(accent.at(0.865, 0.09 * warm)),
        "paper": paper.text,
        "sheet": WHITE,
        "tint": paper.at(0.982 * paper.lightness, 1.9 * tinge).text,
        "line": paper.at(0.915 * paper.lightness, 2.4 * tinge).text,
        "ink": paper.at(0.243, 0.9 * tinge).text,
        "ink-soft": paper.at(0.455, 1.9 * tinge).text,
        "on-brand": cream,
        "on-brand-name": accent.at(0.911, 0.068 * warm).text,
        "on-brand-soft": accent.at(0.939, 0.052 * warm).text,
        "on-brand-title": accent.at(0.919, 0.064 * warm).text,
        "on-brand-link": accent.at(0.941, 0.062 * warm).text,
        "on-brand-foot": accent.at(0.923, 0.032 * warm).text,
        "on-brand-quiet": quiet,
        "on-brand-hover": f"rgba({triple(accent.at(0.955, 0.05 * warm))}, .12)",
        "banner-shade": f"rgba({triple(main.at(0.2, 0.5 * main.chroma))}, {SHADE_SHARE})",
        "chart-2": accent.at(0.529, 0.101 * warm).text,
        "chart-3": paper.at(0.395, 3 * tinge).text,
        "spoken": accent.at(0.914, 0.111 * warm).text,
        "on-highlight": paper.at(0.243, 0.9 * tinge).text,
        "shadow-bar": f"rgba({triple(main.at(0.35, 0.4 * main.chroma))}, .06)",
        "shadow-sheet": f"rgba({triple(main.at(0.28, 0.3 * main.chroma))}, .18)",
        "backdrop": f"rgba({triple(main.at(0.17, 0.2 * main.chroma))}, .6)",
    }


def dark(main: Colour, accent: Colour, paper: Colour) -> Tokens:
    """What is different on dark screens."""
    warm, tinge = warmth(accent), min(paper.chroma, 0.02)
    cream = accent.at(0.968, 0.033 * warm).text
    brand = dimmed(main.at(0.86 * main.lightness, 0.85 * main.chroma), 0, lambda ground: reads(cream, ground))
    return {
        "brand": brand.text,
        "brand-dark": brand.at(0.78 * brand.lightness, 0.75 * brand.chroma).text,
        "brand-ink": main.at(0.793, 0.74 * main.chroma).text,
        "accent-soft": accent.at(0.544, 0.089 * warm).text,
        "accent-ink": accent.at(0.829, 0.099 * warm).text,
        "focus": accent.at(max(accent.lightness, 0.707), accent.chroma).text,
        "paper": paper.at(0.194, 0.7 * tinge).text,
        "sheet": paper.at(0.234, 0.9 * tinge).text,
        "tint": paper.at(0.266, 1.6 * tinge).text,
        "line": paper.at(0.338, 1.8 * tinge).text,
        "ink": paper.at(0.922, 2 * tinge).text,
        "ink-soft": paper.at(0.753, 2.4 * tinge).text,
        "on-brand": cream,
        "hit": accent.at(0.881, 0.095 * warm).text,
    }


def elder(main: Colour, accent: Colour, paper: Colour) -> Tokens:
    """What is different in 长辈版 on light screens, and on dark ones as far as these do not say otherwise."""
    warm, tinge = warmth(accent), min(paper.chroma, 0.02)
    brand = dimmed(main.at(0.86 * main.lightness, 0.86 * main.chroma), 0, lambda ground: reads(WHITE, ground, 8))
    ochre = accent.at(0.518, 0.105 * warm).text
    return {
        "brand": brand.text,
        "brand-dark": brand.at(0.81 * brand.lightness, 0.8 * brand.chroma).text,
        "brand-ink": brand.text,
        "accent": ochre,
        "accent-soft": ochre,
        "accent-ink": accent.at(0.365, 0.077 * warm).text,
        "focus": ochre,
        "paper": paper.at(max(0.994, paper.lightness), 0.8 * tinge).text,
        "sheet": WHITE,
        "tint": paper.at(0.972, 1.8 * tinge).text,
        "line": paper.at(0.609, 3 * tinge).text,
        "ink": paper.at(0.181, 0.7 * tinge).text,
        "ink-soft": paper.at(0.329, 1.5 * tinge).text,
        "on-brand": WHITE,
        "hit": accent.at(0.881, 0.095 * warm).text,
    }


def elder_dark(main: Colour, accent: Colour, paper: Colour) -> Tokens:
    """What is different in 长辈版 on dark screens."""
    warm, tinge = warmth(accent), min(paper.chroma, 0.02)
    brand = dimmed(main.at(0.76 * main.lightness, 0.76 * main.chroma), 0, lambda ground: reads(WHITE, ground, 9))
    straw = accent.at(0.867, 0.095 * warm).text
    return {
        "brand": brand.text,
        "brand-dark": brand.at(0.74 * brand.lightness, 0.7 * brand.chroma).text,
        "brand-ink": main.at(0.848, 0.51 * main.chroma).text,
        "accent": straw,
        "accent-soft": straw,
        "accent-ink": accent.at(0.897, 0.081 * warm).text,
        "focus": straw,
        "paper": paper.at(0.152, 0.5 * tinge).text,
        "sheet": paper.at(0.190, 0.7 * tinge).text,
        "tint": paper.at(0.235, 1.2 * tinge).text,
        "ink": paper.at(0.987, 1.3 * tinge).text,
        "ink-soft": paper.at(0.892, 2.2 * tinge).text,
    }


def printed(main: Colour, accent: Colour) -> Inks:
    """The inks of posters and newspaper pages."""
    warm = warmth(accent)
    return Inks(
        main.text,
        accent.text,
        legible(accent.at(0.936, 0.067 * warm).text, [main.text], TEXT),
        lightened(main.at(0.968, min(0.1 * main.chroma, 0.012)), main.text),
        lightened(accent.at(0.959, 0.018 * warm), main.text),
        accent.at(0.729, 0.063 * warm).text,
    )


def warmth(accent: Colour) -> float:
    """The chroma of an accent as a part of that of the gold in tokens.css, at most 1."""
    return min(accent.chroma / 0.123, 1.0)


def triple(colour: Colour) -> str:
    """Red, green and blue, for style sheets that add an opacity of their own."""
    return ", ".join(map(str, channels(colour.text)))


def reads(ink: str, ground: str, least: float = TEXT) -> bool:
    """True when an ink is read on a ground."""
    return contrast(ink, ground) >= least


def dimmed(colour: Colour, lowest: float, is_enough: Callable[[str], bool]) -> Colour:
    """The colour, darker until it is enough, and not below the lowest lightness."""
    while colour.lightness > lowest and not is_enough(colour.text):
        colour = colour.at(max(colour.lightness - STEP, lowest), colour.chroma)
    return colour


def lightened(ground: Colour, ink: str) -> str:
    """The ground, lighter until the ink is read on it, or white."""
    while not reads(ink, ground.text) and ground.lightness < 1:
        ground = ground.at(ground.lightness + STEP, ground.chroma)
    return ground.text


def legible(ink: str, grounds: Sequence[str], least: float) -> str:
    """The ink, lighter (a light one) or darker (a dark one) until it is read on all grounds, or white or black."""
    colour = Colour.parse(ink)
    step = STEP if colour.lightness > MIDDLE else -STEP
    while not all(reads(ink, ground, least) for ground in grounds) and 0 < colour.lightness < 1:
        colour = colour.at(colour.lightness + step, colour.chroma)
        ink = colour.text
    return ink


def contrasts_in(mode: str) -> tuple[Contrast, ...]:
    """The pairs of colours that must have enough contrast in a mode."""
    return ELDER_CONTRASTS if mode.startswith("elder") else CONTRASTS


def effective(modes: Mapping[str, Tokens], mode: str) -> Tokens:
    """All tokens as they hold in a mode, and the banner where its glow lies over it, or its shade over a white picture."""
    tokens: Tokens = {}
    for name in INHERITED[mode]:
        tokens |= modes.get(name, {})
    tokens.setdefault("hit", tokens["accent-soft"])
    glow, shade = (
        "#" + "".join(f"{int(value):02x}" for value in NUMBER.findall(tokens[name])[:3])
        for name in ("glow", "banner-shade")
    )
    glowing, shaded = mixed(glow, tokens["brand-bright"], GLOW_SHARE), mixed(shade, WHITE, SHADE_SHARE)
    return tokens | {"glowing": glowing, "shaded": shaded}


def shortfalls(modes: Mapping[str, Tokens]) -> Iterator[Shortfall]:
    """What falls short in the blocks of tokens.css."""
    for mode in modes:
        tokens = effective(modes, mode)
        for contrasts in contrasts_in(mode):
            for ink, ground in product(contrasts.inks, contrasts.grounds):
                ratio = contrast(tokens[ink], tokens[ground])
                if ratio < contrasts.least:
                    field: Field = "main" if ground in BANNER else "paper"
                    yield Shortfall(field, tokens[ink], tokens[ground], ratio, contrasts.least)


def shortfalls_in_print(inks: Inks) -> Iterator[Shortfall]:
    """What falls short on paper: titles in the main colour, and words on it."""
    for ink, ground in ((inks.main, inks.pale), (inks.main, inks.sand), (inks.on_main, inks.main)):
        ratio = contrast(ink, ground)
        if ratio < TEXT:
            yield Shortfall("main", ink, ground, ratio, TEXT)
