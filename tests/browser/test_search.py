"""Searching as a reader does: typing, filters, keyboard, addresses, other scripts, from a disk, with nothing found."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SITES, copy_project
from lanmu.build.site import build
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=document.title='hit'>"
ARTICLE = """---
title: {title}
date: {date} 08:00
genre: 动态
unit: {unit}
summary: 摘要{title}。
sample: {sample}
---

{body}
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(8000)
        yield page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a dozen articles on one thing, and one with markup in its title."""
    project = copy_project(tmp_path_factory.mktemp("search") / "project", SITES / "minimal")

    def write(path: str, text: str) -> None:
        (project / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (project / "docs" / path).write_text(text, encoding="utf-8")

    for n in range(12):
        body = f"## 小标题\n\n第{n}次，大家说**干**部要学习。\n\n又一段：後來發展 GDP{n}。"
        unit, year = ("办公室", "2008") if n % 3 else ("各支部", "2009")
        head = {"title": f"题{n}", "date": f"{year}-02-{n + 1:02}", "unit": unit, "sample": str(n == 5).lower()}
        write(f"news/{'samples/' * (n == 5)}a{n}.md", ARTICLE.format(**head, body=body))
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    write("news/b.md", ARTICLE.format(title=quoted, date="2008-03-01", unit="办公室", sample="false", body="恶意。"))
    build(project, project / "site")
    return project / "site"


def status(page: Page, text: str) -> None:
    expect(page.locator("[data-search-state]")).to_have_text(text)


def titles(page: Page) -> list[str]:
    return page.locator("[data-search-results] a").all_inner_texts()


def opened(page: Page, site: Path, query: str = "", folder: str = "") -> Page:
    """The search page of a site on the disk, with no server at all."""
    page.goto((site / folder / "search" / "index.html").as_uri() + (f"?q={query}" if query else ""))
    return page


def test_results_while_typing_with_marks_and_more(page: Page, site: Path) -> None:
    opened(page, site)
    status(page, "请输入要找的文字。多个词用空格隔开，连在一起找就加引号。")
    page.locator("main #lanmu-q").press_sequentially("干部要学习")
    status(page, "找到 12 篇")
    assert page.locator("[data-search-results] li").count() == 10
    assert set(page.locator("[data-search-results] .entry__summary mark").all_inner_texts()) == {"干部要学习"}
    page.locator("[data-search-more]").click()
    expect(page.locator("[data-search-results] li")).to_have_count(12)
    # All say the same: the newest come first.
    assert titles(page) == [f"题{n}" for n in (9, 6, 3, 0, 11, 10, 8, 7, 5, 4, 2, 1)]
    assert page.locator(".mark--sample").all_inner_texts() == ["示例"]
    assert page.locator("li", has=page.locator(".mark--sample")).locator("a").inner_text() == "题5"
    assert (
        page.locator("[data-search-results] a", has_text="题5").get_attribute("href") == "../news/samples/a5/index.html"
    )


def test_other_forms_of_the_words_find_the_same(page: Page, site: Path) -> None:
    opened(page, site)
    for query in ("学习 干部", "學習", "“干部要学习”", "后来发展", "後來發展", "ＧＤＰ３", "gdp3", "干 部", "学"):
        page.locator("main #lanmu-q").fill(query)
        number = 1 if "3" in query or "３" in query else 12
        status(page, f"找到 {number} 篇")
    for query in ("GDP33", "P3", "部干", "“学习 干部”", "段：后来发展GDP1GDP2"):
        page.locator("main #lanmu-q").fill(query)
        status(page, "没有找到")
        assert page.locator("[data-search-advice]").is_visible()


def test_filters_count_and_stay_in_the_address(page: Page, site: Path) -> None:
    opened(page, site, "干部要学习")
    status(page, "找到 12 篇")
    assert page.locator("[name=year] option").all_inner_texts() == ["全部", "2009（4）", "2008（8）"]
    page.locator("[name=year]").select_option("2009")
    status(page, "找到 4 篇")
    assert page.locator("[name=unit] option").all_inner_texts() == ["全部", "各支部（4）"]
    page.locator("[name=sort]").select_option("date")
    expect(page.locator("[data-search-results] a").first).to_have_text("题9")
    assert titles(page) == ["题9", "题6", "题3", "题0"]
    assert "year=2009" in page.url
    assert "sort=date" in page.url
    page.reload()
    status(page, "找到 4 篇")
    assert titles(page) == ["题9", "题6", "题3", "题0"]


def test_the_keyboard_alone_will_do(page: Page, site: Path) -> None:
    opened(page, site, "干部要学习")
    status(page, "找到 12 篇")
    page.keyboard.press("/")
    box = page.locator("main #lanmu-q")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-search-results] a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator("[data-search-results] li")).to_have_count(0)
    box.fill("题7")
    status(page, "找到 1 篇")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/news/a7/**")


def test_nothing_is_searched_while_an_input_method_is_at_work(page: Page, site: Path) -> None:
    opened(page, site)
    status(page, "请输入要找的文字。多个词用空格隔开，连在一起找就加引号。")
    box = page.locator("main #lanmu-q")
    box.dispatch_event("compositionstart")
    box.fill("题7")
    page.wait_for_timeout(400)
    assert "请输入" in page.locator("[data-search-state]").inner_text()
    box.dispatch_event("compositionend")
    status(page, "找到 1 篇")


def test_neither_a_title_nor_a_query_is_markup(page: Page, site: Path) -> None:
    opened(page, site, "恶意")
    status(page, "找到 1 篇")
    assert titles(page) == [HOSTILE]
    for query in (HOSTILE, "\\", '"', "“”", "`", "\u0000", "((", "[]{}*+?^$|", "' or 1=1", "𠮷" * 150):
        page.locator("main #lanmu-q").fill(query)
        page.locator("main form[role=search] button").click()
        page.wait_for_timeout(60)
    page.wait_for_timeout(300)
    assert page.locator("[data-search-results] img").count() == 0
    assert "没有载入" not in page.locator("[data-search-state]").inner_text()
    assert page.title() != "hit"


def test_a_missing_index_is_said(page: Page, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    (tmp_path / "site" / "search" / "catalogue.js").unlink()
    opened(page, tmp_path / "site", "学习")
    expect(page.locator("[data-search-state]")).to_contain_text("没有载入")
    assert page.locator("[data-search-advice] a").is_visible()


def test_a_page_left_open_finds_what_the_next_release_has(page: Page, site: Path, tmp_path: Path) -> None:
    """With the release the parts of the index have another address."""
    shutil.copytree(site, tmp_path / "site")
    search = tmp_path / "site" / "search"
    opened(page, tmp_path / "site", "题7")
    status(page, "找到 1 篇")
    folder = next(search.glob("*/d0.js")).parent
    folder.rename(search / "ffff0000")
    catalogue = (search / "catalogue.js").read_text("utf-8")
    (search / "catalogue.js").write_text(catalogue.replace(folder.name, "ffff0000"), "utf-8")
    page.locator("main #lanmu-q").fill("恶意")
    expect(page.locator("[data-search-results] a").first).to_have_text(HOSTILE)
    (search / "ffff0000").rename(search / "gone")
    page.locator("main #lanmu-q").fill("题8")
    expect(page.locator("[data-search-state]")).to_contain_text("没有载入")


def test_each_language_leads_to_its_own_pages(page: Page, real_url: str) -> None:
    for folder, query in (("", "学习"), ("zh-Hant/", "學習"), ("en/", "plan")):
        page.goto(f"{real_url}{folder}search/?q={query}")
        link = page.locator("[data-search-results] a").first
        link.click()
        page.wait_for_load_state()
        language = {"": "zh", "zh-Hant/": "zh-Hant", "en/": "en"}[folder]
        assert page.url.startswith(f"{real_url}{folder}")
        assert str(page.locator("html").get_attribute("lang")).startswith(language)


def test_an_excerpt_begins_with_a_whole_word(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}en/search/?q=phases")
    # The found word is the eighth; thirty characters before it lie within the third.
    expect(page.get_by_text("three phases, see")).to_have_text(
        "…divides the campaign into three phases, see the whole."
    )


def test_traditional_pages_show_traditional_results_and_filters(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}zh-Hant/search/?q=公示公告")
    results = page.locator("[data-search-results] li")
    results.first.wait_for()
    count = results.count()
    text = page.locator("main, .search").first.inner_text()
    assert "單位" in text
    assert not [char for char in "学习实践发动号单时长众进领导检" if char in text]
    assert "公示公告" in " ".join(page.locator('[name="column"] option').all_inner_texts())
    page.goto(f"{real_url}search/?q=公示公告")
    results.first.wait_for()
    assert results.count() == count


def test_the_first_query_is_light(page: Page, real_url: str) -> None:
    page.goto(f"{real_url}plan/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{real_url}search/?q=学习")
    page.locator("[data-search-results] li").first.wait_for()
    shards = [url for url in asked if "/search/" in url and url.endswith(".js")]
    assert 3 <= len(shards) <= 2 + 3 + 12
    assert all(url.startswith(real_url) for url in asked)


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_the_screen_and_the_finger(chromium: Browser, real_url: str, width: int) -> None:
    with chromium.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{real_url}search/?q=学习")
        page.locator("[data-search-results] li").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        if width < 768:
            page.locator("[data-search-filters] summary").click()
        for target in page.locator(".search button:visible, .search input, .search select, .search summary").all():
            box = target.bounding_box()
            assert box
            assert box["height"] >= 44


def test_without_scripts_the_page_leads_to_the_categories(chromium: Browser, real_url: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{real_url}nowhere/")
        page.locator("main #lanmu-q").fill("学习")
        page.locator("main form[role=search] button").click()
        assert "/search/?q=" in page.url
        page.locator("main noscript a").click()
        assert page.url == f"{real_url}browse/"
