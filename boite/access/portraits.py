"""The door of the portraits: anybody reads them; who coordinates a territory writes the words of its group."""

from __future__ import annotations

from boite.access.directory import CODE, coordinated_codes
from boite.accounts.models import User
from boite.directory.models import Territory
from boite.errors import Forbidden, NotFound
from boite.portraits.questions import BY_CODE, PortraitQuestion


async def portrait(slug: str) -> Territory:
    """The territory at this address, which is its code without capitals: a name may change. Raises NotFound."""
    if len(slug) <= CODE:
        for row in await Territory.all():
            if row.code.lower() == slug.lower():
                return row
    raise NotFound


async def words(user: User, slug: str, code: str) -> tuple[Territory, PortraitQuestion]:
    """A question that this person may answer for a territory. Raises NotFound, Forbidden."""
    territory = await portrait(slug)
    if code not in BY_CODE:
        raise NotFound
    if not await may_write(user, territory):
        raise Forbidden
    return territory, BY_CODE[code]


async def may_write(user: User | None, territory: Territory) -> bool:
    """Whether this person writes here: for the door and for templates alike."""
    return user is not None and territory.code in await coordinated_codes(user)
