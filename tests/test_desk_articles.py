"""稿件: what the table shows of every article, how it is chosen and sorted, what presses today, what is done with one article."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lanmu.content.kept_files import COARSE
from lanmu.content.release_log import LogEntry, note
from lanmu.desk.articles.rows import Row, rows
from lanmu.desk.project import Project
from lanmu.desk.versions.presence import closed, renew
from lanmu.desk.versions.store import content, kept_versions
from lanmu.preview.bar.findings import CheckResults
from lxml import html
from support.desk import Asked
from support.many_articles import with_articles
from support.reviewing import review
from support.standing_articles import (
    CHANGED,
    CLOCK,
    DRAFT,
    ENGLISH,
    INTERNAL,
    PUBLISHED,
    READY,
    SCHEDULED,
    UNREAD,
    WAITING,
    WITHDRAWN,
    WRONG,
    article,
    with_every_state,
)

TITLES = "//a[@data-row]/text()"


@pytest.fixture(scope="module", autouse=True)
def _clock() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANMU_TEST_CLOCK", CLOCK)
        yield


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A desk of the site with every state, for which the checks have run. Whoever changes it puts it back."""
    asked = Asked(with_every_state(tmp_path_factory.mktemp("desk") / "project"))
    findings = asked.desk.preview.findings
    findings.renew()
    while findings.results.running:
        time.sleep(0.05)
    assert findings.results.complete, findings.results.trouble
    yield asked
    findings.close()


@pytest.fixture
def saved(desk: Asked) -> Iterator[Callable[[str, str], None]]:
    """Writes files of docs/ that are as they were afterwards."""
    before: dict[Path, bytes | None] = {}

    def save(path: str, text: str) -> None:
        file = desk.root / "docs" / path
        before.setdefault(file, file.read_bytes() if file.exists() else None)
        file.write_text(text, encoding="utf-8")

    yield save
    for file, data in before.items():
        if data is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(data)


def rows_of(desk: Asked) -> dict[str, Row]:
    listed = rows(desk.desk.project.standings(desk.desk.preview.findings.results))
    return {row.path: row for row in listed}


def settle(project: Path) -> None:
    """Makes all files of docs/ so old that they are not taken for saved just now."""
    old = time.time_ns() - 2 * COARSE
    for file in (project / "docs").rglob("*.*"):
        os.utime(file, ns=(old, old))


def texts(page: str, place: str) -> list[str]:
    return [str(text) for text in html.fromstring(page).xpath(place)]


def shown(desk: Asked, **query: str) -> list[str]:
    answer = desk.get("articles/rows", **query)
    assert answer.status_code == 200
    return texts(answer.text, TITLES) if "<table" in answer.text else []


def test_every_article_has_its_state_and_its_next_step(desk: Asked) -> None:
    states = {
        path: (row.standing.label, row.standing.note, row.standing.step.label, row.standing.step.address)
        for path, row in rows_of(desk).items()
    }
    writing, reviewing = "/_desk/writing/?path=", "/_desk/reviewing/?path="
    assert states[DRAFT] == ("草稿", "", "接着写", writing + DRAFT)
    assert states[UNREAD] == ("信息有误", "有 1 处要改", "去改", writing + UNREAD)
    assert states[WRONG] == ("有 1 处要改", "", "去改", writing + WRONG)
    assert states[WAITING] == ("待初审", "有 1 处要改", "去审签", reviewing + WAITING)
    assert states[CHANGED] == ("审后有改动", "网上现在有，下一次发布会拿掉", "去审签", reviewing + CHANGED)
    assert states[SCHEDULED] == ("定时", "2008-12-28 09:00", "改时间", writing + SCHEDULED)
    assert states[READY] == ("已可发布", "", "去发布", "/_desk/publishing/")
    assert states[PUBLISHED] == ("已发布", "", "印刷、上报", "/_desk/printing/?path=" + PUBLISHED)
    assert states[INTERNAL] == ("内部", "内部版：待初审", "去审签", reviewing + INTERNAL)
    assert states[WITHDRAWN] == ("已撤回", "2008-12-22", "重新登", "/_desk/articles/withdraw?path=" + WITHDRAWN)
    assert states["news/samples/2008-10-22-shili.md"][0] == "示例"
    assert "index.md" not in states
    assert "plan/index.md" not in states


