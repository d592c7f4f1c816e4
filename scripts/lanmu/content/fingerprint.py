"""Keys by which data and texts are compared: digests, and a folded form in which titles and names are compared."""

from __future__ import annotations

import hashlib
import unicodedata

LETTERS = "abcdefghijklmnop"


def digest(data: bytes | memoryview) -> str:
    """A digest of 16 bytes (BLAKE2b), in hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def fingerprint(data: bytes, length: int) -> str:
    """The first `length` digits of the SHA-256 of `data`, spelled in the letters a to p.

    In letters only: YAML would read some of the digits as numbers, and the privacy rules take long ones for a card's.
    """
    return "".join(LETTERS[int(digit, 16)] for digit in hashlib.sha256(data).hexdigest()[:length])


def folded(text: str) -> str:
    """Letters, digits and Chinese characters only, without case and width (NFKC): equal for texts that readers take for
    the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if unicodedata.category(character)[0] in "LNM")
