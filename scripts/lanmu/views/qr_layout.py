"""Where the bits of a QR code go, learnt once for each size from segno, so that an address costs a tenth of a millisecond.

All that a code adds to its text is linear over two elements (ISO/IEC 18004: the check words of Reed-Solomon, the order
of the modules, the mask). So a code is one number: the fixed patterns with the mask, and for each code word its
modules, all put together by XOR. What segno draws for two texts proves the layout; where it does not agree, segno draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import segno
from segno import consts

PROBES = (b"a", b"https://www.example.org/~0123456789?")
PADDING = (0xEC, 0x11)
# Of GF(256) as QR codes have it: x^8 + x^4 + x^3 + x^2 + 1.
POLYNOMIAL = 0x11D


@cache
def powers() -> tuple[list[int], list[int]]:
    """Powers of 2 in GF(256), twice over, and their logarithms."""
    exponents, logarithms, value = [0] * 510, [0] * 256, 1
    for power in range(255):
        exponents[power] = exponents[power + 255] = value
        logarithms[value] = power
        value = value << 1 ^ (POLYNOMIAL if value & 0x80 else 0)
    return exponents, logarithms


@cache
def remainders(count: int) -> tuple[int, ...]:
    """For each byte, what it leaves when it is divided by the generator of `count` check words, as one number."""
    exponents, logarithms = powers()
    generator = [1]
    for power in range(count):
        generator = [
            a ^ (exponents[logarithms[b] + power] if b else 0)
            for a, b in zip([*generator, 0], [0, *generator], strict=True)
        ]
    logs = [logarithms[value] for value in generator[1:]]
    rows = [[exponents[logarithms[byte] + log] for log in logs] for byte in range(1, 256)]
    return (0, *(int.from_bytes(bytes(row)) for row in rows))


@dataclass(frozen=True)
class Layout:
    """The codes of one version. `blocks` are (code words in all, of these data); `places` the modules in their order.

    A module is a bit of a number with `side` * `side` bits, the first at the top.
    """

    side: int
    capacity: int
    wide: bool
    blocks: tuple[tuple[int, int], ...]
    places: tuple[int, ...]
    words: dict[tuple[int, int], int]
    fixed: int = 0

    def modules(self, text: bytes) -> int:
        """The modules of a text that fits."""
        drawn = self.fixed
        known = self.words
        for word in enumerate(self.code_words(text)):
            value = known.get(word)
            drawn ^= self.word(word) if value is None else value
        return drawn

    def word(self, word: tuple[int, int]) -> int:
        """The modules of one code word; they are kept, for the next address begins with the same."""
        number, byte = word
        places = self.places[8 * number : 8 * number + 8]
        bits = sum(1 << place for bit, place in enumerate(places) if byte >> (7 - bit) & 1)
        self.words[word] = bits
        return bits

    def code_words(self, text: bytes) -> list[int]:
        """Data and check words of all blocks, woven."""
        head = 0x4 << (16 if self.wide else 8) | len(text)
        # Mode and length take half a byte more than whole ones, and so does the end.
        data = (head << 8 * len(text) + 4 | int.from_bytes(text) << 4).to_bytes(len(text) + (3 if self.wide else 2))
        # An empty word first, as segno has it; readers stop before it.
        padded = [*data, 0, *(PADDING[n % 2] for n in range(self.capacity - len(data) - 1))][: self.capacity]
        rows: list[list[int]] = []
        checks: list[bytes] = []
        at = 0
        for total, size in self.blocks:
            row = padded[at : at + size]
            at += size
            rows.append(row)
            checks.append(check_words(row, total - size))
        longest = max(map(len, rows))
        woven = [row[n] for n in range(longest) for row in rows if n < len(row)]
        return woven + [row[n] for n in range(len(checks[0])) for row in checks]


def check_words(row: list[int], count: int) -> bytes:
    """The Reed-Solomon check words of one block."""
    table, shift, rest = remainders(count), 8 * (count - 1), 0
    low = (1 << shift) - 1
    for byte in row:
        rest = (rest & low) << 8 ^ table[rest >> shift ^ byte]
    return rest.to_bytes(count)


def matrix_of(code: segno.QRCode) -> int:
    """The modules that segno has drawn."""
    return int("".join("".join(map(str, row)) for row in code.matrix), 2)


def drawn_by_segno(text: bytes, error: str, mask: int, version: int | None = None) -> segno.QRCode:
    """The code of a text in bytes."""
    return segno.make(text, mode="byte", micro=False, error=error, boost_error=False, mask=mask, version=version)


@cache
def layout(version: int, error: str, mask: int) -> Layout | None:
    """The layout of a version; None when segno draws something else than it says."""
    first = drawn_by_segno(PROBES[0], error, mask, version)
    side = len(first.matrix)
    kinds = [list(row) for row in first.matrix_iter(border=0, verbose=True)]
    data = {consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT}
    # segno takes the module beside the upper right format for a part of it.
    kinds[8][side - 9] = consts.TYPE_DATA_DARK
    last = side * side - 1
    places = tuple(last - (y * side + x) for y, x in snake(side) if kinds[y][x] in data)
    sizes: Any = consts.ECC
    table = sizes[version][getattr(consts, f"ERROR_LEVEL_{error.upper()}")]
    blocks = tuple((info.num_total, info.num_data) for info in table for _ in range(info.num_blocks))
    blank = Layout(side, sum(size for _, size in blocks), version > 9, blocks, places, {})
    fixed = matrix_of(first) ^ blank.modules(PROBES[0])
    made = Layout(side, blank.capacity, blank.wide, blocks, places, blank.words, fixed)
    longest = made.capacity - (3 if made.wide else 2)
    probe = (PROBES[1] * 100)[:longest]
    proved = matrix_of(drawn_by_segno(probe, error, mask, version)) == made.modules(probe)
    return made if proved else None


def snake(side: int) -> list[tuple[int, int]]:
    """Row and column of every module in the order in which code words are laid (7.7.3)."""
    order = []
    for right in (*range(side - 1, 6, -2), *range(5, 0, -2)):
        upward = (right + 1) & 2 == 0
        rows = range(side - 1, -1, -1) if upward else range(side)
        order += [(row, right - step) for row in rows for step in (0, 1)]
    return order
