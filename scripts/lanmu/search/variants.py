"""Traditional and other forms of characters, each with the one form to which all of them are folded."""

from __future__ import annotations

import functools

from opencc import OpenCC

HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))


@functools.cache
def variants() -> dict[str, str]:
    """Every character that is folded to another. Whatever OpenCC makes of a Simplified character leads back to it.

    Character by character: a query is too short to tell 乾坤 from 乾净, and both sides are folded alike.
    """
    chars = [chr(code) for block in HAN for code in block]
    lead: dict[str, str] = {}
    for scheme in ("t2s", "tw2s", "s2tw"):
        for char, other in zip(chars, OpenCC(scheme).convert("\n".join(chars)).split("\n"), strict=True):
            one, same = end_of(lead, char), end_of(lead, other)
            if one != same and scheme == "s2tw":
                lead[same] = one
            elif one != same:
                lead[one] = same
    # A form outside of the Basic Multilingual Plane is as rare as the character itself: that one stays.
    return {char: one for char in sorted(lead) if (one := end_of(lead, char)) <= "\uffff"}


def end_of(lead: dict[str, str], char: str) -> str:
    """The form that a character leads to in the end."""
    while char in lead:
        char = lead[char]
    return char
