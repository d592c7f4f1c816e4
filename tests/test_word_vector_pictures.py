"""Drawings of Windows become pictures that a page can show, where LibreOffice is installed."""

from __future__ import annotations

import gzip
import io
import struct
from pathlib import Path

import pytest
from lanmu.intake.word import legacy
from lanmu.intake.word.model import Picture
from lanmu.intake.word.vector_pictures import as_png, is_vector, size_of
from lanmu.intake.word_article import take
from PIL import Image

# LibreOffice is started once.
pytestmark = pytest.mark.xdist_group("legacy")
office = pytest.mark.skipif(legacy.installed() is None, reason="LibreOffice 没有安装")


def record(function: int, *values: int) -> bytes:
    """A record of a WMF."""
    return struct.pack(f"<IH{len(values)}h", 3 + len(values), function, *values)


def wmf(*, placeable: bool = True) -> bytes:
    """A rectangle in a drawing twice as wide as it is high."""
    records = (
        record(0x0103, 8) + record(0x020B, 0, 0) + record(0x020C, 1000, 2000) + record(0x041B, 900, 1900, 100, 100)
    )
    body = records + record(0)
    header = struct.pack("<3HIHIH", 1, 9, 0x300, (18 + len(body)) // 2, 0, 7, 0)
    if not placeable:
        return header + body
    place = struct.pack("<IH4hHI", 0x9AC6CDD7, 0, 0, 0, 2000, 1000, 720, 0)
    total = 0
    for (word,) in struct.iter_unpack("<H", place):
        total ^= word
    return place + struct.pack("<H", total) + header + body


def emf() -> bytes:
    """The same as EMF."""
    shape = struct.pack("<II4i", 43, 24, 100, 100, 1900, 900)
    end = struct.pack("<5I", 14, 20, 0, 16, 20)
    size = 88 + len(shape) + len(end)
    head = struct.pack("<II8i", 1, 88, 0, 0, 2000, 1000, 0, 0, 20000, 10000)
    head += b" EMF" + struct.pack("<3I2H3I4i", 0x10000, size, 3, 1, 0, 0, 0, 0, 2000, 1000, 200, 100)
    return head + shape + end


def test_what_is_such_a_drawing() -> None:
    for data in (wmf(), wmf(placeable=False), emf(), gzip.compress(emf())):
        assert is_vector(data)
    for data in (b"\x01\x00\x00\x00" + bytes(100), b"\x89PNG", b""):
        assert not is_vector(data)


def test_the_shape_of_a_drawing() -> None:
    assert [size_of(data) for data in (wmf(), wmf(placeable=False), emf())] == [
        (2000, 1000),
        (2000, 1000),
        (20000, 10000),
    ]
    assert size_of(wmf()[:10]) == size_of(wmf(placeable=False)[:30]) == (1, 1)


def test_without_libreoffice_nothing_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(legacy, "LOCATIONS", ())
    assert as_png([wmf(), emf()]) == [None, None]


@office
def test_drawings_become_pictures_in_one_call(tmp_path: Path) -> None:
    drawings = {
        "a.wmf": wmf(),
        "b.wmf": wmf(placeable=False),
        "c.emf": emf(),
        "d.emf": gzip.compress(emf()),
        "e.emf": b"\x1f\x8bxx",
    }
    for name, data in drawings.items():
        (tmp_path / name).write_bytes(data)
    result = take([Picture(name) for name in drawings], tmp_path)
    assert list(result.refused) == ["e.emf"]
    for name in list(drawings)[:4]:
        assert result.taken[name].changes[0] == "由矢量图（EMF、WMF）画成位图"
        with Image.open(io.BytesIO(result.taken[name].data)) as image:
            assert image.size == (1600, 800)
            drawn = image.convert("L").point(lambda value: 255 if value < 200 else 0).getbbox()
        assert drawn is not None
        # The rectangle reaches from a twentieth of the width to nineteen twentieths.
        assert abs(drawn[2] - 1520) < 12
        assert abs(drawn[3] - 720) < 12


@office
def test_a_call_that_takes_too_long_draws_nothing() -> None:
    assert as_png([wmf()], seconds=0.3) == [None]
