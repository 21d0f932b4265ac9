"""Attempts at a form, counted: strict per account, generous per network (a whole class shares one address)."""

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
    """The forms whose attempts are counted, each on its own."""

    ACCOUNT = "account"
    DEVICE = "device"
    """An account, from a device where its person got in before."""
    WITHIN = "within"
    """The passphrase asked of somebody who is signed in: nobody else can spend these tries."""
    ADDRESS = "address"
    SIGNUP = "signup"
    SUGGESTION = "suggestion"
    PROPOSAL = "news-proposal"
    REGISTRATION = "inscription"
    CODE = "code"
    LETTER = "newsletter"
    PACK = "cle-usb"
    CONTACT = "contact"
    """A code is asked, to prove that a mailbox or a telephone is one's own."""


LIMITS = {
    ThrottledForm.ACCOUNT: "account_tries",
    ThrottledForm.DEVICE: "account_tries",
    ThrottledForm.WITHIN: "account_tries",
    ThrottledForm.ADDRESS: "address_tries",
    ThrottledForm.SIGNUP: "signups_per_address",
    ThrottledForm.SUGGESTION: "suggestions_per_address",
    ThrottledForm.PROPOSAL: "proposals_per_address",
    ThrottledForm.REGISTRATION: "registrations_per_address",
    ThrottledForm.CODE: "codes_per_address",
    ThrottledForm.LETTER: "letters_per_address",
    ThrottledForm.PACK: "packs_per_address",
    ThrottledForm.CONTACT: "contacts_per_address",
}
"""The setting that says how many attempts each form allows in the window."""


def _key(settings: Settings, door: ThrottledForm, value: str) -> str:
    """What is kept of a network or of a handle: a keyed digest."""
    return hmac.new(settings.secret_key().encode(), f"{door}:{value}".encode(), hashlib.sha256).hexdigest()


def _window(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.tries_minutes)


async def count_try(settings: Settings, door: ThrottledForm, value: str) -> Attempt:
    """Record one attempt, then refuse it beyond the limit of the window. Returns its row. Raises TooMany.

    Recorded first, so that parallel attempts cannot all pass. A refused one is deleted again: hammering a form does
    not keep it closed longer than the attempts that closed it.
    """
    key, window = _key(settings, door, value), _window(settings)
    mine = await Attempt.create(scope=door, key=key, at=now())
    if await Attempt.filter(scope=door, key=key, at__gt=now() - window).count() > getattr(settings, LIMITS[door]):
        await mine.delete()
        raise TooMany(seconds=int(window.total_seconds()))
    return mine


async def forget(settings: Settings, door: ThrottledForm, value: str) -> None:
    """After a success, earlier mistakes no longer count."""
    await Attempt.filter(scope=door, key=_key(settings, door, value)).delete()


async def sweep(settings: Settings) -> int:
    """Delete the attempts that no longer count. Returns how many."""
    return await Attempt.filter(at__lte=now() - _window(settings)).delete()
