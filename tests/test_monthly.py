"""The office's month: which article went where when, and what was arranged and is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from lanmu.channels.recorded import recorded
from lanmu.content import release_log
from lanmu.content.article import Article
from lanmu.content.campaign import Campaign
from lanmu.content.loading import load
from lanmu.content.registers import Opinion, Opinions, Publication, PublicityPlan, Report, Reported
from lanmu.content.release_log import LogEntry
from lanmu.content.review import text_hash
from lanmu.content.site import Site
from lanmu.views.monthly import Monthly, monthlies
from lanmu.views.placements import Paper, PrintNote, Records, Way
from support import builders
from support.builders import ZH, article

NOTHING = Records()
WECHAT = {"id": "gzh", "name": "示例公众号", "kind": "wechat"}


def campaign() -> Campaign:
    """That of the minimal site, with a front on WeChat."""
    own = builders.minimal_site().campaign.model_dump(mode="json", by_alias=True)
    return Campaign.model_validate(own | {"fronts": [*own["fronts"], WECHAT]})


def site(*articles: Article, **changes: object) -> Site:
    """A site whose articles have all been public."""
    out = tuple(each.address for each in articles)
    return builders.site(articles, campaign=campaign(), **{"once_published": out} | changes)


def month(of: Site, name: str = "2008-11", records: Records = NOTHING) -> Monthly:
    return monthlies(of, records, ZH)[name]


def cells(of: Site, way: Way, name: str = "2008-11", records: Records = NOTHING) -> list[tuple[str, ...]]:
    """What stands under a way, article by article."""
    shown = month(of, name, records)
    place = [each.way for each in shown.ways].index(way)
    return [row.cells[place] for row in shown.rows]


def missing(of: Site, name: str = "2008-11", records: Records = NOTHING) -> list[str]:
    return [gap.text for group in month(of, name, records).missing for gap in group.gaps]


def counts(of: Site, name: str = "2008-11", records: Records = NOTHING) -> dict[Way, int]:
    return {each.way: each.count for each in month(of, name, records).ways}


# --- Where it went -----------------------------------------------------------------------------------------------------


def test_an_article_is_on_the_site_on_the_day_it_says_once_its_address_was_public() -> None:
    out, waiting = article("a", "2008-11-05 09:00"), article("b", "2008-11-06 09:00")
    own = site(out, waiting, once_published=(out.address,))
    assert cells(own, Way.SITE) == [("11月5日",), ("没有记录",)]
    assert counts(own)[Way.SITE] == 1
    assert "《题b》定在 2008-11-06 09:00 发布，还没有登出来。" in missing(own)


def test_the_day_of_a_release_goes_before_that_of_the_article_also_after_it_was_renamed() -> None:
    own = site(article("a", "2008-10-31 09:00", redirect_from=["news/old/"]), once_published=())
    records = Records({("public", "news/old/"): date(2008, 11, 3)})
    assert cells(own, Way.SITE, records=records) == [("11月3日",)]
    assert "2008-10" not in {row.article.month for row in month(own, "2008-10", records).rows}


def test_of_an_internal_article_only_the_log_knows_and_nothing_is_called_missing() -> None:
    own = site(article("a", "2008-11-05 09:00", scope="internal"))
    assert cells(own, Way.SITE) == [("内部版，没有记录",)]
    assert not any("题a" in text for text in missing(own))
    records = Records({("internal", "news/a/"): date(2008, 11, 7)})
    assert cells(own, Way.SITE, records=records) == [("内部版，11月7日",)]


def test_a_newspaper_has_it_on_the_day_on_which_its_issue_comes_out() -> None:
    own = site(article("a", "2008-10-05 09:00", channels={"worker": "2008-11"}))
    assert cells(own, Way.PAPER) == [("期刊，没有记录",)]
    assert "《题a》要登期刊，没有登出的记录。" in missing(own)
    records = Records(papers=(Paper("worker", "2008-11", date(2008, 11, 28), ("news/a.md",)),))
    assert cells(own, Way.PAPER, records=records) == [("期刊，11月28日",)]
    assert not any("题a" in text for text in missing(own, records=records))
    early = replace(own, now=datetime(2008, 11, 20, 9))
    assert cells(early, Way.PAPER, records=records) == [("期刊，还没有到时候",)]
    assert not any("题a" in text for text in missing(early, records=records))


def test_a_poster_that_was_printed_still_wants_its_day() -> None:
    own = site(article("a", "2008-10-05 09:00", channels={"board": "2008-11"}))
    records = Records(prints=(PrintNote("poster", "2008-11", "board", ("news/a.md",), date(2008, 11, 3)),))
    assert cells(own, Way.BOARD, records=records) == [("11月3日做好，哪天发出、贴出没有记",)]
    assert "《题a》要登宣传栏，11月3日已经做好，没有记下哪天发出、贴出。" in missing(own, records=records)
    of_another_month = Records(prints=(PrintNote("poster", "2008-12", "board", ("news/a.md",), date(2008, 12, 3)),))
    assert "《题a》要登宣传栏，没有登出的记录。" in missing(own, records=of_another_month)
    hung = site(
        article("a", "2008-10-05 09:00", channels={"board": "2008-11", "posted": {"board": "2008-11-04"}}),
    )
    assert cells(hung, Way.BOARD, records=records) == [("11月4日",)]
    assert not any("题a" in text for text in missing(hung, records=records))


def test_what_was_posted_counts_in_the_month_of_its_day_whatever_was_announced() -> None:
    own = site(article("a", "2008-10-05 09:00", channels={"gzh": "2008-10", "posted": {"gzh": "2008-11-04"}}))
    assert cells(own, Way.WECHAT) == [("11月4日",)]
    assert counts(own, "2008-10")[Way.WECHAT] == 0
    unannounced = site(article("a", "2008-10-05 09:00", channels={"posted": {"gzh": "2008-11-04"}}))
    assert cells(unannounced, Way.WECHAT) == [("11月4日",)]


def test_bulletins_and_documents_stand_there_when_they_were_printed() -> None:
    own = site(article("a", "2008-10-05 09:00", issue=3))
    prints = tuple(PrintNote(name, "", "", ("news/a.md",), date(2008, 11, 9)) for name in ("bulletin", "document"))
    assert cells(own, Way.PAPER, records=Records(prints=prints)) == [("简报第3期，11月9日", "公文，11月9日")]


def reported(of: Article, **entry: object) -> Reported:
    return Reported(Report.model_validate({"article": of.path} | entry), of, "branches")


def test_the_ledger_says_when_it_was_reported_and_taken_up() -> None:
    sent = article("a", "2008-10-05 09:00", channels={"report": "2008-11-06"})
    own = site(sent)
    assert cells(own, Way.UPWARD) == [("信息上报，没有记录",)]
    assert "《题a》写着11月6日上报，台账里没有。" in missing(own)
    entries = (reported(sent, sent="2008-11-06", to="甲刊", taken="2008-11-20", **{"as": "《某题》"}),)
    own = replace(own, reports=entries)
    assert cells(own, Way.UPWARD) == [("甲刊，11月6日", "甲刊采用《某题》，11月20日")]
    assert counts(own)[Way.UPWARD] == 1
    assert not any("题a" in text for text in missing(own))


def test_samples_and_drafts_are_nowhere() -> None:
    given = {"channels": {"worker": "2008-11"}, "promise": []}
    hidden = (article("a", "2008-11-05 09:00", sample=True, **given), article("b", "2008-11-05", draft=True, **given))
    assert month(site(*hidden)).rows == ()
    assert not any("题" in text for text in missing(site(*hidden)))


def test_the_ways_are_those_of_the_campaign_whatever_went_them() -> None:
    assert list(counts(site(article("a", "2008-11-05 09:00")))) == list(Way)
    bare = Campaign(name="活动", short_name="活动", period={"from": "2008年11月", "to": "2008年12月"})
    own = builders.site([article("a", "2008-11-05 09:00")], campaign=bare, once_published=("news/a/",))
    assert counts(own) == {Way.SITE: 1}
    assert cells(own, Way.SITE) == [("11月5日",)]


def test_the_months_are_those_of_the_campaign_and_those_with_something() -> None:
    own = site(article("a", "2007-03-05 09:00", channels={"worker": "2009-06"}))
    assert list(monthlies(own, NOTHING, ZH)) == ["2008-12", "2008-11", "2008-10", "2008-09", "2007-03"]


def test_signatures_hold_when_the_day_is_noted_on_which_it_was_posted(tmp_path: Path) -> None:
    noted = article("a", channels={"board": "2008-11", "posted": {"board": "2008-11-04"}})
    assert text_hash(article("a"), tmp_path) == text_hash(noted, tmp_path)


# --- What is missing ---------------------------------------------------------------------------------------------------


def test_a_front_without_anything_is_named_in_the_months_of_the_campaign() -> None:
    own = site(article("a", "2008-11-05 09:00", channels={"board": "2008-11", "posted": {"board": "2008-11-04"}}))
    assert [text for text in missing(own) if "没有登出、贴出什么" in text] == [
        "期刊没有登出、贴出什么。",
        "示例公众号没有登出、贴出什么。",
    ]
    before = site(article("a", "2007-03-05 09:00"))
    assert not any("没有登出、贴出什么" in text for text in missing(before, "2007-03"))


def test_the_days_on_which_a_column_was_stale_are_named() -> None:
    own = site(*(article(f"a{n}", f"{day} 09:00") for n, day in enumerate(("2008-10-25", "2008-11-12", "2008-11-30"))))
    assert [text for text in missing(own) if "过期" in text] == [
        "栏目“动态”11月9日至11月11日过期：10月25日以后没有更新，期限 14 天。",
        "栏目“动态”11月27日至11月29日过期：11月12日以后没有更新，期限 14 天。",
    ]
    # Up to today, which is the 20th.
    assert [text for text in missing(own, "2008-12") if "过期" in text] == [
        "栏目“动态”12月15日至12月20日过期：11月30日以后没有更新，期限 14 天。"
    ]


def test_units_that_report_nothing_are_named() -> None:
    sent = article("a", "2008-10-05 09:00", unit="各支部", channels={"report": "2008-10-06"})
    own = site(sent, reports=(reported(sent, sent="2008-10-06", to="甲刊"),))
    assert [text for text in missing(own) if "报送" in text] == ["没有报送信息：办公室、各支部。"]
    assert [text for text in missing(own, "2008-10") if "报送" in text] == ["没有报送信息：办公室。"]


def test_the_outputs_of_a_phase_are_missing_when_it_has_ended() -> None:
    own = site(article("a", "2008-11-05 09:00"))
    assert "“学习”阶段11月20日结束，还没有登载：学习笔记（各支部）。" in missing(own)
    assert not any("学习笔记" in text for name in ("2008-10", "2008-12") for text in missing(own, name))
    early = replace(own, now=datetime(2008, 11, 20, 9))
    assert any("学习笔记" in text for text in missing(early)), "its last day is the day"
    assert not any("学习笔记" in text for text in missing(replace(own, now=datetime(2008, 11, 19, 9))))
    shown = site(article("a", "2008-11-05 09:00", outputs=["学习笔记"]))
    assert not any("学习笔记" in text for text in missing(shown))
    late = replace(own, now=datetime(2009, 3, 5))
    assert "活动2月28日结束，还没有登载：总结报告（各支部）。" in missing(late, "2009-02")


def promise(progress: str) -> Article:
    item = {"item": "缩短时间", "problem": "办事慢", "goal": "一周", "deadline": "2008-11-20", "unit": "办公室"}
    return article("a", "2008-10-05 09:00", promise=[item | {"progress": progress}])


@pytest.mark.parametrize(
    ("progress", "said"), [("", "没有写进展"), ("正在办理", "正在办理"), ("已完成：合并了环节", "")]
)
def test_a_promise_that_is_not_done_is_missing_when_it_falls_due(progress: str, said: str) -> None:
    lines = [text for text in missing(site(promise(progress))) if "缩短时间" in text]
    assert lines == ([f"整改承诺“缩短时间”（办公室）11月20日到期：{said}"] if said else [])


def test_an_answer_that_was_promised_and_not_given_is_missing() -> None:
    facts = {"received": "2008-11-01", "who": "职工", "unit": "办公室", "due": "2008-11-20"}
    given = {"answered": "2008-11-19", "answer": "办了"}
    register = Opinions(
        opinions=tuple(
            Opinion.model_validate(facts | more)
            for more in ({"matter": "食堂"}, {"matter": "浴室"} | given, {"matter": "示例", "sample": True})
        )
    )
    own = site(article("a", "2008-11-05 09:00"), opinions=register)
    assert [text for text in missing(own) if "意见" in text] == [
        "职工意见“食堂”答应11月20日答复（办公室），还没有答复。"
    ]


def test_the_publicity_plan_says_what_of_it_was_done() -> None:
    entries = [
        Publication(topic="做法成效", front=front, what="动态") for front in ("网站", "期刊", "宣传栏", "示例公众号")
    ]
    placed = {"worker": "2008-11", "board": "2008-11", "posted": {"board": "2008-11-04"}}
    own = site(
        article("a", "2008-10-05 09:00", topics=["做法成效"]),
        article("b", "2008-11-05 09:00", topics=["做法成效"], channels=placed),
        article("c", "2008-11-06 09:00"),
        publicity=PublicityPlan(plan=tuple(entries)),
    )
    assert [(line.entry.front, line.month, line.so_far) for line in month(own).plan] == [
        ("网站", 1, 2),
        ("期刊", 0, 0),
        ("宣传栏", 1, 1),
        ("示例公众号", 0, 0),
    ]
    assert [line.so_far for line in month(own, "2008-10").plan] == [1, 0, 0, 0]


# --- What was noted ----------------------------------------------------------------------------------------------------


def note(project: Path, **facts: object) -> None:
    usual = {"time": "2008-11-03 09:30:00", "who": "某人", "action": "publish", "target": "web", "id": "x"}
    more = {"address": builders.HOST, "edition": "public"}
    release_log.note(project, LogEntry.model_validate(usual | more | facts))


def test_releases_and_newspapers_are_read_where_they_are_noted(minimal: Path) -> None:
    note(minimal, articles=["news/a/"], broken_off="断了")
    note(minimal, articles=["news/a/"], action="rollback")
    note(minimal, articles=["news/a/", "news/b/"], time="2008-11-05 09:30:00")
    note(minimal, articles=["news/a/"], time="2008-11-08 09:30:00")
    note(minimal, articles=["news/c/"], edition="internal")
    (minimal / "docs" / "worker").mkdir()
    paper = f"masthead: 报\nsection: 版\ndate: 2008-11-28\npieces:\n  - article: {builders.NEWS}\n"
    (minimal / "docs" / "worker" / "2008-11.yml").write_text(paper, encoding="utf-8")
    (minimal / "docs" / "worker" / "2008-12.yml").write_text(f"sample: true\n{paper}", encoding="utf-8")
    (minimal / "docs" / "worker" / "2009-01.yml").write_text("pieces: [", encoding="utf-8")
    noted = recorded(minimal, load(minimal / "docs"))
    assert noted.releases == {
        ("public", "news/a/"): date(2008, 11, 5),
        ("public", "news/b/"): date(2008, 11, 5),
        ("internal", "news/c/"): date(2008, 11, 3),
    }
    assert noted.papers == (Paper("worker", "2008-11", date(2008, 11, 28), (builders.NEWS,)),)
    assert noted.prints == ()
