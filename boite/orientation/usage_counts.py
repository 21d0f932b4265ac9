"""How much « Qui peut m'aider ? » is used: a number by day, question, profile and territory. Never by whom."""

from __future__ import annotations

import logging
from uuid import UUID

from boite.accounts.models import AccountRole, User
from boite.database.counters import DailyCounter
from boite.orientation.models import Profile

USES = DailyCounter("orientation_use", ("profile", "question_id", "territory_id"))
log = logging.getLogger("boite.orientation")
ROBOTS = ("bot", "crawl", "spider")
"""What the programs that read the whole web call themselves."""


def profile_of(user: User | None) -> Profile:
    """Who asks, in three words."""
    if user is None:
        return Profile.VISITOR
    return Profile.PERSON if user.role == AccountRole.PERSON else Profile.PROFESSIONAL


async def count_use(question_id: UUID, profile: Profile, territory: str, agent: str = "") -> None:
    """One more result shown. `agent` is what the program says it is: robots are not people.

    A count that fails is told to the logs and to nobody else: the answer matters more.
    """
    if any(word in agent.casefold() for word in ROBOTS):
        return
    try:
        await USES.count(profile.value, question_id, territory)
    except Exception:
        log.exception("use not counted")
