"""What lies in docs/ and is no text: what is passed over, what never goes out, and that nothing takes another's place."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT, copy_project
from lanmu.build.outputs import OURS, Outputs
from lanmu.build.site import Summary, build
from lanmu.content.files import LONGEST, is_link, lies, walk
from lanmu.content.loading import load, read_docs, read_text
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.untrusted.kinds import FileKind
from property.test_warm_build import files_of
from support.builders import HOST, NEWS, edited, problems_of
from support.files import docx, picture, picture_bytes
from support.reviewing import review, review_everything, translate

Write = Callable[[str, str], Path]
ENGLISH = "title: Training\nsummary: What was taught.\n"
TRANSLATION = NEWS.replace(".md", ".en.md")
OLD = "[old/123/]"
STRANGE = os.name != "posix"
needs_posix = pytest.mark.skipif(STRANGE, reason="这样的文件在这个系统上做不出来")


def publish(project: Path, site: Path | None = None) -> Summary:
    """A production build; a definition that nobody uses, which the checks refuse, is let pass: it must be safe without."""
    allowed = {"LNK011": "看看放行了会怎样"}
    return build(project, site or project / "site", production=True, site_url=HOST, allowed=allowed)


def site_of(project: Path) -> set[str]:
    """The paths of all files of the built site."""
    return {path.relative_to(project / "site").as_posix() for path in (project / "site").rglob("*") if path.is_file()}


def put(project: Path, path: str, data: bytes = b"x") -> Path:
    """A file below the docs/ of a project."""
    file = project / "docs" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def make_strange(project: Path, outside: Path) -> None:
    """What is no ordinary file, of every sort, and names that nobody can read."""
    outside.mkdir()
    picture(outside / "secret.png", "4x3")
    (outside / "secret.md").write_text("# 外面的\n", encoding="utf-8")
    news = project / "docs" / "news"
    (news / "one").symlink_to(news, target_is_directory=True)
    (news / "two").symlink_to(news, target_is_directory=True)
    (news / "away").symlink_to(outside, target_is_directory=True)
    (news / "secret.png").symlink_to(outside / "secret.png")
    (news / "gone.png").symlink_to(outside / "nothing.png")
    os.mkfifo(news / "pipe.png")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(news)
        listener.bind("socket.png")
    for name in (b"\xff\xfe.png", b"a\n::error::b.png", "a\u202egnp.png".encode(), b"a\x1b[2J.png"):
        with open(  # noqa: PTH123 (a name that no Path can have)
            os.fsencode(news) + b"/" + name, "wb"
        ) as file:
            file.write(picture_bytes("png", "4x3"))
    put(project, f"news/{'x' * 120}/{'y' * 120}/z.png")


TOLD = {
    "news/one": "这是一个链接",
    "news/two": "这是一个链接",
    "news/away": "这是一个链接",
    "news/secret.png": "这是一个链接",
    "news/gone.png": "这是一个链接",
    "news/pipe.png": "这不是普通的文件",
    "news/socket.png": "这不是普通的文件",
    "news/\\xff\\xfe.png": "看不见或读不出来的字符",
    "news/a␊::error::b.png": "看不见或读不出来的字符",
    "news/a\ufffdgnp.png": "看不见或读不出来的字符",
    "news/a␛[2J.png": "看不见或读不出来的字符",
    f"news/{'x' * 120}/{'y' * 120}": "太长了",
}


@needs_posix
@pytest.mark.usefixtures("old_articles")
def test_what_is_no_ordinary_file_is_reported_and_passed_over(
    minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two links that lead back double the paths at every turn: whoever follows them comes to no end."""
    monkeypatch.chdir(tmp_path)
    before = walk(minimal / "docs").files
    make_strange(minimal, tmp_path / "outside")
    walked = walk(minimal / "docs")
    assert walked.files == before
    assert {problem.path.removeprefix("docs/"): problem.message for problem in walked.passed_over}.keys() == TOLD.keys()
    assert all(TOLD[problem.path.removeprefix("docs/")] in problem.message for problem in walked.passed_over)
    review(minimal, NEWS)
    for summary in (build(minimal, minimal / "site"), publish(minimal)):
        assert {line.split(" ")[0].removeprefix("docs/") for line in summary.warnings} == TOLD.keys()
        assert "\n" not in "".join(summary.warnings)
        assert not [
            path for path in site_of(minimal) if path.startswith(("news/a", "news/one", "news/secret", "news/x"))
        ]


