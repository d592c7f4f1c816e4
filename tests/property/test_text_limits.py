"""The quick look that lets most texts through never lets one through that exceeds a limit."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lanmu.untrusted import text_limits

PIECES = (
    "[",
    "[^",
    "[中^",
    "(",
    "{",
    "`",
    "```",
    "~~~\n",
    "*",
    "_",
    " *a",
    " _a",
    "\\",
    "&",
    "<",
    "<b>",
    "<中",
    "|",
    "-|-\n",
)
LINES = (
    "\n",
    "\n\n",
    "# 字\n",
    "字\n: 字\n",
    ":\t字\n",
    "- ",
    "\t",
    "    ",
    ">",
    "1. ",
    "字",
    "a",
    "9",
    "---\n",
    "\ud800",
)
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES + LINES), st.integers(1, 250)), max_size=6)


@given(rows=TEXTS)
@example(rows=[(" *a", 60), (" _a", 60)])
@example(rows=[("<b>", 51)])
@example(rows=[(": 字\n", 51)])
def test_what_is_let_through_at_once_exceeds_no_limit(rows: list[tuple[str, int]]) -> None:
    text = "".join(piece * count for piece, count in rows)
    with pytest.MonkeyPatch.context() as monkeypatch:
        quick = list(text_limits.excesses(text))
        monkeypatch.setattr(text_limits, "has_little_syntax", lambda _text: False)
        assert quick == list(text_limits.excesses(text))


@pytest.mark.parametrize(
    "text",
    ["\\" * 20_001, "&" * 20_001, "`" * 20_001, f"{'-|' * 1_001}-\n" + "字\n" * 60],
    ids=["backslashes", "ampersands", "backticks", "table"],
)
def test_many_of_one_character_are_not_let_through_at_once(text: str) -> None:
    assert list(text_limits.excesses(text))
