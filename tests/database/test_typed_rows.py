"""Values of written queries: the same from both drivers, whatever they give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from boite.database.connection import execute, fetch
from boite.database.rows import column, fetch_as, records, retyped
from boite.directory.models import Ending, EndKind, Structure
from boite.settings import Settings
from tests.directory.sheets import make_structure

pytestmark = pytest.mark.usefixtures("app")
COLUMNS = (
    "SELECT s.id, s.name, s.networks, s.changed_at, s.checked_on, e.kind, e.since, e.successor_id,"
    " CASE WHEN e.id IS NULL THEN 0 ELSE 1 END AS over FROM directory_structure s"
    " LEFT JOIN directory_ending e ON e.structure_id = s.id ORDER BY s.slug"
)
AT = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One row of these columns."""

    id: UUID
    name: str
    networks: list[str]
    changed_at: datetime
    checked_on: date | None
    kind: EndKind | None
    since: date | None
    successor_id: UUID | None
    over: bool
    unasked: str = "as it is"


async def test_rows_are_of_the_kinds_of_their_fields(settings: Settings) -> None:
    first, second = await make_structure("Alpha"), await make_structure("Bêta")
    await Structure.all().update(changed_at=AT, networks=["cio", "cci"], checked_on=None)
    await Structure.filter(id=second.id).update(checked_on=date(2026, 3, 1))
    await Ending.create(structure_id=second.id, kind=EndKind.CLOSED, since=date(2026, 5, 2), successor_id=first.id)
    assert await records(Row, COLUMNS) == [
        Row(first.id, "Alpha", ["cio", "cci"], AT, None, None, None, None, False),
        Row(second.id, "Bêta", ["cio", "cci"], AT, date(2026, 3, 1), EndKind.CLOSED, date(2026, 5, 2), first.id, True),
    ]
    assert await column(UUID, "SELECT id FROM directory_structure ORDER BY slug") == [first.id, second.id]
    assert await column(UUID, "SELECT successor_id FROM directory_ending") == [first.id]
    [row] = await fetch_as(COLUMNS + " LIMIT 1", id=UUID, since=date)
    assert (row["id"], row["name"], row["since"]) == (first.id, "Alpha", None)
    [row] = retyped(await fetch(COLUMNS + " LIMIT 1"), id=str, changed_at=datetime, since=date, nothing=int)
    assert (row["id"], row["changed_at"], row["since"]) == (str(first.id), AT, None)
    await execute("UPDATE directory_ending SET successor_id = NULL")
    assert await column(UUID, "SELECT successor_id FROM directory_ending") == []
