"""What pages show, worked out from the site: related articles, progress, publicity, the home page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from lanmu.content.article import Article
from lanmu.content.campaign import Campaign, Output, Period
from lanmu.content.site import Site
from lanmu.views import home, lists, progress
from lanmu.views.progress import CELL, CHART_WIDTH
from lanmu.views.related import CANDIDATES, MOST, RelatedIndex, neighbours
from support.builders import ZH, article, column, daily, minimal_site, site

CAMPAIGN = minimal_site().campaign
FIRST = CAMPAIGN.period.start_day
DAYS = 181  # September 2008 to February 2009


def names(articles: tuple[Article, ...]) -> list[str]:
    """File names without their suffix."""
    return [a.path.rpartition("/")[2].removesuffix(".md") for a in articles]


def related_to(subject: Article, *others: Article) -> list[str]:
    """What RelatedIndex gives for `subject` among `others`."""
    return names(RelatedIndex(site([subject, *others])).related(subject))


def test_related_articles_are_ranked_by_what_they_share() -> None:
    about = {"unit": "各支部", "phase": "学习", "tasks": ("培训",), "tags": ("要点",)}
    others = [
        article("phase", "2008-12-05", phase="学习"),
        article("tag", "2008-12-04", tags=("要点",)),
        article("task", "2008-12-03", tasks=("培训",)),
        article("tag-phase", "2008-12-02", tags=("要点",), phase="学习"),
        article("unit-tag", "2008-12-01", unit="各支部", tags=("要点",)),
        article("nothing", "2008-12-31", unit="办公室", phase="整改", tags=("别的",)),
    ]
    subject = article("subject", "2008-10-01", **about)
    assert related_to(subject, *others) == ["unit-tag", "task", "tag-phase", "tag", "phase"]
    assert related_to(subject) == []
    assert related_to(subject, others[-1]) == []


def test_the_newer_of_equals_is_first_and_there_are_at_most_five() -> None:
    subject = article("subject", "2009-01-01", tags=("要点",))
    others = daily(9, start=date(2008, 10, 1), tags=("要点",))
    assert MOST == 5
    assert related_to(subject, *others) == ["a0008", "a0007", "a0006", "a0005", "a0004"]


def test_an_article_is_never_related_to_itself() -> None:
    articles = daily(8, tags=("要点",), unit="各支部")
    index = RelatedIndex(site(articles))
    assert all(a not in index.related(a) and len(index.related(a)) == 5 for a in articles)


def test_only_a_bounded_number_of_candidates_is_weighed() -> None:
    articles = daily(CANDIDATES * 4, tags=("要点",), unit="各支部")
    index = RelatedIndex(site(articles))
    assert {len(group) for group in index.by_key.values()} == {CANDIDATES}
    assert index.by_key["tag", "要点"][0] == articles[-1]
    assert names(index.related(articles[0])) == ["a0119", "a0118", "a0117", "a0116", "a0115"]


def test_neighbours_are_the_older_and_the_newer_or_the_ones_in_order() -> None:
    news = daily(3)
    plan = [article(name, place="plan", order=order) for name, order in (("z", 1), ("x", 2), ("y", 3))]
    by_path = neighbours(site([*news, *plan]))
    assert {name: (by_path[name].previous, by_path[name].following) for name in by_path} == {
        news[0].path: (None, news[1]),
        news[1].path: (news[0], news[2]),
        news[2].path: (news[1], None),
        "plan/z.md": (None, plan[1]),
        "plan/x.md": (plan[0], plan[2]),
        "plan/y.md": (plan[1], None),
    }


def test_the_timeline_is_drawn_to_scale() -> None:
    drawing = progress.timeline(CAMPAIGN, date(2008, 11, 15), ZH)
    day = CHART_WIDTH / DAYS
    assert [bar.phase.name for bar in drawing.bars] == ["学习", "整改"]
    assert [bar.x for bar in drawing.bars] == pytest.approx([20 * day, 71 * day], abs=0.1)
    assert [bar.width for bar in drawing.bars] == pytest.approx([61 * day, 92 * day], abs=0.2)
    assert [tick.label for tick in drawing.ticks] == ["9月", "10月", "11月", "12月", "2009年", "2月"]
    assert [tick.x for tick in drawing.ticks] == pytest.approx([n * day for n in (0, 30, 61, 91, 122, 153)], abs=0.1)
    assert drawing.now == pytest.approx(75 * day, abs=0.1)


def test_a_phase_as_long_as_the_campaign_fills_the_drawing() -> None:
    whole = CAMPAIGN.phases[0].model_copy(update={"period": CAMPAIGN.period})
    (bar,) = progress.timeline(CAMPAIGN.model_copy(update={"phases": (whole,)}), FIRST, ZH).bars
    assert (bar.x, bar.width) == (0, CHART_WIDTH)


@pytest.mark.parametrize(
    ("day", "states", "inside"),
    [
        (date(2008, 8, 31), ["ahead", "ahead"], False),
        (date(2008, 9, 1), ["ahead", "ahead"], True),
        (date(2008, 9, 21), ["now", "ahead"], True),
        (date(2008, 11, 20), ["now", "now"], True),
        (date(2008, 11, 21), ["done", "now"], True),
        (date(2009, 2, 11), ["done", "done"], True),
        (date(2009, 2, 28), ["done", "done"], True),
        (date(2009, 3, 1), ["done", "done"], False),
    ],
)
def test_where_today_stands_in_the_timeline(day: date, states: list[str], inside: bool) -> None:
    drawing = progress.timeline(CAMPAIGN, day, ZH)
    assert [bar.state for bar in drawing.bars] == states
    assert (drawing.now is not None) is inside
    assert drawing.now is None or 0 <= drawing.now < CHART_WIDTH


def test_the_matrix_shows_the_newest_articles_of_every_output() -> None:
    articles = [*daily(7, outputs=("学习笔记",)), article("end", outputs=("总结报告", "整改方案"))]
    table = progress.matrix(site(articles))
    assert list(table) == ["学习笔记", "整改方案", "总结报告"]
    notes = table["学习笔记"]
    assert (notes.total, len(notes.articles)) == (7, CELL)
    assert names(notes.articles) == ["a0006", "a0005", "a0004", "a0003", "a0002"]
    assert names(table["整改方案"].articles) == names(table["总结报告"].articles) == ["end"]
    assert progress.matrix(site([]))["总结报告"] == progress.Cell((), 0)


def test_a_the_opening_of_a_phase_is_in_the_matrix() -> None:
    opening = Output(id="rally", name="动员大会")
    phases = (CAMPAIGN.phases[0].model_copy(update={"opening": opening}), CAMPAIGN.phases[1])
    campaign = Campaign.model_validate(CAMPAIGN.model_dump(by_alias=True) | {"phases": phases})
    table = progress.matrix(site([article("rally", outputs=("动员大会",))], campaign=campaign))
    assert names(table["动员大会"].articles) == ["rally"]
    assert next(iter(campaign.outputs.values())) == opening


def test_the_ledger_has_every_problem_and_its_promises_oldest_first() -> None:
    def promise(item: str, problem: str) -> dict[str, str]:
        return {"item": item, "problem": problem, "goal": "目标", "deadline": "2009-01-20", "unit": "办公室"}

    articles = [
        article("new", "2009-01-02", promise=[promise("丙", "办事慢")]),
        article("old", "2008-12-02", promise=[promise("甲", "办事慢"), promise("乙", "办事慢"), promise("丁", "")]),
    ]
    ((problem, promises),) = progress.ledger(site(articles)).items()
    assert problem == "办事慢"
    assert [(promise.item.item, promise.article.path) for promise in promises] == [
        ("甲", "news/old.md"),
        ("乙", "news/old.md"),
        ("丙", "news/new.md"),
    ]
    assert progress.ledger(site([])) == {"办事慢": ()}


def test_the_publicity_plan_has_a_cell_for_every_topic_and_front() -> None:
    both = {"worker": "2008-11", "board": "2008-11"}
    articles = [
        article("web", "2008-10-01", topics=("做法成效",)),
        article("worker", "2008-10-02", topics=("做法成效",), channels={"worker": "2008-11"}),
        article("both", "2008-10-03", topics=("做法成效",), channels=both),
        article("other", "2008-10-04", channels=both),
    ]
    ((topic, cells),) = progress.publicity(site(articles)).items()
    assert topic == "做法成效"
    assert {front: names(cell.articles) for front, cell in cells.items()} == {
        "website": ["both", "worker", "web"],
        "worker": ["both", "worker"],
        "board": ["both"],
    }
    assert cells["website"].total == 3


def test_reports_upwards_come_latest_first() -> None:
    days = {"b": "2008-10-09", "a": "2008-10-21", "c": "2008-10-15"}
    articles = [article(name, channels={"report": day}) for name, day in days.items()]
    assert names(progress.reported(site([*articles, article("none")]))) == ["a", "c", "b"]


def test_issues_of_a_front_hold_its_own_columns_newest_first() -> None:
    articles = [
        article("n1", "2008-10-02", channels={"worker": "2008-11"}),
        article("n2", "2008-10-03", channels={"worker": "2008-11"}),
        article("p", "2008-10-09", place="plan", channels={"worker": "2008-11", "board": "2009-01"}),
        article("later", "2008-10-01", place="notices", channels={"worker": "2008-12"}),
        article("nowhere"),
    ]
    issues = lists.issues(site(articles), "worker")
    shown = [(issue.month, [(part.name, names(part.articles)) for part in issue.parts]) for issue in issues]
    assert shown == [("2008-12", [("公示", ["later"])]), ("2008-11", [("方案", ["p"]), ("活动进行时", ["n1", "n2"])])]
    assert [issue.month for issue in lists.issues(site(articles), "board")] == ["2009-01"]
    assert lists.mirrored(site(articles), "worker") == (("活动进行时", column("news")),)


def test_the_headline_is_the_newest_real_article() -> None:
    articles = [
        article("old", "2008-10-01"),
        article("real", "2008-10-02"),
        article("plan", "2008-12-30", place="plan"),
        article("samples/s", "2008-12-31", sample=True),
    ]
    shown = home.home(site(articles), ZH)
    assert shown.headline == articles[1]
    assert home.home(site(articles[2:]), ZH).headline == articles[3]
    assert home.home(site([]), ZH).headline is None
    assert [(box.style, box.column and box.column.id, names(box.articles)) for box in shown.boxes] == [
        ("news", "news", ["s", "old"]),
        ("tiles", "plan", ["plan"]),
    ]


def test_the_only_article_of_a_column_stands_as_the_headline_alone() -> None:
    only = article("only")
    shown = home.home(site([only, article("notice", "2008-09-01", "notices")]), ZH)
    assert shown.headline == only
    assert [names(box.articles) for box in shown.boxes] == [["notice"]]


def test_samples_never_push_real_news_from_the_headline() -> None:
    samples = [article(f"samples/s{n}", f"2008-12-1{n}", sample=True) for n in range(home.SIZES["news"])]
    real = article("real", "2008-10-02")
    assert home.home(site([real, *samples]), ZH).headline == real


def test_pictures_on_the_home_page_are_of_real_news_other_than_the_headline() -> None:
    real = [article(f"r{n}", f"2008-10-1{n}", image="a.jpg") for n in range(home.PICTURES + 2)]
    shown = home.home(site([*real, article("samples/s", "2008-12-31", sample=True, image="a.jpg")]), ZH)
    assert shown.headline == real[-1]
    assert names(shown.pictures) == ["r4", "r3", "r2", "r1"]


def box(style: home.Style, count: int) -> home.Box:
    return home.Box(style, style, tuple(article(f"{style}{n}") for n in range(count)), column("news"))


@pytest.mark.parametrize(
    ("boxes", "bands"),
    [
        ([], []),
        ([box("news", 1)], [[1]]),
        ([box("news", 6), box("news", 6)], [[1, 1]]),
        # Half of a box would be empty beside the other.
        ([box("news", 6), box("news", 1)], [[1], [1]]),
        ([box("news", 6), box("news", 5), box("news", 5)], [[1], [1, 1]]),
        ([box("tiles", 9), box("summaries", 3), box("news", 1)], [[1, 1], [1]]),
        ([box("news", 6), box("news", 2), box("notices", 3)], [[1, 2]]),
        (
            [box("news", 6), box("news", 4), box("news", 5), box("notices", 3), box("tiles", 11), box("summaries", 5)],
            [[3, 3]],
        ),
    ],
)
def test_boxes_fill_their_rows(boxes: list[home.Box], bands: list[list[int]]) -> None:
    arranged = home.arranged(tuple(boxes))
    assert [[len(column) for column in columns] for columns in arranged] == bands
    assert [box for columns in arranged for column in columns for box in column] == boxes


def test_boxes_begin_on_one_line_where_none_is_stretched_far() -> None:
    long, short = box("news", 6), box("news", 1)
    assert home.Home.level(((long, short), (box("tiles", 11), box("notices", 2))))
    assert not home.Home.level(((long, short), (short, long)))
    assert not home.Home.level(((long,), (short, short)))
    assert not home.Home.level(((long,),))


@pytest.mark.parametrize(
    ("day", "in_force", "past"),
    [
        (date(2008, 12, 21), [], []),
        (date(2008, 12, 22), ["first"], []),
        (date(2008, 12, 29), ["second", "first"], []),
        (date(2008, 12, 30), ["second"], ["first"]),
        (date(2009, 1, 6), [], ["second", "first"]),
    ],
)
def test_notices_are_in_force_from_their_first_to_their_last_day(
    day: date, in_force: list[str], past: list[str]
) -> None:
    notices = [
        article("first", "2008-12-22", "notices", notice={"start": "2008-12-22", "end": "2008-12-29"}),
        article("second", "2008-12-29", "news", notice={"start": "2008-12-29", "end": "2009-01-05"}),
    ]
    shown = home.home(replace(site(notices), now=datetime.combine(day, time(12))), ZH)
    assert (names(shown.notices), names(shown.past_notices)) == (in_force, past)
    expected = in_force or past
    assert [names(box.articles) for box in shown.boxes if box.style == "notices"] == ([expected] if expected else [])


def test_only_the_latest_three_past_notices_are_shown() -> None:
    days = ("2008-10-01", "2008-10-02", "2008-10-03", "2008-10-04")
    notices = [article(f"n{day[-1]}", day, "notices", notice={"start": day, "end": day}) for day in days]
    assert names(home.home(site(notices), ZH).past_notices) == ["n4", "n3", "n2"]


def on(day: date, campaign: Campaign = CAMPAIGN) -> str:
    """The home page's sentence on `day`."""
    return home.state_sentence(replace(minimal_site(), now=datetime.combine(day, time(12)), campaign=campaign), ZH)


