"""Builds that take short cuts: that they fit the packages we pin, and that nobody sees where they were taken."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from conftest import ROOT, SITES, copy_project
from lanmu.build import events
from lanmu.build.desk import Desk
from lanmu.build.quick import inside
from lanmu.build.quick.store import Store
from lanmu.build.site import build
from lanmu.errors import UserError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from property.test_warm_build import ARTICLE, differences, files_of

URL = "https://www.example.org/zhuanti/"
SPREAD = """
import sys
sys.path.insert(0, "scripts")
from lanmu.build.quick import workers

def task(number):
    if number % 40 == 7 and workers.multiprocessing.parent_process():
        raise ValueError(number)
    return number * number, workers.os.getpid()

found = dict(workers.spread(task, range(200)))
assert sorted(found) == list(range(200))
assert all(square == number**2 for number, (square, _) in found.items())
pids = {pid for _, pid in found.values()}
assert {found[n][1] for n in range(7, 200, 40)} == {workers.os.getpid()}, "what fails in a copy is done again here"
print(len(pids), workers.can_copy())
"""


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1224000000")


def with_articles(project: Path, count: int) -> Path:
    """The small site with so many articles more."""
    copy_project(project, SITES / "minimal")
    for number in range(count):
        day = f"2008-10-{11 + number * 15 // count}"
        text = ARTICLE.format(title=f"第{number:04}篇", day=day, body="## 一\n\n正文。\n\n## 二\n\n正文。")
        (project / "docs" / "news" / f"{day}-gao-{number:04}.md").write_text(text, encoding="utf-8")
    return project


def test_the_packages_are_those_that_are_reached_into() -> None:
    """A new version is read again before it is named there: what is private may have changed."""
    assert inside.fits(), {name: metadata.version(name) for name in inside.FITS}


def test_mkdocs_own_way_gives_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = with_articles(tmp_path / "project", 4)
    build(project, project / "site", site_url=URL)
    with monkeypatch.context() as patched:
        patched.setattr(events, "begin_pages", lambda _config: None)
        config = load_config(str(project / "mkdocs.yml"), site_dir=str(tmp_path / "plain"), site_url=URL)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
    assert differences(project / "site", tmp_path / "plain") == []


def test_other_versions_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inside.FITS, "mkdocs", ("0",))
    monkeypatch.setattr(inside.mkdocs_build, "_build_page", inside._draw)
    inside.install()
    assert inside.mkdocs_build._build_page is inside._draw


def test_copies_share_the_work() -> None:
    done = subprocess.run([sys.executable, "-c", SPREAD], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, can_copy = done.stdout.split()
    assert can_copy == "False" or int(count) > 1


def test_nothing_is_made_when_nothing_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = with_articles(tmp_path / "project", 3)
    first = build(project, project / "site")
    inodes = {path: path.stat().st_ino for path in (project / "site").rglob("*.html")}
    monkeypatch.setattr("lanmu.build.site.mkdocs_build", lambda _config: pytest.fail("built again"))
    again = build(project, project / "site")
    assert (again.pages, again.files, again.size) == (first.pages, first.files, first.size)
    assert inodes == {path: path.stat().st_ino for path in (project / "site").rglob("*.html")}


def test_one_edit_leaves_the_other_pages_as_they_are(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 30)
    build(project, project / "site")
    before = {path: path.stat().st_ino for path in (project / "site").rglob("*gao-*/index.html")}
    edited = next((project / "docs" / "news").glob("*-gao-0015.md"))
    edited.write_text(edited.read_text(encoding="utf-8") + "\n又一段。\n", encoding="utf-8")
    build(project, project / "site")
    made = {path.parent.name for path, inode in before.items() if path.stat().st_ino != inode}
    assert made == {edited.stem}


def test_the_desk_makes_the_pages_of_the_build_also_after_an_edit(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 5)
    edited = next((project / "docs" / "news").glob("*-gao-0002.md"))
    desk = Desk(project, tmp_path / "desk", URL)
    desk.open()
    for body in ("", "\n## 三\n\n又一段，见[前一篇](../plan/points.md)。\n"):
        text = edited.read_text(encoding="utf-8") + body
        edited.write_text(text.replace("title: ", f"title: 新{len(body)}"), encoding="utf-8")
        assert desk.read(f"news/{edited.name}") == f"news/{edited.stem}/index.html"
        build(project, project / "site", site_url=URL)
        for page in (f"news/{edited.stem}/index.html", "plan/points/index.html"):
            assert desk.page(page)
            for path in (page, f"zh-Hant/{page}"):
                assert (desk.folder / path).read_bytes() == (project / "site" / path).read_bytes()
    assert desk.read("plan/index.md") is None
    assert not desk.page("nowhere/index.html")
    edited.write_text("没有稿件信息", encoding="utf-8")
    with pytest.raises(UserError, match="开头没有稿件信息"):
        desk.read(f"news/{edited.name}")


@pytest.mark.parametrize("damage", [b"", b"{}", b"1 00\n{}", b"\xff\xfe"])
def test_a_record_that_cannot_be_trusted_is_none(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path, tmp_path / "site")
    record = store.read()
    record.inputs = "a"
    store.write(record)
    assert store.read().inputs == "a"
    store.path.write_bytes(damage)
    assert store.read().inputs == ""


def test_a_page_does_not_grow_with_the_number_of_pages(tmp_path: Path) -> None:
    few, many = (with_articles(tmp_path / str(count), count) for count in (25, 100))
    sizes, counts = [], []
    for project, count in ((few, 25), (many, 100)):
        build(project, project / "site", site_url=URL)
        files = files_of(project / "site")
        sizes.append(max(len(data) for path, data in files.items() if "-gao-" in path and path.endswith(".html")))
        counts.append(len(files) - count * 4)
    # A page in each script, and what the search shows of it in each: four files to an article, and the lists.
    assert sizes[1] <= sizes[0] * 1.01
    assert counts[1] - counts[0] <= 75 * 1.0
