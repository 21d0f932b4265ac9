"""The mailbox where somebody is told: they copy a code that was written to it."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.languages.messages import _
from boite.mail import outbox, suppression
from boite.mail.addresses import checked
from boite.mail.messages import Letter, render
from boite.notifications import contact_points
from boite.notifications.models import Channel, ContactEnd, ContactPoint
from boite.settings import Settings

KNOWN = _("Nous écrivons déjà à cette adresse.")
DEAD = _("Nos courriels à cette adresse nous reviennent. Vérifiez-la, ou donnez-en une autre.")


async def ask(settings: Settings, user: User, typed: str) -> ContactPoint:
    """Write a code to this address. Raises Invalid for one that is none, or known; TooMany."""
    address = checked(typed)
    digest = contact_points.digest_of(settings, Channel.MAIL, address)
    if any(each.digest == digest for each in await contact_points.open_of(user.id, Channel.MAIL)):
        raise Invalid(fields={"email": KNOWN})
    if await suppression.is_dead(settings, address):
        raise Invalid(fields={"email": DEAD})
    async with transaction():
        contact = await contact_points.ask(settings, user.id, Channel.MAIL, address)
        await outbox.post(address, code_letter(settings, contact_points.code_of(settings, contact)), urgent=True)
    return contact


def code_letter(settings: Settings, code: str) -> Letter:
    """The mail that holds a code."""
    minutes = int(contact_points.VALID.total_seconds() // 60)
    return render("code", code=f"{code[:3]} {code[3:]}", minutes=minutes, site=settings.base_url)


async def confirm(settings: Settings, user: User, typed: str) -> ContactPoint:
    """The code was copied: this person is told there; the former mailbox learns it, once. Raises NotFound, Invalid."""
    contact = await contact_points.proven(settings, user.id, Channel.MAIL, typed)
    async with transaction():
        for former in await contact_points.opened(contact):
            await outbox.post(former.address, render("address-left", site=settings.base_url))
    return contact


async def stop(user: User) -> None:
    """No more mail to this person, and no code of an address that waits. Said twice, it is the same."""
    for contact in await contact_points.open_of(user.id, Channel.MAIL):
        await contact_points.close(contact, ContactEnd.STOPPED)
