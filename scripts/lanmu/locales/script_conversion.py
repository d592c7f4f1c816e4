"""Simplified Chinese into Traditional (OpenCC `s2tw`), word by word, with this project's own words first.

Not `s2twp`, which changes words as well as characters (对象 → 物件). The result has as many characters as the text, so
that it can be laid back over the pieces of a block.

OpenCC looks for its phrases from left to right, wherever they begin: in 学习了如何 it finds 了如 (瞭如) and in 空白发票
白发 (白髮). So a text is cut into words first (jieba: the most likely row of words by their frequency), and each word is
converted by itself, once.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from opencc import OpenCC

from lanmu.storage.program_data import read_program_data

CORNER_QUOTES = "「」"
_QUOTES = {"“": "「", "”": "」", "‘": "『", "’": "』"}
_QUOTE = re.compile("[“”‘’]")
_LATIN = re.compile(r"[0-9A-Za-z]")
_FREQUENCY = 200
"""How often a word of this project's list is to be expected, at least, among the 60 million of jieba's dictionary."""
_REMEMBERED = 120
"""Texts up to this many characters are remembered: titles, labels and links come again, long paragraphs do not."""


PROTECTED = Path(__file__).with_name("protected.yml")
HAN = r"\u3400-\u9fff"
ANY_HAN = "*"
"""Of a surname: no Chinese character may stand before it, but those that are given."""

HELD = "\ufdd0"
"""A code point that no text may contain (Unicode 23.7): the placeholder of a character that OpenCC must not see."""

_UNSEEN = ("\0", HELD)
"""Characters that stay as they are: OpenCC's texts are C strings, which NUL would end."""

_FIGURE = "0-9０-９〇零二两三四五六七八九十百千万几"
_ONLY = "是有能要会为在可得好限许准需用看够怕见顾停靠做说讲抓重求管凭图想写听当算占剩差"
"""What follows 只 where it means "only"."""
_COUNTED = {
    "里": f"里(?<=[{_FIGURE}半]里)(?![面边头挑])|里(?<=[{_FIGURE}][多余来]里)(?![面边头])",
    "只": f"只(?:(?<=[{_FIGURE}]只)|(?<=[十百千万][多余来]只))(?![{_ONLY}])",
    "周": "周(?<=[0-9０-９二两三五六七八九十百几]周)(?![年岁围边身折密到长知期恩总某济旋游全])",
}
"""Units after a number: 几十里 is a length (but 百里挑一), 三只 an animal (but 三只是), 12周 a week (but 四周, 周年). Not
after 一, which is as often a number in a row (任务一里)."""
_COUNTED_FORMS = {"只": "隻", "周": "週"}


class Protected(NamedTuple):
    """`context` finds characters whose form (`by_context`) depends on the characters before and after them; no word runs
    over them. `forms` are words with their Traditional forms, and `words` finds these in a longer word."""

    context: re.Pattern[str]
    forms: Mapping[str, str]
    words: re.Pattern[str]

    def by_context(self, text: str) -> str:
        """The Traditional form of a match of `context`: itself, but for units after a number."""
        return _COUNTED_FORMS.get(text, text)


@cache
def read_protected() -> Protected:
    """Words and names whose Traditional form OpenCC would get wrong: protected.yml."""
    data = read_program_data(PROTECTED)
    return protected(data["phrases"], data["surnames"], data["titles"], data["not_persons"])


def protected(
    phrases: Mapping[str, str], surnames: Mapping[str, str], titles: list[str], not_persons: str
) -> Protected:
    """`phrases` maps Simplified to Traditional; of two that begin at the same place of a word the longer one holds.

    A surname (余) is one where a title or 某 follows (余主任) and none of the characters given for it stands before
    (业余教师), or, after ANY_HAN, no other; or after 姓; 某 does not count before one of `not_persons` (余某些).
    Raises ValueError when a form has not as many characters as its phrase.
    """
    for phrase, form in phrases.items():
        if len(phrase) != len(form):
            raise ValueError(f"protected.yml: {phrase} and {form} differ in length")
    called = "|".join([f"某(?![{not_persons}])", *titles])
    # Every alternative begins with a plain character: so `re` skips quickly to where a match is possible.
    persons = [
        f"{name}(?:(?<=(?<!百)姓{name})|{_before(name, before)}(?={called}))" for name, before in surnames.items()
    ]
    words = sorted(map(re.escape, phrases), key=len, reverse=True)
    context = re.compile("|".join([*persons, *_COUNTED.values(), *_UNSEEN]))
    return Protected(context, phrases, re.compile("|".join(words)))


def _before(name: str, before: str) -> str:
    """A lookbehind, placed after a surname, for what may precede it: `before` as in protected.yml."""
    if not before.startswith(ANY_HAN):
        return f"(?<![{before}]{name})" if before else ""
    allowed = before.removeprefix(ANY_HAN)
    return f"(?:(?<![{HAN}]{name})|(?<=[{allowed}]{name}))" if allowed else f"(?<![{HAN}]{name})"


