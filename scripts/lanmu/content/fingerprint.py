"""What stands for some data in a few letters or digits: when the data change, so do they."""

from __future__ import annotations

import hashlib

LETTERS = "abcdefghijklmnop"


def digest(data: bytes | memoryview) -> str:
    """Sixteen bytes that stand for some data, in hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def fingerprint(data: bytes, length: int) -> str:
    """The first `length` digits of the SHA-256 of `data`, spelled in the letters a to p.

    In letters only: YAML would read some of the digits as numbers, and the privacy rules take long ones for a card's.
    """
    return "".join(LETTERS[int(digit, 16)] for digit in hashlib.sha256(data).hexdigest()[:length])
