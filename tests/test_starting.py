"""The desk is opened by double-click: start.sh for real, start.bat as far as Wine's cmd carries it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pip
import pytest
from conftest import ROOT, SITES, copy_project
from support.previewing import clean_environment, fetch, unused_port
from support.repository import tracked

SCRIPTS = ROOT / "scripts"
MESSAGES = SCRIPTS / "lanmu" / "setup" / "messages"
BATCH = (SCRIPTS / "start.bat").read_bytes()
posix = pytest.mark.skipif(os.name == "nt", reason="Windows 没有 sh")


def program(folder: Path, name: str, text: str) -> Path:
    """A shell script that stands for a program."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder that has what the starters need and nothing to start."""
    scripts = tmp_path / "宣传 & 学习 (1) [a] 100% ^!x! 'q'" / "scripts"
    shutil.copytree(MESSAGES, scripts / "lanmu" / "setup" / "messages")
    for file in SCRIPTS.glob("start.*"):
        shutil.copy2(file, scripts)
    (scripts / "preview.py").write_text("", encoding="utf-8")
    return scripts


def tools(folder: Path) -> Path:
    """A folder with the few tools that the shell script uses, and no Python."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("cat", "dirname", "readlink", "uname"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def start(script: Path, path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(script), *arguments]
    environment = {"PATH": str(path), **variables}
    return subprocess.run(
        command, env=environment, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@posix
@pytest.mark.parametrize("script", ["start.sh", "start.command"])
def test_without_python_it_says_what_to_install(small: Path, tmp_path: Path, script: str) -> None:
    path = tools(tmp_path / "bin")
    program(path, "python3", "exit 1  # too old")
    done = start(small / script, path)
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("这台电脑上没有 Python 3.11 或更新的版本")
    assert "回车" in done.stdout


@posix
@pytest.mark.parametrize(("code", "waits"), [(0, False), (130, False), (2, True)])
def test_what_python_ends_with_is_what_it_ends_with(small: Path, tmp_path: Path, code: int, waits: bool) -> None:
    path = tools(tmp_path / "bin")
    program(path, "python3", "exit 1  # too old")
    program(path, "python3.12", f'[ "$1" = -c ] && exit 0\nprintf "<%s>" "$PYTHONUTF8" "$@"\nexit {code}')
    (tmp_path / "link.sh").symlink_to(small / "start.sh")
    done = start(tmp_path / "link.sh", path, "--port", "8 9")
    assert (done.returncode, done.stderr) == (code, "")
    assert f"<1><{small / 'preview.py'}><--open><--port><8 9>" in done.stdout
    assert done.stdout.startswith((MESSAGES / "opening.txt").read_text(encoding="utf-8"))
    assert ("没有打开，或者中途停了" in done.stdout) == waits


@posix
@pytest.mark.parametrize(("terminal", "option"), [("gnome-terminal", "--"), ("xfce4-terminal", "-x"), ("xterm", "-e")])
def test_a_file_manager_that_gives_no_window_is_given_one(
    small: Path, tmp_path: Path, terminal: str, option: str
) -> None:
    path = tools(tmp_path / "bin")
    program(path, terminal, 'printf "<%s>" "$@"')
    done = start(small / "start.sh", path, "--port", "9", DISPLAY=":9")
    assert done.stdout == f"<{option}></bin/sh><{small / 'start.sh'}><--port><9>"


@posix
def test_start_sh_opens_the_browser_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    """In a terminal of its own, from another folder, with the real preview."""
    import fcntl
    import termios

    project = copy_project(tmp_path / "宣传 & 学习" / "project", SITES / "minimal")
    shutil.copy2(ROOT / "requirements.txt", project)
    (project / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    shutil.copy2(SCRIPTS / "start.sh", project / "scripts")
    bin_folder = tmp_path / "bin"
    opened = tmp_path / "opened"
    program(bin_folder, "xdg-open", f'printf %s "$1" >"{opened}"')
    program(bin_folder, "python3", f'exec "{sys.executable}" "$@"')
    environment = clean_environment() | {"DISPLAY": ":9", "PATH": f"{bin_folder}:{os.environ['PATH']}"}
    environment.pop("BROWSER", None)

    def sit_down() -> None:
        """In the new process: the terminal is its own, and Ctrl-C counts, also where the tests were started without."""
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    leader, follower = os.openpty()
    running = subprocess.Popen(
        ["/bin/sh", str(project / "scripts" / "start.sh"), "--port", str(unused_port())],
        cwd="/",
        env=environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=sit_down,
    )
    os.close(follower)
    said = b""
    try:
        end = time.monotonic() + 60
        while not (b"Ctrl-C" in said and opened.exists() and opened.read_text(encoding="utf-8")):
            assert time.monotonic() < end, said.decode("utf-8", "replace")
            said += os.read(leader, 65536)
        assert fetch(opened.read_text(encoding="utf-8"))[0] == 200
        os.write(leader, b"\x03")
        while chunk := read(leader):
            said += chunk
        assert running.wait(20) == 0
    finally:
        running.kill()
        running.wait()
        os.close(leader)
    text = said.decode("utf-8")
    assert "这个窗口要一直开着" in text
    assert "预览已结束" in text
    assert "没有打开" not in text


def read(terminal: int) -> bytes:
    """What has been written to a terminal; nothing when its last program has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_the_starters_are_where_and_as_they_must_be() -> None:
    """What a double-click needs: rights on macOS and Linux, line ends that each system reads."""
    files = {file.name: file for file in tracked() if file.parent == SCRIPTS and file.name.startswith("start.")}
    assert files.keys() == {"start.bat", "start.command", "start.sh"}
    for name in ("start.command", "start.sh"):
        assert os.access(files[name], os.X_OK)
        assert b"\r" not in files[name].read_bytes()
        assert subprocess.run(["/bin/sh", "-n", str(files[name])], check=False).returncode == 0
    command = ["git", "check-attr", "eol", "scripts/start.bat", "scripts/start.sh"]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert re.findall(r"eol: (\w+)", output) == ["crlf", "lf"]


