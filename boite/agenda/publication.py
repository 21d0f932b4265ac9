"""An event is shown, taken back, or cancelled; those who were to come are owed a word."""

from __future__ import annotations

from boite.accounts.models import User
from boite.agenda import event_picture, notices
from boite.agenda import journal_kinds as kinds
from boite.agenda.event_editing import check_shown, draft_of, note, renumber
from boite.agenda.models import Doing, Event, Registration
from boite.agenda.seats import fill, held
from boite.clock import now
from boite.database.connection import execute
from boite.errors import Conflict, Invalid
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import record
from boite.publishing.workflow import author_learns

ALREADY = "Cet événement est annulé."


async def publish(event: Event, *, by: User) -> None:
    """Show it to everybody. Twice is once.

    Raises Conflict for an event that was cancelled or is over, or whose picture cannot be shown; Invalid where it does
    not say what everybody needs.
    """
    async with held(event.id) as fresh:
        if fresh.cancelled_at is not None:
            raise Conflict(ALREADY)
        if fresh.over:
            raise Conflict("Cet événement est passé. Changez d'abord sa date.")
        if fresh.public:
            return
        check_shown(draft_of(fresh))
        columns = {"published_at": now(), "withdrawn_at": None}
        await Event.filter(id=fresh.id).update(**columns)
        fresh.update_from_dict(columns)
        await event_picture.show(fresh, by=by)
        # Those who waited while nobody could read it are called to the seats that were freed since.
        await fill(fresh)
        await _note(fresh, Doing.PUBLISHED, kinds.EventPublished(title=fresh.title, slug=fresh.slug), by)


async def withdraw(event: Event, *, by: User) -> None:
    """Take it back from the public. Raises Conflict where people are registered: then it is cancelled instead."""
    async with held(event.id) as fresh:
        if not fresh.public:
            return
        if not fresh.over and await Registration.exists(event_id=fresh.id, cancelled_at=None):
            raise Conflict("Des personnes sont inscrites. Annulez plutôt cet événement : la page leur dira pourquoi.")
        await Event.filter(id=fresh.id).update(withdrawn_at=now())
        await event_picture.hide(fresh, by=by)
        await _note(fresh, Doing.WITHDRAWN, kinds.EventWithdrawn(title=fresh.title, slug=fresh.slug), by)


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
            raise Conflict("Cet événement n'est pas publié. Il n'y a rien à annuler.")
        if fresh.over:
            raise Conflict("Cet événement est passé.")
        await Event.filter(id=fresh.id).update(cancelled_at=now(), cancel_reason=reason)
        owed = await execute(
            "UPDATE agenda_registration SET reminder_due = NULL, moved_due = NULL, moved_from = NULL"
            " WHERE event_id = ? AND cancelled_at IS NULL",
            fresh.id,
        )
        await notices.cancelled(fresh, reason)
        said = kinds.EventCancelled(title=fresh.title, slug=fresh.slug, reason=in_a_sentence(reason))
        await _note(fresh, Doing.CANCELLED, said, by)
    return owed


async def _note(event: Event, doing: Doing, said: kinds.OfEvent, by: User) -> None:
    """Calendars take it again; the history, the journal of whoever did it and its author say so."""
    await renumber(event.id)
    await note(event, doing, by)
    await record(said, owner=by.id, by=by.id)
    await author_learns(event.by_id, said, event.slug, by=by.id)
