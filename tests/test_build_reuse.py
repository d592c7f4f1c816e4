"""Builds that take short cuts: that they fit the packages we pin, and that nobody sees where they were taken."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT, copy_project
from lanmu.build import mkdocs, search_pass
from lanmu.build.mkdocs import SourceFiles
from lanmu.build.site import build
from lanmu.diagnostics.errors import UserError
from lanmu.locales import traditional_page
from lanmu.locales.mirror import Mirror
from lanmu.locales.script_conversion import simplified_to_traditional
from lanmu.locales.traditional import simplified
from lanmu.preview.instant_page import InstantPages
from lanmu.text.links import local_path, targets
from mkdocs.structure.pages import Page
from PIL import Image
from property.test_warm_build import TRANSLATION, differences, files_of
from support.many_articles import MANY, URL, edit, with_articles, with_translation

pytestmark = pytest.mark.usefixtures("moment")


def test_the_packages_are_those_that_are_reached_into() -> None:
    """A new version is read again before it is named there: what is private may have changed."""
    assert mkdocs.fits(), "another version than mkdocs.FITS names"


def test_nothing_is_replaced_by_an_import() -> None:
    code = (
        "import sys; sys.path.insert(0, 'scripts')\n"
        "from mkdocs.commands import build; before = vars(build).copy()\n"
        "from lanmu.build import mkdocs, site; assert vars(build) == before\n"
        "mkdocs.install(); assert vars(build) != before"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_with_other_versions_mkdocs_own_way_gives_the_same_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = with_articles(tmp_path / "project", 4)
    build(project, project / "site", site_url=URL)
    # What MkDocs would find, and follow out of docs/.
    (tmp_path / "elsewhere.txt").write_text("别处", encoding="utf-8")
    if os.name != "nt":
        (project / "docs" / "news" / "linked.txt").symlink_to(tmp_path / "elsewhere.txt")
    monkeypatch.setitem(mkdocs.FITS, "mkdocs", ("0",))
    mkdocs.fits.cache_clear()
    theirs = {
        "get_files": mkdocs._get_files,
        "_populate_page": mkdocs._populate_page,
        "_build_page": mkdocs._build_page,
    }
    for name, function in theirs.items():
        monkeypatch.setattr(mkdocs.mkdocs_build, name, function)
    monkeypatch.setattr(Page, "render", mkdocs._render)
    try:
        for site in (tmp_path / "plain", tmp_path / "again"):
            build(project, site, site_url=URL)
            assert differences(project / "site", site) == []
    finally:
        monkeypatch.undo()
        mkdocs.fits.cache_clear()
    assert capsys.readouterr().err.count("MkDocs 自己的办法") == 1


def test_nothing_is_made_when_nothing_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = with_articles(tmp_path / "project", 3)
    first = build(project, project / "site")
    inodes = {path: path.stat().st_ino for path in (project / "site").rglob("*.html")}
    monkeypatch.setattr("lanmu.build.mkdocs.run", lambda *_: pytest.fail("built again"))
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
    changed = {path.parent.name for path, inode in before.items() if path.stat().st_ino != inode}
    assert changed == {edited.stem}


def test_another_text_makes_one_page_and_its_own_record_of_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site = project / "site"
    build(project, site, site_url=URL)
    edit(project, 5)
    build(project, site, site_url=URL)
    before = {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    pages, make_page = [], mkdocs.make_page

    def noted(page: Page, *rest: Any) -> None:
        pages.append(page.file.dest_uri)
        make_page(page, *rest)

    monkeypatch.setattr(mkdocs, "make_page", noted)
    page = edit(project, 3)
    build(project, site, site_url=URL)
    # The home page and the charts too are as they were: no head has changed.
    assert pages == [page]
    after = {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}
    taken = [name for name in before if name.endswith(("feed.xml", "feed.json", "sitemap.xml", ".ics"))]
    assert len(taken) > 2
    assert {name: after[name] for name in taken} == {name: before[name] for name in taken}
    names = [
        sorted(path for path in files if re.fullmatch(r"(zh-Hant/)?search/.+/d\d+\.js", path))
        for files in (before, after)
    ]
    assert names[0] != names[1], "another index has another version"
    others = [name for old, name in zip(*names, strict=True) if before[old] != after[name]]
    assert len(others) == 2, "the record of the article in both scripts"
    assert len(list((project / ".cache" / "build").glob("*.zh.*.texts"))) == 1, "of builds before nothing is kept"


@pytest.mark.parametrize("target", ["/", ".", "..", "./", "/..", "//", "?", "#", "../.."])
def test_a_link_that_names_no_file_keeps_no_page_from_being_made(tmp_path: Path, target: str) -> None:
    project = with_articles(tmp_path / "project", 1)
    article = next((project / "docs" / "news").glob("*-gao-0000.md"))
    article.write_text(f"{article.read_text(encoding='utf-8')}\n见[这里]({target})。\n", encoding="utf-8")
    with suppress(UserError):
        build(project, project / "site")


def test_files_that_only_a_translation_shows_stay_and_are_always_those_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A day on which all of its articles are out.
    monkeypatch.setenv("LANMU_TEST_CLOCK", "1230000000")
    project, english = with_translation(tmp_path / "project")
    settings = project / "lanmu.toml"
    text = re.sub(r"(\[review\]\n(?:#.*\n)*)columns = .*", r"\1columns = []", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    news = project / "docs" / "news"
    by_hand = english.with_name(english.name.replace(".en.", ".zh-Hant."))
    for path, name in ((english, "en"), (by_hand, "hant")):
        Image.new("RGB", (900, 600)).save(news / f"only-{name}.png")
        text = f"![图](only-{name}.png)\n\n[文件](only-{name}.txt)"
        (news / f"only-{name}.txt").write_text("文件", encoding="utf-8")
        path.write_text(TRANSLATION.format(title="Two", body=text), encoding="utf-8")
    (news / "nobodys.txt").write_text("无人", encoding="utf-8")
    site = project / "site"
    for change in ("nothing", "another text", "en", "hant"):
        if change == "another text":
            edit(project, 4)
        elif change != "nothing":
            Image.new("RGB", (700, 500), "white").save(news / f"only-{change}.png")
        build(project, site, production=True, site_url=URL)
        if change == "nothing":
            continue
        build(project, tmp_path / "cold", production=True, site_url=URL)
        assert differences(site, tmp_path / "cold") == [], change
    names = sorted(
        path.name for path in (site / "news").iterdir() if path.is_file() and path.suffix in (".png", ".txt")
    )
    assert names == ["only-en.png", "only-en.txt", "only-hant.png", "only-hant.txt"]


@pytest.mark.parametrize("folder", ["en", "search"])
def test_a_file_in_a_folder_that_is_taken_over_is_the_one_of_today(tmp_path: Path, folder: str) -> None:
    project, _ = with_translation(tmp_path / "project")
    file = project / "docs" / folder / "a.txt"
    file.parent.mkdir()
    file.write_text("旧", encoding="utf-8")
    build(project, project / "site")
    file.write_text("新的", encoding="utf-8")
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


def test_pages_are_found_while_the_search_gives_its_folder_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "search" / "records").mkdir(parents=True)
    (tmp_path / "index.html").write_text('<html lang="zh-CN">', encoding="utf-8")
    scandir = os.scandir

    def vanished(place: Any = ".") -> Any:
        if str(place).endswith("records"):
            raise FileNotFoundError(place)
        return scandir(place)

    monkeypatch.setattr(os, "scandir", vanished)
    assert simplified(tmp_path, ()) == {"index.html"}


def test_a_page_written_in_traditional_by_hand_is_taken_over(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 5)
    by_hand = next((project / "docs" / "news").glob("*-gao-0002.md")).with_suffix(".zh-Hant.md")
    by_hand.write_text(TRANSLATION.format(title="第二篇", body="正體字。"), encoding="utf-8")
    page = project / "site" / "zh-Hant" / "news" / by_hand.name.partition(".")[0] / "index.html"
    build(project, project / "site")
    before = page.stat().st_ino
    edit(project, 3)
    build(project, project / "site")
    assert page.stat().st_ino == before
    by_hand.write_text(TRANSLATION.format(title="第二篇", body="又是正體字。"), encoding="utf-8")
    build(project, project / "site")
    assert "又是正體字" in page.read_text(encoding="utf-8")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


def test_other_texts_change_no_page_but_their_own(tmp_path: Path) -> None:
    """Of all kinds of pages: what shows an article elsewhere shows its head, never its text."""
    project = copy_project(tmp_path / "project")
    site = project / "site"
    build(project, site, site_url=URL)
    for path in sorted((project / "docs").rglob("*.md"))[::2]:
        path.write_text(path.read_text(encoding="utf-8") + "\n又写一段。\n\n## 又一节\n\n字。\n", encoding="utf-8")
    build(project, site, site_url=URL)
    build(project, tmp_path / "cold", site_url=URL)
    assert differences(site, tmp_path / "cold") == []


def test_a_fault_in_a_head_that_was_read_before_is_reported_with_its_line(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    article = next((project / "docs" / "news").glob("*-gao-0001.md"))
    picture = article.with_name("hui.png")
    Image.new("RGB", (900, 600)).save(picture)
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("summary: ", "image: hui.png\nsummary: ", 1), encoding="utf-8")
    build(project, project / "site")
    picture.unlink()
    with pytest.raises(UserError, match=rf"{article.name}:6 「image」"):
        build(project, project / "site")


def test_a_translation_is_taken_over_until_something_that_it_shows_changes(tmp_path: Path) -> None:
    project, english = with_translation(tmp_path / "project")
    site = project / "site"
    stem = english.name.partition(".")[0]
    home, article = site / "en" / "index.html", site / "en" / "news" / stem / "index.html"
    build(project, site)
    first = home.stat().st_ino
    edit(project, 2)
    build(project, site)
    # What its language says has not changed.
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


def test_the_search_of_a_language_whose_texts_are_the_same_is_not_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, _ = with_translation(tmp_path / "project")
    build(project, project / "site")
    edit(project, 2)
    written: list[list[str]] = []

    def noted(documents: Any, variants: Any, site: Path, folders: dict[str, Any], previous: Any) -> Any:
        written.append(list(folders))
        return write_search(documents, variants, site, folders, previous)

    write_search = search_pass.write_search
    monkeypatch.setattr(search_pass, "write_search", noted)
    build(project, project / "site")
    assert written == [["search/", "zh-Hant/search/"]]


def test_instant_pages_are_the_pages_of_the_build_also_after_an_edit(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 5)
    edited = next((project / "docs" / "news").glob("*-gao-0002.md"))
    instant = InstantPages(project, tmp_path / "instant", URL)
    instant.open()
    for body in ("", "\n## 三\n\n又一段，见[前一篇](../plan/points.md)。\n"):
        text = edited.read_text(encoding="utf-8") + body
        edited.write_text(text.replace("title: ", f"title: 新{len(body)}"), encoding="utf-8")
        assert instant.read(f"news/{edited.name}") == f"news/{edited.stem}/index.html"
        build(project, project / "site", site_url=URL)
        for page in (f"news/{edited.stem}/index.html", "plan/points/index.html"):
            assert instant.page(page)
            for path in (page, f"zh-Hant/{page}"):
                assert (instant.folder / path).read_bytes() == (project / "site" / path).read_bytes()
            (instant.folder / "zh-Hant" / page).unlink()
            assert instant.page(page, alone=True)
            assert not (instant.folder / "zh-Hant" / page).exists()
            assert (instant.folder / page).read_bytes() == (project / "site" / page).read_bytes()
            assert instant.page(f"zh-Hant/{page}", alone=True)
    assert instant.read("plan/index.md") is None
    assert not instant.page("nowhere/index.html")
    edited.write_text("没有稿件信息", encoding="utf-8")
    with pytest.raises(UserError, match="开头没有稿件信息"):
        instant.read(f"news/{edited.name}")


def test_instant_pages_let_go_of_what_they_read_before(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 5)
    instant = InstantPages(project, tmp_path / "instant", URL)
    instant.open()
    assert instant.ready
    before = weakref.ref(instant.ready.build)
    instant.page("index.html")
    instant.open()
    assert before() is None
    assert instant.page("index.html")


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
    def read() -> list[traditional_page.TagChange]:
        script = simplified_to_traditional()
        return traditional_page.TagReader(script, Mirror(["x/index.html"], "https://x.cn/")).changes([tag])

    at_a_glance = read()
    monkeypatch.setattr(traditional_page, "_HEADING", re.compile("(?!)"))
    monkeypatch.setattr(traditional_page, "_LINK", re.compile("(?!)"))
    assert at_a_glance == read()


def test_static_i18n_finds_the_same_files(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    instant = InstantPages(project, tmp_path / "instant", URL)
    instant.open()
    assert instant.ready
    files = instant.ready.files
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
