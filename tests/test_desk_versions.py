"""What was there before every save: kept, shown, compared, taken back; and two people who write in one article."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from lanmu.content.fingerprint import digest
from lanmu.desk.versions import presence, store
from lanmu.desk.versions.conflict import conflict, opened_conflict, settle
from lanmu.desk.versions.difference import Kind, Row, compare, rows
from lanmu.desk.versions.merging import Origin, chosen, merged
from lanmu.desk.versions.subject import subject
from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import owner
from support.desk import TOKEN, Asked, afresh, desk_of
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

PATH = "news/2008-10-20-peixun.md"
ROUTES = ("", "one", "compare", "restore", "conflict", "picture")
HOSTILE = (
    *("", "/etc/passwd", "../lanmu.toml", "news/../../lanmu.toml", "..\\lanmu.toml", "C:/x.md", "news/", "index.html"),
    *("news/2008-10-20-peixun.md\0", "%2e%2e/lanmu.toml", "x" * 5000, "no/such.yml", "../mkdocs.yml", "NUL.md"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk_of(tmp_path_factory.mktemp("desk") / "project").root


@pytest.fixture
def desk(project: Path) -> Asked:
    return afresh(project)


def file_of(desk: Asked) -> Path:
    return desk.root / "docs" / PATH


def text_of(desk: Asked) -> str:
    return file_of(desk).read_text(encoding="utf-8")


def saved(desk: Asked, old: str, new: str, name: str = "甲") -> None:
    """Saves the article with a change, as a page of the desk does."""
    assert old in text_of(desk)
    store.save(desk.root, file_of(desk), text_of(desk).replace(old, new).encode(), name)


def versions_of(desk: Asked) -> tuple[store.Version, ...]:
    return store.kept_versions(desk.root, f"docs/{PATH}")


def identifiers(answer: TestResponse) -> list[str]:
    return [unescape(name) for name in re.findall(r'name="old" value="([^"]+)"', answer.text)]


def marked(answer: TestResponse) -> list[str]:
    """What is marked as gone (-) or new (+), below the legend."""
    pieces = re.findall(r"<(del|ins) [^>]*>(.*?)</\1>", answer.text, re.DOTALL)[2:]
    return [
        ("-" if kind == "del" else "+") + unescape(re.sub(r"<span.*?</span>", "", text, flags=re.DOTALL))
        for kind, text in pieces
    ]


def test_every_state_is_kept_once_with_who_wrote_it(desk: Asked) -> None:
    saved(desk, "正文。", "正文一。")
    saved(desk, "正文一。", "正文二。", "乙")
    store.keep(desk.root, file_of(desk))
    # Changed by another program: the next save keeps that, too.
    file_of(desk).write_text(text_of(desk).replace("正文二。", "别处改的。"), encoding="utf-8")
    saved(desk, "别处改的。", "正文三。")
    texts = [
        (version.who, store.content(version).decode().rpartition("\n\n")[2].strip()) for version in versions_of(desk)
    ]
    assert texts == [("甲", "正文三。"), ("", "别处改的。"), ("乙", "正文二。"), ("甲", "正文一。"), ("", "正文。")]


def test_all_of_today_is_kept_one_of_each_day_before_and_what_was_signed_for_a_year(
    desk: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = 86_400
    for number in range(8):
        monkeypatch.setenv("LANMU_TEST_CLOCK", str(1_224_000_000 + number // 3 * day))
        reason = store.Reason.SIGNED if number == 0 else store.Reason.SAVED
        store.keep(desk.root, file_of(desk), reason=reason)
        file_of(desk).write_text(f"{text_of(desk)}{number}", encoding="utf-8")
    days = [version.kept_at.day for version in versions_of(desk)]
    assert days == [17, 17, 16, 15, 15]
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(1_224_000_000 + 368 * day))
    store.keep(desk.root, file_of(desk))
    assert [version.kept_at.day for version in versions_of(desk)] == [18, 17]


def test_a_store_that_was_tampered_with_damaged_or_filled_is_passed_over(desk: Asked) -> None:
    for number in range(6):
        saved(desk, "正文", f"正文{number}")
    versions = versions_of(desk)
    first = versions[0].file
    raw = first.read_bytes()
    first.write_bytes(raw.replace("甲".encode(), "乙".encode()))
    versions[1].file.write_bytes(b"")
    with versions[2].file.open("wb") as huge:
        huge.truncate(store.LARGEST + store.LONGEST_LINE + 1)
    versions[3].file.rename(versions[3].file.with_name(f"20081010T000000000000-{versions[3].digest}-saved"))
    (first.parent / "x").write_bytes(b"x")
    (first.parent / f"20081010T000000000001-{'0' * 32}-saved").symlink_to(first)
    assert [version.id for version in versions_of(desk)] == [version.id for version in versions[4:]]
    answer = desk.get("versions/one", path=PATH, version=versions[0].id)
    assert answer.status_code == 422
    assert "这一版已经不在了" in answer.text
    # What was damaged is kept anew.
    store.keep(desk.root, file_of(desk))
    assert store.content(versions_of(desk)[0]) == file_of(desk).read_bytes()
    shutil.rmtree(desk.root / ".cache")
    assert "现在只有这一版" in desk.get("versions/", path=PATH).text


def test_what_others_kept_on_a_share_is_shown_as_theirs(desk: Asked) -> None:
    saved(desk, "正文。", "我写的。")
    theirs = versions_of(desk)[0].file
    saved(desk, "我写的。", "又写的。")
    others = theirs.parent.with_name("0123abcd")
    others.mkdir()
    shutil.copy(theirs, others)
    theirs.unlink()
    answer = desk.get("versions/", path=PATH)
    assert "证实不了是谁存的" in answer.text
    assert [version.own for version in versions_of(desk)] == [True, False, True]
    whole = (others / theirs.name).read_bytes()
    for forged in (b"0\n{}\nforged", whole.replace("我写的".encode(), "谁写的".encode())):
        (others / theirs.name).write_bytes(forged)
        assert [version.own for version in versions_of(desk)] == [True, True]


def test_what_was_kept_is_found_under_another_name(desk: Asked) -> None:
    saved(desk, "正文。", "正文一。")
    new = desk.root / "docs" / "news" / "2008-10-21-peixun.md"
    file_of(desk).rename(new)
    store.renamed(desk.root, f"docs/{PATH}", "docs/news/2008-10-21-peixun.md")
    # In a circle, as after a name was taken back.
    store.renamed(desk.root, "docs/news/2008-10-21-peixun.md", f"docs/{PATH}")
    now, first = identifiers(desk.get("versions/", path="news/2008-10-21-peixun.md"))
    answer = desk.get("versions/compare", path="news/2008-10-21-peixun.md", old=first, new=now)
    assert marked(answer) == ["+一"]


def test_what_cannot_be_kept_is_not_written_over(desk: Asked) -> None:
    (desk.root / ".cache").write_text("no folder", encoding="utf-8")
    before = text_of(desk)
    with pytest.raises(UserError):
        store.save(desk.root, file_of(desk), b"new", "")
    assert text_of(desk) == before
    store.keep(desk.root, desk.root / "docs" / "nothing.md")


def test_two_states_are_compared_character_by_character(desk: Asked) -> None:
    saved(desk, "正文。", "正文，改了。\n\n又一段。")
    saved(desk, "title: 各支部开展培训", "title: 各支部开展轮训")
    answer = desk.get("versions/", path=PATH)
    assert re.findall(r"<td>\s*([^<>]+?)\s*</td>\s*<td>(?:现在的文件|编辑台)", answer.text) == [
        *("标题", "正文", "存下的最早一版"),
    ]
    now, second, first = identifiers(answer)
    both = desk.get("versions/compare", path=PATH, old=now, new=first)
    assert marked(both) == ["-培", "+轮", "+，改了", "+⏎", "+又一段。"]
    assert '<th scope="row">标题</th>' in both.text
    assert "又一段。" in desk.get("versions/one", path=PATH, version=second).text
    assert "两版的文字和稿件信息一样" in desk.get("versions/compare", path=PATH, old=second, new=second).text


def test_pictures_stand_beside_each_other(desk: Asked) -> None:
    for name in ("a.png", "b.png"):
        (desk.root / "docs" / "news" / name).write_bytes(PNG)
    saved(desk, "正文。", "正文。\n\n![甲](a.png)\n")
    saved(desk, "![甲](a.png)", "![乙](b.png)")
    now, before = identifiers(desk.get("versions/", path=PATH))[:2]
    answer = desk.get("versions/compare", path=PATH, old=before, new=now)
    shown = re.findall(r'<img src="([^"]+)"', answer.text)
    assert [unescape(address).rpartition("=")[2] for address in shown] == ["news/a.png", "news/b.png"]
    picture = desk.get("versions/picture", path="news/a.png")
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert "sandbox" in picture.headers["Content-Security-Policy"]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50f01f000501020013d86b3f"
    "0000000049454e44ae426082"
)


def restored(desk: Asked, version: str, now: str | None = None) -> TestResponse:
    asked = desk.get("versions/restore", path=PATH, version=version)
    shown = re.search(r'name="now" value="(\w+)"', asked.text)
    assert shown, asked.text
    return desk.post("versions/restore", path=PATH, version=version, now=now or shown[1])


@pytest.mark.parametrize("form", ["\n", "\r\n"])
def test_a_state_is_taken_back_and_what_was_there_is_kept_first(desk: Asked, form: str) -> None:
    file_of(desk).write_bytes("\ufeff".encode() + text_of(desk).replace("\n", form).encode())
    first = file_of(desk).read_bytes()
    store.save(desk.root, file_of(desk), first.replace("正文。".encode(), "改坏了。".encode()), "甲")
    # Since then another program has written it.
    last = file_of(desk).read_bytes() + "没有存过的。".encode()
    file_of(desk).write_bytes(last)
    oldest = identifiers(desk.get("versions/", path=PATH))[-1]
    assert restored(desk, oldest).status_code == 303
    assert file_of(desk).read_bytes() == first
    versions = versions_of(desk)
    assert [version.reason for version in versions][:2] == [store.Reason.RESTORED, store.Reason.SAVED]
    assert store.content(versions[1]) == last
    assert "不用取回" in desk.get("versions/restore", path=PATH, version=oldest).text


def test_what_became_of_an_article_elsewhere_is_not_taken_back(desk: Asked) -> None:
    saved(desk, "正文。", "改坏了。")
    now = text_of(desk)
    channels = re.search(r"(?m)^channels: .*\n", now)
    assert channels
    later = now.replace(channels[0], "channels: {board: 2008-11}\nwithdrawn: {date: 2008-11-02, reason: 数字不对}\n")
    file_of(desk).write_text(later, encoding="utf-8")
    oldest = identifiers(desk.get("versions/", path=PATH))[-1]
    page = desk.get("versions/restore", path=PATH, version=oldest).text
    assert "改坏了" in page
    assert "宣传栏" not in page
    assert restored(desk, oldest).status_code == 303
    assert sorted(text_of(desk).splitlines()) == sorted(later.replace("改坏了。", "正文。").splitlines())
    # A state of which not even the head can be read comes back as it was.
    store.save(desk.root, file_of(desk), b"---\ntitle: [\n---\n", "甲")
    store.save(desk.root, file_of(desk), later.encode(), "甲")
    broken = next(
        version.id for version in versions_of(desk) if version.who == "甲" and b"title: [" in store.content(version)
    )
    assert restored(desk, broken).status_code == 303
    assert text_of(desk) == "---\ntitle: [\n---\n"


def test_deleted_files_are_listed_until_they_are_there_again(desk: Asked) -> None:
    assert "没有删去的稿件" in desk.get("versions/deleted").text
    saved(desk, "正文。", "改了。")
    other = "news/2008-10-21-peixun.md"
    text = text_of(desk)
    file_of(desk).rename(desk.root / "docs" / other)
    store.keep(desk.root, desk.root / "docs" / other)
    store.renamed(desk.root, f"docs/{PATH}", f"docs/{other}")
    assert store.deleted(desk.root) == ()
    (desk.root / "docs" / other).rename(file_of(desk))
    assert [version.path for version in store.deleted(desk.root)] == [f"docs/{other}"]
    file_of(desk).unlink()
    page = desk.get("versions/deleted").text
    assert "各支部开展培训" in page
    table = desk.get("versions/", path=PATH)
    assert "这个文件已经删去" in table.text
    assert "和现在比" not in table.text
    newest = next(version for version in versions_of(desk) if version.path == f"docs/{PATH}")
    assert desk.get("versions/one", path=PATH, version=newest.id).status_code == 200
    assert restored(desk, newest.id).status_code == 303
    assert text_of(desk) == text
    assert PATH not in desk.get("versions/deleted").text


def test_nothing_is_taken_back_over_a_change_that_nobody_has_seen(desk: Asked) -> None:
    saved(desk, "正文。", "改了。")
    oldest = versions_of(desk)[-1].id
    answer = restored(desk, oldest, now="0" * 32)
    assert answer.status_code == 422
    assert "没有取回" in answer.text
    assert "改了。" in text_of(desk)
    assert desk.client.post("/_desk/versions/restore", data={"path": PATH, "version": oldest}).status_code == 403


# Ends its process before the n-th thing that is done to a file, as a killed one does.
KILLED = """
import os, sys
sys.path[:0] = sys.argv[3:5]
from pathlib import Path
from lanmu.desk.versions import store
from lanmu.storage.write_lock import writing
root, count = Path(sys.argv[1]), int(sys.argv[2])
file = root / "docs" / "news" / "2008-10-20-peixun.md"
version = store.kept_versions(root, "docs/news/2008-10-20-peixun.md")[-1]
seen = 0
def hook(event, arguments):
    global seen
    if event == "open" and arguments[0] == str(file) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        os._exit(7)
    if event in ("open", "os.rename", "os.chmod", "os.remove", "os.mkdir"):
        seen += 1
        if seen == count:
            os._exit(9)
