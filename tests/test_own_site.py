"""This project passes its own checks, warnings included: its sources, its site, and the site as it is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from lanmu import config
from lanmu.build.site import build
from lanmu.checks.built.site import read_site
from lanmu.checks.project import Project, read_project
from lanmu.checks.rule import Finding, Scope
from lanmu.checks.runner import check_sources, run
from made import HOST


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT, config.load(ROOT / "lanmu.toml"))


def told(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{finding.place} {finding.code} {finding.message}" for finding in findings)


def test_the_sources_are_clean(project: Project) -> None:
    outcome = check_sources(project)
    assert outcome.findings == (), told(outcome.findings)
    assert len(outcome.rules) >= 90


def test_the_site_is_clean(project: Project, real_site: Path) -> None:
    outcome = run(project, {Scope.OUTPUT: [read_site(project, real_site)]})
    assert outcome.findings == (), told(outcome.findings)


def test_the_published_site_is_clean(project: Project, production_site: Path) -> None:
    outcome = run(project, {Scope.OUTPUT: [read_site(project, production_site, site_url=HOST)]})
    assert outcome.findings == (), told(outcome.findings)


def test_what_is_left_to_fill_in_is_told_of_the_originals(tmp_path: Path) -> None:
    warnings = build(ROOT, tmp_path / "site", production=True, site_url=HOST).warnings
    assert any("docs/about/index.md 还有没填的内容「（由主办单位填写）」" in warning for warning in warnings), warnings
