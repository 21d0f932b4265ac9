"""What an operator does to somebody's account, by its identifier only, without seeing anything of theirs.

Each gesture is written in the journal of the person concerned, who reads there that the administration did it; from a
page, also in the journal of the administrator who did it (`by`; None from the command line).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from boite.accounts import journal_kinds as kinds
from boite.accounts import throttle
from boite.accounts.credentials import hash_passphrase, normal_handle, propose_passphrase
from boite.accounts.models import PROFESSIONALS, AccountRole, Session, User
from boite.accounts.throttle import ThrottledForm
from boite.clock import now
from boite.database.announcements import announce
from boite.database.connection import on_sqlite, transaction
from boite.database.rows import column
from boite.directory.keepers import keepers
from boite.errors import Conflict, Forbidden, Invalid, NotFound
from boite.files.quota import Space
from boite.journal.catalogue import Happening, in_a_sentence
from boite.journal.record import record
from boite.settings import Settings
from boite.text.french import size

ROLES = {
    AccountRole.PERSON: "personne",
    AccountRole.PROFESSIONAL: "professionnel",
    AccountRole.COORDINATOR: "coordination",
    AccountRole.OBSERVER: "observation",
    AccountRole.ADMINISTRATOR: "administration",
}
"""What somebody may be: the account of a group is nobody's."""
LONGEST_REASON = 200
"""Characters of what a person is told of a suspension."""
UNITS = {"": 1, "o": 1, "ko": 10**3, "mo": 10**6, "go": 10**9, "to": 10**12}
LEAST, MOST = 10**6, 10**13
"""Bytes of a box, as `BOITE_QUOTA_BYTES` has them."""
OPEN_ADMINISTRATORS = "SELECT id FROM account_user WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """What an operator may know of an account. Bytes; no name, no title, no address."""

    handle: str
    role: AccountRole
    quota: int
    used: int
    sessions: int
    closing: bool
    disabled_at: datetime | None
    disabled_why: str


def read_room(text: str) -> int:
    """Bytes: « 2Go », « 500 Mo », « 2000000000 ». Raises Invalid."""
    found = re.fullmatch(r"([0-9]{1,14})\s*([kmgt]?o)?", text.strip().lower())
    quota = int(found[1]) * UNITS[found[2] or ""] if found else 0
    if not LEAST <= quota <= MOST:
        raise Invalid(fields={"room": "Écrivez par exemple 2Go ou 500Mo, de 1Mo à 10To."})
    return quota


async def somebody(handle: str) -> User:
    """Whoever has this identifier. Raises NotFound."""
    user = await User.get_or_none(handle=normal_handle(handle))
    if user is None or user.role == AccountRole.GROUP:
        raise NotFound(f"Personne n'a l'identifiant « {handle[:80]} ».")
    return user


async def state(user: User) -> AccountState:
    """As it is now."""
    found, space = await User.get(id=user.id), await Space.get(owner_id=user.id)
    return AccountState(
        handle=found.handle,
        role=found.role,
        quota=space.quota_bytes,
        used=space.used_bytes + space.reserved_bytes,
        sessions=await Session.filter(user_id=user.id, expires_at__gt=now()).count(),
        closing=found.closing_at is not None,
        disabled_at=found.disabled_at,
        disabled_why=found.disabled_why,
    )


@asynccontextmanager
async def administering(by: User | None) -> AsyncIterator[list[UUID]]:
    """One gesture, all or nothing. Gives the open administrators, held until its end: of two who put each other out at
    once, one is refused. Raises Forbidden for who is none of them any more.
    """
    async with transaction():
        held = await column(UUID, OPEN_ADMINISTRATORS + ("" if on_sqlite() else " FOR UPDATE"))
        if by is not None and by.id not in held:
            raise Forbidden
        yield held


async def note(happening: Happening, user: User, by: User | None, gesture: str) -> None:
    """In the journal of the person, and in that of the administrator. Inside the caller's transaction."""
    await record(happening, owner=user.id, by=None)
    if by is not None:
        said = kinds.Administered(handle=user.handle, account=str(user.id), gesture=gesture)
        await record(said, owner=by.id, by=by.id)


async def close_sessions(user: User, by: User | None = None) -> int:
    """Disconnect every device. Returns how many."""
    async with administering(by):
        count = await _disconnect(user)
        await note(kinds.AllSessionsClosed(), user, by, "appareils déconnectés")
    return count


