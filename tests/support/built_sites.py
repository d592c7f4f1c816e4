"""Writes a built site by hand and checks it as check_links.py does."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from conftest import SITES, WHOLE
from lanmu.checks.built.built_site import BuiltSite
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Project, read_project
from lanmu.checks.engine.runner import run
from lanmu.content.settings import load as load_settings

URL = "https://www.example.org/zhuanti/"
HEAD = '<!doctype html><html lang="zh-CN"><head><title>页</title></head><body>'


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files below `folder`."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def findings(site: BuiltSite) -> tuple[Finding, ...]:
    """What the rules about the built site find, as check_links.py runs them."""
    project = site.project or Project(WHOLE, load_settings(WHOLE / "lanmu.toml"), minimal().reading)
    return run(project, [site]).findings


@functools.cache
def minimal() -> Project:
    """The project of tests/sites/checked."""
    folder = SITES / "checked"
    return read_project(folder, load_settings(folder / "lanmu.toml"))
