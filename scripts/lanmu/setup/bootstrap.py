"""The project's own environment: made the first time, brought up to date when a lock of requirements changed.

Standard library only: nothing else is there yet when this runs.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from lanmu.diagnostics.console import say, step
from lanmu.diagnostics.errors import UserError
from lanmu.setup.drives import is_on_network_drive, user_folder
from lanmu.setup.machines import this_machine
from lanmu.setup.pip_process import FAULTS, FAULTS_OF_WHEELS, run_pip
from lanmu.setup.wheel_folder import carried_wheels

ROOT = Path(__file__).resolve().parents[3]
STAMP = ".lanmu-requirements"
"""In the environment: which machine made it, and the fingerprint of each lock that is installed; empty until that is done."""
LOCK = "requirements.txt"
"""What the site and its editors need."""
TEST_LOCK = "tests/requirements.txt"
"""What the tests need besides: a browser's driver, linters, type checkers."""


def environment_folder(root: Path) -> Path:
    """Where the environment of the project in `root` lies: in .venv; on this machine, in the user's own folder, where the
    project lies on a network drive or .venv is another machine's, which must go on working there."""
    local = root / ".venv"
    made_by = read_stamp(local).get("machine")
    if is_on_network_drive(root) or made_by not in (None, platform.node()):
        name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]
        return user_folder() / "lanmu" / "environments" / name
    return local


def environment_python(folder: Path) -> Path:
    """Where the environment in `folder` keeps its Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def read_stamp(folder: Path) -> dict[str, str]:
    """The stamp of the environment in `folder`; empty when there is none, or it was never completed."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def fingerprints(root: Path, locks: tuple[str, ...]) -> dict[str, str]:
    """The digest of each lock. Raises UserError when one is missing."""
    try:
        return {lock: hashlib.sha256((root / lock).read_bytes()).hexdigest() for lock in locks}
    except FileNotFoundError as error:
        raise UserError(f"找不到 {error.filename}。请取回完整的项目文件后再试。") from None


def runs_here(folder: Path) -> bool:
    """True when the environment in `folder` can be used: the Python that it was made with is still where it was. Which of
    the machine's Pythons has begun the command does not matter, nor a newer patch version in the same place."""
    try:
        settings = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    home = next((line.partition("=")[2].strip() for line in settings.splitlines() if line.startswith("home")), "")
    return bool(home) and Path(home).is_dir() and environment_python(folder).exists()


def is_ready(root: Path, locks: tuple[str, ...] = (LOCK,)) -> bool:
    """True when the environment can be used and has what the locks ask for."""
    folder = environment_folder(root)
    return read_stamp(folder).items() >= fingerprints(root, locks).items() and runs_here(folder)


def create(folder: Path) -> None:
    """Makes an empty environment; an old or half-made one of ours is removed first, somebody else's is left alone."""
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


def install(root: Path, folder: Path, locks: tuple[str, ...]) -> None:
    """Installs what the locks ask for, pip's own successor among it: from the wheels that were carried here, else from the
    network. Raises UserError with the reason when neither has them."""
    python = environment_python(folder)
    arguments = ["install", *(word for lock in locks for word in ("-r", str(root / lock)))]
    total = sum("==" in line for lock in locks for line in (root / lock).read_text(encoding="utf-8").splitlines())
    wheels = carried_wheels(root)
    lacking = ""
    if wheels:
        say(f"  用 {wheels} 里带来的安装包，不用联网。")
        done = run_pip(python, [*arguments, "--no-index", "--find-links", str(wheels)], total)
        if not done.failed:
            return
        if not done.unavailable:
            raise UserError(done.explained(FAULTS_OF_WHEELS))
        lacking = lacking_sentence(wheels, done.unavailable)
        say(f"  {lacking}改从网上装。")
    done = run_pip(python, arguments, total)
    if done.failed:
        raise UserError(lacking + done.explained(FAULTS))


def lacking_sentence(wheels: Path, package: str) -> str:
    """That the folder has no wheel of a package for this machine, and how it gets there."""
    here = this_machine()
    options = f" --platform {here.platform} --python {here.version}" if here else ""
    return (
        f"{wheels} 里没有 {package} 适合这台电脑的安装包{f'（{here}）' if here else ''}。"
        f"请在能上网的电脑上运行 python3 scripts/prepare_offline.py{options}，把文件夹重新拷来。"
    )


def ensure(root: Path, locks: tuple[str, ...] = (LOCK,)) -> Path:
    """Returns the Python of a ready environment, making or renewing it when needed.

    The stamp is written last, so an interrupted installation is begun anew. An environment that can be used is brought up
    to date where it stands: on Windows its python.exe may be the one that is running.
    """
    folder = environment_folder(root)
    if not is_ready(root, locks):
        say("第一次运行（或依赖有更新），需要准备环境，大约一两分钟；以后直接启动。")
        if folder.parent != root:
            say(f"项目在网络盘上，或者与别的电脑共用：环境放在这台电脑的 {folder}，两不相扰。")
        stamp = read_stamp(folder) | {"machine": platform.node()} | fingerprints(root, locks)
        if not (read_stamp(folder) and runs_here(folder)):
            stamp = {"machine": platform.node()} | fingerprints(root, locks)
            with step("建立 Python 虚拟环境"):
                create(folder)
        with step("安装所需的软件包"):
            install(root, folder, locks)
        (folder / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    return environment_python(folder)


def enter(root: Path = ROOT, locks: tuple[str, ...] = (LOCK,)) -> None:
    """Goes on only inside the project's environment: sets it up, then runs the same command in it and ends.

    A script calls this first; what comes after may import anything that the locks name.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.setdefault("PYTHONUTF8", "1")
    if Path(sys.prefix).resolve() == environment_folder(root).resolve() and is_ready(root, locks):
        return
    command = [str(ensure(root, locks)), *sys.argv]
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows cannot replace a process: wait for the new one, Ctrl-C included, and end with its code.
    with subprocess.Popen(command) as child:
        while True:
            try:
                raise SystemExit(child.wait())
            except KeyboardInterrupt:
                continue
