"""Pushes on their way: what is due is drawn, sealed for its browser, and given to its push service.

A push may go again freely: its topic and its tag make one of two. So a worker that died in the middle gives it back,
and nothing is written before the wire but that a sending was begun.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from boite.clock import now
from boite.database.connection import execute
from boite.mail.retries import delay_after
from boite.notifications import contact_points, hand_over, push_endpoint, push_payload, push_words, vapid
from boite.notifications.hand_over import DUE, Envelope, Unsaid
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactEnd, ContactPoint, MessageDelivery, MessageFate
from boite.notifications.reader_language import language_of
from boite.notifications.vapid import PushIdentity
from boite.outgoing.guarded_request import Allowed, NoAnswer, exchange, resolved
from boite.outgoing.public_addresses import is_public
from boite.settings import Settings

log = logging.getLogger("boite.notifications")
TOGETHER = 10
"""Sent at the same time: a push service that hangs holds up so many, for `SECONDS`."""
SECONDS = 15.0
LONGEST_LIFE = timedelta(days=1)
"""How long a push service keeps it for a device that is off."""
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MOST = len(DELAYS) + 1
"""Sendings of one push."""
TRIES = 20
"""Takings of one whose words cannot be drawn, before nobody tries any more."""
GONE = frozenset({404, 410})
"""The subscription is no more (RFC 8030, 7.3)."""
OURS_OR_THEIRS = frozenset({400, 401, 403})
"""A subscription that turned bad, or our key: the others of the same service tell which."""
FAILURES = 10
"""Of those in a row before a device is told nothing more."""
HIGH = frozenset({Urgency.NOW.value, Urgency.DATED.value})


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What a push service said; code 0 where it said nothing."""

    code: int
    words: str
    wait: timedelta = timedelta()
    """How long it asks to be left alone."""


async def send_due(
    settings: Settings, *, urgent: bool = False, allowed: Allowed = is_public, trust: ssl.SSLContext | None = None
) -> int:
    """Send what is due (a chore). Returns how many were taken. Several workers may run it at once.

    `allowed` and `trust` say which machines may be reached and whose certificates are believed: tests give their own.
    """
    we = vapid.identity(settings)
    taken = await hand_over.take(Channel.PUSH, TOGETHER, urgent=urgent) if we else []
    if we and taken:
        await asyncio.gather(*(_send(each, settings, we, allowed, trust) for each in taken))
    return len(taken)


async def _send(
    delivery: MessageDelivery, settings: Settings, we: PushIdentity, allowed: Allowed, trust: ssl.SSLContext | None
) -> None:
    """One of them, whatever happens to it: the others have nothing to do with it."""
    try:
        envelope = await hand_over.opened(settings, delivery)
        if isinstance(envelope, Unsaid):
            return
        if not await _begun(delivery):
            await hand_over.end(delivery, MessageFate.GIVEN_UP, code=delivery.code, words=delivery.words)
            return
        await _settle(envelope, await _given(envelope, settings, we, allowed, trust))
    except Exception as error:
        log.error("a push cannot be sent", exc_info=error, extra={"fields": {"delivery": delivery.id}})
        if delivery.tries >= TRIES:
            await hand_over.end(delivery, MessageFate.GIVEN_UP, words=type(error).__name__)


async def _begun(delivery: MessageDelivery) -> bool:
    """Count this sending, whatever becomes of it. False where all of them were used."""
    counted = "UPDATE notifications_delivery SET sendings = sendings + 1 WHERE id = ? AND sendings < ?"
    return bool(await execute(counted, delivery.id, MOST))


