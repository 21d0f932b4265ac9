"""Single mails that come back, at the door or later: an address that does not exist is not written to again."""

from __future__ import annotations

import logging

from boite.database.connection import transaction
from boite.mail import suppression
from boite.mail.addresses import digest, mailbox
from boite.mail.bounces import ENOUGH, is_dead
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
            await suppression.take_back([digest(settings.secret_key(), mailbox(each.address)) for each in row])
            log.error("the mail server refuses everybody", extra={"fields": {"last": mail.address.rpartition("@")[2]}})


async def receive(settings: Settings, failure: Failure) -> Understood:
    """A report about a single mail came back: an address that does not exist is put aside."""
    async with transaction():
        mail = await OutgoingMail.get_or_none(id=failure.number)
        if mail is None:
            return Understood.FORGOTTEN
        if await suppression.is_dead(settings, mail.address):
            return Understood.KNOWN
        if is_dead(failure.status):
            await suppression.suppress(digest(settings.secret_key(), mailbox(mail.address)), Why.BOUNCED)
    return Understood.NOTED
