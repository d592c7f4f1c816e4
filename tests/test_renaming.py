"""An article gets another name: all that belongs to it goes along, all that names it follows, and reviews stay."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from pathlib import Path

import pytest
from conftest import SITES
from lanmu.build.site import build
from lanmu.checks.engine.command import check_structure
from lanmu.content.article import Article
from lanmu.content.loading import read_docs
from lanmu.content.review import Standing, stages
from lanmu.content.translation import Translation
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.relinking import Moves, relinked
from lanmu.intake.renaming import Wanted, plan, rename
from lanmu.storage.changes import LIST, READY, Changes
from lanmu.storage.write_lock import finish_interrupted, writing
from support.builders import NEWS, edited, text_of
from support.files import picture
from support.reviewing import give_all, review, translate
from test_channels_command import go
from test_checks import structure
from test_writing import forks, kills, litter

NEW = "news/2008-10-21-dianxing.md"
STEM, NEW_STEM = "2008-10-20-peixun", "2008-10-21-dianxing"
WANTED = Wanted(date="2008-10-21", slug="dianxing")
LINKS = f"""正文，见[自己]({STEM}.md#a)、[公示](../notices/2008-12-22-gongshi.md)和[要点][r]。

![两个人在交谈]({STEM}.png)

![三个人在交谈](shared.png)

`[代码]({STEM}.md)`

[r]: ../plan/points.md
"""
AFTER = {"b": b"new", "c/a": b"a", "e/new/d": b"new", "f/g": b"new"}
OTHER = f"""见[这一次](../news/{STEM}.md "题")、[它]和
<a href="../../news/{STEM}/#a">这里</a>，
![图](<../news/shared.png>)。代码 `../news/{STEM}.md` 不变：

    [代码](../news/{STEM}.md)

[它]: ../news/{STEM}.md?a=1#b
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small site with an article that many things belong to and name."""
    root = tmp_path / "project"
    docs = shutil.copytree(SITES / "minimal", root / "docs")
    shutil.copy(SITES / "checked" / "lanmu.toml", root)
    (root / "mkdocs.yml").write_text("nav:\n  - 首页: index.md\n", encoding="utf-8")
    (docs / NEWS).write_text(
        edited(NEWS, "正文。", LINKS).replace("summary:", f"image: {STEM}.png # 图\nsummary:"), "utf-8"
    )
    for name in (f"{STEM}.png", "shared.png"):
        picture(docs / "news" / name, "40x30")
    originals = root / "originals" / "news"
    originals.mkdir(parents=True)
    (originals / f"{STEM}.jpg").write_bytes(b"original")
    notice = docs / "notices" / "2008-12-22-gongshi.md"
    notice.write_text(notice.read_text("utf-8") + "\n" + OTHER, "utf-8")
    points = docs / "plan" / "points.md"
    status = f"status: superseded\nsuperseded_by: {NEWS}\n---\n"
    points.write_text(points.read_text("utf-8").replace("\n---\n", f"\n{status}", 1), "utf-8")
    (docs / "progress").mkdir()
    (docs / "progress" / "reports.yml").write_text(f"# {NEWS}\nreports: []\n", "utf-8")
    translate(root, NEWS.replace(".md", ".en.md"), "title: A course\nsummary: A course.\n", f"[Self]({STEM}.md)")
    return root


def sign(root: Path) -> None:
    """Reviews the article, what links to it, and its translation."""
    review(root, NEWS)
    review(root, "notices/2008-12-22-gongshi.md")
    reading = read_docs(root / "docs")
    assert reading.site
    for text in reading.translations:
        give_all(reading.site, text)


def texts(root: Path) -> dict[str, Article | Translation]:
    reading = read_docs(root / "docs")
    assert reading.site
    assert reading.problems == ()
    return {text.path: text for text in (*reading.site.articles, *reading.translations)}


def valid(root: Path, path: str) -> bool:
    return all(stage.standing is Standing.VALID for stage in stages(texts(root)[path], root / "docs"))


def done(root: Path, wanted: Wanted = WANTED, file: str = NEWS) -> tuple[str, ...]:
    lines = tuple(plan(root, file, wanted).lines())
    rename(root, file, wanted, lines)
    return lines


def test_all_that_belongs_to_it_goes_along_and_all_that_names_it_follows(project: Path) -> None:
    sign(project)
    before = files_of(project)
    lines = tuple(plan(project, NEWS, WANTED).lines())
    assert files_of(project) == before
    rename(project, NEWS, WANTED, lines)
    docs = project / "docs"
    gone = {path for path in before if STEM in path}
    assert gone == {f"docs/news/{STEM}{end}" for end in (".md", ".en.md", ".png")} | {f"originals/news/{STEM}.jpg"}
    assert files_of(project).keys() == {path.replace(STEM, NEW_STEM) for path in before}
    own = (docs / NEW).read_text("utf-8")
    head, _, body = own.partition("---\n\n")
    assert f"image: {NEW_STEM}.png # 图\n" in head
    assert "date: 2008-10-21 10:30\n" in head.replace("'", "")
    assert f"redirect_from: [old/123/, news/{STEM}/]\n" in head
    assert body.strip() == LINKS.replace(STEM, NEW_STEM).replace(f"`[代码]({NEW_STEM}", f"`[代码]({STEM}").strip()
    notice = (docs / "notices" / "2008-12-22-gongshi.md").read_text("utf-8").split("\n\n见", 1)[1]
    code = f"代码 `../news/{STEM}.md` 不变：\n\n    [代码](../news/{STEM}.md)"
    assert f"见{notice}" == OTHER.replace(STEM, NEW_STEM).replace(code.replace(STEM, NEW_STEM), code)
    assert f"superseded_by: {NEW}" in (docs / "plan" / "points.md").read_text("utf-8")
    assert (docs / "progress" / "reports.yml").read_text("utf-8").startswith(f"# {NEW}\n")
    assert valid(project, NEW)
    assert valid(project, NEW.replace(".md", ".en.md"))
    assert valid(project, "notices/2008-12-22-gongshi.md")
    shown = "\n".join(lines)
    for words in (f"docs/{NEWS} → docs/{NEW}", "发布时间：2008-10-20 10:30 → 2008-10-21 10:30", "原图", "审签仍然有效"):
        assert words in shown
    assert f"还写着旧名、没有改，请自己看：docs/{NEWS}:" in shown


def files_of(root: Path) -> dict[str, bytes]:
    places = [*(root / "docs").rglob("*"), *(root / "originals").rglob("*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in places if path.is_file()}


def test_another_column_and_back_leaves_links_as_they_were(project: Path) -> None:
    sign(project)
    old = (project / "docs" / NEWS).read_text("utf-8")
    assert "审签仍然有效" in "\n".join(done(project, Wanted(column="notices")))
    moved = (project / "docs" / "notices" / f"{STEM}.md").read_text("utf-8")
    # What others show as well stays where it is; what is its own comes along.
    assert "(../news/shared.png)" in moved
    assert f"]({STEM}.png)" in moved
    assert "(2008-12-22-gongshi.md)" in moved
    assert valid(project, f"notices/{STEM}.md")
    done(project, Wanted(column="news"), f"notices/{STEM}.md")
    back = (project / "docs" / NEWS).read_text("utf-8")
    assert back.partition("---\n\n")[2].replace("](../news/", "](") == old.partition("---\n\n")[2]
    # The first address is its own again, the other one leads to it.
    assert f"redirect_from: [old/123/, notices/{STEM}/]\n" in back


def test_void_reviews_stay_void_and_older_ones_are_bound_to_the_file(project: Path) -> None:
    sign(project)
    file = project / "docs" / NEWS
    written = file.read_text("utf-8")
    first, second = written.split("text_hash: ")[1:3]
    assert first[:35] == second[:35]
    # One as older versions wrote it, one that was given for another text.
    file.write_text(written.replace(first[:35], first[:26], 1).replace(first[:35], "a" + first[1:35], 1), "utf-8")
    done(project)
    reviews = stages(texts(project)[NEW], project / "docs")
    assert [stage.standing for stage in reviews[:2]] == [Standing.VALID, Standing.VOID]
    assert reviews[0].signature
    assert len(reviews[0].signature.text_hash) == 35


def test_a_name_that_no_address_can_be_is_mended(project: Path) -> None:
    docs = project / "docs"
    (docs / "news" / "支部 学习.md").write_text(
        text_of(NEWS).replace("title: ", "title: 支部").replace("redirect_from: [old/123/]\n", ""), "utf-8"
    )
    planned = plan(project, "news/支部 学习.md", Wanted())
    assert planned.moves["news/支部 学习.md"].startswith("news/2008-10-20-")
    assert (
        done(project, Wanted(slug="zhibu"), "news/支部 学习.md")[0]
        == "docs/news/支部 学习.md → docs/news/2008-10-20-zhibu.md"
    )
    assert read_docs(docs).problems == ()


def test_what_was_never_out_needs_no_old_address(project: Path) -> None:
    file = project / "docs" / NEWS
    file.write_text(file.read_text("utf-8").replace("\n---\n", "\ndraft: true\n---\n", 1), "utf-8")
    assert plan(project, NEWS, WANTED).old_address == ""
    (project / "docs" / "published.yml").write_text(f"addresses: [news/{STEM}/]\n", "utf-8")
    assert plan(project, NEWS, WANTED).old_address == f"news/{STEM}/"


@pytest.mark.parametrize(
    ("file", "wanted", "sentence"),
    [
        (NEWS, Wanted(), "已经是这个名称"),
        (NEWS, Wanted(slug="A b"), "不能作文件名"),
        (NEWS, Wanted(column="nothing"), "没有栏目"),
        (NEWS, Wanted(date="2008-13-01"), "--date"),
        (NEWS, Wanted(column="notices", slug="gongshi", date="2008-12-22"), "已经有了"),
        ("plan/index.md", WANTED, "不是稿件"),
        (NEWS.replace(".md", ".en.md"), WANTED, "是译文"),
        ("news/nothing.md", WANTED, "没有文件"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(project: Path, file: str, wanted: Wanted, sentence: str) -> None:
    before = files_of(project)
    with pytest.raises((UserError, ContentError), match=sentence):
        plan(project, file, wanted)
    assert files_of(project) == before


def test_nothing_is_done_that_was_not_shown(project: Path) -> None:
    lines = tuple(plan(project, NEWS, WANTED).lines())
    index = project / "docs" / "index.md"
    index.write_text(index.read_text("utf-8") + f"\n[新]({NEWS})\n", "utf-8")
    before = files_of(project)
    with pytest.raises(UserError, match="刚才有别的改动"):
        rename(project, NEWS, WANTED, lines)
    assert files_of(project) == before


@forks
def test_killed_at_any_step_it_is_done_or_not_begun(project: Path) -> None:
    sign(project)
    lines = tuple(plan(project, NEWS, WANTED).lines())
    before = files_of(project)
    copy = shutil.copytree(project, project.with_name("kept"))
    rename(copy, NEWS, WANTED, lines)
    after = files_of(copy)
    copy_before = shutil.copytree(project, project.with_name("spare"))
    seen = []
    for where in kills(lambda: rename(project, NEWS, WANTED, lines)):
        with redirect_stderr(io.StringIO()), writing(project):
            pass
        files = files_of(project)
        assert files in (before, after), where
        assert litter(project) == [], where
        seen.append(files == after)
        if files == after:
            shutil.rmtree(project)
            shutil.copytree(copy_before, project)
    assert set(seen) == {False, True}


def several(root: Path) -> Changes:
    """One of each kind: a folder goes, a file moves, one is written over, one is new where something went,
    and one where nothing was."""
    changes = Changes(root)
    changes.remove(root / "e")
    changes.remove(root / "f")
    changes.move(root / "a", root / "c" / "a")
    changes.write(root / "b", b"new")
    changes.write(root / "e" / "new" / "d", b"new")
    changes.write(root / "f" / "g", b"new")
    return changes


@pytest.fixture
def before(tmp_path: Path) -> dict[str, bytes]:
    """The files that `several` changes."""
    (tmp_path / "e" / "old").mkdir(parents=True)
    for name in ("a", "b", "e/old/d"):
        (tmp_path / name).write_text(name, "utf-8")
    return all_files(tmp_path)


def all_files(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("undone", [True, False])
def test_a_step_that_fails_takes_the_others_back(
    tmp_path: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, *, undone: bool
) -> None:
    """Or, where not even that can be done, leaves all to whoever comes next."""
    in_use = {tmp_path / "e" / "new" / "d"} | (set() if undone else {tmp_path / "a"})

    def failing(step: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def fails(self: Path, target: Path) -> Path:
            if target in in_use:
                raise PermissionError(13, "in use", str(target))
            return step(self, target)

        return fails

    with monkeypatch.context() as patched:
        for name in ("replace", "rename"):
            patched.setattr(Path, name, failing(getattr(Path, name)))
        with pytest.raises(UserError, match="写不了"):
            several(tmp_path).carry_out()
    assert bool(litter(tmp_path)) is not undone
    assert all_files(tmp_path) == before or not undone
    finish_interrupted(tmp_path)
    assert litter(tmp_path) == []
    assert all_files(tmp_path) == (before if undone else AFTER)


@forks
def test_a_removal_that_is_killed_is_done_or_not_begun(tmp_path: Path, before: dict[str, bytes]) -> None:
    def work() -> None:
        changes = several(tmp_path)
        changes.moves.clear()
        changes.carry_out()

    after = {"a": b"a", "b": b"new", "e/new/d": b"new", "f/g": b"new"}
    copy_before = shutil.copytree(tmp_path, tmp_path.with_name("spare"))
    seen = []
    for where in kills(work):
        with redirect_stderr(io.StringIO()), writing(tmp_path):
            pass
        files = all_files(tmp_path)
        assert files in (before, after), where
        assert litter(tmp_path) == [], where
        seen.append(files == after)
        shutil.rmtree(tmp_path)
        shutil.copytree(copy_before, tmp_path)
    assert set(seen) == {False, True}


@forks
@pytest.mark.parametrize(
    "reader",
    [
        lambda root: build(root, root / "site"),
        lambda root: check_structure(root, structure()),
        lambda root: go(root, issue="99"),
    ],
)
def test_what_only_reads_finishes_a_renaming_that_was_killed(project: Path, reader: Callable[[Path], object]) -> None:
    lines = tuple(plan(project, NEWS, WANTED).lines())
    # Killed as soon as all is ready and nothing has moved.
    next(where for where in kills(lambda: rename(project, NEWS, WANTED, lines)) if list(project.glob(f"{READY}*")))
    assert (project / "docs" / NEWS).exists()
    # This project has no settings for a build; what was begun is finished before that is noticed.
    with suppress(UserError):
        reader(project)
    assert NEW in texts(project)
    assert NEWS not in texts(project)
    assert litter(project) == []


def test_killed_while_its_folder_is_removed_it_is_done(
    tmp_path: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(folder: Path, **_: object) -> None:
        (folder / LIST).unlink()

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", half)
        several(tmp_path).carry_out()
    with writing(tmp_path):
        pass
    assert before != all_files(tmp_path) == AFTER
    assert litter(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("[a](a.md)", "[a](c.md)"),
        ("[a](./a.md#x)", "[a](c.md#x)"),
        ("[a](a%2Emd)", "[a](c.md)"),
        ("[a](a/)", "[a](c/)"),
        ("> [a]: a.md", "> [a]: c.md"),
        ('<img srcset="../a.png 1x, ../aa.png 2x">', '<img srcset="../c.png 1x, ../aa.png 2x">'),
        ("![图](x.png){ src=../news/a.png }", "![图](x.png){ src=c.png }"),
        ("[a](https://www.example.org/a.md) [b](/news/a.md) [c](../../a.md) [d](b.md)", None),
        ("```\n[a](a.md)\n```", None),
        ("``[a](a.md) ` ``", None),
    ],
)
def test_every_form_of_a_link_is_mended(text: str, mended: str | None) -> None:
    moves = Moves(
        {"news/a.md": "news/c.md", "news/a.png": "news/c.png"}, frozenset({"news/a.md", "news/a.png", "news/b.md"})
    )
    assert relinked(text, 0, "news/b.md", moves)[0] == (text if mended is None else mended)
