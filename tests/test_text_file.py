"""Text files that are handed in: their encoding is found, and what is no text is refused."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.intake import text_article

TEXT = "关于开展示例学习的通知\n\n各单位：\n　　现将有关事项通知如下。\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "方案.md"])
def test_a_text_is_read_to_the_letter(tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(TEXT.encode(encoding))
    assert text_article.read(path) == TEXT


def test_a_short_utf8_text_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("人大人工".encode())
    assert "人大人工".encode().decode("gb18030") == "浜哄ぇ浜哄伐"
    assert text_article.read(path) == "人大人工"


def test_line_ends_and_rare_characters_are_kept(tmp_path: Path) -> None:
    text = "㐀𠀀镕喆\r\n\t第二行\x0c\n"
    for encoding in ("utf-8", "gb18030"):
        path = tmp_path / "a.txt"
        path.write_bytes((TEXT * 3 + text).encode(encoding))
        assert text_article.read(path) == TEXT * 3 + text


def test_utf16_is_known_by_its_mark_in_both_orders(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert text_article.read(path) == TEXT


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(UserError) as caught:
        text_article.read(path)
    assert caught.value.exit_code == Exit.USAGE
    assert path.name in str(caught.value)
    assert str(caught.value).endswith("。")
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "没有文字"),
        (" \n\t\u3000\r\n".encode(), "没有文字"),
        (b"abc\x00def", "不是文本文件"),
        (PNG, "不是文本文件"),
        (b"%PDF-1.4\nabc", "不是文本文件"),
        (b"PK\x03\x04abc", "不是文本文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不是文本文件"),
        (b"abc\x07def", "控制字符"),
        ("学习".encode("utf-32"), "控制字符"),
        (b"\xff\xfe\x00", "编码认不出来"),
        ("学习".encode()[:-1], "编码认不出来"),
        ("café".encode("latin-1"), "编码认不出来"),
        ("各支部：請把學習心得交到辦公室，逾期不候。".encode("big5"), "编码认不出来"),
        ("為了把工作做好，我們要認真學習，廣泛聽取職工的意見。".encode("big5"), "编码认不出来"),
        # Big5 that reads as GB 2312 but for characters of the private use area.
        ("學習實踐活動實施方案，請遵照執行。".encode("big5"), "编码认不出来"),
        (b"a" * 6_000_000, "6.0 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:8].hex(),
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert said in refusal(path)


def test_every_refusal_has_its_own_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    for name, data in {
        "a.docx": b"PK",
        "plain": b"abc",
        "empty.txt": b"",
        "nul.txt": b"a\0b",
        "bell.txt": b"\x07",
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "big5.txt").write_bytes("請把學習心得交到辦公室，逾期不候。".encode("big5"))
    (tmp_path / "large.txt").write_bytes(b"a" * 5_000_001)
    wanted = {
        "folder.txt": "是文件夹",
        "missing.txt": "找不到文件",
        "a.docx": "不是 .txt 或 .md",
        "plain": "不是 .txt 或 .md",
        "empty.txt": "没有文字",
        "nul.txt": "改了后缀",
        "bell.txt": "控制字符",
        "big5.txt": "编码",
        "large.txt": "超过 1 MB",
    }
    said = {name: refusal(tmp_path / name) for name in wanted}
    assert all(wanted[name] in sentence for name, sentence in said.items())
    assert "另存为" in said["a.docx"]


def test_a_renamed_zip_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "甲")
    assert "改了后缀的 Word" in refusal(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    assert "权限" in refusal(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_in_a_folder_that_may_not_be_entered(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0)
    try:
        assert "权限" in refusal(folder / "a.txt")
    finally:
        folder.chmod(0o700)


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert "检查文件名" in refusal(tmp_path / f"{'长' * 300}.txt")
