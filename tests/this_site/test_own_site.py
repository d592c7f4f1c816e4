"""This project passes its own checks, warnings included: its sources, its site, and the site as it is published."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, copy_project
from lanmu.build.site import build
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Project, read_project
from lanmu.checks.engine.runner import check_sources, run
from lanmu.content import settings as config
from lanmu.content.loading import load
from support.builders import HOST
from support.reviewing import review_everything

# What a sample says of itself, and what stands there in place of it once it is taken for real.
FOR_REAL = (
    (r"^sample: true\n", ""),
    (r"^(\s+)sample: true$", r"\1sample: false"),
    (r"kind: sample", "kind: body"),
    (r"示例(?=单位|支部|人员|刊物)", "演练"),
    (r"×+", "若干"),
    (r"（由发布单位填写）", "演练办公室"),
    (r"\]\(\.\./\.\./", "](../"),
)


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT, config.load(ROOT / "lanmu.toml"))


def one_per_line(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{finding.place} {finding.code} {finding.message}" for finding in findings)


def test_the_sources_are_clean(project: Project) -> None:
    outcome = check_sources(project)
    assert outcome.findings == (), one_per_line(outcome.findings)
    assert len(outcome.rules) >= 90


def test_the_site_is_clean(project: Project, own_site: Path) -> None:
    outcome = run(project, [read_site(project, own_site)])
    assert outcome.findings == (), one_per_line(outcome.findings)


def test_the_published_site_is_clean(project: Project, own_production: Path) -> None:
    outcome = run(project, [read_site(project, own_production / "site", site_url=HOST)])
    assert outcome.findings == (), one_per_line(outcome.findings)


def test_what_is_left_to_fill_in_is_reported_the_originals(own_production: Path) -> None:
    warnings = (own_production / "warnings.txt").read_text(encoding="utf-8")
    assert "docs/about/index.md 还有没填的内容「（由主办单位填写）」" in warnings


@pytest.fixture(scope="module")
def for_real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project in which every sample is an article, filled in and signed. It is never published."""
    root = copy_project(tmp_path_factory.mktemp("for-real") / "project", ROOT / "docs", ROOT)
    shutil.copy2(ROOT / "mkdocs.yml", root)
    # The same pictures are drawn once.
    pictures = ROOT / ".cache" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    (root / ".cache").mkdir()
    (root / ".cache" / "pictures").symlink_to(pictures, target_is_directory=True)
    docs = root / "docs"
    samples = sorted(docs.glob("*/samples/*"))
    for file in samples:
        moved = file.rename(file.parent.parent / file.name)
        if moved.suffix == ".md":
            change(moved, FOR_REAL)
    for file in (*docs.rglob("*.md"), *docs.rglob("*.yml")):
        change(file, (*(FOR_REAL[1:4] if file.suffix == ".yml" else ()), (r"samples/", "")))
    review_everything(root)
    return root


def change(file: Path, replacements: tuple[tuple[str, str], ...]) -> None:
    text = file.read_text(encoding="utf-8")
    for pattern, replacement in replacements:
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")


def test_what_the_checks_let_pass_goes_out_whole(for_real: Path) -> None:
    """The gate of continuous integration: a build for production with the checks, in which there is something to publish."""
    summary = build(for_real, for_real / "site", production=True, site_url=HOST)
    assert summary.left_out == ()
    articles = load(for_real / "docs").articles
    assert len(articles) >= 28
    assert [
        article.path for article in articles if not (for_real / "site" / article.address / "index.html").is_file()
    ] == []

    project = read_project(for_real, config.load(for_real / "lanmu.toml"))
    sources = [finding for finding in check_sources(project).findings if finding.code != "SUP001"]
    assert sources == [], one_per_line(tuple(sources))
    outcome = run(project, [read_site(project, for_real / "site", site_url=HOST)])
    assert outcome.findings == (), one_per_line(outcome.findings)
