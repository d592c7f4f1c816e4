"""The machines that packages are collected for. Standard library only."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

GLIBC = 28
"""Linux of offices: Debian 10, 统信 UOS 20, 银河麒麟 V10 and newer have glibc 2.28 (PEP 600)."""
OLD_GLIBC = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
"""The older names of some of its tags (PEP 600, "Legacy manylinux tags")."""


@dataclass(frozen=True)
class Platform:
    """A system on a kind of processor: its label, the names that `sys`, `platform` and `os` give it, and the platform tags
    of wheels (PEP 425), oldest version of the system first: such wheels run on more machines."""

    label: str
    sys_platform: str
    machine: str
    system: str
    os_name: str
    tags: tuple[str, ...]


def manylinux(machine: str) -> tuple[str, ...]:
    """The tags of wheels for Linux."""
    tags = [
        tag
        for minor in range(5, GLIBC + 1)
        for tag in (f"manylinux_2_{minor}", OLD_GLIBC.get(minor, ""))
        if tag and not (machine == "aarch64" and minor < 17)
    ]
    return tuple(f"{tag}_{machine}" for tag in tags)


def macos(machine: str) -> tuple[str, ...]:
    """The tags of wheels for macOS 14 and older: of pikepdf there are none for older ones."""
    versions = (*(f"10_{minor}" for minor in range(9, 17)), "11_0", "12_0", "13_0", "14_0")
    return tuple(f"macosx_{version}_{kind}" for version in versions for kind in (machine, "universal2"))


PLATFORMS = {
    "windows-x64": Platform("Windows 64 位", "win32", "AMD64", "Windows", "nt", ("win_amd64",)),
    "macos-arm64": Platform("macOS，苹果芯片", "darwin", "arm64", "Darwin", "posix", macos("arm64")),
    "macos-x64": Platform("macOS，英特尔", "darwin", "x86_64", "Darwin", "posix", macos("x86_64")),
    "linux-x64": Platform("Linux 64 位", "linux", "x86_64", "Linux", "posix", manylinux("x86_64")),
    "linux-arm64": Platform("Linux，ARM 64 位", "linux", "aarch64", "Linux", "posix", manylinux("aarch64")),
}
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
"""The Pythons that packages are built for by now."""


@dataclass(frozen=True)
class Machine:
    """A machine by its platform (a key of PLATFORMS) and the version of its Python (`3.12`)."""

    platform: str
    version: str

    def __str__(self) -> str:
        return f"{PLATFORMS[self.platform].label}，Python {self.version}"


def this_machine() -> Machine | None:
    """The machine this runs on; None when nothing is collected for its kind."""
    here = (sys.platform, platform.machine().lower())
    name = next(
        (name for name, system in PLATFORMS.items() if (system.sys_platform, system.machine.lower()) == here), ""
    )
    return Machine(name, f"{sys.version_info[0]}.{sys.version_info[1]}") if name else None
