"""收稿 at the desk: files are handed in, tried, taken, and completed; and everything that may go wrong on the way."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lanmu.content.loading import load
from lanmu.desk import uploads
from lanmu.desk.context import PREFIX
from lanmu.desk.intake import tray as trays
from lanmu.desk.intake.outcomes import NEW, Choices
from lanmu.desk.intake.tray import Item, Tray
from lanmu.desk.intake.work import take_all
from lanmu.desk.jobs import Condition
from lanmu.desk.versions.history import history
from lanmu.desk.words import in_desk_words
from PIL import Image
from support.desk import Asked, desk_of
from support.imported import camera_exif, photograph
from test_import_word_batch import TEXT, word
from werkzeug.test import TestResponse
from word.hostile import HOSTILE

NOTICE = "关于学习的通知\n\n各支部：\n\n请学习。\n\n某某办公室\n2008年10月10日\n".encode()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    asked = desk_of(tmp_path_factory.mktemp("intake") / "project")
    yield asked
    asked.desk.tray.close()


@pytest.fixture
def desk(shared: Asked) -> Iterator[Asked]:
    """The desk with an empty tray; what a test has taken is gone after it."""
    before = contents(shared.root)
    yield shared
    for item in shared.desk.tray.items():
        shared.desk.tray.drop(item.number)
    for path in contents(shared.root).keys() - before.keys():
        (shared.root / path).unlink()
    for path, data in before.items():
        (shared.root / path).write_bytes(data)


def contents(root: Path) -> dict[str, bytes]:
    """Every file of docs/ and of the originals."""
    files = (file for name in ("docs", "originals") for file in (root / name).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def hand_in(desk: Asked, *files: tuple[str, bytes], script: bool = False, **choices: str) -> TestResponse:
    sent = [(io.BytesIO(data), name) for name, data in files]
    return desk.post("intake/", script=script, files=sent, **choices)


def waiting(desk: Asked) -> list[Item]:
    return [item for item in desk.desk.tray.items() if not item.is_taken]


def take(desk: Asked, *, root: Path | None = None, dry_run: bool = False, **choices: Any) -> list[Item]:
    """Takes everything that waits, without a process of its own; gives the items with what became of them."""
    items = waiting(desk)
    chosen = [replace(item, choices=replace(item.choices, **choices)) for item in items]
    folders = {item.number: item.file.parent for item in desk.desk.tray.items() if not item.is_picture}
    take_all(root or desk.root, chosen, folders, "张三", dry_run=dry_run)
    return [desk.desk.tray.item(item.number) for item in items]


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    photo = photograph((700, 500), exif=camera_exif())
    return word(
        tmp_path_factory.mktemp("word") / "a.docx", "某某支部集中学习", TEXT, "图在下面。", picture=photo
    ).read_bytes()


def test_files_are_handed_in_tried_taken_and_completed(desk: Asked, manuscript: bytes) -> None:
    assert "篮子是空的" in desk.get("intake/").text
    before = contents(desk.root)
    answer = hand_in(desk, ("来稿.docx", manuscript), ("现场.jpg", photograph(exif=camera_exif())), column="news")
    assert answer.headers["Location"] == "/_desk/intake/#tray"
    document, photo = waiting(desk)
    page = desk.get("intake/").text
    assert "收件篮（2 个等着收）" in page
    assert "来稿：来稿.docx" in page
    job = desk.ended(desk.post("intake/do", do=f"try:{document.number}", **{f"{document.number}-column": "news"}))
    assert (job.condition, job.next) == (Condition.DONE, f"/_desk/intake/{document.number}")
    report = desk.get(f"intake/{document.number}").text
    assert "只是试看，什么也没有写" in report
    for part in ("请看一看", "没有收进来", "改动了", "照收了", "和原文逐字核对一致", "去掉了拍摄地点 1 张"):
        assert part in report
    assert contents(desk.root) == before
    take(desk, column="news", beside=f"#{document.number}")
    article = next(article for article in load(desk.root / "docs").articles if "xue-xi" in article.path)
    assert article.body.count("![") == 2
    folder = desk.root / "docs" / "news"
    assert len(list(folder.glob(f"{Path(article.path).stem}-?.jpg"))) == 2
    original = desk.root / "originals" / "news" / "现场.jpg"
    assert Image.open(original).getexif().get_ifd(0x8825)
    assert not Image.open(folder / f"{Path(article.path).stem}-2.jpg").getexif()
    assert not document.file.exists()
    assert not photo.file.exists()
    page = desk.get(f"intake/{document.number}").text
    assert page.count("要补") >= 4
    before_saving = re.search(r'name="before" value="([0-9a-f]+)"', page)
    assert before_saving
    given = {"unit": "各支部", "source": "", "picture-1": "职工围坐着*讨论*", "picture-2": "大家在现场", "ready": "1"}
    filled = desk.post(f"intake/{document.number}", before=before_saving[1], **given)
    assert filled.headers["Location"] == f"/_desk/intake/{document.number}?saved=1"
    text = (desk.root / "docs" / article.path).read_text(encoding="utf-8")
    assert "unit: 各支部\n" in text
    assert "source" not in text
    assert "draft" not in text
    assert r"![职工围坐着\*讨论\*](" in text
    assert "没有要补的了" in desk.get(f"intake/{document.number}").text
    # What was there before every writing can be taken back.
    assert len(history(desk.root, f"docs/{article.path}")) == 3


def test_an_answer_that_cannot_be_is_reported_at_its_field_and_nothing_is_written(desk: Asked) -> None:
    hand_in(desk, ("通知.txt", NOTICE), column="news")
    (item,) = take(desk, column="news")
    assert item.outcome
    file = desk.root / "docs" / item.outcome.path
    text = file.read_text(encoding="utf-8")
    page = desk.get(f"intake/{item.number}").text
    before = re.search(r'name="before" value="([0-9a-f]+)"', page)
    assert before
    wrong = desk.post(f"intake/{item.number}", before=before[1], title="", summary="改过的摘要")
    assert wrong.status_code == 422
    assert re.search(r'id="e-title"[^>]*>没有填写', wrong.text)
    assert "改过的摘要" in wrong.text
    for answers in ({"issue": "十"}, {"document_date": "2008-13-01"}, {"genre": "没有的"}):
        wrong = desk.post(f"intake/{item.number}", before=before[1], **answers)
        assert (wrong.status_code, file.read_text(encoding="utf-8")) == (422, text)
    file.write_text(text.replace("---\n\n", "# 我的注\n---\n\n", 1), encoding="utf-8")
    late = desk.post(f"intake/{item.number}", before=before[1], summary="晚了的摘要")
    assert late.status_code == 422
    assert "刚才在别处改过" in late.text
    assert "晚了的摘要" in late.text
    assert "晚了的摘要" not in file.read_text(encoding="utf-8")
    before = re.search(r'name="before" value="([0-9a-f]+)"', late.text)
    assert before
    assert desk.post(f"intake/{item.number}", before=before[1], summary="晚了的摘要").status_code == 303
    assert "晚了的摘要" in file.read_text(encoding="utf-8")
    assert "# 我的注\n" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.docx", b"", "是空文件"),
        ("CON.docx", b"x", "留给设备用"),
        ("nul", b"x", "留给设备用"),
        ("..", b"x", "没有名字"),
        ("~$来稿.docx", b"x", "临时文件"),
        (".DS_Store", b"x", "临时文件"),
        ("软件.exe", b"MZ" + bytes(600), "没有收|不是能导入|认不出"),
        ("照片.jpg", b"MZ" + bytes(600), "名字是照片"),
        ("文件.pdf", b"%PDF-1.4", "是 PDF"),
        ("表.xlsx", b"PK\x03\x04", "请"),
        ("网页.html", b"<html><p>x</p></html>", "网页"),
    ],
)
def test_what_cannot_be_a_manuscript_is_refused_at_once(desk: Asked, name: str, data: bytes, words: str) -> None:
    answer = hand_in(desk, (name, data), ("通知.txt", NOTICE), script=True)
    (sentence,) = answer.json["refused"]
    assert re.search(words, sentence)
    assert sentence.endswith("。")
    assert [item.name for item in waiting(desk)] == ["通知.txt"]
    shown = hand_in(desk, (name, data))
    assert shown.status_code == 422
    assert 'class="notice notice--error' in shown.text


@pytest.mark.parametrize(
    "name", ["../../../etc/来稿.txt", r"C:\Users\x\来稿.txt", "/来稿.txt", "a/<b>|来稿.txt", "来稿\x00\x1b.txt"]
)
def test_a_name_has_no_folders(desk: Asked, name: str) -> None:
    hand_in(desk, (name, NOTICE))
    (item,) = waiting(desk)
    assert item.name.endswith("来稿.txt")
    assert item.file.parent.parent == desk.desk.tray.folder


def test_a_very_long_name_is_cut(desk: Asked) -> None:
    hand_in(desk, ("长" * 300 + ".txt", NOTICE), ("短." + "长" * 300, NOTICE))
    assert [len(item.name) for item in waiting(desk)] == [74]
    assert waiting(desk)[0].file.read_bytes() == NOTICE


def test_what_is_too_large_is_read_dropped_and_reported(desk: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1_000_000)
    monkeypatch.setattr(trays, "LARGEST", 1_000_000)
    answer = hand_in(desk, ("大.docx", bytes(9_000_000)), ("通知.txt", NOTICE), script=True)
    assert answer.json["refused"] == [
        "大.docx 有 9 MB，超过 1 MB，没有收。请在 Word 或 WPS 里压缩图片后另存，或者分成几个文件；照片请先缩小。"
    ]
    assert [item.name for item in waiting(desk)] == ["通知.txt"]


def test_hostile_files_are_refused_in_their_own_words_and_leave_nothing(desk: Asked, tmp_path: Path) -> None:
    names = (
        "document with a password",
        "macro document renamed",
        "random bytes",
        "dtd",
        "zeros",
        "old workbook",
        "bomb",
    )
    chosen = {name: next(each for key, each in HOSTILE.items() if key.startswith(name)) for name in names}
    for number, hostile in enumerate(chosen.values()):
        hostile.make(tmp_path / f"{number}.docx")
        hand_in(desk, (f"{number}.docx", (tmp_path / f"{number}.docx").read_bytes()), column="news")
    before = contents(desk.root)
    for hostile, item in zip(chosen.values(), take(desk, column="news"), strict=True):
        assert item.outcome
        assert hostile.said in item.outcome.problem
        assert item.file.exists()
        assert item.outcome.problem in desk.get(f"intake/{item.number}").text.replace("&#34;", '"')
    assert contents(desk.root) == before


def test_a_picture_is_known_by_what_it_is(desk: Asked) -> None:
    hand_in(desk, ("照片.docx", photograph(exif=camera_exif())))
    (item,) = take(desk, column="news", title="学习见闻", beside=NEW)
    assert item.is_picture
    assert item.outcome
    assert item.outcome.written
    assert (desk.root / "originals" / "news" / "照片.jpg").is_file()


def test_the_same_file_twice_is_reported(desk: Asked) -> None:
    hand_in(
        desk,
        ("通知.txt", NOTICE),
        ("通知.txt", NOTICE),
        ("另一份.txt", NOTICE.replace("学习".encode(), "培训".encode())),
    )
    page = desk.get("intake/").text
    assert page.count("和「通知.txt」的内容一模一样") == 1
    first, second, third = take(desk, column="news")
    assert first.outcome
    assert second.outcome
    assert third.outcome
    assert (first.outcome.written, third.outcome.written) == (True, True)
    assert "和这一批里的另一个文件重名" in second.outcome.problem
    assert "“文件名”" in second.outcome.problem
    assert "收过一次" in desk.get("intake/").text
    refused = desk.post("intake/do", do="take:all")
    assert refused.status_code == 422
    assert "没有等着收的文件" in refused.text
    (again,) = take(desk, column="news", slug="x")
    assert again.outcome
    assert any("收过一次" in line for line in again.outcome.parts["请看一看"])


def test_photographs_alone_are_an_article_or_go_into_one(desk: Asked) -> None:
    hand_in(
        desk,
        ("职工围坐着讨论.jpg", photograph()),
        ("IMG_1.png", photograph((200, 100), "PNG")),
        ("坏.jpg", photograph()[:900]),
    )
    good, other, broken = take(desk, column="news", beside=NEW, title="学习见闻")
    assert good.outcome
    assert broken.outcome
    assert other.outcome == good.outcome
    assert "损坏" in broken.outcome.problem
    article = next(article for article in load(desk.root / "docs").articles if article.title == "学习见闻")
    assert article.meta.draft
    assert "![职工围坐着讨论](" in article.body
    assert "![（请填写图片说明" in article.body
    file = desk.root / "docs" / "news" / "2008-10-20-peixun.md"
    file.write_bytes(
        b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n").replace(b"title:", b"# \xe6\xb3\xa8\r\ntitle:")
    )
    hand_in(desk, ("一.jpg", photograph((300, 200))), ("一.jpg", photograph((301, 200))))
    for item in [item for item in take(desk, beside="news/2008-10-20-peixun.md") if item.name == "一.jpg"]:
        assert item.outcome
        assert item.outcome.written
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n# \xe6\xb3\xa8\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.count(b"](2008-10-20-peixun-") == 2
    assert {file.name for file in (desk.root / "originals" / "news").iterdir()} >= {"一.jpg", "一-2.jpg"}


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Choices(), "还没有选栏目"),
        (Choices("../x"), "没有栏目"),
        (Choices("news", genre="没有的"), "没有体裁"),
        (Choices("news", date="2008-13-01"), "发布时间"),
        (Choices("news", slug="../../x"), "不能作文件名"),
        (Choices("news", slug="con"), "不能作文件名"),
        (Choices("news", title="长" * 90), "超过 80 个字"),
    ],
)
def test_choices_that_cannot_be_are_a_sentence(desk: Asked, choices: Choices, words: str) -> None:
    hand_in(desk, ("通知.txt", NOTICE))
    before = contents(desk.root)
    (item,) = take(desk, **vars(choices))
    assert item.outcome
    assert words in item.outcome.problem
    assert "--" not in item.outcome.problem
    assert str(desk.root) not in item.outcome.problem
    assert contents(desk.root) == before


@pytest.mark.parametrize(
    "beside", ["", "#", "#99", "#x", "../../lanmu.toml", "news/../../x.md", "columns.yml", "news/no.md"]
)
def test_photographs_go_to_articles_only(desk: Asked, beside: str) -> None:
    hand_in(desk, ("一.jpg", photograph()))
    before = contents(desk.root)
    (item,) = take(desk, beside=beside)
    assert item.outcome
    assert item.outcome.problem.endswith("。")
    assert contents(desk.root) == before


@pytest.mark.parametrize(
    "path", ["../lanmu.toml", "columns.yml", "news/2008-10-20-peixun.md", "..%2flanmu.toml", "", "news"]
)
def test_only_pictures_of_the_articles_are_shown(desk: Asked, path: str) -> None:
    assert desk.get("intake/picture", path=path).status_code == 404


@pytest.mark.parametrize("address", ["intake/0", "intake/99999", "intake/-1", "intake/x"])
def test_a_file_that_is_not_there(desk: Asked, address: str) -> None:
    assert desk.get(address).status_code in (404, 422)
    assert desk.post(address, before="").status_code in (404, 405, 422)


@pytest.mark.parametrize("doing", ["", "take", "take:", "take:x", "take:99", "drop:x", "try:all", "burn:all"])
def test_garbage_does_nothing(desk: Asked, doing: str) -> None:
    before = contents(desk.root)
    assert desk.post("intake/do", do=doing).status_code in (303, 422)
    assert contents(desk.root) == before


def test_without_the_token_nothing_comes_in(desk: Asked) -> None:
    answer = desk.client.post(f"{PREFIX}intake/", data={"files": (io.BytesIO(NOTICE), "a.txt")})
    assert answer.status_code == 403
    assert waiting(desk) == []


def test_a_connection_that_breaks_off_leaves_nothing(desk: Asked) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    environ = {
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": "100000",
        "wsgi.input": io.BytesIO(head + NOTICE),
        "HTTP_X_DESK_TOKEN": desk.desk.token,
    }
    answer = desk.client.open(f"{PREFIX}intake/", method="POST", environ_overrides=environ)
    assert answer.status_code == 400
    assert waiting(desk) == []


def test_a_process_that_is_killed_has_written_nothing_and_can_be_had_again(desk: Asked, manuscript: bytes) -> None:
    hand_in(desk, ("来稿.docx", manuscript), column="news")
    (item,) = waiting(desk)
    before = contents(desk.root)
    answer = desk.post("intake/do", do=f"take:{item.number}", **{f"{item.number}-column": "news"})
    busy = desk.post("intake/do", do=f"take:{item.number}")
    assert busy.status_code == 422
    assert "正在收上一批" in busy.text
    (job,) = desk.desk.jobs.running()
    job.process.kill()
    assert desk.ended(answer).condition is Condition.FAILED
    assert contents(desk.root) == before
    assert desk.desk.tray.item(item.number).choices.column == "news"
    (again,) = take(desk, column="news")
    assert again.is_taken


def test_the_tray_is_gone_with_the_desk_and_that_of_a_killed_one_with_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = Tray()
    upload = uploads.Upload()
    upload.write(NOTICE)
    first.add("通知.txt", upload, Choices())
    (folder,) = tmp_path.iterdir()
    left = Path(shutil.copytree(folder, tmp_path / "lanmu-intake-killed"))
    for each in (folder, left):
        os.utime(each, (time.time() - 999,) * 2)
    Tray().begin()
    assert list(tmp_path.iterdir()) == [folder]
    first.close()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("这里不能另挂一个磁盘")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_no_room_for_temporary_files_is_a_sentence_and_the_tray_stays(
    desk: Asked, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    tray = Tray()
    small, large = uploads.Upload(), uploads.Upload()
    small.write(NOTICE)
    tray.add("通知.txt", small, Choices())
    large.write(bytes(900_000))
    assert large.fault == "磁盘已满"
    with pytest.raises(trays.UserError, match=r"磁盘已满.*请腾出地方"):
        tray.add("大.docx", large, Choices())
    in_memory = uploads.Upload()
    in_memory.write(b"\xff\xd8\xff" + bytes(500_000))
    with pytest.raises(trays.UserError, match=r"磁盘已满.*请腾出地方"):
        tray.add("大.jpg", in_memory, Choices())
    (item,) = tray.items()
    assert item.file.read_bytes() == NOTICE
    tray.close()


def test_a_full_and_a_read_only_disk_take_nothing_half(desk: Asked, small_disk: Path) -> None:
    shutil.copytree(desk.root / "docs", small_disk / "docs")
    photo = photograph((600, 400))
    hand_in(desk, ("通知.txt", NOTICE), ("一.jpg", photo))
    full, before = small_disk / "others", contents(small_disk)
    full.write_bytes(b"x" * shutil.disk_usage(small_disk).free)
    for words, then in (("磁盘已满", "remount,ro"), ("磁盘只能读", "remount,rw")):
        for item in take(desk, root=small_disk, column="news", beside="news/2008-10-20-peixun.md"):
            assert item.outcome
            assert words in item.outcome.problem
        assert [item.file.read_bytes() for item in waiting(desk)] == [NOTICE, photo]
        assert contents(small_disk) == before
        subprocess.run(["mount", "-o", then, str(small_disk)], check=True)
    full.unlink()
    assert all(item.is_taken for item in take(desk, root=small_disk, column="news", beside="news/2008-10-20-peixun.md"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请填 unit（单位）或 source（来源）。", "请填单位或来源。"),
        ("不对就改 genre，或重新导入时加 --genre", "不对就改体裁，或在收的时候选别的体裁"),
        ("请先移走它，或用 --slug 换一个文件名。", "请先移走它，或用“文件名”换一个文件名。"),
        ("请用 --title 给一个网页标题；", "请用“标题”给一个网页标题；"),
        ("docs/news/title-summary.md 已经存在", "docs/news/title-summary.md 已经存在"),
        (
            "请把发文机关标志写进 lanmu.toml [print.document] 的 heads。",
            "请把发文机关标志写进“栏目与活动 → 印刷 → 公文”的“版头”。",
        ),
        (
            "date 写对了的，运行 python scripts/rename_article.py docs/news/a.md 改名，链接跟着改。",
            "发布时间写对了的，打开“更多 → 改文件名、日期或栏目”，链接跟着改。",
        ),
        (
            "办完了的，写 status: archived 和 closed。",
            "办完了的，在“栏目与活动 → 栏目”里把状态改成归档、写上归档日期。",
        ),
    ],
)
def test_options_and_fields_are_called_as_the_desk_calls_them(text: str, shown: str) -> None:
    assert in_desk_words(text) == shown