child = 1
for count in range(1, 200):
    child = os.fork()
    if child == 0:
        sys.addaudithook(hook)
        with writing(root):
            store.save(root, file, store.content(version), "", store.Reason.RESTORED)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, 9), ended
    text = file.read_bytes()
    states = {store.content(v) for v in store.kept_versions(root, "docs/news/2008-10-20-peixun.md")}
    old, new = [bytes.fromhex(value) for value in sys.argv[5:7]]
    assert text == old or (text == new and old in states), (count, text)
    file.write_bytes(old)
    with writing(root):
        pass
    assert not list(root.glob("docs/**/.lanmu-*"))
    if ended == 0:
        print("survived", count)
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="在子进程里做，要 fork")
def test_killed_at_any_moment_of_a_taking_back_nothing_is_lost(desk: Asked) -> None:
    first = file_of(desk).read_bytes()
    saved(desk, "正文。", "改了。")
    last = file_of(desk).read_bytes() + "没有存过的。".encode()
    file_of(desk).write_bytes(last)
    scripts = Path(store.__file__).parents[3]
    command = [sys.executable, "-c", KILLED, str(desk.root), "1", str(scripts), str(scripts), last.hex(), first.hex()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[1]) > 8


@pytest.mark.parametrize("path", HOSTILE)
def test_no_parameter_leads_out_of_the_project(desk: Asked, path: str) -> None:
    for route in ROUTES:
        answer = desk.get(f"versions/{route}", path=path, version=path, old=path, new=path, mine=path)
        assert answer.status_code in (404, 422), route
        assert "[site]" not in answer.text
    for route in ("restore", "conflict", "open"):
        assert desk.post(f"versions/{route}", path=path, session="12345678").status_code == 422, route
    if not path.startswith("x"):
        for route in ("one", "restore"):
            assert desk.get(f"versions/{route}", path=PATH, version=path).status_code == 422
    assert not (desk.root / ".cache" / "open").exists()


