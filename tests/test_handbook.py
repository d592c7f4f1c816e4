"""The handbook and its pictures belong together, and what it says to run is there."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from PIL import Image
from support.handbook.story import FOLDER, PICTURES
from support.handbook.terminal import terminal_page

TEXT = (ROOT / "HANDBOOK.md").read_text(encoding="utf-8")
SHOWN = re.findall(rf"!\[([^\]]+)\]\({re.escape(FOLDER)}/([^)]+)\)", TEXT)
SHOWN += [(alt, name) for name, alt in re.findall(rf'<img src="{re.escape(FOLDER)}/([^"]+)" alt="([^"]+)"', TEXT)]


def test_the_handbook_shows_every_picture_with_its_words() -> None:
    assert {name: alt for alt, name in SHOWN} == PICTURES


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_there_and_light(name: str) -> None:
    file = ROOT / FOLDER / name
    with Image.open(file) as picture:
        assert picture.width >= 500
    assert file.stat().st_size < 250_000


def test_every_command_of_the_handbook_exists() -> None:
    named = set(re.findall(r"scripts/(\w+\.py)", TEXT))
    assert named
    assert sorted(name for name in named if not (ROOT / "scripts" / name).is_file()) == []


def test_what_a_command_prints_is_text() -> None:
    page = terminal_page([("python x.py <a>", "✓ 好了\n✗ <b>不行</b> & 别的")])
    assert "python x.py &lt;a&gt;" in page
    assert "<i>✓ 好了</i>\n<u>✗ &lt;b&gt;不行&lt;/b&gt; &amp; 别的</u>" in page
