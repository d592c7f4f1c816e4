"""A site that was built upon the last one is the site that is built from nothing, byte for byte, whatever has changed."""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SITES, copy_project
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lanmu.build import site as sites
from lanmu.build.quick import assembly, keys
from lanmu.build.site import build
from lanmu.views.search import basis

ARTICLE = "---\ntitle: {title}\ndate: {day} 09:30\ngenre: 动态\nsource: 各支部\nsummary: 摘要{title}。\n---\n\n{body}\n"
TRANSLATION = "---\ntitle: {title}\nsummary: A summary.\nsource_hash: abcdefghijkl\nsource: This site\n---\n\n{body}\n"
URL = "https://www.example.org/zhuanti/"
WORDS = ("学习", "实践", "调研", "整改", "座谈", "走访")


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def differences(one: Path, other: Path) -> list[str]:
    """Paths of files that are not the same."""
    first, second = files_of(one), files_of(other)
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


class Office:
    """An office at work on the small site."""

    def __init__(self, project: Path, chance: random.Random) -> None:
        self.project = copy_project(project, SITES / "minimal")
        self.news = self.project / "docs" / "news"
        self.chance = chance
        self.count = itertools.count(1)
        for name in ("campaign", "columns"):
            shutil.copy(self.project / "docs" / f"{name}.yml", self.project / "docs" / f"{name}.en.yml")
        (self.project / "docs" / "index.en.md").write_text(TRANSLATION.format(title="Home", body=""), encoding="utf-8")
        for _ in range(6):
            self.add()
        self.translate()

    def own(self) -> list[Path]:
        """Its articles."""
        return sorted(path for path in self.news.glob("*-gao-*.md") if path.suffixes == [".md"])

    def link(self) -> str:
        """A link to one of them, or none."""
        found = self.own()
        chosen = self.chance.choice(found).name if found and self.chance.random() < 0.5 else ""
        return f"见[{self.chance.choice(WORDS)}]({chosen})。" if chosen else ""

    def add(self) -> None:
        """A new article; only every third is related to others."""
        number = next(self.count)
        day = f"2008-10-{11 + number * 7 % 15}"
        title, body = f"{self.chance.choice(WORDS)}第{number}篇", f"## 小标题\n\n正文{number}。{self.link()}"
        text = ARTICLE.format(title=title, day=day, body=body)
        text = text if number % 3 else text.replace("source: ", "unit: ")
        (self.news / f"{day}-gao-{number}.md").write_text(text, encoding="utf-8")

    def retitle(self) -> None:
        """Another title, which lists and neighbours show."""
        path = self.chance.choice(self.own())
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("title: ", f"title: 新{next(self.count)}", 1), encoding="utf-8")

    def edit(self) -> None:
        """Another text."""
        path = self.chance.choice(self.own())
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}\n又写了{next(self.count)}。{self.link()}\n", encoding="utf-8")

    def move(self) -> None:
        """Another day, so another place in every list."""
        path = self.chance.choice(self.own())
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("date: 2008-10-", "date: 2008-11-", 1), encoding="utf-8")

    def rename(self) -> None:
        """Another address; links follow."""
        path = self.chance.choice(self.own())
        name = f"{path.stem}x.md"
        for other in self.news.glob("*-gao-*.md"):
            text = other.read_text(encoding="utf-8").replace(f"({path.name})", f"({name})")
            other.write_text(text, encoding="utf-8")
        for file in path.parent.glob(f"{path.stem}.*"):
            file.rename(path.with_name(f"{path.stem}x{file.name.removeprefix(path.stem)}"))

    def delete(self) -> None:
        """One article less; links to it become brackets."""
        path = self.chance.choice(self.own())
        path.unlink()
        for language in ("zh-Hant", "en"):
            path.with_suffix(f".{language}.md").unlink(missing_ok=True)
        for other in self.news.glob("*-gao-*.md"):
            text = other.read_text(encoding="utf-8").replace(f"]({path.name})", "]")
            other.write_text(text, encoding="utf-8")

    def write_by_hand(self) -> None:
        """A page in Traditional characters that is not made."""
        text = "---\ntitle: 手寫\nsummary: 手寫的摘要。\n---\n\n手寫的正文。\n"
        self.chance.choice(self.own()).with_suffix(".zh-Hant.md").write_text(text, encoding="utf-8")

    def translate(self) -> None:
        """An article in English, or another text of it, with a link that leads to the original as long as that has no
        translation."""
        body = f"Text {next(self.count)}. {self.link()}"
        text = TRANSLATION.format(title="Title", body=body)
        self.chance.choice(self.own()).with_suffix(".en.md").write_text(text, encoding="utf-8")

    def edit_translation(self) -> None:
        """Another text in English; all else of it stays."""
        for path in self.news.glob("*-gao-*.en.md"):
            text = path.read_text(encoding="utf-8")
            path.write_text(f"{text}\nMore text {next(self.count)}.\n", encoding="utf-8")

    def move_columns(self) -> None:
        """The columns in another order, one with another name."""
        for name in ("columns.yml", "columns.en.yml"):
            path = self.project / "docs" / name
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            data["columns"] = [*data["columns"][1:], data["columns"][0]]
            data["columns"][0]["name"] += "新"
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def configure(self) -> None:
        """The office's name."""
        path = self.project / "lanmu.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('publisher = "', f'publisher = "会{next(self.count)}', 1), encoding="utf-8")

    def retouch(self) -> None:
        """A template."""
        path = self.project / "overrides" / self.chance.choice(("article.html", "list.html", "main.html"))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<div", f'<div data-t="{next(self.count)}"', 1), encoding="utf-8")

    def upgrade(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A package of another version."""
        mark = str(next(self.count))
        monkeypatch.setattr(keys, "packages", lambda: mark)

    def spoil_a_page(self) -> None:
        """The disk, or a hand, has changed what the next build would take over."""
        page = self.chance.choice(sorted((self.project / "site").rglob("*.html")))
        data = page.read_bytes()
        page.unlink()
        if how := self.chance.randrange(3):
            page.write_bytes(data[:-5] if how == 1 else data.replace(b"<p", b"<b", 1))

    def spoil_the_record(self) -> None:
        """The record is not whole."""
        for record in (self.project / ".cache" / "build").glob("*.json"):
            record.write_bytes(record.read_bytes()[:-9])


CHANGES = (
    *(Office.add, Office.retitle, Office.edit, Office.move, Office.rename, Office.delete, Office.write_by_hand),
    *(Office.translate, Office.edit_translation),
    *(Office.move_columns, Office.configure, Office.retouch, Office.upgrade),
    *(Office.spoil_a_page, Office.spoil_the_record),
)


# Not shrunk: the order of some builds is short enough to read.
@settings(max_examples=1, deadline=None, database=None, phases=[Phase.generate])
@given(order=st.permutations(CHANGES), chance=st.randoms(use_true_random=False))
def test_whatever_changes_warm_is_cold(order: list[Any], chance: random.Random) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch, tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("LANMU_TEST_CLOCK", "1224000000")
        # The spare is changed whenever it is whole, which on so small a site would not be worth it.
        for module in (assembly, sites):
            monkeypatch.setattr(module, "is_less_work", lambda _taken, _made: True)
        # So does the search's index grow out of the last one however much has changed.
        monkeypatch.setattr(basis, "SHARE", 0)
        office = Office(Path(name) / "project", chance)
        for change in (None, *order):
            if change is Office.upgrade:
                office.upgrade(monkeypatch)
            elif change:
                change(office)
            build(office.project, office.project / "site", site_url=URL)
            build(office.project, Path(name) / "cold", site_url=URL)
            done = change.__name__ if change else "begin"
            assert differences(office.project / "site", Path(name) / "cold") == [], done
