"""The door of the newsletter: what was sent is for everybody; the coordinators of a territory compose its letter."""

from __future__ import annotations

import re

from boite.access.directory import CODE, coordinated, coordinated_codes
from boite.accounts.models import User
from boite.database.identifiers import identifier, short_key
from boite.directory.models import Territory
from boite.errors import Gone, NotFound
from boite.newsletter.models import Issue, IssueStage

APPEARED = frozenset({IssueStage.SENDING, IssueStage.PAUSED, IssueStage.SENT})
"""The stages of an issue that readers have, or are about to have."""
_NUMBERED = re.compile(r"([1-9][0-9]{0,5})(?:-[a-z0-9-]{0,110})?")


class OffLine(Gone):
    """It was on line and is no longer."""

    message = "Cette lettre n'est plus en ligne."


async def desk(user: User) -> list[Territory]:
    """The territories whose letter this person composes. Raises Forbidden where none."""
    return await coordinated(user)


async def desk_codes(user: User) -> frozenset[str]:
    """The codes of those territories: empty for most people."""
    return await coordinated_codes(user)


async def issue(user: User, issue_id: object) -> Issue:
    """An issue, for those who compose it. Raises NotFound."""
    found = await Issue.get_or_none(id=identifier(issue_id)).select_related("territory")
    if found is None or found.territory_id not in await coordinated_codes(user):
        raise NotFound
    return found


async def territory(code: str) -> Territory:
    """A territory that has a letter, or may have one. Raises NotFound."""
    found = await Territory.get_or_none(code=short_key(code, CODE))
    if found is None:
        raise NotFound
    return found


async def published(code: str, slug: str) -> Issue:
    """The issue at this address: its number decides, so that an old title leads there too. Raises NotFound, OffLine."""
    read = _NUMBERED.fullmatch(slug)
    if read is None:
        raise NotFound
    found = await Issue.get_or_none(territory_id=short_key(code, CODE), number=int(read[1])).select_related("territory")
    if found is None or found.stage not in APPEARED:
        raise NotFound
    if found.withdrawn_at is not None:
        raise OffLine
    return found
