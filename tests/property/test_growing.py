"""An index that grew out of the last one is the one that is made from nothing, whatever has changed."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lanmu.search import tree
from lanmu.search.folding import Folding
from lanmu.search.growing import grown
from lanmu.search.pages import index
from lanmu.search.tree import Leaves, leaves

FORMS = Folding({})
Text = tuple[str, ...]


def sentence(chance: random.Random, letters: str) -> str:
    """A block with much that others have too."""
    stock = ("工会会员", "学习学习学习", "2008", "abab", letters * 9)
    return "".join(chance.choice([chance.choice(letters), chance.choice(stock)]) for _ in range(chance.randrange(9)))


def changed(texts: list[tuple[int, Text]], chance: random.Random, letters: str) -> list[tuple[int, Text]]:
    """Texts with their numbers before, -1 for new ones: some are left out, some added, some changed."""
    found: list[tuple[int, Text]] = []
    for number, (_, blocks) in enumerate(texts):
        what = chance.random()
        if what < 0.15:
            found.append((-1, tuple(sentence(chance, letters) for _ in range(chance.randrange(4)))))
        if what < 0.85:
            found.append((number, blocks))
        elif what < 0.95 and blocks:
            at = chance.randrange(len(blocks))
            middle = chance.choice([(), (sentence(chance, letters),), (blocks[at][1:],), (blocks[at], blocks[at])])
            found.append((number, (*blocks[:at], *middle, *blocks[at + 1 :])))
    return found


def plain(found: Leaves) -> object:
    """Leaves without what may be in any order: where the same words stand."""
    sorted_ = [sorted(found.occurrences[a:b].tolist()) for a, b in pairwise(found.ends.tolist())]
    keys = [found.key(leaf) for leaf in range(len(found.sizes))]
    return keys, found.sizes.tolist(), found.owners.tolist(), sorted_


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), light=st.sampled_from([1, 2, 12]))
def test_leaves_that_grew_are_those_that_are_made(seed: int, light: int) -> None:
    chance = random.Random(seed)
    letters = "".join(chance.sample("工会学习一二三四五六七八九十甲乙丙丁", chance.choice([2, 3, 9, 18])))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "LIGHT", light)
        patch.setattr("lanmu.search.growing.LIGHT", light)
        texts: list[tuple[int, Text]] = [
            (-1, tuple(sentence(chance, letters) for _ in range(chance.randrange(5))))
            for _ in range(chance.randrange(40))
        ]
        folded = FORMS.fold([blocks for _, blocks in texts])
        there = leaves(folded)
        for _ in range(4):
            texts = changed(texts, chance, letters)
            new = FORMS.fold([blocks for _, blocks in texts])
            there = grown(there, folded.lengths, new, [old for old, _ in texts])
            folded = new
            made = leaves(folded)
            assert plain(there) == plain(made)
            assert index(there) == index(made)
