"""Sites of other campaigns than this project's: without phases, tasks and fronts, in one language; and with fronts, columns
and languages of their own. Nothing of this project's campaign stands in them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from conftest import SITES, copy_project, made_once
from lanmu.build.site import build
from lanmu.channels import newspaper
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.press import Press
from lanmu.checks.built.site import read_site
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.rule import Level
from lanmu.checks.engine.runner import check_sources, run
from lanmu.content import settings as config
from lanmu.content.campaign import Campaign
from lanmu.content.column import Columns
from lanmu.content.loading import load, read_docs
from lanmu.diagnostics.errors import ContentError
from lanmu.intake.interview import interview
from lanmu.intake.new_article import plan_article
from playwright.sync_api import Browser
from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser, LexborNode
from support.builders import HOST, PROGRESS, SETTINGS
from support.reviewing import review_everything

OF_THIS_PROJECT = re.compile(r"泉州|总工会|宣传栏|四求|科学发展|\b(?:worker|board)\b")


def languages(project: Path, *codes: str) -> Path:
    """The project with these languages only in mkdocs.yml."""
    file = project / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    head, begin, rest = text.partition("      languages:\n")
    entries = re.findall(r"        - locale: \S+\n(?:          .*\n)+", rest)
    end = rest[rest.index(entries[-1]) + len(entries[-1]) :]
    kept_entries = [entry for entry in entries if entry.split()[2] in codes]
    assert len(kept_entries) == len(codes)
    file.write_text(head + begin + "".join(kept_entries) + end, encoding="utf-8")
    return project


def own_project(folder: Path, site: str, *codes: str) -> Path:
    """A project with a site of tests/sites/, its own name, and these languages."""
    project = languages(copy_project(folder, SITES / site), *codes)
    text = '[site]\nname = "某专题"\npublisher = "某单位"\n'
    (project / "lanmu.toml").write_text(text, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest campaign, with a page of every template that draws what it has not."""

    def make(folder: Path) -> None:
        project = own_project(folder, "bare", "zh")
        shutil.copytree(SITES / "hospital" / "progress", project / "docs" / "progress")
        with (project / "docs" / "columns.yml").open("a", encoding="utf-8") as file:
            file.write(PROGRESS)
        review_everything(project)
        assert build(project, project / "site", site_url=HOST).pages.keys() == {"zh"}

    return made_once(tmp_path_factory, "bare", make)


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of another organisation in two languages; a third has left files behind."""

    def make(folder: Path) -> None:
        project = own_project(folder, "hospital", "zh", "zh-Hant")
        docs = project / "docs"
        (docs / "index.en.md").write_text("left behind, and no longer right\n", encoding="utf-8")
        (docs / "campaign.en.yml").write_text("name: [\n", encoding="utf-8")
        review_everything(project)
        summary = build(project, project / "site", site_url=HOST)
        (folder / "warnings.txt").write_text("\n".join(summary.warnings), encoding="utf-8")

    return made_once(tmp_path_factory, "hospital", make)


def page(project: Path, address: str = "") -> LexborHTMLParser:
    return LexborHTMLParser((project / "site" / address / "index.html").read_text(encoding="utf-8"))


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def hollow(tree: LexborHTMLParser) -> Iterator[str]:
    """Headings with nothing below, tables without rows, lists without items."""
    for heading in tree.css("main h2, main h3"):
        following = heading.next
        while following and following.tag in ("-text", "_comment"):
            following = following.next
        if following is None or following.tag in ("h1", "h2"):
            yield f"{heading.tag} {heading.text().strip()}"
    for node in tree.css("main table"):
        if not node.css("tbody tr"):
            yield "table"
    for node in tree.css("main ul, main ol, main dl"):
        if not node.css("li, div") and not in_script(node):
            yield f"{node.tag} {node.attributes.get('class')}"


def in_script(node: LexborNode) -> bool:
    """True for a list that a script fills."""
    return any("data-search-results" in (each.attributes or {}) for each in (node,))


def test_the_home_page_of_the_smallest_campaign_has_no_empty_place(bare: Path) -> None:
    tree = page(bare)
    assert texts(tree, ".phases__title") == ["活动进程"]
    assert texts(tree, ".phases__state") == ["活动时间（2026年4月至5月）已过，后续工作继续在这里公布。"]
    for selector in (".phases__list", ".fronts", ".goal", ".masthead__theme", ".box--notices"):
        assert tree.css(selector) == [], selector
    # The one article is the headline; its column has no box that shows it again.
    assert len(tree.css(".headline")) == 1
    assert tree.css(".box") == []


def test_no_page_of_the_smallest_campaign_is_hollow(bare: Path) -> None:
    hollow_pages = {}
    for file in sorted((bare / "site").rglob("index.html")):
        if faults := list(hollow(LexborHTMLParser(file.read_text(encoding="utf-8")))):
            hollow_pages[file.relative_to(bare / "site").as_posix()] = faults
    assert hollow_pages == {}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("timeline", "这次活动不分阶段，活动时间为2026年4月至5月。"),
        ("matrix", "这次活动没有列出任务和成果。"),
        ("ledger", "还没有公开承诺的整改事项。登载以后，这里列出整改事项、目标、措施、责任单位、期限和进展。"),
        ("publicity", "这次活动没有列出宣传内容和宣传阵地。"),
        (
            "reports",
            "还没有报送记录。 稿件报出去以后，由编辑把稿件、报送日期和报到哪里登记进台账，"
            "采用了再补记采用日期和题目，这里就会列出来，并按月统计。",
        ),
        ("chronicle", "还没有可以列入大事记的事。有了以后，这里按月列出。"),
        ("readings", "还没有列出学习书目。列出以后，这里写明读什么、为什么读，可以打勾记下自己的进度。"),
        ("words", "还没有收名词。收了以后，这里逐条解释，正文里第一次出现的也会带上解释。"),
    ],
)
def test_what_a_campaign_has_not_is_one_plain_sentence(bare: Path, name: str, sentence: str) -> None:
    tree = page(bare, f"progress/{name}")
    assert texts(tree, ".article .none") == [sentence]
    assert texts(tree, ".article table, .article h2") == []


def test_a_site_of_one_language_offers_no_other(bare: Path) -> None:
    site = bare / "site"
    assert not (site / "zh-Hant").exists()
    assert not (site / "en").exists()
    for file in site.rglob("*.html"):
        tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
        assert tree.css(".languages, [hreflang]") == [], file
    assert "zh-Hant" not in (site / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["bare", "hospital"])
def test_nothing_of_this_project_stands_in_another_campaign(name: str, request: pytest.FixtureRequest) -> None:
    project: Path = request.getfixturevalue(name)
    strange_words = {}
    for file in (project / "site").rglob("*.html"):
        text = re.sub(r'(href|src)="[^"]*assets/[^"]*"', "", file.read_text(encoding="utf-8"))
        if words := set(OF_THIS_PROJECT.findall(text)):
            strange_words[file.relative_to(project / "site").as_posix()] = words
    assert strange_words == {}


@pytest.mark.parametrize(
    ("name", "day"), [("bare", datetime(2026, 4, 12, 12)), ("hospital", datetime(2026, 10, 12, 12))]
)
def test_the_checks_find_no_error_in_another_campaign(name: str, day: datetime, request: pytest.FixtureRequest) -> None:
    project = request.getfixturevalue(name)
    read = read_project(project, config.load(project / "lanmu.toml"))
    assert read.site
    read = replace(read, reading=replace(read.reading, site=replace(read.site, now=day)))
    outcomes = (check_sources(read), run(read, [read_site(read, project / "site", site_url=HOST)]))
    errors = [f.message for outcome in outcomes for f in outcome.findings if f.level is Level.ERROR]
    assert errors == []


def test_nobody_asks_about_phases_and_units_where_there_are_none() -> None:
    site = replace(load(SITES / "bare"))
    given = {"genre": "动态", "title": "各班交流读书心得", "date": "2026-04-20 09:00", "source": "校工会"}
    for more in ({}, {"phase": "不写", "task": "不写", "output": "不写"}):
        answers = interview(site, {**given, **more})
        assert (answers.phase, answers.tasks, answers.outputs, answers.unit) == ("", (), (), "")


def draft(site: str) -> str:
    """A new article's text."""
    reading = read_docs(SITES / site)
    assert reading.site
    given = {
        "genre": "动态",
        "title": "某事",
        "date": "2026-10-20 09:00",
        "source": "某处",
        "phase": "不写",
        "output": "不写",
    }
    return plan_article(reading, interview(reading.site, given)).text


