"""Idioms of four characters: pypinyin's list of phrases, and those of idioms.yml that it lacks.

What is needed of pypinyin is kept in this user's folder for caches: to load it takes a quarter of a check of few articles.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from itertools import permutations
from pathlib import Path

import platformdirs

from lanmu.content.fingerprint import digest
from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import authenticated, verified
from lanmu.storage.files import write_bytes
from lanmu.storage.program_data import read_program_data

FILE = Path(__file__).with_name("idioms.yml")
LENGTH = 4
HAN = re.compile(r"[\u4e00-\u9fff]")
# Characters that may precede or follow an idiom without forming a word with it.
BEFORE = frozenset(
    "的地得了着是要会能可应须需在和与及或让使被把将对更很都也就才不而令又以已仍还便则真皆均我们他她人者去来做到为有"
)
AFTER = frozenset("的地得了着是和与及或而等之在不也就都会将能要为者时中上下式般")
RUN = re.compile(r"[\u4e00-\u9fff]{4,}")
# Last characters of names of things, which are put together freely; longer ones are the `names` of idioms.yml.
NAME_ENDS = frozenset("律语人河湖海江省市州国山岛湾族党派家者员所馆院室厂站车机器型性率法")


@dataclass(frozen=True)
class Phrases:
    """What is kept of pypinyin: `words` of fewer than four characters, `correct` phrases of four, `chosen` idioms among these;
    `sounds` are readings without tones, of each idiom with blanks between, and of every character."""

    words: list[str]
    correct: list[str]
    chosen: list[str]
    sounds: dict[str, str]


@dataclass(frozen=True)
class Idioms:
    """`correct`: phrases of four characters; `words`: shorter ones; `starts`, `ends`: idioms by their first and their
    second half; `variants`: pairs of interchangeable characters; `sounds`: as in Phrases."""

    correct: frozenset[str]
    words: frozenset[str]
    starts: dict[str, list[str]]
    ends: dict[str, list[str]]
    variants: frozenset[tuple[str, str]]
    sounds: dict[str, str]


@dataclass(frozen=True)
class Slip:
    """An idiom with one character of the same sound in the place of its own."""

    start: int
    written: str
    idiom: str


@functools.cache
def idioms() -> Idioms:
    """The idioms, read once."""
    phrases = kept_phrases()
    starts: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    for idiom in phrases.chosen:
        starts.setdefault(idiom[:2], []).append(idiom)
        ends.setdefault(idiom[2:], []).append(idiom)
    variants = read_program_data(FILE)["variants"]
    return Idioms(
        frozenset(phrases.correct),
        frozenset(phrases.words),
        starts,
        ends,
        frozenset(pair for group in variants for pair in permutations(group, 2)),
        phrases.sounds,
    )


def kept_phrases() -> Phrases:
    """The phrases as this user has kept them for this program, these lists and this pypinyin; else they are made and kept."""
    made_from = b"".join(file.read_bytes() for file in (FILE, Path(__file__)))
    purpose = f"idioms {metadata.version('pypinyin')} {digest(made_from)}"
    path = platformdirs.user_cache_path("lanmu", appauthor=False) / "idioms.json"
    with suppress(OSError):
        if data := verified(path.read_bytes(), purpose):
            return Phrases(**json.loads(bytes(data)))
    phrases = made_phrases()
    text = json.dumps(vars(phrases), ensure_ascii=False)
    # Where nothing can be kept, the next check makes them again.
    with suppress(UserError):
        write_bytes(path, authenticated(text.encode(), purpose))
    return phrases


def made_phrases() -> Phrases:
    """The phrases from pypinyin and idioms.yml, in about a second."""
    from pypinyin import lazy_pinyin
    from pypinyin.phrases_dict import phrases_dict

    more = read_program_data(FILE)
    words = frozenset(phrase for phrase in phrases_dict if len(phrase) < LENGTH)
    listed = {phrase for phrase in phrases_dict if len(phrase) == LENGTH}.difference(more["wrong"])
    names = frozenset(more["names"])
    chosen = [*sorted(phrase for phrase in listed if is_idiom(phrase, words, names)), *more["idioms"]]
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    sounds = {phrase: " ".join(lazy_pinyin(phrase)) for phrase in (*chosen, *characters)}
    return Phrases(sorted(words), sorted(listed.union(more["idioms"], more["right"])), chosen, sounds)


def is_idiom(phrase: str, words: frozenset[str], names: frozenset[str]) -> bool:
    """False for names of things, and for two words side by side."""
    is_pair = phrase[:2] in words and phrase[2:] in words
    is_name = phrase[2:] in names or phrase[3] in NAME_ENDS
    return not is_pair and not is_name and phrase[:3] not in words


def slips(text: str) -> Iterator[Slip]:
    """Groups of four characters that differ from exactly one idiom by a character of the same sound (tones ignored)."""
    dictionary = idioms()
    for run in RUN.finditer(text):
        for start in range(run.start(), run.end() - LENGTH + 1):
            written = text[start : start + LENGTH]
            # One half is whole when one character is wrong, and so is the other character of the other half.
            near = [
                (p, i) for i in dictionary.starts.get(written[:2], ()) for p in (2, 3) if i[5 - p] == written[5 - p]
            ]
            near += [(p, i) for i in dictionary.ends.get(written[2:], ()) for p in (0, 1) if i[1 - p] == written[1 - p]]
            if not near or written in dictionary.correct:
                continue
            alike = {
                idiom: place
                for place, idiom in near
                if (idiom[place], written[place]) not in dictionary.variants
                and dictionary.sounds[idiom].split(" ")[place] == dictionary.sounds[written[place]]
            }
            if len(alike) == 1:
                [(idiom, place)] = alike.items()
                if is_separate_word(text, start, place, dictionary):
                    yield Slip(start, written, idiom)


def is_separate_word(text: str, start: int, place: int, dictionary: Idioms) -> bool:
    """False where the four characters may be parts of other words, or are quoted as a slogan or a pun."""
    end = start + LENGTH
    before, written, after = text[start - 1 : start] if start else "", text[start:end], text[end : end + 1]
    if before and before in "“‘《" and after and after in "”’》":
        return False
    if place == 0 and HAN.match(before) and before not in BEFORE and text[start - 2 : start] not in dictionary.words:
        return False
    if place == 3 and HAN.match(after) and after not in AFTER and text[end : end + 2] not in dictionary.words:
        return False
    crossing = (text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1], text[end - 1 : end + 2])
    return dictionary.words.isdisjoint(crossing) and not (
        written[:2] in dictionary.words and written[2:] in dictionary.words
    )
