"""What a list of results shows of the documents found: their structures and their reception points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.database.rows import typed
from boite.directory.sheet.fields import POINT as PLACE
from boite.directory.sheet.fields import chosen
from boite.directory.sheet.gone import day, is_gone

STRUCTURE = ("id", "slug", "name", "networks", "phone", "languages", "territory_id")
POINT = ("id", *chosen(PLACE, lambda field: field.api))
_COLUMNS = ", ".join(
    [*(f"s.{name} AS s_{name}" for name in STRUCTURE), *(f"p.{name} AS p_{name}" for name in POINT)],
)


async def shown(documents: Sequence[int]) -> dict[int, tuple[dict[str, Any], dict[str, Any] | None]]:
    """The structure and the point of each document (its number), in one statement."""
    if not documents:
        return {}
    rows = await fetch(
        f"SELECT d.id, e.kind AS kind, e.since, d.latitude, d.longitude, {_COLUMNS} FROM directory_document d"
        " JOIN directory_structure s ON s.id = d.structure_id LEFT JOIN directory_point p ON p.id = d.point_id"
        f" LEFT JOIN directory_ending e ON e.structure_id = s.id WHERE d.id IN ({marks(documents)})",
        *documents,
    )
    return {row["id"]: (_structure(row), _point(row)) for row in rows}


def _structure(row: dict[str, Any]) -> dict[str, Any]:
    found = {name: row[f"s_{name}"] for name in STRUCTURE}
    lists = {name: typed(found[name], list) for name in ("networks", "languages")}
    since = day(row["since"])
    over = since is not None and is_gone(since)
    end = {"ended": row["kind"] if over else "", "ends": None if over else since, "end": row["kind"] or ""}
    return found | lists | {"id": str(found["id"]), **end}


def _point(row: dict[str, Any]) -> dict[str, Any] | None:
    """With the coordinates of the document: those of its commune where it has none of its own."""
    if row["p_id"] is None:
        return None
    found = {name: row[f"p_{name}"] for name in POINT}
    return found | {"id": str(found["id"]), "latitude": row["latitude"], "longitude": row["longitude"]}
