"""The command itself: one document or a folder full, reports, failures that stop nobody, and nothing half-written."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from lanmu.build.site import build
from lanmu.content.loading import load
from lanmu.diagnostics.errors import UserError
from lanmu.intake.importer import refuse_secrets
from lanmu.intake.new_file import write_new
from lanmu.intake.word.formats import format_of
from lanmu.storage.write_lock import writing
from selectolax.lexbor import LexborHTMLParser
from support.imported import camera_exif, photograph
from test_import import run_import
from word.hostile import HOSTILE

TEXT = "某某支部组织党员集中学习，大家联系岗位谈了体会，记了笔记。"


def word(path: Path, title: str, *paragraphs: str, picture: bytes = b"", header: str = "") -> Path:
    """A document as Word saves it."""
    document = docx.Document()
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, Pt(22)
    for text in paragraphs or (TEXT, TEXT):
        document.add_paragraph(text)
    if picture:
        file = path.with_suffix(".picture")
        file.write_bytes(picture)
        document.add_picture(str(file))
        file.unlink()
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(str(path))
    return path


def manuscript(path: Path, title: str, *paragraphs: str) -> Path:
    """A document with a table and two photographs."""
    word(path, title, *paragraphs, picture=photograph((700, 500), exif=camera_exif()))
    document = docx.Document(str(path))
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("支部", "人数", "一支部", "12"), strict=True):
        cell.text = text
    document.add_picture(io.BytesIO(photograph((300, 200))))
    document.save(str(path))
    return path


def articles(project: Path) -> list[Path]:
    return sorted((project / "docs" / "news").glob("*xue-xi*"))


def test_a_word_file_becomes_an_article_with_its_picture(minimal: Path, tmp_path: Path) -> None:
    photo = photograph((2000, 1500), exif=camera_exif())
    source = word(tmp_path / "来稿.docx", "某某支部集中学习", TEXT, "图在下面。", picture=photo)
    done = run_import(minimal, str(source), "--column", "news")
    assert done.returncode == 0, done.stderr
    files = [file.name for file in articles(minimal)]
    assert len(files) == 2
    day = re.match(r"\d{4}-\d{2}-\d{2}", files[0])
    assert day
    name = f"{day[0]}-mou-mou-zhi-bu-ji-zhong-xue-xi"
    assert files == [f"{name}-1.jpg", f"{name}.md"]
    for part in (
        "照收了：",
        "改动了：",
        "请看一看：",
        "没有收进来：没有",
        "和原文逐字核对一致",
        "图片去掉了拍摄地点 1 张",
    ):
        assert part in done.stdout
    article = next(article for article in load(minimal / "docs").articles if article.path == f"news/{name}.md")
    assert article.meta.draft
    assert article.meta.image == f"{name}-1.jpg"
    build(minimal, minimal / "site")
    page = LexborHTMLParser((minimal / "site" / "news" / name / "index.html").read_text(encoding="utf-8"))
    assert TEXT in "".join(node.text() for node in page.css("article .prose"))
    assert len(page.css("article .prose img")) == 1


def test_an_article_or_picture_that_is_there_is_never_overwritten(minimal: Path, tmp_path: Path) -> None:
    source = word(tmp_path / "a.docx", "某某支部集中学习", picture=photograph())
    assert run_import(minimal, str(source), "--column", "news").returncode == 0
    picture, article = articles(minimal)
    before = article.read_bytes()
    again = run_import(minimal, str(source), "--column", "news")
    assert again.returncode == 2
    assert "已经存在，没有覆盖" in again.stderr
    assert article.read_bytes() == before
    article.unlink()
    picture.write_bytes(b"mine")
    again = run_import(minimal, str(source), "--column", "news")
    assert "已经存在，没有覆盖" in again.stderr
    assert articles(minimal) == [picture]
    assert picture.read_bytes() == b"mine"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an office hands in: good documents, a broken one, two of one name, things that are no documents."""
    place = tmp_path / "来稿"
    (place / "二").mkdir(parents=True)
    word(place / "a.docx", "甲支部集中学习")
    (place / "b.docx").write_bytes(b"PK\x03\x04")
    word(place / "c.docx", "乙支部集中学习", picture=photograph())
    word(place / "二" / "d.docx", "甲支部集中学习")
    (place / "二" / "e.txt").write_text(
        "关于学习的通知\n\n各支部：\n\n请学习。\n\n某某办公室\n2008年10月10日\n", encoding="utf-8"
    )
    (place / "~$a.docx").write_bytes(b"lock")
    (place / ".hidden.docx").write_bytes(b"x")
    (place / "表.xlsx").write_bytes(b"x")
    return place