def test_data_and_settings_have_versions_too(desk: Asked) -> None:
    for name, file in (("columns.yml", desk.root / "docs" / "columns.yml"), ("lanmu.toml", desk.root / "lanmu.toml")):
        store.save(desk.root, file, file.read_bytes() + b"# more\n", "甲")
        ids = identifiers(desk.get("versions/", path=name))
        answer = desk.get("versions/compare", path=name, old=ids[1], new=ids[0])
        assert marked(answer) == ["+# more"]


def test_a_page_whose_fields_cannot_be_read_is_compared_as_a_whole(desk: Asked) -> None:
    saved(desk, "---\ntitle", "--\ntitle")
    ids = identifiers(desk.get("versions/", path=PATH))
    answer = desk.get("versions/compare", path=PATH, old=ids[1], new=ids[0])
    assert marked(answer) == ["--"]
    assert "全文" in answer.text


@pytest.mark.skipif(not shutil.which("git"), reason="没有 Git")
def test_commits_of_a_repository_stand_in_the_same_list(desk: Asked) -> None:
    def git(*words: str) -> None:
        settings = ("-c", "user.name=丁", "-c", "user.email=d@example.org")
        subprocess.run(["git", *settings, *words], cwd=desk.root, check=True, capture_output=True)

    assert len(identifiers(desk.get("versions/", path=PATH))) == 1
    old = "news/2008-10-20-jiu.md"
    file_of(desk).rename(desk.root / "docs" / old)
    git("init", "-q")
    git("add", "docs/news")
    git("commit", "-q", "-m", "first")
    git("mv", f"docs/{old}", f"docs/{PATH}")
    git("commit", "-q", "-m", "renamed")
    file_of(desk).write_text(text_of(desk).replace("正文。", "改了。"), encoding="utf-8")
    git("commit", "-qam", "changed")
    answer = desk.get("versions/", path=PATH)
    now, last, renamed, first = identifiers(answer)
    assert "丁" in answer.text
    assert re.fullmatch("[0-9a-f]{40}", first)
    assert marked(desk.get("versions/compare", path=PATH, old=first, new=now)) == ["-正文", "+改了"]
    assert marked(desk.get("versions/compare", path=PATH, old=last, new=now)) == []
    assert restored(desk, renamed).status_code == 303
    assert "正文。" in text_of(desk)


