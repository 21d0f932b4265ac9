"""Closing a box: requested with the passphrase, carried out after some days, cancellable until then."""

from __future__ import annotations

from datetime import timedelta

from boite.accounts import journal_kinds as kinds
from boite.accounts import throttle
from boite.accounts.credentials import verify_passphrase
from boite.accounts.models import ClosingWhy, User
from boite.accounts.throttle import ThrottledForm
from boite.clock import PARIS, now
from boite.database.connection import transaction
from boite.errors import Gone, Invalid
from boite.journal.record import record, settle
from boite.journal.subject import SubjectKind
from boite.languages.messages import _
from boite.settings import Settings


async def ask_closing(user: User, passphrase: str, settings: Settings) -> None:
    """Set the day of erasure. Raises Invalid for a wrong passphrase, TooMany. Asking again does not move the day."""
    await throttle.count_try(settings, ThrottledForm.WITHIN, str(user.id))
    if not await verify_passphrase(passphrase, user.secret_hash, settings):
        raise Invalid(fields={"passphrase": _("Ce n'est pas votre phrase secrète.")})
    await throttle.forget(settings, ThrottledForm.WITHIN, str(user.id))
    due = now() + timedelta(days=settings.closing_days)
    async with transaction():
        if await User.filter(id=user.id, closing_at=None).update(closing_at=due):
            day = f"{due.astimezone(PARIS):%d/%m/%Y}"
            await record(kinds.ClosingAsked(day=day), owner=user.id, by=user.id)


async def keep(user: User) -> None:
    """Call the closing off. Raises Gone where the box was erased meanwhile."""
    async with transaction():
        kept = {"closing_at": None, "closing_why": ClosingWhy.ASKED}
        if await User.filter(id=user.id, closing_at__not_isnull=True).update(**kept):
            await settle(SubjectKind.BOX, user.id, [user.id])
            await record(kinds.ClosingCancelled(), owner=user.id, by=user.id)
        elif not await User.exists(id=user.id):
            raise Gone(_("Il est trop tard : votre boîte vient d'être supprimée."))
