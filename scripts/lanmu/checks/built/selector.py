"""Selectors, as far as they tell which elements they may be about; whether one matches, the HTML parser decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import tinycss2
from tinycss2.ast import Node

_DYNAMIC = """
    hover focus-within focus-visible focus active target-within target checked visited open popover-open modal
    fullscreen indeterminate placeholder-shown invalid valid user-invalid user-valid autofill playing paused
"""
# Hold while the reader does something, or has done it.
DYNAMIC = frozenset(_DYNAMIC.split())
# Every link with an address is one of these.
ALWAYS_TRUE = frozenset(("link", "any-link"))
PSEUDO_ELEMENTS = frozenset(("before", "after", "first-line", "first-letter"))
# Attributes that scripts set and take away.
STATES = ("aria-", "data-", "open", "hidden")
COMBINATORS = (">", "+", "~")
LONGEST = 500
Weight = tuple[int, int, int]


class Selector(NamedTuple):
    """One complex selector.

    `text` is what the HTML parser matches: without conditions that the reader meets. `needs` are the tag, id and
    classes that the element must have, `around` those of it and what it lies in; `key` the one of `needs` that is
    rarest. `dynamic`: it has such a condition; `late`: the condition is on the element itself, which cannot be met
    while it is not displayed. `pseudo` is the pseudo-element.
    """

    text: str
    weight: Weight
    key: str
    needs: frozenset[str]
    around: frozenset[str]
    dynamic: bool
    late: bool
    pseudo: str


class Piece(NamedTuple):
    """A part of a selector: `kind` is one of tag, class, id, attribute, pseudo, function, element, combinator, other."""

    kind: str
    name: str
    tokens: list[Node]


def pieces(tokens: Sequence[Node]) -> Iterator[Piece]:
    """The selector in its parts."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.type == "whitespace" or (token.type == "literal" and token.value in COMBINATORS):
            start = at
            while at < len(tokens) and (tokens[at].type == "whitespace" or tokens[at] in COMBINATORS):
                at += 1
            marks = [t.value for t in tokens[start:at] if t.type == "literal"]
            yield Piece("combinator", marks[-1] if marks else " ", list(tokens[start:at]))
            continue
        if token == ":" and following is not None:
            double = following == ":"
            at += 2 if double else 1
            named = tokens[at] if at < len(tokens) else None
            yield pseudo(named, double, tokens[at - (2 if double else 1) : at + 1])
        elif token == "." and following is not None and following.type == "ident":
            at += 1
            yield Piece("class", f".{following.value}", [token, following])
        elif token.type == "hash":
            yield Piece("id", f"#{token.value}", [token])
        elif token.type == "ident":
            yield Piece("tag", token.lower_value, [token])
        else:
            yield Piece("attribute" if token.type == "[] block" else "other", "", [token])
        at += 1


def pseudo(named: Node | None, double: bool, tokens: Sequence[Node]) -> Piece:
    """A pseudo-class or pseudo-element."""
    if named is not None and named.type == "ident":
        name = named.lower_value
        return Piece("element" if double or name in PSEUDO_ELEMENTS else "pseudo", name, list(tokens))
    if named is not None and named.type == "function":
        return Piece("element" if double else "function", named.lower_name, list(tokens))
    return Piece("other", "", list(tokens))


def is_dynamic(piece: Piece) -> bool:
    """True for a condition that the reader meets, also one within :is() or :not()."""
    if piece.kind == "pseudo":
        return piece.name in DYNAMIC
    if piece.kind != "function":
        return False
    waiting = list(piece.tokens[-1].arguments)
    for token, following in zip(waiting, [*waiting[1:], None], strict=True):
        if token == ":" and following is not None and following.type == "ident" and following.lower_value in DYNAMIC:
            return True
    return False


def read_selector(tokens: Sequence[Node]) -> Selector | None:
    """The selector; None for one that is too long to be anybody's."""
    if len(tokens) > LONGEST:
        return None
    kept: list[Node] = []
    current: list[str] = []
    around: list[str] = []
    dynamic = late = False
    element = ""
    for piece in pieces(tokens):
        if piece.kind == "combinator":
            if piece.name not in ("+", "~"):
                around += current
            if not kept or kept[-1].type == "whitespace" or kept[-1] in COMBINATORS:
                kept += parsed("*")
            current, late = [], False
        elif piece.kind == "element":
            element = piece.name
            continue
        elif piece.kind in ("tag", "class", "id"):
            current.append(piece.name)
        elif piece.name in ALWAYS_TRUE:
            continue
        elif is_dynamic(piece):
            dynamic, late = True, piece.name != "target"
            continue
        kept += piece.tokens
    if not kept or kept[-1].type == "whitespace" or kept[-1] in COMBINATORS:
        kept += parsed("*")
    text = serialized(kept)
    key = next((name for mark in "#." for name in current if name[0] == mark), current[0] if current else "*")
    names = frozenset(current)
    return Selector(text, weight(tokens), key, names, names.union(around), dynamic, late, element) if text else None


def parsed(text: str) -> list[Node]:
    """A piece of text as tokens."""
    return list(tinycss2.parse_component_value_list(text))


def serialized(tokens: Sequence[Node]) -> str:
    """The text of a selector; empty for one that is nested too deep."""
    try:
        return str(tinycss2.serialize(tokens)).strip()
    except RecursionError:
        return ""


def weight(tokens: Sequence[Node], level: int = 0) -> Weight:
    """The specificity: ids; classes, attributes and pseudo-classes; tags (Selectors Level 4, section 17)."""
    ids = classes = tags = 0
    for piece in pieces(tokens):
        if piece.kind == "function" and piece.name in ("is", "not", "has", "matches") and level < 8:
            inner = weight(piece.tokens[-1].arguments, level + 1)
            ids, classes, tags = ids + inner[0], classes + inner[1], tags + inner[2]
        elif piece.kind == "id":
            ids += 1
        elif piece.kind in ("class", "attribute", "pseudo") or (piece.kind == "function" and piece.name != "where"):
            classes += 1
        elif piece.kind in ("tag", "element"):
            tags += 1
    return ids, classes, tags


def relaxed(text: str, absent: Callable[[str], bool]) -> str:
    """The selector without the classes that are `absent` and the attributes that scripts set: what it would match then."""
    kept: list[Node] = []
    for piece in pieces(parsed(text)):
        if piece.kind == "class" and absent(piece.name):
            continue
        if piece.kind == "attribute" and serialized(piece.tokens).lstrip("[ ").lower().startswith(STATES):
            continue
        if piece.kind == "combinator" and (not kept or kept[-1].type == "whitespace" or kept[-1] in COMBINATORS):
            kept += parsed("*")
        kept += piece.tokens
    if not kept or kept[-1].type == "whitespace" or kept[-1] in COMBINATORS:
        kept += parsed("*")
    return serialized(kept)