@pytest.mark.parametrize(("tag", "expected"), [(0xA0000003, True), (0x9000001A, False), (0, False)])
def test_a_junction_of_windows_is_a_link_and_a_file_kept_in_the_cloud_is_none(
    monkeypatch: pytest.MonkeyPatch, tag: int, expected: bool
) -> None:
    entry = SimpleNamespace(is_symlink=lambda: False, stat=lambda **_: SimpleNamespace(st_reparse_tag=tag))
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        is_linked = is_link(entry)  # type: ignore[arg-type]
    assert is_linked is expected


@needs_posix
def test_an_article_that_links_to_a_link_waits_and_so_does_one_that_is_a_link(
    minimal: Path, write: Write, tmp_path: Path
) -> None:
    picture(tmp_path / "secret.png", "4x3")
    write(NEWS, edited(NEWS, "正文。", "正文。![会场里的人](secret.png)"))
    (minimal / "docs" / "news" / "secret.png").symlink_to(tmp_path / "secret.png")
    there = minimal / "docs" / "notices" / "2008-12-22-gongshi.md"
    there.rename(tmp_path / "gongshi.md")
    there.symlink_to(tmp_path / "gongshi.md")
    review(minimal, NEWS)
    left_out = "\n".join(publish(minimal).left_out)
    assert f"docs/{NEWS}" in left_out
    assert "docs/news/secret.png SEC004 这是一个链接" in left_out
    assert "LNK001" not in left_out, "it is there"
    assert "docs/notices/2008-12-22-gongshi.md 读不懂，登不了" in left_out
    assert "news/secret.png" not in site_of(minimal)
    assert not [path for path in site_of(minimal) if "gongshi" in path]


@needs_posix
def test_data_files_and_templates_are_no_links(minimal: Path, tmp_path: Path) -> None:
    template = minimal / "overrides" / "away.html"
    template.symlink_to(tmp_path)
    with pytest.raises(UserError, match=r"overrides/away\.html 这是一个链接"):
        build(minimal, minimal / "site")
    template.unlink()
    glossary = minimal / "docs" / "glossary.yml"
    glossary.rename(tmp_path / "glossary.yml")
    glossary.symlink_to(tmp_path / "glossary.yml")
    assert any("glossary.yml" in problem.path for problem in problems_of(minimal))
    glossary.unlink()
    os.mkfifo(glossary)
    with pytest.raises(ContentError, match="不是普通的文件"):
        read_text(glossary, "docs/glossary.yml")


HOSTILE = (
    *("assets/lanmu/early.js", "assets/pictures/a.png", "search/a.png", "browse/a.png", "print/a.pdf", "en/a.png"),
    *("zh-Hant/a.png", "EN/a.png", "favicon.svg", "favicon.ico", "_redirects", "_headers", "web.config", "CNAME"),
    *("robots.txt", "sitemap.xml", "404.html", "feed.xml", "index.html", "a.png", "other/a.png", "templates/a.png"),
    *(
        "news/feed.xml",
        "news/feed.json",
        "news/index.html",
        "news/a.html",
        "news/a.HTM",
        "news/a.xhtml",
        "news/a.html.",
    ),
    *("news/a.js", "news/a.mjs", "news/a.css", "news/a.swf", "news/a.mht", "news/a.hta", "news/a.url", "news/a.lnk"),
    *("news/a.exe", "news/a.bat", "news/a.pdf.html", "news/a", "news/a.yaml", "news/a.mkd", "news/con.png"),
    *("news/nul.a.png", "news/a:b.png", "news/a%2Fb.png", "news/a%2e.png", "news/b./a.png", "news/b /a.png"),
)


