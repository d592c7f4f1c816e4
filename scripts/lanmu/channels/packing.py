"""Zip files that are the same bytes for the same content, whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

# Zip files know no earlier day (APPNOTE.TXT 6.3.10, 4.4.6).
FIRST_DAY = date(1980, 1, 1)
PLAIN_FILE = 0o100644 << 16
# What is packed tight already.
TIGHT = (".pdf", ".docx", ".jpg", ".png", ".webp")


def packed(files: Mapping[str, bytes], day: date) -> bytes:
    """A zip file of these, in their order, each dated the midnight of `day`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(entry(name, day), data)
    return target.getvalue()


def entry(name: str, day: date) -> zipfile.ZipInfo:
    """The head of one file, telling nothing of the machine."""
    moment = max(day, FIRST_DAY)
    info = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
    info.create_system, info.external_attr = 3, PLAIN_FILE
    info.compress_type = zipfile.ZIP_STORED if name.endswith(TIGHT) else zipfile.ZIP_DEFLATED
    return info


def repacked(data: bytes, day: date) -> bytes:
    """A zip file (a .docx is one) packed anew in that way, its files in their own order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({info.filename: archive.read(info) for info in archive.infolist()}, day)
