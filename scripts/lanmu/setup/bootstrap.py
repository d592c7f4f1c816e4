"""Sets up the project's own environment (.venv) the first time, and again when requirements.txt changed.

Standard library only: nothing else is there yet when this runs.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from lanmu.diagnostics.console import say, step
from lanmu.diagnostics.errors import UserError

ROOT = Path(__file__).resolve().parents[3]
STAMP = ".lanmu-requirements"
"""Python version and fingerprint of requirements.txt of the last complete installation; empty while there is none."""
PIP_OPTIONS = "--require-hashes --no-deps --only-binary :all: --disable-pip-version-check --progress-bar off"
"""Only what its makers have built (wheels) is taken: to build a package would fetch tools that no hash was noted of."""
NO_NETWORK = (
    "连不上软件源，所需的文件装不了。请检查网络或代理设置；第一次安装要联网，以后不用。",
    *("NewConnectionError", "ConnectTimeout", "ReadTimeout", "Name or service", "getaddrinfo", "ProxyError"),
    *("Temporary failure", "No matching distribution", "SSLError"),
)
PIP_FAULTS = (
    (
        "下载的文件和 requirements.txt 里的校验值不一致，可能被替换或没有下完。请换一个网络再试；仍不行请联系维护人员。",
        "THESE PACKAGES DO NOT MATCH THE HASHES",
    ),
    ("磁盘已满，装不下所需的文件。请清出至少 1 GB 空间再试。", "No space left"),
    ("项目文件夹不可写。请把项目放到自己有权限的文件夹里再试。", "Permission denied"),
    NO_NETWORK,
)
"""A sentence for each of the usual failures of an installation, and by which of pip's words it is known."""


def environment_python(root: Path) -> Path:
    """Where the environment of the project in `root` keeps its Python."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_of(root: Path) -> str:
    """What is written to STAMP when all that requirements.txt asks for is installed."""
    try:
        fingerprint = hashlib.sha256((root / "requirements.txt").read_bytes()).hexdigest()
    except FileNotFoundError:
        raise UserError(f"找不到 {root / 'requirements.txt'}。请取回完整的项目文件后再试。") from None
    return f"{platform.python_version()}\n{fingerprint}"


def installed(root: Path) -> str:
    """The stamp of the environment; empty when there is none."""
    try:
        stamp = (root / ".venv" / STAMP).read_text(encoding="utf-8")
    except OSError:
        return ""
    return stamp if environment_python(root).exists() else ""


def is_ready(root: Path) -> bool:
    """True when the environment has what requirements.txt asks for."""
    return installed(root) == stamp_of(root)


def create(root: Path) -> None:
    """Makes an empty .venv; an old or half-made one of ours is removed first, somebody else's is left alone."""
    folder = root / ".venv"
    if folder.exists() and not (folder / STAMP).exists():
        raise UserError(f"{folder} 不是本项目建立的（或者没有建完）。请把它改名或删去，再运行一次。")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.create(folder, with_pip=True)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise UserError(
            f"建不了 Python 虚拟环境（{folder}）：{error}。"
            "Debian、Ubuntu 请先运行 sudo apt install python3-venv；其他系统请确认磁盘未满、文件夹可写。"
        ) from None
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    (folder / STAMP).write_text("", encoding="utf-8")


def install(root: Path) -> None:
    """Installs the locked requirements into .venv, pip's own successor among them, and shows pip's progress line by line."""
    lock = root / "requirements.txt"
    command = [str(environment_python(root)), "-m", "pip", "install", *PIP_OPTIONS.split(), "-r", str(lock)]
    total = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    tail: list[str] = []
    done = 0
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            tail = [*tail[-14:], line.rstrip()]
            if line.startswith(("Collecting ", "Processing ", "Requirement already")):
                done += 1
                show_progress(min(done, total), total, line)
    if sys.stdout.isatty():
        say()
    if pip.returncode:
        output = "\n".join(tail)
        for sentence, *signs in PIP_FAULTS:
            if any(sign in output for sign in signs):
                raise UserError(f"{sentence}\n{output}")
        raise UserError(f"安装所需的文件时出错：\n{output}")


def show_progress(done: int, total: int, line: str) -> None:
    """The package that a line of pip's is about (`Collecting a-b==1.0 …`, `Processing /…/a_b-1.0-py3….whl`), on a line
    that is rewritten on a terminal; in a log every tenth."""
    verb, _, rest = line.partition(": " if line.startswith("Requirement") else " ")
    name = rest.split()[0] if rest else verb
    name = Path(name).name.split("-")[0] if verb == "Processing" else name.split("==")[0]
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  [{done}/{total}] {name:<40}")
        sys.stdout.flush()
    elif done % 10 == 0 or done == total:
        say(f"  [{done}/{total}] {name}")


def ensure(root: Path) -> Path:
    """Returns the Python of a ready environment, making or renewing it when needed.

    The stamp is written last, so an interrupted installation is begun anew. A complete environment of the same
    Python is brought up to date where it stands: on Windows its python.exe may be the one that is running.
    """
    if not is_ready(root):
        say("第一次运行（或依赖有更新），需要准备环境，大约一两分钟；以后直接启动。")
        stamp = stamp_of(root)
        if installed(root).partition("\n")[0] != platform.python_version():
            with step("建立 Python 虚拟环境 .venv"):
                create(root)
        with step("安装所需的软件包"):
            install(root)
        (root / ".venv" / STAMP).write_text(stamp, encoding="utf-8")
    return environment_python(root)


def enter(root: Path = ROOT) -> None:
    """Goes on only inside the project's environment: sets it up, then runs the same command in it and ends.

    A script calls this first; what comes after may import anything.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.setdefault("PYTHONUTF8", "1")
    if Path(sys.prefix).resolve() == (root / ".venv").resolve() and is_ready(root):
        return
    command = [str(ensure(root)), *sys.argv]
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows cannot replace a process: wait for the new one, Ctrl-C included, and end with its code.
    with subprocess.Popen(command) as child:
        while True:
            try:
                raise SystemExit(child.wait())
            except KeyboardInterrupt:
                continue
