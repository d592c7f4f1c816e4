"""What every channel's file says it is, on the samples of a site: archived and read aloud, fonts inside."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import WHOLE
from lanmu.channels import bulletin, document, newspaper, poster
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.press import Press
from lanmu.content.loading import load
from pypdf import PdfReader
from support import builders
from support.printing import _fonts_are_there, fonts_of

__all__ = ["_fonts_are_there"]


@pytest.mark.parametrize("channel", [document, bulletin, newspaper, poster], ids=lambda channel: channel.CHANNEL.name)
def test_every_channel_is_archived_and_read_aloud_with_its_fonts(tmp_path: Path, channel: object) -> None:
    site = load(WHOLE / "docs")
    place = Press(site, builders.SETTINGS, tmp_path)
    wanted = Wanted((site.articles[0],), named=True) if channel is document else Wanted()
    job = next(iter(channel.jobs(place, wanted)))  # type: ignore[attr-defined]
    pdf = job.render().files[job.name]
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.xmp_metadata is not None
    identifiers = reader.xmp_metadata.stream.get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in identifiers
    assert "<pdfuaid:part>1</pdfuaid:part>" in identifiers
    embedded = fonts_of(pdf)
    assert embedded
    assert all(embedded.values())
