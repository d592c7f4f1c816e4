"""The page that an article is copied from: fields with buttons, the text as it will look, the pictures to upload."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from lanmu.channels.common.paste.pictures import Upload
from lanmu.content.palette import Inks
from lanmu.storage.program_data import html_templates

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Field:
    """Something to copy by itself. `most` are the characters that it may have (0: any number), `remedy` what to do when it has
    more."""

    name: str
    label: str
    text: str
    most: int = 0
    remedy: str = ""

    @property
    def fault(self) -> str:
        """What is to be shortened; empty when it fits."""
        over = len(self.text) - self.most
        if not self.most or over <= 0:
            return ""
        return f"{self.label}有 {len(self.text)} 字，最多 {self.most} 字，要缩短 {over} 字：{self.remedy}"


@dataclass(frozen=True)
class CopyPage:
    """What the page shows. `channel` is where the article goes, `place` what its editor is called; `body` the HTML that is
    copied; `pictures` and `covers` lie in `folder` beside the page; `faults` are what does not fit there."""

    channel: str
    place: str
    language: str
    title: str
    byline: str
    stamp: str
    fields: Sequence[Field]
    body: str
    pictures: Sequence[Upload]
    covers: Sequence[Upload]
    folder: str
    faults: Sequence[str]
    wide: bool
    look: Inks


def text_length(body: str) -> int:
    """The characters that are read in a text."""
    node = LexborHTMLParser(body).body
    return len("".join((node.text() if node else "").split()))


def render(page: CopyPage) -> bytes:
    """The page, with its style and its script in it. Everything that comes from a manuscript is escaped."""
    parts = {"css": (HERE / "page.css").read_text(encoding="utf-8"), "js": script()}
    template = html_templates(HERE).get_template("page.html")
    return template.render(page=page, length=text_length(page.body), **parts).encode()


def script() -> str:
    return (HERE / "page.js").read_text(encoding="utf-8")


def policy() -> str:
    """The policy (CSP Level 3) to serve a page under: its own script runs, nothing else that might have come into the file."""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