def test_translations_stand_with_their_article(desk: Asked) -> None:
    (translation,) = rows_of(desk)[READY].translations
    assert (translation.path, translation.language, translation.standing.label) == (ENGLISH, "英文", "待初审")
    assert "Ready to go out" in desk.get("").text
    assert shown(desk, q="ready go") == ["可以发布的"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "可以 发布"}, ["可以发布的"]),
        ({"q": "ＫＥ-fabu"}, ["可以发布的"]),
        ({"q": "審了又改"}, ["审了又改的"]),
        ({"q": "示例单位a"}, ["示例动态"]),
        ({"q": "没有这几个字"}, []),
        ({"state": "草稿"}, ["写了一半的"]),
        ({"column": "notices"}, ["整改方案公示"]),
        ({"unit": "办公室"}, ["整改方案公示", "可以发布的"]),
        ({"unit": "办公室", "state": "已可发布"}, ["可以发布的"]),
    ],
)
def test_articles_are_found_and_chosen(desk: Asked, query: dict[str, str], titles: list[str]) -> None:
    assert shown(desk, **query) == titles


def test_every_head_sorts_both_ways(desk: Asked) -> None:
    for head in ("title", "column", "genre", "unit", "date", "state"):
        page = html.fromstring(desk.get("", sort=head, order="up").text)
        place = [th.get("aria-sort") for th in page.xpath("//th")]
        assert place.count("ascending") == 1
        cell = place.index("ascending") + 1
        values = [" ".join(td.text_content().split()) for td in page.xpath(f"//tbody/tr/td[{cell}]")]
        if head not in ("state", "title"):
            assert values == sorted(values), head
        down = shown(desk, sort=head, order="down")
        assert set(down) == set(shown(desk, sort=head, order="up"))
    assert shown(desk, sort="state", order="up")[0] == "信息有误的"
    assert shown(desk)[0] == "定时的"
    assert shown(desk, sort="date", order="up")[0] == "方案要点"


def test_what_is_chosen_stays_in_the_address_and_works_without_script(desk: Asked) -> None:
    page = html.fromstring(desk.get("", q="的", column="news", state="草稿", sort="title", order="up").text)
    form = page.xpath("//form[@id='choose']")[0]
    assert form.get("method") == "get"
    assert form.xpath(".//input[@name='q']/@value") == ["的"]
    assert form.xpath(".//select[@name='column']/option[@selected]/@value") == ["news"]
    hidden = {i.get("name"): i.get("value") for i in page.xpath("//input[@type='hidden'][@form='choose']")}
    assert hidden == {"state": "草稿", "sort": "title", "order": "up"}
    (again,) = page.xpath("//a[@data-sort='title']/@href")
    assert "order=down" in again
    assert "q=%E7%9A%84&column=news&state=%E8%8D%89%E7%A8%BF" in again


def test_of_many_articles_a_hundred_are_listed_until_all_are_asked_for(tmp_path: Path) -> None:
    asked = Asked(with_articles(tmp_path / "project", 120))
    page = html.fromstring(asked.get("", q="第").text)
    assert len(page.xpath(TITLES)) == 100
    (rest,) = page.xpath("//p[@class='rest']/a")
    assert rest.text_content() == "把 120 篇都列出来"
    assert len(html.fromstring(asked.client.get(rest.get("href")).text).xpath(TITLES)) == 120


