"""What lies in the cache and in the site is believed only as this user has put it there, on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.build import reuse
from lanmu.build.picture_cache import PictureCache
from lanmu.build.reuse import RACY, Store, source_signature
from lanmu.build.site import build, is_as_built
from lanmu.storage import authentication
from lanmu.storage.authentication import authenticated, is_kept, keep, verified
from property.test_warm_build import differences
from support.imported import photograph
from support.many_articles import URL, with_articles
from support.reviewing import review_everything

pytestmark = pytest.mark.usefixtures("moment")
Become = Callable[[], None]


@pytest.fixture
def become_another(monkeypatch: pytest.MonkeyPatch) -> Become:
    """From here on another user is at work."""
    return lambda: monkeypatch.setattr(authentication, "secret", lambda: b"another")


def test_no_program_reads_code_from_a_file_of_data() -> None:
    """What pickle and marshal read can do anything."""
    loading = re.compile(r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill|joblib)\b", re.MULTILINE)
    assert [file for file in (ROOT / "scripts").rglob("*.py") if loading.search(file.read_text(encoding="utf-8"))] == []


def test_data_are_those_of_one_user_and_one_purpose(become_another: Become) -> None:
    file = authenticated(b"data\n", "a")
    assert verified(file, "a") == b"data\n"
    assert verified(file, "b") is None
    assert verified(file[:-1] + b"x", "a") is None
    assert verified(b"", "a") is verified(b"\n", "a") is verified(b"data", "a") is None
    become_another()
    assert verified(file, "a") is None


def test_a_file_that_is_kept_is_the_one_that_was_written(tmp_path: Path, become_another: Become) -> None:
    file, other = tmp_path / "a.png", tmp_path / "b.png"
    keep(file, b"picture")
    assert is_kept(file)
    other.write_bytes(file.read_bytes())
    other.with_name("b.png.code").write_bytes(file.with_name("a.png.code").read_bytes())
    assert not is_kept(other)
    become_another()
    assert not is_kept(file)


def test_the_key_is_made_once_where_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path / "own" / "lanmu")

    def key() -> bytes:
        authentication.secret.cache_clear()
        return authentication.secret()

    first, file = key(), tmp_path / "own" / "lanmu" / "cache.key"
    assert len(first) == authentication.KEY_SIZE
    assert key() == first == file.read_bytes()
    assert {path.name for path in file.parent.iterdir()} - {"cache.lock"} == {"cache.key"}
    if os.name != "nt":
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        # Others may have read it, or put it there.
        file.chmod(0o644)
        assert key() != first
        assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(b"half")
    assert len(key()) == authentication.KEY_SIZE
    shutil.rmtree(file.parent)
    file.parent.write_bytes(b"no folder")
    assert key() != key(), "where none can be kept, nothing is believed"
    monkeypatch.undo()
    authentication.secret.cache_clear()


def test_two_processes_that_find_no_key_get_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path)
    is_private, others = authentication.is_private, b"o" * authentication.KEY_SIZE

    def seen_too_early(file: Path) -> bool:
        """Nothing is there yet; the other process is done a moment later."""
        monkeypatch.setattr(authentication, "is_private", is_private)
        file.touch(mode=0o600)
        file.write_bytes(others)
        return False

    monkeypatch.setattr(authentication, "is_private", seen_too_early)
    authentication.secret.cache_clear()
    assert authentication.secret() == others
    assert (tmp_path / "cache.key").read_bytes() == others
    monkeypatch.undo()
    authentication.secret.cache_clear()


def test_what_another_user_has_built_is_no_base_for_a_build(
    tmp_path: Path, become_another: Become, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = with_articles(tmp_path / "project", 2)
    build(project, project / "site", site_url=URL)
    store = Store(project / ".cache" / "build", project / "site")
    assert is_as_built(project, project / "site")
    become_another()
    assert store.read().files == {}
    assert not is_as_built(project, project / "site")
    # A page and a text of the search that somebody has put there, noted as they are in the record of his own.
    page = next((project / "site" / "news").glob("*-gao-0000")) / "index.html"
    page.write_text("别人的页面", encoding="utf-8")
    monkeypatch.setattr(Store, "read_texts", lambda *_: pytest.fail("believed"))
    build(project, project / "site", site_url=URL)
    build(project, tmp_path / "cold", site_url=URL)
    assert differences(project / "site", tmp_path / "cold") == []


def test_a_picture_that_somebody_else_has_drawn_is_drawn_again(tmp_path: Path) -> None:
    cache, data = PictureCache(tmp_path), photograph((700, 500))
    entry = cache.entry(data)
    whole = entry.variants[0].path.read_bytes()
    entry.variants[0].path.write_bytes(b"planted")
    record = entry.original.with_name("record.json")
    entry_data = json.loads(record.read_bytes().partition(b"\n")[2])
    entry_data["files"][entry.variants[0].path.name] = hashlib.sha256(b"planted").hexdigest()
    record.write_bytes(b"0" * 128 + b"\n" + json.dumps(entry_data).encode())
    assert cache.entry(data).variants[0].path.read_bytes() == whole
    # Nor is another picture taken for it.
    other = cache.entry(photograph((600, 500))).original.parent
    for file in other.iterdir():
        (entry.original.parent / file.name).write_bytes(file.read_bytes())
    assert cache.entry(data) == entry


@pytest.mark.skipif(os.name == "nt", reason="Windows 不记下文件改动的时间，总是看内容")
def test_an_edit_that_leaves_size_and_time_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Long after the last change: then nobody reads the file.
    monkeypatch.setattr(reuse, "RACY", 0)
    project = with_articles(tmp_path / "project", 2)
    article = next((project / "docs" / "news").glob("*-gao-0001.md"))
    build(project, project / "site")
    stat = article.stat()
    article.write_text(article.read_text(encoding="utf-8").replace("正文", "换文"), encoding="utf-8")
    os.utime(article, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (article.stat().st_size, article.stat().st_ino) == (stat.st_size, stat.st_ino)
    build(project, project / "site")
    assert "换文" in (project / "site" / "news" / article.stem / "index.html").read_text(encoding="utf-8")


def test_of_a_source_changed_just_before_the_contents_count(tmp_path: Path) -> None:
    """Two changes that the clock of the disk does not tell apart."""
    file = tmp_path / "a.md"
    file.write_bytes(b"one")
    stat = file.stat()
    changed = max(stat.st_mtime_ns, stat.st_ctime_ns)
    before = source_signature(str(file), changed + RACY // 2)
    file.write_bytes(b"two")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = source_signature(str(file), changed + RACY // 2)
    assert before.rpartition(".")[2] != after.rpartition(".")[2]
    if os.name != "nt":
        assert source_signature(str(file), changed + 60 * RACY).endswith(".")


def test_production_reads_what_it_takes_over(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 1)
    review_everything(project)
    site = project / "site"
    build(project, site, production=True, site_url=URL)
    page = next((site / "news").glob("*-gao-0000")) / "index.html"
    whole, stat = page.read_bytes(), page.stat()
    for data in (bytes(len(whole)), whole[:900].ljust(len(whole)), whole.replace("正文".encode(), "别文".encode())):
        assert len(data) == len(whole)
        assert data != whole
        page.write_bytes(data)
        os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        build(project, site, production=True, site_url=URL)
        assert page.read_bytes() == whole
        stat = page.stat()


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有 umask")
def test_what_is_published_may_be_read_by_all_whatever_the_umask(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 2)
    done = subprocess.run([sys.executable, "-c", CLOSED, str(project)], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    for folder in (project / "site", project / "out"):
        modes = {path: path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}
        assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
        assert {mode for path, mode in modes.items() if path.is_file()} == {0o644}
        assert len(modes) > 2
    # What is private stays so, and a text has the rights that its author wants.
    assert (project / ".cache").stat().st_mode & 0o777 == 0o700
    assert (project / "docs" / "own.md").stat().st_mode & 0o777 == 0o600


CLOSED = """
import argparse, os, pathlib, sys
os.umask(0o077)
sys.path.insert(0, "scripts")
from lanmu.build import offline
from lanmu.build.site import build
from lanmu.channels.command import print_channels
from lanmu.storage.files import write_whole
project = pathlib.Path(sys.argv[1])
build(project, project / "site")
offline.make(project, project / "out" / "lanmu-offline.zip")
print_channels(project, argparse.Namespace(articles=[], issue=None, all=True, channel=["bulletin"], traditional=False,
    site_url="", install_fonts=False, edition="public"))
write_whole(project / "docs" / "own.md", "text")
"""
