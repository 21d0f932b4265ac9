"""The door of the administration: who runs the service, and nobody else. It opens on identifiers, never on contents."""

from __future__ import annotations

from boite.accounts.models import AccountRole, User
from boite.administration import people
from boite.errors import Forbidden, NotFound


def administrator(user: User) -> None:
    """Raises Forbidden."""
    if user.role != AccountRole.ADMINISTRATOR:
        raise Forbidden


async def account(user: User, handle: str) -> User:
    """Somebody's account, by its identifier. Raises NotFound, also for who administers nothing."""
    if user.role != AccountRole.ADMINISTRATOR:
        raise NotFound
    return await people.somebody(handle)
