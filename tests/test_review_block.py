"""Signatures are put into a file and nothing else of it changes."""

from __future__ import annotations

from datetime import date

import pytest
from lanmu.content import front_matter
from lanmu.content.article import Signature
from lanmu.diagnostics.errors import UserError
from lanmu.intake.review_block import with_signatures

HASH = "aaaaaaaa-bbbbbbbb-cccccccc"
NEW = Signature(name="示例人员庚", date=date(2008, 11, 5), text_hash=HASH)
LINE = f"{{name: 示例人员庚, date: 2008-11-05, text_hash: {HASH}}}"


def file_of(head: str, newline: str = "\n", mark: str = "") -> str:
    """A file with this front matter."""
    return f"{mark}---\n{head}---\n\n正文，`---` 和 review: 都不动。\n---\n末行".replace("\n", newline)


CASES = {
    "no block yet": ("title: 甲 # 注\n", "title: 甲 # 注\nreview:\n  second: NEW\n"),
    "an empty block": ("review:\ntitle: 甲\n", "review:\n  second: NEW\ntitle: 甲\n"),
    "a block, one line each": (
        "review: # 三审\n  first: {name: 甲, date: 2008-11-04} # 代\n  # 终审还没有\n  privacy: {name: 丁, date: '2008-11-04'}\n\n\ntitle: 甲\n",
        "review: # 三审\n  first: {name: 甲, date: 2008-11-04} # 代\n  second: NEW\n  # 终审还没有\n  privacy: {name: 丁, date: '2008-11-04'}\n\n\ntitle: 甲\n",
    ),
    "a block, three lines each": (
        "review:\n    first:\n        name: 甲\n        date: 2008-11-04   # 注\n    # 下一关\n    final:\n        name: 丙\n        date: 2008-11-04\ntitle: '甲'\n",
        "review:\n    first:\n        name: 甲\n        date: 2008-11-04   # 注\n    second: NEW\n    # 下一关\ntitle: '甲'\n",
    ),
    "one that is there already": (
        "review:\n  second:\n    date: 2008-11-04\n    name: 乙 # 注\n  first: {date: 2008-11-04, name: 甲}\n",
        "review:\n  second: NEW # 注\n  first: {date: 2008-11-04, name: 甲}\n",
    ),
    "all in one line": (
        'review: {first: {name: "甲", date: 2008-11-04}, final: {name: 丙, date: 2008-11-04}} # 注\ntitle: 甲\n',
        'review:\n  first: {name: "甲", date: 2008-11-04}\n  second: NEW # 注\ntitle: 甲\n',
    ),
    "in braces over several lines": (
        "review: {\n  first: {name: 甲,\n    date: 2008-11-04},\n  }\ntitle: 甲\n",
        "review:\n  first: {name: 甲, date: 2008-11-04}\n  second: NEW\ntitle: 甲\n",
    ),
    "before all that are there": (
        "review:\n  # 只有这一关\n  secrecy: {name: 丁, date: 2008-11-04}\n",
        "review:\n  # 只有这一关\n  second: NEW\n  secrecy: {name: 丁, date: 2008-11-04}\n",
    ),
    "the last line has another's": (
        "title: 甲\nreview:\n  first: {name: 甲, date: 2008-11-04}\n  final: {name: 丙, date: 2008-11-04}\n",
        "title: 甲\nreview:\n  first: {name: 甲, date: 2008-11-04}\n  second: NEW\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_the_second_is_signed_and_the_final_taken_out(name: str, newline: str, mark: str) -> None:
    before, after = CASES[name]
    signed = with_signatures(file_of(before, newline, mark), {"second": NEW, "final": None})
    assert signed == file_of(after.replace("NEW", LINE), newline, mark)


def test_several_at_once_stand_in_their_order() -> None:
    text = file_of("review:\n  final: {name: 丙, date: 2008-11-04}\n")
    signed = with_signatures(text, {"privacy": NEW, "first": NEW, "secrecy": NEW})
    fields = front_matter.split(signed, "")[0].data["review"]
    assert list(fields) == ["first", "final", "secrecy", "privacy"]


@pytest.mark.parametrize("name", ["阿依·示范", "示例: 甲", "#甲", "[甲]", "2008", "甲,乙", "Zhang 'San'", "yes"])
def test_any_name_comes_back_as_it_was_given(name: str) -> None:
    signed = with_signatures(file_of("title: 甲\n"), {"first": NEW.model_copy(update={"name": name})})
    assert front_matter.split(signed, "")[0].data["review"]["first"]["name"] == name


@pytest.mark.parametrize("head", ["? review\n: first: {name: 甲, date: 2008-11-04}\n", "{title: 甲}\n"])
def test_a_block_that_cannot_be_understood_is_left_alone(head: str) -> None:
    with pytest.raises(UserError, match="没有改文件"):
        with_signatures(file_of(head), {"second": NEW})