def request() -> Request:
    return Request(EnvironBuilder(method="POST", headers=[("X-Desk-Token", TOKEN)]).get_environ())


def conflicted(desk: Asked, opened: bytes, mine: str) -> str:
    """The query of the page to which a window is led that wanted to save `mine`."""
    answer = conflict(desk.desk, request(), PATH, digest(opened), mine)
    assert answer.status_code == 409
    return str(answer.get_data(as_text=True)).partition("/_desk/versions/conflict?")[2].partition('"')[0]


def settled(desk: Asked, query: str, **choices: str) -> TestResponse:
    """Chooses on that page, and sends the form."""
    page = desk.client.get(f"/_desk/versions/conflict?{query}")
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    values: dict[str, Any] = {name: unescape(value) for name, value in hidden if name not in ("token", "back")}
    return desk.post("versions/conflict", **(values | choices))


def test_two_windows_save_the_same_article_and_neither_is_lost(desk: Asked) -> None:
    store.keep(desk.root, file_of(desk))
    opened = file_of(desk).read_bytes()
    saved(desk, "正文。", "正文。\n\n乙加的一段。", "乙")
    saved(desk, "title: 各支部开展培训", "title: 乙的标题", "乙")
    theirs = file_of(desk).read_bytes()
    mine = opened.decode().replace("title: 各支部开展培训", "title: 甲的标题").replace("tags: [培训]", "tags: [学习]")
    query = conflicted(desk, opened, mine)
    assert file_of(desk).read_bytes() == theirs
    page = desk.client.get(f"/_desk/versions/conflict?{query}")
    assert "两个人都改了的有 1 处" in page.text
    assert "<legend>第 1 处：标题</legend>" in page.text
    assert [*re.findall(r">(.*)：只有", page.text)] == ["关键词", "正文"]
    assert "没有存上的一稿" in desk.get("versions/", path=PATH).text
    refused = settled(desk, query)
    assert refused.status_code == 422
    assert "还有 1 处没有选" in refused.text
    assert file_of(desk).read_bytes() == theirs
    assert settled(desk, query, **{"choice-0": "mine"}).status_code == 303
    assert "title: 甲的标题" in text_of(desk)
    assert "tags: [学习]" in text_of(desk)
    assert "乙加的一段。" in text_of(desk)
    assert [store.content(version) for version in versions_of(desk)].count(theirs) == 1


