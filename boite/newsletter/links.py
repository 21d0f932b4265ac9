"""The signed words of the addresses that mails hold. Nothing in them names anybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from boite.clock import now
from boite.errors import Gone, NotFound
from boite.settings import Settings
from boite.web.addresses import of_site

DAYS = 7
"""How long a demand waits for its confirmation."""


class Late(Gone):
    """A demand that waited too long was erased."""

    message = f"Ce lien a plus de {DAYS} jours. Demandez la lettre à nouveau."


def address(settings: Settings, route: str, **values: Any) -> str:
    """The whole address of one of our pages."""
    return settings.base_url.rstrip("/") + of_site(settings)(route, **values)


def leaving(settings: Settings, mailbox_digest: str) -> str:
    """The address that ends the letter for this mailbox. It works as long as the mail is kept, whatever was erased."""
    return address(settings, "newsletter:leave", token=_signer(settings).dumps(mailbox_digest))


def left(settings: Settings, token: str) -> str:
    """The digest of the mailbox that a token of `leaving` speaks of. Raises NotFound."""
    try:
        return str(_signer(settings).loads(token))
    except BadData as error:
        raise NotFound from error


def confirming(settings: Settings, subscription: UUID, user: UUID | None) -> str:
    """The address that confirms a demand."""
    said = [subscription.hex, user.hex if user else "", int(now().timestamp())]
    token = _confirming(settings).dumps(said)
    return address(settings, "newsletter:confirm", token=token)


def confirmed(settings: Settings, token: str) -> tuple[UUID, UUID | None]:
    """The subscription of a token of `confirming`, and who asked from their account. Raises NotFound, Late."""
    try:
        subscription, user, at = _confirming(settings).loads(token)
    except BadData as error:
        raise NotFound from error
    if now().timestamp() - at > DAYS * 86400:
        raise Late
    return UUID(subscription), UUID(user) if user else None


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_keys(), salt="newsletter-leaving")


def _confirming(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_keys(), salt="newsletter-confirming")
