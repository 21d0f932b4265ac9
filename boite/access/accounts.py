"""The door of the accounts: one's own devices, and nobody else's."""

from __future__ import annotations

from boite.accounts.models import Session, User
from boite.database.identifiers import identifier
from boite.errors import NotFound


async def session(user: User, session_id: object) -> Session:
    """One of the person's own devices."""
    found = await Session.get_or_none(id=identifier(session_id), user_id=user.id)
    if found is None:
        raise NotFound
    return found