@pytest.mark.parametrize(("whole", "kept_text"), [("mine", "甲写的。"), ("theirs", "乙写的。")])
def test_one_of_two_texts_is_taken_as_a_whole(desk: Asked, whole: str, kept_text: str) -> None:
    opened = b"never kept"
    mine = text_of(desk).replace("正文。", "甲写的。")
    saved(desk, "正文。", "乙写的。", "乙")
    query = conflicted(desk, opened, mine)
    assert "不知道打开时是什么样" in desk.client.get(f"/_desk/versions/conflict?{query}").text
    assert settled(desk, query, whole=whole).status_code == 303
    assert kept_text in text_of(desk)
    texts = b"".join(store.content(version) for version in versions_of(desk)).decode()
    assert "甲写的。" in texts
    assert "乙写的。" in texts


def test_a_file_that_changes_once_more_is_not_overwritten_either(desk: Asked) -> None:
    opened = file_of(desk).read_bytes()
    mine = text_of(desk).replace("正文。", "甲写的。")
    saved(desk, "正文。", "乙写的。", "乙")
    query = conflicted(desk, opened, mine)
    answer = settled(desk, query, theirs="0" * 32, whole="mine")
    assert answer.status_code == 422
    values = dict(parse_qsl(query))
    open_conflict = opened_conflict(desk.desk, subject(desk.root, PATH), values["mine"], values["opened"])
    saved(desk, "乙写的。", "乙又写的。", "乙")
    with pytest.raises(UserError, match="文件刚才又变了"):
        settle(
            desk.desk,
            request(),
            open_conflict,
            [choice.block.mine for choice in open_conflict.choices if choice.is_open],
        )
    assert "乙又写的。" in text_of(desk)
    assert settled(desk, query, **{"choice-0": "own", "own-0": "合起来写的。\r\n"}).status_code == 303
    assert text_of(desk).endswith("合起来写的。\n")