@pytest.mark.parametrize("name", ["q", "column", "state", "unit", "campaign", "sort", "order"])
@pytest.mark.parametrize("value", ["../../etc/passwd", "<script>alert(1)</script>", "\0", "x" * 5000])
def test_no_address_breaks_the_table(desk: Asked, name: str, value: str) -> None:
    answer = desk.get("", **{name: value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_what_presses_today_stands_above_with_its_next_step(desk: Asked) -> None:
    page = html.fromstring(desk.get("").text)
    items = [" ".join(item.text_content().split()) for item in page.xpath("//li[contains(@class,'press__item')]")]
    assert "还有 3 天 《整改方案公示》公示期满 打开：《整改方案公示》公示期满" in items
    stale = "栏目“动态”该更新了：2008年12月16日以后没有更新，期限 14 天"
    assert f"还有 4 天 {stale} 写一篇：{stale}" in items
    assert "还有 2 天 《定时的》定在 2008-12-28 09:00 发布 打开：《定时的》定在 2008-12-28 09:00 发布" in items
    assert any(item.startswith("等了 8 天 《等着审的》待初审 去审签") for item in items)
    assert any("2 篇已可发布，还没有登出来" in item for item in items)
    assert not any("有要改的》" in item for item in items), "to be mended before it is reviewed"


def test_a_publication_that_was_broken_off_presses_most(desk: Asked) -> None:
    facts = {"time": "2008-12-25 10:00:00", "who": "某人", "action": "publish", "target": "web", "id": "1"}
    facts |= {"address": "https://www.example.org/", "edition": "public", "broken_off": "目标的磁盘已满"}
    note(desk.root, LogEntry.model_validate(facts))
    page = html.fromstring(desk.get("").text)
    (first, *_) = page.xpath("//li[contains(@class,'press__item--late')]")
    assert "上一次往“web”发布没有做完：目标的磁盘已满" in first.text_content()
    assert "以来还没有登出来的 8 篇：信息有误 1 篇，有要改的 1 篇，审后有改动 1 篇，草稿 1 篇" in page.text_content()


def test_faults_are_shown_with_place_and_way_out_while_the_rest_works(desk: Asked) -> None:
    page = html.fromstring(desk.get("").text)
    (fault,) = page.xpath("//li[contains(@class,'fault')][contains(@class,'finding')]")
    assert "docs/news/2008-12-21-xinxi-youwu.md 第4行" in fault.text_content()
    assert "从这些里选" in fault.text_content()
    assert fault.xpath(".//a/@href") == ["/_desk/writing/?path=" + UNREAD]


def test_where_the_site_cannot_be_read_at_all_the_desk_still_lists_the_texts(
    desk: Asked, saved: Callable[[str, str], None]
) -> None:
    saved("columns.yml", "columns: [")
    page = html.fromstring(desk.get("").text)
    assert "网站现在读不了" in page.text_content()
    assert "docs/columns.yml 第1行" in page.text_content()
    assert page.xpath("//li[contains(@class,'fault')]//a/@href") == ["/_desk/settings/"]
    assert "等着审的" in page.xpath(TITLES)
    assert desk.get("articles/about", path=WAITING).status_code == 200


def test_a_fault_of_the_whole_site_presses(desk: Asked, saved: Callable[[str, str], None]) -> None:
    findings = desk.desk.preview.findings
    results = findings.results
    saved("plan/index.md", "---\ntitle: 方案\nsummary: 方案栏目的首页，写得够长了。\n---\n\n见[没有](meiyou.md)。\n")
    findings.renew()
    while findings.results.running:
        time.sleep(0.05)
    (late,) = html.fromstring(desk.get("").text).xpath(
        "//li[contains(@class,'press__item--late')][.//a[contains(@href,'plan')]]"
    )
    assert "整个网站现在发布不了：docs/plan/index.md" in late.text_content()
    findings.results = results


def test_a_save_changes_the_state_at_once_and_taking_it_back_too(
    desk: Asked, saved: Callable[[str, str], None]
) -> None:
    before = (desk.root / "docs" / READY).read_text(encoding="utf-8")
    number = desk.client.get("/_desk/articles/news").json["number"]
    saved(READY, before.replace("几句话", "几段话"))
    assert rows_of(desk)[READY].standing.label == "审后有改动"
    saved(READY, before)
    assert rows_of(desk)[READY].standing.label == "已可发布"
    assert desk.client.get("/_desk/articles/news").json["number"] != number


def test_a_picture_that_changes_voids_the_reviews_of_who_shows_it(
    desk: Asked, saved: Callable[[str, str], None]
) -> None:
    path = "news/2008-12-11-youtu.md"
    saved("news/2008-12-11-biao.txt", "第一稿")
    saved(path, article("有附件的", "2008-12-11", body="见[附件](2008-12-11-biao.txt)。"))
    (desk.root / "docs" / UNREAD).rename(desk.root / "away.md")
    try:
        review(desk.root, path)
    finally:
        (desk.root / "away.md").rename(desk.root / "docs" / UNREAD)
    settle(desk.root)
    assert rows_of(desk)[path].standing.label == "已可发布"
    saved("news/2008-12-11-biao.txt", "第二稿")
    assert rows_of(desk)[path].standing.label == "审后有改动"


def test_only_what_has_changed_is_read_again(tmp_path: Path) -> None:
    project = with_every_state(tmp_path / "project")
    settle(project)
    asked = Project(project)
    first = asked.reading()
    assert asked.reading() is first
    (project / "docs" / WAITING).write_text(article("改了题目的", "2008-12-18"), encoding="utf-8")
    second = asked.reading()
    assert first.site
    assert second.site
    assert second.site.by_path[WAITING] is not first.site.by_path[WAITING]
    same = first.site.by_path.keys() - {WAITING}
    assert all(second.site.by_path[path] is first.site.by_path[path] for path in same)
    states = asked.standings(CheckResults()).states
    columns = project / "docs" / "columns.yml"
    columns.write_text(columns.read_text(encoding="utf-8").replace("name: 动态", "name: 新闻"), encoding="utf-8")
    third = asked.reading()
    assert third.site
    assert {item.column.name for item in third.site.articles} == {"新闻", "公示", "方案"}
    assert asked.standings(CheckResults()).states == states
    (project / "docs" / WAITING).unlink()
    assert WAITING not in asked.standings(CheckResults()).states


def test_a_day_later_what_waited_for_its_time_may_go_out(desk: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows_of(desk)[SCHEDULED].standing.label == "定时"
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(int(CLOCK) + 3 * 24 * 3600))
    assert rows_of(desk)[SCHEDULED].standing.label == "已可发布"


def form_of(page: str, action: str) -> dict[str, list[str]]:
    """What a form would send."""
    values: dict[str, list[str]] = {}
    for field in html.fromstring(page).xpath(f"//form[@action='{action}'][@method='post']//input"):
        values.setdefault(field.get("name"), []).append(field.get("value") or "")
    return values


def test_an_article_is_renamed_as_it_was_listed(desk: Asked) -> None:
    page = desk.get("articles/rename", path=READY, slug="xin-ming", date="", column="").text
    assert "要做的是这些" in page
    values = form_of(page, "/_desk/articles/rename")
    stale = desk.client.post("/_desk/articles/rename", data=values | {"line": ["别的"]})
    assert stale.status_code == 422
    assert "什么也没有做" in stale.text
    answer = desk.client.post("/_desk/articles/rename", data=values)
    new = "news/2008-12-16-xin-ming.md"
    assert answer.headers["Location"] == f"/_desk/articles/about?path={new}&done=renamed"
    assert f"docs/{READY}" in {version.path for version in kept_versions(desk.root, f"docs/{new}")}
    done = desk.client.get(answer.headers["Location"])
    assert "改好了" in done.text
    assert "已可发布" in done.text
    back = form_of(desk.get("articles/rename", path=new, slug="ke-fabu").text, "/_desk/articles/rename")
    assert desk.client.post("/_desk/articles/rename", data=back).status_code == 303


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"slug": "大写 Name"}, "文件名"),
        ({"slug": "ke-fabu"}, "不用改"),
        ({"slug": "", "date": "明天"}, "不是日期"),
        ({"slug": "a", "column": "没有的"}, "栏目"),
    ],
)
def test_a_name_that_cannot_be_is_said_in_the_form(desk: Asked, query: dict[str, str], said: str) -> None:
    answer = desk.get("articles/rename", path=READY, **query)
    assert answer.status_code == 200
    (alert,) = html.fromstring(answer.text).xpath("//*[@role='alert']")
    assert said in alert.text_content()
    assert "要做的是这些" not in answer.text


