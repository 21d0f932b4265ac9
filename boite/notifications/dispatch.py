"""What was told in the service is told outside it too, where its person wants it: which contact points, and when.

A message says by itself that it waits for this (`tell_due`), from the transaction that wrote it. The choice is made
once, in the transaction that empties that: whoever dies in between chooses again, and the keys of deliveries are the
same. Whether it is still true, still wanted and still its reader's business is looked at when it leaves
(`hand_over`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from boite.clock import now
from boite.database.connection import execute, fetch, on_sqlite, transaction
from boite.database.long_lists import few, marks
from boite.database.rows import fetch_as
from boite.notifications import carriers
from boite.notifications import rhythm as rhythms
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.kinds import BY_CODE, OF_ENTRY
from boite.notifications.message_kind import MessageKind, Urgency
from boite.notifications.models import Channel, ContactPoint, Preference, Rhythm
from boite.settings import Settings
from storage.store import BlobStore

AT_ONCE = 500
FEW = 3
"""More messages than that for one person in one go leave in one: « Voici ce que vous avez manqué »."""
SOURCES = {MessageSource.ENTRY: "journal_entry", MessageSource.NOTICE: "notifications_notice"}
COLUMNS = {
    MessageSource.ENTRY: (
        "id, owner_id AS recipient_id, kind, CASE WHEN pressing THEN 'now' ELSE '' END AS urgency, NULL AS expires_at"
    ),
    MessageSource.NOTICE: "id, recipient_id, kind, urgency, expires_at",
}
DUE = "SELECT id FROM {table} WHERE tell_due <= ? ORDER BY tell_due, id LIMIT {limit}"
TAKE = "UPDATE {table} SET tell_due = NULL WHERE id {among} RETURNING {columns}"
INSERT = (
    "INSERT INTO notifications_delivery (contact_id, once, urgency, due_at, expires_at, fate, tries, sendings, code,"
    " words, at) VALUES (?, ?, ?, ?, ?, 'due', 0, 0, 0, '', ?) ON CONFLICT (once) DO UPDATE SET expires_at = CASE"
    " WHEN notifications_delivery.expires_at < excluded.expires_at THEN excluded.expires_at"
    " WHEN excluded.expires_at IS NOT NULL THEN notifications_delivery.expires_at END RETURNING id"
)
"""One that carries several has something to say until the last of them has not."""
TOGETHER = "at:"
"""What the key of a delivery begins with, where it carries what waits for one and the same hour."""
CARRY = "INSERT INTO notifications_carried (delivery_id, contact_id, mark) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMessage:
    """A message that was told in the service, before its channels are chosen."""

    mark: MessageMark
    recipient: UUID
    kind: MessageKind
    urgency: Urgency
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """Somebody who has a contact point at least, and what they chose."""

    id: UUID
    closing: bool
    """Their box is being closed: only that is said to them."""

    contacts: list[ContactPoint]
    rhythm: Rhythm
    choices: dict[tuple[str, Channel], bool]
    """What they said of a kind on a channel, where they said it."""

    def wants(self, kind: MessageKind, channel: Channel) -> bool:
        """Whether messages of this kind are told to them there."""
        if self.closing and not kind.while_closing:
            return False
        return self.choices.get((kind.code, channel), channel not in kind.silent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One delivery to write: its key, its hour, and what it carries."""

    contact: int
    once: str
    urgency: Urgency
    due_at: datetime
    expires_at: datetime | None
    carried: tuple[MessageMark, ...]


async def dispatch(settings: Settings, store: BlobStore) -> int:
    """Choose the channels of what was told (a chore). Returns how many deliveries were written.

    Several workers may run it at once.
    """
    written = 0
    for source in SOURCES:
        while await _any_due(source):
            async with transaction():
                told, count = await _taken(source)
                written += await _write(told, carriers.set_up(settings))
            if count < AT_ONCE:
                break
    return written


async def _any_due(source: MessageSource) -> bool:
    return bool(await fetch(f"SELECT 1 AS due FROM {SOURCES[source]} WHERE tell_due <= ? LIMIT 1", now()))


