"""What a person is counted as: all that statistics may know of them, and nothing more. Read only; traits never enter.

One query for each batch of people, whatever they have. The figures made of it are in `boite.statistics`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from boite.accounts.models import AccountRole
from boite.accounts.situations import public_of
from boite.database.long_lists import marks, parts
from boite.database.rows import fetch_as

DIMENSIONS = (
    "SELECT u.id, u.situation, u.birth_year, u.commune_code, u.statistics_refused_on, s.structure_id"
    " FROM account_user u LEFT JOIN support_support s ON s.user_id = u.id AND s.lead"
    " WHERE u.role <> ? AND u.id IN ({marks})"
)
LINKS = (
    "SELECT user_id, structure_id FROM support_support WHERE until IS NULL AND user_id IN ({marks})"
    " ORDER BY user_id, lead DESC, id"
)


@dataclass(frozen=True, slots=True)
class Dimensions:
    """One person, as they are now."""

    public: str
    """One of the twelve of `boite.accounts.situations`."""
    birth_year: int | None
    structure_id: UUID | None
    """Their « structure référente »."""
    commune_code: str
    """INSEE; empty where they do not say."""
    refused_on: date | None
    """Since what day they are not counted; None: they are."""


async def dimensions(people: Iterable[UUID]) -> dict[UUID, Dimensions]:
    """Those of each of these people. Absent: who is gone, and the accounts of groups, which are nobody."""
    found = dict[UUID, Dimensions]()
    for some in parts(people):
        sql = DIMENSIONS.format(marks=marks(some))
        kinds = {"id": UUID, "structure_id": UUID, "statistics_refused_on": date}
        for row in await fetch_as(sql, AccountRole.GROUP.value, *some, **kinds):
            public, born = public_of(row["situation"]), row["birth_year"]
            refused = row["statistics_refused_on"]
            found[row["id"]] = Dimensions(public, born, row["structure_id"], row["commune_code"], refused)
    return found


async def links(people: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The structures that help each of these people along now, the « structure référente » first. Absent: none."""
    found = dict[UUID, tuple[UUID, ...]]()
    for some in parts(people):
        sql = LINKS.format(marks=marks(some))
        for row in await fetch_as(sql, *some, user_id=UUID, structure_id=UUID):
            found[row["user_id"]] = (*found.get(row["user_id"], ()), row["structure_id"])
    return found
