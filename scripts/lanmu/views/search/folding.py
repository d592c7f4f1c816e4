"""One form for everything that a reader may type in several: width, case, Simplified or Traditional, brackets.

`overrides/assets/lanmu/search.js` folds the query in the same way; the two are tested against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Stands before and after a Latin word or number, so that a piece of one is no hit: 2008 is not in 12008.
MARK = "`"
# Ends a block of text. A query never has it, so that no hit runs from one paragraph into the next.
END = " "
LETTERS = "0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
TOKEN = re.compile(f"([{LETTERS}]+)")
# White space, control and format characters, and quotation marks: passed over on both sides.
PASSED_OVER = re.compile(
    "[\x00- \x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    "\"'`\u2018-\u201f\u300c-\u300f\u301d-\u301f\ud800-\udfff\ufffe\uffff]"
)
# Document numbers are typed with whatever bracket the keyboard has: 〔2008〕, [2008], (2008).
OPENING, CLOSING = "[{〔〖【", "]}〕〗】"
PRIVATE = range(0xE000, 0xF900)


class Folding(dict[int, str]):
    """A table for str.translate, filled as characters come up. `variants` leads from a character to its one form."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        super().__init__()
        self.variants = variants

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = "".join(self.one(char) for char in plain)
        return self[code]

    def one(self, char: str) -> str:
        """The form of one character that is lower case and of normal width."""
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

    def fold(self, text: str) -> str:
        """The form in which texts and queries are compared."""
        # Cut by what is marked, the pieces have their marks when they are joined by one.
        marked = MARK.join(TOKEN.split(text.translate(self)))
        return marked.replace(END, "").replace(MARK * 2, MARK)
