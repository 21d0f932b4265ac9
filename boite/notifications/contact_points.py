"""Where somebody is told outside the service: asked, confirmed by a code, stopped.

The code is drawn from the secret and from how many were asked: none is kept, none can be read in a copy of the
database. It says that whoever is signed in reads that mailbox or holds that telephone; nothing says that another
account confirmed it too.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q

from boite.clock import now
from boite.database.connection import execute, fetch, on_sqlite, transaction
from boite.database.long_lists import few, marks
from boite.database.rows import fetch_as
from boite.errors import Invalid, NotFound, TooMany
from boite.languages.messages import _
from boite.mail import kept_mails
from boite.mail.addresses import digest as mailbox_digest
from boite.mail.addresses import mailbox
from boite.notifications.models import Channel, CodeAsked, ContactEnd, ContactPoint
from boite.settings import Settings

DIGITS = 6
VALID = timedelta(minutes=10)
TRIES = 3
DAY = timedelta(days=1)
ASKED_KEPT, STOPPED_KEPT = 2 * DAY, 30 * DAY
TYPED = (Channel.MAIL, Channel.SMS)
TAKEN_BACK = (ContactEnd.STOPPED, ContactEnd.NOT_MINE, ContactEnd.REPLACED)
BY_ADDRESS, BY_PERSON = 3, 5
"""Codes a day: a number that rings all day, or an account that asks for everybody, costs somebody's peace."""
WRONG = _("Ce code n'est pas le bon. Recopiez les 6 chiffres reçus.")
TOO_LATE = _("Ce code ne vaut plus. Demandez-en un autre.")


def digest_of(settings: Settings, channel: Channel, address: str) -> str:
    """What stands for an address of this channel, where it is kept."""
    return digests_of(settings, channel, address)[-1]


def digests_of(settings: Settings, channel: Channel, address: str) -> list[str]:
    """The same under each of our secrets, the present one last: what to look for."""
    said = mailbox(address) if channel == Channel.MAIL else address
    return [mailbox_digest(secret, f"{channel}:{said}") for secret in settings.secret_keys()]


async def is_alone(settings: Settings, contact: ContactPoint) -> bool:
    """Whether no other account confirmed this address."""
    return contact.id in await alone(settings, [contact])


async def alone(settings: Settings, contacts: Collection[ContactPoint]) -> set[int]:
    """The numbers of those of these contact points whose address no other account confirmed. One query for a few."""
    known = {each.id: (each, digests_of(settings, each.channel, each.address)) for each in contacts}
    digests = {digest for _, some in known.values() for digest in some}
    if not digests:
        return set()
    sql = (
        "SELECT channel, digest, user_id FROM notifications_contact_point WHERE confirmed_at IS NOT NULL"
        f" AND channel IN ('mail', 'push', 'sms') AND digest IN ({marks(digests)})"
    )
    people: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    for row in await fetch_as(sql, *digests, user_id=UUID):
        people[row["channel"], row["digest"]].add(row["user_id"])
    return {
        number
        for number, (each, some) in known.items()
        if all(people[each.channel.value, digest] <= {each.user_id} for digest in some)
    }


def code_of(settings: Settings, contact: ContactPoint) -> str:
    """The six digits that were last asked for this contact point."""
    return _codes_of(settings, contact)[-1]


def _codes_of(settings: Settings, contact: ContactPoint) -> list[str]:
    """The same under each of our secrets, the present one last: one may have left just before the secret changed."""
    said = f"code:{contact.id}:{contact.digest}:{contact.code_number}"
    drawn = [hmac.digest(secret.encode(), said.encode(), hashlib.sha256) for secret in settings.secret_keys()]
    return [f"{int.from_bytes(each[:8]) % 10**DIGITS:0{DIGITS}d}" for each in drawn]


async def open_of(user_id: UUID, channel: Channel | None = None) -> list[ContactPoint]:
    """The contact points where this person is told, the oldest first."""
    mine = ContactPoint.filter(user_id=user_id, confirmed_at__not_isnull=True, closed_at=None)
    return await (mine.filter(channel=channel) if channel else mine).order_by("id")


async def waiting_of(user_id: UUID, channel: Channel) -> ContactPoint | None:
    """The contact point of this channel whose code this person has to copy."""
    mine = ContactPoint.filter(user_id=user_id, channel=channel, confirmed_at=None, code_until__gt=now())
    return await mine.order_by("-code_until").first()


async def ask(settings: Settings, user_id: UUID, channel: Channel, address: str) -> ContactPoint:
    """Begin to prove that this address is theirs: a new code is due, the former one is worth nothing.

    In the caller's transaction, with what sends the code. The address is already checked. Raises TooMany.
    """
    digest = digest_of(settings, channel, address)
    await _count(user_id, channel, digest, digests_of(settings, channel, address))
    contact, _new = await ContactPoint.get_or_create(
        {"address": address}, user_id=user_id, channel=channel, digest=digest
    )
    await execute(
        "UPDATE notifications_contact_point SET address = ?, code_number = code_number + 1, code_tries = 0,"
        " code_until = ?, confirmed_at = CASE WHEN closed_at IS NULL THEN confirmed_at END WHERE id = ?",
        *(address, now() + VALID, contact.id),
    )
    return await ContactPoint.get(id=contact.id)


