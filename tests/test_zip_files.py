"""What a zip file says of its list of parts is known before the list is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lanmu.checks.attachments import CannotLook, FileKind, kind_of, texts_of
from lanmu.untrusted.kinds import kind_in
from lanmu.untrusted.zip_files import LARGEST_DIRECTORY, LONGEST_END, Directory, directory_of
from word.hostile_zip import LINES, list_without_end
from word.packing import items, parts, zipped


def archive(count: int, comment: bytes = b"") -> bytes:
    """A zip file of empty parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.comment = comment
        for number in range(count):
            packed.writestr(f"{number:04}.txt", "")
    return target.getvalue()


@pytest.mark.parametrize("comment", [b"", "备注".encode(), b"a" * 65_535])
def test_count_and_size(comment: bytes) -> None:
    data = archive(12, comment)
    assert directory_of(data) == directory_of(data[-LONGEST_END:]) == Directory(12, 12 * (46 + 8))


def test_lists_that_are_short_and_lists_that_are_not() -> None:
    assert Directory(3_000, LARGEST_DIRECTORY).is_short
    assert not Directory(3_001, 100).is_short
    assert not Directory(1, LARGEST_DIRECTORY + 1).is_short


ENDLESS = {"nothing": b"", "PK": b"PK", "mark": b"PK\x05\x06", "PDF": b"%PDF-1.4 a", "zeros": bytes(100_000)}


# By name: an archive holds the time at which it was made, and both processes must call the test the same.
@pytest.mark.parametrize("data", [*ENDLESS.values(), archive(3)[:-1]], ids=[*ENDLESS, "cut short"])
def test_no_end_no_list(data: bytes) -> None:
    assert directory_of(data) is None


def test_the_record_for_large_files_counts_as_zipfile_counts_it(tmp_path: Path) -> None:
    """The short record says one part, the long one 600,000: reading them would take seconds."""
    data = list_without_end()
    assert directory_of(data) == Directory(LINES, LINES * 47)
    assert kind_in(data) is FileKind.ZIP
    file = tmp_path / "a.zip"
    file.write_bytes(data)
    reason = texts_of(file)
    assert isinstance(reason, CannotLook)
    assert "3000" in reason.reason
    assert kind_of(file) is FileKind.ZIP


def test_a_document_is_still_known() -> None:
    assert kind_in(zipped(items(parts()))) is FileKind.DOCX