def test_an_article_is_withdrawn_and_put_back(desk: Asked) -> None:
    page = desk.get("articles/withdraw", path=PUBLISHED).text
    assert "它的网址只写“此文已撤回”" in page
    assert desk.post("articles/withdraw", path=PUBLISHED, reason=" ").status_code == 422
    answer = desk.post("articles/withdraw", path=PUBLISHED, reason="数字不对")
    assert answer.status_code == 303
    assert "为什么撤回" in desk.client.get(answer.headers["Location"]).text
    assert rows_of(desk)[PUBLISHED].standing.label == "已撤回"
    assert "取消撤回" in desk.get("articles/withdraw", path=PUBLISHED).text
    assert desk.post("articles/put-back", path=PUBLISHED).status_code == 303
    assert rows_of(desk)[PUBLISHED].standing.label == "已发布"


def test_who_has_an_article_open_is_told_in_its_row(desk: Asked) -> None:
    number = desk.client.get("/_desk/articles/news").json["number"]
    renew(desk.root, WAITING, "0123456789abcdef", "张三")
    (row,) = html.fromstring(desk.get("").text).xpath(f"//tr[@data-path='{WAITING}']")
    assert "张三开着" in row.text_content()
    assert desk.client.get("/_desk/articles/news").json["number"] != number
    closed(desk.root, "0123456789abcdef")
    assert "开着" not in desk.get("articles/rows").text
    assert desk.client.get("/_desk/articles/news").json["number"] == number


