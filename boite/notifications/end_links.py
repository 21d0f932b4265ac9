"""The signed words of the addresses that end messages, in the mails themselves. Without end of validity.

Nothing in them names anybody. One altered by a sign is no address of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from boite.database.connection import transaction
from boite.errors import NotFound
from boite.notifications import contact_points, preferences
from boite.notifications.kinds import BY_CODE
from boite.notifications.message_kind import MessageKind
from boite.notifications.models import ContactEnd, ContactPoint
from boite.settings import Settings
from boite.web.addresses import of_site


class EndScope(StrEnum):
    """What a link ends."""

    KIND = "k"
    """This kind of message, on this channel."""
    CHANNEL = "c"
    """This channel: its person wants no more of it."""
    NOT_MINE = "n"
    """This channel: whoever reads there is not the person whom the messages are for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLink:
    """What one link ends."""

    contact: int
    digest: str
    """Of the address: a number that came back with an old database is not somebody else's."""
    scope: EndScope
    kind: str = ""


def ending(settings: Settings, contact: ContactPoint, scope: EndScope, kind: MessageKind | None = None) -> str:
    """The whole address that ends this."""
    said = [contact.id, contact.digest[:8], scope.value, kind.code if kind else ""]
    return settings.base_url.rstrip("/") + of_site(settings)("notifications:end", token=_signer(settings).dumps(said))


def read(settings: Settings, token: str) -> EndLink:
    """What a link of `ending` ends. Raises NotFound."""
    try:
        contact, digest, scope, kind = _signer(settings).loads(token)
        return EndLink(contact=contact, digest=digest, scope=EndScope(scope), kind=kind)
    except (BadData, ValueError, TypeError) as error:
        raise NotFound from error


async def end(link: EndLink) -> None:
    """Do it. Twice is once; for an account that was erased, there is nothing to do."""
    async with transaction():
        contact = await ContactPoint.get_or_none(id=link.contact)
        if contact is None or contact.digest[:8] != link.digest:
            return
        if link.scope == EndScope.KIND:
            if kind := BY_CODE.get(link.kind):
                await preferences.want(contact.user_id, kind, False, contact.channel)
        else:
            why = ContactEnd.NOT_MINE if link.scope == EndScope.NOT_MINE else ContactEnd.STOPPED
            await contact_points.close(contact, why)


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_keys(), salt="messages-ending")
