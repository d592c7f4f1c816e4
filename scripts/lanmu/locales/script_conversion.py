"""Simplified Chinese into Traditional (OpenCC `s2tw`), with this project's own words first.

Not `s2twp`, which changes words as well as characters (对象 → 物件). The result has as many characters as the text, so
that it can be laid back over the pieces of a block.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise

from opencc import OpenCC

from lanmu.locales.protected import HELD, Protected, read_protected

_REMEMBERED = 120
"""Texts up to this many characters are remembered: titles, labels and links come again, long paragraphs do not."""


class ScriptConversion:
    """Converts texts; what was converted once is remembered: long texts only until `forget`."""

    def __init__(self, convert: Callable[[str], str], protected: Protected) -> None:
        self._convert = convert
        self._protected = protected
        self._known: dict[str, str] = {}
        self._long: dict[str, str] = {}

    def one(self, text: str) -> str:
        """The text in Traditional characters."""
        return self.all([text])[0]

    def all(self, texts: Sequence[str]) -> list[str]:
        """The texts in Traditional characters, in one go; no word runs from one into the next."""
        known, long = self._known, self._long
        if new := [text for text in dict.fromkeys(texts) if text not in known and text not in long]:
            self.remember(zip(new, self._fresh(new), strict=True))
        return [known[text] if text in known else long[text] for text in texts]

    def remember(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Notes texts with what they are in Traditional characters."""
        for text, done in pairs:
            (self._long if len(text) > _REMEMBERED else self._known)[text] = done

    def forget(self) -> None:
        """Lets go of the long texts: they do not come again."""
        self._long.clear()

    def cut(self, text: str, done: str, pieces: Sequence[str]) -> list[str]:
        """Lays a converted text over the pieces it was joined from.

        Should OpenCC ever change the length, each piece is converted on its own: no character is lost.
        """
        if len(done) != len(text):
            return [self.one(piece) for piece in pieces]
        ends = list(accumulate(map(len, pieces), initial=0))
        return [done[start:end] for start, end in pairwise(ends)]

    def _fresh(self, texts: Sequence[str]) -> Iterable[str]:
        joined = "\n".join(texts)
        done = self._safely(joined)
        if len(done) != len(joined):
            return [self._safely(text) for text in texts]
        ends = accumulate((len(text) + 1 for text in texts), initial=0)
        return [done[end : end + len(text)] for end, text in zip(ends, texts, strict=False)]

    def _safely(self, text: str) -> str:
        held: list[str] = []

        def hold(match: re.Match[str]) -> str:
            held.append(self._protected.form(match[0]))
            return HELD * len(match[0])

        covered = self._protected.pattern.sub(hold, text)
        done = self._convert(covered)
        if held:
            characters = iter("".join(held))
            done = re.sub(HELD, lambda _: next(characters), done)
        return done


def simplified_to_traditional() -> ScriptConversion:
    """The conversion that the site uses."""
    return ScriptConversion(_opencc().convert, read_protected())


@cache
def _opencc() -> OpenCC:
    """OpenCC with its dictionaries, loaded once (70 ms) and never freed.

    Taking the dictionaries apart again would take as long as loading them, at the end of every build, for nothing.
    """
    opencc = OpenCC("s2tw")
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(opencc))
    return opencc
