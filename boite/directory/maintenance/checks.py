"""« Tout est juste »: somebody looked at a sheet, and when to look again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from boite.accounts.models import User
from boite.clock import months_later, today
from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.database.rows import retyped
from boite.directory import journal_kinds as kinds
from boite.directory.history.history_rows import Revision, What
from boite.directory.history.revision import revising
from boite.directory.places.place_rows import REGION
from boite.directory.sheet.ending_rows import Ending
from boite.directory.sheet.gone import gone
from boite.directory.sheet.structure_rows import Structure
from boite.errors import Conflict

SOON = timedelta(days=30)
"""How long before its day a sheet is among those to check."""
PAGE = 30
COUNTED = 1000
"""Sheets beyond which pages say « more than »."""


async def confirm(structure: Structure, *, by: User, months: int) -> Revision | None:
    """Confirm the whole sheet today; the next check is due in `months`. Raises Conflict, NotFound."""
    async with revising(structure, What.CHECKED, kinds.SheetChecked, by=by) as draft:
        if await Ending.exists(structure_id=structure.id, since__lte=today()):
            raise Conflict("Cette structure n'est plus là. Rouvrez d'abord sa fiche.")
        await Structure.filter(id=draft.structure.id).update(
            checked_on=today(), checked_by_id=by.id, next_check_on=months_later(today(), months)
        )
    return draft.revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Whose sheets somebody looks after: territories by code, and structures where one is an agent."""

    territories: Collection[str] = ()
    structures: Collection[UUID] = ()

    def __bool__(self) -> bool:
        return bool(self.territories or self.structures)


async def due(watch: Watch, *, never: bool = False, page: int = 1) -> list[dict[str, Any]]:
    """A page of living sheets to check, the most overdue first; those that nobody ever checked, by name, with `never`.

    `id`, `slug`, `name`, `checked_on`, `next_check_on`, `territory`. One row more than PAGE says that others follow.
    """
    where, values = _where(watch, never)
    rows = await fetch(
        "SELECT s.id, s.slug, s.name, s.checked_on, s.next_check_on, t.name AS territory FROM directory_structure s"
        f" LEFT JOIN directory_territory t ON t.code = s.territory_id WHERE {where}"
        f" ORDER BY s.next_check_on, s.name, s.id LIMIT {PAGE + 1} OFFSET {(page - 1) * PAGE}",
        *values,
    )
    return retyped(rows, checked_on=date, next_check_on=date)


async def count_due(watch: Watch, *, never: bool = False) -> int:
    """How many there are, up to COUNTED."""
    where, values = _where(watch, never)
    inside = f"SELECT 1 AS one FROM directory_structure s WHERE {where} LIMIT {COUNTED}"
    [row] = await fetch(f"SELECT COUNT(*) AS count FROM ({inside}) AS found", *values)
    return int(row["count"])


def _where(watch: Watch, never: bool) -> tuple[str, list[Any]]:
    """The condition on `s`. The whole region's coordination needs none on the territory."""
    conditions = [f"NOT EXISTS (SELECT 1 FROM directory_ending e WHERE e.structure_id = s.id AND {gone()})"]
    values: list[Any] = []
    if never:
        conditions.append("s.next_check_on IS NULL")
    else:
        conditions.append("s.next_check_on <= ?")
        values.append(today() + SOON)
    if REGION not in watch.territories:
        held = [(column, rows) for column, rows in _held(watch) if rows]
        mine = [f"s.{column} {_among(rows)}" for column, rows in held]
        conditions.append(f"({' OR '.join(mine)})" if mine else "1 = 0")
        values += [value for _, rows in held for value in rows]
    return " AND ".join(conditions), values


def _among(rows: list[Any]) -> str:
    """An equality for one value: the rows then come in the order of the index, without any sort."""
    return "= ?" if len(rows) == 1 else f"IN ({marks(rows)})"


def _held(watch: Watch) -> list[tuple[str, list[Any]]]:
    return [("territory_id", list(watch.territories)), ("id", list(watch.structures))]
