"""The site of this repository itself, built as everybody sees it and as it would be published."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, made_once
from lanmu.build.site import build
from support.builders import HOST


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project's own site as everybody sees it while it is being made, samples included."""
    return made_once(tmp_path_factory, "own", lambda site: build(ROOT, site))


@pytest.fixture(scope="session")
def own_production(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `site`, this project's own site as it would be published, and `warnings.txt`, what was said of it."""

    def make(folder: Path) -> None:
        summary = build(ROOT, folder / "site", production=True, site_url=HOST)
        (folder / "warnings.txt").write_text("\n".join(summary.warnings), encoding="utf-8")

    return made_once(tmp_path_factory, "own-production", make)
