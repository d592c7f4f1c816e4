"""The next campaign on the site of the one before: old pages stay where and as they are, everything new is of the new one."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, WHOLE, copy_project, made_once
from lanmu.adoption import command
from lanmu.adoption.answers import read_answers
from lanmu.adoption.change import present
from lanmu.adoption.command import Order, adopt
from lanmu.adoption.keeping import campaign_before, next_answers
from lanmu.build.site import build
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.press import Press
from lanmu.channels.printing import wanted_jobs
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.command import checked
from lanmu.checks.engine.finding import Level
from lanmu.checks.engine.project import read_project
from lanmu.content import settings as config
from lanmu.content.column import Columns
from lanmu.content.loading import load, read_docs
from lanmu.content.publication import publication_states, publishable
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.interview import interview
from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser
from support.built_sites import findings
from support.reviewing import review

NEXT = ROOT / "tests" / "answers" / "next.yml"
NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
URL = "https://www.example.org/zhuanti/"
KEPT = "2008-lianbing"
OLD = "bulletins/2026-11-21-guicheng"
NEW = "bulletins-2026/2026-11-29-peixun"
NOTICE = "announcements/2026-11-29-jinsai"
ARTICLE = """---
title: {title}
date: {day} 09:00
genre: 动态
unit: {unit}
author: 测试作者
summary: {title}：哪一天、谁在哪里做了什么、有什么结果，在这一篇里一句一句写清楚。
{more}---

{unit}当天做了这件事，共有42人参加，结果当天公布，写在练兵台账上。
"""


@pytest.fixture(autouse=True, scope="module")
def _clock() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANMU_TEST_CLOCK", str(int(NOW.timestamp())))
        yield


def write_article(project: Path, path: str, title: str, unit: str, more: str = "") -> None:
    """An article with all its reviews."""
    day = path.rpartition("/")[2][:10]
    file = project / "docs" / f"{path}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(ARTICLE.format(title=title, day=day, unit=unit, more=more), encoding="utf-8")
    review(project, f"{path}.md")


def fill(project: Path) -> None:
    """Fills the gaps that the new pages about the site have."""
    for file in (project / "docs" / "about-2026").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        filled = text.replace("（请填写）", "工会办公室").replace("（请填写部门和电话）", "工会办公室")
        if filled != text:
            file.write_text(filled, encoding="utf-8")


def with_next(folder: Path) -> Path:
    """The project `whole` with one article more, then the next campaign on it, with the first of its articles."""
    project = copy_project(folder)
    shutil.copy2(ROOT / "HANDBOOK.md", project)
    write_article(project, OLD, "各班组学完岗位规程", "各班组", "issue: 2\nchannels: {board: 2026-11}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "build", lambda *_: "")
        assert adopt(project, Order(NEXT, dry_run=False, yes=True, keep_as=KEPT)) == 0
    more = "phase: 学习练兵\ntasks: [技能培训]\nissue: 1\nchannels: {xuan-chuan-lan: 2026-11}\n"
    write_article(project, NEW, "后勤组办第一次培训", "后勤组", more)
    write_article(project, NOTICE, "各班组报名参加竞赛", "各班组")
    fill(project)
    return project


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the next campaign, built as it would be published."""

    def make(folder: Path) -> None:
        build(with_next(folder), folder / "site", production=True, site_url=URL)

    return made_once(tmp_path_factory, "following", make)


@pytest.fixture(scope="module")
def site(following: Path) -> Site:
    return load(following / "docs")


def page(following: Path, address: str) -> str:
    return (following / "site" / address / "index.html").read_text(encoding="utf-8")


def article_of(html: str) -> str:
    """The article element as readers get it, without the line on the archive."""
    element = LexborHTMLParser(html).css_first("article")
    assert element
    for line in element.css("p.archived"):
        line.decompose()
    return re.sub(r"\s+", " ", element.html or "")


def test_nothing_of_the_old_campaign_moves(following: Path, production_site: Path) -> None:
    """Every old address is there, and what was written stands there as it was."""
    old = {path.relative_to(production_site).as_posix() for path in production_site.rglob("*.html")}
    new = {path.relative_to(following / "site").as_posix() for path in (following / "site").rglob("*.html")}
    assert old <= new
    assert len(old) > 80
    # What is written at an address. The home page and the site map list what both campaigns have; the pages of fronts show OLD.
    lists = ("", "about/sitemap/", "board/", "worker/")
    addresses = [item.address for item in load(WHOLE / "docs").items if item.address not in lists]
    names = [f"{folder}{address}index.html" for address in addresses for folder in ("", "zh-Hant/", "en/")]
    written = [name for name in names if name in old]
    assert len(written) > 40
    for name in written:
        before, after = ((built / name).read_text(encoding="utf-8") for built in (production_site, following / "site"))
        assert article_of(after) == article_of(before), name
    for path in (WHOLE / "docs").rglob("*.md"):
        place = path.relative_to(WHOLE / "docs")
        if not place.name.startswith("index.") or len(place.parts) > 1:
            assert (following / "docs" / place).read_bytes() == path.read_bytes()


