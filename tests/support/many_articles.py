"""Projects with many articles, and builds of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import ROOT, SITES, copy_project
from lanmu.build.reuse import Store
from property.test_warm_build import ARTICLE, TRANSLATION

URL = "https://www.example.org/zhuanti/"
MANY = 45
"""So many articles that more is taken over than made, and the copy is worth changing."""
BUILDING = """
import pathlib, sys
sys.path.insert(0, "scripts")
from lanmu.build.site import build
build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], "site"))
"""


def with_articles(project: Path, count: int) -> Path:
    """The small site with so many articles more."""
    copy_project(project, SITES / "minimal")
    for number in range(count):
        day = f"2008-10-{11 + number * 15 // count}"
        text = ARTICLE.format(title=f"第{number:04}篇", day=day, body="## 一\n\n正文。\n\n## 二\n\n正文。")
        (project / "docs" / "news" / f"{day}-gao-{number:04}.md").write_text(text, encoding="utf-8")
    return project


def with_translation(project: Path) -> tuple[Path, Path]:
    """A site with five articles more, one of them translated: the project, and the translation."""
    docs = with_articles(project, 5) / "docs"
    for name in ("campaign", "columns"):
        shutil.copy(docs / f"{name}.yml", docs / f"{name}.en.yml")
    english = next((docs / "news").glob("*-gao-0002.md")).with_suffix(".en.md")
    for path, title in ((docs / "index.en.md", "Home"), (english, "Two")):
        path.write_text(TRANSLATION.format(title=title, body="Text."), encoding="utf-8")
    return project, english


def edit(project: Path, number: int) -> str:
    """Adds a sentence to an article; gives back its address."""
    file = next((project / "docs" / "news").glob(f"*-gao-{number:04}.md"))
    file.write_text(file.read_text(encoding="utf-8") + f"\n又一段，第{number}篇。\n", encoding="utf-8")
    return f"news/{file.stem}/index.html"


def copy_of(project: Path) -> Path:
    """The site before the last one, which the next build changes."""
    return Store(project / ".cache" / "build", project / "site").copy


def folders_of(site: Path) -> dict[str, int]:
    """Which folders those of the news are."""
    return {path.name: path.stat().st_ino for path in (site / "news").iterdir()}


def building(project: Path, first: str = "", **environment: str) -> subprocess.Popen[str]:
    """A build in a process of its own, which does what is to be done `first`."""
    command = [sys.executable, "-c", first + BUILDING, str(project)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=pipe, stderr=pipe, text=True)