@pytest.fixture
def hostile(minimal: Path) -> Path:
    """A project with files that would take the place of the site's own, or run on it; all of them linked."""
    for path in HOSTILE:
        put(minimal, path, picture_bytes("png", "4x3"))
    return minimal


@needs_posix
@pytest.mark.usefixtures("old_articles")
def test_files_that_are_not_listed_or_lie_elsewhere_are_never_published(hostile: Path, tmp_path: Path) -> None:
    """Nothing of them changes a site: it is the same to the byte as without them, and all are reported."""
    project = copy_project(tmp_path / "plain", hostile / "docs")
    for path in HOSTILE:
        (project / "docs" / path).unlink()
    review_everything(project)
    review_everything(hostile)
    for make in (lambda root: build(root, root / "site", site_url=HOST), publish):
        without, summary = make(project), make(hostile)
        assert without.warnings == ()
        assert [sum(line.startswith(f"docs/{path} ") for line in summary.warnings) for path in HOSTILE] == [1] * len(
            HOSTILE
        )
        assert len(summary.warnings) == len(HOSTILE)
        assert files_of(hostile / "site") == files_of(project / "site")


@pytest.mark.parametrize("path", ["robots.txt", "news/a.html", "news/a.exe"])
def test_an_article_that_links_to_one_of_them_does_not_go_out(minimal: Path, write: Write, path: str) -> None:
    put(minimal, path)
    write(NEWS, edited(NEWS, "正文。", f"正文。[附件](../{path})"))
    review(minimal, NEWS)
    summary = publish(minimal)
    left_out = "\n".join(summary.left_out)
    assert f"docs/{path} SEC004" in left_out
    assert "有 1 处错误" in left_out, "said once"
    assert not [line for line in summary.warnings if path in line], "said once"
    assert "程序读不懂" not in left_out
    assert not (minimal / "site" / NEWS.replace(".md", "/index.html")).exists()
    with pytest.raises(UserError, match=f"不能放上网站，没有发布.*check_structure.py docs/{NEWS} 看"):
        build(minimal, minimal / "site")


@pytest.mark.parametrize(
    "data", [b"<!doctype html><html><body>x</body></html>", b'<svg xmlns="http://www.w3.org/2000/svg"/>']
)
@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.txt", "a.docx"])
def test_a_file_that_lies_keeps_its_article_from_going_out(minimal: Path, write: Write, name: str, data: bytes) -> None:
    put(minimal, f"news/{name}", data)
    write(NEWS, edited(NEWS, "正文。", f"正文。[附件]({name})"))
    review(minimal, NEWS)
    assert f"docs/news/{name} SEC004 后缀是 .{name[2:]}，内容其实是" in "\n".join(publish(minimal).left_out)
    assert f"news/{name}" not in site_of(minimal)


def test_a_kind_that_fits_or_cannot_be_told_is_no_lie() -> None:
    assert not lies("docs/a.jpg", FileKind.PNG), "rule IMG005 is about these"
    assert not lies("docs/a.docx", FileKind.OLE2), "with a password"
    assert not lies("docs/a.pdf", FileKind.UNKNOWN), "damaged"
    assert lies("docs/a.svg", FileKind.HTML)


@pytest.mark.parametrize(
    "old",
    [
        "en/",
        "EN/",
        "zh-Hant/",
        "en/search/",
        "search/",
        "Search/",
        "assets/x.html",
        "404.html",
        "print/",
        "news/2008/",
        "NEWS/2008-10-20-peixun/",
    ],
)
def test_no_old_address_takes_what_belongs_to_the_site(minimal: Path, write: Write, old: str) -> None:
    write(NEWS, edited(NEWS, OLD, f"[{old}]"))
    (problem,) = [problem for problem in problems_of(minimal) if problem.field == "redirect_from"]
    assert f"旧网址「{old}」" in problem.message


