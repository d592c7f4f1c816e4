"""Builds that take short cuts: that they fit the packages we pin, and that nobody sees where they were taken."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT, SITES, copy_project
from lanmu.build import events, search_pass
from lanmu.build.desk import Desk
from lanmu.build.languages import SourceFiles
from lanmu.build.quick import inside
from lanmu.build.quick.keys import generation
from lanmu.build.quick.store import Store, digest_of, marks, of_pages
from lanmu.build.search_basis import read_basis
from lanmu.build.site import build, one_at_a_time
from lanmu.content.attachments import local_path, targets
from lanmu.errors import REASONS, UserError
from lanmu.locales import traditional_tag
from lanmu.locales.mirror import Mirror
from lanmu.locales.script_conversion import simplified_to_traditional
from lanmu.locales.traditional import TraditionalSite
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from property.test_warm_build import ARTICLE, TRANSLATION, differences, files_of

URL = "https://www.example.org/zhuanti/"
MANY = 90
"""So many articles that more is taken over than made, and the spare is worth changing."""
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


FAILING = """
import errno, multiprocessing, pathlib, sys
sys.path.insert(0, "scripts")
from lanmu.build import search_pass
from lanmu.build.site import build

write = search_pass.write_search

def failing(*arguments):
    write(*arguments)
    if multiprocessing.parent_process():
        raise OSError(errno.ENOSPC, "No space left on device")

search_pass.write_search = failing
build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], "site"))
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


def test_a_translation_is_taken_over_until_something_that_it_shows_changes(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 5)
    docs, site = project / "docs", project / "site"
    for name in ("campaign", "columns"):
        shutil.copy(docs / f"{name}.yml", docs / f"{name}.en.yml")
    original = next((docs / "news").glob("*-gao-0002.md"))
    english = original.with_suffix(".en.md")
    for path, title in ((docs / "index.en.md", "Home"), (english, "Two")):
        path.write_text(TRANSLATION.format(title=title, body="Text."), encoding="utf-8")
    home, article = site / "en" / "index.html", site / "en" / "news" / original.stem / "index.html"
    build(project, site)
    first = home.stat().st_ino
    edit(project, 2)
    build(project, site)
    # The home page has no key: it is made whenever its language is.
    assert home.stat().st_ino == first
    english.write_text(english.read_text(encoding="utf-8") + "\nMore text.\n", encoding="utf-8")
    build(project, site)
    assert "More text." in article.read_text(encoding="utf-8")
    home.write_text("x", encoding="utf-8")
    build(project, site)
    assert "Home" in home.read_text(encoding="utf-8")
    edit(project, 3)
    build(project, site)
    build(project, tmp_path / "cold")
    assert differences(site, tmp_path / "cold") == []


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
            (desk.folder / "zh-Hant" / page).unlink()
            assert desk.page(page, alone=True)
            assert not (desk.folder / "zh-Hant" / page).exists()
            assert (desk.folder / page).read_bytes() == (project / "site" / page).read_bytes()
            assert desk.page(f"zh-Hant/{page}", alone=True)
    assert desk.read("plan/index.md") is None
    assert not desk.page("nowhere/index.html")
    edited.write_text("没有稿件信息", encoding="utf-8")
    with pytest.raises(UserError, match="开头没有稿件信息"):
        desk.read(f"news/{edited.name}")


def spare_of(project: Path) -> Path:
    """The site that the next build changes: the one before the last, after the first a double of it."""
    return Store(project / ".cache" / "build", project / "site").spare


def edit(project: Path, number: int) -> str:
    """Adds a sentence to an article; gives back its address."""
    file = next((project / "docs" / "news").glob(f"*-gao-{number:04}.md"))
    file.write_text(file.read_text(encoding="utf-8") + f"\n又一段，第{number}篇。\n", encoding="utf-8")
    return f"news/{file.stem}/index.html"


def folders_of(site: Path) -> dict[str, int]:
    """Which folders those of the news are."""
    return {path.name: path.stat().st_ino for path in (site / "news").iterdir()}