def test_the_new_home_page_knows_only_the_new_campaign(following: Path) -> None:
    for address, name in (("", "往期专题"), ("en", "Past campaigns")):
        home = LexborHTMLParser(page(following, address))
        links = [link.text(strip=True) for link in home.css("[data-columns] a")]
        assert links[-1] == name
        assert len(links) == len(set(links))
    text = LexborHTMLParser(page(following, "")).text()
    assert "后勤组办第一次培训" in text
    assert "学习练兵" in text
    for old in ("练兵活动", "学习调研", "各班组学完岗位规程", "《示例报》"):
        assert old not in text, old


def test_a_page_of_the_past_says_so_and_has_the_frame_of_today(following: Path) -> None:
    for address in (OLD, "bulletins", "progress/timeline", "zh-Hant/plan", "en/progress/timeline"):
        shown = LexborHTMLParser(page(following, address))
        assert len(shown.css("p.archived")) == 1
        line = shown.css_first("p.archived a")
        assert line
        assert str(line.attributes["href"]).endswith("campaigns/")
        current = [link.text(strip=True) for link in shown.css("[data-columns] [aria-current]")]
        assert current in (["往期专题"], ["往期專題"], ["Past campaigns"])
        assert shown.css_first(".crumbs li:nth-child(2)")
    assert "岗位技能提升行动" in LexborHTMLParser(page(following, OLD)).css_first(".masthead").text()
    assert '<abbr title="记每次练兵的本子">' in page(following, OLD)
    assert "<abbr" not in page(following, NEW)
    past = LexborHTMLParser(page(following, "campaigns")).text()
    assert "岗位练兵活动" in past
    assert "2008年9月至2009年2月" in past


def test_lists_search_feeds_and_sitemap_hold_both(following: Path) -> None:
    built = following / "site"
    assert {OLD, NEW} <= linked(following, "browse/month/2026-11")
    # A unit of both campaigns has one list.
    assert {OLD, NOTICE} <= linked(following, "browse/unit/teams")
    assert "browse/task/ji-neng-pei-xun" in linked(following, "browse")
    assert "browse/task/training" in linked(following, "browse")
    index = "".join(path.read_text(encoding="utf-8") for path in (built / "search").rglob("*.js"))
    assert f'"{OLD}/"' in index
    assert f'"{NEW}/"' in index
    assert "进展动态（练兵活动）" in index
    addresses = [entry["url"] for entry in json.loads((built / "feed.json").read_text(encoding="utf-8"))["items"]]
    assert {f"{URL}{OLD}/", f"{URL}{NEW}/"} <= set(addresses)
    assert (built / "bulletins" / "feed.xml").is_file()
    assert (built / "bulletins-2026" / "feed.xml").is_file()
    sitemap = (built / "sitemap.xml").read_text(encoding="utf-8")
    assert all(f"<loc>{URL}{address}/</loc>" in sitemap for address in (OLD, NEW, "campaigns", "en/progress/timeline"))


def linked(following: Path, address: str) -> set[str]:
    """Where the links of a page lead."""
    targets = [link.attributes.get("href") or "" for link in LexborHTMLParser(page(following, address)).css("a")]
    return {posixpath.normpath(posixpath.join(address, target)) for target in targets}


def test_signatures_hold_and_the_checks_find_no_error(following: Path, site: Site) -> None:
    settings = config.load(following / "lanmu.toml")
    states = publication_states(site, settings.review.columns)
    assert {f"{path}.md" for path in (OLD, NEW, NOTICE)} <= publishable(states)
    all_findings = checked(following, None)[1].findings
    # What init.py writes in English says what it was made from.
    assert [f.place for f in all_findings if f.code == "LOC002" and f.path == "docs/index.en.md"] == []
    errors = [f"{f.place} {f.code} {f.message}" for f in all_findings if f.level is Level.ERROR]
    # The column of the plan has no article yet, which is for the office to write.
    assert errors == []
    project = read_project(following, settings)
    built = read_site(project, following / "site", site_url=URL)
    assert [f"{f.place} {f.code} {f.message}" for f in findings(built) if f.level is Level.ERROR] == []


def test_new_articles_and_prints_are_of_their_own_campaign(site: Site, following: Path, tmp_path: Path) -> None:
    given = {
        "genre": "动态",
        "title": "题",
        "date": "2026-11-30 09:00",
        "unit": "后勤组",
        "phase": "学习练兵",
        "task": "技能培训",
    }
    assert interview(site, given).column.id == "bulletins-2026"
    press = Press(site, config.load(following / "lanmu.toml"), tmp_path)
    presses = [Press(part, press.settings, tmp_path) for part in site.parts]
    jobs = {job.articles[0]: job for job in wanted_jobs(presses, Wanted(), ["bulletin"]) if "示例" not in job.label}
    assert "'技能提升'" in jobs[f"{NEW}.md"].facts
    assert "'练兵活动'" in jobs[f"{OLD}.md"].facts
    old = tuple(article for article in site.articles if article.path == f"{OLD}.md")
    posters = wanted_jobs(presses, Wanted(old, named=True), ["poster"])
    assert [(job.articles, job.front) for job in posters] == [((f"{OLD}.md",), "board")]