@pytest.mark.parametrize("name", ["en", "search", "assets", "browse", "print", "templates"])
def test_no_column_and_no_page_lies_where_the_site_has_its_own(minimal: Path, write: Write, name: str) -> None:
    write(f"{name}/index.md", "---\ntitle: 一页\nsummary: 一页的摘要。\n---\n\n正文。\n")
    assert any(f"docs/{name}/index.md" in problem.path for problem in problems_of(minimal))
    (minimal / "docs" / name / "index.md").unlink()
    columns = minimal / "docs" / "columns.yml"
    columns.write_text(columns.read_text(encoding="utf-8").replace("id: plan", f"id: {name}"), encoding="utf-8")
    assert any(f"栏目不能叫「{name}」" in problem.message for problem in problems_of(minimal))


def test_every_file_of_a_site_has_one_source() -> None:
    outputs = Outputs()

    def meets(path: str, source: str) -> str:
        clash = outputs.add(path, source)
        return clash.message.partition("的网址")[0].rstrip() if clash else ""

    assert meets("news/a/index.html", "docs/news/a.md") == ""
    assert meets("news/a/index.html", "docs/news/a.md") == "", "in the pass of another language"
    assert meets("news/a/b.png", "docs/news/a/b.png") == ""
    assert meets("news/A/B.png", "docs/news/A/B.png") == "和 docs/news/a/b.png"
    assert meets("news/a/index.html/c.png", "docs/c") == "和 docs/news/a.md"
    assert meets("news", "docs/x") == "和 docs/news/a.md"
    assert meets("news/a/index.html", OURS) == f"和{OURS}"
    assert meets(unicodedata.normalize("NFC", "news/é.png"), "docs/1") == ""
    assert meets(unicodedata.normalize("NFD", "news/é.png"), "docs/2") == "和 docs/1"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("news/2008-10-20-peixun/index.html/a.png", None),
        ("news/feed.xml/a.png", None),
        ("news/2008/index.html/a.png", None),
        ("news/a.png", "news/A.png"),
        (f"news/{unicodedata.normalize('NFC', 'é')}.png", f"news/{unicodedata.normalize('NFD', 'é')}.png"),
        ("news/old.html/a.png", None),
    ],
)
def test_two_at_one_address_stop_the_build(minimal: Path, write: Write, first: str, second: str | None) -> None:
    body = "正文。" + "".join(f"[附件](<../{path}>)" for path in (first, second) if path)
    write(NEWS, edited(NEWS, "正文。", body).replace(OLD, "[news/old.html]"))
    for path in filter(None, (first, second)):
        put(minimal, path, picture_bytes("png", "4x3"))
    review(minimal, NEWS)
    with pytest.raises(UserError, match="相同，一个会盖掉另一个"):
        publish(minimal)
    if second:
        with pytest.raises(UserError, match="相同，一个会盖掉另一个"):
            build(minimal, minimal / "site")


NOT_LINKED = """正文。见[附件](linked.docx)。![会场里的人](shown.png)

<!-- [请示](comment.docx) <a href="comment.docx">请示</a> -->

`[甲](code.docx)`

    [乙](block.docx)

[没有用到]: unused.docx

<!-- 检查豁免 TXT001：见[请示](exempt.docx) -->
"""
UNLINKED = (
    "comment.docx",
    "code.docx",
    "block.docx",
    "unused.docx",
    "exempt.docx",
    "beside.docx",
    "originals/shown.png",
)


