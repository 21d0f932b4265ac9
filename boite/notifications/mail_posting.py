"""Messages that go by mail: each is given to the outbox of mails, which asks for its words as it leaves.

The outbox counts the tries and knows the doubts; what became of the mail is what became of the delivery, in one
transaction. Until then nobody else takes it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from tortoise.expressions import F

from boite.clock import now
from boite.database.connection import execute, fetch, transaction
from boite.database.long_lists import few
from boite.languages.spoken import speaking
from boite.mail import kept_mails, outbox, suppression
from boite.mail.connection import reachable
from boite.mail.drawn import Drawn
from boite.mail.models import Fate
from boite.mail.retries import MOST
from boite.notifications import contact_points, hand_over, message_letters
from boite.notifications.hand_over import Envelope
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactEnd, ContactPoint, MessageDelivery, MessageFate
from boite.notifications.reader_language import languages_of
from boite.settings import Settings
from storage.store import BlobStore

AT_ONCE = 500
OUTBOX = kept_mails.STALE + timedelta(days=1)
"""How long the outbox has. Longer than it keeps a mail that cannot leave: then the delivery is given to it again."""
FATES = {
    Fate.REFUSED: MessageFate.REFUSED,
    Fate.SUPPRESSED: MessageFate.REFUSED,
    Fate.GIVEN_UP: MessageFate.GIVEN_UP,
    Fate.DOUBTFUL: MessageFate.DOUBTFUL,
}
"""What became of a delivery that was not handed, by what became of its mail. One withdrawn says so by itself."""
HANDED = (
    "UPDATE notifications_delivery SET fate = 'handed', code = ?, words = ?, ended_at = ? WHERE id = ? AND fate = 'due'"
    " RETURNING contact_id"
)
WELL = "UPDATE notifications_contact_point SET failures = 0, last_ok_at = ? WHERE id = ?"
RECENT = timedelta(days=2)
URGENT = frozenset({Urgency.NOW.value, Urgency.DATED.value})
"""What is given to the line of mails that have an hour."""


async def post_urgent(settings: Settings, store: BlobStore) -> int:
    """Give the outbox the mails that have an hour (a chore). Returns how many."""
    return await _post(settings, urgent=True)


async def post_others(settings: Settings, store: BlobStore) -> int:
    """Give the outbox the mails that are due (a chore). Returns how many."""
    return await _post(settings, urgent=False)


async def _post(settings: Settings, *, urgent: bool) -> int:
    if not reachable(settings):
        return 0
    async with transaction():
        taken = await hand_over.take(Channel.MAIL, AT_ONCE, urgent=urgent, due_at=now() + OUTBOX)
        for delivery in [each for each in taken if each.tries > MOST]:
            await hand_over.end(delivery, MessageFate.GIVEN_UP)
        posted = [each for each in taken if each.tries <= MOST]
        # By what each is, not by which chore came first: one that has an hour never waits behind a thousand digests.
        for pressing in (True, False):
            some = [each.id for each in posted if (each.urgency in URGENT) == pressing]
            await outbox.post_drawn(some, urgent=pressing)
    return len(posted)


class MessageDrawer:
    """Says what a delivery says now (`boite.mail.drawn.Drawer`). A mail's number is that of its delivery."""

    async def draw(self, settings: Settings, numbers: Collection[int]) -> dict[int, Drawn | None]:
        """Their words, in the language of their person; None where one was withdrawn, put off, or erased.

        Of several for one mailbox, the first alone: whether the next has anything to say depends on it.
        """
        due = {each.id: each for each in await MessageDelivery.filter(id__in=few(numbers), fate=MessageFate.DUE)}
        first: dict[int, MessageDelivery] = {}
        for number in numbers:
            if number in due:
                first.setdefault(due[number].contact_id, due[number])
        opened = await hand_over.opened_together(settings, list(first.values()))
        envelopes = {number: each for number, each in opened.items() if isinstance(each, Envelope)}
        languages = await languages_of({each.contact.user_id for each in envelopes.values()})
        drawn: dict[int, Drawn | None] = dict.fromkeys(each for each in numbers if each not in due or each in opened)
        await MessageDelivery.filter(id__in=few(envelopes)).update(sendings=F("sendings") + 1)
        for number, envelope in envelopes.items():
            keep = await message_letters.keeping(settings, envelope)
            with speaking(languages[envelope.contact.user_id]):
                drawn[number] = message_letters.drawn(settings, envelope, keep)
        return drawn

    async def ended(self, number: int, fate: Fate, *, code: int, words: str) -> None:
        """Its fate is that of its mail. A mailbox that does not exist is written to no more."""
        if fate == Fate.HANDED:
            # Written by hand, as all that is done for each mail of a digest: thousands leave in a row.
            for row in await fetch(HANDED, code, words[:300], now(), number):
                await execute(WELL, now(), row["contact_id"])
            return
        delivery = await MessageDelivery.get_or_none(id=number)
        if delivery is None or fate not in FATES:
            return
        if fate == Fate.DOUBTFUL and not delivery.sendings:
            return  # whoever had it died as it was put off: no word was drawn, and it is due again at its hour
        if not await hand_over.end(delivery, FATES[fate], code=code, words=words):
            return
        if fate == Fate.REFUSED:
            await self.bounced(number)
        elif fate == Fate.SUPPRESSED:
            await contact_points.close(await ContactPoint.get(id=delivery.contact_id), ContactEnd.DEAD)

    async def bounced(self, number: int) -> None:
        """The chore looks at it (`settle_dead`): a server may have refused everybody."""
        sql = (
            "UPDATE notifications_contact_point SET failures = failures + 1 WHERE id ="
            " (SELECT contact_id FROM notifications_delivery WHERE id = ?)"
        )
        await execute(sql, number)


async def settle_dead(settings: Settings, store: BlobStore) -> int:
    """Close the mailboxes that do not exist; open again those that a server refused with everybody's (a chore).

    Returns how many changed.
    """
    changed = 0
    mails = ContactPoint.filter(channel=Channel.MAIL)
    for contact in await mails.filter(failures__gt=0, closed_at=None):
        if await suppression.is_dead(settings, contact.address):
            await contact_points.close(contact, ContactEnd.DEAD)
            changed += 1
    for contact in await mails.filter(closed_why=ContactEnd.DEAD, closed_at__gt=now() - RECENT):
        alone = not await contact_points.open_of(contact.user_id, Channel.MAIL)
        if alone and not await suppression.is_dead(settings, contact.address):
            await ContactPoint.filter(id=contact.id).update(closed_at=None, closed_why="", failures=0)
            changed += 1
    return changed
