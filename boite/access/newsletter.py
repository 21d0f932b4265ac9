"""The door of the newsletter: what was sent is for everybody; whoever coordinates a territory composes its letter."""

from __future__ import annotations

import re

from boite.access.desks import coordinated, identifier
from boite.access.sheets import steering
from boite.accounts.models import User
from boite.directory.models import Territory
from boite.errors import Gone, NotFound
from boite.newsletter.models import Issue, IssueStage

APPEARED = frozenset({IssueStage.SENDING, IssueStage.PAUSED, IssueStage.SENT})
"""The stages of an issue that readers have, or are about to have."""
_NUMBERED = re.compile(r"([1-9][0-9]{0,5})(?:-[a-z0-9-]{0,110})?")
_CODE = re.compile(r"[A-Z0-9-]{1,40}")


class LetterOffLine(Gone):
    """It was on line and is no longer."""

    message = "Cette lettre n'est plus en ligne."


async def letter_desk(user: User) -> list[Territory]:
    """The territories whose letter this person composes. Raises Forbidden where none."""
    return await steering(user)


async def letter_issue(user: User, issue_id: object) -> Issue:
    """An issue, for those who compose it. Raises NotFound."""
    found = await Issue.get_or_none(id=identifier(issue_id)).select_related("territory")
    if found is None or found.territory_id not in await coordinated(user):
        raise NotFound
    return found


async def letter_territory(code: str) -> Territory:
    """A territory that has a letter, or may have one. Raises NotFound."""
    found = await Territory.get_or_none(code=code) if _CODE.fullmatch(code) else None
    if found is None:
        raise NotFound
    return found


async def published_issue(territory: str, slug: str) -> Issue:
    """The issue at this address: its number decides, so that a changed title leads there too. Raises NotFound, Gone."""
    read = _NUMBERED.fullmatch(slug)
    if read is None or not _CODE.fullmatch(territory):
        raise NotFound
    found = await Issue.get_or_none(territory_id=territory, number=int(read[1])).select_related("territory")
    if found is None or found.stage not in APPEARED:
        raise NotFound
    if found.withdrawn_at is not None:
        raise LetterOffLine
    return found