def test_a_new_draft_names_the_fronts_that_there_are() -> None:
    bare, hospital = draft("bare"), draft("hospital")
    assert "\n#channels: {report: 2026-10-20}  # 还登在哪里：哪天上报；没有的删去\n" in bare
    assert not re.search("#(phase|tasks|outputs|topics):", bare)
    assert "\n#channels: {yuanbao: 2026-10, yuankan: 2026-10, gzh: 2026-10, report: 2026-10-20}  # " in hospital
    assert "《院报》哪一期、《护理园地》哪一期、工会公众号哪个月、哪天上报" in hospital
    assert "#topics: [岗位技能]" in hospital
    assert not any(OF_THIS_PROJECT.search(text) for text in (bare, hospital))


def test_a_column_says_whether_and_where_the_home_page_shows_it(hospital: Path) -> None:
    tree = page(hospital)
    assert texts(tree, ".box__title") == ["技能课堂", "活动方案"]
    kinds = [box.css_first("ul") for box in tree.css(".box")]
    assert [node and node.attributes["class"] for node in kinds] == ["picks", "tiles"]
    assert texts(tree, ".fronts__title") == ["宣传阵地"]
    assert texts(tree, ".front__name") == ["医院网站", "《院报》", "《护理园地》", "工会公众号"]
    assert len(tree.css(".phases__list--2 .phase")) == 2


