"""Hostile and unsuitable Word files: each is refused in its own words, in little memory, with nothing written."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.intake.word.guard import examine
from word.honest import HONEST
from word.hostile import HOSTILE
from word.hostile_zip import unicode_name

# The bombs are made once, in one process.
pytestmark = pytest.mark.xdist_group("hostile")

# Bytes. Python with what the guard imports takes 50 MB, the largest file that is read 50, its largest part 64.
MOST_MEMORY = 200_000_000
NAME = "示例通知.docx"


@dataclass(frozen=True)
class Verdict:
    """What was said of a file (nothing when it passed), and the peak of memory in bytes."""

    said: str
    memory: int


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file below a folder, with its time and a hash of what stands in it."""
    parts = {}
    for path in sorted(folder.rglob("*")):
        plain = path.is_file() and not path.is_symlink() and path.stat().st_size < 50_000_000
        data = hashlib.sha256(path.read_bytes()).hexdigest() if plain else ""
        parts[path.relative_to(folder).as_posix()] = (path.lstat().st_mtime_ns, data)
    return parts


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Verdict]]:
    """What one process says of all files, which must leave no trace where they lie, where it runs, and among the
    temporary files."""
    source, target, temporary = (tmp_path_factory.mktemp(name) for name in ("source", "target", "temporary"))
    makers = {name: each.make for name, each in HOSTILE.items()} | HONEST
    paths = {name: source / str(number) / NAME for number, name in enumerate(makers)}
    for name, path in paths.items():
        path.parent.mkdir()
        makers[name](path)
    before = contents(source)
    folders = os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-m", "word.examining"],
        input="\n".join(map(str, paths.values())),
        cwd=target,
        env=os.environ | {"PYTHONPATH": folders, "PYTHONUTF8": "1", "TMPDIR": str(temporary)},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    yield {name: Verdict(*line) for name, line in zip(paths, lines, strict=True)}
    assert contents(source) == before
    assert contents(target) == contents(temporary) == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_its_own_words(name: str, verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts[name]
    fault, _, remedy = verdict.said.removeprefix(f"{NAME}：").partition("。")
    assert verdict.said.startswith(f"{NAME}：")
    assert len(verdict.said) < 300
    assert HOSTILE[name].said in fault
    assert "请" in remedy
    assert remedy.endswith("。")
    others = {other.said for other in HOSTILE.values()} - {HOSTILE[name].said}
    assert [words for words in others if words in verdict.said] == []
    assert verdict.memory < MOST_MEMORY


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 100
    assert len({each.said for each in HOSTILE.values()}) >= 50


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_passes(name: str, verdicts: dict[str, Verdict]) -> None:
    assert verdicts[name].said == ""


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(UserError) as caught:
        examine(path)
    assert caught.value.exit_code == Exit.USAGE
    return str(caught.value)


@pytest.mark.parametrize(
    ("suffix", "said"),
    [(".docm", "启用宏"), (".DOTM", "启用宏"), (".zip", "后缀是 .zip"), (".doc", "后缀是 .doc"), ("", "没有后缀")],
)
def test_the_suffix_is_looked_at(suffix: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / f"示例{suffix}"
    HONEST["the smallest"](path)
    assert said in refusal(path)
    path.rename(path.with_suffix(".DOCX"))
    examine(path.with_suffix(".DOCX"))


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert "检查文件名" in refusal(tmp_path / f"{'长' * 300}.docx")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    HONEST["the smallest"](path)
    path.chmod(0)
    assert "权限" in refusal(path)


def test_a_second_name_in_the_extra_field(tmp_path: Path) -> None:
    """Newer versions of Python take it for the name, so that readers would see another part than the guard."""
    path = tmp_path / "a.docx"
    path.write_bytes(unicode_name())
    with zipfile.ZipFile(path) as archive:
        if not any(".." in name for name in archive.namelist()):
            pytest.skip("this Python takes no notice of the field")
    assert "有两种说法" in refusal(path)


def verdict_on(path: Path) -> str:
    """What is said of a file; nothing when it passes. Any error but the user's own fails the test."""
    try:
        examine(path)
    except UserError as error:
        return str(error)
    return ""


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 8))
def test_no_changed_byte_raises(seed: int, count: int, tmp_path: Path) -> None:
    whole = tmp_path / "whole.docx"
    if not whole.exists():
        HONEST["by word"](whole)
    chance = random.Random(seed)
    data = bytearray(whole.read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    changed = tmp_path / "a.docx"
    changed.write_bytes(data)
    said = verdict_on(changed)
    assert said == "" or re.fullmatch(r"a\.docx：.+。", said, re.DOTALL)


@pytest.mark.parametrize("name", ["by word", "by wps", "by python-docx"])
def test_no_cut_passes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    HONEST[name](path)
    whole = path.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        path.write_bytes(whole[:place])
        assert verdict_on(path), place