def test_a_third_campaign_follows(following: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = tmp_path / "project"
    shutil.copytree(following, project, ignore=shutil.ignore_patterns("site", ".cache"))
    monkeypatch.setattr(command, "build", lambda *_: "")
    answers = project / "init.yml"
    data = yaml.safe_load(NEXT.read_text(encoding="utf-8"))
    data["campaign"] = {"name": "安全生产月", "en": "Safety month"}
    data["short_name"] = "安全月"
    data["genres"] = ["动态", "通知"]
    answers.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert adopt(project, Order(answers, dry_run=False, yes=True, keep_as="2026-jineng")) == 0
    third = load(project / "docs")
    assert [past.id for past in third.past] == ["2026-jineng", KEPT]
    assert third.campaign.name == "安全生产月"
    # The office's own genre, and those that old articles have, stay.
    assert {"工伤认定说明", "动态", *(article.genre.name for article in third.articles)} <= third.genres.by_name.keys()
    assert "讨论纪要" not in third.genres.by_name or any(a.genre.name == "讨论纪要" for a in third.articles)
    assert [column.id for column in third.own_columns if column.name == "进展动态"] == ["bulletins-2026-2"]
    assert third.campaign.phases[0].id != third.past[0].campaign.phases[0].id
    assert {past.id: past.campaign.short_name for past in third.past} == {"2026-jineng": "技能提升", KEPT: "练兵活动"}
    boards = [part.campaign.fronts_of("board")[0] for part in third.parts]
    presses = [Press(part, config.load(project / "lanmu.toml"), tmp_path) for part in third.parts]
    folders = [press.issue_folder(board) for press, board in zip(presses, boards, strict=True)]
    assert folders == [f"{boards[0].id}/", f"{boards[1].id}/", ""]
    assert len({board.id for board in boards}) == 3


def test_what_cannot_be_kept_is_reported(following: Path, tmp_path: Path) -> None:
    before = present(following)
    for identifier, said in (("2008 练兵", "只能有小写英文字母"), (KEPT, "已经有一个往期专题叫")):
        with pytest.raises(UserError, match=said):
            adopt(following, Order(NEXT, dry_run=True, yes=False, keep_as=identifier))
    answers = read_answers(NEXT).model_copy(update={"languages": ("zh",)})
    with pytest.raises(UserError, match=r"zh-Hant（繁体）、en（英文）"):
        next_answers(answers, campaign_before(following, "2026-jineng"))
    assert present(following) == before


def column(identifier: str, **more: object) -> dict[str, object]:
    given = {
        "id": identifier,
        "name": "动态",
        "type": "工作动态",
        "kind": "dated",
        "description": "说明",
        "keywords": ["甲"],
    }
    return {**given, **more}


def test_names_and_roles_are_of_one_campaign_and_past_columns_are_closed() -> None:
    past = {"campaign": "a", "status": "archived", "closed": "2026-11-30", "role": "plan"}
    columns = [column("news", role="plan"), column("old", **past)]
    assert len(Columns.model_validate({"columns": columns}).columns) == 2
    with pytest.raises(ValidationError, match="栏目「动态」写了两次"):
        Columns.model_validate(
            {"columns": [*columns, column("older", campaign="a", status="archived", closed="2026-11-30")]}
        )
    with pytest.raises(ValidationError, match="是往期专题「a」的，请写 status: archived"):
        Columns.model_validate({"columns": [column("old", campaign="a")]})


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        (f"{NEW}.md", lambda text: text.replace("学习练兵", "学习调研"), "「phase」campaign.yml 里没有「学习调研」"),
        (
            f"{OLD}.md",
            lambda text: text.replace("unit: 各班组", "unit: 后勤组"),
            "「unit」campaign.yml 里没有「后勤组」",
        ),
        ("campaign.yml", lambda text: text.replace("hou-qin-zu", "leaders"), "id「leaders」，已经是另一次活动「"),
        ("campaign.yml", lambda text: text.replace("xuan-chuan-lan", "board"), "id「board」，已经是另一次活动「"),
        (
            f"campaigns/{KEPT}/campaign.yml",
            lambda text: text.replace("plan/phase-study.md", "plan/x.md"),
            "「plan/x.md」不存在",
        ),
        (f"campaigns/{KEPT}/campaign.yml", lambda _: "", f"docs/campaigns/{KEPT}/campaign.yml"),
    ],
)
def test_references_are_those_of_the_campaign_of_the_column(
    following: Path, tmp_path: Path, path: str, change: Callable[[str], str], said: str
) -> None:
    docs = shutil.copytree(following / "docs", tmp_path / "docs")
    text = (docs / path).read_text(encoding="utf-8")
    assert change(text) != text
    (docs / path).write_text(change(text), encoding="utf-8")
    problems = ContentError(read_docs(docs).problems)
    assert said in str(problems)
