"""Reports upwards made for tests, and their Word files read back."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lanmu.channels import report
from lanmu.channels.common.job import Rendered, Wanted
from lanmu.content.article import Article
from lanmu.intake.word import legacy

from support import builders
from support.files import picture_bytes
from support.printing import press

CREDITS = {"unit": "办公室", "author": "示例人员甲", "photo": "示例人员乙"}
TWO = "\n\n![会场](a.jpg)\n\n![走访](b.jpg)\n"


def article(body: str = "正文。", **fields: Any) -> Article:
    """An article of a unit, to be reported."""
    return builders.article("a", body=body, **{"title": "示例的标题"} | CREDITS | fields)


def pictures(tmp_path: Path, **given: str) -> None:
    """Pictures beside the article: `a_jpg="1800x1200 gps"`."""
    folder = tmp_path / "docs" / "news"
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in given.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_bytes(picture_bytes(suffix, words))


def reported(tmp_path: Path, source: Article, **options: Any) -> Rendered:
    """What the channel makes of an article."""
    (job,) = report.jobs(press(tmp_path, [source], **options), Wanted((source,), named=True))
    return job.render()


def file_of(done: Rendered, suffix: str) -> bytes:
    """The one file with that suffix."""
    (content,) = (data for name, data in done.files.items() if name.endswith(suffix))
    return content


def word_of(done: Rendered) -> Document:
    """The Word file, opened."""
    return docx.Document(io.BytesIO(file_of(done, ".docx")))


def word_text(document: Document) -> str:
    """The text of the body in its order, without white space."""
    return "".join("".join(text.text or "" for text in document.element.body.iter(qn("w:t"))).split())


def office_pdfs(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """What LibreOffice prints of Word files."""
    program = legacy.installed()
    assert program is not None
    for name, word in files.items():
        (folder / f"{name}.docx").write_bytes(word)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    given = [str(folder / f"{name}.docx") for name in files]
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *given]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


def part(data: bytes, name: str) -> str:
    """One part of a Word file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")
