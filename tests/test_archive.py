"""An archive is complete, names no machine, opens without us, and one changed byte of it is found years later."""

from __future__ import annotations

import argparse
import ast
import csv
import errno
import hashlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, SITES, copy_project, made_once
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from lanmu.archives import command, making
from lanmu.archives import verify as proof
from lanmu.archives.lists import DCTERMS, ROLES, cell_of
from lanmu.archives.making import Wanted, make, pack
from lanmu.archives.verify import ORDER, NoArchiveError, is_signed, verify
from lanmu.build.site import Summary
from lanmu.diagnostics.errors import UserError
from lanmu.releases.signing import sign
from lanmu.storage.signing_keys import public_half
from PIL import Image
from pypdf import PdfReader
from support.commands import run_here
from support.reviewing import review, review_everything, translate
from warcio.archiveiterator import ArchiveIterator

HOST = "https://www.example.org/zhuanti/"
NAME = "archive-2009-02-28"
ARTICLE = """---
title: 技能比武的成绩
date: 2008-10-21 09:00
genre: 动态
unit: 各支部
author: "=HYPERLINK(1)"
phase: 学习
tasks: [培训]
topics: [做法成效]
summary: 成绩和现场的照片。
tags: [培训, 比武]
image: bisai.jpg
---

![选手在比赛](bisai.jpg)

成绩见[成绩单](chengji.txt)，此前见[培训](2008-10-20-peixun.md)和[方案](../plan/index.md)。
"""
SECRET = "内部词铁观音"
INTERNAL = ARTICLE.replace("技能比武的成绩", SECRET).replace("bisai", "neibu").replace("chengji", "neibu")
INTERNAL = INTERNAL.replace("author:", "scope: internal\nauthor:")