def test_start_bat_is_read_right_in_every_code_page() -> None:
    assert BATCH.count(b"\n") == BATCH.count(b"\r\n") > 20
    lines = BATCH.decode("utf-8").split("\r\n")
    assert lines[0] == "@echo off"
    foreign = [number for number, line in enumerate(lines) if not line.isascii()]
    # After the code page and after every label: cmd looks for a label through all that follows.
    assert min(foreign) > max(number for number, line in enumerate(lines) if line.startswith((":", "chcp")))
    # Before it is set, nothing with a meaning of its own in an old code page; no delayed expansion, which eats "!".
    assert "setlocal EnableExtensions DisableDelayedExpansion" in lines
    assert lines.index("chcp 65001 >nul") < next(n for n, line in enumerate(lines) if line.startswith("type "))


def test_start_bat_quotes_every_path_and_finds_every_label() -> None:
    text = BATCH.decode("utf-8")
    code = [line for line in text.split("\r\n") if line and not line.startswith(("rem", "echo"))]
    for line in code:
        for variable in ("%~dp0", "%TEXTS%"):
            for place in re.finditer(re.escape(variable), line):
                assert line[: place.start()].count('"') % 2, line
    # CALL and pushd would read a path a second time, or leave a drive behind.
    assert not [line for line in code if re.match(r"(?i)\s*(call|pushd|cd)\b", line)]
    labels = {line[1:] for line in code if line.startswith(":")}
    assert labels == set(re.findall(r"goto (\w+)", text))
    # Nothing runs from one part into the next.
    assert all(code[n - 1].startswith("exit /b") for n, line in enumerate(code) if line.startswith(":"))
    shown = set(re.findall(r"%TEXTS%\\(\w+\.txt)", text))
    shown |= set(re.findall(r"\w+\.txt", (SCRIPTS / "start.sh").read_text(encoding="utf-8")))
    assert shown | {"offline.txt"} == {file.name for file in MESSAGES.iterdir()}


STUB = """@echo off
echo [%*]>>"%STUB_LOG%"
if "%~2"=="-c" exit %STUB_PROBE%
if "%~3"=="-c" exit %STUB_PROBE%
exit %STUB_CODE%
"""
wine = pytest.mark.skipif(not shutil.which("wine"), reason="这台机器没有 Wine（Debian 上要占 700 MB）")