def with_files(project: Path, body: str = NOT_LINKED) -> None:
    """The article NEWS with links of every sort, in two languages, and all the files."""
    file = project / "docs" / NEWS
    file.write_text(edited(NEWS, "正文。", body), encoding="utf-8")
    for name in ("campaign", "columns"):
        text = (project / "docs" / f"{name}.yml").read_text(encoding="utf-8")
        put(project, f"{name}.en.yml", text.encode())
    english = "See [the list](english.docx).\n\n<!-- [draft](comment.docx) -->\n"
    put(project, "index.en.md", f"---\n{ENGLISH}---\n\nA page.\n".encode())
    translate(project, TRANSLATION, ENGLISH, english)
    for name in ("linked.docx", "english.docx", *UNLINKED):
        target = project / "docs" / "news" / name
        target.parent.mkdir(exist_ok=True)
        docx(target, "名单") if name.endswith("docx") else picture(target, "40x30")
    picture(project / "docs" / "news" / "shown.png", "96x64 noise")
    for path in (NEWS, TRANSLATION):
        review(project, path)


def attached(project: Path) -> set[str]:
    """The names of the site's files in the folder of the news that are no pages."""
    return {
        path.removeprefix("news/")
        for path in site_of(project)
        if path.startswith("news/") and not path.endswith(("html", "xml", "json"))
    }


ALONE = """
import sys
from pathlib import Path
sys.path.insert(0, "scripts")
from lanmu.build.site import build
project, url, *sites = sys.argv[1:]
for site in sites:
    build(Path(project), Path(site), production=True, site_url=url, allowed={"LNK011": "看看放行了会怎样"})
"""
"""Builds in a process of their own, where it may be copied, with and without a record."""


def test_only_what_a_page_links_to_goes_out(minimal: Path, tmp_path: Path) -> None:
    with_files(minimal)
    sites = minimal / "site", tmp_path / "elsewhere"
    subprocess.run([sys.executable, "-c", ALONE, minimal, HOST, *sites], cwd=ROOT, check=True)
    assert attached(minimal) == {"linked.docx", "shown.png", "english.docx"}
    assert not (minimal / "site" / "news" / "originals").exists()
    assert [path for path in site_of(minimal) if path.startswith("assets/pictures/")]
    assert files_of(sites[0]) == files_of(sites[1])


def test_a_page_that_is_taken_over_still_has_its_files(minimal: Path, tmp_path: Path) -> None:
    """Warm as cold: when another article changes, when a link goes into a comment, and when it comes out of it."""
    with_files(minimal)
    publish(minimal)
    plan = minimal / "docs" / "plan" / "points.md"
    for number, body in enumerate(
        (NOT_LINKED, NOT_LINKED.replace("见[附件](linked.docx)", "<!-- [附件](linked.docx) -->"), NOT_LINKED)
    ):
        (minimal / "docs" / NEWS).write_text(edited(NEWS, "正文。", body), encoding="utf-8")
        plan.write_text(plan.read_text(encoding="utf-8") + "\n又一段。\n", encoding="utf-8")
        review(minimal, NEWS)
        publish(minimal)
        assert ("linked.docx" in attached(minimal)) == (number != 1)
        # Elsewhere nothing is kept, nor looked for.
        publish(minimal, tmp_path / f"cold{number}")
        assert files_of(minimal / "site") == files_of(tmp_path / f"cold{number}")


def test_what_only_a_waiting_article_links_to_stays(minimal: Path) -> None:
    with_files(minimal)
    notice = minimal / "docs" / "notices" / "2008-12-22-gongshi.md"
    notice.write_text(notice.read_text(encoding="utf-8") + "\n[附件](waiting.docx)\n", encoding="utf-8")
    docx(notice.parent / "waiting.docx", "名单")
    publish(minimal)
    assert not [path for path in site_of(minimal) if path.startswith("notices/")]


def test_the_walk_of_the_checks_is_that_of_the_build(minimal: Path) -> None:
    reading = read_docs(minimal / "docs")
    assert set(reading.site_files) == {path for path in walk(minimal / "docs").files if not path.endswith(".yml")}
    assert load(minimal / "docs").by_path.keys() == {path for path in reading.site_files if path.endswith(".md")}
    assert len("x" * LONGEST) < 260
