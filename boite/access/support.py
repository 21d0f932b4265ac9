"""The door of what people say of who helps them along: their own, and nobody else's."""

from __future__ import annotations

from boite.accounts.models import User
from boite.errors import NotFound
from boite.support.models import Support

LARGEST = 2**63 - 1


async def support(user: User, number: int) -> Support:
    """One of this person's own rows. Raises NotFound."""
    row = Support.filter(id=number, user_id=user.id) if number <= LARGEST else None
    found = await row.select_related("structure").first() if row is not None else None
    if found is None:
        raise NotFound
    return found
