"""A site that was built upon the last one is the site that is built from nothing, byte for byte, whatever has changed."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from lanmu.build.quick import keys
from lanmu.build.site import build

ARTICLE = "---\ntitle: {title}\ndate: {day} 09:30\ngenre: 动态\nunit: 各支部\nsummary: 摘要{title}。\n---\n\n{body}\n"
URL = "https://www.example.org/zhuanti/"
WORDS = ("学习", "实践", "调研", "整改", "座谈", "走访")


def files_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def differences(one: Path, other: Path) -> list[str]:
    """Paths of files that are not the same."""
    first, second = files_of(one), files_of(other)
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


class Editing(RuleBasedStateMachine):
    """An office at work on the small site, which is built after every step as it is and from nothing."""

    folder: Path
    versions: Callable[[str], None]

    @initialize()
    def begin(self) -> None:
        """A fresh project with four articles."""
        self.project = self.folder / "project"
        shutil.rmtree(self.folder, ignore_errors=True)
        copy_project(self.project, SITES / "minimal")
        self.news = self.project / "docs" / "news"
        self.count = itertools.count(1)
        self.changed = True
        self.versions("1")
        for _ in range(4):
            self.add(WORDS[0], None)

    def own(self) -> list[Path]:
        return sorted(self.news.glob("*-gao-*.md"))

    def link(self, chance: random.Random | None) -> str:
        found = self.own()
        return f"见[{chance.choice(WORDS)}]({chance.choice(found).name})。" if found and chance else ""

    @rule(word=st.sampled_from(WORDS), chance=st.none() | st.randoms(use_true_random=False))
    def add(self, word: str, chance: random.Random | None) -> None:
        """A new article, sometimes with a link to another."""
        number = next(self.count)
        day = f"2008-10-{11 + number % 15}"
        text = ARTICLE.format(
            title=f"{word}第{number}篇", day=day, body=f"## 小标题\n\n正文{number}。{self.link(chance)}"
        )
        (self.news / f"{day}-gao-{number}.md").write_text(text, encoding="utf-8")
        self.changed = True

    @rule(chance=st.randoms(use_true_random=False), word=st.sampled_from(WORDS), head=st.booleans())
    def edit(self, chance: random.Random, word: str, head: bool) -> None:
        """Another title, which lists and neighbours show, or another text."""
        if found := self.own():
            path = chance.choice(found)
            text = path.read_text(encoding="utf-8")
            new = (
                text.replace("title: ", f"title: {word}", 1) if head else f"{text}\n又写了{word}。{self.link(chance)}\n"
            )
            path.write_text(new, encoding="utf-8")
            self.changed = True

    @rule(chance=st.randoms(use_true_random=False))
    def rename(self, chance: random.Random) -> None:
        """Another address; links follow."""
        if found := self.own():
            path = chance.choice(found)
            name = f"{path.stem}x.md"
            for other in found:
                text = other.read_text(encoding="utf-8").replace(f"({path.name})", f"({name})")
                other.write_text(text, encoding="utf-8")
            path.rename(path.with_name(name))
            self.changed = True

    @rule(chance=st.randoms(use_true_random=False))
    def delete(self, chance: random.Random) -> None:
        """One article less; links to it become words."""
        if found := self.own():
            path = chance.choice(found)
            path.unlink()
            for other in self.own():
                text = other.read_text(encoding="utf-8").replace(f"]({path.name})", "]")
                other.write_text(text, encoding="utf-8")
            self.changed = True

    @rule(chance=st.randoms(use_true_random=False))
    def translate(self, chance: random.Random) -> None:
        """A page in Traditional characters that somebody wrote by hand."""
        if found := self.own():
            text = "---\ntitle: 手寫\nsummary: 手寫的摘要。\n---\n\n手寫的正文。\n"
            chance.choice(found).with_suffix(".zh-Hant.md").write_text(text, encoding="utf-8")
            self.changed = True

    @rule(name=st.sampled_from(["docs/columns.yml", "lanmu.toml", "overrides/article.html", "overrides/list.html"]))
    def configure(self, name: str) -> None:
        """A column's name, the office's, a template."""
        path = self.project / name
        text = path.read_text(encoding="utf-8")
        mark = str(next(self.count))
        old, new = {
            "docs/columns.yml": ("name: ", f"name: 栏{mark}"),
            "lanmu.toml": ('publisher = "', f'publisher = "会{mark}'),
        }.get(name, ("<div", f'<div data-t="{mark}"'))
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.changed = True

    @rule()
    def upgrade(self) -> None:
        """A package of another version."""
        self.versions(str(next(self.count)))
        self.changed = True

    @rule(chance=st.randoms(use_true_random=False), how=st.sampled_from(["cut", "changed", "gone", "record"]))
    def damage(self, chance: random.Random, how: str) -> None:
        """The disk, or a hand, has spoilt what the next build would take over."""
        site = self.project / "site"
        if how == "record":
            for record in (self.project / ".cache" / "build").glob("*.json"):
                record.write_bytes(record.read_bytes()[:-9])
        elif pages := sorted(site.rglob("*.html")):
            page = chance.choice(pages)
            data = page.read_bytes()
            page.unlink()
            if how != "gone":
                page.write_bytes(data[:-5] if how == "cut" else data.replace(b"<p", b"<b", 1))
        self.changed = True

    @invariant()
    def warm_is_cold(self) -> None:
        """Both sites are the same."""
        if self.changed:
            self.changed = False
            build(self.project, self.project / "site", site_url=URL)
            build(self.project, self.folder / "cold", site_url=URL)
            assert differences(self.project / "site", self.folder / "cold") == []


def test_whatever_changes_warm_is_cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1224000000")
    Editing.folder = tmp_path
    Editing.versions = staticmethod(lambda mark: monkeypatch.setattr(keys, "packages", lambda: mark))
    checks = list(HealthCheck)
    short = settings(max_examples=2, stateful_step_count=8, deadline=None, suppress_health_check=checks, database=None)
    run_state_machine_as_test(Editing, settings=short)
