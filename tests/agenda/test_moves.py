"""An event that moves is told once it stands still: the last word, and only to whom does not know it."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, example, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite import clock
from boite.accounts.models import User
from boite.agenda import event_editing, moves, publication, registration
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, EventKind, Registering, Registration
from boite.clock import now
from boite.database.connection import opened
from boite.directory.models import REGION, Scale, Territory
from boite.journal.models import Entry
from boite.settings import Settings
from storage.memory import MemoryStore
from storage.store import BlobStore
from tests.agenda.test_telling import edited, still, told

MINUTE = timedelta(minutes=1)


async def test_moved_five_times_in_eight_minutes_and_put_back_says_nothing(
    event: Event, nadia: User, person: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    for place in ("Gymnase", "Médiathèque", "Mairie", "Gare", event.place):
        await edited(event, nadia, place=place)
        clock.advance(2 * MINUTE)
        assert await moves.tell_due(settings, store) == 0
    assert await still(settings, store) == 1, "somebody was owed a look"
    assert await told(person) == []
    assert await Registration.filter(moved_due__not_isnull=True).count() == 0


async def test_the_last_word_alone_is_told(
    event: Event, nadia: User, person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    for place in ("Gymnase", "Médiathèque"):
        await edited(event, nadia, place=place)
        clock.advance(9 * MINUTE)
        assert await moves.tell_due(settings, store) == 0
    await registration.register(await Event.get(id=event.id), stranger)
    assert await still(settings, store) == 1
    [entry] = await Entry.filter(kind="agenda.moved")
    assert entry.owner_id == person.id, "who registered after it has read the new place"
    assert "Médiathèque" in entry.details["now"]
    assert await still(settings, store) == 0


async def test_who_registered_in_between_is_told_of_what_they_did_not_read(
    event: Event, nadia: User, person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    await edited(event, nadia, place="Gymnase")
    await registration.register(await Event.get(id=event.id), stranger)
    await edited(event, nadia, place=event.place)
    await still(settings, store)
    assert (await told(person), await told(stranger)) == ([], ["agenda.moved"])


async def test_an_event_that_begins_soon_is_told_at_once(
    nadia: User, event: Event, person: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    clock.advance(event.begins_at - now() - 30 * MINUTE)
    await edited(event, nadia, place="Gymnase")
    assert await moves.tell_due(settings, store) == 1
    assert await told(person) == ["agenda.moved"]


async def test_cancelled_or_over_meanwhile_it_is_not_said_to_have_moved(
    event: Event, nadia: User, person: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    await edited(event, nadia, place="Gymnase")
    await publication.cancel(event, "Neige.", by=nadia)
    assert await still(settings, store) == 0
    assert await told(person) == ["agenda.called_off"]


async def test_moved_to_the_past_by_mistake_then_back_says_nothing(
    event: Event, nadia: User, person: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    hours = {"begins_at": event.begins_at, "ends_at": event.ends_at}
    await edited(event, nadia, **{name: at - timedelta(days=30) for name, at in hours.items()})
    await edited(event, nadia, **hours)
    await still(settings, store)
    assert await told(person) == []


PLACES = ("Salle des fêtes", "Gymnase", "Mairie")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(0, 2)),
        st.tuples(st.just("wait"), st.integers(1, 12)),
        st.tuples(st.sampled_from(["register", "leave"]), st.integers(0, 2)),
    ),
    max_size=14,
)


@given(steps=STEPS)
@example(steps=[("register", 0), ("move", 1), ("wait", 3), ("move", 0), ("wait", 12)])
@profile(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_everybody_knows_where_it_is_and_is_told_only_what_they_did_not_know(
    settings: Settings, steps: list[tuple[str, int]]
) -> None:
    asyncio.run(_follow(settings, steps))
    clock.reset()


async def _follow(settings: Settings, steps: list[tuple[str, int]]) -> None:
    """What each of three people believes, by what they read and by what they were told."""
    async with opened(settings):
        nadia, *people = [await User.create(handle=uuid4().hex, secret_hash="-") for _ in range(4)]
        event, draft = await _workshop(nadia)
        coming: dict[UUID, Registration] = {}
        believed: dict[UUID, str] = {}
        store = MemoryStore()
        for step, number in [*steps, ("wait", 11)]:
            fresh = await Event.get(id=event.id)
            who = people[number % 3]
            if step == "move":
                await event_editing.edit(
                    fresh, EventDraft(**draft, place=PLACES[number]), version=fresh.version, by=nadia
                )
            elif step == "register" and who.id not in coming:
                coming[who.id] = await registration.register(fresh, who)
                believed[who.id] = fresh.place
            elif step == "leave" and who.id in coming:
                await registration.leave(coming.pop(who.id), by=who)
            elif step == "wait":
                clock.advance(number * MINUTE)
                before = await Entry.filter(kind="agenda.moved").count()
                await moves.tell_due(settings, store)
                await _learn(before, believed, coming)
        held = (await Event.get(id=event.id)).place
        assert {believed[one] for one in coming} <= {held}


async def _learn(before: int, believed: dict[UUID, str], coming: dict[UUID, Any]) -> None:
    for entry in (await Entry.filter(kind="agenda.moved").order_by("id"))[before:]:
        [said] = [place for place in PLACES if place in entry.details["now"]]
        assert entry.owner_id in coming
        assert believed[entry.owner_id] != said, "they knew"
        believed[entry.owner_id] = said


async def _workshop(by: User) -> tuple[Event, dict[str, Any]]:
    await Territory.get_or_create({"name": "Région", "scale": Scale.REGION}, code=REGION)
    begins = (now() + timedelta(days=5)).astimezone(UTC)
    draft: dict[str, Any] = {
        "territory_id": REGION,
        "organiser_id": None,
        "kind": EventKind.WORKSHOP,
        "title": "Atelier",
        "begins_at": begins,
        "ends_at": begins + timedelta(hours=2),
        "registering": Registering.OPEN,
    }
    event = await event_editing.create(EventDraft(**draft, place=PLACES[0]), by=by)
    await publication.publish(event, by=by)
    return await Event.get(id=event.id), draft
