"""The door of the figures: which places somebody may read. The figures themselves are the same for everybody.

A professional reads the structures that they work for; a coordinator their territory and the structures inside it; the
coordination of the region, and observers, every place. No right here opens the name of anybody.
"""

from __future__ import annotations

from boite.access.directory import coordinated_codes, member_structures
from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION
from boite.errors import Forbidden, NotFound
from boite.statistics import published
from boite.statistics.places import Path

LONGEST_CODE = 40


async def places(user: User) -> list[Path]:
    """The places that this person may read and that have figures, the largest first. Raises Forbidden.

    A structure that moved is one place: its newest path of those that they may read.
    """
    return list({path.code: path for path in await _readable(user, await published.places_of())}.values())


async def place(user: User, code: str) -> list[Path]:
    """The paths of one of them that this person may read, the newest last. Raises NotFound where no figure was ever
    published, Forbidden.

    A structure that left a territory is read there as it was, never as it is elsewhere.
    """
    if len(code) > LONGEST_CODE:
        raise NotFound
    there = await published.places_of(code)
    if not there:
        raise NotFound
    found = await _readable(user, there)
    if not found:
        raise Forbidden
    return found


async def _readable(user: User, places: list[Path]) -> list[Path]:
    if user.role == AccountRole.OBSERVER:
        return places
    if not user.is_professional:
        raise Forbidden
    territories = await coordinated_codes(user)
    if REGION in territories:
        return places
    own = {str(row.id) for row in await member_structures(user)}
    return [path for path in places if path.code in own or territories & set(path.codes)]