def project_with_files(folder: Path) -> Path:
    """The small site, reviewed, with a picture that was made smaller, an attachment, and an internal article with both."""
    project = copy_project(folder, SITES / "minimal")
    news, originals = project / "docs" / "news", project / "originals" / "news"
    originals.mkdir(parents=True)
    for stem, text in (("bisai", ARTICLE), ("neibu", INTERNAL)):
        (news / f"2008-10-21-{stem}.md").write_text(text, encoding="utf-8")
        Image.new("RGB", (640, 480), "#1d6b4a").save(news / f"{stem}.jpg")
        Image.new("RGB", (1280, 960), "#1d6b4a").save(originals / f"{stem}.png")
    (news / "chengji.txt").write_text("第一名：示例人员甲\n", encoding="utf-8")
    (news / "neibu.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    review_everything(project)
    review(project, "news/2008-10-21-neibu.md")
    translation = "news/2008-10-21-bisai.zh-Hant.md"
    translate(project, translation, "title: 技能比武的成績\nsummary: 成績和現場的照片。\n", "![選手在比賽](bisai.jpg)")
    review(project, translation)
    return project


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project and, beside it, an archive and its zip, made once by the command."""

    def make_it(folder: Path) -> None:
        project = project_with_files(folder / "project")
        options = argparse.Namespace(
            column=["news", "公示"], verify=None, output=str(folder / NAME), warc=True, site_url=HOST, edition="public"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("lanmu.storage.signing_keys.key_folder", lambda: folder / "keys")
            assert command.command(project, options) == 0

    return made_once(tmp_path_factory, "archived", make_it)


@pytest.fixture(scope="session")
def archive(base: Path) -> Path:
    """The folder of the archive; nobody may change it."""
    return base / NAME


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    """A copy in another place, to be changed at will."""
    return Path(shutil.copytree(archive, tmp_path / "in 别处"))


def alone(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the archive's own program without our packages, and without any other."""
    given = [sys.executable, "-I", "-S", str(place), *arguments]
    return subprocess.run(given, capture_output=True, text=True, encoding="utf-8", cwd=place.parent.parent, check=False)


def contents(archive: Path) -> Iterator[tuple[str, bytes]]:
    """All that is in an archive, packed or not, by its path."""
    for file in sorted(file for file in archive.rglob("*") if file.is_file()):
        yield file.relative_to(archive).as_posix(), file.read_bytes()
    with (archive / "warc" / "site.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            head = f"{record.rec_headers}{record.http_headers or ''}"
            yield record.rec_headers.get_header("WARC-Record-ID"), head.encode() + record.content_stream().read()


def records(archive: Path) -> list[ET.Element]:
    return ET.parse(archive / "list.xml").getroot().findall("record")


def test_it_proves_itself_in_another_place_without_us(copy: Path) -> None:
    done = alone(copy / "verify.py")
    assert (done.returncode, done.stderr) == (0, "")
    key = json.loads((copy / "manifest.json.sig").read_text(encoding="utf-8"))["key"]
    assert "完好" in done.stdout
    assert key in done.stdout
    assert "和登记的一样" in alone(copy / "verify.py", str(copy), "--key", key).stdout
    other = alone(copy / "verify.py", "--key", public_half(Ed25519PrivateKey.generate()))
    assert other.returncode == 1
    assert "另一把密钥" in other.stdout
    nowhere = alone(copy / "verify.py", str(copy / "site"))
    assert nowhere.returncode == 2
    assert "manifest.json" in nowhere.stderr


def test_old_pythons_can_read_the_program() -> None:
    """Whoever verifies an archive has whatever Python there is."""
    ast.parse(Path(proof.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


def change_a_byte(folder: Path) -> None:
    file = folder / "pdf" / "news" / "2008-10-20-peixun.pdf"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def change_the_list(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_bytes(file.read_bytes().replace(b'"tool": "', b'"tool": "1'))


def sign_again(folder: Path) -> None:
    """As somebody would who has no key of the office."""
    data = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json.sig").write_bytes(sign(data + b" ", Ed25519PrivateKey.generate()))


@pytest.mark.parametrize(
    ("damage", "wanted"),
    [
        (change_a_byte, ["改动了", "pdf/news/2008-10-20-peixun.pdf"]),
        (lambda folder: (folder / "list.csv").unlink(), ["缺少：1", "list.csv"]),
        (lambda folder: (folder / "site" / "\x1b[2Jx.html").write_text(""), ["多出来：1", r"site/\x1b[2Jx.html"]),
        (change_the_list, ["和它的签名对不上"]),
        (sign_again, ["和它的签名对不上"]),
        (lambda folder: (folder / "manifest.json.sig").unlink(), ["没有签名"]),
        (lambda folder: (folder / "manifest.json.sig").write_text("[]"), ["签名 manifest.json.sig 读不懂"]),
    ],
)
def test_whatever_is_changed_is_found(damage: Callable[[Path], object], wanted: list[str], copy: Path) -> None:
    damage(copy)
    report = verify(copy)
    lines = "\n".join(report.lines())
    assert not report.is_clean
    assert [word for word in wanted if word not in lines] == []
    assert "完好" not in lines
    assert "\x1b" not in lines


@pytest.mark.parametrize(
    "text", ["", "[]", '{"files": 1}', '{"files": {"a": {"size": Infinity, "sha256": ""}}}', "[" * 9999]
)
def test_what_is_no_list_is_said_to_be_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(NoArchiveError, match="读不懂"):
        verify(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows 上建链接要有权限")
def test_a_link_is_no_file_of_an_archive(copy: Path, tmp_path: Path) -> None:
    (copy / "list.csv").rename(tmp_path / "list.csv")
    (copy / "list.csv").symlink_to(tmp_path / "list.csv")
    (copy / "more").symlink_to(tmp_path, target_is_directory=True)
    report = verify(copy)
    assert (report.changed, report.extra) == (("list.csv",), ("more",))


def test_the_zip_holds_the_same_and_opens_anywhere(base: Path, archive: Path, tmp_path: Path) -> None:
    packed = base / f"{NAME}.zip"
    assert verify(packed).is_clean
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(tmp_path)
        names = opened.namelist()
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert names == sorted(names)
    assert all(name.isascii() for name in names)
    assert alone(tmp_path / NAME / "verify.py").returncode == 0
    for path in (tmp_path / NAME).rglob("*"):
        path.touch()
    pack(tmp_path / NAME, tmp_path / "again.zip", NAME)
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_a_damaged_zip_is_reported(base: Path, tmp_path: Path) -> None:
    data = bytearray((base / f"{NAME}.zip").read_bytes())
    with zipfile.ZipFile(base / f"{NAME}.zip") as opened:
        place = opened.getinfo(f"{NAME}/pdf/news/2008-10-20-peixun.pdf").header_offset + 5000
    (tmp_path / "short.zip").write_bytes(data[:-200])
    data[place] ^= 1
    (tmp_path / "changed.zip").write_bytes(data)
    assert verify(tmp_path / "changed.zip").changed == ("pdf/news/2008-10-20-peixun.pdf",)
    with zipfile.ZipFile(tmp_path / "changed.zip", "a") as opened:
        opened.writestr("beside.html", "")
        opened.writestr(f"{NAME}/site/more.html", "")
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr(f"{NAME}/list.csv", opened.read(f"{NAME}/list.csv"))
    assert verify(tmp_path / "changed.zip").extra == ("../beside.html", "list.csv", "site/more.html")
    for name in ("short.zip", "none.zip"):
        with pytest.raises(NoArchiveError, match=r"打不开|没有"):
            verify(tmp_path / name)


def test_the_chosen_articles_are_there_with_all_that_belongs_to_them(base: Path, archive: Path) -> None:
    below = {path for path, _ in contents(archive) if not path.startswith(("site/", "<urn"))}
    assert below == {
        *("README.txt", "verify.py", "manifest.json", "manifest.json.sig", "list.csv", "list.xml", "warc/site.warc.gz"),
        *(
            f"sources/news/{name}"
            for name in (
                "2008-10-20-peixun.md",
                "2008-10-21-bisai.md",
                "2008-10-21-bisai.zh-Hant.md",
                "bisai.jpg",
                "chengji.txt",
            )
        ),
        "sources/notices/2008-12-22-gongshi.md",
        "originals/news/bisai.png",
        *(
            f"pdf/{name}.pdf"
            for name in ("news/2008-10-20-peixun", "news/2008-10-21-bisai", "notices/2008-12-22-gongshi")
        ),
    }
    for path in below:
        folder, _, rest = path.partition("/")
        if folder in ("sources", "originals"):
            home = base / "project" / ("docs" if folder == "sources" else folder)
            assert (archive / path).read_bytes() == (home / rest).read_bytes()
    # The site is whole, whatever was chosen, and its links lead to files.
    assert (archive / "site" / "plan" / "points" / "index.html").is_file()
    assert 'href="../../index.html"' in (archive / "site" / "news" / "2008-10-21-bisai" / "index.html").read_text(
        "utf-8"
    )


def test_the_prints_are_pdf_a_with_the_text(archive: Path) -> None:
    file = archive / "pdf" / "notices" / "2008-12-22-gongshi.pdf"
    assert b"<pdfaid:part>2</pdfaid:part>" in file.read_bytes()
    text = "".join("".join(page.extract_text() for page in PdfReader(file).pages).split())
    assert [words for words in ("整改方案公示", "公示正文。", "缩短办理时间") if words not in text] == []
    assert "清样" not in text


def test_excel_reads_the_list_and_takes_nothing_for_a_formula(archive: Path) -> None:
    data = (archive / "list.csv").read_bytes()
    assert data.startswith("﻿".encode())
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["标题"] for row in rows] == ["各支部开展培训", "技能比武的成绩", "整改方案公示", "技能比武的成績"]
    row = rows[1]
    assert row["作者"] == "'=HYPERLINK(1)"
    assert (row["标签"], row["发布时间"], row["终审"]) == (
        "培训；比武",
        "2008-10-21T09:00+08:00",
        "审稿人丙 2008-10-21",
    )
    assert row["图片和附件"] == "sources/news/bisai.jpg；sources/news/chengji.txt"
    assert [cell_of(text) for text in ("＝1", " +1", "a\r\nb", "a=b")] == ["'＝1", "' +1", "a b", "a=b"]


def test_the_list_for_programs_says_what_is_known_and_proves_every_file(archive: Path) -> None:
    entries = records(archive)
    assert len(entries) == 4
    described = {(child.tag.removeprefix(f"{{{DCTERMS}}}"), child.text) for child in entries[1]}
    assert described >= {
        ("identifier", f"{HOST}news/2008-10-21-bisai/"),
        ("title", "技能比武的成绩"),
        ("creator", "=HYPERLINK(1)"),
        ("language", "zh-Hans"),
        ("publisher", "某单位工会"),
        ("subject", "比武"),
        ("accessRights", "公开"),
    }
    translated = {(child.tag.removeprefix(f"{{{DCTERMS}}}"), child.text) for child in entries[3]}
    assert translated >= {("isVersionOf", f"{HOST}news/2008-10-21-bisai/"), ("language", "zh-Hant")}
    assert {file.get("role") for file in entries[3].iter("file")} == {"page", "source", "attachment", "original"}
    reviews = [
        (review.get("stage"), review.get("name"), review.get("standing")) for review in entries[1].iter("review")
    ]
    assert ("终审", "审稿人丙", "有效") in reviews
    assert len(reviews) == 5
    files = [file for record in entries for file in record.iter("file")]
    assert {file.get("role") for file in files} == set(ROLES)
    for file in files:
        data = (archive / str(file.get("path"))).read_bytes()
        assert (file.get("size"), file.get("sha256")) == (str(len(data)), hashlib.sha256(data).hexdigest())


def test_libraries_read_the_web_archive(archive: Path) -> None:
    by_uri = {}
    with (archive / "warc" / "site.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            body = record.content_stream().read()
            by_uri[record.rec_headers.get_header("WARC-Target-URI")] = record, body
            assert record.rec_headers.protocol == "WARC/1.1"
    about, fields = by_uri.pop(None)
    assert about.rec_type == "warcinfo"
    assert b"format: WARC File Format 1.1" in fields
    home, body = by_uri[HOST]
    assert home.http_headers.get_statuscode() == "200"
    assert home.http_headers.get_header("Content-Type") == "text/html; charset=utf-8"
    assert b"data-index" not in body, "as on the web, not as from a disk"
    moved, _ = by_uri[f"{HOST}old/123/"]
    assert moved.http_headers.get_statuscode() == "301"
    assert moved.http_headers.get_header("Location") == f"{HOST}news/2008-10-20-peixun/"
    _, body = by_uri[f"{HOST}news/chengji.txt"]
    assert body.decode("utf-8") == "第一名：示例人员甲\n"
    assert f"{HOST}feed.xml" in by_uri
    assert [uri for uri in by_uri if "404" in uri or "_headers" in uri or not uri.startswith(HOST)] == []


def test_neither_this_machine_nor_anything_internal_is_in_it(base: Path, archive: Path) -> None:
    words = [str(base.parent), str(ROOT), str(Path.home()) + "/", SECRET, "neibu"]
    words += [name for name in (socket.gethostname(),) if len(name) > 5]
    for path, data in contents(archive):
        assert [word for word in words if word.encode() in data or word in path] == [], path


@pytest.fixture(scope="module")
def internal(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the internal edition of the same project."""
    target = tmp_path_factory.mktemp("internal") / "archive"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lanmu.storage.signing_keys.key_folder", lambda: base / "keys")
        make(base / "project", target, Wanted(("news",), "https://inside.example.org/", True, "internal"))
    return target


def test_the_internal_edition_has_an_archive_of_its_own_which_says_so(internal: Path) -> None:
    manifest = json.loads((internal / "manifest.json").read_text("utf-8"))
    assert (manifest["edition"], manifest["address"]) == ("internal", "https://inside.example.org/")
    rights = [record.findtext(f"{{{DCTERMS}}}accessRights") for record in records(internal)]
    assert sorted(filter(None, rights)) == ["公开", "公开", "公开", "内部"]
    for name in ("README.txt", "INTERNAL.txt"):
        assert (internal / name).read_bytes().startswith("\ufeff内部资料：".encode())
    report = verify(internal)
    assert report.is_clean
    assert next(report.lines()).startswith("这是内部资料")
    page = (internal / "site" / "news" / "2008-10-21-neibu" / "index.html").read_text("utf-8")
    text = PdfReader(internal / "pdf" / "news" / "2008-10-21-neibu.pdf").pages[0].extract_text()
    assert [words for words in ("内部资料", SECRET) if words not in page or words not in "".join(text.split())] == []
    (internal / "INTERNAL.txt").rename(internal.parent / "kept")
    assert verify(internal).missing == ("INTERNAL.txt",)
    (internal.parent / "kept").rename(internal / "INTERNAL.txt")


def test_archives_of_both_editions_are_never_mixed(base: Path, internal: Path, copy: Path) -> None:
    for target, audience, said in (
        (internal, "public", "里是内部版的存档"),
        (copy, "internal", "里是公开的网站的存档"),
    ):
        before = dict(contents(target))
        with pytest.raises(UserError, match=said):
            make(base / "project", target, Wanted(site_url="https://inside.example.org/", audience=audience))
        assert dict(contents(target)) == before
    folders = {audience: command.folder_of(Path(), audience) for audience in ("public", "internal")}
    assert folders["public"].parent != folders["internal"].parent
    assert "internal" in folders["internal"].name


def test_what_is_what_is_said_in_plain_chinese(archive: Path) -> None:
    about = (archive / "README.txt").read_bytes()
    assert about.startswith("﻿某单位岗位练兵专题　存档\r\n".encode())
    assert "（只收了栏目：动态、公示）".encode() in about
    assert b"{" not in about


def test_signatures_are_read_as_cryptography_reads_them() -> None:
    for size in (0, 1, 200):
        private, data = Ed25519PrivateKey.generate(), os.urandom(size)
        key, signature = private.public_key().public_bytes_raw(), private.sign(data)
        assert is_signed(data, key, signature)
        shifted = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
        for changed in (
            (data + b"x", key, signature),
            (data, os.urandom(32), signature),
            (data, b"\xff" * 32, signature),
            (data, key, signature[:32] + os.urandom(32)),
            (data, key, os.urandom(32) + signature[32:]),
            (data, key, signature[:32] + shifted),
            (data, key, signature[:-1]),
            (data, key + b"0", signature),
        ):
            assert is_signed(*changed) == is_right(*changed)


def is_right(data: bytes, key: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_signatures_are_those_of_the_standard() -> None:
    """The second example of RFC 8032, 7.1."""
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert is_signed(b"r", key, signature)
    assert not is_signed(b"s", key, signature)


def test_nothing_else_is_put_away_for_an_archive(minimal: Path, tmp_path: Path) -> None:
    full = tmp_path / "photos"
    full.mkdir()
    (full / "a.jpg").write_text("", encoding="utf-8")
    (tmp_path / "taken.zip").write_text("", encoding="utf-8")
    for target in (full, tmp_path / "taken", minimal / "docs" / "news" / "archive"):
        with pytest.raises(UserError, match="请换一个文件夹"):
            make(minimal, target, Wanted())
    assert [path.name for path in full.iterdir()] == ["a.jpg"]


def test_an_archive_that_fails_leaves_the_last_one(
    base: Path, copy: Path, reviewed_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = copy.with_name(f"{copy.name}.zip")
    packed.write_bytes(b"the last one")
    before = dict(contents(copy))

    def build_nothing_new(root: Path, site: Path, **options: object) -> Summary:
        shutil.copytree(reviewed_site, site)
        return Summary({}, 0, 0, 0, (), ())

    def full_disk(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("lanmu.storage.signing_keys.key_folder", lambda: base / "keys")
    monkeypatch.setattr(making, "build", build_nothing_new)
    monkeypatch.setattr(making, "pack", full_disk)
    with pytest.raises(UserError, match=r"磁盘已满.*原来的存档没有动"):
        make(reviewed_site.parent, copy, Wanted(site_url=HOST))
    assert dict(contents(copy)) == before
    assert sorted(path.name for path in copy.parent.iterdir()) == [copy.name, packed.name]
    assert packed.read_bytes() == b"the last one"


def test_the_command_says_what_is_wrong(base: Path, copy: Path, ready: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = run_here(ready, "archive.py", *arguments)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    change_a_byte(copy)
    for arguments, code, message in (
        (("--verify", str(base / f"{NAME}.zip")), 0, "完好"),
        (("--verify", str(copy)), 1, "改动了，或者读不出来：1 个文件"),
        (("--verify", "nowhere"), 2, "没有 nowhere"),
        (("--column", "newz"), 2, "是不是 news？"),
        ((), 2, "--column --all --verify 里要写一个"),
    ):
        exit_code, text = run(*arguments)
        assert (exit_code, message in text) == (code, True), text
    assert not (ready / "out").exists()
