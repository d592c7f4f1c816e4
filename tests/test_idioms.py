"""The lists of idioms beside the dictionary's, and what they are for."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest
import yaml
from lanmu.checks.sources.idioms import FILE, LENGTH, idioms, kept_phrases, slips

LISTS = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_the_lists_hold_four_characters_once_and_do_not_contradict_each_other() -> None:
    for name in ("idioms", "right", "wrong"):
        entries = LISTS[name]
        assert [entry for entry in entries if len(entry) != LENGTH or entries.count(entry) > 1] == []
    assert set(LISTS["wrong"]).isdisjoint((*LISTS["idioms"], *LISTS["right"]))


def test_what_is_right_is_left_alone() -> None:
    text = "，".join([*LISTS["idioms"], *LISTS["right"]])
    assert [slip.written for slip in slips(text)] == []


def test_nothing_is_suggested_that_is_wrong() -> None:
    suggested = {idiom for suggestions in idioms().starts.values() for idiom in suggestions}
    assert suggested.isdisjoint(LISTS["wrong"])


@pytest.mark.parametrize(
    ("text", "idiom"),
    [
        ("大家一如即往地学习", "一如既往"),
        ("工作要循序见进。", "循序渐进"),
        ("要与时具进，", "与时俱进"),
        ("职工们再接再励", "再接再厉"),
        ("办法别出新裁。", "别出心裁"),
    ],
)
def test_one_homophone_off(text: str, idiom: str) -> None:
    assert [slip.idiom for slip in slips(text)] == [idiom]


@pytest.mark.parametrize(
    "text",
    [
        # Words that meet: 精神 and 人心, 项目 and 继续, 经济体 and 经济.
        "全会精神入人心；",
        "项目无法继续实施",
        "新兴经济体经济增长",
        # Two characters off, another sound, a variant, a pun in quotation marks.
        "一女即往地学习",
        "一如常往地学习",
        "莫明其妙的话",
        "以“合而不同”为题",
        # Names of things, which are put together freely.
        "夏日经济有了新活力",
        "公司债权人的利益",
    ],
)
def test_what_only_resembles_an_idiom(text: str) -> None:
    assert list(slips(text)) == []


def test_what_is_kept_of_the_dictionary_is_believed_only_as_it_was_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    file = platformdirs.user_cache_path("lanmu", appauthor=False) / "idioms.json"
    if not file.is_relative_to(tmp_path):
        pytest.skip("系统的缓存文件夹不能换地方")
    phrases = kept_phrases()
    written = file.read_bytes()
    assert kept_phrases() == phrases
    file.write_bytes(written.replace("一如既往".encode(), "一如即往".encode()))
    assert kept_phrases() == phrases
    assert file.read_bytes() == written
