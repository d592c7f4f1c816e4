"""A new article of every genre: it can be read at once, is a clean draft, and a clean article once it is filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.runner import check_sources
from lanmu.content import settings as config
from lanmu.content.article import Article
from lanmu.content.loading import load, read_docs
from lanmu.content.publication import publishable
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.interview import interview
from lanmu.intake.new_article import following, overview, plan_article, site_of
from support.builders import column as minimal_column
from support.builders import minimal_site
from support.new_articles import DAY, GENRES, complete_options, copy_content, finished, write_article
from support.sealing import seal

HOMES = {
    "动态": "bulletins",
    "简报": "bulletins",
    "讨论纪要": "bulletins",
    "调研报告": "bulletins",
    "典型人物": "examples",
    "典型单位": "examples",
    "心得体会": "bulletins",
    "整改公示": "notices",
    "公开承诺": "notices",
    "评议结果": "notices",
    "制度目录": "bulletins",
    "总结报告": "bulletins",
    "文件": "plan",
    "通知": "notices",
    "方案解读": "plan",
    "名单": "plan",
    "工伤认定说明": "study",
    "学习辅导": "study",
    "课件": "study",
    "说明": "about",
}


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    """A copy of the project with one new article of each kind, as the command leaves them."""
    root = copy_content(tmp_path_factory.mktemp("drafts"))
    paths = {genre: write_article(root / "docs", complete_options(genre, f"某支部的{genre}")) for genre in GENRES}
    return root, paths


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    """The same, filled in and signed."""
    root = copy_content(tmp_path_factory.mktemp("filled"))
    paths = {genre: write_article(root / "docs", complete_options(genre, f"某支部的{genre}")) for genre in GENRES}
    for path in paths.values():
        path.write_text(finished(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    seal(root)
    return root, paths


def found_in(root: Path) -> list[Finding]:
    """Everything that check_structure.py reports, warnings included."""
    return list(check_sources(read_project(root, config.load(root / "lanmu.toml"))).findings)


def article_at(root: Path, path: Path) -> Article:
    """The article in a file, as the site reads it."""
    item = load(root / "docs").by_path[path.relative_to(root / "docs").as_posix()]
    assert isinstance(item, Article)
    return item


def test_every_genre_goes_where_the_real_articles_are(drafts: tuple[Path, dict[str, Path]]) -> None:
    assert {genre: path.parent.name for genre, path in drafts[1].items()} == HOMES


def test_all_drafts_can_be_read_at_once(drafts: tuple[Path, dict[str, Path]]) -> None:
    assert read_docs(drafts[0] / "docs").problems == ()


def test_a_draft_has_only_the_finding_that_it_is_one(drafts: tuple[Path, dict[str, Path]]) -> None:
    root, paths = drafts
    expected = sorted((path.relative_to(root).as_posix(), "FM022") for path in paths.values())
    assert sorted((finding.path, finding.code) for finding in found_in(root)) == expected


def test_filled_in_it_is_clean_and_is_published(filled: tuple[Path, dict[str, Path]]) -> None:
    root, paths = filled
    assert found_in(root) == []
    states = read_project(root, config.load(root / "lanmu.toml")).states
    assert {path.relative_to(root / "docs").as_posix() for path in paths.values()} <= publishable(states)


@pytest.fixture(scope="module")
def early(drafts: tuple[Path, dict[str, Path]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Finding]]:
    """The drafts as somebody sends them out too early, without `draft: true`, and what is found in them."""
    root = copy_content(tmp_path_factory.mktemp("early"))
    for path in drafts[1].values():
        text = path.read_text(encoding="utf-8").replace("draft: true\n", "")
        (root / path.relative_to(drafts[0])).write_text(text, encoding="utf-8", newline="\n")
    return root, found_in(root)


@pytest.mark.parametrize("genre", GENRES)
def test_every_open_place_is_found_when_it_goes_out_too_early(
    genre: str, drafts: tuple[Path, dict[str, Path]], early: tuple[Path, list[Finding]]
) -> None:
    """Each （请填写……） that readers would see is a finding, beside the missing reviews."""
    root, findings = early
    target = root / drafts[1][genre].relative_to(drafts[0])
    text = target.read_text(encoding="utf-8")
    shown = [line for line in text.split("\n") if not line.startswith("#") or line.startswith("##")]
    opened = sum(line.count("（请填写") for line in shown)
    codes = [finding.code for finding in findings if root / finding.path == target]
    assert len([code for code in codes if code in ("FM020", "FM021", "FM026")]) == opened >= 2
    is_dated = HOMES[genre] in ("bulletins", "examples", "notices")
    assert ("REV001" in codes, "REV006" in codes) == (is_dated, is_dated)


def test_what_is_not_in_use_is_right_once_it_is(drafts: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    """The # taken from the beginning of every line that is offered: still front matter that the model takes."""
    root = copy_content(tmp_path / "used")
    offered, written = {}, {}
    for source in drafts[1].values():
        path = source.relative_to(drafts[0] / "docs").as_posix()
        text = re.sub(r"^#(?=image)", "##", source.read_text(encoding="utf-8"), flags=re.MULTILINE)
        offered[path] = set(re.findall(r"^#(\w+):", text, re.MULTILINE))
        written[path] = set(re.findall(r"^#?(\w+):", text, re.MULTILINE))
        text = re.sub(r"^#(?=\w+:)", "", text, flags=re.MULTILINE)
        (root / "docs" / path).write_text(text, encoding="utf-8", newline="\n")
    by_path = load(root / "docs").by_path
    for path, fields in offered.items():
        assert {"author", "photo", "topics", "channels", "tags", "phase", "tasks", "outputs"} <= written[path]
        item = by_path[path]
        assert isinstance(item, Article)
        assert item.meta.model_fields_set >= fields, path


