"""How much the directory is searched: a number by day, profile and territory. Never by whom."""

from __future__ import annotations

from boite.accounts.models import AccountRole, User
from boite.database.counters import DailyCounter
from boite.directory.search.use_rows import AskerProfile

SEARCHES = DailyCounter("directory_use", ("profile", "territory_id"))


def profile_of(user: User | None) -> AskerProfile:
    """Who asks, in three words."""
    if user is None:
        return AskerProfile.VISITOR
    return AskerProfile.PERSON if user.role == AccountRole.PERSON else AskerProfile.PROFESSIONAL
