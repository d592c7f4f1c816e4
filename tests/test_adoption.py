"""The project becomes another organisation's: what init.py writes, what it takes away, and that nothing is lost."""

from __future__ import annotations

import argparse
import itertools
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, copy_project
from docx import Document
from lanmu.adoption import change, command, forms
from lanmu.adoption.answers import Answers, read_answers
from lanmu.adoption.change import Change, back_up, carry_out, planned
from lanmu.adoption.command import Order, adopt
from lanmu.adoption.files import written
from lanmu.adoption.leftovers import SOURCES, campaign_names, leftovers
from lanmu.adoption.questions import interview
from lanmu.build.site import build
from lanmu.channels.command import print_channels
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.command import checked
from lanmu.checks.engine.finding import Level
from lanmu.checks.engine.project import read_project
from lanmu.content import settings as config
from lanmu.content.campaign import Campaign
from lanmu.content.dates import now
from lanmu.content.loading import load
from lanmu.content.validation import validate
from lanmu.content.yaml_text import parse
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake import interview as questions
from lanmu.storage.files import PREFIX
from lanmu.storage.write_lock import writing
from pypdf import PdfReader
from support.built_sites import findings
from support.commands import run_here
from support.reviewing import review_everything

ANSWERS = ROOT / "tests" / "answers"
NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
ADDRESS = "https://www.example.org/gonghui/jineng/"
ARTICLE = """---
title: {title}
date: 2026-11-{day} 09:00
genre: {genre}
unit: {unit}
author: 测试作者
summary: {title}：哪一天、谁在哪里做了什么、有什么结果，在这一篇里一句一句写清楚。
{more}---

11月{day}日，{unit}做了这件事，共有42人参加，结果当天公布。

接着要做的事写在清单上，由工会办公室每周看一次，做完一件销一件。
"""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(int(NOW.timestamp())))


def project_of(folder: Path) -> Path:
    """This repository's site, or that of the tests, with what belongs to an organisation beside docs/."""
    project = copy_project(folder)
    for name in ("HANDBOOK.md", ".vscode"):
        source = ROOT / name
        shutil.copytree(source, project / name) if source.is_dir() else shutil.copy2(source, project / name)
    own = project / "tests" / "this_site" / "test_own.py"
    own.parent.mkdir(parents=True)
    own.write_text("# of the site before\n", encoding="utf-8")
    return project


def write_article(project: Path, path: str, title: str, genre: str, unit: str, more: str = "") -> None:
    file = project / "docs" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    day = path.rpartition("/")[2][8:10]
    file.write_text(ARTICLE.format(title=title, genre=genre, unit=unit, day=day, more=more), encoding="utf-8")


def print_all(project: Path, *channels: str) -> None:
    options = argparse.Namespace(
        install_fonts=False,
        yes=True,
        articles=[],
        issue=None,
        all=True,
        channel=list(channels),
        traditional=False,
        edition="public",
        site_url="",
    )
    assert print_channels(project, options) == 0


def errors_of(project: Path) -> list[str]:
    return [f"{f.place} {f.code}" for f in checked(project, None)[1].findings if f.level is Level.ERROR]


