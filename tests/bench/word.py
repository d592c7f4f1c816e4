"""What an import makes of Word files that programs other than python-docx have written.

    python tests/bench/word.py [--keep FOLDER] [--show]

Writes 388 Word files (LibreOffice four ways, pandoc two ways, npm's docx and html-to-docx, and slides under a wrong
name), imports each as a trial, and compares every line of what LibreOffice itself reads in the file with the article. Prints one
Markdown table by writer: files, imported, refused, with a doubt for the editor, and lines that are not in the article
although nothing was said of them ("lost"). With --show each refusal and each lost line is printed too. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests"), str(ROOT / "tests" / "bench")]

from lanmu.diagnostics.console import say  # noqa: E402
from lanmu.diagnostics.errors import UserError  # noqa: E402
from lanmu.intake.importer import Destination, Import, find_campaign, find_column, find_genres, plan_import  # noqa: E402
from lanmu.intake.options import ImportOptions  # noqa: E402
from PIL import Image  # noqa: E402
from word_texts import matrix  # noqa: E402
from word_writers import libreoffice, write_all  # noqa: E402

AS_TEXT = "txt:Text (encoded):UTF8"
# LibreOffice writes a number or a bullet before an item, which Markdown writes its own way.
LEADING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]|[a-zA-Z]+[.)]|[-•◦▪●○■–])\s+")


@dataclass
class Row:
    """What became of the files of one writer."""

    files: int = 0
    imported: int = 0
    doubts: int = 0
    seconds: float = 0.0
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="keep the Word files in this folder, to be taken again next time")
    parser.add_argument("--show", action="store_true", help="print each refusal and each lost line")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        report(options.keep, show=options.show)
        return
    with tempfile.TemporaryDirectory() as name:
        report(Path(name), show=options.show)


def report(folder: Path, *, show: bool) -> None:
    """Prints the table."""
    desk = Destination(ROOT / "docs", find_campaign(ROOT / "docs"), wanted())
    say("| writer | files | imported | refused | with a doubt | lines lost | s a file |")
    say("| --- | --: | --: | --: | --: | --: | --: |")
    notes: list[str] = []
    for writer, files in corpus(folder).items():
        row = tried(desk, files, folder / "read" / slug(writer))
        each = row.seconds / row.files
        say(
            f"| {writer} | {row.files} | {row.imported} | {len(row.refused)} | {row.doubts} | {len(row.lost)} | {each:.2f} |"
        )
        notes += [f"{writer}: {text}" for text in [*row.refused, *row.lost]]
    if show:
        say("\n".join(notes))


def wanted() -> ImportOptions:
    return ImportOptions(
        find_column(ROOT / "docs", "bulletins"), find_genres(ROOT / "docs"), datetime(2008, 11, 20, 9, 30)
    )


def slug(writer: str) -> str:
    return re.sub(r"\W+", "-", writer)


def corpus(folder: Path) -> dict[str, list[Path]]:
    """The Word files by writer; those that were kept from last time are taken again."""
    existing = {path.name: sorted(path.glob("*.do*")) for path in sorted(folder.glob("corpus/*"))}
    if existing:
        return existing
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        Image.new("RGB", (160, 120), (160, 30, 40)).save(work / "picture.png")
        by_writer = write_all(matrix(), work / "picture.png", work)
        for writer, files in by_writer.items():
            home = folder / "corpus" / slug(writer)
            home.mkdir(parents=True)
            for file in files:
                shutil.copy(file, home)
    return corpus(folder)


def tried(desk: Destination, files: Sequence[Path], read: Path) -> Row:
    """Imports each file as a trial and compares it with what LibreOffice reads in it."""
    row = Row(files=len(files))
    oracle = read_by_libreoffice(files, read)
    for file in files:
        start = time.monotonic()
        try:
            plan = plan_import(desk, file)
        except UserError as error:
            row.refused.append(f"{file.name}: {error}")
            continue
        finally:
            row.seconds += time.monotonic() - start
        row.imported += 1
        row.doubts += any(remark.kind == "look" for remark in plan.report.remarks)
        row.lost += [f"{file.name}: {line!r}" for line in lost(oracle.get(file.stem, ""), plan)]
    return row


def read_by_libreoffice(files: Sequence[Path], read: Path) -> dict[str, str]:
    """The text that LibreOffice reads in each file, by the file's stem."""
    if not read.exists():
        with tempfile.TemporaryDirectory() as profile:
            try:
                libreoffice(Path(profile), AS_TEXT, read, files)
            except subprocess.SubprocessError:
                say(f"LibreOffice did not read all of {read.name}")
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in read.glob("*.txt")}


def lost(text: str, plan: Import) -> Iterator[str]:
    """The lines of `text` that stand neither in the article nor in what the report says of it."""
    article = signs(shown(plan.text))
    said = signs("\n".join(plan.report.lines()))
    for line in text.splitlines():
        wanted = signs(line)
        if wanted in article or signs(LEADING.sub("", line)) in article or wanted in said:
            continue
        # A row of a table is one line there, with tabs between the cells; its cells stand apart here.
        if all(signs(cell) in article or signs(cell) in said for cell in line.split("\t")):
            continue
        yield line


def shown(markdown: str) -> str:
    """What is shown of Markdown: the numbers of notes; character references, escapes and HTML marks undone."""
    text = re.sub(r"\[\^(\d+)\]", r"\1", re.sub(r"</?[a-z][^<>]*>", "", markdown))
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", unescape(text))


def signs(text: str) -> str:
    """Letters, figures and marks, without blanks and without what Markdown itself is written with."""
    return "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if char not in "*_`#|-\\~>" and unicodedata.category(char)[0] not in "ZC"
    )


if __name__ == "__main__":
    main()
