"""What a day would say: to whom, by which channels and at which hour; and what it would not, and why. Then nothing was.

The very sweeps and the very choices of channels, in a transaction that is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from boite.clock import PARIS
from boite.database.connection import transaction
from boite.notifications import carriers, dispatch, preferences
from boite.notifications import rhythm as rhythms
from boite.notifications.dispatch import Chosen, Reachable, ToldMessage
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.message_kind import MessageKind, Urgency
from boite.notifications.models import Channel
from boite.notifications.planning import since_when
from boite.notifications.reminder import Planned, Reminder, write
from boite.notifications.reminders import REMINDERS
from boite.settings import Settings


class Unspoken(StrEnum):
    """Why something is not said, or in the service alone."""

    PRESSING = "pressing"
    """A more pressing step of the same thing is due too."""
    SAID = "said"
    """It was said before."""
    UNWANTED = "unwanted"
    """Its person wants no such messages."""
    NOWHERE = "nowhere"
    """They confirmed no address, number or device, or nothing that this service can reach."""
    LISTED = "listed"
    """It is of those that the service alone says."""
    CLOSING = "closing"
    """Their box is being closed: nothing else is said to them."""
    LATE = "late"
    """It would come too late, after their silence or their quiet hours."""
    KEPT = "kept"
    """They want it in the service alone, or no digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One delivery that would be written."""

    channel: Channel
    contact: int
    due_at: datetime
    grouped: bool


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What one kind would say on a day, and what it would not."""

    kind: str
    since: date
    told: list[tuple[Planned, list[Way]]] = field(default_factory=list)
    """What would be said, and how outside the service."""
    service_alone: list[tuple[Planned, Unspoken]] = field(default_factory=list)
    unsaid: list[tuple[Planned, Unspoken]] = field(default_factory=list)


class _NothingIsKept(Exception):
    """Ends a rehearsal."""


async def rehearse(day: date, settings: Settings) -> list[Rehearsed]:
    """The very sweeps of this day, then everything as before: nobody is told anything."""
    found: list[Rehearsed] = []
    try:
        async with transaction():
            for reminder in REMINDERS:
                found.append(Rehearsed(reminder.kind.code, await since_when(reminder, day)))
                await _through(reminder, day, settings, found[-1])
            raise _NothingIsKept
    except _NothingIsKept:
        return found


async def _through(reminder: Reminder, day: date, settings: Settings, into: Rehearsed) -> None:
    at, on = datetime.combine(day, reminder.hour, PARIS), carriers.set_up(settings)
    async for page in reminder.candidates(into.since, day, settings):
        new = await write(reminder.kind, page)
        keys = {_key(planned) for planned in new}
        into.unsaid.extend((each, Unspoken.PRESSING) for each in page if each.skipped)
        into.unsaid.extend((each, Unspoken.SAID) for each in page if not each.skipped and _key(each) not in keys)
        await _choose(reminder.kind, new, at, on, into)


def _key(planned: Planned) -> tuple[UUID, UUID, str]:
    return planned.recipient, planned.subject, planned.step


async def _choose(
    kind: MessageKind, new: list[Planned], at: datetime, on: Collection[Channel], into: Rehearsed
) -> None:
    """The channels of what one page says, as `dispatch` chooses them."""
    people = await dispatch.reachable({each.recipient for each in new}, on)
    unwanted = await preferences.unwanted_by({each.recipient for each in new}, kind)
    mine: defaultdict[UUID, list[Planned]] = defaultdict(list)
    for each in new:
        mine[each.recipient].append(each)
    for who, some in mine.items():
        person_or_none = people.get(who)
        told = [_told(kind, each, number) for number, each in enumerate(some)]
        ways = _ways(person_or_none, dispatch.chosen_for(person_or_none, told, at)) if person_or_none else {}
        for number, each in enumerate(some):
            if who in unwanted:
                into.unsaid.append((each, Unspoken.UNWANTED))
            elif number in ways:
                into.told.append((each, ways[number]))
            else:
                into.service_alone.append((each, _why(person_or_none, told[number], at)))


def _told(kind: MessageKind, planned: Planned, number: int) -> ToldMessage:
    return ToldMessage(
        mark=MessageMark(MessageSource.NOTICE, number),
        recipient=planned.recipient,
        kind=kind,
        urgency=planned.urgency or kind.urgency,
        expires_at=planned.expires_at,
    )


def _ways(person: Reachable, chosen: list[Chosen]) -> dict[int, list[Way]]:
    channels = {contact.id: contact.channel for contact in person.contacts}
    found: defaultdict[int, list[Way]] = defaultdict(list)
    for one in chosen:
        grouped = one.urgency == Urgency.DIGEST
        way = Way(channel=channels[one.contact], contact=one.contact, due_at=one.due_at, grouped=grouped)
        for mark in one.carried:
            found[mark.id].append(way)
    return found


def _why(person: Reachable | None, each: ToldMessage, at: datetime) -> Unspoken:
    """Why the service alone says it."""
    if each.urgency == Urgency.LIST:
        return Unspoken.LISTED
    if person is None or not person.contacts:
        return Unspoken.NOWHERE
    if person.closing and not each.kind.while_closing:
        return Unspoken.CLOSING
    carried = bool(dispatch.carriers_of(person, each.kind, each.urgency)) or (
        bool(dispatch.mailboxes(person, each.kind)) and rhythms.next_digest(person.rhythm, at) is not None
    )
    return Unspoken.LATE if carried else Unspoken.KEPT
