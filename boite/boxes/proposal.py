"""A passphrase between the page that proposes it and the one that keeps it: signed, short-lived, never stored."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

from boite.settings import Settings

PROPOSED_SECONDS = 3600


def seal(passphrase: str, settings: Settings) -> str:
    """A token of the proposal, for a hidden field."""
    return str(_signer(settings, "proposal").dumps(passphrase))


def unseal(token: str, settings: Settings) -> str | None:
    """The passphrase that we proposed; None for anything else, or after an hour."""
    try:
        return str(_signer(settings, "proposal").loads(token, max_age=PROPOSED_SECONDS))
    except BadData:
        return None


def _signer(settings: Settings, salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_keys(), salt=f"box {salt}")
