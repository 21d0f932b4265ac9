"""What is said of a day, at half past eleven in the evening and at half past midnight, in summer and in winter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from boite.agenda import editor_forms as agenda_forms
from boite.agenda import event_words, structured
from boite.agenda.calendar import one
from boite.agenda.event_lists import by_day as events_by_day
from boite.agenda.event_lists import month_bounds
from boite.agenda.models import Event, EventKind
from boite.boxes import export_index
from boite.clock import PARIS, today
from boite.directory.exchange import precedence
from boite.directory.models import Structure
from boite.files.list_rows import validity
from boite.files.zip_dates import local_date
from boite.journal.models import Entry
from boite.journal.own_entries import by_day
from boite.news.models import Article
from boite.news.structured import news_article
from boite.newsletter.schedule import at_rest
from boite.newsletter.sources import Period
from boite.text import french
from tests.hours import at_each_hour, at_the_end_of_a_month, put_clock_at

NARROW = "\u202f"


def in_utc(hour: datetime) -> datetime:
    """As rows hold it."""
    return hour.astimezone(UTC)


@at_each_hour
def test_words_for_an_instant(hour: datetime) -> None:
    put_clock_at(hour + timedelta(hours=2))
    month = french.MONTHS[hour.month - 1]
    assert french.date_fr(in_utc(hour)) == f"{hour.day} {month} {hour.year}"
    assert french.datetime_fr(in_utc(hour)) == f"{hour.day} {month} {hour.year} à {hour.hour}{NARROW}h{NARROW}30"
    same_day = hour.hour == 0
    words = f"aujourd'hui à {hour.hour}{NARROW}h{NARROW}30" if same_day else "hier"
    assert french.ago_fr(in_utc(hour)) == words
    assert french.ago_fr(in_utc(hour) - timedelta(days=1)) == (
        "hier" if same_day else french.date_fr(hour.date() - timedelta(days=1))
    )


@pytest.mark.parametrize(("minutes", "said"), [(0, "9 h"), (5, "9 h 05"), (30, "9 h 30"), (-9 * 60, "minuit")])
def test_an_hour_is_said_in_one_way(minutes: int, said: str) -> None:
    """On its own, after its day, today."""
    at = datetime(2026, 3, 3, 9, 0, 12, tzinfo=PARIS) + timedelta(minutes=minutes)
    put_clock_at(at + timedelta(hours=2))
    said = said.replace(" ", NARROW)
    assert french.hour_fr(at.replace(second=0).time()) == said
    assert french.datetime_fr(in_utc(at)) == f"3 mars 2026 à {said}"
    assert french.ago_fr(in_utc(at)) == f"aujourd'hui à {said}"


@at_each_hour
def test_a_paper_is_valid_until_the_end_of_its_last_day(hour: datetime) -> None:
    put_clock_at(hour)
    assert validity(hour.date()) == "soon"
    assert validity(hour.date() - timedelta(days=1)) == "past"
    assert [validity(hour.date() + timedelta(days=days)) for days in (60, 61)] == ["soon", "valid"]


@at_each_hour
def test_the_journal_puts_a_line_under_its_day(hour: datetime) -> None:
    rows = [
        Entry(kind="account.signed_in", details={"device": "Chrome"}, at=at) for at in (hour, hour - timedelta(hours=1))
    ]
    days = by_day(rows, 0, lambda row: row.kind).days
    assert days[0][0] == hour.date()
    assert [len(lines) for _, lines in days] == ([1, 1] if hour.hour == 0 else [2])


@at_each_hour
def test_what_leaves_the_service_says_the_hour_of_france(hour: datetime) -> None:
    day = hour.date()
    assert local_date(in_utc(hour))[:5] == (day.year, day.month, day.day, hour.hour, 30)
    assert local_date(in_utc(hour).isoformat(" "))[:3] == (day.year, day.month, day.day)
    assert export_index._day(in_utc(hour)) == f"{day:%Y-%m-%d} {hour.hour:02}:30"


def event(hour: datetime) -> Event:
    """An event that begins at this hour, for one hour, as the rows hold it."""
    values: dict[str, Any] = {
        "title": "Veillée",
        "slug": "veillee",
        "kind": EventKind.WORKSHOP,
        "created_at": hour,
        "changed_at": hour,
    }
    values |= {"begins_at": in_utc(hour), "ends_at": in_utc(hour) + timedelta(hours=1), "published_at": hour}
    made = Event(**values)
    made.organiser = None
    return made


@at_each_hour
async def test_an_event_is_told_under_its_day(hour: datetime) -> None:
    put_clock_at(hour - timedelta(minutes=10))
    told, day = event(hour), hour.date()
    assert event_words.when(told).startswith(event_words.day_words(day))
    assert french.hour_of_day(told.begins_at) == f"{hour.hour}{NARROW}h{NARROW}30"
    ends = event_words.day_words(day + timedelta(days=1))
    assert (f"jusqu'au {ends}" in event_words.hours(told)) == (hour.hour == 23)
    assert [found for found, _ in events_by_day([told])] == [day]
    assert agenda_forms.split("begins", told.begins_at) == {
        "begins_on": day.isoformat(),
        "begins_time": f"{hour.hour:02}:30",
    }
    assert f"DTSTART;TZID=Europe/Paris:{day:%Y%m%d}T{hour.hour:02}3000" in one(told, lambda *_, **__: "x").decode()
    assert f'"startDate":"{day.isoformat()}T{hour.hour:02}:30' in str(structured.structured(told, [], "x"))
    put_clock_at(hour + timedelta(minutes=10))
    assert event_words.near(day) == "aujourd'hui"
    assert event_words.near(day + timedelta(days=1)) == "demain"


@at_each_hour
def test_an_event_under_way_is_under_today(hour: datetime) -> None:
    put_clock_at(hour)
    under_way = event(hour - timedelta(days=2))
    for left in (timedelta(days=2), timedelta(minutes=10)):
        under_way.ends_at = in_utc(hour) + left
        assert [day for day, _ in events_by_day([under_way])] == [hour.date()]


@at_the_end_of_a_month
def test_a_month_begins_at_midnight_in_france(hour: datetime) -> None:
    begins, ends = month_bounds(f"{hour:%Y-%m}")
    assert begins <= in_utc(hour) < ends
    other = month_bounds(f"{hour + timedelta(hours=-1 if hour.hour == 0 else 1):%Y-%m}")
    assert not other[0] <= in_utc(hour) < other[1]
    period = Period(first=hour.date(), last=hour.date())
    assert period.bounds[0] <= in_utc(hour) < period.bounds[1]
    assert period.bounds[1] - period.bounds[0] == timedelta(days=1)
    put_clock_at(hour)
    assert french.month_fr(today()) == f"{french.MONTHS[hour.month - 1]} {hour.year}"


@at_each_hour
def test_night_and_sundays_are_those_of_france(hour: datetime) -> None:
    assert at_rest(in_utc(hour))
    sunday = hour.replace(hour=0, minute=30) + timedelta(days=(6 - hour.weekday()) % 7)
    assert at_rest(in_utc(sunday.replace(hour=12)))
    assert not at_rest(in_utc(sunday.replace(hour=8)) + timedelta(days=1))


@at_each_hour
def test_search_engines_read_the_day_in_france(hour: datetime) -> None:
    article = Article(title="Un forum", published_at=in_utc(hour), changed_at=in_utc(hour))
    said = str(news_article(article, address="x", home="y", section="z"))
    assert said.count(f"{hour.date().isoformat()}T{hour.hour:02}:30") == 2


@at_each_hour
def test_a_sheet_was_changed_on_its_day_in_france(hour: datetime) -> None:
    put_clock_at(hour + timedelta(hours=12))
    row = Structure(slug="x", name="X", edited_at=in_utc(hour), changed_at=in_utc(hour))
    assert precedence.edited_day(row) == precedence.shown_date(row) == hour.date()
    assert precedence.protection(row, hour.date(), None)
    assert not precedence.protection(row, hour.date() + timedelta(days=1), None)
