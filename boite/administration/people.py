"""What an operator does to somebody's account, by its identifier only, without seeing anything of theirs.

Each gesture is written in the journal of the person concerned, who reads there that the administration did it.
"""

from __future__ import annotations

from dataclasses import dataclass

from boite.accounts import journal_kinds as kinds
from boite.accounts import throttle
from boite.accounts.models import AccountRole, Session, User
from boite.accounts.throttle import ThrottledForm
from boite.clock import now
from boite.database.announcements import announce
from boite.database.connection import transaction
from boite.files.quota import Space
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """What an operator may know of an account. Bytes; no name, no title, no address."""

    handle: str
    role: AccountRole
    quota: int
    used: int
    sessions: int
    closing: bool


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
    )


async def close_sessions(user: User) -> int:
    """Disconnect every device. Returns how many."""
    async with transaction():
        count = await Session.filter(user_id=user.id).delete()
        announce(user.id)
        await record(kinds.AllSessionsClosed(), owner=user.id, by=None)
    return count


async def unlock(user: User, settings: Settings) -> None:
    """Forget the wrong tries over this account, so that its person may try at once."""
    async with transaction():
        await throttle.forget(settings, ThrottledForm.ACCOUNT, user.handle)
        await throttle.forget(settings, ThrottledForm.WITHIN, str(user.id))
        await record(kinds.Unlocked(), owner=user.id, by=None)


async def set_quota(user: User, quota: int) -> None:
    """Give a box so many bytes. Below what it holds, nothing is lost: nothing more fits until there is room."""
    async with transaction():
        await Space.filter(owner_id=user.id).update(quota_bytes=quota)
        await record(kinds.QuotaChanged(size=size(quota)), owner=user.id, by=None)


async def set_role(user: User, role: AccountRole) -> None:
    """Say what somebody is for the service. Nothing happens where they are it already."""
    async with transaction():
        if await User.filter(id=user.id).exclude(role=role).update(role=role):
            await record(kinds.RoleChanged(role=ROLES[role]), owner=user.id, by=None)
