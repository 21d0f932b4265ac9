"""Everything that statistics know of somebody, and where they are counted. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from boite.accounts.ages import fine
from boite.accounts.models import PROFESSIONALS, AccountRole
from boite.clock import day_of, midnight
from boite.database.connection import fetch
from boite.database.long_lists import marks, parts
from boite.database.rows import fetch_as
from boite.directory.models import REGION
from boite.statistics.grid import NO_AGE, PUBLICS
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import NOWHERE, Path
from boite.support.dimensions import Dimensions, dimensions

COUNTED = (AccountRole.PERSON, *sorted(PROFESSIONALS))
"""Observers, administrators and the accounts of groups are in no figure."""


@dataclass(frozen=True, slots=True)
class CountedPerson:
    """One account, as it is now."""

    id: UUID
    professional: bool
    """Counted among colleagues, and in no measure of persons."""
    opened_at: datetime
    seen_on: str
    """The last day that they came, in France: « 2026-11-30 », or nothing."""
    place: Path
    public: int
    birth_year: int | None
    refused: bool
    """Whether they said that they are not to be counted."""
    again_since: datetime | None
    """When they last accepted to be counted, for who had refused."""

    def is_counted(self, month: CountedPeriod) -> bool:
        """Not while they refuse, nor in a month that began before they accepted again.

        Their former number is gone: written again, what came before would count them twice.
        """
        return not self.refused and (self.again_since is None or self.again_since <= midnight(month.begins))

    def age(self, year: int) -> int:
        """By the age that they reach that year; `NO_AGE` where they do not say."""
        return NO_AGE if self.birth_year is None else fine(self.birth_year, year)


class Geography:
    """Where structures, territories and communes are, read once for a whole month."""

    def __init__(
        self, departments: Mapping[str, str], communes: Mapping[str, str], structures: Mapping[UUID, str | None]
    ) -> None:
        self._departments, self._communes, self._structures = departments, communes, structures
        self._were: dict[str, Path] = {}

    @classmethod
    async def read(cls, told_of: Iterable[Path] = ()) -> Geography:
        """A territory is in the department where most of its inhabitants live.

        `told_of` are the places of a period that was published: they are where they were then, whatever moved since.
        """
        inside = "FROM directory_commune WHERE territory_id IS NOT NULL"
        rows = await fetch(
            f"SELECT territory_id, department, SUM(population) AS people {inside}"
            " GROUP BY territory_id, department ORDER BY people, department"
        )
        communes = await fetch(f"SELECT code, territory_id {inside}")
        structures = await fetch_as("SELECT id, territory_id FROM directory_structure", id=UUID)
        found = cls(
            {row["territory_id"]: row["department"] for row in rows},
            {row["code"]: row["territory_id"] for row in communes},
            {row["id"]: row["territory_id"] for row in structures},
        )
        found._were = {path.code: path for path in told_of}
        return found

    def place(self, structure: UUID | None, commune: str) -> Path:
        """Their structure, else the territory of their commune, else the region."""
        if structure is not None and structure in self._structures:
            if (was := self._were.get(str(structure))) is not None:
                return was
            local = self._structures[structure]
            above = (REGION, NOWHERE, NOWHERE) if local in (None, REGION) else self.territory(local).codes
            return Path((*above, str(structure)))
        return self.territory(self._communes.get(commune))

    def territory(self, code: str | None) -> Path:
        """A territory; the region for its own code, and for none."""
        if not code or code == REGION:
            return Path((REGION,))
        return self._were.get(code) or Path((REGION, self._departments.get(code, NOWHERE), code))

    def structures(self) -> dict[UUID, Path]:
        """Those of the directory."""
        return {each: self.place(each, "") for each in self._structures}


async def next_people(after: UUID, at_most: int, before: datetime, where: Geography) -> list[CountedPerson]:
    """Accounts opened before an instant, in the order of identifiers. Five queries, however many."""
    rows = await fetch_as(
        f"SELECT id, role, created_at, seen_on FROM account_user WHERE id > ? AND role IN ({marks(COUNTED)})"
        f" AND created_at < ? ORDER BY id LIMIT {at_most:d}",
        after,
        *(role.value for role in COUNTED),
        before,
        id=UUID,
        created_at=datetime,
    )
    known = await dimensions(row["id"] for row in rows)
    posts = await _posts([row["id"] for row in rows if row["role"] != AccountRole.PERSON.value])
    again = await _counted_again([row["id"] for row in rows])
    found = []
    for row in rows:
        if row["id"] in known:  # else erased meanwhile
            professional = row["role"] != AccountRole.PERSON.value
            found.append(_person(row["id"], professional, row, known[row["id"]], again, posts, where))
    return found


def _person(
    user: UUID,
    professional: bool,
    row: Mapping[str, object],
    known: Dimensions,
    again: Mapping[UUID, datetime],
    posts: Mapping[UUID, UUID],
    where: Geography,
) -> CountedPerson:
    opened = row["created_at"]
    assert isinstance(opened, datetime)  # noqa: S101 - for the types
    structure = posts.get(user) if professional else known.structure_id
    return CountedPerson(
        id=user,
        professional=professional,
        opened_at=opened,
        seen_on=str(row["seen_on"] or "")[:10],
        place=where.place(structure, known.commune_code),
        public=PUBLICS.index(known.public),
        birth_year=known.birth_year,
        refused=known.refused_on is not None,
        again_since=again.get(user),
    )


async def linked(people: Sequence[UUID], month: CountedPeriod, where: Geography) -> dict[UUID, list[Path]]:
    """The structures that helped each of these people along during a month, as they say it now. Absent: none."""
    found: dict[UUID, list[Path]] = {}
    for some in parts(people):
        rows = await fetch_as(
            "SELECT user_id, structure_id, since, until, at FROM support_support"
            f" WHERE (until IS NULL OR until >= ?) AND user_id IN ({marks(some)})",
            month.begins,
            *some,
            user_id=UUID,
            structure_id=UUID,
            since=date,
            at=datetime,
        )
        for row in rows:
            if (row["since"] or day_of(row["at"])) < month.ends:
                found.setdefault(row["user_id"], []).append(where.place(row["structure_id"], ""))
    return found


async def _counted_again(people: Sequence[UUID]) -> dict[UUID, datetime]:
    """When those who had refused to be counted last accepted. Read after them: who accepts meanwhile is in neither."""
    found: dict[UUID, datetime] = {}
    for some in parts(people):
        rows = await fetch_as(
            "SELECT owner_id, MAX(at) AS since FROM journal_entry WHERE kind = 'account.statistics_accepted'"
            f" AND owner_id IN ({marks(some)}) GROUP BY owner_id",
            *some,
            owner_id=UUID,
            since=datetime,
        )
        found |= {row["owner_id"]: row["since"] for row in rows}
    return found


async def _posts(people: Sequence[UUID]) -> dict[UUID, UUID]:
    """The structure that each of these professionals has worked for longest."""
    found: dict[UUID, UUID] = {}
    for some in parts(people):
        rows = await fetch_as(
            f"SELECT user_id, structure_id FROM directory_membership WHERE user_id IN ({marks(some)})"
            " ORDER BY since DESC, id",
            *some,
            user_id=UUID,
            structure_id=UUID,
        )
        found |= {row["user_id"]: row["structure_id"] for row in rows}
    return found
