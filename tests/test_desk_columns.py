"""栏目与活动 on the desk: a column comes and goes with its page, its line in the navigation and its English name."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
import yaml
from conftest import SITES, copy_project
from lanmu.content.editions import translated
from lanmu.content.loading import read_docs
from lanmu.desk.settings.column_files import navigation, with_navigation
from lanmu.desk.settings.form import Editing
from lanmu.desk.settings.places import fingerprint
from lanmu.desk.versions import store
from support.desk import Asked
from test_desk_settings import filled, text_of
from werkzeug.test import TestResponse

NEW = {"type": "政策解读", "kind": "reference", "description": "怎样求助。", "keywords": "求助"}
REMARK = "  # 这一行由网站管理员写。\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("columns") / "project", SITES / "hospital")


@pytest.fixture
def desk(project: Path, tmp_path: Path) -> Asked:
    """The desk of the hospital's campaign, with a remark in the navigation."""
    original = project.with_name("mkdocs.yml")
    if not original.exists():
        shutil.copy2(project / "mkdocs.yml", original)
    text = original.read_text(encoding="utf-8").replace("  - 技能课堂:", f"{REMARK}  - 技能课堂:")
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
    shutil.rmtree(project / "docs")
    shutil.copytree(SITES / "hospital", project / "docs")
    shutil.rmtree(project / ".cache", ignore_errors=True)
    return Asked(project)


def english(desk: Asked) -> None:
    """Gives the site English pages, and data files for them."""
    docs = desk.root / "docs"
    for name in ("campaign", "columns"):
        shutil.copy2(docs / f"{name}.yml", docs / f"{name}.en.yml")
    (docs / "index.en.md").write_text("---\ntitle: Home\nsummary: The home page.\n---\n\nText.\n", encoding="utf-8")


def nav_of(desk: Asked) -> list[dict[str, str]]:
    """The navigation of mkdocs.yml."""
    match = re.search(r"(?m)^nav:\n(?:[ #].*\n)+", (desk.root / "mkdocs.yml").read_text(encoding="utf-8"))
    assert match
    settings: list[dict[str, str]] = yaml.safe_load(match[0])["nav"]
    return settings


def add(desk: Asked, **values: str) -> TestResponse:
    return desk.post("settings/edit", **filled(desk, "columns.yml", "columns.new", **(NEW | values)))


def remove(desk: Asked, at: str, **values: str) -> TestResponse:
    was = fingerprint(Editing(desk.desk, "columns.yml", at).value)
    return desk.post("settings/remove", file="columns.yml", at=at, was=was, **values)


def test_a_new_column_has_its_page_and_its_line_at_once(desk: Asked) -> None:
    before = (desk.root / "mkdocs.yml").read_text(encoding="utf-8")
    assert add(desk, name="心理: 求助").headers["Location"].startswith("/_desk/settings/columns?")
    assert nav_of(desk)[-1] == {"心理: 求助": "xin-li-qiu-zhu/index.md"}
    after = (desk.root / "mkdocs.yml").read_text(encoding="utf-8")
    new = "  - '心理: 求助': xin-li-qiu-zhu/index.md\n"
    assert after.replace(new, "", 1) == before
    reading = read_docs(desk.root / "docs")
    assert reading.problems == ()
    assert reading.site
    page = reading.site.by_path["xin-li-qiu-zhu/index.md"]
    assert page.meta.title == "心理: 求助"
    assert "怎样求助。本栏是" in page.meta.summary
    # A second one of the same name is refused, and nothing of it is there.
    assert add(desk, name="心理: 求助").status_code == 422
    assert not (desk.root / "docs" / "xin-li-qiu-zhu-2").exists()


def test_the_navigation_follows_names_and_order(desk: Asked) -> None:
    editing = Editing(desk.desk, "columns.yml", "columns.2")
    form = filled(desk, "columns.yml", "columns.2", name="技能讲堂")
    assert desk.post("settings/edit", **form).status_code == 303
    assert {"技能讲堂": "skills/index.md"} in nav_of(desk)
    editing = Editing(desk.desk, "columns.yml", "columns.2")
    moved = desk.post("settings/move", file="columns.yml", at="columns.2", was=fingerprint(editing.value), to="up")
    assert moved.status_code == 303
    assert [next(iter(entry.values())) for entry in nav_of(desk)][:4] == [
        *("index.md", "news/index.md", "skills/index.md", "plan/index.md")
    ]
    assert REMARK in (desk.root / "mkdocs.yml").read_text(encoding="utf-8")


