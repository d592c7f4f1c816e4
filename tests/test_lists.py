"""Lists of articles: pages of 20 at lasting addresses, archives, and ways of sorting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from lanmu.content.article import Article
from lanmu.content.site import Site
from lanmu.views.lists import (
    PAGE_SIZE,
    Link,
    ListPage,
    all_pages,
    column_archives,
    column_landing,
    facet_pages,
    facets,
    paged,
)
from support.builders import ZH, article, column, daily, minimal_site, site

NEWS = column("news")
BARE = ListPage("x/", "题", "说明", (), 0, (Link("首页", ""),), column=NEWS)


def paths(articles: Sequence[Article]) -> list[str]:
    return [article.path for article in articles]


def archives(of: Site) -> dict[str, list[str]]:
    """Address → articles of every archive page of the dated column news."""
    return {page.address: paths(page.articles) for page in column_archives(of, NEWS, ZH)}


def newest_first(articles: Sequence[Article]) -> list[Article]:
    return list(reversed(articles))


def test_pages_hold_twenty_and_are_cut_from_the_oldest() -> None:
    articles = daily(45)
    pages = list(paged(BARE, newest_first(articles), ZH))
    assert PAGE_SIZE == 20
    assert [page.articles for page in pages] == [tuple(articles[:20]), tuple(articles[20:40]), tuple(articles[40:])]
    assert [page.address for page in pages] == ["x/", "x/p2/", "x/p3/"]
    assert [page.title for page in pages] == ["题", "题（第2页）", "题（第3页）"]
    links = (Link("第1页", "x/"), Link("第2页", "x/p2/"), Link("第3页", "x/p3/"))
    assert {page.pages for page in pages} == {links}
    assert {(page.total, page.crumbs, page.column, page.description) for page in pages} == {
        (45, BARE.crumbs, NEWS, "说明")
    }
    assert [page.source for page in pages] == ["x/index.md", "x/p2/index.md", "x/p3/index.md"]


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (20, [20]), (21, [20, 1]), (40, [20, 20])])
def test_how_many_pages_there_are(count: int, sizes: list[int]) -> None:
    pages = list(paged(BARE, newest_first(daily(count)), ZH))
    assert [len(page.articles) for page in pages] == sizes
    assert all(bool(page.pages) == (len(sizes) > 1) for page in pages)


@pytest.mark.parametrize("count", [1, 19, 20, 21, 39, 40, 41, 75])
def test_a_newer_article_moves_no_other(count: int) -> None:
    articles = daily(count, start=date(2008, 12, 1))
    before, after = archives(site(articles[:-1])), archives(site(articles))
    assert before.keys() <= after.keys()
    changed = {address for address in before if before[address] != after[address]}
    newest = articles[-1].path
    assert all(after[address] == [*before[address], newest] for address in changed)
    added = {address for address in after if newest in after[address]}
    assert changed <= added
    assert len(added) == 2


@pytest.mark.parametrize("count", [21, 40, 41])
def test_a_newer_article_moves_no_other_in_the_archives_of_a_facet(count: int) -> None:
    def years_of_the_unit(articles: list[Article]) -> dict[str, list[str]]:
        pages = facet_pages(site(articles), ZH)
        return {p.address: paths(p.articles) for p in pages if p.address.startswith("browse/unit/branches/2")}

    articles = daily(count + 1, unit="各支部")
    before, after = years_of_the_unit(articles[:-1]), years_of_the_unit(articles)
    assert before
    assert all(after[address][: len(group)] == group for address, group in before.items())
    assert all(after[address] == group for address, group in before.items() if len(group) == PAGE_SIZE)


def test_every_article_stands_once_in_a_year_and_once_in_a_month() -> None:
    articles = daily(120, start=date(2008, 10, 20))
    archive_pages = archives(site(articles))
    for in_months in (False, True):
        listed = [p for address, group in archive_pages.items() for p in group if is_month(address) is in_months]
        assert sorted(listed) == paths(articles)
    assert archive_pages["news/2008/10/"] == paths([a for a in articles if a.month == "2008-10"])
    assert archive_pages["news/2009/p2/"] == paths([a for a in articles if a.month > "2009"][20:40])


def is_month(address: str) -> bool:
    """True for the address of a month's archive, its further pages included."""
    return any(len(part) == 2 and part.isdigit() for part in address.split("/"))


def test_archives_say_where_they_are() -> None:
    pages = {page.address: page for page in column_archives(site(daily(3, start=date(2008, 10, 30))), NEWS, ZH)}
    assert list(pages) == ["news/2008/", "news/2008/11/", "news/2008/10/"]
    year, month = pages["news/2008/"], pages["news/2008/10/"]
    assert (year.title, month.title) == ("动态：2008年", "动态：2008年10月")
    assert year.crumbs == (Link("首页", ""), Link("动态", "news/"))
    assert month.crumbs == (*year.crumbs, Link("2008年", "news/2008/"))
    assert (year.total, month.total) == (3, 2)
    assert year.column is month.column is NEWS


