"""Hours of France, summer and winter; calendars read back by a real library."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import icalendar
import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import publication
from boite.agenda.event_editing import EventDraft, edit
from boite.agenda.event_words import when
from boite.agenda.models import Change, Event
from boite.errors import Invalid
from boite.text.typed_dates import instant, read_hour
from tests.agenda.events import HERE, make_event, paris
from tests.conftest import SignIn
from tests.visitors import Visitor


def fields(**values: str) -> dict[str, str]:
    """A form of an event, right unless said otherwise."""
    return {
        "draft": str(uuid4()),
        "title": "Atelier du matin",
        "kind": "atelier",
        "begins_on": "2030-03-31",
        "begins_time": "09:00",
        "ends_on": "2030-03-31",
        "ends_time": "11:00",
        **values,
    }


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 3, 28), time(9), datetime(2026, 3, 28, 8, tzinfo=UTC)),
        (date(2026, 3, 29), time(9), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(9), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_hours_are_those_of_france(day: date, hour: time, expected: datetime) -> None:
    assert instant(day, hour, "x") == expected


def test_the_hour_that_spring_skips_is_refused_and_the_one_that_autumn_doubles_is_not() -> None:
    with pytest.raises(Invalid, match="heure d'été"):
        instant(date(2026, 3, 29), time(2, 30), "x")
    begins = instant(date(2026, 10, 25), time(2, 30), "x")
    assert instant(date(2026, 10, 25), time(2, 15), "x", after=begins) - begins == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("typed", "read"), [("14:30", time(14, 30)), ("14h30", time(14, 30)), ("9 h", time(9)), ("", None)]
)
def test_hours_as_people_type_them(typed: str, read: time | None) -> None:
    assert read_hour(typed, "x") == read


@pytest.mark.parametrize("typed", ["25:00", "midi", "12:60", "-1", "1:2:3"])
def test_hours_that_are_none(typed: str) -> None:
    with pytest.raises(Invalid):
        read_hour(typed, "x")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_time": "08:00"}, "finit avant de commencer"),
        ({"ends_on": "2030-03-30"}, "finit avant de commencer"),
        ({"ends_time": "09:00"}, "finit avant de commencer"),
        ({"begins_time": "02:30"}, "heure d&#39;été"),
        ({"begins_on": ""}, "Choisissez un jour"),
        ({"begins_on": "hier"}, "Écrivez une date"),
        ({"title": " "}, "Écrivez un titre"),
        ({"kind": "fete"}, "dans la liste"),
        ({"draft": "x"}, "Cette page est incomplète"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(desk: Visitor, wrong: dict[str, str], said: str) -> None:
    answer = await desk.submit(desk.address("agenda:new"), **fields(**wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert not await Event.exists()


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        ("edit_seats", {"capacity": "0"}, "entre 1 et"),
        ("edit_seats", {"until_on": "2030-04-30"}, "après la fin"),
        ("edit_where", {"online": "javascript:alert(1)"}, "adresse de site"),
        ("edit_where", {"territory": "SPRO-37"}, "dans la liste"),
    ],
)
async def test_what_is_wrong_in_the_next_steps_is_said_there(
    desk: Visitor, step: str, wrong: dict[str, str], said: str
) -> None:
    await desk.submit(desk.address("agenda:new"), **fields())
    event = await Event.get()
    answer = await desk.edit(desk.address(f"agenda:{step}", slug=event.slug), **wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert (await Event.get()).version == event.version


async def test_an_event_is_written_changed_and_told(desk: Visitor) -> None:
    answer = await desk.submit(desk.address("agenda:new"), **fields())
    event = await Event.get()
    assert event.begins_at == datetime(2030, 3, 31, 7, tzinfo=UTC), "the very day when summer begins"
    where = desk.address("agenda:edit_where", slug=event.slug)
    await desk.edit(where, publics=["scolaire", "etudiant"], city="Pithiviers")
    assert (await Event.get()).publics == ["etudiant", "scolaire"]
    assert "de 9\u202fh à 11\u202fh" in (await desk.get(answer.headers["location"])).text
    form = await desk.get(desk.address("agenda:edit", slug=event.slug))
    assert 'value="09:00"' in form.text
    await desk.edit(desk.address("agenda:edit", slug=event.slug), ends_time="12:00", title="Autre titre")
    await desk.edit(where, publics=[])
    assert (await Event.get()).slug == event.slug == "atelier-du-matin", "the address lasts"
    changed = await Change.filter(event_id=event.id).order_by("-id").first()
    assert changed is not None
    assert {line["field"] for line in changed.changes} == {"title", "ends_at", "city"}, "one sitting, one line"


async def read(client: Visitor, event: Event) -> tuple[Any, icalendar.Calendar]:
    """The entry of an event in its own file, read back."""
    answer = await client.get(client.address("agenda:event_file", slug=event.slug))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.content)
    [entry] = calendar.walk("VEVENT")
    return entry, calendar


async def test_a_calendar_file_says_the_hours_of_france(client: Visitor, nadia: User) -> None:
    clock.advance(paris("2026-09-01 08:00") - clock.now())
    event = await make_event(
        nadia,
        begins_at=paris("2026-10-24 14:00"),
        ends_at=paris("2026-10-26 10:00"),
        title="Forum; « été, hiver »\r\nBEGIN:VALARM",
        latitude=48.17,
        longitude=2.25,
    )
    entry, calendar = await read(client, event)
    assert entry["DTSTART"].params["TZID"] == "Europe/Paris"
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (event.begins_at, event.ends_at)
    assert entry["DTSTART"].dt.utcoffset() == timedelta(hours=2)
    assert entry["DTEND"].dt.utcoffset() == timedelta(hours=1)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert not calendar.walk("VALARM"), "what is typed stays text"
    assert "été, hiver" in str(entry["SUMMARY"])
    assert entry["GEO"].to_ical() == "48.17;2.25"
    assert when(event).startswith("samedi 24 octobre 2026, à 14\u202fh, jusqu'au lundi 26 octobre 2026")


async def test_the_same_identifier_a_later_sequence_then_cancelled(client: Visitor, nadia: User) -> None:
    event = await make_event(nadia)
    before, _ = await read(client, event)
    values = {name: getattr(event, name) for name in EventDraft.__dataclass_fields__} | {"publics": ()}
    await edit(event, EventDraft(**values | {"ends_at": event.ends_at + timedelta(hours=1)}), version=1, by=nadia)
    later, _ = await read(client, event)
    await edit(
        event,
        EventDraft(**values | {"ends_at": event.ends_at + timedelta(hours=1), "capacity": 9}),
        version=2,
        by=nadia,
    )
    same, _ = await read(client, event)
    await publication.cancel(event, "Neige.", by=nadia)
    ended, _ = await read(client, event)
    assert before["UID"] == later["UID"] == ended["UID"]
    assert before["SEQUENCE"] < later["SEQUENCE"] == same["SEQUENCE"] < ended["SEQUENCE"]
    assert (before["STATUS"], ended["STATUS"]) == ("CONFIRMED", "CANCELLED")


async def test_the_feed_of_a_territory_and_its_validator(client: Visitor, nadia: User) -> None:
    here = await make_event(nadia, title="Ici")
    await make_event(nadia, territory_id="SPRO-37", title="Là-bas")
    region = await make_event(nadia, territory_id="R24", title="Partout")
    address = client.address("agenda:feed", code=HERE)
    answer = await client.get(address)
    titles = [str(entry["SUMMARY"]) for entry in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")]
    assert sorted(titles) == [here.title, region.title]
    assert "public" in answer.headers["cache-control"]
    again = await client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await publication.cancel(here, "Neige.", by=nadia)
    assert (await client.get(address, headers={"if-none-match": answer.headers["etag"]})).status_code == 200
    everywhere = (await client.get(client.address("agenda:feed", code="R24"))).text
    assert "Là-bas" in everywhere
    assert (await client.get(client.address("agenda:feed", code="rien"))).status_code == 404


async def test_a_calendar_says_which_of_the_two_hours_of_autumn(client: Visitor, nadia: User) -> None:
    first, second = datetime(2030, 10, 27, 0, 30, tzinfo=UTC), datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    event = await make_event(nadia, begins_at=first, ends_at=second)
    entry, _ = await read(client, event)
    assert entry["DTSTART"].to_ical() == b"20301027T023000"
    assert entry["DTEND"].to_ical() == b"20301027T013000Z", "2 h 30 of France would be the first one: an empty event"
    assert [entry[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")] == [first, second]
    page = await client.get(client.address("agenda:event", slug=event.slug))
    said = page.text.replace("\u202f", " ").replace("&#39;", "'")
    assert "de 2 h 30 (heure d'été) à 2 h 30 (heure d'hiver)" in said


async def test_a_change_elsewhere_does_not_move_the_second_hour_of_autumn(nadia: User, sign_in: SignIn) -> None:
    begins = datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    event = await make_event(nadia, begins_at=begins, ends_at=begins + timedelta(hours=2), registering_until=begins)
    visitor = await sign_in(nadia)
    await visitor.edit(visitor.address("agenda:edit", slug=event.slug), title="Un autre titre")
    kept = await Event.get(id=event.id)
    assert (kept.title, kept.begins_at, kept.registering_until) == ("Un autre titre", begins, begins)
    await visitor.edit(visitor.address("agenda:edit", slug=event.slug), begins_time="02:45")
    assert (await Event.get(id=event.id)).begins_at == begins - timedelta(minutes=45)


async def test_signs_that_no_calendar_holds_stay_out_of_it(client: Visitor, nadia: User) -> None:
    event = await make_event(nadia, title="Caf\x0bé\x7f", summary="a\x07b\x1b", place="Salle\x0c 3")
    file = await client.get(client.address("agenda:event_file", slug=event.slug))
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", file.content)
    entry, _ = await read(client, event)
    assert (str(entry["SUMMARY"]), str(entry["LOCATION"])) == ("Café", "Salle 3, Pithiviers")


async def test_a_form_takes_no_control_signs(desk: Visitor) -> None:
    await desk.submit(desk.address("agenda:new"), **fields(title="Caf\x0bé\x1b", description="Venez.\x08\r\nTous."))
    event = await Event.get()
    assert (event.title, event.description) == ("Café", "Venez.\nTous.")
