"""The journal of a group, read by several people: each line names who did it, unless it was the reader."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import AccountRole, User
from boite.database.long_lists import few
from boite.journal import own_entries
from boite.journal.models import Entry
from boite.journal.record import SOMEBODY, sentence

ROLES = {AccountRole.COORDINATOR: "coordination", AccountRole.PROFESSIONAL: "agent"}


async def told(account_id: UUID, reader: User, before: int | None) -> own_entries.JournalPage:
    """A page of the journal of this group's account, in the words of its reader. Handles are never shown."""
    rows, mark = await own_entries.entries(account_id, before)
    actors = {row.actor_id for row in rows if row.actor_id}
    people = {user.id: user for user in await User.filter(id__in=few(actors))} if actors else {}

    def words(row: Entry) -> str:
        return sentence(row, reader.id, _who(people.get(row.actor_id) if row.actor_id else None))

    return own_entries.by_day(rows, mark, words)


def _who(user: User | None) -> str:
    """« Nadia (coordination) »."""
    if user is None:  # their account was closed since
        return SOMEBODY
    role = ROLES.get(user.role)
    return (user.first_name or SOMEBODY) + (f" ({role})" if role else "")
