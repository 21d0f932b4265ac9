"""Changing one's passphrase: the old one is asked, other devices are disconnected."""

from __future__ import annotations

from boite.accounts import journal_kinds as kinds
from boite.accounts import sessions, throttle
from boite.accounts.credentials import OWN_MINIMUM, hash_passphrase, normal_passphrase, verify_passphrase
from boite.accounts.models import Session, User
from boite.accounts.throttle import ThrottledForm
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.journal.record import record
from boite.settings import Settings


async def change_passphrase(user: User, current: str, new: str, *, session: Session, settings: Settings) -> None:
    """Replace the secret. Raises Invalid (with the field), TooMany."""
    await throttle.count_try(settings, ThrottledForm.ACCOUNT, user.handle)
    if not await verify_passphrase(current, user.secret_hash, settings.hashing_threads):
        raise Invalid(fields={"current": "Ce n'est pas votre phrase secrète actuelle."})
    check_own(new, user)
    digest = await hash_passphrase(new, settings.hashing_threads)
    async with transaction():
        await User.filter(id=user.id).update(secret_hash=digest)
        await sessions.close_others(user, session)
        await record(kinds.PassphraseChanged(), owner=user.id, by=user.id)
        await throttle.forget(settings, ThrottledForm.ACCOUNT, user.handle)


def check_own(passphrase: str, user: User) -> None:
    """A passphrase that somebody invents: long enough, not the handle, not one character repeated. Raises Invalid."""
    plain = normal_passphrase(passphrase)
    if len(plain) < OWN_MINIMUM:
        raise Invalid(fields={"new": f"Écrivez au moins {OWN_MINIMUM} signes : quatre mots au hasard, par exemple."})
    if len(set(plain)) < 6 or plain.replace(" ", "-") == user.handle:
        raise Invalid(fields={"new": "Cette phrase se devine trop vite. Choisissez d'autres mots."})