async def _count(user_id: UUID, channel: Channel, digest: str, known: list[str]) -> None:
    """One more, counted with those of other requests at this instant, which wait for this transaction."""
    if not on_sqlite():
        await fetch("SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) IS NULL AS held", digest)
        await fetch("SELECT id FROM account_user WHERE id = ? FOR UPDATE", user_id)
    await CodeAsked.create(user_id=user_id, channel=channel, digest=digest)
    lately = CodeAsked.filter(at__gt=now() - DAY)
    if (
        await lately.filter(digest__in=few(known)).count() > BY_ADDRESS
        or await lately.filter(user_id=user_id).count() > BY_PERSON
    ):
        raise TooMany(seconds=int(DAY.total_seconds()))


async def confirm(settings: Settings, user_id: UUID, channel: Channel, typed: str) -> ContactPoint:
    """The code was copied: this person is told there from now on, and no more at the former address of this channel.

    Twice is the same as once. Raises NotFound where no code is awaited, Invalid for a wrong one or one too many.
    """
    contact = await proven(settings, user_id, channel, typed)
    async with transaction():
        await opened(contact)
    return contact


async def proven(settings: Settings, user_id: UUID, channel: Channel, typed: str) -> ContactPoint:
    """The contact point whose code this is. Each try counts, whatever becomes of it. Raises NotFound, Invalid."""
    contact = await waiting_of(user_id, channel) or await _just_confirmed(user_id, channel)
    if contact is None:
        raise NotFound(TOO_LATE)
    counted = "UPDATE notifications_contact_point SET code_tries = code_tries + 1 WHERE id = ? AND code_tries < ?"
    if not await execute(counted, contact.id, TRIES):
        raise Invalid(fields={"code": TOO_LATE})
    figures = "".join(each for each in typed if each.isdigit())
    if not any(hmac.compare_digest(figures.encode(), code.encode()) for code in _codes_of(settings, contact)):
        raise Invalid(fields={"code": WRONG})
    return contact


async def _just_confirmed(user_id: UUID, channel: Channel) -> ContactPoint | None:
    """Two touches of one button send the code twice."""
    mine = ContactPoint.filter(user_id=user_id, channel=channel, closed_at=None, confirmed_at__gt=now() - VALID)
    return await mine.order_by("-confirmed_at").first()


async def opened(contact: ContactPoint) -> list[ContactPoint]:
    """Its person is told there, and no more elsewhere on this channel. Returns what that closed.

    Inside the caller's transaction.
    """
    await ContactPoint.filter(id=contact.id).update(
        confirmed_at=now(), closed_at=None, closed_why="", failures=0, code_until=None
    )
    mine = ContactPoint.filter(user_id=contact.user_id, channel=contact.channel, confirmed_at__not_isnull=True)
    others = await mine.filter(closed_at=None).exclude(id=contact.id)
    for other in others:
        await close(other, ContactEnd.REPLACED)
    return others


async def close(contact: ContactPoint, why: ContactEnd) -> None:
    """Nothing more is sent there. What is due is withdrawn as it leaves. Closed before by somebody, it stays so."""
    before = Q(closed_at=None)
    if why in (ContactEnd.STOPPED, ContactEnd.NOT_MINE):
        before |= Q(closed_why=ContactEnd.DEAD.value)  # what somebody said outlives what a server said
    await ContactPoint.filter(before, id=contact.id).update(closed_at=now(), closed_why=why.value)


async def forget_person(user_id: UUID) -> None:
    """No mail stays for the mailbox of somebody who is erased, where it was theirs alone. Inside the caller's
    transaction.
    """
    for contact in await ContactPoint.filter(user_id=user_id, channel=Channel.MAIL, confirmed_at__not_isnull=True):
        shared = "SELECT 1 AS found FROM notifications_contact_point WHERE LOWER(address) = ? AND user_id <> ? LIMIT 1"
        if not await fetch(shared, mailbox(contact.address), user_id):
            await kept_mails.forget_mailbox(mailbox(contact.address))


async def forget() -> int:
    """Erase what was asked and never confirmed, and what its person took back (a chore). Returns how many rows.

    As the page of privacy says. A browser goes with its session; an address that died stays, for its person is told so.
    """
    asked, stopped = now() - ASKED_KEPT, now() - STOPPED_KEPT
    typed = ContactPoint.filter(channel__in=TYPED, confirmed_at=None)
    ended = ContactPoint.filter(channel__in=TYPED, closed_at__lte=stopped, closed_why__in=TAKEN_BACK)
    return (
        await CodeAsked.filter(at__lte=asked).delete()
        + await typed.filter(closed_at=None, code_until__lte=asked + VALID).delete()
        + await ended.filter(Q(code_until=None) | Q(code_until__lte=asked + VALID)).delete()
    )
