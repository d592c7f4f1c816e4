"""publish.py: one fault anywhere and nothing changes on the target; what is new is named by its title; going back."""

from __future__ import annotations

import argparse
import getpass
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build.gate import Gate, RefusedError, ask
from lanmu.checks.engine.project import read_project
from lanmu.content import release_log
from lanmu.content import settings as settings_file
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.renaming import Wanted, plan, rename
from lanmu.intake.withdrawing import withdraw
from lanmu.releases import outgoing
from lanmu.releases.command import command
from lanmu.releases.destination import Destination, destination
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest
from lanmu.releases.signing import require_signer
from lanmu.releases.targets.folder import FolderTarget
from support.builders import NEWS, NOTICE
from support.files import IDENTITY, MOBILE, docx, pdf, picture
from support.previewing import clean_environment
from support.releasing import FailingTarget, broken_pages, content, cut, full, release
from support.reviewing import review, review_everything
from support.ssh_server import installed, ssh_server

HOST = "https://www.example.org/zhuanti/"
TARGET = """
[publish.{name}]
kind = "folder"
folder = "{folder}"
address = "https://www.example.org/zhuanti"
"""
BUCKET = '"s3"\nendpoint = "https://oss.example.org"\nbucket = "a"\nuser = "b"\n'
ARTICLE = """---
title: 新写的一篇
date: 2008-12-25 09:30
genre: 动态
unit: 各支部
summary: 新写的一篇的摘要，写了两句话。
---

各支部组织了学习。
"""


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path / "own" / "lanmu")


@pytest.fixture
def project(minimal: Path, tmp_path: Path) -> Path:
    """A project whose articles are all reviewed, with a folder to publish to."""
    review_everything(minimal)
    add_target(minimal, tmp_path / "web")
    return minimal


