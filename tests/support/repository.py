"""What belongs to the project, as Git knows it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import ROOT


def tracked() -> list[Path]:
    """Files of the project, whether committed yet or not."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.skip("不在 Git 仓库里")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
