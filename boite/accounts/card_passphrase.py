"""The passphrase of a box just opened, for the page that shows its card: on its session's row, and nowhere else.

It is mixed with what only the session's cookie gives (256 random bits, of which the base has a digest): neither the
base nor the browser's disk holds it in clear. It goes with the session, however that ends, and after half an hour.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

from boite.accounts.models import Session
from boite.clock import now

KEPT = timedelta(minutes=30)
SIZE = 256
"""Bytes sealed, whatever the length of the passphrase."""


def sealed(passphrase: str, token: str) -> str:
    """The passphrase for the row of the session that this token opens. Once by token."""
    return base64.b64encode(_mixed(passphrase.encode().ljust(SIZE, b"\0"), token)).decode()


def read(session: Session, token: str) -> str | None:
    """The passphrase of the card of this very session; None once it was noted, or too old."""
    if session.card is None or now() - session.created_at > KEPT:
        return None
    return _mixed(base64.b64decode(session.card), token).rstrip(b"\0").decode(errors="replace")


async def forget(session: Session) -> None:
    """The person has noted it."""
    await Session.filter(id=session.id).update(card=None)


async def forget_old() -> int:
    """Erase those that nobody noted in time (a chore). Returns how many."""
    return await Session.filter(card__isnull=False, created_at__lte=now() - KEPT).update(card=None)


def _mixed(text: bytes, token: str) -> bytes:
    """One stream by token (SHAKE-256, FIPS 202), which serves once: mixed twice, the text comes back."""
    stream = hashlib.shake_256(b"card:" + token.encode()).digest(len(text))
    return bytes(a ^ b for a, b in zip(text, stream, strict=True))
