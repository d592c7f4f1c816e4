"""The calendar file, read back with the library, and byte by byte for what calendar programs trip over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from lanmu.content.registers import Opinion, Opinions
from lanmu.content.site import Site
from lanmu.views.calendar import dates, edition_calendar
from lanmu.views.due import DueKind
from lanmu.views.edition import Edition
from support import builders
from support.builders import HOST, SETTINGS, article

LONG = "一个很长的标题，长到一行放不下，要折成几行，折的地方又不能把一个汉字从中间分开；还有逗号,分号;反斜线\\和“引号”"
OPINION = {"received": "2008-12-01", "who": "职工", "matter": "食堂", "unit": "办公室", "due": "2008-12-22"}
NOTICE = {"start": "2008-12-22", "end": "2008-12-29", "receiver": "办公室"}


def edition(of: Site, **changes: object) -> Edition:
    return replace(Edition(of, SETTINGS, HOST, production=True), **changes)


@pytest.fixture(scope="module")
def whole() -> Site:
    """A site with a notice, and with what only the office may know."""
    notice = article("a", "2008-12-15 09:00", "notices", title=LONG, notice=NOTICE)
    opinions = Opinions(opinions=(Opinion.model_validate(OPINION),))
    return builders.site([notice, article("b", "2008-12-10 09:00")], opinions=opinions)


@pytest.fixture(scope="module")
def data(whole: Site) -> bytes:
    return edition_calendar(edition(whole))


def read(data: bytes) -> Calendar:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert calendar.errors == []
    return calendar


def test_the_public_has_phases_and_notices_and_nothing_else(data: bytes) -> None:
    events = read(data).walk("VEVENT")
    assert [(each.decoded("dtstart"), each.decoded("dtend"), str(each["summary"])) for each in events] == [
        (date(2008, 9, 21), date(2008, 9, 22), "“学习”阶段开始"),
        (date(2008, 11, 11), date(2008, 11, 12), "“整改”阶段开始"),
        (date(2008, 11, 20), date(2008, 11, 21), "“学习”阶段结束"),
        (date(2008, 12, 22), date(2008, 12, 30), f"《{LONG}》公示"),
        (date(2009, 2, 10), date(2009, 2, 11), "“整改”阶段结束"),
    ]
    assert [str(each["url"]) for each in events if "url" in each] == [f"{HOST}notices/a/"]


def test_the_office_has_all_that_is_due(whole: Site) -> None:
    kinds = {each.kind for each in dates(edition(whole, audience="internal"))}
    assert kinds >= {DueKind.NOTICE_ENDS, DueKind.OPINION, DueKind.COLUMN_STALE}
    events = read(edition_calendar(edition(whole, audience="internal"))).walk("VEVENT")
    stale = next(each for each in events if "栏目“动态”" in str(each["summary"]))
    assert stale.decoded("dtstart") == date(2008, 12, 24), "also while there is much time left"


def test_each_line_is_folded_at_75_octets_between_characters(data: bytes) -> None:
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    assert any(line.startswith(b" ") for line in lines)


def test_calendar_programs_find_what_they_ask_for(data: bytes) -> None:
    calendar, text = read(data), re.sub(r"\r\n ", "", data.decode("utf-8"))
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert (calendar["version"], calendar["method"], calendar["x-wr-calname"]) == ("2.0", "PUBLISH", "某专题：日程")
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:P1D\r\nX-PUBLISHED-TTL:P1D\r\n" in text
    assert "\r\nDTSTART;VALUE=DATE:20081222\r\n" in text
    assert "\r\nDTEND;VALUE=DATE:20081230\r\n" in text
    assert text.count("\r\nTRANSP:TRANSPARENT\r\n") == text.count("BEGIN:VEVENT") == 5
    assert "VTIMEZONE" not in text
    assert "逗号\\,分号\\;反斜线\\\\和" in text


def test_it_is_the_same_to_the_byte_and_keeps_its_ids(whole: Site, data: bytes) -> None:
    later = replace(whole, now=whole.now + timedelta(hours=5))
    assert edition_calendar(edition(later)) == data
    stamps = {each.decoded("dtstamp") for each in read(data).walk("VEVENT")}
    assert stamps == {datetime(2008, 12, 15, tzinfo=UTC)}, "the day of the last change"
    ids = {str(each["uid"]): str(each["summary"]) for each in read(data).walk("VEVENT")}
    assert len(ids) == 5
    moved = [
        replace(each, meta=each.meta.model_copy(update={"title": "改了", "notice": each.meta.notice}))
        for each in whole.articles
    ]
    changed = replace(whole, articles=tuple(moved))
    assert ids.keys() == {str(each["uid"]) for each in read(edition_calendar(edition(changed))).walk("VEVENT")}
    other = SETTINGS.model_copy(update={"site": SETTINGS.site.model_copy(update={"publisher": "另一个工会"})})
    others = read(edition_calendar(edition(whole, settings=other))).walk("VEVENT")
    assert ids.keys().isdisjoint(str(each["uid"]) for each in others)


def test_another_language_says_it_in_its_own_words(whole: Site) -> None:
    events = read(edition_calendar(edition(whole, language="en"))).walk("VEVENT")
    assert str(events[0]["summary"]) == "The phase “学习” begins"


def test_where_nothing_is_due_there_is_no_file() -> None:
    bare = builders.minimal_site().campaign.model_copy(update={"phases": ()})
    assert edition_calendar(edition(builders.site([article("a")], campaign=bare))) == b""
