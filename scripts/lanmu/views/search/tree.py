"""All ends of a text in order, in leaves of a few, so that whatever stands in it can be looked up.

The tree of all suffixes is cut where few occurrences are left. A leaf has a key, the beginning of its first suffix;
all suffixes in it begin with the key less its last character. So words that lead beyond a leaf's key are in that leaf
or nowhere, and the few pages named there are looked at themselves; words that end before it have whole leaves, and
what these name is the answer.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lanmu.views.search.folding import END, LETTERS, MARK

# The most occurrences in a leaf, unless they cannot be told apart: how many pages a rare word makes the reader load.
LIGHT = 12
# The longest key. Longer words are looked up by their ends and then compared with the pages.
DEEPEST = 24
# A query can begin at a character, or before a word: not within one, nor at what ends a word or a block.
LETTER = re.compile(f"[{LETTERS}]")


class Leaf(NamedTuple):
    """A leaf: its key and the numbers of the texts in it, in order, one for each occurrence."""

    key: str
    owners: list[int]


def leaves(texts: Sequence[str]) -> list[Leaf]:
    """The leaves of all `texts` (folded, every block with its END) in the order of their keys."""
    tree = Tree(texts)
    # Four bytes to a place: as objects the places of some thousand articles would fill hundreds of megabytes.
    groups: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, char in enumerate(tree.text):
        groups[char].append(place)
    letters = set(filter(LETTER.match, groups))
    if MARK in groups:
        groups[MARK] = array("I", [place for place in groups[MARK] if tree.text[place + 1] in letters])
    for char in (*letters, END):
        groups.pop(char, None)
    tree.split("", {char: places for char, places in groups.items() if places})
    return tree.leaves


class Tree:
    """All texts in one string, which text each place in it belongs to, and the leaves found so far."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "".join(texts)
        self.owner: list[int] = []
        for number, text in enumerate(texts):
            self.owner += [number] * len(text)
        self.leaves: list[Leaf] = []

    def grow(self, prefix: str, places: Sequence[int]) -> None:
        """Adds the leaves of the suffixes at `places`, which all begin with `prefix`."""
        if prefix.endswith(END) or len(prefix) == DEEPEST:
            self.add(prefix, places)
            return
        groups: defaultdict[str, list[int]] = defaultdict(list)
        text, depth = self.text, len(prefix)
        for place in places:
            groups[text[place + depth]].append(place)
        self.split(prefix, groups)

    def split(self, prefix: str, groups: Mapping[str, Sequence[int]]) -> None:
        """Adds the leaves below `prefix`; `groups` has the places of its suffixes by the character that comes next."""
        light: list[int] = []
        key = ""
        for char in sorted(groups):
            places = groups[char]
            if light and len(light) + len(places) > LIGHT:
                self.add(key, light)
                light = []
            if len(places) > LIGHT:
                self.grow(prefix + char, places)
                continue
            key = key if light else prefix + char
            light += places
        if light:
            self.add(key, light)

    def add(self, key: str, places: Sequence[int]) -> None:
        """Adds one leaf."""
        self.leaves.append(Leaf(key, sorted([self.owner[place] for place in places])))
