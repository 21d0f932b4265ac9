"""Proving that a telephone is somebody's: a code is asked for, sent by SMS, and copied (`contact_points.confirm`)."""

from __future__ import annotations

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import execute, transaction
from boite.errors import Invalid
from boite.languages.messages import _
from boite.notifications import contact_points
from boite.notifications.dispatch import INSERT
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactEnd, ContactPoint
from boite.notifications.sms import CODE
from boite.settings import Settings
from boite.sms import phone_numbers

KNOWN = _("Nous écrivons déjà à ce numéro.")
NOT_A_MOBILE = _("Écrivez un numéro de portable, par exemple 06 12 34 56 78.")


async def ask(settings: Settings, user: User, typed: str) -> ContactPoint:
    """A code is due to this number. Raises Invalid for what is no mobile, or known; TooMany beyond the codes of a day.

    The caller counts those of a network, and knows that this person is signed in.
    """
    number = phone_numbers.mobile(settings, typed)
    if number is None:
        raise Invalid(fields={"phone": NOT_A_MOBILE})
    digest = contact_points.digest_of(settings, Channel.SMS, number)
    if any(each.digest == digest for each in await contact_points.open_of(user.id, Channel.SMS)):
        raise Invalid(fields={"phone": KNOWN})
    async with transaction():
        contact = await contact_points.ask(settings, user.id, Channel.SMS, number)
        key = f"{CODE}{contact.id}:{contact.code_number}"
        await execute(INSERT, contact.id, key, Urgency.NOW.value, now(), contact.code_until, now())
    return contact


async def confirm(settings: Settings, user: User, typed: str) -> ContactPoint:
    """The code was copied: this person is told there. Raises NotFound, Invalid."""
    return await contact_points.confirm(settings, user.id, Channel.SMS, typed)


async def stop(user: User) -> None:
    """No more SMS to this person. Said twice, it is the same."""
    for contact in await contact_points.open_of(user.id, Channel.SMS):
        await contact_points.close(contact, ContactEnd.STOPPED)