def test_who_has_an_article_open_is_told_until_the_page_is_closed_or_gone(desk: Asked) -> None:
    values = {"path": PATH, "session": "11111111-aaaa"}
    assert desk.post("versions/open", script=True, **values).json == {"others": []}
    desk.post("name", name="乙")
    answer = desk.post("versions/open", script=True, path=PATH, session="22222222-bbbb").json
    assert answer
    assert [(other["who"], other["own"]) for other in answer["others"]] == [("", True)]
    assert "乙 " in desk.get("versions/", path=PATH).text
    assert [opened.who for opened in presence.open_now(desk.root)] == ["", "乙"]
    assert desk.post("versions/closed", session="22222222-bbbb").status_code == 204
    file = desk.root / presence.FOLDER / "11111111-aaaa.json"
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert presence.open_now(desk.root) == ()
    assert not file.exists()


def test_what_is_no_such_file_is_passed_over(desk: Asked) -> None:
    folder = desk.root / presence.FOLDER
    folder.mkdir(parents=True)
    for name, text in (
        ("11111111.json", "[]"),
        ("22222222.json", "{"),
        ("../x.json", "{}"),
        ("33333333.json", "x" * 9000),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "44444444.json").symlink_to(desk.root / "lanmu.toml")
    assert presence.open_now(desk.root) == ()
    for session in ("", "../../x", "1" * 100, "一二三四五六七八"):
        assert desk.post("versions/open", path=PATH, session=session).status_code == 422
        assert desk.post("versions/closed", session=session).status_code == 422
    assert owner() not in {file.name for file in folder.iterdir()}


def test_a_comparison_is_both_texts_whatever_they_are() -> None:
    chance = random.Random(25)
    letters = "支部学习，。讨论\n 12ab"
    for length in (0, 1, 5, 40, 400):
        for _ in range(20):
            old = "".join(chance.choices(letters, k=length))
            new = "".join(c for c in old if chance.random() > 0.1) + "".join(chance.choices(letters, k=length // 9))
            pieces = compare(old, new)
            assert "".join(piece.text for piece in pieces if piece.kind is not Kind.NEW) == old
            assert "".join(piece.text for piece in pieces if piece.kind is not Kind.GONE) == new
            assert (old == new) == all(not isinstance(row, Row) or not row.is_changed for row in rows(pieces))
    for old, new in (
        ("ab" * 20_000, "ba" * 20_000),
        ("\n" * 50_000, "\n" * 49_000 + "x"),
        ("a。" * 9_000, "。a" * 9_000),
    ):
        assert "".join(piece.text for piece in compare(old, new) if piece.kind is not Kind.NEW) == old


def test_lines_that_one_has_changed_are_merged_and_others_left_to_choose() -> None:
    base = "一\n二\n三\n四\n五\n"
    blocks = merged(base, base.replace("二", "2"), base.replace("四", "4"))
    assert [block.origin for block in blocks if block.origin is not Origin.BOTH] == [Origin.MINE, Origin.THEIRS]
    assert chosen(blocks, []) == "一\n2\n三\n4\n五\n"
    blocks = merged(base, base.replace("三", "丙"), base.replace("三", "叁"))
    assert chosen(blocks, ["叁\n"]) == base.replace("三", "叁")
    assert chosen(merged(base, base.replace("三\n", ""), base), []) == base.replace("三\n", "")
