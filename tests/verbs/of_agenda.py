"""What one does with the agenda: its events, and who comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from boite.agenda import (
    attendance,
    certificates,
    event_editing,
    moves,
    publication,
    registration,
    satisfaction,
    visit_plan,
    visits,
)
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, How, Registering, Registration, Satisfaction, VisitStop
from boite.agenda.registration import Newcomer
from boite.clock import now
from boite.files.models import Node
from boite.journal.models import Entry
from tests.agenda.events import make_event
from tests.news.desks import HERE
from tests.verbs.of_files import BYTES
from tests.verbs.table import Left, Verb, World, again, own, told, verb


async def event_of(w: World, **values: Any) -> Event:
    return await make_event(w.nadia, territory_id=HERE, **values)


def about(event: Event) -> str:
    return f"event:{event.slug}"


def by_nadia(w: World, event: Event, kind: str, do: Callable[[Event], Awaitable[object]], *others: Left) -> Verb:
    async def done() -> None:
        await do(await again(event))

    return Verb(done, [own(kind, w.nadia, about(event)), *others])


@verb
async def create(w: World) -> Verb:
    model = await event_of(w, published=False)
    verb_ = Verb(lambda: done(), [])

    async def done() -> None:
        made = await event_editing.create(changed(model, title="Forum"), by=w.nadia)
        verb_.leaves.append(own("agenda.created", w.nadia, about(made)))

    return verb_


def changed(event: Event, **values: Any) -> EventDraft:
    known = {name: getattr(event, name) for name in EventDraft.__dataclass_fields__}
    return EventDraft(**{**known, "publics": tuple(event.publics), **values})


async def with_people(w: World, **values: Any) -> Event:
    """Somebody with an account, somebody with an address, somebody with a first name."""
    event = await event_of(w, **values)
    await registration.register(event, w.ines)
    for name, email in (("Sami", "sami@exemple.fr"), ("Kim", "")):
        await registration.register_visitor(event, Newcomer(name=name, email=email))
    return event


@verb
async def move(w: World) -> Verb:
    event = await with_people(w)
    do = lambda row: event_editing.edit(row, changed(event, place="Gymnase"), version=row.version, by=w.nadia)  # noqa: E731
    return by_nadia(w, event, "agenda.edited", do)


@verb
async def tell_that_it_moved(w: World) -> Verb:
    event = await with_people(w)
    await event_editing.edit(event, changed(event, place="Gymnase"), version=event.version, by=w.nadia)
    await Registration.all().update(moved_due=now())
    left = told("agenda.moved", w.ines, None, about(event))
    return Verb(lambda: moves.tell_due(w.settings, w.store), [left])


@verb
async def give_an_attestation(w: World) -> Verb:
    await with_people(w)
    await Registration.filter(user_id=w.ines.id).update(attestation_due=now())
    verb_ = Verb(lambda: done(), [], BYTES)

    async def done() -> None:
        await certificates.deposit_due(w.settings, w.store)
        paper = await Node.get(space__owner_id=w.ines.id, kind="file")
        verb_.leaves.append(own("file.deposited", w.ines, f"node:{paper.id}"))
        verb_.leaves.append(told("agenda.attested", w.ines, None, f"node:{paper.id}"))

    return verb_


@verb
async def publish(w: World) -> Verb:
    event = await event_of(w, published=False)
    return by_nadia(w, event, "agenda.published", lambda row: publication.publish(row, by=w.nadia))


@verb
async def withdraw(w: World) -> Verb:
    event = await event_of(w)
    return by_nadia(w, event, "agenda.withdrawn", lambda row: publication.withdraw(row, by=w.nadia))


@verb
async def cancel(w: World) -> Verb:
    event = await with_people(w)
    left = told("agenda.called_off", w.ines, None, about(event))
    return by_nadia(w, event, "agenda.cancelled", lambda row: publication.cancel(row, "Neige.", by=w.nadia), left)


@verb
async def add_a_step(w: World) -> Verb:
    event = await event_of(w)
    return by_nadia(w, event, "agenda.arranged", lambda row: visit_plan.add_step(row, "Un stand", by=w.nadia))


@verb
async def order_the_steps(w: World) -> Verb:
    event = await event_of(w)
    for title in ("Un", "Deux", "Trois"):
        await visit_plan.add_step(event, title, by=w.nadia)
    last = await VisitStop.filter(event_id=event.id).order_by("-rank").first()
    assert last is not None
    do = lambda row: visit_plan.move(row, VisitStop, last.id, up=True, by=w.nadia)  # noqa: E731
    return by_nadia(w, event, "agenda.arranged", do)


@verb
async def register(w: World) -> Verb:
    event = await event_of(w)
    return Verb(lambda: registration.register(event, w.ines), [own("agenda.joined", w.ines, about(event))])


@verb
async def wait_for_a_seat(w: World) -> Verb:
    event = await event_of(w, capacity=1)
    await registration.register(event, w.paul)
    return Verb(lambda: registration.register(event, w.ines), [own("agenda.waiting", w.ines, about(event))])


@verb
async def register_without_an_account(w: World) -> Verb:
    event = await event_of(w)
    return Verb(lambda: registration.register_visitor(event, Newcomer(name="Sami")), [])


@verb
async def put_a_name(w: World) -> Verb:
    event = await event_of(w)
    do = lambda row: registration.put_name(row, Newcomer(name="Sami"), by=w.nadia)  # noqa: E731
    return by_nadia(w, event, "agenda.name_put", do)


@verb
async def leave_a_seat_to_who_waits(w: World) -> Verb:
    event = await event_of(w, capacity=1)
    mine = await registration.register(event, w.paul)
    await registration.register(event, w.ines)
    left = [own("agenda.left", w.paul, about(event)), told("agenda.seat_freed", w.ines, None, about(event))]
    return Verb(lambda: registration.leave(mine, by=w.paul), left)


@verb
async def leave_the_line(w: World) -> Verb:
    event = await event_of(w, capacity=1)
    await registration.register(event, w.paul)
    mine = await registration.register(event, w.ines)
    return Verb(lambda: registration.leave(mine, by=w.ines), [own("agenda.left", w.ines, about(event))])


@verb
async def take_somebody_off(w: World) -> Verb:
    event = await event_of(w)
    row = await registration.register(event, w.ines)
    left = told("agenda.taken_off", w.ines, w.nadia, about(event))
    return by_nadia(w, event, "agenda.name_removed", lambda _: registration.leave(row, by=w.nadia), left)


@verb
async def tick_the_list(w: World) -> Verb:
    event = await event_of(w)
    rows = [await registration.register_visitor(event, Newcomer(name=name)) for name in ("Ana", "Bob", "Lou")]
    await Event.filter(id=event.id).update(begins_at=now())
    await Registration.filter(id=rows[2].id).update(came_at=now(), came_how=How.LIST)
    do = lambda row: attendance.tick(row, [rows[0].id, rows[1].id], [rows[2].id], by=w.nadia)  # noqa: E731
    return by_nadia(w, event, "agenda.ticked", do)


async def someone_came(w: World) -> tuple[Event, Registration]:
    event = await event_of(w)
    row = await registration.register(event, w.ines)
    await Event.filter(id=event.id).update(begins_at=now())
    return await again(event), row


@verb
async def scan(w: World) -> Verb:
    event, row = await someone_came(w)
    return by_nadia(w, event, "agenda.ticked", lambda fresh: attendance.scan(fresh, row, by=w.nadia))


@verb
async def enter(w: World) -> Verb:
    event, row = await someone_came(w)
    return Verb(lambda: attendance.enter(event, row), [own("agenda.came", w.ines, about(event))])


@verb
async def come_without_registering(w: World) -> Verb:
    event = await event_of(w, registering=Registering.NONE)
    await Event.filter(id=event.id).update(begins_at=now())
    return Verb(lambda: attendance.on_the_spot(event, w.ines), [own("agenda.joined", w.ines, about(event))])


@verb
async def stamp_the_last_step(w: World) -> Verb:
    event, row = await someone_came(w)
    await visit_plan.add_step(event, "Un stand", by=w.nadia)
    step = await VisitStop.get(event_id=event.id)
    left = [own("agenda.came", w.ines, about(event)), own("agenda.stamped", w.ines, about(event))]
    return Verb(lambda: visits.stamp(event, step, row), left)


@verb
async def give_one_s_opinion(w: World) -> Verb:
    event, row = await someone_came(w)
    await attendance.enter(event, row)
    assert await Entry.filter(kind="agenda.came").count() == 1

    async def do() -> None:
        await satisfaction.answer(event, await again(row), Satisfaction.MUCH)

    return Verb(do, [own("agenda.answered", w.ines, about(event))])
