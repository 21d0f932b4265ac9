"""Signing in: the same answer and the same time whether the account exists or not."""

from __future__ import annotations

from boite.accounts import suspension, throttle
from boite.accounts.credentials import normal_handle, verify_passphrase
from boite.accounts.known_devices import Device
from boite.accounts.models import AccountRole, User
from boite.accounts.throttle import ThrottledForm
from boite.errors import Busy, Invalid
from boite.languages.messages import _
from boite.settings import Settings

REFUSAL = _("L'identifiant ou la phrase secrète ne va pas. Vérifiez-les, puis recommencez.")


async def sign_in(handle: str, passphrase: str, *, address: str, device: Device, settings: Settings) -> User:
    """The person who knows this secret. Raises Invalid, Suspended, TooMany, Busy."""
    handle = normal_handle(handle)
    await throttle.count_try(settings, ThrottledForm.ADDRESS, address)
    user = await User.get_or_none(handle=handle)
    if user is not None and user.role == AccountRole.GROUP:  # it has no secret: the same answer as for nobody
        user = None
    known = user is not None and device.knows(user, settings)
    tried = (ThrottledForm.DEVICE, f"{device.number}:{handle}") if known else (ThrottledForm.ACCOUNT, handle)
    mine = await throttle.count_try(settings, *tried)
    try:
        same = await verify_passphrase(passphrase, user.secret_hash if user else None, settings)
    except Busy:  # nothing was tried
        await mine.delete()
        raise
    if not same:
        raise Invalid(REFUSAL)
    if user is None:
        raise Invalid(REFUSAL)
    await throttle.forget(settings, *tried)
    if user.disabled_at is not None:  # told to whoever knows the passphrase, and to nobody else
        raise suspension.refusal(user, settings)
    return user
