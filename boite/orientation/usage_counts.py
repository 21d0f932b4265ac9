"""How much « Qui peut m'aider ? » is used: a number by day, question, profile and territory. Never by whom."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import AccountRole, User
from boite.database.counters import DailyCounter
from boite.orientation.models import AskerProfile

USES = DailyCounter("orientation_use", ("profile", "question_id", "territory_id"))


def profile_of(user: User | None) -> AskerProfile:
    """Who asks, in three words."""
    if user is None:
        return AskerProfile.VISITOR
    return AskerProfile.PERSON if user.role == AccountRole.PERSON else AskerProfile.PROFESSIONAL


async def count_use(question_id: UUID, profile: AskerProfile, territory: str) -> None:
    """One more result shown."""
    await USES.count(profile.value, question_id, territory)
