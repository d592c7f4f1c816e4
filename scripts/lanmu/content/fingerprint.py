"""What stands for a text in a few letters: when the text changes, so do they."""

from __future__ import annotations

import hashlib

LETTERS = "abcdefghijklmnop"


def fingerprint(data: bytes, length: int) -> str:
    """The first `length` digits of the SHA-256 of `data`, spelled in the letters a to p.

    In letters only: YAML would read some of the digits as numbers, and the privacy rules take long ones for a card's.
    """
    return "".join(LETTERS[int(digit, 16)] for digit in hashlib.sha256(data).hexdigest()[:length])
