"""What a picture gives away besides its pixels: place, size, words, and what an SVG would do; also in office files and PDFs."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from fpdf import FPDF
from lanmu.checks.attachments import FileKind, Picture, RejectedFileError, picture_facts, pictures_in
from lanmu.untrusted.picture_facts import from_exif, from_xmp
from PIL import Image, ImageFile
from support import files
from support.attached import holding
from support.files import IDENTITY, picture_bytes


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "tif", "avif"])
def test_place_in_exif(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    files.picture(file, "40x30 gps")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.width, facts.height, facts.gps, facts.frames) == (40, 30, (1.5, 2.25), 1)
    files.picture(file, "40x30 turned")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert facts.orientation == 6
    files.picture(file, "40x30")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.gps, facts.orientation) == (None, 1)


def test_degrees_minutes_and_seconds() -> None:
    exif = {1: "S", 2: (1, 30, 36), 3: b"W", 4: (2, 15, 0)}
    assert from_exif(exif) == (-1.51, -2.25)
    assert from_exif(exif | {2: (91, 0, 0)}) is None
    assert from_exif({2: (0, 0, 0), 4: (0, 0, 0)}) is None
    assert from_xmp('exif:GPSLatitude="1,30,36S"><exif:GPSLongitude>2,15.0W<') == (-1.51, -2.25)


@pytest.mark.parametrize("kind", ["jpg", "webp", "png"])
def test_place_in_xmp(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    files.picture(file, "40x30 xmp")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert facts.gps == (1.5, 2.25)


def test_svg(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><text>{IDENTITY}</text></svg>', encoding="utf-8"
    )
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.kind, facts.width, facts.height, facts.risks) == (FileKind.SVG, 40, 30, ())
    assert holding(file)
    file.write_text(
        '<svg width="10mm" height="1in" onload="a()" xmlns:x="http://www.w3.org/1999/xlink"><script/><foreignObject/>'
        '<image x:href="//www.example.org/a.png"/><a x:href="https://www.example.org/"/><style>@import "http://b.example.org/";</style></svg>',
        encoding="utf-8",
    )
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.width, facts.height) == (38, 96)
    assert [risk.split("（")[0] for risk in facts.risks] == ["外部网址", "外部网址", "嵌入的网页", "脚本", "脚本"]


def test_old_svg_and_one_with_entities(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    dtd = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    file.write_text(f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC {dtd}><svg width="4" height="3"/>', encoding="utf-8")
    assert isinstance(picture_facts(file), Picture)
    file.write_text('<!DOCTYPE svg [<!ENTITY a "b">]><svg width="4" height="3">&a;</svg>', encoding="utf-8")
    assert isinstance(picture_facts(file), RejectedFileError)


def test_many_pixels_are_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """60,000 × 60,000 pixels in a few kilobytes: the head is read, no pixel is decoded, no warning shown."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    data = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("pixels are decoded"))
    facts = picture_facts(tmp_path / "a.png")
    assert isinstance(facts, Picture)
    assert facts.width == 60_000


@pytest.mark.parametrize("kind", ["jpg", "png", "gif", "webp"])
def test_pictures_cut_short(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    files.picture(file, "200x150 noise")
    assert isinstance(picture_facts(file), Picture)
    files.picture(file, "200x150 noise cut")
    assert isinstance(picture_facts(file), RejectedFileError)


def test_heic_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(100))
    facts = picture_facts(tmp_path / "a.jpg")
    assert isinstance(facts, RejectedFileError)
    assert "HEIC" in facts.reason


def test_words_about_a_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = IDENTITY
    exif[0x9C9C] = IDENTITY.encode("utf-16-le")
    Image.new("RGB", (4, 3)).save(tmp_path / "a.jpg", exif=exif, comment=IDENTITY)
    places = [text.place for text in holding(tmp_path / "a.jpg")]
    assert places == ["图片属性：说明", "图片属性：备注", "图片属性：comment"]


def test_pictures_in_office_files(tmp_path: Path) -> None:
    files.docx(tmp_path / "a.docx", "图：40x30 gps\n图：40x31")
    places = {name: picture.gps for name, picture in pictures_in(tmp_path / "a.docx")}
    assert (places["word/media/image1.jpg"], places["word/media/image2.jpg"]) == ((1.5, 2.25), None)


def test_pictures_in_a_pdf(tmp_path: Path) -> None:
    document = FPDF()
    document.add_page()
    document.image(io.BytesIO(picture_bytes("jpg", "40x30 gps")))
    document.output(str(tmp_path / "a.pdf"))
    assert [picture.gps for _, picture in pictures_in(tmp_path / "a.pdf")] == [(1.5, 2.25)]
