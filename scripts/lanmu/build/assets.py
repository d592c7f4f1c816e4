"""Style and script of all components in one file each, named by content so that browsers may keep them for good; the colours
of the look in the style and in the icon."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from lanmu.content.article import Audience
from lanmu.content.palette import palette
from lanmu.content.settings import Look, Settings
from lanmu.locales.script_conversion import CORNER_QUOTES

FOLDER = "assets/lanmu"
# The colours that all others name, then what holds for every element.
FIRST = ("tokens", "base")
# Runs in the head before anything is drawn, so it is a file of its own.
EARLY = "early.js"
# What marks the pages of the internal edition, and gives Traditional text the points of the mainland: other sites have nothing of it.
INTERNAL, POINTS = "internal.css", "points.css"
ICON = f"{FOLDER}/favicon.svg"
BLOCK = re.compile(r"(?<=\{)[^{}]*(?=\})")
TOKEN = re.compile(r"^( *)--([\w-]+): ([^;\n]+);", re.MULTILINE)


def parts(overrides: Path, kind: str) -> list[Path]:
    """The components' files of one kind (`css`, `js`): `tokens` and `base` first, the others by name."""
    files = sorted(path for path in (overrides / FOLDER).glob(f"*.{kind}") if path.name != EARLY)
    return sorted(files, key=lambda path: FIRST.index(path.stem) if path.stem in FIRST else len(FIRST))


def bundle(overrides: Path, kind: str, settings: Settings, audience: Audience = "public") -> tuple[str, str]:
    """Address and text of the bundle of one kind; eight hexadecimal digits in the name change with the text."""
    unused = {INTERNAL} if audience == "public" else set()
    unused |= {POINTS} if settings.traditional.quotes == CORNER_QUOTES else set()
    texts = [
        tokens(overrides, settings.site.look) if path.name == "tokens.css" else path.read_text(encoding="utf-8").strip()
        for path in parts(overrides, kind)
        if path.name not in unused
    ]
    text = "\n".join(texts) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"assets/lanmu.{digest}.{kind}", text


def tokens(overrides: Path, look: Look) -> str:
    """tokens.css with the values of a look."""
    text = (overrides / FOLDER / "tokens.css").read_text(encoding="utf-8").strip()
    modes = iter(palette(look).modes.values())
    return BLOCK.sub(lambda block: with_values(block[0], next(modes, {})), text)


def with_values(block: str, values: Mapping[str, str]) -> str:
    """A block of declarations with these values; tokens that do not follow the look keep theirs."""
    return TOKEN.sub(lambda token: f"{token[1]}--{token[2]}: {values.get(token[2], token[3])};", block)


def values(overrides: Path, look: Look) -> list[dict[str, str]]:
    """What the blocks of tokens.css say with a look: on light screens, what is different on dark ones, and in 长辈版."""
    return [
        {name: value for _, name, value in TOKEN.findall(block)} for block in BLOCK.findall(tokens(overrides, look))
    ]


def icon(overrides: Path, look: Look) -> str:
    """The site's icon in the colours of a look."""
    drawing = (overrides / ICON).read_text(encoding="utf-8")
    first = values(overrides, look)[0]
    return re.sub(r"\{([\w-]+)\}", lambda token: first[token[1]], drawing)