def imported(project: Path, source: Path, *arguments: str) -> None:
    done = run_here(project, "import_document.py", str(source), *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def a_word_file(folder: Path) -> Path:
    document = Document()
    document.add_paragraph("护理分会开展急救技能练兵")
    document.add_paragraph("11月26日，护理分会组织急救技能练兵，38人参加，分四组练习心肺复苏。")
    document.add_paragraph("练兵以后，各组互相点评，把容易做错的三个动作写成一页纸，贴在科室。")
    file = folder / "练兵.docx"
    document.save(str(file))
    return file


def links_of(project: Path) -> list[str]:
    settings = config.load(project / "lanmu.toml")
    site = read_site(read_project(project, settings), project / "site", site_url=ADDRESS)
    assert len(site.pages) > 10
    return [f"{f.place} {f.code} {f.message}" for f in findings(site) if f.level is Level.ERROR]


def test_a_hospital_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the old campaign's project to a site that is published, on the web and on paper, without a word of the old."""
    monkeypatch.setattr(command, "build", lambda *_: "")
    project = project_of(tmp_path / "project")
    before = {p.relative_to(project).as_posix(): p.read_bytes() for p in (project / "docs").rglob("*") if p.is_file()}
    old = campaign_names(project)
    assert len(old) > 3
    assert adopt(project, Order(ANSWERS / "hospital.yml", dry_run=False, yes=True)) == 0
    with zipfile.ZipFile(project / "out" / "before-init-2026-11-30.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist() if name.startswith("docs/")} == before
    assert not (project / "tests" / "this_site").exists()

    write_article(project, "bulletins/2026-11-25-neike.md", "内科分会办了第一次培训", "动态", "内科分会", "issue: 1\n")
    write_article(project, "bulletins/2026-11-26-waike.md", "外科分会比了一次缝合", "动态", "外科分会")
    write_article(project, "lessons/2026-11-26-jijiu.md", "第一课：心肺复苏的要点", "课件", "护理分会")
    write_article(project, "announcements/2026-11-27-peixun.md", "关于举办技能培训班的通知", "通知", "工会办公室")
    notice = "notice: {start: 2026-11-28, end: 2026-12-07, receiver: 工会办公室, contact: 门诊楼三楼意见箱}\n"
    board = "channels: {yuan-nei-xuan-chuan-lan: 2026-11}\n"
    write_article(project, "notices/2026-11-28-bisai.md", "技能比武结果公示", "整改公示", "工会办公室", notice + board)
    imported(project, a_word_file(tmp_path), "--column", "bulletins", "--genre", "动态", "--slug", "lianbing")
    word = next((project / "docs" / "bulletins").glob("*-lianbing.md"))
    matter = {
        "summary": "护理分会组织急救技能练兵，分四组练习，互相点评，把容易做错的动作写成一页纸。",
        "unit": "护理分会",
    }
    word.write_text(completed(word.read_text(encoding="utf-8"), matter), encoding="utf-8")
    review_everything(project)
    assert errors_of(project) == []

    print_all(project, "bulletin", "poster")
    prints = sorted((project / "out").rglob("*.pdf"))
    assert {file.relative_to(project / "out").parts[0] for file in prints} == {"bulletin", "poster"}
    build(project, project / "site", production=True, site_url=ADDRESS)
    assert links_of(project) == []
    assert (project / "site" / word.relative_to(project / "docs").with_suffix("") / "index.html").is_file()
    assert "/gonghui/jineng/" in (project / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert list(leftovers(project, (*SOURCES, "site"), old)) == []
    for file in prints:
        text = "".join(page.extract_text() for page in PdfReader(file).pages)
        assert len(text) > 50
        assert [name for name in old if name in text] == []


def completed(text: str, fields: dict[str, str]) -> str:
    """An imported article with what its report asks for, no draft any more."""
    lines = [
        line for line in text.split("\n") if not line.startswith(("draft:", "source:", *(f"{f}:" for f in fields)))
    ]
    return "\n".join([lines[0], *(f"{field}: {value}" for field, value in fields.items()), *lines[1:]])


def test_a_school_without_phases_tasks_and_fronts(tmp_path: Path) -> None:
    """One column and nothing else is a site, too; so it is with all languages."""
    project = project_of(tmp_path / "project")
    old = campaign_names(project)
    assert adopt(project, Order(ANSWERS / "school.yml", dry_run=False, yes=True)) == 0
    write_article(project, "bulletins/2026-11-25-dushu.md", "三年级开读书会", "动态", "三年级")
    review_everything(project)
    assert errors_of(project) == []
    build(project, project / "site", production=True, site_url="https://school.example.org/")
    home = (project / "site" / "index.html").read_text(encoding="utf-8")
    assert "三年级开读书会" in home
    assert "None" not in home
    assert list(leftovers(project, (*SOURCES, "site"), old)) == []


def test_dry_run_and_nobody_to_ask_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_of(tmp_path / "project")
    before = contents(project)
    assert adopt(project, Order(ANSWERS / "school.yml", dry_run=True, yes=False)) == 0
    assert "移走" in capsys.readouterr().out
    with pytest.raises(UserError, match="--yes"):
        adopt(project, Order(ANSWERS / "school.yml", dry_run=False, yes=False))
    assert contents(project) == before


def contents(project: Path) -> dict[str, bytes]:
    places = [project / place for place in change.PLACES]
    files = [file for place in places for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file()]
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in files}


class KilledError(Exception):
    """In the place of a kill."""


def test_a_kill_at_any_step_of_the_exchange_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it ends, the next writer finds the whole old or makes the whole new."""
    rename = Path.rename
    for steps in range(8):
        project = tmp_path / str(steps)
        (project / "docs" / "old").mkdir(parents=True)
        (project / "docs" / "old" / "a.md").write_text("old")
        (project / "mkdocs.yml").write_text("old")
        # One of the places is new.
        wanted = {"docs/b.md": b"new", "mkdocs.yml": b"new", "tests/this_site/b.py": b"new"}
        done: list[Path] = []

        def limited(self: Path, target: Path, steps: int = steps, done: list[Path] = done) -> Path:
            if len(done) == steps:
                raise KilledError
            done.append(target)
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", limited)
        finished = False
        try:
            carry_out(Change(project, wanted, contents(project)))
            finished = True
        except KilledError:
            pass
        monkeypatch.setattr(Path, "rename", rename)
        with writing(project):
            pass
        assert contents(project) in ([wanted] if steps else [{"docs/old/a.md": b"old", "mkdocs.yml": b"old"}])
        assert [path.name for path in project.iterdir() if path.name.startswith(PREFIX)] == []
    assert finished


def test_what_cannot_be_kept_is_not_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The zip file is read back before anything goes."""
    project = project_of(tmp_path / "project")
    texts = written_for(project, read_answers(ANSWERS / "school.yml"))
    wanted, before = planned(project, texts), contents(project)
    monkeypatch.setattr(change, "write_bytes", lambda path, data: path.write_bytes(data[: len(data) // 2]))
    with pytest.raises(UserError):
        back_up(wanted, NOW)
    monkeypatch.undo()
    assert contents(project) == before
    assert back_up(wanted, NOW) != back_up(wanted, NOW)


def written_for(project: Path, answers: Answers) -> dict[str, str]:
    mkdocs, settings = ((project / name).read_text(encoding="utf-8") for name in ("mkdocs.yml", "lanmu.toml"))
    return written(answers, mkdocs, settings, now())


def test_nobody_publishes_to_the_server_of_the_organisation_before(tmp_path: Path) -> None:
    project = project_of(tmp_path / "project")
    with (project / "lanmu.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[publish]\npublic_key = "abc"\n# 服务器\n[publish.web]\nkind = "sftp"\nhost = "old.example.org"\n'
        )
    settings = written_for(project, read_answers(ANSWERS / "school.yml"))["lanmu.toml"]
    assert not [word for word in ("[publish", "abc", "old.example.org", "# 服务器") if word in settings]
    assert "[print.board]" in settings


def test_wrong_answers_are_reported_with_line_and_way_out(tmp_path: Path) -> None:
    file = tmp_path / "init.yml"
    file.write_text(
        "organisation: 某单位\ncampaign: 活动\nperiod: {from: 2026年1月, to: 2026年2月}\ncolumns: [进展动态]\ncolour: red\n",
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"init.yml:5 「colour」是不认识的字段。改法：是不是想写 colours？"):
        read_answers(file)
    text = file.read_text(encoding="utf-8").replace("colour: red", "languages: [zh, en]")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="「某单位」没有英文名称"):
        read_answers(file)


def test_the_questions_give_the_answers_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answered line by line as in a terminal, with one wrong line; the rest Enter."""
    lines = iter(
        [
            "示例县实验小学",
            "校园读书季",
            "",
            "明年",
            "2026年9月",
            "2027年1月",
            "",
            "",
            "进展动态",
            "",
            "",
            "",
            "",
            "",
            "",
        ]
        + [""] * 5
    )
    monkeypatch.setattr(questions, "input", lambda _: next(lines), raising=False)
    answers = Answers.model_validate(interview())
    assert answers.model_copy(update={"short_name": ""}) == read_answers(ANSWERS / "school.yml")


def test_an_old_form_is_carried_over(tmp_path: Path) -> None:
    """Fronts without kind and columns without role, as flow or block; a second time there is nothing to do."""
    docs = tmp_path / "docs"
    docs.mkdir()
    campaign = (
        "name: 活动\nshort_name: 活动\nperiod: {from: 2026年1月, to: 2026年2月}\n"
        "fronts:\n  - {id: website, name: 网站, summary: 全部}\n  - id: worker\n    name: 《报》\n"
    )
    (docs / "campaign.yml").write_text(campaign, encoding="utf-8")
    (docs / "columns.yml").write_text("columns:\n  - id: plan\n    name: 方案\n", encoding="utf-8")
    past = docs / "campaigns" / "2006-xuexi"
    past.mkdir(parents=True)
    (past / "campaign.yml").write_text(campaign, encoding="utf-8")
    texts = forms.renewed(tmp_path)
    assert texts["docs/campaigns/2006-xuexi/campaign.yml"] == texts["docs/campaign.yml"]
    renewed, problems = validate(Campaign, parse(texts["docs/campaign.yml"], "docs/campaign.yml"))
    assert problems == []
    assert renewed
    assert [front.kind for front in renewed.fronts] == ["site", "newspaper"]
    assert yaml.safe_load(texts["docs/columns.yml"])["columns"] == [{"id": "plan", "role": "plan", "name": "方案"}]
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert forms.renewed(tmp_path) == {}


def test_all_languages_and_all_genres(tmp_path: Path) -> None:
    """Every usual column and genre, three languages: read without a problem, with a sample of each genre."""
    data = yaml.safe_load((ANSWERS / "hospital.yml").read_text(encoding="utf-8"))
    answers = Answers.model_validate(in_english(data) | {"languages": ["zh", "zh-Hant", "en"]})
    project = copy_project(tmp_path / "project")
    shutil.rmtree(project / "docs")
    for name, text in written_for(project, answers).items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    site = load(project / "docs")
    assert {article.meta.genre for article in site.articles} >= {"动态", "课件", "通知", "公开承诺", "学习辅导"}
    build(project, project / "site")
    assert "Skills" in (project / "site" / "en" / "index.html").read_text(encoding="utf-8")


def in_english(value: object) -> dict[str, object]:
    """The answers with an English name for everything that has one."""
    numbers = itertools.count()

    def named(item: object) -> object:
        if isinstance(item, str):
            return {"name": item, "en": f"Skills {next(numbers)}"}
        assert isinstance(item, dict)
        parts = {
            key: [named(part) for part in part_list] for key, part_list in item.items() if key in ("tasks", "outputs")
        }
        return {**item, **parts, "en": f"Skills {next(numbers)}"}

    assert isinstance(value, dict)
    lists = ("units", "phases", "columns", "fronts")
    return {
        key: [named(item) for item in part]
        if key in lists
        else named(part)
        if key in ("organisation", "campaign")
        else part
        for key, part in value.items()
    }
