"""Installs packages of Debian or Ubuntu where we may: as root, and when whoever sits there agrees."""

from __future__ import annotations

import os
import shutil
import subprocess

from lanmu.diagnostics.console import agrees


def may_install() -> bool:
    """True on such a system, as root."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def may_install_for(purpose: str, *packages: str, yes: bool) -> bool:
    """True where we may, and whoever sits there agrees to the `packages` for this `purpose`; `yes` agrees beforehand."""
    question = f"{purpose}，要用 apt-get 给这台机器装 {'、'.join(packages)} 和它们要的软件包，可以吗？"
    return may_install() and agrees(question, yes=yes)


def install(*packages: str) -> None:
    """Brings the packages and what they need. Nothing is raised: what is there afterwards tells whether it worked."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=environment, check=False, capture_output=True)
