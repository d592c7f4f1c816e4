"""One form for everything that a reader may type in several: width, case, Simplified or Traditional, brackets.

`overrides/assets/lanmu/search.js` folds the query in the same way; the two are tested against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Stands before and after a Latin word or number, so that a piece of one is no hit: 2008 is not in 12008.
WORD_EDGE = "`"
# Ends a block of text. A query never has it, so that no hit runs from one paragraph into the next.
END = " "
LETTERS = "0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
LETTER = re.compile(f"[{LETTERS}]")
# White space, control and format characters, and quotation marks: passed over on both sides.
PASSED_OVER = re.compile(
    "[\x00- \x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\"'`\u2018-\u201f\u300c-\u300f\u301d-\u301f\ud800-\udfff\ufffe\uffff]"
)
# Document numbers are typed with whatever bracket the keyboard has: 〔2008〕, [2008], (2008).
OPENING, CLOSING = "[{〔〖【", "]}〕〗】"
PRIVATE = range(0xE000, 0xF900)
ALL_CODES = 0x10000
# How many characters are folded together, which bounds the memory.
PIECE = 1_000_000

Codes = npt.NDArray[np.uint16]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Folded:
    """Folded texts, concatenated, as UTF-16 code units; each block that is not empty ends with END. `lengths` has the length
    of each text."""

    codes: Codes
    lengths: Numbers


class Folding(dict[int, str]):
    """A table that folds characters, by their code points, filled as it is used. `variants` maps variants of characters (such
    as Traditional forms) to the form to which they are folded."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        super().__init__()
        self.variants = variants

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = "".join(self.folded(char) for char in plain)
        return self[code]

    def folded(self, char: str) -> str:
        """The folded form of a character that is already lower case and of normal width."""
        char = self.variants.get(char, char)
        if PASSED_OVER.match(char):
            return END
        if char in OPENING or char in CLOSING:
            return "(" if char in OPENING else ")"
        code = ord(char)
        if code > 0xFFFF:
            # As UTF-16, moved out of the range of surrogates: the index counts in the units that JavaScript has.
            return "".join(chr(unit + 0x800) for unit in (0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF)))
        return "\ufffd" if code in PRIVATE else char

    def plain(self, text: str) -> str:
        """A text without what is passed over, for looking up what somebody is still typing: a piece of a word is found too."""
        return text.translate(self).replace(END, "")

    def fold(self, texts: Iterable[Sequence[str]]) -> Folded:
        """Folds texts, each given as its blocks, as `search.js` folds a query."""
        codes, lengths = [np.empty(0, np.uint16)], [np.empty(0, np.int64)]
        for portion in portions(texts):
            form, ends = self.blocks([block for blocks in portion for block in blocks])
            own = np.cumsum([len(blocks) for blocks in portion], dtype=np.int64)
            codes.append(form)
            lengths.append(np.diff(np.append(0, ends)[own], prepend=0))
        return Folded(np.concatenate(codes), np.concatenate(lengths))

    def blocks(self, blocks: Sequence[str]) -> tuple[Codes, Numbers]:
        """Folds blocks; also returns the position after the end of each in the result."""
        lines = "\n".join([*blocks, ""]).encode("utf-32-le", "surrogatepass")
        chars, ends = self.forms(
            np.frombuffer(lines, "<u4"), np.cumsum([len(block) + 1 for block in blocks], dtype=np.int64) - 1
        )
        is_kept = chars != ord(END)
        is_kept[ends] = True
        places = np.flatnonzero(is_kept)
        chars, passed_over = chars[places], np.diff(places, prepend=-1) > 1
        # An END after another, or at the very beginning, belongs to a block that is empty after folding.
        is_end = chars == ord(END)
        empty = is_end & before(is_end, True)
        letter = LETTERS_BY_CODE[chars]
        marked = (letter != before(letter, False)) | (letter & passed_over)
        lengths = np.cumsum(~empty + marked.astype(np.int64))
        codes = np.full(lengths[-1] if len(lengths) else 0, ord(WORD_EDGE), np.uint16)
        codes[lengths[~empty] - 1] = chars[~empty]
        return codes, lengths[is_end]

    def forms(self, chars: npt.NDArray[np.uint32], ends: Numbers) -> tuple[Codes, Numbers]:
        """The folded characters, concatenated (one may become several), and the new positions of those that were at `ends`."""
        counts = np.bincount(chars)
        used = np.flatnonzero(counts)
        forms = [self[code] for code in used.tolist()]
        flat = np.frombuffer("".join(forms).encode("utf-16-le"), "<u2").astype(np.uint16)
        sizes = np.array([len(form) for form in forms], np.int64)
        number = np.zeros(len(counts), np.int32)
        number[used] = np.arange(len(used))
        own = number[chars]
        if (sizes == 1).all():
            return flat[own], ends
        lengths = sizes[own]
        return flat[stretches((np.cumsum(sizes) - sizes)[own], lengths)], np.cumsum(lengths)[ends] - 1


LETTERS_BY_CODE: Flags = np.zeros(ALL_CODES, bool)
LETTERS_BY_CODE[[match.start() for match in LETTER.finditer("".join(map(chr, range(ALL_CODES))))]] = True


def before(flags: Flags, first: bool) -> Flags:
    """The flags shifted by one: for each its predecessor, `first` for the first."""
    return np.concatenate([[first], flags[:-1]])


def stretches(begins: npt.NDArray[np.integer], lengths: npt.NDArray[np.integer]) -> Numbers:
    """The indices of ranges, concatenated: each begins at one of `begins` and is as long as `lengths` says."""
    shifts: Numbers = np.repeat(begins - np.cumsum(lengths, dtype=np.int64) + lengths, lengths)
    return shifts + np.arange(len(shifts))


def portions(texts: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Texts in portions of about PIECE characters."""
    portion, size = [], 0
    for blocks in texts:
        portion.append(blocks)
        size += sum(map(len, blocks))
        if size > PIECE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
