"""The journal of a group, read by several people: each line names who did it, unless it was the reader."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import Role, User
from boite.journal import reading
from boite.journal.models import Entry

YOU = "Vous avez "
ROLES = {Role.COORDINATOR: "coordination", Role.PROFESSIONAL: "agent"}
UNKNOWN = "Quelqu'un"
"""Somebody whose account is closed since, or who gave no first name."""


async def told(account_id: UUID, reader: User, before: int | None) -> reading.Page:
    """A page of the journal of this group's account, in the words of its reader. Handles are never shown."""
    rows, mark = await reading.entries(account_id, before)
    actors = {row.actor_id for row in rows if row.actor_id}
    people = {user.id: user for user in await User.filter(id__in=list(actors))} if actors else {}

    def words(row: Entry, usual: str) -> str:
        if not usual.startswith(YOU) or row.actor_id == reader.id:
            return usual
        return f"{_who(people.get(row.actor_id) if row.actor_id else None)} a {usual.removeprefix(YOU)}"

    return reading.by_day(rows, mark, words)


def _who(user: User | None) -> str:
    """« Nadia (coordination) »."""
    if user is None:
        return UNKNOWN
    role = ROLES.get(user.role)
    return (user.first_name or UNKNOWN) + (f" ({role})" if role else "")
