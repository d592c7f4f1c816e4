"""Lengths as CSS writes them, in pixels: roughly, for a window of 1000 pixels."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import tinycss2
from tinycss2.ast import Node

WINDOW = 1000.0
PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "in": 96.0}
PIXELS |= {"em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "lh": 20.0, "rlh": 20.0}
PIXELS |= dict.fromkeys(("vw", "vh", "vmin", "vmax", "vi", "vb", "cqw", "cqh"), WINDOW / 100)
PIXELS |= {f"{size}{unit}": WINDOW / 100 for size in "dsl" for unit in ("vw", "vh", "vmin", "vmax")}
SUMS = frozenset(("calc", "-webkit-calc", "-moz-calc", ""))
# Deeper than this nobody writes sums, and Python would not follow.
DEEPEST = 16


@functools.lru_cache(maxsize=8192)
def length(value: str, whole: float = WINDOW, size: float = 16.0) -> float | None:
    """The length in pixels; percentages are of `whole`, em of `size`; None when it is none, or nobody can tell."""
    found = total(tinycss2.parse_component_value_list(value, skip_comments=True), whole, size, 0)
    return None if found is None or math.isnan(found) else found


def total(tokens: Sequence[Node], whole: float, size: float, level: int) -> float | None:
    """The value of a sum of products; None when it is none."""
    tokens = [token for token in tokens if token.type != "whitespace"]
    if len(tokens) % 2 == 0 or level > DEEPEST:
        return None
    result, product, sign = 0.0, one(tokens[0], whole, size, level), 1.0
    for mark, token in zip(tokens[1::2], tokens[2::2], strict=True):
        value = one(token, whole, size, level)
        if mark.type != "literal" or value is None or product is None:
            return None
        if mark.value in ("+", "-"):
            result, product, sign = result + sign * product, value, 1.0 if mark.value == "+" else -1.0
        elif mark.value in ("*", "/") and (mark.value == "*" or value):
            product = product * value if mark.value == "*" else product / value
        else:
            return None
    return None if product is None else result + sign * product


def one(token: Node, whole: float, size: float, level: int) -> float | None:
    """The value of a number, a length, a percentage or a function."""
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) * whole / 100
    if token.type == "dimension":
        factor = size if token.lower_unit == "em" else PIXELS.get(token.lower_unit)
        return None if factor is None else float(token.value) * factor
    if token.type == "() block":
        return total(token.content, whole, size, level + 1)
    return called(token, whole, size, level) if token.type == "function" else None


def called(token: Node, whole: float, size: float, level: int) -> float | None:
    """The value of calc(), min(), max() or clamp()."""
    parts: list[list[Node]] = [[]]
    for argument in token.arguments:
        if argument == ",":
            parts.append([])
        else:
            parts[-1].append(argument)
    name, values = token.lower_name, [total(part, whole, size, level + 1) for part in parts]
    known = [value for value in values if value is not None]
    if len(known) != len(values):
        return None
    if name in SUMS:
        return known[0] if len(known) == 1 else None
    if name in ("min", "max"):
        return min(known) if name == "min" else max(known)
    return max(known[0], min(known[1:])) if name == "clamp" and len(known) == 3 else None