async def _taken(source: MessageSource) -> tuple[list[ToldMessage], int]:
    """What waited longest, taken by the caller's transaction, and how many rows it was. Not what has no kind now."""
    due = DUE.format(table=SOURCES[source], limit=AT_ONCE)
    among = f"IN ({due})" if on_sqlite() else f"= ANY(ARRAY({due} FOR UPDATE SKIP LOCKED))"
    sql = TAKE.format(table=SOURCES[source], among=among, columns=COLUMNS[source])
    rows = await fetch_as(sql, now(), recipient_id=UUID, expires_at=datetime)
    kinds = OF_ENTRY if source == MessageSource.ENTRY else BY_CODE
    return [_told(source, row, kinds[row["kind"]]) for row in rows if row["kind"] in kinds], len(rows)


def _told(source: MessageSource, row: dict[str, Any], kind: MessageKind) -> ToldMessage:
    return ToldMessage(
        mark=MessageMark(source, row["id"]),
        recipient=row["recipient_id"],
        kind=kind,
        urgency=Urgency(row["urgency"] or kind.urgency),
        expires_at=row["expires_at"],
    )


async def _write(told: list[ToldMessage], on: Collection[Channel]) -> int:
    """The deliveries of these messages, on the channels that are set up. Inside the caller's transaction."""
    people = await reachable({each.recipient for each in told if each.urgency != Urgency.LIST}, on)
    mine: defaultdict[UUID, list[ToldMessage]] = defaultdict(list)
    for each in told:
        if each.recipient in people:
            mine[each.recipient].append(each)
    chosen = [one for who, some in mine.items() for one in chosen_for(people[who], some, now())]
    for one in chosen:
        await write(one)
    return len(chosen)


async def write(one: Chosen) -> None:
    """One delivery, or what it carries in the one of that key. Inside the caller's transaction."""
    values = (one.contact, one.once, one.urgency.value, one.due_at, one.expires_at, now())
    [row] = await fetch(INSERT, *values)
    for mark in one.carried:
        await execute(CARRY, row["id"], one.contact, str(mark))


async def reachable(people: Collection[UUID], on: Collection[Channel] = tuple(Channel)) -> dict[UUID, Reachable]:
    """Those of these people who confirmed a contact point of these channels, and what they chose. Four queries."""
    if not people:
        return {}
    living = Q(session_id=None) | Q(session__expires_at__gt=now())
    open_ = ContactPoint.filter(living, user_id__in=few(people), confirmed_at__not_isnull=True, closed_at=None)
    open_ = open_.filter(channel__in=few(on))
    contacts: defaultdict[UUID, list[ContactPoint]] = defaultdict(list)
    for contact in await open_.order_by("id"):
        contacts[contact.user_id].append(contact)
    choices: defaultdict[UUID, dict[tuple[str, Channel], bool]] = defaultdict(dict)
    for row in await Preference.filter(user_id__in=few(contacts)):
        choices[row.user_id][row.kind, row.channel] = row.wanted
    people_now = await _standing(contacts)
    rhythm = await rhythms.of_people([(who, each["works"]) for who, each in people_now.items()])
    return {
        who: Reachable(
            id=who, closing=each["closing"], contacts=contacts[who], rhythm=rhythm[who], choices=choices[who]
        )
        for who, each in people_now.items()
    }


async def _standing(people: Collection[UUID]) -> dict[UUID, dict[str, bool]]:
    """Whether each of these works for structures, and whether their box is being closed. Not of closed accounts."""
    if not people:
        return {}
    sql = (
        "SELECT id, role IN ('professional', 'coordinator') AS works, closing_at IS NOT NULL AS closing"
        f" FROM account_user WHERE id IN ({marks(people)}) AND disabled_at IS NULL"
    )
    return {row["id"]: row for row in await fetch_as(sql, *people, id=UUID, works=bool, closing=bool)}


def chosen_for(person: Reachable, told: Iterable[ToldMessage], at: datetime) -> list[Chosen]:
    """Where and when these messages are told to this person: nothing is looked at but what is given."""
    at_once: defaultdict[int, list[tuple[datetime, ToldMessage]]] = defaultdict(list)
    found: list[Chosen] = []
    for each in (_pressed(person, one, at) for one in told):
        if not person.wants(each.kind, Channel.SERVICE) or each.urgency == Urgency.LIST:
            continue
        carriers, when = carriers_of(person, each.kind, each.urgency), _when(person, each, at)
        if carriers and when:
            for contact in carriers:
                at_once[contact.id].append((when, each))
        else:
            found += _digest(person, each, at)
    for contact_id, some in at_once.items():
        found += _at_once(contact_id, some, at)
    return found


