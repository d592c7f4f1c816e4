"""A machine without internet: what is carried there is collected here, and installed there."""

from __future__ import annotations

import os
import select
import socket
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.diagnostics.errors import UserError
from lanmu.setup import bootstrap, offline
from lanmu.setup.machines import PLATFORMS, Machine, this_machine
from lanmu.setup.pip_process import PipRun
from lanmu.setup.wheel_folder import NAME
from support.previewing import unused_port
from support.wheels import empty_environment, locked, wheel

WINDOWS, LINUX = Machine("windows-x64", "3.12"), Machine("linux-x64", "3.11")


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """pip has no network, and nothing of this machine's settings."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{unused_port()}/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that needs one small package, and its empty environment."""
    project = tmp_path / "U 盘 & 一" / "项目"
    project.mkdir(parents=True)
    empty_environment(project)
    return project


@pytest.mark.parametrize("place", ["", ".."], ids=["in the project", "beside it"])
def test_wheels_that_were_carried_here_are_installed_without_network(
    project: Path, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = wheel(project / place / NAME, "carried")
    (project / bootstrap.LOCK).write_text(locked("carried", digest), encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as index:
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{index.getsockname()[1]}/simple")
        monkeypatch.setenv("PIP_TIMEOUT", "1")
        bootstrap.ensure(project)
        assert select.select([index], [], [], 0)[0] == [], "an index was asked"
    said = capsys.readouterr().out
    assert "带来的安装包，不用联网" in said
    assert "[1/1] carried" in said
    assert bootstrap.is_ready(project)
    assert list((project / ".venv").rglob("carried.py"))


def test_a_wheel_that_was_not_copied_whole_is_not_installed(project: Path) -> None:
    digest = wheel(project / NAME, "carried")
    (project / bootstrap.LOCK).write_text(locked("carried", digest), encoding="utf-8")
    [file] = (project / NAME).glob("*.whl")
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(UserError, match="没有拷全，或者被换过"):
        bootstrap.ensure(project)
    assert not bootstrap.is_ready(project)
    assert not list((project / ".venv").rglob("carried.py"))


def test_what_the_folder_has_not_is_said_with_the_command_that_brings_it(project: Path) -> None:
    wheel(project / NAME, "carried", "cp27-cp27m-win32")
    (project / bootstrap.LOCK).write_text(locked("carried", "0" * 64), encoding="utf-8")
    with pytest.raises(UserError, match=r"里没有 carried==1\.0 适合这台电脑的安装包") as error:
        bootstrap.ensure(project)
    here = this_machine()
    if here:
        assert f"prepare_offline.py --platform {here.platform} --python {here.version}" in str(error.value)
    assert "连不上软件源" in str(error.value)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a lock, and its packages to be had: one for every machine, one only for Windows, one that is built for
    each."""
    index = tmp_path / "index"
    everywhere = wheel(index, "everywhere")
    for_windows = wheel(index, "for_windows")
    built = [wheel(index, "built", tag) for tag in ("cp312-cp312-win_amd64", "cp39-abi3-manylinux_2_17_x86_64")]
    text = locked("everywhere", everywhere) + locked("built", *built)
    text += locked("for-windows", for_windows, marker="sys_platform == 'win32' and python_full_version >= '3.12'")
    project = tmp_path / "project"
    project.mkdir()
    (project / bootstrap.LOCK).write_text(text, encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", index.as_uri())
    return project


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.whl"))


def test_each_machine_gets_what_it_needs_and_a_second_run_only_what_lacks(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = office / NAME
    assert offline.prepare(office, office, [LINUX]) == 0
    linux = ["built-1.0-cp39-abi3-manylinux_2_17_x86_64.whl", "everywhere-1.0-py3-none-any.whl"]
    assert names(folder) == linux
    assert "下载 2 个安装包" in capsys.readouterr().out

    (folder / linux[1]).write_bytes(b"interrupted")
    wheel(folder, "old")
    assert offline.prepare(office, folder, [WINDOWS]) == 0
    both = ["built-1.0-cp312-cp312-win_amd64.whl", linux[0], linux[1], "for_windows-1.0-py3-none-any.whl"]
    assert names(folder) == both
    said = capsys.readouterr().out
    assert "下载 3 个安装包" in said
    assert "删去了 1 个" in said
    assert f"{folder}：4 个文件" in said

    monkeypatch.setenv("PIP_FIND_LINKS", "")
    assert offline.prepare(office, folder, [WINDOWS, LINUX]) == 0
    assert capsys.readouterr().out.count("已经齐了") == 2

    text = (folder / "README.txt").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == text.count(b"\r\n") > 20
    readme = text.decode("utf-8-sig")
    assert f"· {WINDOWS}\r\n" in readme
    assert f"· {LINUX}\r\n" in readme
    assert str(Machine("macos-arm64", "3.12")) not in readme
    assert "4 个安装包" in readme


def test_a_machine_that_a_package_is_not_built_for_is_named_and_the_others_are_served(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mac = Machine("macos-arm64", "3.12")
    assert offline.prepare(office, office, [mac, WINDOWS]) == 1
    said = capsys.readouterr()
    assert f"✗ {mac}：built==1.0 没有适合它的安装包" in said.err
    readme = (office / NAME / "README.txt").read_text(encoding="utf-8-sig")
    assert str(mac) not in readme
    assert str(WINDOWS) in readme


def test_a_file_that_was_exchanged_on_the_way_is_not_kept(office: Path, tmp_path: Path) -> None:
    wheel(tmp_path / "index", "everywhere", says="something else")
    with pytest.raises(UserError, match="校验值不一致"):
        offline.prepare(office, office, [LINUX])
    assert "everywhere-1.0-py3-none-any.whl" not in names(office / NAME)


def test_without_network_nothing_is_collected_and_the_reason_is_said(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_RETRIES", "1")
    with pytest.raises(UserError, match=r"连不上软件源，没有下完。.*再运行一次"):
        offline.prepare(office, office, [LINUX])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device: 'a.whl'", "磁盘已满"),
        ("OSError: [Errno 30] Read-only file system: 'a.whl'", "文件夹不可写"),
        ("ERROR: something new", "安装所需的文件时出错：\nTraceback"),
    ],
)
def test_a_fault_of_the_disk_is_a_sentence_without_a_traceback(words: str, sentence: str) -> None:
    explained = PipRun(True, ("Traceback (most recent call last):", words)).explained(offline.FAULTS)
    assert explained.startswith(sentence)
    assert explained.endswith(words)
    assert ("Traceback" in explained) == ("something new" in words)


def test_without_a_word_it_is_for_offices_and_this_machine() -> None:
    targets = offline.chosen([], [])
    assert [target for target in targets if target.platform == "windows-x64"][:3] == [
        Machine("windows-x64", version) for version in ("3.11", "3.12", "3.13")
    ]
    assert this_machine() in (None, *targets)
    assert offline.chosen(["linux-arm64"], ["3.13"]) == [Machine("linux-arm64", "3.13")]


def test_the_lock_of_the_project_can_be_read_for_every_platform() -> None:
    text = (ROOT / bootstrap.LOCK).read_text(encoding="utf-8")
    lock = offline.read_lock(text)
    assert len(lock) == sum("==" in line and not line.startswith(" ") for line in text.splitlines())
    assert all(package.digests for package in lock)
    for platform in PLATFORMS:
        # One version of each package, whatever the conditions.
        wanted = [package.requirement.name for package in lock if package.is_for(Machine(platform, "3.12"))]
        assert len(wanted) == len(set(wanted)) > 60