def test_one_failure_stops_none_of_the_others(minimal: Path, folder: Path) -> None:
    done = run_import(minimal, str(folder), "--column", "news")
    assert done.returncode == 1
    assert "已导入 3 个，没有导入 2 个。" in done.stdout
    assert "另有 1 个别种文件，没有看" in done.stdout
    assert "没有导入的（原因见上）：b.docx、d.docx" in done.stderr
    assert "b.docx\n  b.docx：已损坏，不完整" in done.stderr
    assert "和这一批里的另一个文件重名" in done.stderr
    assert done.stdout.count("没有收进来：") == 3
    assert sum(file.suffix == ".md" for file in articles(minimal)) == 3
    assert not list((minimal / "docs").rglob(".*"))


def test_a_trial_run_writes_nothing(minimal: Path, folder: Path) -> None:
    before = sorted((minimal / "docs").rglob("*"))
    done = run_import(minimal, str(folder), "--column", "news", "--dry-run")
    assert done.returncode == 1
    assert "可以导入 3 个，没有导入 2 个。" in done.stdout
    assert sorted((minimal / "docs").rglob("*")) == before


@pytest.mark.parametrize("option", ["--slug", "--title"])
def test_a_name_for_one_is_no_name_for_many(minimal: Path, folder: Path, option: str) -> None:
    done = run_import(minimal, str(folder), "--column", "news", option, "x")
    assert done.returncode == 2
    assert "不能用 --slug 和 --title" in done.stderr