async def _given(
    envelope: Envelope, settings: Settings, we: PushIdentity, allowed: Allowed, trust: ssl.SSLContext | None
) -> PushAnswer:
    """The answer of the push service, within a deadline, whatever it does."""
    contact = envelope.contact
    try:
        endpoint = push_endpoint.address(settings, contact.address)
        language = await language_of(contact.user_id)
        point, auth = vapid.decoded(contact.p256dh), vapid.decoded(contact.auth)
        body = push_payload.sealed(push_words.words(envelope, settings, language), point, auth)
    except ValueError as error:  # the settings know that service no more
        return PushAnswer(400, str(error))
    headers = {
        "TTL": str(_life(envelope.delivery)),
        "Urgency": "high" if envelope.delivery.urgency in HIGH else "normal",
        "Topic": push_words.topic(envelope, settings),
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "Authorization": we.authorization(endpoint),
    }
    try:
        async with asyncio.timeout(SECONDS):
            machine = await resolved(endpoint, allowed)
            code, said = await exchange("POST", endpoint, machine, headers, body, trust=trust)
    except TimeoutError:
        return PushAnswer(0, "no answer in time")
    except NoAnswer as error:
        return PushAnswer(0, str(error))
    return PushAnswer(code, f"answer {code}", _asked_wait(said))


def _life(delivery: MessageDelivery) -> int:
    """Seconds during which it still says something, a day at most."""
    left = delivery.expires_at - now() if delivery.expires_at else LONGEST_LIFE
    return max(0, int(min(left, LONGEST_LIFE).total_seconds()))


def _asked_wait(headers: Message) -> timedelta:
    """What `Retry-After` says, in seconds or as a date, a day at most; nothing where it makes no sense."""
    said = str(headers.get("retry-after", "")).strip()
    try:
        if said.isascii() and said.isdigit():
            return timedelta(seconds=min(int(said[:9]), LONGEST_LIFE.total_seconds()))
        until = parsedate_to_datetime(said)
        return min(max(until - now(), timedelta()), LONGEST_LIFE)
    except (ValueError, TypeError, OverflowError):
        return timedelta()


async def _settle(envelope: Envelope, answer: PushAnswer) -> None:
    """Keep the answer, of the delivery and of its device."""
    delivery, contact = envelope.delivery, envelope.contact
    if 200 <= answer.code < 300:
        if await hand_over.end(delivery, MessageFate.HANDED, code=answer.code, words=answer.words):
            await ContactPoint.filter(id=contact.id).update(failures=0, last_ok_at=now())
    elif answer.code in GONE:
        await hand_over.end(delivery, MessageFate.REFUSED, code=answer.code, words=answer.words)
        if await ContactPoint.exists(id=contact.id, address=contact.address):  # another one may have come meanwhile
            await contact_points.close(contact, ContactEnd.DEAD)
    elif answer.code == 0 or answer.code == 429 or answer.code >= 500:
        await _later(delivery, answer)
    else:
        await hand_over.end(delivery, MessageFate.REFUSED, code=answer.code, words=answer.words)
        if answer.code in OURS_OR_THEIRS:
            await _failed(contact, answer)


async def _later(delivery: MessageDelivery, answer: PushAnswer) -> None:
    """Again, each time later, never beyond the instant from which it says nothing any more."""
    sendings = delivery.sendings + 1
    again = now() + max(delay_after(sendings, DELAYS), answer.wait)
    if sendings >= MOST or _too_late(delivery, again):
        await hand_over.end(delivery, MessageFate.GIVEN_UP, code=answer.code, words=answer.words)
    else:
        await DUE.put_off(delivery, again, code=answer.code, words=answer.words[:300])


def _too_late(delivery: MessageDelivery, at: datetime) -> bool:
    return delivery.expires_at is not None and at >= delivery.expires_at


async def _failed(contact: ContactPoint, answer: PushAnswer) -> None:
    """One more failure of this device. Ten in a row end it, where its service took another's meanwhile.

    A service that refuses everybody refuses our key: that closes nobody.
    """
    await execute("UPDATE notifications_contact_point SET failures = failures + 1 WHERE id = ?", contact.id)
    host = urlsplit(contact.address).netloc
    if contact.failures + 1 < FAILURES:
        return
    since = contact.last_ok_at or contact.made_at
    others = ContactPoint.filter(channel=Channel.PUSH, address__startswith=f"https://{host}/", last_ok_at__gt=since)
    if await others.exclude(id=contact.id).exists():
        await contact_points.close(contact, ContactEnd.DEAD)
    else:
        log.error("a push service refuses us", extra={"fields": {"service": host, "code": answer.code}})
