"""The results of a search: the structures and the reception points of the documents found, a page of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.database.rows import typed
from boite.directory.places.lookup import Place
from boite.directory.search_engine.ranking import Answers
from boite.directory.sheet.fields import POINT as PLACE
from boite.directory.sheet.fields import chosen
from boite.directory.sheet.gone import day, is_gone

STRUCTURE = ("id", "slug", "name", "networks", "phone", "languages", "territory_id")
POINT = ("id", *chosen(PLACE, lambda field: field.api))
_COLUMNS = ", ".join(
    [*(f"s.{name} AS s_{name}" for name in STRUCTURE), *(f"p.{name} AS p_{name}" for name in POINT)],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One structure found, at its nearest place."""

    structure: dict[str, Any]
    """`id`, `slug`, `name`, `networks` (codes), `phone`, `languages`, `territory_id`, `ended` (kind or empty);
    `end` and `ends`, the kind and the day of an end to come."""
    point: dict[str, Any] | None
    """`id`, `name`, `address`, `postal_code`, `city`, `phone`, `opening_hours`, `appointment`, `wheelchair`,
    `latitude`, `longitude`; None where the structure has no place."""
    distance: float | None
    """Kilometres from the place asked, as the crow flies."""
    named: bool
    """Whether the words are in its name or its network's, and not only in what it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """A page of results and what was understood of the search."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    """How many there are, up to MOST."""
    capped: bool = False
    """Whether there are more than MOST."""
    place: Place | None = None
    """The place asked, or the one recognised among the words."""
    corrected: dict[str, str] = field(default_factory=dict)
    """Mistyped words, with the word understood instead."""
    ignored: list[str] = field(default_factory=list)
    """Words that nothing knows, left out."""
    next_page: int = 0
    """0 at the end."""
    apart: list[Hit] = field(default_factory=list)
    """Around a place: what answers and is nowhere that we know. APART at most, on the first page alone."""
    besides: list[str] = field(default_factory=list)
    """What was understood besides the words: « ouvert le samedi »."""
    where_from: bool = False
    """Whether it asks for what is near, and nobody said where that is."""
    more_apart: bool = False
    """Whether there are others like these."""


async def hits(rows: Sequence[dict[str, Any]]) -> list[Hit]:
    """What is shown of these documents, in their order."""
    found = await _shown([row["id"] for row in rows])
    return [
        Hit(
            structure=found[row["id"]][0],
            point=found[row["id"]][1],
            distance=row.get("distance"),
            named=row["answers"] < Answers.OFFERED,
        )
        for row in rows
        if row["id"] in found  # it may have been deleted since
    ]


async def _shown(documents: Sequence[int]) -> dict[int, tuple[dict[str, Any], dict[str, Any] | None]]:
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
