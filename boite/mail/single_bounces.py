"""Single mails that come back, at the door or later: an address that does not exist is not written to again."""

from __future__ import annotations

import logging

from boite.database.connection import transaction
from boite.mail import suppression
from boite.mail.addresses import digest, mailbox
from boite.mail.bounces import ENOUGH, is_dead
from boite.mail.drawn import drawer
from boite.mail.models import Fate, OutgoingMail, Why
from boite.mail.reports import Failure, Understood
from boite.settings import Settings

log = logging.getLogger("boite.mail")


async def close(mail: OutgoingMail, settings: Settings) -> None:
    """The address does not exist: no mail goes there again. A server that refuses everybody closes nobody."""
    last = await OutgoingMail.filter(fate=Fate.HANDED).order_by("-due_at").first()
    refused = OutgoingMail.filter(fate=Fate.REFUSED, **({"due_at__gt": last.due_at} if last else {}))
    row = await refused.order_by("-due_at").limit(ENOUGH)
    async with transaction():
        if len(row) < ENOUGH:
            await suppression.suppress(digest(settings.secret_key(), mailbox(mail.address)), Why.BOUNCED)
        else:
            await suppression.take_back([_box(each, settings) for each in row])
            log.error("the mail server refuses everybody", extra={"fields": {"last": mail.address.rpartition("@")[2]}})


async def receive(settings: Settings, failure: Failure) -> Understood:
    """A report about a single mail came back: an address that does not exist is put aside."""
    async with transaction():
        mail = await OutgoingMail.get_or_none(id=failure.number)
        if mail is None:
            return Understood.FORGOTTEN
        box = _box(mail, settings)
        if await suppression.are_dead([box]):
            return Understood.KNOWN
        if is_dead(failure.status):
            await suppression.suppress(box, Why.BOUNCED)
            if mail.drawn_for is not None:
                await drawer().bounced(mail.drawn_for)
    return Understood.NOTED


def _box(mail: OutgoingMail, settings: Settings) -> str:
    """What stands for the mailbox of this mail. One that was drawn as it left keeps nothing else of it."""
    return mail.mailbox_digest or digest(settings.secret_key(), mailbox(mail.address))