@dataclass(frozen=True)
class Windows:
    """A Windows of Wine's, and what stands for Python there: a real .exe that notes how it is called."""

    prefix: Path
    folder: Path

    def python(self, name: str) -> Path:
        """A folder with a Python of this name. It is the launcher of pip's scripts, and starts a batch file."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        stub = self.folder / "stub.bat"
        stub.write_text(STUB, encoding="ascii", newline="\r\n")
        launcher = Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe"
        archive = BytesIO()
        with zipfile.ZipFile(archive, "w") as content:
            content.writestr("__main__.py", "")
        line = f"#!C:\\windows\\system32\\cmd.exe /c {inside(stub)}\r\n".encode("ascii")
        (folder / name).write_bytes(launcher.read_bytes() + line + archive.getvalue())
        return folder

    def start(self, script: str, *arguments: str, path: Path, probe: int = 0, code: int = 0) -> tuple[int, str, str]:
        """Opens a batch file as a double-click does. Returns its code, what it says, and how Python was called."""
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        variables = {"WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", "WINEPATH": inside(path)}
        variables |= {"STUB_LOG": inside(log), "STUB_PROBE": str(probe), "STUB_CODE": str(code)}
        done = subprocess.run(
            ["wine", script, *arguments],
            env=clean_environment() | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        called = log.read_bytes().decode("utf-8", "replace") if log.exists() else ""
        return done.returncode, done.stdout.decode("utf-8", "replace"), called


def inside(path: Path) -> str:
    """A path as Wine's programs see it."""
    return "Z:" + str(path).replace("/", "\\")


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    folder = tmp_path_factory.mktemp("wine")
    prefix = folder / "prefix"
    environment = clean_environment() | {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all"}
    # Without Gecko and Mono, which Wine would ask for.
    environment["WINEDLLOVERRIDES"] = "mscoree,mshtml="
    subprocess.run(["wine", "cmd", "/c", "ver"], env=environment, capture_output=True, check=False)
    yield Windows(prefix, folder)
    subprocess.run(["wineserver", "-k"], env=environment, capture_output=True, check=False)


@wine
def test_start_bat_under_wine(windows: Windows, tmp_path: Path, small: Path) -> None:
    """Which Python it takes, that hard names of folders and shares come through, what it says, how it ends. (Not "%" in
    the name of a folder: Wine reads that twice.)"""
    scripts = tmp_path / "xuexi & (1) [a] ^ !x! 'q'"
    small.rename(scripts)
    batch = inside(scripts / "start.bat")
    opening, ended, missing = (
        (MESSAGES / name).read_text(encoding="utf-8").splitlines()[-2]
        for name in ("opening.txt", "ended.txt", "no_python_windows.txt")
    )
    launcher = windows.python("py.exe")

    code, said, called = windows.start(batch, "--port", "9", path=launcher)
    assert code == 0
    assert opening in said
    assert ended not in said
    assert f'py.exe" -3 "{inside(scripts / "preview.py")}" --open --port 9]' in called

    code, said, called = windows.start(batch, path=launcher, code=3)
    assert (code, opening in said, ended in said) == (3, True, True)

    # An old one, or one that cannot run at all (its code is negative on Windows).
    code, said, called = windows.start(batch, path=launcher, probe=-1073741515)
    assert (code, missing in said, opening in said) == (2, True, False)
    assert "preview.py" not in called

    code, said, called = windows.start(batch, path=windows.python("python.exe"))
    assert (code, opening in said) == (0, True)
    assert f'python.exe" "{inside(scripts / "preview.py")}" --open' in called

    nothing = tmp_path / "nothing"
    nothing.mkdir()
    code, said, called = windows.start(batch, path=nothing)
    assert (code, missing in said, called) == (2, True, "")

    share = windows.prefix / "dosdevices" / "unc" / "server"
    share.mkdir(parents=True, exist_ok=True)
    (share / "share").symlink_to(tmp_path)
    code, said, called = windows.start(f"\\\\server\\share\\{scripts.name}\\start.bat", path=launcher)
    assert (code, opening in said) == (0, True)
    assert f'"\\\\server\\share\\{scripts.name}\\preview.py" --open' in called

    (nothing / "start.bat").write_bytes(BATCH)
    code, said, called = windows.start(inside(nothing / "start.bat"), path=launcher)
    assert (code, called) == (2, "")
    assert "Unpack the whole zip file first." in said