def _pressed(person: Reachable, each: ToldMessage, at: datetime) -> ToldMessage:
    """What must always be told, and would come too late once nobody is disturbed, is told at once."""
    opens = rhythms.quiet_hours(person.rhythm).open_after(at) if each.kind.always and each.expires_at else None
    too_late = each.expires_at is not None and opens is not None and opens >= each.expires_at > at
    return replace(each, urgency=Urgency.NOW) if too_late else each


def carriers_of(person: Reachable, kind: MessageKind, urgency: Urgency) -> list[ContactPoint]:
    """The contact points that carry it at once; none where it is for the digest, or for the service alone."""
    found: list[ContactPoint] = []
    for channel in kind.by if urgency not in (Urgency.DIGEST, Urgency.LIST) else ():
        if found and not kind.everywhere:
            break
        found += [one for one in person.contacts if one.channel == channel and person.wants(kind, channel)]
    return found


def _when(person: Reachable, each: ToldMessage, at: datetime) -> datetime | None:
    """When it leaves outside a digest. None where that would be too late, or where its person asked for silence."""
    if each.urgency == Urgency.NOW:
        return at
    if rhythms.paused(person.rhythm, at) and not each.kind.always:
        return None
    opens = rhythms.quiet_hours(person.rhythm).open_after(at)
    return None if opens is None or (each.expires_at is not None and opens >= each.expires_at) else opens


def _at_once(contact_id: int, some: list[tuple[datetime, ToldMessage]], at: datetime) -> list[Chosen]:
    """One delivery for what waits for one hour, dated or not; of what leaves now, one for each kind that is dated, and
    one for what is not. One for all where there are more than a few. What is urgent leaves alone.
    """
    urgent = [[pair] for pair in some if pair[1].urgency == Urgency.NOW]
    rest = [pair for pair in some if pair[1].urgency != Urgency.NOW]
    groups: defaultdict[tuple[Any, ...], list[tuple[datetime, ToldMessage]]] = defaultdict(list)
    for when, each in rest:
        dated = each.urgency == Urgency.DATED
        kind = each.kind.code if dated and not _is_later(when, at) else ""
        groups[() if len(rest) > FEW else (dated, kind, when)].append((when, each))
    return [_one(contact_id, group, at) for group in (*urgent, *groups.values())]


def _is_later(when: datetime, at: datetime) -> bool:
    """Whether it surely has not left, from a machine whose clock is ahead: what is told until then may join it."""
    return when >= at + rhythms.SOONEST


def _one(contact_id: int, group: list[tuple[datetime, ToldMessage]], at: datetime) -> Chosen:
    first, due = group[0][1], max(when for when, _ in group)
    urgency = min((each.urgency for _, each in group), key=list(Urgency).index)
    shared = f"{TOGETHER}{contact_id}:{urgency}:{due:%Y-%m-%dT%H:%MZ}"
    ends = [each.expires_at for _, each in group]
    return Chosen(
        contact=contact_id,
        once=shared if _is_later(due, at) else f"now:{contact_id}:{first.mark}",
        urgency=urgency,
        due_at=due,
        expires_at=None if None in ends else max(filter(None, ends)),
        carried=tuple(each.mark for _, each in group),
    )


def _digest(person: Reachable, each: ToldMessage, at: datetime) -> list[Chosen]:
    """What waits for the digest of each of their mailboxes, where there is one before it says nothing any more."""
    hour = rhythms.next_digest(person.rhythm, at)
    if hour is None:
        return []
    found = [digest_of(person, contact, hour, (each.mark,)) for contact in mailboxes(person, each.kind)]
    return [one for one in found if each.expires_at is None or one.due_at < each.expires_at]


def mailboxes(person: Reachable, kind: MessageKind) -> list[ContactPoint]:
    """Those whose digest may say this kind."""
    mails = [contact for contact in person.contacts if contact.channel == Channel.MAIL]
    return mails if person.wants(kind, Channel.MAIL) else []


def digest_of(person: Reachable, contact: ContactPoint, hour: datetime, carried: tuple[MessageMark, ...]) -> Chosen:
    """The digest of this mailbox of theirs at this instant: the same row for all that it carries."""
    return Chosen(
        contact=contact.id,
        once=f"digest:{contact.id}:{hour:%Y-%m-%dT%H:%MZ}",
        urgency=Urgency.DIGEST,
        due_at=rhythms.leaves_at(person.rhythm, hour, person.id),
        expires_at=None,
        carried=carried,
    )
