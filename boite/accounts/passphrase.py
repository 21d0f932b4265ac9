"""Changing one's passphrase: the old one is asked, other devices are disconnected."""

from __future__ import annotations

from boite.accounts import journal_kinds as kinds
from boite.accounts import sessions, throttle
from boite.accounts.credentials import OWN_MINIMUM, hash_passphrase, normal_passphrase, verify_passphrase
from boite.accounts.models import Session, User
from boite.accounts.strength import ENOUGH, bits
from boite.accounts.throttle import ThrottledForm
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.journal.record import record
from boite.languages.messages import _
from boite.settings import Settings
from boite.text.normalise import fold

GUESSED = _("Cette phrase se devine trop vite. Choisissez au moins cinq mots qui ne vont pas ensemble.")


async def change_passphrase(user: User, current: str, new: str, *, session: Session, settings: Settings) -> str:
    """Replace the secret. Returns the new token of this session. Raises Invalid (with the field), TooMany, Busy."""
    await throttle.count_try(settings, ThrottledForm.WITHIN, str(user.id))
    if not await verify_passphrase(current, user.secret_hash, settings):
        raise Invalid(fields={"current": _("Ce n'est pas votre phrase secrète actuelle.")})
    check_own(new, user)
    digest = await hash_passphrase(new, settings)
    async with transaction():
        await User.filter(id=user.id).update(secret_hash=digest)
        await sessions.close_others(user, session)
        await record(kinds.PassphraseChanged(), owner=user.id, by=user.id)
        await throttle.forget(settings, ThrottledForm.WITHIN, str(user.id))
        user.secret_hash = digest
        return await sessions.renew(session)


def check_own(passphrase: str, user: User) -> None:
    """A passphrase that somebody invents: long, and not guessed, not even by who knows them. Raises Invalid."""
    plain = normal_passphrase(passphrase)
    if len(plain) < OWN_MINIMUM:
        raise Invalid(
            fields={
                "new": _("Écrivez au moins %(least)s signes : cinq mots au hasard, par exemple.", least=OWN_MINIMUM)
            }
        )
    own = map(fold, (user.first_name, user.commune_name, user.structure))
    about = (user.handle, user.handle.replace("-", " "), *own)
    if bits(plain, about) < ENOUGH:
        raise Invalid(fields={"new": GUESSED})
