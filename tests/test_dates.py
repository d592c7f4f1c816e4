"""Dates as the plan writes them, dates from YAML, the day of the build, and how dates are shown."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from lanmu.content.dates import (
    CHINA,
    chinese_day,
    chinese_month,
    now,
    parse_day,
    parse_month,
    parse_time,
    period_of,
    pub_date,
    shown,
    today,
)

CHINESE_SENTENCE = re.compile(r"「.*」.*[\u4e00-\u9fff].*。", re.DOTALL)
MIDNIGHT_UTC = 1223596800  # 2008-10-10T00:00:00Z


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2008年9月上旬", date(2008, 9, 1), date(2008, 9, 10)),
        ("2008年9月中旬", date(2008, 9, 11), date(2008, 9, 20)),
        ("2008年9月下旬", date(2008, 9, 21), date(2008, 9, 30)),
        ("2008年12月下旬", date(2008, 12, 21), date(2008, 12, 31)),
        ("2009年2月下旬", date(2009, 2, 21), date(2009, 2, 28)),
        ("2008年2月下旬", date(2008, 2, 21), date(2008, 2, 29)),
        ("2008年9月", date(2008, 9, 1), date(2008, 9, 30)),
        ("2008年2月", date(2008, 2, 1), date(2008, 2, 29)),
        ("2008年12月", date(2008, 12, 1), date(2008, 12, 31)),
        ("2008年9月1日", date(2008, 9, 1), date(2008, 9, 1)),
        ("2008年09月30日", date(2008, 9, 30), date(2008, 9, 30)),
        ("2008年2月29日", date(2008, 2, 29), date(2008, 2, 29)),
        (" 2008年9月上旬 ", date(2008, 9, 1), date(2008, 9, 10)),
    ],
)
def test_a_rough_date_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert period_of(text) == (first, last)


@pytest.mark.parametrize("year", [2008, 2009])
@pytest.mark.parametrize("month", range(1, 13))
def test_the_three_xun_cover_a_month_without_gap(year: int, month: int) -> None:
    spans = [period_of(f"{year}年{month}月{xun}") for xun in ("上旬", "中旬", "下旬")]
    whole = period_of(f"{year}年{month}月")
    assert (spans[0][0], spans[2][1]) == whole
    assert spans[1][0] - spans[0][1] == spans[2][0] - spans[1][1] == timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2008年13月", "没有 13 月"),
        ("2008年0月上旬", "没有 0 月"),
        ("2009年2月29日", "2009年2月没有 29 日"),
        ("2008年9月31日", "2008年9月没有 31 日"),
        ("2008年9月0日", "没有 0 日"),
        ("2008年9月中", "不是认得的日期"),
        ("2008-09", "不是认得的日期"),
        ("九月上旬", "不是认得的日期"),
        ("08年9月", "不是认得的日期"),
        ("2008年9月上旬末", "不是认得的日期"),
        ("", "不是认得的日期"),
    ],
)
def test_a_wrong_rough_date_is_refused_in_chinese(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        period_of(text)
    assert str(caught.value).endswith("。")


def test_the_year_nought_is_refused_in_chinese() -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff].*。"):
        period_of("0000年9月")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2008-11-05 09:30", datetime(2008, 11, 5, 9, 30)),
        (" 2008-11-05 09:30 ", datetime(2008, 11, 5, 9, 30)),
        ("2008-11-05", datetime(2008, 11, 5)),
        (date(2008, 11, 5), datetime(2008, 11, 5)),
        (datetime(2008, 11, 5, 9, 30, 15), datetime(2008, 11, 5, 9, 30, 15)),
    ],
)
def test_a_publication_time(value: Any, moment: datetime) -> None:
    assert parse_time(value) == moment
    assert parse_time(value).tzinfo is None


def test_a_publication_time_with_a_zone_is_turned_into_chinas() -> None:
    assert parse_time(datetime.fromisoformat("2008-11-05T01:30:00+00:00")) == datetime(2008, 11, 5, 9, 30)


def test_a_day() -> None:
    assert parse_day(date(2008, 11, 5)) == parse_day(" 2008-11-05 ") == date(2008, 11, 5)


def test_a_month() -> None:
    assert parse_month("2008-11") == parse_month(" 2008-11 ") == "2008-11"
    assert parse_month("2009-01") == "2009-01"


@pytest.mark.parametrize(
    ("parse", "value"),
    [
        *(
            (parse_time, value)
            for value in (
                "2008-11-31",
                "9999-12-31T23:59:59-12:00",
                "2008-11-05 25:00",
                "2008/11/05",
                "昨天",
                "",
                20,
                None,
            )
        ),
        *((parse_day, value) for value in ("2008-02-30", "2008/11/05", "明天", "", None, datetime(2008, 11, 5, 9))),
        *((parse_month, value) for value in ("2008-13", "2008-00", "2008-1", "2008", "2008-11-05", "十一月", "", None)),
    ],
)
def test_what_is_no_date_is_refused_with_the_value_and_an_example(parse: Callable[[Any], object], value: Any) -> None:
    with pytest.raises(ValueError, match=CHINESE_SENTENCE) as caught:
        parse(value)
    assert f"「{shown(value)}」" in str(caught.value)
    assert "请写成 2008-11" in str(caught.value)


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is 14 hours ahead of UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system has no tzset")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("epoch", "day"),
    [
        (MIDNIGHT_UTC - 8 * 3600, date(2008, 10, 10)),
        (MIDNIGHT_UTC - 8 * 3600 - 1, date(2008, 10, 9)),
        (0, date(1970, 1, 1)),
    ],
)
def test_the_epoch_sets_the_day_of_the_build_in_china(monkeypatch: pytest.MonkeyPatch, epoch: int, day: date) -> None:
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(epoch))
    assert today() == day


def test_the_epoch_means_the_same_day_everywhere(far_east: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANMU_TEST_CLOCK", str(MIDNIGHT_UTC + 43_200))
    assert today() == date(2008, 10, 10)


def test_what_another_program_left_in_the_environment_moves_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANMU_TEST_CLOCK", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")  # 2100
    assert abs(now() - datetime.now(CHINA).replace(tzinfo=None)) < timedelta(minutes=1)


@pytest.mark.parametrize("epoch", [None, "", "soon"])
def test_without_an_epoch_it_is_the_day_in_china(monkeypatch: pytest.MonkeyPatch, epoch: str | None) -> None:
    monkeypatch.delenv("LANMU_TEST_CLOCK", raising=False)
    if epoch is not None:
        monkeypatch.setenv("LANMU_TEST_CLOCK", epoch)
    before = datetime.now(CHINA).date()
    assert before <= today() <= datetime.now(CHINA).date()


def test_how_dates_are_shown() -> None:
    assert pub_date(datetime(2008, 1, 5, 9, 5, 59)) == "2008-01-05 09:05"
    assert pub_date(datetime(2008, 12, 31)) == "2008-12-31 00:00"
    assert chinese_day(date(2009, 1, 5)) == "2009年1月5日"
    assert chinese_month("2009-01") == "2009年1月"
    assert chinese_month("2008-11") == "2008年11月"
