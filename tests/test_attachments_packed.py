"""Plain text in any encoding, archives, and files embedded in files are looked into."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lanmu.checks.attachments import Sort, pictures_in
from support import files
from support.attached import holding, repack, texts_in
from support.files import IDENTITY, picture_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json"])
def test_plain_text(name: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(f"姓名，身份证\n示例人员甲，{IDENTITY}\n".encode(encoding))
    assert holding(tmp_path / name)
    assert "示例人员甲" in texts_in(tmp_path / name)[0].text


def test_numbers_cut_by_tags_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<html><p>{IDENTITY[:6]}<b>{IDENTITY[6:]}</b></p><p>1</p></html>", encoding="utf-8"
    )
    assert holding(tmp_path / "a.html")


def test_archive(tmp_path: Path) -> None:
    files.docx(tmp_path / "a.docx", f"正文\n图：40x30 gps\n{IDENTITY}")
    files.ole2(tmp_path / "b.doc", "")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(tmp_path / "a.docx", f"../{IDENTITY}.docx")
        packed.write(tmp_path / "b.doc", "旧.doc")
        packed.writestr("a.jpg", picture_bytes("jpg", "40x30 gps"))
        packed.writestr("内.zip", (tmp_path / "a.zip").read_bytes()[:0] + b"PK\x05\x06" + bytes(18))
    places = [text.place for text in holding(tmp_path / "a.zip")]
    assert places == ["压缩包里的文件名", f"压缩包里的《../{IDENTITY}.docx》里的正文第 2 段"]
    unseen = [text.place for text in texts_in(tmp_path / "a.zip") if text.sort is Sort.UNSEEN]
    assert unseen == ["压缩包里的《旧.doc》", "压缩包里的《内.zip》"]
    assert [picture.gps for _, picture in pictures_in(tmp_path / "a.zip") if picture.gps] == [(1.5, 2.25)] * 2
    assert not (tmp_path.parent / f"{IDENTITY}.docx").exists()


def test_chinese_names_as_windows_packs_them(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("#####.txt", "x")
    data = (tmp_path / "a.zip").read_bytes().replace(b"#####.txt", "名单a".encode("gb18030") + b".txt")
    (tmp_path / "a.zip").write_bytes(data)
    assert texts_in(tmp_path / "a.zip")[0].text == "名单a.txt"


def test_embedded_files(tmp_path: Path) -> None:
    files.xlsx(tmp_path / "a.xlsx", IDENTITY)
    files.docx(tmp_path / "a.docx", "正文")
    files.ole2(tmp_path / "b.doc", "")
    embedded = {
        "word/embeddings/表.xlsx": (tmp_path / "a.xlsx").read_bytes(),
        "word/embeddings/b.bin": (tmp_path / "b.doc").read_bytes(),
    }
    repack(tmp_path / "a.docx", lambda _, data: data, embedded)
    assert [text.place for text in holding(tmp_path / "a.docx")] == ["嵌入的文件 表.xlsx 里的工作表《Sheet》A1"]
    assert [text.place for text in texts_in(tmp_path / "a.docx") if text.sort is Sort.UNSEEN] == [
        "word/embeddings/b.bin"
    ]
