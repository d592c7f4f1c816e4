"""Set phrases (固定提法) in a text: what of them is left out, doubled or out of order."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lanmu.checks.sources.wording import Index, Place
from lanmu.content.wording import Formula

# What may stand between two parts that follow one another in a sentence.
BETWEEN = re.compile(r"[\s、，；：,;“”‘’（）一二三四五六七八九十是要和与及以并的]*")
BRACKET = re.compile("[”’」》]*（")
# How far after its name the first part of a phrase begins, and how far the last one may be from the name.
NEAR, FAR = 12, 400
ALIKE = 0.5


@dataclass(frozen=True)
class Fault(Place[Formula]):
    """A set phrase in a text, and what is wrong with it."""

    words: str


def faults(text: str, index: Index[Formula]) -> Iterator[Fault]:
    """The set phrases of a text that are not as they should be."""
    by_formula: dict[int, list[Place[Formula]]] = {}
    for place in index.places(text):
        by_formula.setdefault(id(place.entry), []).append(place)
    for places in by_formula.values():
        formula = places[0].entry
        parts = [place for place in places if place.word in formula.parts]
        names = [place for place in places if place.word == formula.name]
        runs = after_names(text, names, parts) if formula.name else rows(text, parts)
        for run in runs:
            if words := judged(text, formula, run):
                start, end = run[0].start, run[-1].end
                yield Fault(text[start:end], formula, start, words)


def words_of(formula: Formula) -> Iterator[tuple[str, Formula]]:
    """The words by which a set phrase is found."""
    for word in (*formula.parts, *([formula.name] if formula.name else [])):
        yield word, formula


def after_names(
    text: str, names: Sequence[Place[Formula]], parts: Sequence[Place[Formula]]
) -> Iterator[list[Place[Formula]]]:
    """The parts listed after each mention of the name: in brackets, or up to the last part of the phrase."""
    position = 0
    for name, following in zip(names, [*names[1:], None], strict=False):
        end = min(name.end + FAR, following.start if following else name.end + FAR)
        if BRACKET.match(text, name.end):
            closing = text.find("）", name.end, end)
            end = closing if closing >= 0 else end
        run: list[Place[Formula]] = []
        while position < len(parts) and parts[position].start < end:
            if parts[position].start >= name.end and not (run and is_whole(run)):
                run.append(parts[position])
            position += 1
        if run and run[0].start - name.end <= NEAR:
            yield run


def rows(text: str, parts: Iterable[Place[Formula]]) -> Iterator[list[Place[Formula]]]:
    """Parts that follow one another, with nothing between them but punctuation, or one item that looks like a part."""
    run: list[Place[Formula]] = []
    for part in parts:
        if run and (is_whole(run) or not follows(text, run[-1], part)):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def is_whole(run: Sequence[Place[Formula]]) -> bool:
    """True when the parts are all there, in order."""
    parts = run[0].entry.parts
    return len(run) == len(parts) and all(place.word == part for place, part in zip(run, parts, strict=True))


def follows(text: str, first: Place[Formula], second: Place[Formula]) -> bool:
    """True when two parts stand in one row."""
    gap = text[first.end : second.start]
    longest = max(map(len, first.entry.parts))
    if BETWEEN.fullmatch(gap):
        return len(gap) <= NEAR
    near = len(gap) <= longest + NEAR and not re.search("[。！？]", gap)
    return near and any(like(gap, part) for part in first.entry.parts)


def like(gap: str, part: str) -> bool:
    """True when what stands between two parts was meant to be this one."""
    word = re.sub(r"^[\s、，；：。,;“”‘’（）]+|[\s、，；：。,;“”‘’（）]+$", "", gap)
    return difflib.SequenceMatcher(None, word, part, autojunk=False).ratio() >= ALIKE


def judged(text: str, formula: Formula, run: Sequence[Place[Formula]]) -> str:
    """What is wrong with one occurrence; empty when it is right, or names too little of the phrase to be it."""
    words = [place.word for place in run]
    named = [part for part in formula.parts if part in words]
    if 2 * len(named) <= len(formula.parts):
        return ""
    doubled = [part for part in named if words.count(part) > 1]
    if doubled:
        return f"「{'」「'.join(doubled)}」写了两遍"
    missing = [part for part in formula.parts if part not in words]
    if missing and formula.whole:
        gaps = [text[a.end : b.start] for a, b in itertools.pairwise(run)]
        written = next((gap for gap in gaps if any(like(gap, part) for part in missing)), "")
        instead = f"（写成了「{written.strip(' 、，；：。,;“”')}」）" if written else ""
        return f"缺「{'」「'.join(missing)}」{instead}"
    return "次序不对" if words != named else ""