def test_what_was_there_before_a_withdrawal_is_kept(desk: Asked) -> None:
    before = (desk.root / "docs" / WAITING).read_bytes()
    desk.post("articles/withdraw", path=WAITING, reason="先不登")
    desk.post("articles/put-back", path=WAITING)
    versions = [content(version) for version in kept_versions(desk.root, f"docs/{WAITING}")]
    assert before in versions
    assert any("先不登".encode() in data for data in versions)


def test_a_translation_leads_to_its_article(desk: Asked) -> None:
    assert "<h1>可以发布的</h1>" in desk.get("articles/about", path=ENGLISH).text


@pytest.mark.parametrize(
    "path", ["", "../lanmu.toml", "/etc/passwd", "news/", "columns.yml", "no/such.md", "\0", "index.md"]
)
def test_no_path_leads_anywhere_else(desk: Asked, path: str) -> None:
    for address in ("articles/about", "articles/rename", "articles/withdraw"):
        answer = desk.get(address, path=path)
        assert answer.status_code == 422, address
        assert "Traceback" not in answer.text
    before = {file: file.read_bytes() for file in desk.root.glob("docs/**/*.*")}
    for address in ("articles/rename", "articles/withdraw", "articles/put-back"):
        assert desk.post(address, path=path, reason="原因").status_code == 422, address
        assert desk.client.post(f"/_desk/{address}", data={"path": READY, "reason": "原因"}).status_code == 403
    assert {file: file.read_bytes() for file in desk.root.glob("docs/**/*.*")} == before


def test_an_empty_project_says_what_to_do(tmp_path: Path, desk: Asked) -> None:
    project = tmp_path / "empty"
    (project / "docs").mkdir(parents=True)
    for name in ("campaign.yml", "columns.yml"):
        (project / "docs" / name).write_bytes((desk.root / "docs" / name).read_bytes())
    (project / "lanmu.toml").write_bytes((desk.root / "lanmu.toml").read_bytes())
    asked = Asked(project)
    page = asked.get("").text
    assert re.search("现在还没有：.*写一篇.*收进来", page)
    shutil.rmtree(project / "docs")
    answer = asked.get("")
    assert answer.status_code == 200
    assert "docs/campaign.yml" in answer.text
