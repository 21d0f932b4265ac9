"""A day and an hour typed in a form, kept as an instant, shown again as they were typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from boite.agenda import forms as agenda_forms
from boite.agenda.hours import instant
from boite.agenda.models import Event, Kind
from boite.agenda.results import lines
from boite.clock import today
from boite.database import opened
from boite.directory.hours_reading import local
from boite.directory.search.tags import open_at
from boite.library.models import Kind as Sort
from boite.library.models import Level, Resource
from boite.library.structured import learning_resource
from boite.news import forms as news_forms
from boite.news.editor_values import values_of
from boite.news.writing import Draft
from boite.newsletter import issue_forms, sending_pages
from boite.newsletter.models import Issue
from boite.settings import Settings
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
    article = values_of(Draft(title="Un forum", publish_at=kept))
    letter = sending_pages._values(Issue(title="Lettre", scheduled_at=kept, publics=[]))
    event = agenda_forms._split("begins", kept)
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
    values = {"kind": Sort.LINK, "level": next(iter(Level))}
    kept = Resource(title="x", published_at=hour.astimezone(UTC), changed_at=hour, **values)
    assert str(learning_resource(kept, address="x", home="y", topic="z")).count(f"{hour.isoformat()[:16]}") == 2


async def test_the_spreadsheet_of_events_says_the_hours_of_france(settings: Settings) -> None:
    async with opened(settings):
        for hour in EVES.values():
            at = hour.astimezone(UTC)
            event = Event(
                title="x", territory_id="X", kind=Kind.WORKSHOP, begins_at=at, ends_at=at, created_at=at, changed_at=at
            )
            line = (await lines([event]))[1]
            assert line.count(f"{hour:%d/%m/%Y %H:%M}") == 2, hour
