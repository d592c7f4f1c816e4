"""Folding of many texts at once, on arrays, against that of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lanmu.search import folding
from lanmu.search.folding import END
from support.folding import FORMS, fold

special = st.sampled_from(
    ["2008", "ＧＤＰ", "Été", "a b", "a“b”c", "…", "㎡", "𠮷", "\ud800", "\n", "`", " ", "學", "〔35〕"]
)
block = st.lists(special | st.text(max_size=8), max_size=6).map("".join)


@given(texts=st.lists(st.lists(block, max_size=4), max_size=8), piece=st.sampled_from([1, 9, 99]))
def test_many_texts_are_folded_as_each_is(texts: list[list[str]], piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "PIECE", piece)
        folded = FORMS.fold(texts)
    expected = ["".join(form + END for form in map(fold, blocks) if form) for blocks in texts]
    assert folded.codes.tobytes().decode("utf-16-le") == "".join(expected)
    assert folded.lengths.tolist() == [*map(len, expected)]