def add_target(project: Path, folder: Path, name: str = "web", more: str = "") -> None:
    with (project / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(TARGET.format(name=name, folder=folder.as_posix()) + more)


def run(project: Path, target: str | None = None, **options: object) -> int:
    given = {"target": target, "dry_run": False, "list": False, "rollback": None, "yes": True, "allow": []}
    return command(project, argparse.Namespace(**given | options))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建链接要管理员")
def test_a_site_is_published_changed_and_taken_back(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    web = tmp_path / "web"
    internal = ARTICLE.replace("新写的一篇", "内部的一篇").replace("unit:", "scope: internal\nunit:")
    (project / "docs" / "news" / "2008-12-25-neibu.md").write_text(internal, encoding="utf-8")
    run(project)
    first = capsys.readouterr().out
    manifest = Manifest.read((web / "current" / FILE).read_bytes())
    assert manifest.files.keys() | {FILE, SIGNATURE} == content(web / "current").keys()
    assert {article.file for article in manifest.articles} >= {NEWS, NOTICE}
    assert all(article.review == article.text for article in manifest.articles)
    assert not [word for word in (str(tmp_path), "neibu", "内部") if word.encode() in manifest.to_bytes()]
    key = re.search(r"公钥是 (\S+?)，指纹", first)
    assert key
    require_signer((web / "current" / FILE).read_bytes(), (web / "current" / SIGNATURE).read_bytes(), key[1])
    assert "《各支部开展培训》 news/2008-10-20-peixun/" in first
    assert "notices/2008-12-22-gongshi/" in (project / "docs" / "published.yml").read_text(encoding="utf-8")

    settings = project / "lanmu.toml"
    settings.write_text(
        f'{settings.read_text(encoding="utf-8")}\n[publish]\npublic_key = "{key[1]}"\n', encoding="utf-8"
    )
    run(project)
    assert "和这里的一样，不用发布" in capsys.readouterr().out

    # New, changed, moved, withdrawn; another style.
    (project / "docs" / "news" / "2008-12-25-xin.md").write_text(ARTICLE, encoding="utf-8")
    wanted = Wanted(slug="gaiming")
    rename(project, f"docs/{NEWS}", wanted, tuple(plan(project, f"docs/{NEWS}", wanted).lines()))
    withdraw(project / "docs", f"docs/{NOTICE}", "写错了")
    points = project / "docs" / "plan" / "points.md"
    points.write_text(points.read_text(encoding="utf-8") + "\n又加了一段。\n", encoding="utf-8")
    review(project, "news/2008-12-25-xin.md")
    review(project, "plan/points.md")
    style = project / "overrides" / "assets" / "lanmu" / "base.css"
    style.write_text(style.read_text(encoding="utf-8") + "\nbody { top: 0 }\n", encoding="utf-8")
    before = content(web)
    run(project, dry_run=True)
    output = capsys.readouterr().out
    assert content(web) == before
    assert "新登 1 篇：\n    《新写的一篇》 news/2008-12-25-xin/" in output
    assert "有改动 1 篇：\n    《方案要点》 plan/points/" in output
    assert "换了网址 1 篇：\n    《各支部开展培训》 news/2008-10-20-gaiming/，原来是 news/2008-10-20-peixun/" in output
    assert "撤回（原网址写明已撤回） 1 篇：\n    《整改方案公示》 notices/2008-12-22-gongshi/" in output
    assert "公钥" not in output
    old = (web / "current").resolve()
    run(project)
    current = web / "current"
    assert "2008-10-20-gaiming" in (current / "news/2008-10-20-peixun/index.html").read_text(encoding="utf-8")
    assert "撤回" in (current / "notices/2008-12-22-gongshi/index.html").read_text(encoding="utf-8")
    # Who has an old page open still gets its style.
    styles = {path.name for path in (current / "assets").glob("lanmu.*.css")}
    assert styles > {path.name for path in (old / "assets").glob("lanmu.*.css")}
    assert len(styles) == 2

    capsys.readouterr()
    run(project, rollback="")
    assert current.resolve() == old
    output = capsys.readouterr().out
    assert "新登 1 篇：\n    《整改方案公示》" in output
    assert "换了网址 1 篇：\n    《各支部开展培训》 news/2008-10-20-peixun/，原来是 news/2008-10-20-gaiming/" in output
    run(project, list=True)
    listed = capsys.readouterr().out.splitlines()
    assert [line.endswith("← 读者看到的") for line in listed] == [True, False]
    assert f"{getpass.getuser()} 发布" in listed[0]
    with pytest.raises(UserError, match="退不到「上一个版本」"):
        run(project, rollback="")
    # Of the first nobody can say what was new; what only moved is not new.
    assert [(entry.action, entry.target, entry.articles) for entry in release_log.entries(project)] == [
        ("publish", "web", ()),
        ("publish", "web", ("news/2008-12-25-xin/",)),
        ("rollback", "web", ()),
    ]


@pytest.mark.xdist_group("sshd")
@pytest.mark.skipif(not installed(), reason="这台机器没有 sshd（Debian 的 openssh-server）")
def test_a_site_is_published_to_a_server(ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review_everything(ready)
    keys = tmp_path / "home" / ".ssh"
    keys.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with ssh_server(tmp_path / "sshd") as server:
        shutil.copy(server.folder / "user_key", keys / "id_ed25519")
        (ready / ".known_hosts").write_text(server.host_line, encoding="utf-8")
        place = f'host = "127.0.0.1"\nport = {server.port}\nuser = "{getpass.getuser()}"\n'
        with (ready / "lanmu.toml").open("a", encoding="utf-8") as file:
            file.write(TARGET.format(name="web", folder=tmp_path / "web").replace('"folder"', '"sftp"') + place)
        run(ready)
        command = [sys.executable, "scripts/publish.py", "--list"]
        done = subprocess.run(
            command, cwd=ready, env=clean_environment(), capture_output=True, encoding="utf-8", check=False
        )
    manifest = Manifest.read((tmp_path / "web" / "current" / FILE).read_bytes())
    assert manifest.files.keys() | {FILE, SIGNATURE} == content(tmp_path / "web" / "current").keys()
    assert (done.returncode, done.stdout.split()[0]) == (0, manifest.id), done.stderr


def faults(project: Path) -> Iterator[tuple[Path, str, str]]:
    """Files, what is put into them, and what is said: a text that is not clean, a template with a link to nowhere, one with
    somebody's telephone."""
    news = project / "docs" / NEWS
    yield news, "\n各支部组织了学习,写了笔记。\n", rf"要登的稿件有 1 处错误.*\n  docs/{NEWS}:\d+:\d+ TXT001"
    footer = project / "overrides" / "partials" / "lanmu" / "footer.html"
    yield footer, '<a href="nowhere/">没有</a>\n', r"生成的网站有 \d+ 处错误.*\n  \S+ OUT001"
    yield footer, f"<p>{MOBILE}</p>\n", r"要发布的文件有 \d+ 处错误.*\n  404\.html PRI002 .*138\*\*\*\*0000"


def test_one_fault_anywhere_and_the_target_is_not_touched(project: Path, tmp_path: Path) -> None:
    for file, more, said in faults(project):
        before = file.read_text(encoding="utf-8")
        file.write_text(before + more, encoding="utf-8")
        review_everything(project)
        with pytest.raises(RefusedError, match=rf"{said}(?s:.*)") as caught:
            run(project)
        assert "目标上什么也没有动" in str(caught.value)
        assert MOBILE not in str(caught.value)
        assert not (tmp_path / "web").exists()
        assert not list(release_log.entries(project))
        file.write_text(before, encoding="utf-8")


def test_what_is_let_pass_goes_out_and_is_reported_with_its_reason(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text and the built site have an error each; a column that is out of date stops nothing, and need not be let pass."""
    text, footer = project / "docs" / NEWS, project / "overrides" / "partials" / "lanmu" / "footer.html"
    text.write_text(text.read_text(encoding="utf-8") + "\n各支部组织了学习,写了笔记。\n", encoding="utf-8")
    footer.write_text(footer.read_text(encoding="utf-8") + '<a href="nowhere/">没有</a>\n', encoding="utf-8")
    review_everything(project)
    with pytest.raises(UserError, match="COL003 不挡发布，不用放行"):
        run(project, allow=[["COL003", "停办"]])
    with pytest.raises(RefusedError, match=r"生成的网站有 \d+ 处错误.*\n  \S+ OUT001"):
        run(project, allow=[["TXT001", "原文如此"]])
    run(project, allow=[["TXT001", "原文如此"], ["OUT001", "明天就有"]])
    output = capsys.readouterr().out
    assert "检查报告的错误，不挡发布：docs/columns.yml:3:1 COL003" in output
    assert f"理由：原文如此。因此登出来的：docs/{NEWS}:" in output
    assert "理由：明天就有。因此登出来的：site/" in output
    (entry,) = release_log.entries(project)
    assert entry.allowed == {"TXT001": "原文如此", "OUT001": "明天就有"}
    assert (tmp_path / "web" / "current" / "index.html").exists()


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """The verdict on a project of which everything goes out, one article with a telephone that may be published."""
    project = copy_project(tmp_path_factory.mktemp("gate") / "project", SITES / "minimal")
    news = project / "docs" / NEWS
    text = news.read_text(encoding="utf-8")
    news.write_text(f"{text}\n<!-- 检查豁免 PRI002：值班电话 -->\n电话13911112222。\n", encoding="utf-8")
    review_everything(project)
    return ask(read_project(project, settings_file.load(project / "lanmu.toml")), {})


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("news/index.html", "PRI002"),
        ("feed.json", "PRI002"),
        ("search/0123456789/d1.js", "PRI002"),
        ("print/a.pdf", "PRI001"),
        ("print/a.docx", "PRI001"),
        ("print/a.zip", "PRI001"),
        ("news/a.jpg", "PRI005"),
        ("print/b.rar", "PRI006"),
    ],
)
def test_personal_data_in_anything_that_goes_out_is_found(gate: Gate, path: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "site" / path
    file.parent.mkdir(parents=True)
    makers: dict[str, Callable[[Path, str], None]] = {"pdf": pdf, "docx": docx, "jpg": picture}
    texts = {
        "PRI002": f"电话{MOBILE}，13911112222",
        "PRI001": IDENTITY,
        "PRI005": "40x30 gps",
        "PRI006": "Rar!\x1a\x07\x00",
    }
    if path.endswith("zip"):
        docx(tmp_path / "inner.docx", IDENTITY)
        shutil.make_archive(str(file.with_suffix("")), "zip", tmp_path, "inner.docx")
    else:
        suffix = path.rpartition(".")[2]
        makers.get(suffix, lambda target, text: target.write_text(text, encoding="utf-8") and None)(file, texts[code])
    (tmp_path / "site" / "index.html").write_text("<p>电话 139-1111-2222</p>", encoding="utf-8")
    findings = outgoing.personal_data(gate, tmp_path / "site")
    assert [(fault.path, fault.code) for fault in findings] == [(path, code)]


def test_another_signature_on_the_target_stops_everything(project: Path, tmp_path: Path) -> None:
    sample = release(tmp_path / "other", 1)
    shutil.copytree(sample.folder, tmp_path / "web" / "releases" / "x")
    (tmp_path / "web" / "current").symlink_to("releases/x")
    before = content(tmp_path / "web")
    with pytest.raises(UserError, match=r"现在的版本有疑问，什么也没有传.*另一把密钥"):
        run(project)
    data = (tmp_path / "web" / "current" / FILE).read_bytes()
    (tmp_path / "web" / "current" / FILE).write_bytes(data.replace(b'"a.org"', b'"b.org"') + b"\n")
    with pytest.raises(UserError, match=r"现在的版本有疑问.*对不上"):
        run(project)
    with pytest.raises(UserError, match="有疑问"):
        run(project, rollback="")
    (tmp_path / "web" / "current" / FILE).write_bytes(data)
    assert content(tmp_path / "web") == before


def test_an_internal_edition_and_a_public_one_are_never_mixed(project: Path, tmp_path: Path) -> None:
    internal = TARGET.format(name="inside", folder=(tmp_path / "web").as_posix()) + 'edition = "internal"\n'
    with (project / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(internal.replace("www.example.org", "inside.example.org") + 'layout = "in-place"\n')
    text = ARTICLE.replace("unit:", "scope: internal\nunit:")
    (project / "docs" / "news" / "2008-12-25-neibu.md").write_text(text, encoding="utf-8")
    review(project, "news/2008-12-25-neibu.md")
    settings = project / "lanmu.toml"
    in_place = settings.read_text(encoding="utf-8").replace("[publish.web]\n", '[publish.web]\nlayout = "in-place"\n')
    settings.write_text(in_place, encoding="utf-8")
    run(project, "inside")
    manifest = Manifest.read((tmp_path / "web" / FILE).read_bytes())
    assert manifest.edition == "internal"
    assert "news/2008-12-25-neibu.md" in {article.file for article in manifest.articles}
    assert not (project / "docs" / "published.yml").exists()
    before = content(tmp_path / "web")
    with pytest.raises(UserError, match="那里是内部版，要发布的是公开的网站，不能放在一起"):
        run(project, "web")
    assert content(tmp_path / "web") == before


@pytest.fixture
def place(minimal: Path, tmp_path: Path) -> Iterator[Destination]:
    """A destination where a release of the sample key is shown."""
    add_target(minimal, tmp_path / "web", more='layout = "in-place"\n')
    publish = settings_file.load(minimal / "lanmu.toml").publish
    with destination(minimal, publish, None, "") as reached:
        reached.layout.publish(release(tmp_path / "1", 1))
        yield reached


@pytest.mark.parametrize(("error", "why"), [(cut, "连接断了"), (full, "磁盘已满")])
def test_what_is_broken_off_is_reported_and_logged(
    place: Destination, error: Callable[[], OSError], why: str, tmp_path: Path
) -> None:
    new = release(tmp_path / "2", 2)
    failing = Destination(
        place.root,
        place.name,
        place.wanted,
        place.target,
        type(place.layout)(FailingTarget(tmp_path / "web", 20, error=error), 5, tmp_path / "store"),
        "",
    )
    with (
        pytest.raises(UserError, match=rf"传的时候断了：{why}。读者看到的网页没有坏.*再运行一次"),
        failing.at_work("publish", new.manifest, place.layout.shown()),
    ):
        failing.layout.publish(new)
    (entry,) = release_log.entries(place.root)
    assert (entry.id, entry.who, entry.broken_off) == (new.manifest.id, getpass.getuser(), why)
    assert broken_pages(tmp_path / "web") == []
    with place.at_work("publish", new.manifest, place.layout.shown()):
        place.layout.publish(new)
    assert content(tmp_path / "web") == content(new.folder)
    assert [entry.broken_off for entry in release_log.entries(place.root)] == [why, ""]


def test_who_was_shown_something_else_is_asked_again(place: Destination, tmp_path: Path) -> None:
    seen = place.layout.shown()
    place.layout.publish(release(tmp_path / "2", 2))
    new = release(tmp_path / "3", 3)
    with pytest.raises(UserError, match="刚才有人往这里发布过"), place.at_work("publish", new.manifest, seen):
        pytest.fail("published over another release")
    assert not list(release_log.entries(place.root))


@pytest.mark.parametrize(("minutes", "said"), [(61, "快 61 分钟"), (-60, "慢 60 分钟"), (5, "")])
def test_clocks_that_differ_are_reported(
    minutes: int,
    said: str,
    place: Destination,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    modified = FolderTarget.modified
    monkeypatch.setattr(FolderTarget, "modified", lambda *given: modified(*given) + minutes * 60)
    shown = place.layout.shown()
    assert shown
    with place.at_work("publish", shown.manifest, shown):
        pass
    output = capsys.readouterr().err
    assert said in output if said else not output


def test_the_target_must_be_named_where_there_are_several(minimal: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"还没有写往哪里发布(?s:.*)\[publish\.web\]"):
        run(minimal)
    add_target(minimal, tmp_path / "web")
    with pytest.raises(UserError, match=r"没有 \[publish\.wed\]。可以发布的地方有：web"):
        run(minimal, "wed")
    add_target(minimal, tmp_path / "usb", "usb")
    with pytest.raises(UserError, match="几个地方发布：web、usb"):
        run(minimal)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("folder = ", "fodler = ", r"lanmu\.toml:\d+ 「publish\.web\.fodler」是不认识的字段。改法：是不是想写 folder"),
        ('"folder"', '"ftp"', r"「publish\.web\.kind」不能是「ftp」"),
        ('"folder"', '"sftp"', r"「publish\.web」没有写哪台服务器"),
        ('"folder"', '"folder"\nhost = "a"', r'host 不用于 kind = "folder"'),
        ("folder = ", "# folder = ", r"「publish\.web」没有写哪个文件夹。改法：请补上 folder"),
        ('"folder"', '"s3"', r"没有写对象存储的地址、桶、AccessKey ID。改法：请补上 endpoint、bucket、user"),
        ('"folder"', f'{BUCKET}layout = "releases"', r"对象存储不能建立链接"),
        ('"folder"', f"{BUCKET}precompress = true", r"不会挑着发压缩过的文件"),
        ('"folder"', f"{BUCKET}port = 9000", r'port 不用于 kind = "s3"'),
        ('"folder"', BUCKET.replace(".org", ".org/a"), r"不是对象存储的地址.*后面不带桶"),
        ("https://", "", r"不是完整的网址"),
    ],
)
def test_a_target_that_is_written_wrong_is_reported_with_its_line(
    old: str, new: str, said: str, minimal: Path, tmp_path: Path
) -> None:
    text = TARGET.format(name="web", folder=tmp_path.as_posix()).replace(old, new)
    with (minimal / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    with pytest.raises(ContentError, match=said):
        run(minimal)
