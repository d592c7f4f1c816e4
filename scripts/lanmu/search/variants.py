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
    folds_to: dict[str, str] = {}
    for scheme in ("t2s", "tw2s", "s2tw"):
        for char, converted in zip(chars, OpenCC(scheme).convert("\n".join(chars)).split("\n"), strict=True):
            form, converted_form = end_of(folds_to, char), end_of(folds_to, converted)
            if form != converted_form and scheme == "s2tw":
                folds_to[converted_form] = form
            elif form != converted_form:
                folds_to[form] = converted_form
    # A form outside of the Basic Multilingual Plane is as rare as the character itself: that one stays.
    return {char: form for char in sorted(folds_to) if (form := end_of(folds_to, char)) <= "\uffff"}


def end_of(folds_to: dict[str, str], char: str) -> str:
    """The form at the end of the chain of foldings that begins with a character."""
    while char in folds_to:
        char = folds_to[char]
    return char
