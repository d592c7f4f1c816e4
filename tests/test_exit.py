"""The way out of MkDocs and its theme: a site of every kind of page under ProperDocs, which carries MkDocs 1.x on.

Not part of the everyday run (it fetches packages): `python3 scripts/test.py -m exit`; CI runs it.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest
from conftest import ROOT, copy_project

pytestmark = pytest.mark.exit

PROPERDOCS = "properdocs==1.6.7"
REPLACED = ("mkdocs", "mkdocs-material", "mkdocs-material-extensions")
BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, "scripts")
from lanmu.build.site import build
build(Path(), Path("site"))
"""


def python_with_properdocs(folder: Path) -> Path:
    """An environment with what requirements.txt locks, but ProperDocs in the place of MkDocs and its theme."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--only-binary", ":all:", "-r", ROOT / "requirements.txt"], check=True)
    subprocess.run([*pip, "uninstall", "--yes", *REPLACED], check=True)
    subprocess.run([*pip, "install", "--only-binary", ":all:", PROPERDOCS], check=True)
    return python


def built(project: Path, python: Path | str, theme: str) -> dict[str, bytes]:
    """The site of tests/sites/whole on a skeleton of its own, below a theme."""
    copy_project(project)
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("name: material", f"name: {theme}").replace("skeleton: base.html", "skeleton: skeleton.html")
    settings.write_text(text, encoding="utf-8")
    subprocess.run([python, "-c", BUILD], cwd=project, check=True)
    site = project / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_the_site_is_the_same_under_properdocs(tmp_path: Path) -> None:
    python = python_with_properdocs(tmp_path / "environment")
    theirs = built(tmp_path / "properdocs", python, "null")
    ours = built(tmp_path / "mkdocs", sys.executable, "material")
    assert len(ours) > 300
    assert theirs.keys() == ours.keys()
    assert [path for path in ours if theirs[path] != ours[path]] == []