class ScriptConversion:
    """Converts texts, with dictionaries that cut them into words and give their Traditional forms. With CORNER_QUOTES as
    `quotes`, it puts these quotation marks in place of those of the text.

    What was converted once is remembered: long texts only until `forget`.
    """

    def __init__(self, dictionaries: Dictionaries, protected: Protected, quotes: str = "") -> None:
        self._dictionaries = dictionaries
        self._protected = protected
        self._finish = corner_quotes if quotes == CORNER_QUOTES else str
        self._words: dict[str, str] = dict(protected.forms)
        self._short: dict[str, str] = {}
        self._long: dict[str, str] = {}

    def convert(self, text: str) -> str:
        """The text in Traditional characters."""
        return self.convert_all([text])[0]

    def convert_all(self, texts: Sequence[str]) -> list[str]:
        """The texts in Traditional characters, in one go; no word runs from one into the next."""
        short, long = self._short, self._long
        if new := [text for text in dict.fromkeys(texts) if text not in short and text not in long]:
            self.remember(zip(new, map(self._finish, self._fresh(new)), strict=True))
        return [short[text] if text in short else long[text] for text in texts]

    def remember(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Notes texts with what they are in Traditional characters."""
        for text, converted in pairs:
            (self._long if len(text) > _REMEMBERED else self._short)[text] = converted

    def forget(self) -> None:
        """Lets go of the long texts: they do not come again."""
        self._long.clear()

    def cut(self, text: str, converted: str, pieces: Sequence[str]) -> list[str]:
        """Lays a converted text over the pieces it was joined from.

        Should OpenCC ever change the length, each piece is converted on its own: no character is lost.
        """
        if len(converted) != len(text):
            return [self.convert(piece) for piece in pieces]
        ends = list(accumulate(map(len, pieces), initial=0))
        return [converted[start:end] for start, end in pairwise(ends)]

    def _fresh(self, texts: Sequence[str]) -> Iterable[str]:
        joined = "\n".join(texts)
        converted = self._convert_words(joined)
        if len(converted) != len(joined):
            return [self._convert_words(text) for text in texts]
        ends = accumulate((len(text) + 1 for text in texts), initial=0)
        return [converted[end : end + len(text)] for end, text in zip(ends, texts, strict=False)]

    def _convert_words(self, text: str) -> str:
        held, form = Placeholders(), self._protected.by_context
        covered = self._protected.context.sub(lambda match: held.hold(form(match[0])), text)
        words = self._dictionaries.cut(covered)
        if new := [word for word in dict.fromkeys(words) if word not in self._words]:
            self._words.update(zip(new, self._forms(new), strict=True))
        return held.put_back("".join(map(self._words.__getitem__, words)))

    def _forms(self, words: Sequence[str]) -> list[str]:
        """The Traditional forms of words. Words with a placeholder or a line end in them are returned as they are."""
        held, forms = Placeholders(), self._protected.forms
        chinese = [word for word in words if not (word.isascii() or HELD in word or "\n" in word)]
        covered = self._protected.words.sub(lambda match: held.hold(forms[match[0]]), "\n".join(chinese))
        converted = dict(
            zip(chinese, held.put_back(self._dictionaries.convert(covered)).split("\n"), strict=bool(chinese))
        )
        return [converted.get(word, word) for word in words]


class Placeholders:
    """Characters that a conversion must not see; HELD is their placeholder meanwhile."""

    def __init__(self) -> None:
        self._characters: list[str] = []

    def hold(self, text: str) -> str:
        """Remembers a text and returns its placeholder."""
        self._characters += text
        return HELD * len(text)

    def put_back(self, text: str) -> str:
        """The text with what was held."""
        characters = iter(self._characters)
        return re.sub(HELD, lambda _: next(characters), text) if self._characters else text


class Dictionaries:
    """jieba and OpenCC, each loaded in this process with the first text. All are equal: they give the same answers."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dictionaries)

    def __hash__(self) -> int:
        return hash(Dictionaries)

    def cut(self, text: str) -> list[str]:
        """A text in words."""
        return segmenter()(text)

    def convert(self, text: str) -> str:
        """Words in Traditional characters."""
        return str(_opencc().convert(text))


IN_THIS_PROCESS = Dictionaries()


def load_dictionaries() -> None:
    """Loads them now."""
    IN_THIS_PROCESS.convert("".join(IN_THIS_PROCESS.cut("学习")))


def simplified_to_traditional(quotes: str = "", dictionaries: Dictionaries = IN_THIS_PROCESS) -> ScriptConversion:
    """The conversion that the site uses, with the quotation marks that `lanmu.toml` asks for."""
    return ScriptConversion(dictionaries, read_protected(), quotes)


def corner_quotes(text: str) -> str:
    """A text with 「」『』 for “”‘’. An apostrophe stays: ’ after a Latin letter, where no ‘ is open or a letter follows."""
    opened = 0

    def corner(match: re.Match[str]) -> str:
        nonlocal opened
        at = match.start()
        if match[0] == "’" and at and _LATIN.match(text, at - 1) and (not opened or _LATIN.match(text, at + 1)):
            return match[0]
        opened += {"‘": 1, "’": -1}.get(match[0], 0)
        return _QUOTES[match[0]]

    return _QUOTE.sub(corner, text)


@cache
def segmenter() -> Callable[[str], list[str]]:
    """jieba with its dictionary and this project's words, loaded once (0.2 s).

    A word of ours gets the frequency at which it is just preferred to its own parts: so it does not take characters away
    from its neighbours. Without the model for unknown words, which guesses from single characters.
    """
    # Imported here: it reads its dictionary at once (0.1 s), which a command that converts nothing should not cost.
    import rjieba

    for word in read_protected().forms:
        if len(word) > 1:
            rjieba.add_word(word, max(rjieba.suggest_freq(word), _FREQUENCY), None)
    return lambda text: rjieba.cut(text, hmm=False)


@cache
def _opencc() -> OpenCC:
    """OpenCC with its dictionaries, loaded once (70 ms) and never freed.

    Taking the dictionaries apart again would take as long as loading them, at the end of every build, for nothing.
    """
    opencc = OpenCC("s2tw")
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(opencc))
    return opencc