def test_the_home_page_says_where_the_campaign_stands() -> None:
    assert on(date(2008, 9, 1)) == "活动将从2008年9月下旬开始。"
    assert on(date(2008, 10, 1)) == "今天处在学习（至2008年11月20日）阶段。"
    assert on(date(2008, 11, 15)) == "今天处在学习（至2008年11月20日）、整改（至2009年2月10日）阶段。"
    assert on(date(2009, 2, 15)) == "各阶段的时间已过，正在总结。"
    assert on(date(2009, 3, 1)) == "活动时间（2008年9月至2009年2月）已过，后续工作继续在这里公布。"


def test_an_archived_site_says_so() -> None:
    done = {"status": "archived", "closed": date(2009, 3, 1)}
    of: Site = replace(minimal_site(), now=datetime(2009, 3, 2, 12))
    of = replace(of, columns=tuple(c.model_copy(update=done) for c in of.columns))
    assert home.state_sentence(of, ZH) == "活动时间为2008年9月至2009年2月，本专题已归档，供查阅。"


def test_between_two_phases_the_campaign_is_not_over() -> None:
    later = Period.model_validate({"from": "2009年1月", "to": "2009年2月上旬"})
    second = CAMPAIGN.phases[1].model_copy(update={"period": later})
    campaign = CAMPAIGN.model_copy(update={"phases": (CAMPAIGN.phases[0], second)})
    assert on(date(2008, 12, 15), campaign) == "上一阶段的时间已过，整改阶段将从2009年1月开始。"
