"""The door of what people say of who helps them along: their own, and nobody else's."""

from __future__ import annotations

from boite.accounts.models import User
from boite.errors import NotFound
from boite.support.models import Support

DIGITS = 18
"""Of a number that a row may have."""


async def support(user: User, number: str) -> Support:
    """One of this person's own rows. Raises NotFound."""
    if not number.isascii() or not number.isdigit() or len(number) > DIGITS:
        raise NotFound
    found = await Support.filter(id=int(number), user_id=user.id).select_related("structure").first()
    if found is None:
        raise NotFound
    return found
