"""Pictures that lie inside other files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lanmu.checks.attachments.budget import Budget
from lanmu.checks.attachments.opening import read
from lanmu.checks.attachments.package import Package
from lanmu.checks.attachments.pictures import Picture, facts_of
from lanmu.checks.attachments.text import CannotLook
from lanmu.untrusted.kinds import OFFICE, PICTURES, FileKind, kind_in

JPEG_START = re.compile(rb"\xff\xd8\xff[\xe0\xe1]")
MOST_IN_PDF = 200


def pictures_in(path: Path) -> list[tuple[str, Picture]]:
    """Every picture that lies in an office file or archive, with its name; what cannot be looked into is left out
    here, as `texts_of` reports it."""
    try:
        data = read(path)
        return list(inner_pictures(data, Budget(), 0))
    except CannotLook:
        return []


def inner_pictures(data: bytes, budget: Budget, depth: int) -> Iterator[tuple[str, Picture]]:
    """The pictures in a container, and in the office files of an archive."""
    kind = kind_in(data)
    if kind is FileKind.PDF:
        yield from pdf_pictures(data)
    if kind not in OFFICE and (kind is not FileKind.ZIP or depth):
        return
    package = Package(data, budget)
    for name in package.parts:
        try:
            content = package.read(name)
            if kind_in(content) in PICTURES:
                yield name, facts_of(content)
            elif kind is FileKind.ZIP:
                yield from ((f"{name}/{inner}", found) for inner, found in inner_pictures(content, budget, 1))
        except CannotLook:
            if budget.spent:
                return


def pdf_pictures(data: bytes) -> Iterator[tuple[str, Picture]]:
    """The photographs in a PDF, which keeps JPEG files as they are (ISO 32000, DCTDecode)."""
    for number, match in enumerate(JPEG_START.finditer(data), 1):
        if number > MOST_IN_PDF:
            return
        end = data.find(b"endstream", match.start())
        try:
            yield f"第 {number} 张图片", facts_of(data[match.start() : end if end > 0 else len(data)])
        except CannotLook:
            continue