def test_an_edit_changes_the_spare_and_leaves_the_site_until_it_is_whole(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    for number in (3, 5):
        # After the first build the spare is one like the site, later the site before.
        before = folders_of(spare)
        page = edit(project, number)
        build(project, site)
        assert f"第{number}篇" in (site / page).read_text(encoding="utf-8")
        assert f"第{number}篇" not in (spare / page).read_text(encoding="utf-8")
        # What was the spare is the site now: no folder was made anew but those of what was edited.
        after = folders_of(site)
        assert len([name for name, inode in before.items() if after.get(name) == inode]) >= MANY - 2
    build(project, tmp_path / "cold")
    assert differences(site, tmp_path / "cold") == []
    assert not list(project.glob(".site.*"))


def test_a_site_of_which_nothing_is_left_is_no_spare(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    old = folders_of(site)
    with (project / "lanmu.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n# 有了变动\n")
    build(project, site)
    assert files_of(spare) == files_of(site)
    assert not set(folders_of(spare).values()) & set(old.values())
    assert Store(project / ".cache" / "build", site).read().spare == digest_of(marks(site))


def test_where_files_have_one_name_only_there_is_no_spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    project = with_articles(tmp_path / "project", 3)
    build(project, project / "site")
    assert not spare_of(project).exists()
    assert Store(project / ".cache" / "build", project / "site").read().spare == ""
    assert not list(project.glob(".site.*"))


def test_a_spare_that_is_not_what_was_noted_is_not_used(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    page = edit(project, 3)
    build(project, site)
    for number, how in enumerate(("a file less", "a file more", "another text", "nothing left"), start=4):
        other = spare / "zh-Hant" / page
        if how == "a file less":
            other.unlink()
        elif how == "a file more":
            (spare / "more.html").write_text("多了", encoding="utf-8")
        elif how == "another text":
            # The file is the site's too: what a hand changes in the spare is noticed in both.
            other.write_bytes(other.read_bytes()[::-1])
        else:
            shutil.rmtree(spare)
        edit(project, number)
        build(project, site)
        build(project, tmp_path / "cold")
        assert differences(site, tmp_path / "cold") == [], how


def test_a_build_that_fails_leaves_site_and_spare(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    edit(project, 3)
    build(project, site)
    before = files_of(site), files_of(spare)
    broken = project / "docs" / "news" / edit(project, 4).split("/")[1]
    Path(f"{broken}.md").write_text("没有稿件信息", encoding="utf-8")
    with pytest.raises(UserError):
        build(project, site)
    assert (files_of(site), files_of(spare)) == before


def test_a_search_that_a_copy_did_not_end_is_made_again(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    command = [sys.executable, "-c", FAILING, str(project)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


HELD_UP = """
import sys, time
sys.path.insert(0, "scripts")
from lanmu.build.quick import workers

# More than the system keeps for somebody who does not take it.
found = workers.spread(lambda number: "x" * 1_000_000, range(200))
_ = [next(found) for _ in range(workers.AHEAD + 1)]
print(workers.can_copy(), flush=True)
time.sleep(1000)
"""
BUILDING = """
import pathlib, sys
sys.path.insert(0, "scripts")
from lanmu.build.site import build
build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], "site"))
"""


def building(project: Path) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    command = [sys.executable, "-c", BUILDING, str(project)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def below(process: int) -> list[int]:
    """The processes that a process has begun, and those that they have."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [found for child in map(int, children) for found in (child, *below(child))]


def is_over(process: int) -> bool:
    """True when a process has ended, whether or not somebody has taken note of it."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 上生成网站要分几个进程")
def test_copies_end_with_the_process_that_made_them() -> None:
    process = subprocess.Popen([sys.executable, "-c", HELD_UP], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    can_copy = process.stdout.readline().strip() == "True"
    copies = below(process.pid)
    process.kill()
    process.wait()
    process.stdout.close()
    assert len(copies) > 1 or not can_copy
    end = time.monotonic() + 10
    while not all(map(is_over, copies)):
        assert time.monotonic() < end, "copies go on"
        time.sleep(0.05)


def test_a_build_that_is_killed_leaves_nothing_that_hinders_the_next(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site = project / "site"
    build(project, site)
    before = files_of(site)
    (project / "overrides" / "partials" / "lanmu" / "title.html").write_text("<title>新</title>", encoding="utf-8")
    process = building(project)
    while process.poll() is None and not (project / ".site.building" / "site" / "news").is_dir():
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert files_of(site) == before
    assert (project / ".site.building").is_dir()
    build(project, site)
    build(project, tmp_path / "cold")
    assert differences(site, tmp_path / "cold") == []
    assert not list(project.glob(".site.*"))


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    store = Store(project / ".cache" / "build", project / "site")
    with one_at_a_time(store.lock):
        process = building(project)
        assert process.stdout
        assert "另一个窗口正在生成同一个网站" in process.stdout.readline()
        assert not (project / ".site.building").exists()
    assert process.wait(60) == 0
    assert (project / "site" / "index.html").is_file()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_disk_is_a_sentence_and_the_last_good_site_stays(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = with_articles(tmp_path / "project", 3)
    site = project / "site"
    build(project, site)
    before = files_of(site), files_of(spare_of(project))
    edit(project, 1)
    desk = Desk(project, tmp_path / "desk", URL)
    desk.open()

    def refuse(_content: bytes, path: str) -> None:
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr("mkdocs.utils.write_file", refuse)
    for task in (lambda: build(project, site), lambda: desk.page("plan/points/index.html"), desk.open):
        with pytest.raises(UserError, match=REASONS[number]):
            task()
    assert (files_of(site), files_of(spare_of(project))) == before
    assert not list(project.glob(".site.*"))
    # What may be a fault of ours is no sentence.
    number = errno.ENOENT
    with pytest.raises(FileNotFoundError):
        build(project, site)


def test_records_of_other_documents_keep_their_number_or_get_the_new_one(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 8)
    build(project, project / "site")
    newest = project / "docs" / "news" / "2008-10-30-gao-9999.md"
    newest.write_text(ARTICLE.format(title="最新一篇", day="2008-10-30", body="学习。"), encoding="utf-8")
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


@pytest.mark.parametrize("wrong", [False, True])
def test_the_search_is_begun_on_what_is_foreseen_and_made_again_where_that_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: bool
) -> None:
    project = with_articles(tmp_path / "project", 4)
    build(project, project / "site")
    edit(project, 1)
    begun, run = [], search_pass.run
    # Where other tests have left threads, nothing may be copied, and nothing is begun early.
    monkeypatch.setattr(search_pass, "can_copy", lambda: True)
    monkeypatch.setattr(search_pass, "run", lambda config, texts: (begun.append(texts), run(config, texts)))
    if wrong:
        monkeypatch.setattr(search_pass, "visible", lambda _html: ((), ("别的话",)))
    build(project, project / "site")
    assert len(begun) == 1 + wrong
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


@pytest.mark.parametrize("damage", [b"", b"PK", None])
def test_a_damaged_basis_of_the_search_is_as_good_as_none(tmp_path: Path, damage: bytes | None) -> None:
    project = with_articles(tmp_path / "project", 2)
    build(project, project / "site")
    (basis,) = (project / ".cache" / "build").glob("*.zh.npz")
    found = read_basis(basis, generation(project, False, None))
    assert found
    assert len(found.said) > 2
    assert read_basis(basis, "another") is None
    data = basis.read_bytes()
    # None: one bit, as a disk would change it.
    basis.write_bytes(data[:-3000] + bytes([data[-3000] ^ 1]) + data[-2999:] if damage is None else damage)
    assert read_basis(basis, generation(project, False, None)) is None
    edit(project, 1)
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


@pytest.mark.parametrize("damage", [b"", b"\n", b"00\ncode", None])
def test_a_compiled_template_that_is_damaged_is_compiled_again(tmp_path: Path, damage: bytes | None) -> None:
    project = with_articles(tmp_path / "project", 2)
    templates = project / ".cache" / "build" / "templates"
    # Its own, not those that all tests share.
    templates.unlink()
    build(project, project / "site")
    kept = [path for path in templates.iterdir() if path.is_file()]
    assert len(kept) > 20
    for path in kept:
        # None: the code alone, as a disk would change it.
        path.write_bytes(path.read_bytes()[:-9] + b"123456789" if damage is None else damage)
    edit(project, 1)
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


@pytest.mark.parametrize("damage", [b"", b"{}", b"1 00\n{}", b"\xff\xfe"])
def test_a_record_that_cannot_be_trusted_is_none(tmp_path: Path, damage: bytes) -> None:
    store = Store(tmp_path, tmp_path / "site")
    record = store.read()
    record.inputs = "a"
    store.write(record, of_pages(record))
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


@pytest.mark.parametrize(
    "text",
    [
        "[一](a.md) ![二](图/b.png) [三](<c d.md>) [四](https://x.cn/e.md) [五](//x.cn/f.md) [六](g%20h.md?a#b)",
        "[七]: i.md\n\n<a href='j.md'>八</a><img src=k.png>",
        "一〔2008〕二（2008）(三).md",
    ],
)
def test_quick_ways_to_find_links_find_the_same(text: str) -> None:
    expected = {
        unquote(parts.path)
        for _, target, _ in targets(text)
        if not (parts := urlsplit(target.strip("<>\"'"))).scheme and not parts.netloc
    }
    assert {local_path(target) for _, target, _ in targets(text)} - {""} == expected - {""}
    assert len(list(targets(text))) == len(re.findall(r"\]\(|\]: |href|src", text))


@pytest.mark.parametrize("tag", ['<h2 id="一-目标">', "<h3>", '<a href="../x/">', '<a href="https://x.cn/?a&amp;b">'])
def test_the_usual_tags_mean_what_a_close_look_says(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> list[traditional_tag.Mark]:
        script = simplified_to_traditional()
        return traditional_tag.TagReader(script, Mirror(["x/index.html"], "https://x.cn/")).marks([tag])

    at_a_glance = read()
    monkeypatch.setattr(traditional_tag, "_HEADING", re.compile("(?!)"))
    monkeypatch.setattr(traditional_tag, "_LINK", re.compile("(?!)"))
    assert at_a_glance == read()


def test_a_page_in_a_frame_is_turned_as_it_is_without_one(tmp_path: Path) -> None:
    frame = ('<html lang="zh"><body><a href="../b/">发展</a><main>', "</main><p>后</p><main>", "</main></body></html>")
    pages = [f"news/{name}/index.html" for name in "ab"] + ["news/2008/c/index.html", "b/index.html"]
    framed, whole = (TraditionalSite(tmp_path / name, pages, URL) for name in ("framed", "whole"))
    for page in pages:
        for own in (("<p>干部<a href='../a/'>学习</a></p>", "<p>里外</p>"), ("<p>a\x00头发</p>", "")):
            text = "".join((frame[0], own[0], frame[1], own[1], frame[2]))
            assert framed.write(page, text, frame) == whole.write(page, text)
            assert framed.write(page, text[1:], frame) == whole.write(page, text[1:])


def test_static_i18n_finds_the_same_files(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    desk = Desk(project, tmp_path / "desk", URL)
    desk.open()
    assert desk.ready
    files = desk.ready.files
    assert isinstance(files, SourceFiles)
    for path in (
        "index.md",
        "news/index.md",
        "./index.md",
        "news//index.md",
        ".",
        "news",
        "nowhere.md",
        "news/a.en.md",
    ):
        assert files.get_file_from_path(path) is files.slow.get_file_from_path(path), path
