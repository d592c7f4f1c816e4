"""Installs packages of Debian or Ubuntu where we may: on a test machine, as root."""

from __future__ import annotations

import os
import shutil
import subprocess


def may_install() -> bool:
    """True on such a system, as root."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def install(*packages: str) -> None:
    """Brings the packages and what they need. Nothing is raised: what is there afterwards tells whether it worked."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=environment, check=False, capture_output=True)
