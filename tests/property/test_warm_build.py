"""A site that was built upon the last one is the site that is built from nothing, byte for byte, whatever has changed."""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SITES, copy_project
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lanmu.build import reuse, search_pass, stage
from lanmu.build import site as sites
from lanmu.build.reuse import Store
from lanmu.build.site import build
from lanmu.build.stage import signatures
from PIL import Image

ARTICLE = "---\ntitle: {title}\ndate: {day} 09:30\ngenre: 动态\nsource: 各支部\nsummary: 摘要{title}。\n---\n\n{body}\n"
TRANSLATION = "---\ntitle: {title}\nsummary: A summary.\nsource_hash: abcdefghijkl\nsource: This site\n---\n\n{body}\n"
URL = "https://www.example.org/zhuanti/"
NO_REVIEWS = re.compile(r"(\[review\]\n(?:#.*\n)*)columns = .*")
WORDS = ("学习", "实践", "调研", "整改", "座谈", "走访")


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def differences(first_folder: Path, second_folder: Path) -> list[str]:
    """Paths of files that are not the same."""
    first, second = files_of(first_folder), files_of(second_folder)
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


class Office:
    """An office at work on the small site, for `production` without reviews."""

    def __init__(self, project: Path, chance: random.Random, *, production: bool = False) -> None:
        self.project = copy_project(project, SITES / "minimal")
        self.production = production
        if production:
            settings_file = self.project / "lanmu.toml"
            text = settings_file.read_text(encoding="utf-8")
            settings_file.write_text(NO_REVIEWS.sub(r"\1columns = []", text), encoding="utf-8")
        self.news = self.project / "docs" / "news"
        self.chance = chance
        self.count = itertools.count(1)
        for name in ("campaign", "columns"):
            shutil.copy(self.project / "docs" / f"{name}.yml", self.project / "docs" / f"{name}.en.yml")
        (self.project / "docs" / "index.en.md").write_text(TRANSLATION.format(title="Home", body=""), encoding="utf-8")
        for _ in range(6):
            self.add()
        self.translate()

    def build(self, site: Path) -> None:
        """Builds."""
        build(self.project, site, site_url=URL, production=self.production)

    def own(self) -> list[Path]:
        """Its articles."""
        return sorted(path for path in self.news.glob("*-gao-*.md") if path.suffixes == [".md"])

    def link(self) -> str:
        """A link to one of them, or none."""
        articles = self.own()
        chosen = self.chance.choice(articles).name if articles and self.chance.random() < 0.5 else ""
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
        for linking in self.news.glob("*-gao-*.md"):
            text = linking.read_text(encoding="utf-8").replace(f"({path.name})", f"({name})")
            linking.write_text(text, encoding="utf-8")
        for file in path.parent.glob(f"{path.stem}.*"):
            file.rename(path.with_name(f"{path.stem}x{file.name.removeprefix(path.stem)}"))

    def delete(self) -> None:
        """One article less; links to it become brackets."""
        path = self.chance.choice(self.own())
        path.unlink()
        for language in ("zh-Hant", "en"):
            path.with_suffix(f".{language}.md").unlink(missing_ok=True)
        for linking in self.news.glob("*-gao-*.md"):
            text = linking.read_text(encoding="utf-8").replace(f"]({path.name})", "]")
            linking.write_text(text, encoding="utf-8")

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
        monkeypatch.setattr(reuse, "packages", lambda: mark)

    def spoil_a_page(self) -> None:
        """The disk, or a hand, has changed what the next build would take over."""
        page = self.chance.choice(sorted((self.project / "site").rglob("*.html")))
        stat, data = page.stat(), page.read_bytes()
        if self.production and self.chance.random() < 0.5:
            page.write_bytes(bytes(len(data)))
            os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            return
        page.unlink()
        if how := self.chance.randrange(3):
            page.write_bytes(data[:-5] if how == 1 else data.replace(b"<p", b"<b", 1))

    def spoil_the_record(self) -> None:
        """What is kept of the last build is not whole: its record, or its texts."""
        kind = self.chance.choice(("record", "texts"))
        for record in (self.project / ".cache" / "build").glob(f"*.{kind}"):
            data = record.read_bytes()
            record.write_bytes(self.chance.choice((data[:-9], bytes(len(data)), b"")))

    def spoil_the_copy(self) -> None:
        """Somebody has changed the folder that the next build changes into its site."""
        for copy in (self.project / ".cache" / "build").glob("*.copy"):
            page = self.chance.choice(sorted(copy.rglob("*.html")))
            # Not into the file: the site has the same.
            page.unlink()
            if self.chance.random() < 0.5:
                page.write_text("别的", encoding="utf-8")

    def edit_unseen(self) -> None:
        """Another text of the same length in the same file, with its old time."""
        path = self.chance.choice(self.own())
        stat, text = path.stat(), path.read_text(encoding="utf-8")
        old, new = ("正文", "全文") if "正文" in text else ("全文", "正文")
        path.write_text(text.replace(old, new), encoding="utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert path.stat().st_size == stat.st_size

    def swap_contents(self) -> None:
        """Two articles with each other's text, and their old times."""
        first, second = self.chance.sample(self.own(), 2)
        times = [(path, path.stat()) for path in (first, second)]
        texts = first.read_bytes(), second.read_bytes()
        first.write_bytes(texts[1])
        second.write_bytes(texts[0])
        for path, stat in times:
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def swap_files(self) -> None:
        """The same by renaming."""
        first, second = self.chance.sample(self.own(), 2)
        work = first.with_suffix(".work")
        first.rename(work)
        second.rename(first)
        work.rename(second)

    def write_anew(self) -> None:
        """Deleted and made again with the same text, so nothing else has changed."""
        path = self.chance.choice(self.own())
        data, stat = path.read_bytes(), path.stat()
        path.unlink()
        path.write_bytes(data)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def repaint(self) -> None:
        """Another picture of the same size, with its old time; the first one is put into an article."""
        picture = self.news / "picture.png"
        stat = picture.stat() if picture.exists() else None
        if stat is None:
            path = self.chance.choice(self.own())
            path.write_text(f"{path.read_text(encoding='utf-8')}\n![图](picture.png)\n", encoding="utf-8")
        # Not compressed, so that each is as long as the other.
        colour = (next(self.count) % 256, 128, 64)
        Image.new("RGB", (40, 30), colour).save(picture, compress_level=0)
        if stat:
            assert picture.stat().st_size == stat.st_size
            os.utime(picture, ns=(stat.st_atime_ns, stat.st_mtime_ns))


CHANGES = (
    *(Office.add, Office.retitle, Office.edit, Office.move, Office.rename, Office.delete, Office.write_by_hand),
    *(Office.translate, Office.edit_translation),
    *(Office.move_columns, Office.configure, Office.retouch, Office.upgrade),
    *(Office.edit_unseen, Office.swap_contents, Office.swap_files, Office.write_anew, Office.repaint),
    *(Office.spoil_a_page, Office.spoil_the_record, Office.spoil_the_copy),
)


def warm_is_cold(changes: Iterable[Any], chance: random.Random, *, production: bool) -> None:
    """Changes one thing after another, and compares the site that is built each time with one that is built from nothing."""
    with pytest.MonkeyPatch.context() as monkeypatch, tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("LANMU_TEST_CLOCK", "1229700000" if production else "1224000000")
        # The copy is changed whenever there is one, which on so small a site would not be worth it.
        for module in (stage, sites):
            monkeypatch.setattr(module, "is_mostly_taken", lambda _taken, _made: True)
        office = Office(Path(name) / "project", chance, production=production)
        for change in (None, *changes):
            if change is Office.upgrade:
                office.upgrade(monkeypatch)
            elif change:
                change(office)
            # Neither would a worker for the search, nor starting it early. From nothing it is written without.
            with monkeypatch.context() as patched:
                patched.setattr(search_pass, "ENOUGH", 0)
                office.build(office.project / "site")
            # What the next build relies on is what lies there.
            record = Store(office.project / ".cache" / "build", office.project / "site").read()
            assert record.files == signatures(office.project / "site", content=production)
            # The first is from nothing itself.
            if change:
                office.build(Path(name) / "cold")
                assert differences(office.project / "site", Path(name) / "cold") == [], change.__name__


# Not shrunk: the order of some builds is short enough to read. A hundred rounds of both kinds: tests/bench/warm.py.
@settings(max_examples=1, deadline=None, database=None, phases=[Phase.generate])
@given(order=st.permutations(CHANGES), chance=st.randoms(use_true_random=False), production=st.booleans())
def test_whatever_changes_warm_is_cold(order: list[Any], chance: random.Random, production: bool) -> None:
    warm_is_cold(order, chance, production=production)
