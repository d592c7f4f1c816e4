"""A Word document is read in a process of its own: within its limits, or not at all, and nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import get_context
from pathlib import Path

import docx
import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake.word import child, worker
from lanmu.intake.word.child import MEDIA, Ending, death, failure, read_in_child
from lanmu.intake.word.guard import examine
from lanmu.intake.word.model import WordText
from support import files
from word import packing
from word.blocks import html_of
from word.honest import HONEST
from word.hostile_xml import tables
from word.processes import running_below

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process and shows others")
NAME = "示例通知.docx"
LIMITED = "import sys; from lanmu.intake.word.worker import limit; limit({0}, {1}); {2}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the pictures go."""
    target = tmp_path / "target"
    target.mkdir()
    return target


SIZES = Path("/proc/self/statm")
"""Linux: the first number is how many pages of memory this process has (proc(5))."""


def create(name: str, tmp_path: Path) -> Path:
    """An honest document."""
    path = tmp_path / NAME
    HONEST[name](path)
    return path


def refusal(source: Path, folder: Path, **limits: float) -> str:
    """The sentence with which a document is given up, which must leave the folder as it was."""
    with pytest.raises(UserError) as caught:
        read_in_child(source, folder, **limits)  # type: ignore[arg-type]
    assert list(folder.iterdir()) == []
    assert "请" in str(caught.value)
    assert str(caught.value).endswith("。")
    return str(caught.value)


def test_the_whole_way_of_a_document(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / NAME
    document = docx.Document()
    document.core_properties.title = "示例通知"
    document.add_heading("一、示例标题", 1)
    document.add_paragraph("第一段，请看。")
    document.add_table(rows=1, cols=2).cell(0, 1).text = "表格里的字"
    picture = files.picture_bytes("png", "40x30")
    (tmp_path / "a.png").write_bytes(picture)
    document.add_picture(str(tmp_path / "a.png"))
    document.save(str(source))
    before = source.read_bytes()
    examine(source)
    text = read_in_child(source, folder)
    assert "<p>第一段，请看。</p>" in html_of(text)
    assert "表格里的字" in html_of(text)
    assert "一、示例标题" in text.visible_text
    assert text.properties["title"] == "示例通知"
    assert text.remarks
    (held,) = text.pictures
    assert [path.relative_to(folder) for path in folder.rglob("*")] == [Path(MEDIA), Path(MEDIA, held.name)]
    assert (folder / MEDIA / held.name).read_bytes() == picture
    assert source.read_bytes() == before


def in_copy(source: Path, folder: Path) -> WordText:
    """What a copy of this process reads within the same limits, without starting Python anew. What this process has already
    counts besides: after many tests it is more than the limit."""
    memory = int(SIZES.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE") + child.MEMORY
    process = get_context("fork").Process(target=worker.main, args=([str(source), str(folder), "60", str(memory)],))
    process.start()
    process.join()
    ended, said = json.loads((folder / child.RESULT).read_text(encoding="utf-8"))
    assert ended == Ending.READ, said
    return WordText.from_json(said)


@pytest.mark.parametrize("name", [name for name in HONEST if name != "hundred pages"])
def test_what_the_guard_lets_through_can_be_read(name: str, tmp_path: Path, folder: Path) -> None:
    source = create(name, tmp_path)
    read = in_copy if SIZES.is_file() else read_in_child
    assert read(source, folder).remarks


def test_a_document_named_from_where_the_editor_is(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is imported from there either."""
    create("the smallest", tmp_path)
    for name in ("json", "mammoth", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(7)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "某某单位" in html_of(read_in_child(Path(NAME), folder))


def test_a_document_that_takes_too_long(tmp_path: Path, folder: Path) -> None:
    source = create("hundred pages", tmp_path)
    said = refusal(source, folder, seconds=1.0)
    assert said.startswith(f"{NAME}：读了 1 秒还没有读完")
    assert running_below(folder) == []


@linux
def test_a_document_that_takes_too_much_memory(tmp_path: Path, folder: Path) -> None:
    said = refusal(create("hundred pages", tmp_path), folder, memory=75_000_000)
    assert said.startswith(f"{NAME}：内容太多，内存放不下")


def test_a_document_that_is_refused_in_the_process(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / NAME
    packing.write(source, body=packing.HEAD.encode() + f"<w:document {packing.SPACES}/>".encode())
    assert refusal(source, folder).startswith(f"{NAME} 里没有 Word 正文")


def test_a_document_that_is_too_deep_for_the_reader(tmp_path: Path, folder: Path) -> None:
    """What reads the parts refuses it, as the guard does."""
    source = tmp_path / NAME
    packing.write(source, body=tables(100))
    assert "表格里套表格" in refusal(source, folder)


@linux
def test_a_process_that_crashes(tmp_path: Path, folder: Path) -> None:
    source = create("hundred pages", tmp_path)

    def crash() -> None:
        while not (pids := running_below(folder)):
            time.sleep(0.02)
        for process in pids:
            os.kill(process, signal.SIGSEGV)

    threading.Thread(target=crash, daemon=True).start()
    assert f"中途垮了（信号 {signal.SIGSEGV:d}）" in refusal(source, folder)


def test_a_process_that_fails_by_our_own_fault(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SCRIPTS", tmp_path)
    said = refusal(create("the smallest", tmp_path), folder)
    assert "出错了（" in said
    assert "No module named 'lanmu'" in said
    assert "Traceback" not in said


def test_a_process_that_cannot_be_started(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    assert "启动不了" in refusal(create("the smallest", tmp_path), folder)


def test_every_end_has_its_own_sentence() -> None:
    said = [
        str(failure(NAME, Ending.MEMORY, "")),
        str(failure(NAME, Ending.DEPTH, "")),
        str(failure(NAME, Ending.REFUSED, "甲。")),
        str(death(NAME, -11, "")),
        str(death(NAME, 1, "Traceback …\n  File …\nKeyError: 'a'\n")),
        str(death(NAME, 3, "")),
    ]
    assert len(set(said)) == len(said)
    assert "KeyError: 'a'" in said[4]
    assert "代码 3" in said[5]
    assert str(death(NAME, -9, "")) == str(death(NAME, -6, "")) == said[0]


def limited(seconds: float, memory: int, then: str) -> subprocess.CompletedProcess[str]:
    """A process that bounds itself and then does something else than reading."""
    command = [sys.executable, "-P", "-c", LIMITED.format(seconds, memory, then)]
    environment = os.environ | {"PYTHONPATH": str(child.SCRIPTS)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)


@linux
def test_a_process_whose_parent_is_gone_does_not_run_for_ever() -> None:
    done = limited(0.1, 10**9, "[0 for _ in iter(int, 1)]")
    assert done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


@linux
def test_a_process_that_swells_is_stopped() -> None:
    done = limited(9, 400_000_000, "bytearray(500_000_000)")
    assert "MemoryError" in done.stderr
    assert limited(9, 900_000_000, "bytearray(500_000_000)").returncode == 0


def test_the_result_that_was_written_is_the_one_that_is_read(tmp_path: Path, folder: Path) -> None:
    source = create("the smallest", tmp_path)
    command = [sys.executable, "-P", "-m", child.WORKER, str(source), str(folder), "30", str(child.MEMORY)]
    environment = os.environ | {"PYTHONPATH": str(child.SCRIPTS)}
    subprocess.run(command, env=environment, check=True, timeout=60)
    ended, said = json.loads((folder / child.RESULT).read_text(encoding="utf-8"))
    assert ended == Ending.READ
    (folder / child.RESULT).unlink()
    assert said == read_in_child(source, folder).to_json()
