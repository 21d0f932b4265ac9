"""A passphrase between the page that proposes it and the one that keeps it: signed, short-lived, never stored."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

from boite.settings import Settings

PROPOSED_SECONDS = 3600
CARD_SECONDS = 1800


def seal(passphrase: str, settings: Settings) -> str:
    """A token of the proposal, for a hidden field."""
    return str(_signer(settings, "proposal").dumps(passphrase))


def unseal(token: str, settings: Settings) -> str | None:
    """The passphrase that we proposed; None for anything else, or after an hour."""
    try:
        return str(_signer(settings, "proposal").loads(token, max_age=PROPOSED_SECONDS))
    except BadData:
        return None


def card(passphrase: str, user_id: object, settings: Settings) -> str:
    """What the card page needs to show the passphrase to this person, for half an hour."""
    return str(_signer(settings, "card").dumps([str(user_id), passphrase]))


def read_card(token: str, user_id: object, settings: Settings) -> str | None:
    """The passphrase on this person's card; None on anybody else's, or once it expired."""
    try:
        owner, passphrase = _signer(settings, "card").loads(token, max_age=CARD_SECONDS)
    except (BadData, ValueError):
        return None
    return str(passphrase) if owner == str(user_id) else None


def _signer(settings: Settings, salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_keys(), salt=f"box {salt}")
