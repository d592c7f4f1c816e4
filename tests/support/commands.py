"""The commands, run in this process: the same scripts with the same arguments, without the second that a new process needs to
load everything. That they begin in processes of their own is tested in tests/test_scripts.py."""

from __future__ import annotations

import io
import runpy
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from conftest import ROOT
from lanmu.setup import bootstrap


def run_here(project: Path, script: str, *arguments: str, **environment: str) -> CompletedProcess[str]:
    """Runs `scripts/<script>` as a user does in the folder of a project."""
    out, complaints = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(complaints):
        patch.chdir(project)
        patch.setattr(bootstrap, "ROOT", project)
        patch.setattr(bootstrap, "enter", lambda *_, **__: None)
        patch.setattr(sys, "argv", [script, *arguments])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            runpy.run_path(str(ROOT / "scripts" / script), run_name="__main__")
        except SystemExit as end:
            code = int(end.code or 0)
    said = (stream.buffer.getvalue().decode() for stream in (out, complaints))
    return CompletedProcess([script, *arguments], code, *said)
