"""How a release takes the place of the last: whole or not at all, wherever it is cut off."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.releases.layouts.in_place import PENDING, InPlace, rank
from lanmu.releases.layouts.layout import Layout
from lanmu.releases.layouts.side_by_side import CURRENT, RELEASES, SideBySide
from lanmu.releases.manifest import FILE, SIGNATURE
from lanmu.releases.targets.folder import FolderTarget
from lanmu.releases.targets.target import Target
from lanmu.releases.transfer import DamagedError, Release
from support.releasing import FailingTarget, broken_pages, content, cut, full, release
from tqdm import tqdm

Make = Callable[[Target], Layout]
needs_links = pytest.mark.skipif(os.name == "nt", reason="Windows 上建链接要管理员")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    folder = tmp_path_factory.mktemp("versions")
    return [release(folder / str(version), version) for version in range(4)]


@pytest.fixture(params=[pytest.param("releases", marks=needs_links), "in-place"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes the layout for a target."""
    if request.param == "releases":
        return lambda target: SideBySide(target, keep=2)
    return lambda target: InPlace(target, keep=2, store=tmp_path / "store")


def readers(folder: Path) -> Path:
    """The folder that the server shows."""
    return folder / CURRENT if (folder / RELEASES).exists() else folder


def test_a_release_takes_the_place_of_the_last(make: Make, versions: list[Release], tmp_path: Path) -> None:
    site = tmp_path / "site"
    layout = make(FolderTarget(site))
    assert layout.shown() is None
    ids = [version.manifest.id for version in versions]
    for version in versions[:3]:
        layout.publish(version)
        assert content(readers(site)) == content(version.folder)
        shown = layout.shown()
        assert shown
        assert shown.manifest == version.manifest
    assert list(layout.kept_releases()) == ids[1:3]
    layout.roll_back(ids[1])
    assert content(readers(site)) == content(versions[1].folder)
    assert list(layout.kept_releases()) == ids[1:3]
    layout.publish(versions[3])
    assert content(readers(site)) == content(versions[3].folder)
    assert list(layout.kept_releases()) == ids[2:]


@pytest.mark.parametrize("error", [cut, full])
def test_cut_off_anywhere_readers_meet_no_broken_page_and_the_next_attempt_completes(
    make: Make, versions: list[Release], tmp_path: Path, error: Callable[[], OSError]
) -> None:
    """At every single step."""
    site = tmp_path / "site"
    for old in versions[:2]:
        make(FolderTarget(site)).publish(old)
    for steps in range(MOST_STEPS):
        # Begun again with what another person has written meanwhile, too.
        wanted = as_release(versions[2 + steps % 2], steps)
        try:
            make(FailingTarget(site, steps, error=error)).publish(wanted)
        except OSError:
            assert broken_pages(readers(site)) == [], steps
        else:
            assert steps > 20
            break
    last = as_release(versions[3], MOST_STEPS)
    make(FolderTarget(site)).publish(last)
    assert content(readers(site)) == content(last.folder)
    assert list(site.rglob(".lanmu-*")) == []


MOST_STEPS = 150


def as_release(version: Release, number: int) -> Release:
    """The same site as a release of its own."""
    return Release(version.folder, version.manifest.model_copy(update={"id": f"20081213-{number:06d}-0000"}))


def test_what_was_changed_on_the_target_is_sent_again(make: Make, versions: list[Release], tmp_path: Path) -> None:
    site = tmp_path / "site"
    layout = make(FolderTarget(site))
    layout.publish(versions[0])
    same = readers(site) / "same.pdf"
    same.write_bytes(same.read_bytes()[::-1])
    layout.publish(versions[1])
    assert content(readers(site)) == content(versions[1].folder)


def test_what_arrives_damaged_is_not_put_in_its_place(make: Make, versions: list[Release], tmp_path: Path) -> None:
    class Damaging(FolderTarget):
        def put(self, path: str, source: Path | bytes) -> None:
            super().put(path, source)
            if path.endswith("picture.1.png"):
                (self.folder / path).write_bytes(b"x" * len((self.folder / path).read_bytes()))

    site = tmp_path / "site"
    make(FolderTarget(site)).publish(versions[0])
    with pytest.raises(DamagedError, match=r"读回来和原来的不一样（.*picture\.1\.png"):
        make(Damaging(site)).publish(versions[1])
    pages = {path: data for path, data in content(readers(site)).items() if path.endswith((".html", FILE))}
    assert pages == {path: data for path, data in content(versions[0].folder).items() if path in pages}
    assert broken_pages(readers(site)) == []


def test_a_target_that_is_too_small_is_left_alone(make: Make, versions: list[Release], tmp_path: Path) -> None:
    class Small(FolderTarget):
        def free(self) -> int:
            return 100

    site = tmp_path / "site"
    make(FolderTarget(site)).publish(versions[0])
    before = content(site)
    with pytest.raises(UserError, match="放不下，什么也没有传"):
        make(Small(site)).publish(versions[1])
    assert content(site) == before


