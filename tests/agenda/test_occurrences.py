"""« Il revient plusieurs fois »: dates listed before, then events of their own, each with its seats and its fate."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.agenda import publication, registration
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, EventKind
from boite.agenda.occurrence_forms import BLANK, days
from boite.agenda.occurrences import MOST, Repeats, moved, regular, repeat
from boite.agenda.registration import Newcomer
from boite.clock import PARIS, day_of
from boite.errors import Invalid
from boite.journal.models import Entry
from tests.agenda.events import make_agent, make_event, make_host
from tests.conftest import OpenAccount, SignIn
from tests.meanwhile import stopped_by_it, uncommitted
from tests.page_forms import form_with
from tests.visitors import Visitor

FIRST = date(2031, 12, 4)


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    return await make_agent(new_person, await make_host())


@pytest.fixture
async def event(paul: User) -> Event:
    """A draft on a Thursday of December, from 14:00 to 16:00 on the wall."""
    begins = datetime(2031, 12, 4, 13, tzinfo=UTC)
    made = await make_event(paul, published=False, capacity=2)
    await Event.filter(id=made.id).update(begins_at=begins, ends_at=begins + timedelta(hours=2))
    return await Event.get(id=made.id)


@pytest.fixture
async def desk(paul: User, sign_in: SignIn, event: Event) -> Visitor:
    return await sign_in(paul)


def last_step(desk: Visitor, event: Event) -> str:
    return desk.address("agenda:edit_seats", slug=event.slug)


@given(st.dates(date(2030, 1, 1), date(2032, 12, 31)), st.integers(6, 22), st.integers(1, 400))
@tried(max_examples=100, deadline=None)
def test_the_hour_of_the_wall_stays(first: date, hour: int, after: int) -> None:
    begins = datetime.combine(first, time(hour, 30), PARIS)
    ends = (begins + timedelta(hours=1)).astimezone(UTC)
    draft = EventDraft(
        territory_id="",
        organiser_id=None,
        kind=EventKind.WORKSHOP,
        title="Atelier",
        begins_at=begins.astimezone(UTC),
        ends_at=ends,
        registering_until=ends,
    )
    there = moved(draft, first + timedelta(days=after)).begins_at.astimezone(PARIS)
    assert (there.date(), there.time()) == (first + timedelta(days=after), time(hour, 30))


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ({}, []),
        ({"repeats": "semaine", "times": "3"}, ["2031-12-11", "2031-12-18"]),
        ({"repeats": "quinzaine", "times": "3"}, ["2031-12-18", "2032-01-01"]),
        ({"repeats": "quinzaine", "times": "3", "no_holidays": "oui"}, ["2031-12-18"]),
        (
            {"repeats": "choisis", "also_on": ["2031-12-09", "2031-12-05", "2031-12-09"]},
            ["2031-12-05", "2031-12-09"],
        ),
    ],
)
def test_the_other_days(sent: dict[str, Any], found: list[str]) -> None:
    assert [day.isoformat() for day in days(BLANK | sent, FIRST)] == found


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("repeats", {"repeats": "jour"}),
        *[("times", {"repeats": "semaine", "times": times}) for times in ("", "1", str(MOST + 1), "-2", "٣", "deux")],
        *[("also_on", {"repeats": "choisis", "also_on": typed}) for typed in ([], ["2001-01-01"], ["demain"])],
        ("also_on", {"repeats": "choisis", "also_on": [f"2031-11-{day:02}" for day in range(1, MOST + 1)]}),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(field: str, sent: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        days(BLANK | sent, FIRST)
    assert list(refused.value.fields) == [field]


async def test_dates_are_listed_then_live_alone(desk: Visitor, event: Event, paul: User) -> None:
    weekly = {"repeats": Repeats.WEEKLY.value, "times": "4"}
    seen = (await desk.edit(last_step(desk, event), gesture="preview", **weekly)).text
    assert "jeudi 18 décembre 2031" in seen
    assert "jeudi 25 décembre 2031 <strong>(jour férié)</strong>" in seen
    assert 'value="4"' in seen
    assert await Event.all().count() == 1, "looking makes nothing"
    seats = {"registering": "ouverte", "capacity": "2"}
    answer = await desk.edit(last_step(desk, event), gesture="publish", **seats, **weekly)
    assert answer.status_code == 303
    assert "3\u202fautres dates, publiées à part" in (await desk.get(answer.headers["location"])).text
    found = await Event.all().order_by("begins_at")
    assert [at.begins_at.day for at in found] == [4, 11, 18, 25]
    assert [(each.public, each.capacity) for each in found] == [(True, 2)] * 4
    assert len({each.slug for each in found}) == 4
    await registration.put_name(found[1], Newcomer(name="Lou"), by=paul)
    await publication.cancel(found[3], "Fermé ce jour-là.", by=paul)
    after = await Event.all().order_by("begins_at")
    assert [each.taken for each in after] == [0, 1, 0, 0]
    assert [each.cancelled_at is not None for each in after] == [False, False, False, True]


async def test_kept_as_drafts_and_sent_twice_is_once(desk: Visitor, event: Event) -> None:
    chosen = {"repeats": Repeats.CHOSEN.value, "also_on": ["2031-12-05", "2031-12-09"]}
    for _ in range(2):
        assert (await desk.edit(last_step(desk, event), **chosen)).status_code == 303
    assert [each.public for each in await Event.all()] == [False] * 3
    wrong = await desk.edit(last_step(desk, event), repeats="semaine", times="99")
    assert wrong.status_code == 422
    assert "Écrivez un nombre entre 2 et 20." in wrong.text


async def test_the_saving_by_itself_makes_no_other_date(desk: Visitor, event: Event) -> None:
    fields = {"version": str(event.version), "draft": str(uuid4()), "registering": "ouverte", "repeats": "semaine"}
    url = last_step(desk, event)
    answer = await desk.post(
        url, data={"csrf": desk.csrf_token(), **fields, "times": "3"}, headers={"x-autosave": "oui"}
    )
    assert answer.status_code == 200
    assert await Event.all().count() == 1


SPRING: dict[str, Any] = {"repeats": Repeats.CHOSEN.value, "also_on": ["2032-03-21", "2032-03-28"]}
"""On the second one, half past two does not exist."""


@pytest.fixture
async def at_night(event: Event) -> Event:
    """It begins at half past two."""
    begins = datetime(2031, 12, 4, 1, 30, tzinfo=UTC)
    await Event.filter(id=event.id).update(begins_at=begins, ends_at=begins + timedelta(hours=2))
    return await Event.get(id=event.id)


@pytest.mark.parametrize("gesture", ["publish", "keep"])
async def test_a_date_that_cannot_be_leaves_all_as_it_was_and_what_was_typed(
    desk: Visitor, at_night: Event, gesture: str
) -> None:
    answer = await desk.edit(last_step(desk, at_night), registering="ouverte", capacity="7", gesture=gesture, **SPRING)
    assert answer.status_code == 422
    assert "Il revient plusieurs fois" in answer.text
    for day in SPRING["also_on"]:
        assert f'value="{day}"' in answer.text
    assert 'value="7"' in answer.text
    [kept] = await Event.all()
    assert (kept.public, kept.capacity, kept.series) == (False, 7, None)
    assert not await Entry.filter(kind="agenda.published").exists()
    right = SPRING | {"also_on": ["2032-03-21"]}
    form = form_with(answer.text, "version")
    assert form is not None
    again = await desk.submit(last_step(desk, at_night), **form.sent(gesture=gesture, **right))
    assert again.status_code == 303
    assert await Event.all().count() == 2


async def days_of(event: Event) -> list[str]:
    """The days of this event and of its other dates."""
    rows = await Event.filter(title=event.title).order_by("begins_at")
    return [f"{day_of(row.begins_at):%m-%d}" for row in rows]


async def test_repeated_from_another_of_its_dates_no_day_has_two(event: Event, paul: User) -> None:
    [second, _] = await repeat(event, regular(FIRST, Repeats.WEEKLY, 3), by=paul)
    week = timedelta(days=7)
    made = await repeat(second, [FIRST, *regular(FIRST + week, Repeats.WEEKLY, 3)], by=paul)
    assert [day_of(each.begins_at) for each in made] == [FIRST + 3 * week]
    assert await days_of(event) == ["12-04", "12-11", "12-18", "12-25"]
    assert await repeat(made[0], [FIRST, FIRST + week], by=paul) == []


async def test_a_date_moved_to_another_day_is_met_there_and_not_made_anew(event: Event, paul: User) -> None:
    [second] = await repeat(event, regular(FIRST, Repeats.WEEKLY, 2), by=paul)
    there = {"begins_at": second.begins_at + timedelta(days=1), "ends_at": second.ends_at + timedelta(days=1)}
    await Event.filter(id=second.id).update(**there)
    assert await repeat(event, [date(2031, 12, 11), date(2031, 12, 12)], by=paul) == []
    assert await days_of(event) == ["12-04", "12-12"]


async def test_two_dates_repeated_at_once_make_one(event: Event, paul: User) -> None:
    [second] = await repeat(event, regular(FIRST, Repeats.WEEKLY, 2), by=paul)
    day = date(2031, 12, 20)
    async with uncommitted(lambda: repeat(second, [day], by=paul)):
        other = await stopped_by_it(repeat(event, [day], by=paul))
        assert not other.done()
    assert await other == []
    assert await days_of(event) == ["12-04", "12-11", "12-20"]


async def test_a_date_that_was_cancelled_may_be_made_again(event: Event, paul: User) -> None:
    day = FIRST + timedelta(days=7)
    for _ in range(2):
        await publication.publish(event, by=paul)
        [made] = await repeat(event, [day], by=paul)
        assert await repeat(event, [day], by=paul) == [], "twice is once"
        await publication.cancel(made, "Fermé ce jour-là.", by=paul)
    [again] = await repeat(event, [day], by=paul)
    assert await days_of(event) == ["12-04", "12-11", "12-11", "12-11"]
    there = {"begins_at": again.begins_at + timedelta(days=1), "ends_at": again.ends_at + timedelta(days=1)}
    await Event.filter(id=again.id).update(**there)
    assert await repeat(event, [day], by=paul) == [], "moved, it is met there"