def test_the_landing_page_shows_the_newest_twenty_and_counts_years_and_months() -> None:
    articles = daily(50, start=date(2008, 12, 1))
    page = column_landing(site(articles), NEWS, ZH)
    assert list(page.articles) == newest_first(articles)[:20]
    assert (page.address, page.title, page.description, page.total) == ("news/", "动态", "工作动态", 50)
    assert [year.link for year in page.years] == [Link("2009年", "news/2009/", 19), Link("2008年", "news/2008/", 31)]
    assert page.years[0].months == (Link("1月", "news/2009/01/", 19),)
    assert page.years[1].months == (Link("12月", "news/2008/12/", 31),)
    archive_pages = archives(site(articles))
    assert all(link.address in archive_pages for year in page.years for link in (year.link, *year.months))


def test_a_reference_column_keeps_its_order_and_has_archives_only_beyond_a_page() -> None:
    articles = [article(f"b{n:02}", place="plan", order=30 - n) for n in range(25)]
    short = column_landing(site(articles[5:]), column("plan"), ZH)
    assert [a.meta.order for a in short.articles] == list(range(6, 26))
    assert short.years == ()
    assert not [address for address in all_pages(site(articles[5:]), ZH) if address.startswith("plan/")]
    long = column_landing(site(articles), column("plan"), ZH)
    assert [a.meta.order for a in long.articles] == list(range(6, 26))
    assert (long.total, [year.link.count for year in long.years]) == (25, [25])
    pages = [page for source, page in all_pages(site(articles), ZH).items() if source.startswith("plan/")]
    assert {a.path for page in pages for a in page.articles} == {a.path for a in articles}


def test_facets_follow_the_campaigns_order_and_leave_out_what_is_empty() -> None:
    facets_shown = facets(
        site(
            [
                article("a", "2008-10-01", unit="各支部", phase="学习", tasks=("培训",), topics=("做法成效",)),
                article("b", "2008-10-02", unit="办公室", phase="学习", tasks=("培训", "整改问题")),
                article("c", "2009-01-03", unit="各支部"),
            ]
        ),
        ZH,
    )
    assert [(facet.id, facet.name) for facet in facets_shown] == [
        ("phase", "按阶段"),
        ("task", "按任务"),
        ("topic", "按宣传主题"),
        ("unit", "按单位"),
        ("month", "按月份"),
    ]
    assert [facet.links for facet in facets_shown] == [
        (Link("学习", "browse/phase/study/", 2),),
        (Link("培训", "browse/task/training/", 2), Link("整改问题", "browse/task/mend/", 1)),
        (Link("做法成效", "browse/topic/results/", 1),),
        (Link("办公室", "browse/unit/office/", 1), Link("各支部", "browse/unit/branches/", 2)),
        (Link("2009年1月", "browse/month/2009-01/", 1), Link("2008年10月", "browse/month/2008-10/", 2)),
    ]
    assert [facet.id for facet in facets(site([article("a")]), ZH)] == ["month"]
    assert facets(site([]), ZH) == ()


def test_every_link_of_a_facet_leads_to_a_page_with_as_many_articles() -> None:
    of = site(minimal_site().articles)
    pages = {page.address: page for page in facet_pages(of, ZH)}
    links = [link for facet in facets(of, ZH) for link in facet.links]
    assert len(links) >= 9
    assert {link.address: link.count for link in links} == {a: p.total for a, p in pages.items()}
    assert pages["browse/unit/branches/"].crumbs == (Link("首页", ""), Link("分类浏览", "browse/"))
    assert pages["browse/month/2008-10/"].title == "2008年10月"


def test_a_facet_with_few_articles_is_one_page_and_with_many_gets_years() -> None:
    few = {p.address: p for p in facet_pages(site(daily(20, unit="各支部")), ZH) if "/unit/" in p.address}
    assert list(few) == ["browse/unit/branches/"]
    assert few["browse/unit/branches/"].years == ()
    articles = daily(45, start=date(2008, 12, 20), unit="各支部")
    many = {p.address: p for p in facet_pages(site(articles), ZH) if "/unit/" in p.address}
    home = many["browse/unit/branches/"]
    assert list(home.articles) == newest_first(articles)[:20]
    assert home.total == 45
    assert [(year.link.address, year.link.count) for year in home.years] == [
        ("browse/unit/branches/2009/", 33),
        ("browse/unit/branches/2008/", 12),
    ]
    assert list(many) == [
        "browse/unit/branches/",
        "browse/unit/branches/2009/",
        "browse/unit/branches/2009/p2/",
        "browse/unit/branches/2008/",
    ]
    year = many["browse/unit/branches/2009/"]
    assert year.crumbs[-1] == Link("各支部", "browse/unit/branches/")
    assert list(year.articles) == articles[12:32]


def test_a_month_of_all_columns_is_paged_too() -> None:
    articles = [article(f"a{n:02}", f"2008-10-01 {n // 60:02}:{n % 60:02}", unit="办公室") for n in range(25)]
    pages = [p for p in facet_pages(site(articles), ZH) if "/month/" in p.address]
    assert [(p.address, len(p.articles)) for p in pages] == [
        ("browse/month/2008-10/", 20),
        ("browse/month/2008-10/p2/", 5),
    ]


def test_all_pages_hold_every_list_once_under_its_source() -> None:
    of = site([*daily(45, unit="各支部"), article("p", place="plan")])
    pages = all_pages(of, ZH)
    assert all(source == page.source == f"{page.address}index.md" for source, page in pages.items())
    wanted = [column_landing(of, NEWS, ZH), *column_archives(of, NEWS, ZH), *facet_pages(of, ZH)]
    assert sorted(pages) == sorted(page.source for page in wanted)
    assert "notices/index.md" not in pages