def test_a_release_that_somebody_changed_is_not_gone_back_to(
    make: Make, versions: list[Release], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    layout = make(FolderTarget(site))
    for version in versions[:2]:
        layout.publish(version)
    name = versions[0].manifest.id
    if (site / RELEASES).exists():
        (site / RELEASES / name / "same.pdf").write_bytes(b"another text of 24 bytes")
    else:
        path = tmp_path / "store" / f"{name}.zip"
        with zipfile.ZipFile(path) as archive:
            files = {entry: archive.read(entry) for entry in archive.namelist()} | {"same.pdf": b"another"}
        with zipfile.ZipFile(path, "w") as archive:
            for entry, data in files.items():
                archive.writestr(entry, data)
    with pytest.raises(UserError, match=r"1 个文件和它的清单不一样（same\.pdf）"):
        layout.roll_back(name)
    assert content(readers(site)) == content(versions[1].folder)


@needs_links
def test_readers_meet_no_broken_page_while_one_release_follows_another(versions: list[Release], tmp_path: Path) -> None:
    site = tmp_path / "site"
    layout = SideBySide(FolderTarget(site), keep=9)
    layout.publish(versions[0])
    done, met, visits = threading.Event(), [], []

    def read() -> None:
        while not done.is_set():
            met.extend(broken_pages((site / CURRENT).resolve()))
            visits.append(1)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for version in versions[1:]:
            layout.publish(version)
            time.sleep(0.05)
    finally:
        done.set()
        reader.join()
    assert met == []
    assert len(visits) > 3


@needs_links
def test_files_that_are_the_same_are_not_sent_again(versions: list[Release], tmp_path: Path) -> None:
    sent: list[str] = []

    class Counting(FolderTarget):
        def put(self, path: str, source: Path | bytes) -> None:
            if isinstance(source, Path) and source.is_relative_to(versions[1].folder):
                sent.append(path.rpartition("/")[2])
            super().put(path, source)

    layout = SideBySide(Counting(tmp_path / "site"), keep=2)
    layout.publish(versions[0])
    layout.publish(versions[1])
    assert not {"same.pdf", "d1.js"} & set(sent)
    assert {"index.html", "lanmu.1.css", FILE, SIGNATURE} <= set(sent)


def test_in_place_what_others_have_put_there_stays(versions: list[Release], tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "old").mkdir(parents=True)
    (site / "old" / "index.html").write_text("somebody's", encoding="utf-8")
    layout = InPlace(FolderTarget(site), 2, tmp_path / "store")
    for version in versions[:2]:
        layout.publish(version)
    assert content(site) == content(versions[1].folder) | {"old/index.html": b"somebody's"}
    assert not (site / PENDING).exists()


def test_in_place_pages_come_after_what_they_show() -> None:
    order = sorted(
        ["index.html", FILE, "sitemap.xml", "news/feed.xml", "news/a/index.html", "news/index.html", "news/a/b.png"],
        key=rank,
    )
    assert order == [
        "news/a/b.png",
        "news/a/index.html",
        "news/index.html",
        "index.html",
        "sitemap.xml",
        "news/feed.xml",
        FILE,
    ]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="这个系统不能复制进程")
def test_killed_at_random_moments_readers_meet_no_broken_page(
    make: Make, versions: list[Release], tmp_path: Path
) -> None:
    site, chance = tmp_path / "site", random.Random(24)
    make(FolderTarget(site)).publish(versions[0])
    killed = 0
    for attempt in range(60):
        child = os.fork()
        if not child:
            with suppress(BaseException):
                # Its own lock is one for all processes, and would stay locked by one that was killed.
                tqdm.set_lock(threading.RLock())
                make(Slow(site)).publish(versions[1 + attempt % 2])
            os._exit(0)
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert broken_pages(readers(site)) == []
        if killed == 10:
            break
    assert killed == 10
    make(FolderTarget(site)).publish(versions[3])
    assert content(readers(site)) == content(versions[3].folder)
    assert list(site.rglob(".lanmu-*")) == []


class Slow(FolderTarget):
    """A folder that takes its time, so that a transfer is met half-way."""

    def put(self, path: str, source: Path | bytes) -> None:
        time.sleep(0.005)
        super().put(path, source)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("这里不能另挂一个磁盘")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_harms_no_reader(make: Make, versions: list[Release], small_disk: Path) -> None:
    class Boasting(FolderTarget):
        """A quota that nobody mentions."""

        def free(self) -> None:
            return None

    site = small_disk / "site"
    make(FolderTarget(site)).publish(versions[0])
    (small_disk / "others").write_bytes(b"x" * (FolderTarget(site).free() - 40_000))
    with pytest.raises(OSError, match="No space"):
        make(Boasting(site)).publish(versions[1])
    assert broken_pages(readers(site)) == []
    with pytest.raises(UserError, match="放不下，什么也没有传"):
        make(FolderTarget(site)).publish(versions[2])
    (small_disk / "others").unlink()
    make(FolderTarget(site)).publish(versions[2])
    assert content(readers(site)) == content(versions[2].folder)


def test_what_has_arrived_before_a_cut_is_not_sent_again(make: Make, versions: list[Release], tmp_path: Path) -> None:
    sent: list[str] = []

    class Counting(FolderTarget):
        def put(self, path: str, source: Path | bytes) -> None:
            if isinstance(source, Path) and source.is_relative_to(versions[1].folder):
                sent.append(path)
                if len(sent) == 12:
                    raise cut()
            super().put(path, source)

    make(FolderTarget(tmp_path / "site")).publish(versions[0])
    with pytest.raises(ConnectionError):
        make(Counting(tmp_path / "site")).publish(versions[1])
    again = Release(versions[1].folder, versions[1].manifest.model_copy(update={"id": "20091211-000000-0000"}))
    make(Counting(tmp_path / "site")).publish(again)
    names = [path.partition(".part/")[2] or path for path in sent]
    assert len(names) - len(set(names)) <= 1
    assert len(set(names)) > 12
    assert content(readers(tmp_path / "site")) == content(versions[1].folder)