async def unlock(user: User, settings: Settings, by: User | None = None) -> None:
    """Forget the wrong tries over this account, so that its person may try at once."""
    async with administering(by):
        await _forget_tries(user, settings)
        await note(kinds.Unlocked(), user, by, "essais ratés oubliés")


async def set_quota(user: User, quota: int, by: User | None = None) -> None:
    """Give a box so many bytes. Below what it holds, nothing is lost: nothing more fits until there is room."""
    async with administering(by):
        await Space.filter(owner_id=user.id).update(quota_bytes=quota)
        await note(kinds.QuotaChanged(size=size(quota)), user, by, f"place de {size(quota)}")


async def set_role(user: User, role: AccountRole, by: User | None = None) -> None:
    """Say what somebody is for the service. Nothing happens where they are it already.

    Posts that the role does not hold end with it: who becomes a professional again later has none by surprise.
    Raises Conflict for oneself, and for the last administrator.
    """
    async with administering(by) as administrators:
        if not await User.filter(id=user.id).exclude(role=role).update(role=role):
            return
        _spare(user, by, administrators, "Ce compte garde son rôle.")
        if role not in PROFESSIONALS:
            await keepers.leave_all(user)
        if role != AccountRole.COORDINATOR:
            await keepers.coordinate_nothing(user)
        await note(kinds.RoleChanged(role=ROLES[role]), user, by, f"rôle « {ROLES[role]} »")


async def disable(user: User, reason: str, by: User | None = None) -> None:
    """Close an account: nobody enters, its devices are disconnected, nothing else of it changes, nothing is sent.

    Raises Conflict for oneself, for the last administrator, and where it is closed already.
    """
    why = in_a_sentence(reason)[:LONGEST_REASON]
    async with administering(by) as administrators:
        _spare(user, by, administrators, "Ce compte reste ouvert.")
        if not await User.filter(id=user.id, disabled_at=None).update(disabled_at=now(), disabled_why=why):
            raise Conflict("Ce compte est déjà suspendu.")
        await _disconnect(user)
        await note(kinds.Disabled(reason=why or "sans motif donné"), user, by, "suspendu")


async def enable(user: User, settings: Settings, by: User | None = None) -> None:
    """Open it again. A closing under way has its whole delay again: its person could not change their mind meanwhile.

    Raises Conflict where it is open.
    """
    async with administering(by):
        if not await User.filter(id=user.id, disabled_at__not_isnull=True).update(disabled_at=None, disabled_why=""):
            raise Conflict("Ce compte n'est pas suspendu.")
        later = now() + timedelta(days=settings.closing_days)
        await User.filter(id=user.id, closing_at__lt=later).update(closing_at=later)
        await note(kinds.Enabled(), user, by, "rouvert")


async def give_passphrase(user: User, settings: Settings, by: User | None = None) -> str:
    """A new secret, drawn, which the caller seals and keeps nowhere. Devices are disconnected, wrong tries forgotten.

    Its person is told, as of any change of passphrase.
    """
    passphrase = propose_passphrase()
    digest = await hash_passphrase(passphrase, settings)
    async with administering(by):
        await User.filter(id=user.id).update(secret_hash=digest)
        await _disconnect(user)
        await _forget_tries(user, settings)
        await note(kinds.PassphraseGiven(), user, by, "nouvelle phrase secrète")
        await record(kinds.PassphraseChanged(), owner=user.id, by=None)
    return passphrase


def _spare(user: User, by: User | None, administrators: list[UUID], otherwise: str) -> None:
    """Nobody puts themselves out, and somebody always administers the service. Raises Conflict."""
    if by is not None and user.id == by.id:
        raise Conflict(f"C'est votre propre compte. Demandez à une autre administration. {otherwise}")
    if administrators == [user.id]:
        raise Conflict(f"C'est le dernier compte d'administration. Nommez quelqu'un d'autre d'abord. {otherwise}")


async def _disconnect(user: User) -> int:
    announce(user.id)
    return await Session.filter(user_id=user.id).delete()


async def _forget_tries(user: User, settings: Settings) -> None:
    await throttle.forget(settings, ThrottledForm.ACCOUNT, user.handle)
    await throttle.forget(settings, ThrottledForm.WITHIN, str(user.id))
