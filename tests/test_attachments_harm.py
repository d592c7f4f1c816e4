"""What cannot be looked into is said with the reason, and no file does harm: bombs, lies, cuts, arbitrary bytes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lanmu.checks.attachments import (
    FileKind,
    Picture,
    RejectedFileError,
    Sort,
    kind_of,
    picture_facts,
    pictures_in,
    texts_of,
)
from support import files
from support.attached import holding, refused, repack
from support.files import IDENTITY
from word.hostile_zip import one_inside_another

SUFFIXES = (
    "docx",
    "xlsx",
    "pptx",
    "pdf",
    "zip",
    "doc",
    "txt",
    "csv",
    "html",
    "png",
    "jpg",
    "gif",
    "webp",
    "svg",
    "heic",
)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.doc", files.OLE2 + bytes(600), "旧版"),
        ("a.docx", files.OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(50), "RAR"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z"),
        ("a.rtf", b"{\\rtf1 a}", "RTF"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "损坏"),
        ("a.bin", b"\x01\x02\x03\x00" * 30, "认不出"),
        ("a.txt", b"", "空的"),
    ],
)
def test_files_that_cannot_be_looked_into(name: str, data: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert word in refused(tmp_path / name).reason


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    files.docx(tmp_path / "a.docx", IDENTITY)
    for name in ("a.pdf", "a.txt", "a.jpg", "a"):
        (tmp_path / name).write_bytes((tmp_path / "a.docx").read_bytes())
        assert kind_of(tmp_path / name) is FileKind.DOCX
        assert holding(tmp_path / name)


def notes(path: Path) -> str:
    """What a file says it could not show."""
    texts = texts_of(path)
    if isinstance(texts, RejectedFileError):
        return texts.reason
    return " ".join(text.text for text in texts if text.sort is Sort.UNSEEN)


# Made when they are needed: every process of the tests would keep 90 MB of them.
HARM: dict[str, tuple[Callable[[], bytes], str]] = {
    "ratio": (lambda: b"<w:t>" + bytes([48]) * 30_000_000, "压缩炸弹"),
    "size": (lambda: b" " * 40_000_000, "压缩炸弹"),
    "dtd": (lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML 实体"),
    "external": (lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "外部实体"),
    "dtd alone": (lambda: b'<!DOCTYPE a SYSTEM "http://www.example.org/a.dtd"><a/>', "DTD"),
    "deep": (lambda: b"<a>" * 50_000, "层"),
    "many": (lambda: b"<a>" + b"<b/>" * 4_000_000 + b"</a>", "压缩炸弹|太多"),
    "broken": (lambda: b"<a><b></a>", "损坏"),
    "nothing": (lambda: b"", "损坏"),
}


@pytest.mark.parametrize("name", HARM)
def test_harmful_parts(name: str, tmp_path: Path) -> None:
    make, words = HARM[name]
    data = make()
    file = tmp_path / "a.docx"
    files.docx(file, "正文")
    repack(file, lambda part, old: data if part == "word/document.xml" else old)
    said = notes(file)
    assert any(word in said for word in words.split("|")), said


def test_a_size_that_lies(tmp_path: Path) -> None:
    """The directory declares ten bytes where thirty million are."""
    packed = zlib.compress(bytes(40_000_000), 1)[2:-4]
    name = b"word/document.xml"
    local = (
        struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0) + name + packed
    )
    entry = (
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(local), 0)
    (tmp_path / "a.zip").write_bytes(local + entry + end)
    assert "声明的不一样" in notes(tmp_path / "a.zip")


def test_parts_that_share_bytes(tmp_path: Path) -> None:
    """A bomb that unpacks one piece of data thousands of times."""
    (tmp_path / "a.docx").write_bytes(one_inside_another())
    assert "叠在一起" in refused(tmp_path / "a.docx").reason


def test_thousands_of_parts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for number in range(3_500):
            packed.writestr(f"{number}.txt", "")
    assert "3000" in refused(tmp_path / "a.zip").reason


def test_a_directory_of_two_hundred_thousand_parts_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", *[0] * 9, 1, *[0] * 6) + b"a"
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * 200_000, 4, 0)
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04" + entry * 200_000 + end)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_, **__: pytest.fail("the directory is read"))
    assert kind_of(tmp_path / "a.docx") is FileKind.ZIP
    assert "3000" in refused(tmp_path / "a.docx").reason


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    files.archive(tmp_path / "a.zip", f"a.txt：{IDENTITY}\nb.txt：名单")
    (tmp_path / "a.zip").write_bytes((tmp_path / "a.zip").read_bytes().replace(b"b.txt", b"a.txt"))
    assert holding(tmp_path / "a.zip")


def test_a_package_without_its_table_of_contents(tmp_path: Path) -> None:
    for maker in ("xlsx", "pptx"):
        file = tmp_path / f"a.{maker}"
        files.MAKERS[maker](file, f"名单\n{IDENTITY}")
        with zipfile.ZipFile(file) as old:
            parts = {name: old.read(name) for name in old.namelist() if name.count("/") != 1 or "_rels" in name}
        with zipfile.ZipFile(file, "w") as new:
            for name, data in parts.items():
                new.writestr(name, data)
        assert holding(file)


def test_locked_archive(tmp_path: Path) -> None:
    files.archive(tmp_path / "a.zip", f"a.txt：{IDENTITY}")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    assert "密码" in notes(tmp_path / "a.zip")


@pytest.mark.parametrize("maker", ["docx", "xlsx", "pptx", "pdf", "zip"])
def test_a_file_cut_short(maker: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{maker}"
    files.MAKERS[maker](file, "one\ntwo")
    whole = file.read_bytes()
    for part in range(1, 10):
        file.write_bytes(whole[: len(whole) * part // 10])
        assert isinstance(texts_of(file), RejectedFileError | tuple)
        assert maker == "pdf" or "损坏" in refused(file).reason


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=2_000),
    suffix=st.sampled_from(SUFFIXES),
    head=st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\xff\xd8\xff\xe1",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"RIFF\0\0\0\0WEBP",
            b"<svg ",
            b"II*\0",
            b"BM",
            b"\0\0\0\x18ftypavif",
        ]
    ),
)
def test_no_bytes_raise(data: bytes, suffix: str, head: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_bytes(head + data)
    assert isinstance(texts_of(file), RejectedFileError | tuple)
    assert isinstance(picture_facts(file), RejectedFileError | Picture)
    assert isinstance(pictures_in(file), list)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(maker=st.sampled_from(["docx", "xlsx", "pptx"]), seed=st.randoms(use_true_random=False))
def test_no_changed_byte_raises(maker: str, seed: Any, tmp_path: Path) -> None:
    file = tmp_path / f"whole.{maker}"
    if not file.exists():
        files.MAKERS[maker](file, f"one\n{IDENTITY}")
    data = bytearray(file.read_bytes())
    for _ in range(5):
        data[seed.randrange(len(data))] = seed.randrange(256)
    changed = tmp_path / f"a.{maker}"
    changed.write_bytes(data)
    assert isinstance(texts_of(changed), RejectedFileError | tuple)
