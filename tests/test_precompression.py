"""Compressed copies beside the files of a site: the same text, the same bytes each time, only where they are asked for."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
from conftest import SITES, copy_project
from lanmu.build.precompression import SUFFIXES, gzipped, precompress
from lanmu.build.reuse import Previous, Record, Store
from lanmu.build.site import build
from lanmu.build.stage import signatures
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import run
from lanmu.content import settings as config
from lanmu.diagnostics.errors import Exit
from lanmu.releases.layouts.in_place import rank
from support.previewing import clean_environment
from support.reviewing import review_everything

URL = "https://www.example.org/zhuanti/"
UNPACK = {".gz": gzip.decompress, ".br": brotli.decompress}


def files_of(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_copies_hold_what_their_files_hold_whatever_was_built_before(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project", SITES / "minimal")
    review_everything(project)
    site = project / "site"
    build(project, site, production=True, site_url=URL, compressed=True)
    first = files_of(site)
    copies = [path for path in first if path.endswith(tuple(UNPACK))]
    assert {"index.html.gz", "index.html.br", "sitemap.xml.br"} <= set(copies)
    assert {Path(path).with_suffix("").suffix for path in copies} <= set(SUFFIXES)

    # A page changes: its copies do, those of the others are taken over.
    before = (site / "plan/points/index.html.br").stat().st_ino
    page = project / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n新的一句话。\n", encoding="utf-8")
    build(project, site, production=True, site_url=URL, compressed=True)
    warm = files_of(site)
    assert warm["index.html.gz"] != first["index.html.gz"]
    assert (site / "plan/points/index.html.br").stat().st_ino == before
    for path in (path for path in warm if path.endswith(tuple(UNPACK))):
        file, ending = path[:-3], path[-3:]
        assert UNPACK[ending](warm[path]) == warm[file], path

    # The rules about built sites have nothing to say about them.
    checked = read_project(project, config.load(project / "lanmu.toml"))
    with_copies = run(checked, (read_site(checked, site),)).findings
    build(project, site, production=True, site_url=URL)
    plain = files_of(site)
    assert plain == {path: data for path, data in warm.items() if not path.endswith(tuple(UNPACK))}
    assert run(checked, (read_site(checked, site),)).findings == with_copies


def test_the_copy_of_a_page_that_was_made_anew_is_not_taken_over(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text in ((old, "以前的话。" * 99), (new, "现在的话。" * 99)):
        folder.mkdir()
        (folder / "a.html").write_text(text, encoding="utf-8")
    (old / "a.html.gz").write_bytes(gzipped((old / "a.html").read_bytes()))
    record = Record(files=signatures(old, content=True))
    previous = Previous(old, Store(tmp_path, old), record, "", verify=True, taken={"a.html": "a.html"})
    precompress(new, previous)
    assert gzip.decompress((new / "a.html.gz").read_bytes()) == (new / "a.html").read_bytes()


def test_a_copy_comes_to_the_server_with_its_file() -> None:
    for path in ("news/a/index.html", "sitemap.xml", "assets/lanmu.1.css"):
        assert {rank(path + ending) for ending in UNPACK} == {rank(path)}


def test_the_bytes_tell_neither_time_nor_machine() -> None:
    assert gzipped(b"<p>" * 99)[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


@pytest.mark.parametrize("more", [[], ["--production", "--offline"]], ids=" ".join)
def test_it_is_for_production_on_a_server_only(ready: Path, more: list[str]) -> None:
    command = [sys.executable, "scripts/build.py", "--precompress", *more]
    done = subprocess.run(command, cwd=ready, env=clean_environment(), capture_output=True, check=False)
    assert done.returncode == Exit.USAGE
    assert "--precompress 只和 --production 一起写" in done.stderr.decode("utf-8")
    assert not (ready / "site").exists()
