"""Collects the wheels that machines without internet need, into a folder to carry there.

Nothing is noted beside the files: what is lacking is read off the names and digests of the wheels that are there. So an
interrupted run goes on where it was, and a run for other machines adds to the folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import UserError, machine_faults
from lanmu.setup.bootstrap import LOCK
from lanmu.setup.machines import PLATFORMS, VERSIONS, Machine, this_machine
from lanmu.setup.pip_process import CHANGED, CONNECTION, DISK_FULL, NOT_WRITABLE, Faults, run_pip
from lanmu.setup.wheel_folder import NAME

OFFICES = ("windows-x64", ("3.11", "3.12", "3.13"))
"""What offices have, when nobody says what theirs have."""
BATCH = 12
"""How many packages pip is asked for at once. It keeps none of them before it has all: an interruption costs a batch."""
AGAIN = "已经下好的都留着，再运行一次同样的命令，就接着下。"
FAULTS: Faults = (
    (
        "下载的文件和 requirements.txt 里的校验值不一致，可能被替换或没有下完，没有收进来。请换一个网络再试；"
        "仍不行请联系维护人员。",
        CHANGED,
    ),
    (f"磁盘已满，没有下完。请清出至少 1 GB 空间。{AGAIN}", *DISK_FULL),
    (f"文件夹不可写，没有下完。请换一个文件夹（写在命令后面），或者去掉写保护。{AGAIN}", *NOT_WRITABLE),
    (f"连不上软件源，没有下完。请检查网络或代理设置。{AGAIN}", *CONNECTION),
)
"""As those of an installation (pip_process.py), for a download."""


@dataclass(frozen=True)
class Locked:
    """A package of a lock: what is asked for, and the digests (SHA-256) of all files that its makers published."""

    requirement: Requirement
    digests: frozenset[str]

    def is_for(self, target: Machine) -> bool:
        """True when the target needs it. pip would answer for the machine that it runs on."""
        platform = PLATFORMS[target.platform]
        environment = {
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "platform_machine": platform.machine,
            "platform_system": platform.system,
            "sys_platform": platform.sys_platform,
            "os_name": platform.os_name,
            "python_version": target.version,
            "python_full_version": f"{target.version}.0",
        }
        return self.requirement.marker is None or self.requirement.marker.evaluate(environment)

    @property
    def line(self) -> str:
        """How pip is asked for it, wherever it is needed."""
        hashes = (f"--hash=sha256:{digest}" for digest in sorted(self.digests))
        return " ".join((f"{self.requirement.name}{self.requirement.specifier}", *hashes))


@dataclass(frozen=True)
class Wheel:
    """A wheel in the folder: its compatibility tags (from its name) and its SHA-256."""

    tags: frozenset[Tag]
    digest: str


def read_lock(text: str) -> list[Locked]:
    """The packages of a lock with hashes, as uv writes it."""
    packages = []
    for line in text.replace("\\\n", " ").splitlines():
        head, *digests = line.partition(" #")[0].split("--hash=sha256:")
        if digests:
            packages.append(Locked(Requirement(head.strip()), frozenset(map(str.strip, digests))))
    return packages


def wheels_in(folder: Path) -> dict[Path, Wheel]:
    """The wheels in a folder, by their files. What else lies there is passed over."""
    wheels = {}
    for file in sorted(folder.glob("*.whl")):
        with contextlib.suppress(InvalidWheelFilename), file.open("rb") as content:
            wheels[file] = Wheel(parse_wheel_filename(file.name)[3], hashlib.file_digest(content, "sha256").hexdigest())
    return wheels


def supported(target: Machine) -> frozenset[Tag]:
    """The tags of all wheels that run on the target (PEP 425)."""
    major, minor = map(int, target.version.split("."))
    tags = PLATFORMS[target.platform].tags
    own = cpython_tags((major, minor), platforms=tags)
    return frozenset((*own, *compatible_tags((major, minor), f"cp{major}{minor}", tags)))


def lacking(lock: Iterable[Locked], target: Machine, wheels: Iterable[Wheel]) -> list[Locked]:
    """The packages that the target needs and that no wheel is there of, whole and as its makers published it."""
    runs = supported(target)
    there = {wheel.digest for wheel in wheels if wheel.tags & runs}
    return [package for package in lock if package.is_for(target) and not package.digests & there]


def complete(lock: Sequence[Locked], wheels: Iterable[Wheel]) -> list[Machine]:
    """The targets, of all there are, for which everything is there."""
    wheels = list(wheels)
    every = (Machine(platform, version) for platform in PLATFORMS for version in VERSIONS)
    return [target for target in every if not lacking(lock, target, wheels)]


def chosen(platforms: Sequence[str], versions: Sequence[str]) -> list[Machine]:
    """The machines that are asked for; without a word, those of offices and this one."""
    targets = [
        Machine(platform, version) for platform in platforms or OFFICES[:1] for version in versions or OFFICES[1]
    ]
    here = this_machine()
    return targets if platforms or versions or here is None or here in targets else [*targets, here]


def download(packages: Sequence[Locked], target: Machine, folder: Path) -> str:
    """Has pip fetch the wheels of packages for a target. Returns the package that there is none of; empty when all are
    there. Raises UserError for every other fault."""
    options = [word for tag in PLATFORMS[target.platform].tags for word in ("--platform", tag)]
    options += ["--python-version", target.version, "--implementation", "cp"]
    with tempfile.TemporaryDirectory() as temporary:
        wanted = Path(temporary) / "requirements.txt"
        for start in range(0, len(packages), BATCH):
            lines = (f"{package.line}\n" for package in packages[start : start + BATCH])
            wanted.write_text("".join(lines), encoding="utf-8")
            arguments = ["download", "-r", str(wanted), "-d", str(folder), *options]
            done = run_pip(Path(sys.executable), arguments, len(packages), start)
            if done.failed and done.unavailable and not done.says(CONNECTION):
                return done.unavailable
            if done.failed:
                raise UserError(done.explained(FAULTS))
    return ""


def prepare(root: Path, place: Path, targets: Sequence[Machine]) -> int:
    """Collects in `place`, in the folder of the name that is looked for, what the project in `root` needs on the targets.

    Returns 1 when a target cannot be served because a package has no wheel for it. Raises UserError for what stops the
    work; what is there by then stays.
    """
    folder = place if place.name == NAME else place / NAME
    lock = read_lock((root / LOCK).read_text(encoding="utf-8"))
    start = time.monotonic()
    unserved = {}
    say(f"收集到 {folder}。中途停了不要紧，再运行一次同样的命令，就接着下。")
    with machine_faults("收集安装包", f"请清出空间，或者换一个文件夹（写在命令后面）。{AGAIN}"):
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            packages = lacking(lock, target, wheels_in(folder).values())
            if not packages:
                say(f"▸ {target}：已经齐了")
                continue
            say(f"▸ {target}：下载 {len(packages)} 个安装包 …")
            if package := download(packages, target, folder):
                unserved[target] = package
        wheels = wheels_in(folder)
        old = [file for file, wheel in wheels.items() if not any(wheel.digest in package.digests for package in lock)]
        for file in old:
            file.unlink()
        sizes = [file.stat().st_size for file in wheels if file not in old]
        served = complete(lock, (wheel for file, wheel in wheels.items() if file not in old))
        if served:
            # With the byte order mark and line ends that every Notepad of Windows reads.
            text = instructions(served, len(sizes), sum(sizes))
            (folder / "README.txt").write_text(text, encoding="utf-8-sig", newline="\r\n")
    if old:
        say(f"  删去了 {len(old)} 个不再用的文件。")
    for target, package in unserved.items():
        complain(f"✗ {target}：{package} 没有适合它的安装包，这种电脑用不了。可以换一个 Python 版本（--python）试试。")
    if served:
        say(f"✓ {folder}：{len(sizes)} 个文件，{megabytes(sum(sizes))}，用时 {time.monotonic() - start:.0f} 秒。")
        say("  把这个文件夹和项目文件夹一起拷进 U 盘，到那台电脑上放在项目文件夹里面或者旁边，再双击 start。")
        say("  那台电脑没有 Python 的，还要带上它的安装程序：见文件夹里的 README.txt。")
    return 1 if unserved else 0


def megabytes(size: int) -> str:
    """A size (bytes) as people say it."""
    return f"{size / 1e6:.0f} MB"


def instructions(served: Sequence[Machine], files: int, size: int) -> str:
    """What is written into the folder for whoever carries it."""
    versions = sorted({target.version for target in served}, key=lambda version: int(version.partition(".")[2]))
    text = (Path(__file__).parent / "messages" / "offline.txt").read_text(encoding="utf-8")
    machines = "\n".join(f"  · {target}" for target in served)
    return text.format(machines=machines, versions="、".join(versions), files=files, size=megabytes(size), name=NAME)
