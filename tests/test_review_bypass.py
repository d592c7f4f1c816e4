"""Ways to put something on the site that nobody reviewed: what is shown is what was signed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from files import docx, picture
from lanmu.build.site import build
from lanmu.content.attachments import linked_files
from lanmu.content.loading import read_docs
from lanmu.content.review import changed, text_hash
from made import HOST, NEWS, article, edited
from reviewing import review

Write = Callable[[str, str], Path]
NOWHERE = Path("/nowhere")

# However a file is named; "?" and case as browsers and servers take them.
NAMED = {
    "link": "[甲](a.docx)",
    "query": "[甲](a.docx?v=2#top)",
    "encoded": "[甲](%61.docx)",
    "entity": "[甲](a&#46;docx)",
    "definition": "[甲][r]\n\n[r]:\n    a.docx",
    "picture": "![甲](a.docx)",
    "round": "[甲](../news/./a.docx)",
    "raw": "<A HREF=../a.docx>甲</A>",
    "raw entity": '<a href="../a&#x2e;docx">甲</a>',
    "srcset": '<img src="../x.png" srcset="../y.png 1x, ../a.docx 2x">',
    "poster": '<video poster="../a.docx"></video>',
    "object": "<object data='../a.docx'></object>",
    "style": '<p style="background: URL( ../a.docx )">甲</p>',
    "sheet": "<style>p { background: url('../a.docx') }</style>",
    "attributes": "![甲](x.png){ srcset='../a.docx 2x' }",
}


@pytest.mark.parametrize("body", NAMED.values(), ids=NAMED)
def test_a_file_is_covered_however_it_is_named(minimal: Path, write: Write, body: str) -> None:
    write(NEWS, edited(NEWS, "正文。", body))
    docs, file = minimal / "docs", write("news/a.docx", "1")
    site = read_docs(docs).site
    assert site
    (text,) = [article for article in site.articles if article.path == NEWS]
    assert "news/a.docx" in linked_files([text])
    before = text_hash(text, docs)
    file.write_text("2", encoding="utf-8")
    assert changed(before, text_hash(text, docs)) == ["图片和附件"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲<script>乙", "    甲<script>乙"),
        ("甲", "\n\n \t甲"),
        ("    代码", "代码"),
        ("![一]()", "![二]()"),
        ("[一](x \"二\")", "[一](x \"三\")"),
    ],
)
def test_another_text_has_another_hash(before: str, after: str) -> None:
    assert text_hash(article("a", body=before), NOWHERE) != text_hash(article("a", body=after), NOWHERE)


CHANGES = {
    "redirect": ("head", "redirect_from: [old/page/]\n"),
    "recording": ("head", "audio: b.mp3\n"),
    "source": ("head", "source_url: https://www.example.org/\n"),
    "abbreviation": ("body", "\n*[HTML]: 没有审过的话\n"),
    "file": ("file", "a.png"),
    "attachment": ("file", "a.docx"),
    "recorded": ("file", "a.mp3"),
}


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose news are signed, with a picture, an attachment and a recording."""
    project = copy_project(tmp_path_factory.mktemp("bypass") / "project", SITES / "minimal")
    news = project / "docs" / "news"
    picture(news / "a.png", "40x30")
    docx(news / "a.docx", "名单")
    for name in ("a", "b"):
        (news / f"{name}.mp3").write_bytes(b"ID3" + bytes(100))
    text = edited(NEWS, "正文。", "![各支部的同志在看书](a.png)见[名单](a.docx?v=1)。").replace("genre:", "audio: a.mp3\ngenre:")
    (project / "docs" / NEWS).write_text(text, encoding="utf-8")
    review(project, NEWS)
    return project


@pytest.fixture
def project(signed: Path) -> Iterator[Path]:
    """The same, as it was signed."""
    kept = signed.parent / "docs"
    shutil.copytree(signed / "docs", kept)
    yield signed
    shutil.rmtree(signed / "docs")
    kept.rename(signed / "docs")


def left_out(project: Path) -> str:
    summary = build(project, project / "site", production=True, site_url=HOST)
    return "\n".join(line for line in summary.left_out if "news/2008" in line)


@pytest.mark.parametrize(("where", "what"), CHANGES.values(), ids=CHANGES)
def test_a_change_after_the_last_review_does_not_go_out(project: Path, where: str, what: str) -> None:
    file = project / "docs" / NEWS
    text = file.read_text(encoding="utf-8")
    if where == "head":
        kept = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(what.split(":")[0] + ":"))
        file.write_text(kept.replace("genre:", f"{what}genre:", 1), encoding="utf-8")
    elif where == "body":
        file.write_text(text + what, encoding="utf-8")
    elif what == "a.png":
        picture(project / "docs" / "news" / what, "41x30")
    elif what == "a.docx":
        docx(project / "docs" / "news" / what, "没有审过的名单")
    else:
        (project / "docs" / "news" / what).write_bytes(b"ID3" + bytes(101))
    assert "审后有改动" in left_out(project)
    assert not (project / "site" / "news" / "a.docx").exists()


def test_no_page_stands_among_what_is_reviewed(project: Path) -> None:
    """A page has no reviews: an article that calls itself one went out without any."""
    head = "---\ntitle: 没有审过的一页\nsummary: 没有审过的一页，写了几句话。\n{more}---\n\n没有审过的正文。\n"
    news = project / "docs" / "news"
    for name, more in (("2008-11-01-a.md", "template: reading.html\n"), ("2008-11-02-b/index.md", "")):
        (news / name).parent.mkdir(exist_ok=True)
        (news / name).write_text(head.format(more=more), encoding="utf-8")
    told = left_out(project)
    assert NEWS not in told
    for name in ("2008-11-01-a.md", "2008-11-02-b/index.md"):
        assert f"docs/news/{name} 读不懂，登不了" in told
    assert told.count("除了它的介绍页，都是要三审的稿件") == 2
    texts = [path for path in (project / "site").rglob("*") if path.suffix in (".html", ".js", ".xml", ".json")]
    assert not [path for path in texts if "没有审过" in path.read_text(encoding="utf-8")]
