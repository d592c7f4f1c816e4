"""Where things lie on this machine: on a network drive or not, and the folder of its user. Standard library only."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

NETWORK = {"cifs", "smb3", "smbfs", "nfs", "nfs4", "afpfs", "webdav", "davfs", "fuse.davfs2", "fuse.sshfs", "ncpfs"}
"""File systems of other machines, as Linux and macOS name them."""
DRIVE_REMOTE = 4
"""GetDriveTypeW (fileapi.h)."""


def is_on_network_drive(folder: Path) -> bool:
    """True when a folder lies on another machine."""
    folder = folder.resolve()
    if sys.platform == "win32":
        return folder.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == DRIVE_REMOTE
    try:
        if sys.platform == "darwin":
            table = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        else:
            table = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return file_system_of(folder, table) in NETWORK


def file_system_of(folder: Path, table: str) -> str:
    """The file system that a folder lies on, by the table of what is mounted: lines of Linux (`server:/x /mnt/x nfs4 …`) or
    of macOS (`//server/x on /Volumes/x (smbfs, …)`). Of places within each other the inner one counts."""
    mounted: dict[str, str] = {}
    for line in table.splitlines():
        device, is_of_macos, rest = line.partition(" on /")
        if is_of_macos:
            path, _, options = rest.rpartition(" (")
            mounted[f"/{path}"] = options.split(",")[0]
        elif len(parts := device.split(" ")) > 2:
            mounted[parts[1].replace("\\040", " ")] = parts[2]
    place = next((str(place) for place in (folder, *folder.parents) if str(place) in mounted), "")
    return mounted.get(place, "")


def user_folder() -> Path:
    """Where programs of this user keep their data, on this machine alone."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
