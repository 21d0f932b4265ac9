"""Tries at a door, counted: strict per account, generous per network (a whole class has one address)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum

from boite.accounts.models import Attempt
from boite.clock import now
from boite.errors import TooMany
from boite.settings import Settings


class ThrottledForm(StrEnum):
    """What is tried, and so what is counted together."""

    ACCOUNT = "account"
    ADDRESS = "address"
    SIGNUP = "signup"
    SUGGESTION = "suggestion"
    PROPOSAL = "news-proposal"
    REGISTRATION = "inscription"
    CODE = "code"
    LETTER = "newsletter"
    PACK = "cle-usb"


LIMITS = {
    ThrottledForm.ACCOUNT: "account_tries",
    ThrottledForm.ADDRESS: "address_tries",
    ThrottledForm.SIGNUP: "signups_per_address",
    ThrottledForm.SUGGESTION: "suggestions_per_address",
    ThrottledForm.PROPOSAL: "proposals_per_address",
    ThrottledForm.REGISTRATION: "registrations_per_address",
    ThrottledForm.CODE: "codes_per_address",
    ThrottledForm.LETTER: "letters_per_address",
    ThrottledForm.PACK: "packs_per_address",
}
"""The setting that says how many tries each door allows in the window."""


def _key(settings: Settings, door: ThrottledForm, value: str) -> str:
    """What is kept of a network or of a handle: a keyed digest."""
    return hmac.new(settings.secret_key().encode(), f"{door}:{value}".encode(), hashlib.sha256).hexdigest()


def _window(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.tries_minutes)


async def count_try(settings: Settings, door: ThrottledForm, value: str) -> None:
    """Note one try, then refuse beyond the limit of the door in the window. Raises TooMany.

    Noted first, so that parallel tries cannot pass together. A refused one is taken back: whoever knocks without end
    does not keep a door shut for longer than their first tries did.
    """
    key, window = _key(settings, door, value), _window(settings)
    mine = await Attempt.create(scope=door, key=key, at=now())
    if await Attempt.filter(scope=door, key=key, at__gt=now() - window).count() > getattr(settings, LIMITS[door]):
        await mine.delete()
        raise TooMany(seconds=int(window.total_seconds()))


async def forget(settings: Settings, door: ThrottledForm, value: str) -> None:
    """A success: earlier mistakes do not count any more."""
    await Attempt.filter(scope=door, key=_key(settings, door, value)).delete()


async def sweep(settings: Settings) -> int:
    """Delete the tries that no longer count. Returns how many."""
    return await Attempt.filter(at__lte=now() - _window(settings)).delete()
