"""Registering: oneself, with or without an account, or a name put on the list; and giving one's place back."""

from __future__ import annotations

from dataclasses import dataclass

from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.agenda import notices
from boite.agenda.models import Event, Registration
from boite.agenda.seat_rows import new_code
from boite.agenda.seats import give_back, held, reminder_for, take
from boite.clock import now
from boite.database.connection import execute, insert_all
from boite.errors import Conflict, Gone, Invalid
from boite.journal.record import entry, record, settle

CLOSED = "On ne peut plus s'inscrire à cet événement."
OVER = "Cet événement est passé."
CANCELLED = "Cet événement est annulé."
MOST = 5000
"""Registrations of one event, cancelled ones included: nobody fills our disks with names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody without an account: a first name or a pseudonym, an e-mail if they wish. `sent` names the form."""

    name: str
    email: str = ""
    sent: str | None = None


def checked_name(text: str) -> str:
    """A first name or a pseudonym, on one line. Raises Invalid."""
    name = " ".join(text.split())
    if not name:
        raise Invalid(fields={"name": "Écrivez un prénom ou un pseudonyme."})
    if len(name) > 80:
        raise Invalid(fields={"name": "C'est trop long : 80 signes au plus."})
    return name


async def register(event: Event, user: User) -> Registration:
    """A person signs in for themselves; asked twice, the same registration. Raises Conflict."""
    async with held(event.id) as fresh:
        mine = await living_of(fresh, user)
        if mine is not None:
            return mine
        _admit(fresh)
        row = await _arrive(fresh, Registration(event_id=fresh.id, user_id=user.id))
        told = kinds.WaitingJoined if row.seated_at is None else kinds.EventJoined
        await insert_all(row, entry(told(title=fresh.title, slug=fresh.slug), owner=user.id, by=user.id))
        return row


async def register_visitor(event: Event, newcomer: Newcomer) -> Registration:
    """Somebody without an account; the same form sent twice is one registration. Raises Invalid, Conflict."""
    async with held(event.id) as fresh:
        twin = await Registration.get_or_none(sent=newcomer.sent) if newcomer.sent else None
        if twin is not None:
            return twin
        _admit(fresh)
        row = await _arrive(fresh, _named(fresh, newcomer))
        await insert_all(row)
        return row


async def put_name(event: Event, newcomer: Newcomer, *, by: User) -> Registration:
    """A professional puts a name on the list, also where one does not register oneself, and on the day itself.

    Raises Invalid, Conflict (cancelled, or over for a month).
    """
    async with held(event.id) as fresh:
        twin = await Registration.get_or_none(sent=newcomer.sent) if newcomer.sent else None
        if twin is not None:
            return twin
        if fresh.cancelled_at is not None or not fresh.public:
            raise Conflict(CANCELLED if fresh.cancelled_at else "Publiez d'abord cet événement.")
        row = _named(fresh, newcomer)
        row.by_id = by.id
        row = await _arrive(fresh, row)
        told = kinds.NamePut(title=fresh.title, slug=fresh.slug)
        await insert_all(row, entry(told, owner=by.id, by=by.id))
        return row


async def living_of(event: Event, user: User) -> Registration | None:
    """What this person has at this event, unless they gave it back."""
    return await Registration.get_or_none(event_id=event.id, user_id=user.id, cancelled_at=None)


def _named(event: Event, newcomer: Newcomer) -> Registration:
    return Registration(
        event_id=event.id,
        name=checked_name(newcomer.name),
        email=newcomer.email,
        sent=newcomer.sent,
    )


def _admit(event: Event) -> None:
    """Raises Conflict where nobody may register any more."""
    if event.cancelled_at is not None:
        raise Conflict(CANCELLED)
    if not event.open:
        raise Conflict(OVER if event.over else CLOSED)


async def _arrive(event: Event, row: Registration) -> Registration:
    """The next rank and, where there is one, a seat. The row is not written yet."""
    if event.arrivals >= MOST:
        raise Conflict("La liste est pleine. Contactez l'organisateur.")
    await execute("UPDATE agenda_event SET arrivals = arrivals + 1 WHERE id = ?", event.id)
    row.rank, row.code, row.at = event.arrivals + 1, new_code(), now()
    if await take(event.id):
        row.seated_at, row.reminder_due = now(), reminder_for(event.begins_at)
    return row


async def leave(registration: Registration, *, by: User | None) -> None:
    """Give one's place back: the first who waits has it, once. Twice is once. Raises Conflict, Gone.

    `by` is None for somebody without an account.
    """
    async with held(registration.event_id) as event:
        if event.over:
            raise Gone(OVER)
        left = await execute(
            "UPDATE agenda_registration SET cancelled_at = ?, reminder_due = NULL, moved_due = NULL,"
            " moved_from = NULL WHERE id = ? AND cancelled_at IS NULL AND came_at IS NULL",
            now(),
            registration.id,
        )
        fresh = await Registration.get(id=registration.id)
        if not left and fresh.came_at is not None:
            raise Conflict("Votre présence est déjà notée.")
        if not left:
            return
        if fresh.seated_at is not None:
            await give_back(event)
        await _tell_leaving(event, registration, by)


async def _tell_leaving(event: Event, registration: Registration, by: User | None) -> None:
    """To whoever did it; and to the person, where it was somebody else."""
    if by is None:
        return
    if by.id == registration.user_id:
        left = kinds.EventLeft(title=event.title, slug=event.slug)
        await record(left, owner=by.id, by=by.id)
        await settle(left.subject_kind, left.slug, [by.id])
    else:
        await record(kinds.NameRemoved(title=event.title, slug=event.slug), owner=by.id, by=by.id)
        await notices.taken_off(event, registration, by=by.id)