def test_fronts_have_their_issues_and_their_place_in_the_publicity_page(hospital: Path) -> None:
    assert texts(page(hospital, "yuanbao/2026-10"), ".card__title") == ["护理部组织穿刺练兵"]
    tree = page(hospital, "progress/publicity")
    heads = [
        texts(table, "thead th") for table in map(LexborHTMLParser, (node.html or "" for node in tree.css("table")))
    ]
    assert heads == [
        ["宣传主题", "医院网站", "《院报》", "《护理园地》", "工会公众号"],
        ["网站栏目", "《院报》栏名", "工会公众号栏名"],
    ]
    assert len(tree.css("tbody td li")) == 5


def test_two_newspapers_are_printed_side_by_side(tmp_path: Path) -> None:
    press = Press(load(SITES / "hospital"), SETTINGS, tmp_path)
    jobs = [(job.name, job.front, job.issue) for job in newspaper.jobs(press, Wanted())]
    assert jobs == [("2026-10.pdf", "yuanbao", "2026-10"), ("yuankan/2026-10.pdf", "yuankan", "2026-10")]


def test_files_of_a_language_that_is_off_are_reported_and_stop_nothing(hospital: Path) -> None:
    warnings = (hospital / "warnings.txt").read_text(encoding="utf-8")
    assert "languages 里没有 en" in warnings
    assert 'git rm "docs/*.en.md" "docs/*.en.yml"' in warnings
    assert not (hospital / "site" / "en").exists()
    assert (hospital / "site" / "zh-Hant" / "index.html").is_file()
    assert not [path for path in (hospital / "site").rglob("*") if ".en" in path.name]
    read = read_project(hospital, config.load(hospital / "lanmu.toml"))
    assert "LOC006" in [finding.code for finding in check_sources(read).findings]