def test_an_empty_column_goes_whole_and_can_be_taken_back(desk: Asked) -> None:
    before = (desk.root / "mkdocs.yml").read_bytes()
    add(desk, name="求助", id="help")
    sample = desk.root / "docs" / "help" / "samples" / "a.md"
    sample.parent.mkdir()
    sample.write_text("---\ntitle: 示例\n---\n", encoding="utf-8")
    asked = text_of(desk.get("settings/remove", file="columns.yml", at="columns.6"))
    assert "docs/help/index.md docs/help/samples/a.md" in asked
    assert remove(desk, "columns.6").status_code == 303
    assert not (desk.root / "docs" / "help").exists()
    assert (desk.root / "mkdocs.yml").read_bytes() == before
    gone = [version.path for version in store.deleted(desk.root)]
    assert sorted(gone) == ["docs/help/index.md", "docs/help/samples/a.md"]
    assert "help/index.md" in desk.get("versions/deleted").text
    version = next(version for version in store.deleted(desk.root) if version.path == "docs/help/index.md")
    where = {"path": "help/index.md", "version": version.id}
    page = desk.get("versions/restore", **where)
    now = re.search(r'name="now" value="([0-9a-f]+)"', page.text)
    assert now
    assert desk.post("versions/restore", now=now[1], **where).status_code == 303
    assert "求助" in (desk.root / "docs" / "help" / "index.md").read_text(encoding="utf-8")


def test_a_column_with_articles_stays_with_its_address(desk: Asked) -> None:
    before = (desk.root / "docs" / "columns.yml").read_bytes()
    page = text_of(desk.get("settings/remove", file="columns.yml", at="columns.0"))
    assert "news/2026-10-10-lianbing.md" in page
    assert "稿件先换到别的栏目" in page
    assert ">删去</button>" not in page
    assert remove(desk, "columns.0", agreed="yes").status_code == 409
    other = desk.post("settings/edit", **filled(desk, "columns.yml", "columns.0", id="xinwen", agreed="yes"))
    assert other.status_code == 422
    assert re.search(r'id="e-id"[^>]*>栏目里还有 1 个文件', html.unescape(other.text))
    assert (desk.root / "docs" / "columns.yml").read_bytes() == before


def test_an_empty_column_moves_to_another_address(desk: Asked) -> None:
    add(desk, name="求助", id="help")
    form = filled(desk, "columns.yml", "columns.6", id="sos")
    assert desk.post("settings/edit", **form).status_code == 303
    assert nav_of(desk)[-1] == {"求助": "sos/index.md"}
    assert (desk.root / "docs" / "sos" / "index.md").is_file()
    assert not (desk.root / "docs" / "help").exists()


def test_who_links_to_a_column_is_told_before_it_goes(desk: Asked) -> None:
    add(desk, name="求助", id="help")
    home = desk.root / "docs" / "plan" / "index.md"
    home.write_text(home.read_text(encoding="utf-8") + "\n[求助](../help/index.md)\n", encoding="utf-8")
    assert "链接着要删去的栏目" in text_of(desk.get("settings/remove", file="columns.yml", at="columns.6"))
    assert remove(desk, "columns.6").status_code == 409
    assert remove(desk, "columns.6", agreed="yes").status_code == 303


def test_the_english_site_keeps_up_with_what_is_added_moved_and_removed(desk: Asked) -> None:
    english(desk)
    nameless = add(desk, name="求助", id="help")
    assert (nameless.status_code, "请写英文的名称" in nameless.text) == (422, True)
    assert add(desk, name="求助", id="help", english="Help").status_code == 303
    new = filled(
        desk, "campaign.yml", "units.new", id="lab", name="检验科", kind="body", duty="练", english="Laboratory"
    )
    assert desk.post("settings/edit", **new).status_code == 303
    form = filled(desk, "campaign.yml", "units.0", english="The union")
    assert desk.post("settings/edit", **form).status_code == 303
    editing = Editing(desk.desk, "columns.yml", "columns.6")
    desk.post("settings/move", file="columns.yml", at="columns.6", was=fingerprint(editing.value), to="up")
    edition = translated(read_docs(desk.root / "docs"), "en")
    assert [(column.id, column.name) for column in edition.columns][5] == ("help", "Help")
    assert edition.campaign.units[-1].name == "Laboratory"
    assert edition.campaign.units[-1].duty == ""
    assert edition.campaign.units[0].name == "The union"
    assert remove(desk, "columns.5").status_code == 303
    assert "help" not in [column.id for column in translated(read_docs(desk.root / "docs"), "en").columns]


def test_a_navigation_with_sections_is_kept() -> None:
    old, other, new = {"id": "a", "name": "甲"}, {"id": "b", "name": "乙"}, {"id": "c", "name": "丙"}
    listed = ["index.md", {"更多": [{"甲": "a/index.md"}, {"外": "https://www.example.org"}]}, {"乙": "b/index.md"}]
    renamed = {"id": "a", "name": "新甲"}
    assert navigation(listed, [(old, renamed), (other, other), (None, new)]) == [
        "index.md",
        {"更多": [{"新甲": "a/index.md"}, {"外": "https://www.example.org"}]},
        {"乙": "b/index.md"},
        {"丙": "c/index.md"},
    ]
    assert navigation(listed, [(other, other), (old, None)])[1] == {"更多": [{"外": "https://www.example.org"}]}
    assert with_navigation(b"site_name: x\n", [(None, new)]) is None
    text = b"nav: # \xe5\xaf\xbc\xe8\x88\xaa\r\n- a.md\r\n\r\n# next\r\ntheme: !!python/name:x\r\n"
    after = with_navigation(text, [(None, new)])
    assert after == text.replace(b"- a.md\r\n", "- a.md\r\n- 丙: c/index.md\r\n".encode())
