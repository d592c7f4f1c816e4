"""Runs the real preview command and talks to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


def clean_environment() -> dict[str, str]:
    """This process's environment without what its own virtual environment set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL_ENV", "PYTEST"))}
    return kept | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


class Running:
    """A preview that runs, and what it has said so far."""

    def __init__(self, project: Path, log: Path, port: int) -> None:
        self.log = log
        command = [sys.executable, "scripts/preview.py", "--port", str(port)]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=project, env=clean_environment(), stdout=output, stderr=subprocess.STDOUT
            )

    def wait_for(self, words: str, seconds: float = 30) -> str:
        """What was said, once `words` are in it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text = self.log.read_text(encoding="utf-8")
            if words in text:
                return text
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"没有等到“{words}”：\n{self.log.read_text(encoding='utf-8')}")


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8")
