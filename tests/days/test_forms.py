"""A day and an hour typed in a form, kept as an instant, shown again as they were typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from boite.agenda import editor_forms as agenda_forms
from boite.agenda.calendar import one
from boite.agenda.models import Event, EventKind
from boite.agenda.results import lines
from boite.clock import today
from boite.database.connection import opened
from boite.directory.search_engine.tags import open_at
from boite.directory.sheet.hours_reading import local
from boite.errors import Invalid
from boite.library.models import Level, Resource, ResourceKind
from boite.library.structured import learning_resource
from boite.news import forms as news_forms
from boite.news.drafts import ArticleDraft
from boite.news.editor_forms import FORM
from boite.newsletter import issue_forms, sending_pages
from boite.newsletter.models import Issue
from boite.settings import Settings
from boite.text.french import datetime_fr
from boite.text.typed_dates import SKIPPED, instant
from boite.web.forms import Form
from tests.hours import EVES, at_each_hour, put_clock_at


@at_each_hour
def test_an_hour_typed_is_that_of_france(hour: datetime) -> None:
    day, clock = hour.date().isoformat(), f"{hour:%H:%M}"
    news = news_forms.instant(Form([("publish_on", day), ("publish_time", clock)]))
    letter = issue_forms.wish(Form([("send_on", day), ("send_time", clock), ("to", "asked")])).at
    assert news == letter == instant(hour.date(), hour.time(), "begins_time") == hour.astimezone(UTC)


@at_each_hour
def test_it_is_shown_again_as_it_was_typed(hour: datetime) -> None:
    typed, kept = (hour.date().isoformat(), f"{hour:%H:%M}"), hour.astimezone(UTC)
    article = FORM.values_of(ArticleDraft(title="Un forum", publish_at=kept))
    letter = sending_pages._values(Issue(title="Lettre", scheduled_at=kept, publics=[]))
    event = agenda_forms.split("begins", kept)
    assert (article["publish_on"], article["publish_time"]) == typed
    assert (letter["send_on"], letter["send_time"]) == typed
    assert (event["begins_on"], event["begins_time"]) == typed


@at_each_hour
def test_a_letter_of_the_last_days(hour: datetime) -> None:
    put_clock_at(hour)
    week = issue_forms.period(Form([("period", "7")]), None)
    assert (week.first, week.last) == (hour.date() - timedelta(days=7), hour.date())
    month = issue_forms.period(Form([]), None)
    assert (month.first, month.last) == (hour.date() - timedelta(days=30), hour.date())
    last = Issue(title="Lettre", published_at=hour.astimezone(UTC) - timedelta(days=9))
    since = issue_forms.period(Form([]), last)
    assert (since.first, since.last) == (hour.date() - timedelta(days=9), today())


@at_each_hour
def test_what_is_open_is_asked_on_a_clock_of_france(hour: datetime) -> None:
    assert local(hour.astimezone(UTC)) == hour.replace(tzinfo=None)
    assert open_at(hour.astimezone(UTC)) == open_at(hour)
    assert open_at(hour) != open_at(hour + timedelta(hours=1 if hour.hour == 23 else -1))


@at_each_hour
def test_search_engines_read_the_day_of_a_resource(hour: datetime) -> None:
    values = {"kind": ResourceKind.LINK, "level": next(iter(Level))}
    kept = Resource(title="x", published_at=hour.astimezone(UTC), changed_at=hour, **values)
    assert str(learning_resource(kept, address="x", home="y", topic="z")).count(f"{hour.isoformat()[:16]}") == 2


async def test_the_spreadsheet_of_events_says_the_hours_of_france(settings: Settings) -> None:
    async with opened(settings):
        for hour in EVES.values():
            at = hour.astimezone(UTC)
            event = Event(
                title="x",
                territory_id="X",
                kind=EventKind.WORKSHOP,
                begins_at=at,
                ends_at=at,
                created_at=at,
                changed_at=at,
            )
            line = (await lines([event]))[1]
            assert line.count(f"{hour:%d/%m/%Y %H:%M}") == 2, hour


def _news(day: str, hour: str) -> datetime | None:
    return news_forms.instant(Form([("publish_on", day), ("publish_time", hour)]))


def _letter(day: str, hour: str) -> datetime | None:
    return issue_forms.wish(Form([("send_on", day), ("send_time", hour), ("to", "asked")])).at


Typed = Callable[[str, str], datetime | None]
FORMS = {"publish_time": _news, "send_time": _letter}
each_form = pytest.mark.parametrize(("field", "typed"), FORMS.items(), ids=FORMS)


@each_form
def test_the_hour_that_spring_skips_is_refused(field: str, typed: Typed) -> None:
    for hour in ("02:00", "02:30", "2 h 59"):
        with pytest.raises(Invalid) as caught:
            typed("2027-03-28", hour)
        assert caught.value.fields == {field: SKIPPED}
    assert typed("2027-03-28", "01:59") == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert typed("2027-03-28", "03:00") == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    with pytest.raises(Invalid) as caught:
        typed("2027-03-28", "midi")
    assert set(caught.value.fields) == {field}


@each_form
def test_the_hour_that_autumn_doubles_is_the_first_to_come(field: str, typed: Typed) -> None:
    for now, expected in (((0, 0), (0, 30)), ((0, 45), (1, 30)), ((1, 15), (1, 30))):
        put_clock_at(datetime(2027, 10, 31, *now, tzinfo=UTC))
        assert typed("2027-10-31", "02:30") == datetime(2027, 10, 31, *expected, tzinfo=UTC), now


def test_the_second_hour_of_autumn_stays_where_the_form_says_the_same() -> None:
    """Correcting a title must not make it appear an hour earlier; and pages say which of the two it is."""
    put_clock_at(datetime(2027, 10, 30, 12, tzinfo=UTC))
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    news = Form([("publish_on", "2027-10-31"), ("publish_time", "02:30")])
    letter = Form([("send_on", "2027-10-31"), ("send_time", "02:30"), ("to", "asked")])
    assert news_forms.instant(news, second) == issue_forms.wish(letter, second).at == second
    assert news_forms.instant(news) == issue_forms.wish(letter).at == second - timedelta(hours=1)
    assert datetime_fr(second).endswith("(heure d'hiver)")
    assert datetime_fr(second - timedelta(hours=1)).endswith("(heure d'été)")
    assert "(" not in datetime_fr(second + timedelta(hours=1))


@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_of_a_far_year_is_refused_wherever_it_is_typed(day: str) -> None:
    with pytest.raises(Invalid) as caught:
        Form([("since", day)]).day("since")
    assert caught.value.fields == {"since": "Écrivez une année entre 1900 et 2199."}
    for typed in (_news, _letter):
        with pytest.raises(Invalid):
            typed(day, "08:00")


def test_the_first_and_the_last_day_are_taken() -> None:
    for day in ("1900-01-01", "2199-12-31"):
        assert str(Form([("since", day)]).day("since")) == day
        assert _news(day, "23:30") is not None


def test_an_event_of_the_last_year_of_all_does_not_break_the_calendar() -> None:
    """Written before days had bounds."""
    at = datetime(9999, 6, 1, 8, tzinfo=UTC)
    event = Event(title="x", slug="x", kind=EventKind.WORKSHOP, begins_at=at, ends_at=at, created_at=at, changed_at=at)
    assert b"DTSTART;TZID=Europe/Paris:99990601T100000" in one(event, lambda *_, **__: "x")