def test_a_language_that_is_turned_on_asks_for_its_data_files(tmp_path: Path) -> None:
    project = own_project(tmp_path / "project", "bare", "zh", "en")
    build(project, project / "site")
    assert read_docs(project / "docs").problems == ()
    (project / "docs" / "index.en.md").write_text("---\ntitle: A\nsummary: B\n---\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(project / "docs")
    places = [(problem.path, "languages 里删去 en" in problem.remedy) for problem in caught.value.problems]
    assert places == [("docs/campaign.en.yml", True), ("docs/columns.en.yml", True)]


FRONTED = "news/2026-10-10-lianbing.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            FRONTED,
            "yuanbao: 2026-10",
            "yuanboa: 2026-10",
            "lianbing.md:9 「channels.yuanboa」是没有的宣传阵地。改法：是不是想写 yuanbao？",
        ),
        (
            FRONTED,
            "yuanbao: 2026-10,",
            "website: 2026-10,",
            "「channels.website」是没有的宣传阵地。改法：campaign.yml 的 fronts 里有：",
        ),
        (
            "columns.yml",
            "{yuanbao: 练",
            "{yuanbap: 练",
            "columns.yml:2 「columns[1].fronts.yuanbap」是没有的宣传阵地。",
        ),
    ],
)
def test_an_unknown_front_is_named_with_its_line_and_the_nearest(
    tmp_path: Path, path: str, old: str, new: str, said: str
) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(SITES / "hospital", docs)
    text = (docs / path).read_text(encoding="utf-8")
    assert old in text
    (docs / path).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(docs)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {
                "phases": [
                    {"id": f"p{n}", "name": f"甲{n}", "period": {"from": "2026年9月", "to": "2026年9月"}}
                    for n in range(7)
                ]
            },
            "too_long",
        ),
        ({"fronts": [{"id": "report", "name": "甲", "kind": "wechat"}]}, "value_error"),
        ({"fronts": [{"id": f"s{n}", "name": f"甲{n}", "kind": "site"} for n in range(2)]}, "value_error"),
    ],
)
def test_more_phases_than_can_be_shown_and_impossible_fronts_are_refused(change: dict[str, object], said: str) -> None:
    least = {"name": "活动", "short_name": "活动", "period": {"from": "2026年9月", "to": "2026年12月"}}
    assert Campaign.model_validate(least).phases == ()
    with pytest.raises(ValidationError) as caught:
        Campaign.model_validate(least | change)
    assert said in [error["type"] for error in caught.value.errors()]


def test_a_role_belongs_to_one_column() -> None:
    shared = {"type": "政策文件", "kind": "reference", "description": "说明", "keywords": ["甲"], "role": "plan"}
    with pytest.raises(ValidationError, match="有两个栏目写了 role: plan"):
        Columns.model_validate({"columns": [{"id": f"c{n}", "name": f"栏目{n}"} | shared for n in range(2)]})


MEASURE = """
n => {
  const list = document.querySelector(".phases__list");
  list.className = `phases__list phases__list--${n}`;
  const first = list.children[0];
  while (list.children.length < n) list.append(first.cloneNode(true));
  const box = list.getBoundingClientRect();
  const rows = new Map();
  for (const item of list.children) {
    const place = item.getBoundingClientRect();
    const row = Math.round(place.top);
    rows.set(row, Math.max(rows.get(row) || 0, place.right));
  }
  const overlaps = [...list.children].some((item) => {
    const range = document.createRange();
    range.selectNodeContents(item.querySelector(".phase__name"));
    const name = range.getBoundingClientRect(), state = item.querySelector(".phase__state").getBoundingClientRect();
    return name.right > state.left && name.bottom > state.top && state.bottom > name.top;
  });
  return {
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    short: [...rows.values()].filter((right) => Math.abs(right - box.right) > 1).length,
    overlaps,
  };
}
"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_one_to_six_phases_fill_their_rows_at_any_width(chromium: Browser, hospital: Path, width: int) -> None:
    with chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True) as context:
        tab = context.new_page()
        for number in range(1, 7):
            tab.goto((hospital / "site" / "index.html").as_uri())
            if number == 1:
                tab.evaluate("document.querySelector('.phase:nth-child(2)').remove()")
            assert tab.evaluate(MEASURE, number) == {"wide": 0, "short": 0, "overlaps": False}, number
