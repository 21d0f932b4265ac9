"""A device where somebody got in has tries of its own: whoever knows an identifier cannot keep its owner out.

Its cookie names nobody: a number drawn at random, and marks of the accounts that it entered, which nobody can make or
read without our secret and the digest of their passphrase. A new passphrase makes every device unknown again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from boite.accounts.models import User
from boite.settings import Settings

MOST = 5
"""Accounts remembered by one device: a family."""


@dataclass(frozen=True, slots=True)
class Device:
    """What the cookie of a device says: its number, the accounts that it entered, the latest last."""

    number: str
    marks: tuple[str, ...] = ()

    def knows(self, user: User, settings: Settings) -> bool:
        """Whether this person got in here with the passphrase that they have now."""
        return any(_mark(user, secret) in self.marks for secret in settings.secret_keys())

    def with_account(self, user: User, settings: Settings) -> Device:
        """The same device, once this person got in."""
        mine = _mark(user, settings.secret_key())
        return Device(self.number, (*(mark for mark in self.marks if mark != mine), mine)[-MOST:])

    def cookie(self, settings: Settings) -> str:
        """What the browser keeps."""
        return str(_signer(settings).dumps([self.number, *self.marks]))


def read(cookie: str, settings: Settings) -> Device:
    """The device of this cookie; a new one where it is not ours."""
    try:
        number, *marks = map(str, _signer(settings).loads(cookie[:1000]))
    except (BadData, ValueError, TypeError):
        return Device(secrets.token_urlsafe(12))
    return Device(number, tuple(marks))


def _mark(user: User, secret: str) -> str:
    return hmac.new(secret.encode(), f"device:{user.id}:{user.secret_hash}".encode(), hashlib.sha256).hexdigest()[:24]


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_keys(), salt="known device")
