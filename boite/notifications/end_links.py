"""The signed words of the addresses that end messages, in the messages themselves. Without end of validity.

Nothing in them names anybody. One altered by a sign is no address of ours.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
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

SHORT = 4
"""Signs of the digest of an address in a short link."""
SIGN = 5
"""Bytes of its signature: guessing it takes a thousand billion pages, and closes one channel."""


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


def short_ending(settings: Settings, contact: ContactPoint) -> str:
    """The whole address that ends this channel, short enough for an SMS. It has no dot: `ending` signs with some."""
    return settings.base_url.rstrip("/") + short_path(settings, contact)


def short_path(settings: Settings, contact: ContactPoint) -> str:
    """The same without the site."""
    said = f"{contact.id:x}-{contact.digest[:SHORT]}"
    return of_site(settings)("ends:end", token=said + _short_sign(settings.secret_key(), said))


def _short_sign(secret: str, said: str) -> str:
    drawn = hmac.digest(secret.encode(), f"messages-ending:{said}".encode(), hashlib.sha256)
    return b32encode(drawn[:SIGN]).decode().lower()


def _read_short(settings: Settings, token: str) -> EndLink:
    number, _, rest = token.partition("-")
    said, sign = f"{number}-{rest[:SHORT]}", rest[SHORT:]
    if not any(hmac.compare_digest(sign.encode(), _short_sign(key, said).encode()) for key in settings.secret_keys()):
        raise NotFound
    return EndLink(contact=int(number, 16), digest=rest[:SHORT], scope=EndScope.NOT_MINE)


def read(settings: Settings, token: str) -> EndLink:
    """What a link of `ending` or of `short_ending` ends. Raises NotFound."""
    if "." not in token:
        return _read_short(settings, token)
    try:
        contact, digest, scope, kind = _signer(settings).loads(token)
        return EndLink(contact=contact, digest=digest, scope=EndScope(scope), kind=kind)
    except (BadData, ValueError, TypeError) as error:
        raise NotFound from error


async def end(link: EndLink) -> None:
    """Do it. Twice is once; for an account that was erased, there is nothing to do."""
    async with transaction():
        contact = await ContactPoint.get_or_none(id=link.contact)
        if contact is None or not contact.digest.startswith(link.digest):
            return
        if link.scope == EndScope.KIND:
            if kind := BY_CODE.get(link.kind):
                await preferences.want(contact.user_id, kind, False, contact.channel)
        else:
            why = ContactEnd.NOT_MINE if link.scope == EndScope.NOT_MINE else ContactEnd.STOPPED
            await contact_points.close(contact, why)


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_keys(), salt="messages-ending")
