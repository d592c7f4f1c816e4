"""The desk of a project with prints: what its tests share. Whoever changes the project finds it put back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import SITES, copy_project
from lanmu.channels.printing import Order
from lanmu.channels.registry import CHANNELS
from lanmu.content.front_matter import split
from lanmu.desk.printing.prints import Print, Prints
from lanmu.desk.printing.work import print_order
from lxml import html
from werkzeug.test import TestResponse

from support.desk import Asked
from support.standing_prints import PEIXUN, with_prints

BULLETIN = "out/bulletin/news-001.pdf"
PAPER = {"front": "worker", "month": "2008-11"}
BOARD = {"front": "board", "month": "2008-11"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A desk with one bulletin printed. Whoever changes it puts it back."""
    root = with_prints(copy_project(tmp_path_factory.mktemp("desk") / "project", SITES / "minimal"))
    assert print_order(root, Order((PEIXUN,), channels=("bulletin",))) == (1, 0)
    return Asked(root)


@pytest.fixture(autouse=True)
def _as_before(desk: Asked) -> Iterator[None]:
    """Puts docs/ and out/ back."""
    before = {
        file: file.read_bytes()
        for place in ("docs", "out")
        for file in (desk.root / place).rglob("*")
        if file.is_file()
    }
    yield
    for place in ("docs", "out"):
        for file in (desk.root / place).rglob("*"):
            if (file.is_file() or file.is_symlink()) and file not in before:
                file.unlink()
    for file, data in before.items():
        if not file.is_file() or file.read_bytes() != data:
            file.write_bytes(data)


def text_of(desk: Asked, path: str) -> str:
    return (desk.root / "docs" / path).read_text(encoding="utf-8")


def edit(desk: Asked, path: str, old: str, new: str) -> None:
    text = text_of(desk, path)
    assert old in text
    (desk.root / "docs" / path).write_text(text.replace(old, new), encoding="utf-8")


def channels_of(desk: Asked, path: str) -> Any:
    return split(text_of(desk, path), path)[0].data.get("channels")


def words(answer: TestResponse, path: str) -> list[str]:
    """The texts of all elements at an XPath."""
    return [" ".join(each.text_content().split()) for each in html.fromstring(answer.text).xpath(path)]


def bulletin(desk: Asked) -> Print:
    """The bulletin as it stands."""
    return Prints(desk.desk).of_channel(CHANNELS["bulletin"])[0]
