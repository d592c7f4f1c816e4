"""New articles made in a copy of the content of tests/sites/whole, with every question answered beforehand."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

from conftest import ROOT, WHOLE
from lanmu.content.loading import Reading, load, read_docs
from lanmu.content.publication import PLACEHOLDER
from lanmu.intake.interview import interview
from lanmu.intake.new_article import plan_article, site_of
from lanmu.intake.new_file import write_new

from support.sealing import SEAL

SITE = load(WHOLE / "docs")
GENRES = tuple(scaffold.name for scaffold in SITE.genres.scaffolds)
DAY = "2008-11-05"
# Each a choice of its own, so that nothing is left to a default.
UNTIL = {"整改公示": "2008-11-12", "评议结果": "2008-11-12", "公开承诺": "2008-12-20"}
SIGNED = "".join(
    f"  {field}: {{name: 示例人员{name}, date: {DAY}, text_hash: {SEAL}}}\n"
    for field, name in zip(("first", "second", "final", "secrecy", "privacy"), "甲乙丙丁戊", strict=True)
)


def copy_content(target: Path) -> Path:
    """Its docs/ with the settings that the checks read; placeholder names may sign."""
    shutil.copytree(WHOLE / "docs", target / "docs")
    shutil.copy2(WHOLE / "mkdocs.yml", target)
    shutil.copytree(ROOT / "overrides", target / "overrides")
    settings = (WHOLE / "lanmu.toml").read_text(encoding="utf-8")
    allowed = "\n[checks.options.REV007]\nsample_names = []\n"
    (target / "lanmu.toml").write_text(settings + allowed, encoding="utf-8")
    return target


def complete_options(genre: str, title: str, **more: str) -> dict[str, str | None]:
    """Options that leave no question open."""
    options = {"genre": genre, "title": title, "date": f"{DAY} 09:30", "unit": "各班组", "phase": "不写"}
    if genre in UNTIL:
        options["until"] = UNTIL[genre]
    return {**options, "output": "不写", **more}


def write_article(docs: Path, options: dict[str, str | None]) -> Path:
    """Makes the article as the command does, and returns where it is."""
    reading: Reading = read_docs(docs)
    planned = plan_article(reading, interview(site_of(reading), options))
    write_new(planned.path, planned.text)
    return planned.path


def finished(text: str) -> str:
    """A new article as an editor leaves it: every open place filled in, signed, no draft any more."""
    numbers = itertools.count(1)
    written = PLACEHOLDER.sub(lambda _: f"核实过的第{next(numbers)}处内容，说的是一件具体的事", text)
    return written.replace("draft: true\n", f"review:\n{SIGNED}", 1)
