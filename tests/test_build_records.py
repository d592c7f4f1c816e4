"""What is kept from one build to the next: taken when it can be trusted, and made anew when it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.build.reuse import Store
from lanmu.build.site import build
from property.test_warm_build import ARTICLE, differences
from support.many_articles import edit, with_articles, with_translation

pytestmark = pytest.mark.usefixtures("moment")


def test_records_of_other_documents_keep_their_number_or_get_the_new_one(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 8)
    build(project, project / "site")
    newest = project / "docs" / "news" / "2008-10-30-gao-9999.md"
    newest.write_text(ARTICLE.format(title="最新一篇", day="2008-10-30", body="学习。"), encoding="utf-8")
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


@pytest.mark.parametrize("damage", ["gone", "cut off", "one bit"])
def test_where_what_texts_say_is_damaged_all_is_made_anew(tmp_path: Path, damage: str) -> None:
    project = with_articles(tmp_path / "project", 4)
    build(project, project / "site")
    cache = project / ".cache" / "build"
    (path,) = cache.glob("*.zh.*.texts")
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-9] if damage == "cut off" else data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    edit(project, 1)
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []
    # What the build before needed is no longer kept.
    (other,) = cache.glob("*.zh.*.texts")
    assert other != path


def test_where_what_a_translation_says_is_damaged_the_search_of_the_original_stays(tmp_path: Path) -> None:
    project, english = with_translation(tmp_path / "project")
    build(project, project / "site")
    (path,) = (project / ".cache" / "build").glob("*.en.*.texts")
    path.write_bytes(path.read_bytes()[:-9])
    english.write_text(english.read_text(encoding="utf-8") + "\nMore text.\n", encoding="utf-8")
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []
    # The next one knows all that it is to know.
    edit(project, 1)
    build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


@pytest.mark.parametrize("damage", [b"", b"{}", b"1 00\n{}", b"\xff\xfe", b"0" * 128 + b"\n{}", None])
def test_a_record_that_cannot_be_trusted_is_none(tmp_path: Path, damage: bytes | None) -> None:
    store = Store(tmp_path, tmp_path / "site")
    record = store.read()
    record.inputs = "known"
    store.write(record)
    assert store.read().inputs == "known"
    store.path.write_bytes(store.path.read_bytes().replace(b"known", b"other") if damage is None else damage)
    assert store.read().inputs == ""
