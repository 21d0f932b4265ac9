"""An event is shown, taken back, or cancelled; those who were to come are owed a word."""

from __future__ import annotations

from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.agenda import notices
from boite.agenda.event_editing import note, renumber
from boite.agenda.models import Doing, Event, Registration
from boite.agenda.seats import held
from boite.clock import now
from boite.database.connection import execute
from boite.errors import Conflict, Invalid
from boite.journal.record import record

ALREADY = "Ce rendez-vous est annulé."


async def publish(event: Event, *, by: User) -> None:
    """Show it to everybody. Twice is once. Raises Conflict for an event that was cancelled or is over."""
    async with held(event.id) as fresh:
        if fresh.cancelled_at is not None:
            raise Conflict(ALREADY)
        if fresh.over:
            raise Conflict("Ce rendez-vous est passé. Changez d'abord sa date.")
        if fresh.public:
            return
        await Event.filter(id=fresh.id).update(published_at=now(), withdrawn_at=None)
        await renumber(fresh.id)
        await note(fresh, Doing.PUBLISHED, by)
        await record(kinds.EventPublished(title=fresh.title, slug=fresh.slug), owner=by.id, by=by.id)


async def withdraw(event: Event, *, by: User) -> None:
    """Take it back from the public. Raises Conflict where people are registered: then it is cancelled instead."""
    async with held(event.id) as fresh:
        if not fresh.public:
            return
        if not fresh.over and await Registration.exists(event_id=fresh.id, cancelled_at=None):
            raise Conflict("Des personnes sont inscrites. Annulez plutôt ce rendez-vous : la page leur dira pourquoi.")
        await Event.filter(id=fresh.id).update(withdrawn_at=now())
        await renumber(fresh.id)
        await note(fresh, Doing.WITHDRAWN, by)
        await record(kinds.EventWithdrawn(title=fresh.title, slug=fresh.slug), owner=by.id, by=by.id)


async def cancel(event: Event, reason: str, *, by: User) -> int:
    """Say that it will not take place; it stays readable. Returns how many people are owed a word.

    Twice is once. Raises Invalid without a reason, Conflict for a draft or an event that is over.
    """
    if not reason:
        raise Invalid(fields={"reason": "Dites pourquoi, en une phrase."})
    async with held(event.id) as fresh:
        if fresh.cancelled_at is not None:
            return 0
        if not fresh.public:
            raise Conflict("Ce rendez-vous n'est pas publié. Il n'y a rien à annuler.")
        if fresh.over:
            raise Conflict("Ce rendez-vous est passé.")
        await Event.filter(id=fresh.id).update(cancelled_at=now(), cancel_reason=reason)
        await renumber(fresh.id)
        owed = await execute(
            "UPDATE agenda_registration SET cancelled_due = ?, reminder_due = NULL, promoted_due = NULL"
            " WHERE event_id = ? AND cancelled_at IS NULL",
            now(),
            fresh.id,
        )
        await notices.cancelled(fresh, reason)
        await note(fresh, Doing.CANCELLED, by)
        await record(kinds.EventCancelled(title=fresh.title, slug=fresh.slug), owner=by.id, by=by.id)
    return owed
