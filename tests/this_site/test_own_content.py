"""The content of this repository: what is generated from it is renewed, its pages are read and printed as they are built."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, WHOLE
from lanmu.adoption.leftovers import campaign_names, leftovers
from lanmu.adoption.reference import reference_texts
from lanmu.channels import newspaper
from lanmu.channels.common import blocks
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.press import Press
from lanmu.content.loading import load, read_docs
from lanmu.content.translation import source_path
from lanmu.intake import snippets
from property.test_reading import agree
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser
from support import builders
from support.newspaper_issues import pdf_of
from support.printing import _fonts_are_there

__all__ = ["_fonts_are_there"]

DOCS = ROOT / "docs"


class Machinery(yaml.SafeLoader):
    """Reads mkdocs.yml; what it asks Python for is given by its name."""


Machinery.add_multi_constructor("tag:yaml.org,2002:python/", lambda _, name, node: (name, str(node.value)))


def machinery(folder: Path) -> dict[str, Any]:
    """What mkdocs.yml says of how a site is built: all but its navigation."""
    settings: dict[str, Any] = yaml.load((folder / "mkdocs.yml").read_text(encoding="utf-8"), Machinery)
    return settings | {"nav": None}


def test_the_sites_of_the_tests_are_built_as_this_one() -> None:
    assert machinery(WHOLE) == machinery(ROOT)


def test_the_kit_holds_no_word_of_this_campaign() -> None:
    """What the seed of this site describes lives in docs/, lanmu.toml and mkdocs.yml alone."""
    names = campaign_names(ROOT)
    assert names
    assert list(leftovers(ROOT, ("scripts", "overrides"), names)) == []


def test_navigation_lists_the_columns_in_their_order() -> None:
    columns = yaml.safe_load((DOCS / "columns.yml").read_text(encoding="utf-8"))["columns"]
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = re.findall(r"^  - (.+): (.+)\.md$", text.split("nav:")[1].split("exclude_docs")[0], re.MULTILINE)
    assert nav[0] == ("首页", "index")
    assert nav[1:] == [(column["name"], f"{column['id']}/index") for column in columns]


def test_the_snippets_are_what_this_campaign_says() -> None:
    message = "the snippets are not what the campaign says; run: python scripts/write_reference.py"
    assert (ROOT / snippets.NAME).read_bytes() == snippets.snippet_text(load(DOCS)).encode("utf-8"), message


def test_the_schemas_are_what_the_model_says() -> None:
    folder = ".schemas/"
    texts = {name.removeprefix(folder): text for name, text in reference_texts(ROOT).items() if name.startswith(folder)}
    stale = "the schemas in .schemas/ are not what the model says; run: python scripts/write_reference.py"
    assert {path.name for path in (ROOT / ".schemas").iterdir()} == set(texts), stale
    for name, text in texts.items():
        assert (ROOT / ".schemas" / name).read_bytes() == text.encode("utf-8"), stale


def test_every_file_that_has_a_schema_is_there() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    # Surveys are named by a pattern, and there need be none.
    files = [file for file in settings["yaml.schemas"].values() if "*" not in file]
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_every_page_that_is_to_be_in_english_is_there() -> None:
    wanted = {"index", "plan/index", "progress/index", "study/reading-list", "about/index"}
    assert {name for name in wanted if not (DOCS / f"{name}.en.md").is_file()} == set()


def test_the_english_edition_has_no_chinese_left(own_site: Path) -> None:
    pages = sorted((own_site / "en").rglob("*.html"))
    assert len(pages) >= 40
    for file in pages:
        tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
        for node in tree.css("script, style, [lang^=zh]"):
            node.decompose()
        assert tree.body
        assert re.findall("[\u4e00-\u9fff]+", tree.body.text(separator=" ")) == [], file


def test_hashes_of_the_originals_are_those_of_the_checks() -> None:
    reading = read_docs(DOCS)
    assert reading.site
    assert len(reading.translations) > 5
    for text in reading.translations:
        assert text.original is reading.site.by_path[source_path(text.path)]
        assert text.meta.source_hash == text.wanted_hash, text.path


def test_the_ledger_of_reports_holds_only_samples_and_a_production_build_none() -> None:
    site = load(DOCS)
    assert len(site.reports) >= 3
    assert all(report.entry.sample for report in site.reports)
    assert site.published({a.path for a in site.articles if a.public}).reports == ()


@pytest.mark.parametrize("file", sorted(DOCS.rglob("*.md")), ids=lambda file: file.relative_to(DOCS).as_posix())
def test_every_page_is_read_as_it_is_built(file: Path) -> None:
    agree(file.read_text(encoding="utf-8").split("---\n", 2)[2])


def test_every_text_comes_through_to_print(tmp_path: Path) -> None:
    site = load(DOCS)
    by_path = {a.path: blocks.read(a, site.docs, tmp_path, site.terms) for a in site.articles}
    assert {path: read.remarks for path, read in by_path.items() if read.remarks} == {}


def test_the_sample_issue_fits(tmp_path: Path) -> None:
    for job in newspaper.jobs(Press(load(DOCS), builders.SETTINGS, tmp_path), Wanted()):
        done = job.render()
        assert not any("draft" in name for name in done.files), job.label
        assert len(PdfReader(io.BytesIO(pdf_of(done))).pages) == 2
