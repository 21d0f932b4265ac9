"""Writing an event: making it, changing it, with the history of what changed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from boite.accounts.models import User
from boite.agenda import event_picture, moves
from boite.agenda import journal_kinds as kinds
from boite.agenda.event_rows import new_token
from boite.agenda.models import Change, Doing, Event, EventKind, Registering, Registration
from boite.agenda.seats import fill, held, reminder_for
from boite.clock import PARIS, day_of, now
from boite.database import revisions, slugs
from boite.database.connection import execute, insert_all, transaction
from boite.database.versions import swap
from boite.directory.models import Wheelchair
from boite.errors import Conflict, Invalid, StaleVersion
from boite.journal.record import entry, record
from boite.publishing.manuscript import order_widths
from boite.text.normalise import slug

ENDS_FIRST = "L'événement finit avant de commencer. Vérifiez le jour et l'heure."
LONGEST_DAYS = 92
UNSEEN = frozenset({"capacity", "registering", "registering_until", "publics", "picture", "picture_alt"})
"""What changes nothing in a calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """Everything that a professional writes of an event."""

    territory_id: str
    organiser_id: UUID | None
    kind: EventKind
    title: str
    summary: str = ""
    description: str = ""
    picture: UUID | None = None
    picture_alt: str = ""
    begins_at: datetime
    ends_at: datetime
    place: str = ""
    address: str = ""
    city: str = ""
    commune_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    wheelchair: Wheelchair = Wheelchair.UNKNOWN
    accessibility: str = ""
    online: str = ""
    publics: tuple[str, ...] = ()
    registering: Registering = Registering.NONE
    registering_until: datetime | None = None
    capacity: int | None = None

    def values(self) -> dict[str, Any]:
        """The columns and what goes in them."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
        return found | {"publics": sorted(self.publics)}


def draft_of(event: Event) -> EventDraft:
    """What is kept now, as an editor holds it."""
    values = {item.name: getattr(event, item.name) for item in fields(EventDraft)}
    return EventDraft(**values | {"publics": tuple(event.publics)})


def check(draft: EventDraft) -> None:
    """What even a draft must say. Raises Invalid, with every field to correct."""
    errors: dict[str, str] = {}
    if not draft.title:
        errors["title"] = "Écrivez un titre."
    if draft.ends_at <= draft.begins_at:
        errors["ends_time" if day_of(draft.ends_at) == day_of(draft.begins_at) else "ends_on"] = ENDS_FIRST
    elif (draft.ends_at - draft.begins_at).days > LONGEST_DAYS:
        errors["ends_on"] = "C'est trop long : trois mois au plus. Faites plusieurs événements."
    if draft.registering_until is not None and draft.registering_until > draft.ends_at:
        errors["until_on"] = "On ne peut pas s'inscrire après la fin. Choisissez un jour plus tôt."
    if errors:
        raise Invalid(fields=errors)


def check_shown(draft: EventDraft) -> None:
    """What everybody needs once it is shown. Raises Invalid, with every field to complete."""
    errors: dict[str, str] = {}
    if not (draft.place or draft.address or draft.city or draft.online):
        errors["place"] = "Dites où c'est, ou donnez un lien pour suivre de chez soi."
    if draft.picture and not draft.picture_alt:
        errors["picture_alt"] = "Décrivez l'image pour les personnes qui ne la voient pas."
    if errors:
        raise Invalid(fields=errors)


async def create(draft: EventDraft, *, by: User, identifier: UUID | None = None, series: UUID | None = None) -> Event:
    """A new draft; `identifier`: that of the blank page, where one began it. Raises Invalid.

    `series`: where it is another date of an event, `Event.series`.
    """
    check(draft)
    async with transaction():
        address = await slugs.free(Event, slug(draft.title, "evenement"))
        event = Event(slug=address, entrance=new_token(), by_id=by.id, series=series, **draft.values())
        event.id = identifier or event.id
        told = kinds.EventCreated(title=event.title, slug=address)
        await insert_all(event, entry(told, owner=by.id, by=by.id))
        await note(event, Doing.CREATED, by)
    await order_widths(event.picture)
    return event


async def edit(
    event: Event, draft: EventDraft, *, version: int, by: User, draft_only: bool = False
) -> list[revisions.Change]:
    """Write over the version that was read. Returns what changed; nothing is written where nothing did.

    Raises Invalid, Conflict, StaleVersion where somebody else wrote meanwhile.
    `draft_only`: what saves itself writes in no event that people read (StaleVersion): half a word is no change.
    More seats call those who wait. Fewer seats than people seated are refused: nobody is put out.
    """
    check(draft)
    async with held(event.id) as fresh:
        if fresh.cancelled_at is not None:
            raise Conflict("Cet événement est annulé. Faites-en un nouveau.")
        if fresh.public and draft_only:
            raise StaleVersion
        if fresh.public:
            check_shown(draft)
        values = draft.values()
        changed = differences(fresh, values)
        if not changed:
            return []
        if draft.capacity is not None and draft.capacity < fresh.taken:
            said = f"{fresh.taken} personnes ont déjà une place. Écrivez au moins {fresh.taken}."
            raise Invalid(fields={"capacity": said})
        seen, began = any(change["field"] not in UNSEEN for change in changed), fresh.begins_at
        known = moves.known(fresh)
        values |= {"changed_at": now(), "sequence": fresh.sequence + (1 if seen else 0)}
        await swap(fresh, version, values)
        renewed = await Event.get(id=fresh.id)
        if renewed.begins_at != began:
            await _move_reminders(renewed)
        await moves.owe(known, renewed)
        await fill(renewed)
        if renewed.public:
            await event_picture.show(renewed, by=by)
        if not await _same_sitting(renewed, changed, by):
            await note(renewed, Doing.EDITED, by, changed)
            await record(kinds.EventEdited(title=renewed.title, slug=renewed.slug), owner=by.id, by=by.id)
    await order_widths(draft.picture)
    return changed


async def _same_sitting(event: Event, changed: list[revisions.Change], by: User) -> bool:
    """Join what is saved to the last change, where the same person is still writing a draft. Returns whether it was."""
    if event.public:
        return False
    last = await revisions.of_this_sitting(Change, by.id, event_id=event.id)
    if last is None or last.doing != Doing.EDITED:
        return False
    values = {"changes": revisions.joined(last.changes, changed), "at": event.changed_at}
    await Change.filter(id=last.id).update(**values)
    return True


async def _move_reminders(event: Event) -> None:
    """The hour of the event changed: so does the hour of its reminders."""
    seated = Registration.filter(event_id=event.id, cancelled_at=None, seated_at__not_isnull=True)
    await seated.update(reminder_due=reminder_for(event.begins_at))


def differences(event: Event, values: dict[str, Any]) -> list[revisions.Change]:
    """What these values would change, as texts."""
    before = {name: _said(getattr(event, name)) for name in values}
    return revisions.differences(before, {name: _said(value) for name, value in values.items()})


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(PARIS).isoformat(timespec="minutes")
    if isinstance(value, StrEnum):
        return value.value
    return ", ".join(value) if isinstance(value, list) else str(value)


async def note(event: Event, doing: Doing, by: User, changed: list[revisions.Change] | None = None) -> None:
    """One line in the event's history, inside the verb's transaction."""
    await Change.create(event_id=event.id, doing=doing, by_id=by.id, changes=changed or [])


async def renumber(event_id: UUID) -> None:
    """Calendars must take the event again."""
    await execute("UPDATE agenda_event SET sequence = sequence + 1, changed_at = ? WHERE id = ?", now(), event_id)
