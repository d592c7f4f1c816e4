"""Colour profiles (ICC.1:2022): their numbers stay, the words in them go."""

from __future__ import annotations

import struct

# Clause 10: types that hold numbers. All others hold names, remarks, or what nobody knows.
NUMBERS = frozenset(
    b"XYZ |curv|para|sf32|uf32|ui08|ui16|ui32|mft1|mft2|mAB |mBA |mpet|sig |chrm|cicp|view|meas|crdi".split(b"|")
)
HEAD, ENTRY = 128, 12


def blank_words(file: bytearray, start: int, end: int) -> None:
    """Overwrites the words of the profile that lies in `file` from `start` to `end`; its length stays."""
    (count,) = struct.unpack_from(">I", file, start + HEAD)
    # Day, maker, model and author of the profile.
    for first, last in ((24, 36), (48, 56), (80, 84)):
        file[start + first : start + last] = bytes(last - first)
    for number in range(min(count, (end - start) // ENTRY)):
        _, place, size = struct.unpack_from(">4sII", file, start + HEAD + 4 + ENTRY * number)
        first, last = min(start + place, end), min(start + place + size, end)
        if bytes(file[first : first + 4]) not in NUMBERS and last - first > 8:
            file[first + 8 : last] = bytes(last - first - 8)