def test_answers_stand_in_the_front_matter(tmp_path: Path) -> None:
    root = copy_content(tmp_path / "project")
    options = complete_options(
        "简报", "某支部：学习 #1 “三查三看”", unit="班组", phase="1", task="技能培训，3", output="1、讨论纪要"
    )
    options |= {"unit": "teams", "source": "示例日报"}
    article = article_at(root, write_article(root / "docs", options))
    assert article.title == "某支部：学习 #1 “三查三看”"
    assert article.pub_date == "2008-11-05 09:30"
    assert (article.meta.unit, article.meta.source, article.meta.phase) == ("各班组", "示例日报", "学习调研")
    assert article.meta.tasks == ("技能培训", "练兵大讨论")
    assert article.meta.outputs == ("班组的培训活动", "讨论纪要")
    assert (article.meta.genre, article.meta.issue, article.meta.draft) == ("动态", 1, True)


def test_a_notice_and_a_promise_have_their_blocks(drafts: tuple[Path, dict[str, Path]]) -> None:
    root, paths = drafts
    notice = article_at(root, paths["整改公示"]).meta.notice
    assert notice is not None
    assert (notice.start.isoformat(), notice.end.isoformat()) == (DAY, "2008-11-12")
    promise = article_at(root, paths["公开承诺"]).meta.promise
    assert [(item.deadline.isoformat(), item.unit) for item in promise] == [("2008-12-20", "各班组")]


def test_bulletins_are_numbered_by_themselves(write: Callable[[str, str], Path], minimal: Path) -> None:
    docs = minimal / "docs"
    options = {**complete_options("简报", "第一次"), "unit": "各支部"}
    first = write_article(docs, dict(options))
    again = write_article(docs, dict(options))
    assert (article_at(minimal, first).meta.issue, article_at(minimal, again).meta.issue) == (2, 3)
    # A bulletin that cannot be read as an article keeps its number; samples count for themselves.
    write("news/2008-11-01-cuo.md", "---\ntitle: 错\nissue: 7\n---\n")
    write("news/samples/2008-11-01-shili.md", "---\ntitle: 示例\nissue: 90\n---\n")
    write("news/2008-11-02-ye-cuo.md", "---\ntitle: 错\nissue: 九\n---\n")
    assert following(read_docs(docs), minimal_column("news"), "issue", 1) == 8
    assert following(read_docs(docs), minimal_column("notices"), "issue", 1) == 1


