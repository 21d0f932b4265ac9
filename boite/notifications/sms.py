"""Handing SMS to the gateway: what each says is drawn as it leaves, and nothing is ever sent twice.

One is counted and marked, on the disk, before its first byte leaves. Whoever dies after that leaves a doubt, which is
final: an SMS costs money, and wakes somebody. Only an answer that says that surely nothing left is tried again.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from random import SystemRandom

from boite.clock import now
from boite.database.connection import on_disk, transaction
from boite.notifications import contact_points, hand_over, sms_budget, sms_words
from boite.notifications.hand_over import DUE, Unsaid
from boite.notifications.models import Channel, ContactEnd, ContactPoint, MessageDelivery, MessageFate
from boite.notifications.reader_language import language_of
from boite.settings import Settings
from boite.sms import gateway
from boite.sms.gateway import GatewayReply, SmsOutcome
from storage.store import BlobStore

log = logging.getLogger("boite.notifications")
BATCH = 20
TRIES = 20
"""Takings of one whose words cannot be drawn, before nobody tries any more."""
DELAYS = (timedelta(minutes=1), timedelta(minutes=10))
"""Before each new try of what surely did not leave."""
EARLIEST, LATEST = 0.5, 1.5
CODE = "code:"
"""What the key of a delivery begins with, where it is a code that somebody asked for."""
_chance = SystemRandom()
_FATES = {
    SmsOutcome.HANDED: MessageFate.HANDED,
    SmsOutcome.REFUSED: MessageFate.REFUSED,
    SmsOutcome.NO_SUCH_NUMBER: MessageFate.REFUSED,
    SmsOutcome.LATER: MessageFate.GIVEN_UP,
    SmsOutcome.UNKNOWN: MessageFate.DOUBTFUL,
}


async def send_due(settings: Settings, store: BlobStore) -> int:
    """Send what is due, codes and what has an hour first (a chore). Returns how many the gateway took.

    Several workers may run it at once.
    """
    handed = 0
    for _ in range(BATCH if gateway.is_on(settings) else 0):
        taken = await hand_over.take(Channel.SMS, urgent=True) or await hand_over.take(Channel.SMS)
        if not taken:
            break
        outcome = await _send(settings, taken[0])
        handed += outcome == SmsOutcome.HANDED
        if outcome in (SmsOutcome.UNKNOWN, SmsOutcome.LATER):
            break  # the gateway is sick: the others wait for the next turn
    return handed


async def _send(settings: Settings, delivery: MessageDelivery) -> SmsOutcome | None:
    """One of them, to its end. None where it did not leave: perhaps its words cannot be drawn."""
    try:
        return await _sent(settings, delivery)
    except Exception as error:
        log.error("an SMS cannot be sent", exc_info=error, extra={"fields": {"delivery": delivery.id}})
        if delivery.tries >= TRIES:
            await hand_over.end(delivery, MessageFate.GIVEN_UP, words=type(error).__name__)
        return None


async def _sent(settings: Settings, delivery: MessageDelivery) -> SmsOutcome | None:
    if delivery.sendings and not delivery.words:  # whoever had it died between the mark and the answer
        await hand_over.end(delivery, MessageFate.DOUBTFUL)
        return None
    text = await _text(settings, delivery)
    if text is None:
        return None
    is_code = delivery.once.startswith(CODE)
    async with transaction():
        if not await sms_budget.spend(settings, code=is_code):
            await hand_over.withdraw(delivery, Unsaid.SPENT)
            return None
        marked = await DUE.held(delivery).update(sendings=delivery.sendings + 1, words="", code=0)
        if not marked:
            await sms_budget.give_back()
            return None
    await on_disk(settings)
    contact = await ContactPoint.get(id=delivery.contact_id)
    reply = await gateway.send(settings, contact.address, text, f"boite-{delivery.id}-{delivery.sendings + 1}")
    await _settle(delivery, contact, reply)
    return reply.outcome


async def _text(settings: Settings, delivery: MessageDelivery) -> str | None:
    """What it says now; None where there is nothing to say, and then it is withdrawn or put off."""
    if delivery.once.startswith(CODE):
        return await _code(settings, delivery)
    opened = await hand_over.opened(settings, delivery)
    if isinstance(opened, Unsaid):
        return None
    language = await language_of(opened.contact.user_id)
    return sms_words.said(settings, opened.contact, [line.kind for line in opened.lines], language)


async def _code(settings: Settings, delivery: MessageDelivery) -> str | None:
    """The code, unless another one was asked meanwhile, or it is worth nothing any more."""
    contact = await ContactPoint.get(id=delivery.contact_id)
    latest = f"{CODE}{contact.id}:{contact.code_number}"
    if delivery.once != latest or contact.code_until is None or contact.code_until <= now():
        await hand_over.withdraw(delivery, Unsaid.EXPIRED)
        return None
    return sms_words.code_said(contact_points.code_of(settings, contact), await language_of(contact.user_id))


async def _settle(delivery: MessageDelivery, contact: ContactPoint, reply: GatewayReply) -> None:
    """Keep the answer, unless another worker took it meanwhile."""
    if reply.outcome == SmsOutcome.LATER and await _again(delivery, reply):
        return
    if await hand_over.end(delivery, _FATES[reply.outcome], code=reply.code, words=reply.words):
        if reply.outcome == SmsOutcome.LATER:
            await sms_budget.give_back()
        if reply.outcome == SmsOutcome.HANDED:
            await ContactPoint.filter(id=contact.id).update(failures=0, last_ok_at=now())
        if reply.outcome == SmsOutcome.NO_SUCH_NUMBER:
            await contact_points.close(contact, ContactEnd.DEAD)
            await ContactPoint.filter(id=contact.id).update(code_until=None)


async def _again(delivery: MessageDelivery, reply: GatewayReply) -> bool:
    """Put it off, where it may still be tried and would not come too late."""
    if delivery.sendings >= len(DELAYS):
        return False
    to = now() + DELAYS[delivery.sendings] * _chance.uniform(EARLIEST, LATEST)
    if delivery.expires_at is not None and to >= delivery.expires_at:
        return False
    async with transaction():
        kept = await DUE.put_off(delivery, to, words=reply.words, code=reply.code)
        if kept:
            await sms_budget.give_back()
    return kept
