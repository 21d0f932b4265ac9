"""The number under which each account is counted: drawn, not derived from it. Erasing the row cuts the link."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from uuid import UUID

from boite.database.connection import execute, execute_many
from boite.database.long_lists import marks, parts
from boite.database.rows import column, fetch_as

KEY_BITS = 52
"""With the months since 2000, a key makes one positive number of 63 bits."""


async def keys_of(people: Iterable[UUID]) -> dict[UUID, int]:
    """The key of each of these accounts, drawn for those who had none. Absent: erased meanwhile.

    Of two workers, one draws; two accounts that draw the same number draw again.
    """
    found: dict[UUID, int] = {}
    for some in parts(people):
        missing = some
        while missing:
            found |= await _read(missing)
            missing = await _living([user for user in missing if user not in found])
            await execute_many(
                "INSERT INTO stat_person (user_id, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(user, secrets.randbits(KEY_BITS)) for user in missing],
            )
    return found


async def forget_refused() -> int:
    """Cut the link of whoever does not want to be counted. Returns how many."""
    return await execute(
        "DELETE FROM stat_person WHERE user_id IN (SELECT id FROM account_user WHERE statistics_refused_on IS NOT NULL)"
    )


async def _read(people: list[UUID]) -> dict[UUID, int]:
    rows = await fetch_as(
        f"SELECT user_id, key FROM stat_person WHERE user_id IN ({marks(people)})", *people, user_id=UUID
    )
    return {row["user_id"]: row["key"] for row in rows}


async def _living(people: list[UUID]) -> list[UUID]:
    found: list[UUID] = []
    for some in parts(people):
        found += await column(UUID, f"SELECT id FROM account_user WHERE id IN ({marks(some)})", *some)
    return found