def test_reference_articles_are_ordered_after_the_others(write: Callable[[str, str], Path], minimal: Path) -> None:
    text = (minimal / "docs" / "plan" / "points.md").read_text(encoding="utf-8")
    write("plan/points.md", re.sub("^order: .*$", "order: 35", text, flags=re.MULTILINE))
    options: dict[str, str | None] = {"genre": "方案解读", "title": "某一条的解读", "date": DAY, "phase": "不写"}
    options |= {"source": "本站编写", "output": "不写"}
    orders = [article_at(minimal, write_article(minimal / "docs", dict(options))).meta.order for _ in range(2)]
    assert orders == [40, 50]


def test_a_time_to_come_is_a_scheduled_publication(minimal: Path) -> None:
    options = {**complete_options("动态", "以后才登"), "unit": "办公室", "date": "2999-11-05 08:00"}
    path = write_article(minimal / "docs", options)
    assert path.name == "2999-11-05-yi-hou-cai-deng.md"
    assert "publish_at: 2999-11-05 08:00\n" in path.read_text(encoding="utf-8")
    assert article_at(minimal, path).meta.publish_at is not None


def test_names_never_meet_another_address(write: Callable[[str, str], Path], minimal: Path) -> None:
    docs = minimal / "docs"
    options: dict[str, str | None] = {"genre": "文件", "date": DAY, "source": "某处", "phase": "不写", "output": "不写"}
    # An old address of another article, a list of the site's, a folder's own page, a translation without its source.
    old = (docs / "news" / "2008-10-20-peixun.md").read_text(encoding="utf-8")
    write("news/2008-10-20-peixun.md", old.replace("[old/123/]", "[old/123/, plan/tongzhi/]"))
    write("plan/jueding/index.md", "---\ntitle: 决定\nsummary: 关于决定的页面。\n---\n")
    write("plan/fangan.en.md", "---\ntitle: Plan\nsummary: The plan.\n---\n")
    cases = {"通知": "tong-zhi.md", "tongzhi": "tongzhi-2.md", "jueding": "jueding-2.md", "fangan": "fangan-2.md"}
    cases |= {"2008": "2008-2.md", "con": "con-1.md", "Index": "index-1.md"}
    for title, expected in cases.items():
        path = write_article(docs, {**options, "title": title})
        assert path == docs / "plan" / expected
    long = [write_article(docs, {**options, "title": "长" * 80}).stem for _ in range(9)]
    assert len(set(long)) == 9
    assert max(map(len, long)) <= 60
    assert [problem for problem in read_docs(docs).problems if ".en." not in problem.path] == []


def test_the_name_may_be_given(minimal: Path) -> None:
    reading = read_docs(minimal / "docs")
    options = {"genre": "文件", "title": "通知", "date": DAY, "source": "某处", "phase": "不写", "output": "不写"}
    answers = interview(site_of(reading), options)
    assert plan_article(reading, answers, "zhibu").path == minimal / "docs" / "plan" / "zhibu.md"
    with pytest.raises(UserError, match="不能作文件名"):
        plan_article(reading, answers, "支部")


def test_an_archived_column_is_reported(tmp_path: Path) -> None:
    root = copy_content(tmp_path / "project")
    reading = read_docs(root / "docs")
    late = plan_article(reading, interview(site_of(reading), complete_options("动态", "某事", date="2026-11-23")))
    early = plan_article(reading, interview(site_of(reading), complete_options("动态", "某事")))
    assert any("2026年11月22日已归档" in step for step in late.steps)
    assert not any("归档" in step for step in early.steps)


def test_another_fault_does_not_stand_in_the_way_but_the_lists_must_be_there(
    write: Callable[[str, str], Path], minimal: Path
) -> None:
    write("news/2008-11-01-huai.md", "没有稿件信息\n")
    options = {**complete_options("动态", "照样能建"), "unit": "办公室"}
    assert write_article(minimal / "docs", dict(options)).exists()
    write("campaign.yml", "name: [\n")
    with pytest.raises(ContentError, match=r"docs/campaign\.yml:\d"):
        write_article(minimal / "docs", dict(options))


def test_the_list_names_every_genre_and_its_column() -> None:
    lines = overview(minimal_site())
    assert [line.split("（")[0] for line in lines] == [s.name for s in minimal_site().genres.scaffolds]
    assert lines[1].startswith("简报（docs/news/，动态）：")
