"""Who came: ticked on the list, scanned at the door, or told by the person in front of the poster."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.agenda.models import Event, How, Registering, Registration
from boite.agenda.registration import living_of
from boite.agenda.seat_rows import new_code
from boite.agenda.seats import held, take
from boite.clock import now
from boite.database.connection import execute, insert_all, transaction
from boite.errors import Conflict
from boite.journal.record import entry, record

EARLY = timedelta(hours=2)
"""One may come that long before the beginning."""
LATE = timedelta(days=30)
"""The list may be ticked that long after the end: then the names go."""
NOT_YET = "Ce n'est pas encore l'heure. Revenez le jour de l'événement."


def check_hour(event: Event, *, on_the_spot: bool) -> None:
    """Raises Conflict outside the hours when a presence can be noted."""
    if event.cancelled_at is not None:
        raise Conflict("Cet événement est annulé.")
    if now() < event.begins_at - EARLY:
        raise Conflict(NOT_YET)
    if now() > event.ends_at + (EARLY if on_the_spot else LATE):
        raise Conflict("Cet événement est passé.")


async def tick(event: Event, came: Iterable[UUID], absent: Iterable[UUID], *, by: User) -> int:
    """Note that these came and those did not. Returns how many lines changed. Raises Conflict."""
    check_hour(event, on_the_spot=False)
    changed = 0
    async with transaction():
        for registration_id in came:
            changed += await _mark(event, registration_id, How.LIST)
        for registration_id in absent:
            changed += await execute(
                "UPDATE agenda_registration SET came_at = NULL, came_how = '' WHERE id = ? AND event_id = ?"
                " AND came_at IS NOT NULL",
                registration_id,
                event.id,
            )
        if changed:
            told = kinds.AttendanceTicked(title=event.title, slug=event.slug, count=changed)
            await record(told, owner=by.id, by=by.id)
    return changed


async def _mark(event: Event, registration_id: UUID, how: How) -> int:
    return await execute(
        "UPDATE agenda_registration SET came_at = ?, came_how = ?, reminder_due = NULL WHERE id = ? AND event_id = ?"
        " AND cancelled_at IS NULL AND came_at IS NULL",
        now(),
        how.value,
        registration_id,
        event.id,
    )


async def scan(event: Event, registration: Registration, *, by: User) -> bool:
    """The organiser read the code of somebody. False where it was noted before. Raises Conflict."""
    check_hour(event, on_the_spot=False)
    if not registration.living:
        raise Conflict("Cette inscription a été annulée.")
    async with transaction():
        noted = bool(await _mark(event, registration.id, How.SCANNED))
        if noted:
            told = kinds.AttendanceTicked(title=event.title, slug=event.slug, count=1)
            await record(told, owner=by.id, by=by.id)
    return noted


async def enter(event: Event, registration: Registration) -> bool:
    """Somebody tells at the entrance that they are there. False where it was noted before. Raises Conflict."""
    check_hour(event, on_the_spot=True)
    if not registration.living:
        raise Conflict("Cette inscription a été annulée.")
    async with transaction():
        noted = bool(await _mark(event, registration.id, How.ENTRANCE))
        if noted and registration.user_id is not None:
            told = kinds.Came(title=event.title, slug=event.slug)
            await record(told, owner=registration.user_id, by=registration.user_id)
    return noted


async def on_the_spot(event: Event, user: User) -> Registration:
    """What this person has at this event; made at once where one comes without registering. Raises Conflict."""
    async with held(event.id) as fresh:
        mine = await living_of(fresh, user)
        if mine is not None:
            return mine
        check_hour(fresh, on_the_spot=True)
        if fresh.registering != Registering.NONE or not fresh.public:
            raise Conflict("Vous n'êtes pas sur la liste. Présentez-vous à l'accueil.")
        await execute("UPDATE agenda_event SET arrivals = arrivals + 1 WHERE id = ?", fresh.id)
        row = Registration(event_id=fresh.id, user_id=user.id, rank=fresh.arrivals + 1, code=new_code())
        row.seated_at = now() if await take(fresh.id) else None
        told = kinds.EventJoined(title=fresh.title, slug=fresh.slug)
        await insert_all(row, entry(told, owner=user.id, by=user.id))
        return row
