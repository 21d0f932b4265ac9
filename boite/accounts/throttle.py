"""Tries at a door, counted: strict per account, generous per address (a whole class has one address)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from boite.accounts.models import Attempt
from boite.clock import now
from boite.errors import TooMany

WINDOW = timedelta(minutes=15)


def _key(secret: str, scope: str, value: str) -> str:
    """What is kept of an address or of a handle: a keyed digest."""
    return hmac.new(secret.encode(), f"{scope}:{value}".encode(), hashlib.sha256).hexdigest()


async def count_try(secret: str, scope: str, value: str, limit: int) -> None:
    """Note one try, then refuse beyond `limit` in the window. Raises TooMany.

    Noted first, so that parallel tries cannot pass together.
    """
    key = _key(secret, scope, value)
    await Attempt.create(scope=scope, key=key, at=now())
    if await Attempt.filter(scope=scope, key=key, at__gt=now() - WINDOW).count() > limit:
        raise TooMany(seconds=int(WINDOW.total_seconds()))


async def forget(secret: str, scope: str, value: str) -> None:
    """A success: earlier mistakes do not count any more."""
    await Attempt.filter(scope=scope, key=_key(secret, scope, value)).delete()


async def sweep() -> int:
    """Delete the tries that no longer count. Returns how many."""
    return await Attempt.filter(at__lte=now() - WINDOW).delete()