def test_a_folder_without_documents_is_reported(minimal: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    done = run_import(minimal, str(tmp_path / "空"), "--column", "news")
    assert done.returncode == 2
    assert "里面没有 Word" in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"<html><p>x</p></html>", "网页改了后缀"),
        ("a.doc", b"<html><p>x</p></html>", "是网页改了后缀"),
        ("a.wps", b"PK\x03\x04xx", "a.wps：已损坏，不完整"),
        ("a.pdf", b"%PDF-1.4", "是 PDF（后缀 .pdf）"),
        ("a", b"x", "是纯文本（没有后缀）"),
    ],
)
def test_what_is_no_document_is_refused_and_leaves_nothing(
    minimal: Path, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    before = sorted((minimal / "docs").rglob("*"))
    done = run_import(minimal, str(tmp_path / name), "--column", "news")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted((minimal / "docs").rglob("*")) == before


def test_an_empty_document_is_refused(minimal: Path, tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    done = run_import(minimal, str(tmp_path / "a.docx"), "--column", "news")
    assert done.returncode == 2
    assert "a.docx 里没有文字" in done.stderr


def test_everything_hostile_at_once_leaves_nothing_behind(minimal: Path, tmp_path: Path) -> None:
    place = tmp_path / "来稿"
    place.mkdir()
    # Every kind is looked at by the tests of the guard; these are of all families.
    for number, each in enumerate(list(HOSTILE.values())[::4]):
        each.make(place / f"{number}.docx")
    (place / "honest.docx").unlink(missing_ok=True)
    # Where LibreOffice is installed it makes documents of these.
    for path in [path for path in place.iterdir() if path.is_file() and format_of(path.read_bytes()).read_as]:
        path.unlink()
    handed_in = sum(path.is_file() for path in place.iterdir())
    before = sorted((minimal / "docs").rglob("*"))
    done = run_import(minimal, str(place), "--column", "news")
    assert done.returncode == 1
    assert f"已导入 0 个，没有导入 {handed_in} 个。" in done.stdout
    assert "Traceback" not in done.stderr
    assert sorted((minimal / "docs").rglob("*")) == before


def test_a_mark_of_secrecy_is_seen_in_the_text_and_around_it(minimal: Path, tmp_path: Path) -> None:
    for number, source in enumerate(
        (
            word(tmp_path / "a.docx", "某某支部集中学习", "机密★1年", TEXT),
            word(tmp_path / "b.docx", "某某支部集中学习", header="秘密★长期"),
        )
    ):
        done = run_import(minimal, str(source), "--column", "news", "--slug", f"x{number}")
        assert done.returncode == 2
        assert "标有密级" in done.stderr
    assert not list((minimal / "docs" / "news").glob("*x?.md"))


@pytest.mark.parametrize("level", ["绝密", "机 密", "秘密★1年", "密级：秘密", "密级 机密★", "秘密 特急"])
def test_marks_of_secrecy(level: str) -> None:
    with pytest.raises(UserError, match="标有密级"):
        refuse_secrets(f"甲\n　{level}\n乙", Path("a.docx"))


@pytest.mark.parametrize("text", ["保守国家秘密", "商业秘密", "秘密的花园", "密级：公开"])
def test_what_only_speaks_of_secrets(text: str) -> None:
    refuse_secrets(f"甲\n{text}\n乙", Path("a.docx"))


def test_verbatim_genre_title_and_slug(minimal: Path, tmp_path: Path) -> None:
    source = word(tmp_path / "a.docx", "关于示例学习的通知", "各支部：", "　　请  学习。")
    done = run_import(
        minimal,
        str(source),
        "--column",
        "plan",
        "--verbatim",
        "--genre",
        "说明",
        "--title",
        "另一个标题",
        "--slug",
        "abc",
        "--date",
        "2008-11-05 09:30",
    )
    assert done.returncode == 0, done.stderr
    text = (minimal / "docs" / "plan" / "abc.md").read_text(encoding="utf-8")
    assert "title: 另一个标题\n" in text
    assert "genre: 说明\n" in text
    assert "date: 2008-11-05 09:30\n" in text
    assert "verbatim: true\n" in text
    assert "关于示例学习的通知\n{: .doc-title }" in text
    assert "&#12288;&#12288;请  学习。" in text
    wrong = run_import(minimal, str(source), "--column", "plan", "--genre", "动太")
    assert "没有体裁「动太」。是不是 动态？" in wrong.stderr
    wrong = run_import(minimal, str(source), "--column", "plan", "--date", "2008-13-01")
    assert (wrong.returncode, "✗ --date " in wrong.stderr) == (2, True)


def test_all_files_of_an_article_are_written_or_none(tmp_path: Path) -> None:
    write_new(tmp_path / "a.md", "甲\n乙", {"a-1.png": b"1", "a-2.png": b"2"})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        "a.md": "甲\n乙".encode(),
        "a-1.png": b"1",
        "a-2.png": b"2",
    }
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "b.md", "\ud800", {"b-1.png": b"1"})
    (tmp_path / "c-2.png").write_bytes(b"mine")
    with pytest.raises(UserError, match="已经存在，没有覆盖"):
        write_new(tmp_path / "c.md", "丙", {"c-1.png": b"1", "c-2.png": b"2"})
    with pytest.raises(UserError, match="写不了"):
        write_new(tmp_path / "a.md" / "d.md", "丁", {"d-1.png": b"1"})
    assert {file.name for file in tmp_path.iterdir()} == {"a.md", "a-1.png", "a-2.png", "c-2.png"}


def test_what_was_ready_is_not_put_over_a_file_that_came_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = tmp_path / "docs" / "news"
    with monkeypatch.context() as killed:
        killed.setattr("lanmu.storage.changes.finish", lambda *_: None)
        write_new(news / "a.md", "甲", {"a-1.png": b"1", "a-2.png": b"2"})
    (ready,) = news.iterdir()
    (news / "a-2.png").write_bytes(b"mine")
    with pytest.raises(UserError, match=r"a-2\.png 已经存在，没有覆盖"), writing(tmp_path):
        pass
    assert {file.name for file in news.iterdir()} == {ready.name, "a-2.png"}
    (news / "a-2.png").unlink()
    with writing(tmp_path) as finished:
        assert {file.name for file in finished} == {"a.md", "a-1.png", "a-2.png"}
    assert {file.name for file in news.iterdir()} == {"a.md", "a-1.png", "a-2.png"}
