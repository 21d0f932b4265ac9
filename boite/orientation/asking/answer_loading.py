"""Reading what answers are made of: the lines of questions, the sheets of structures, a few queries for them all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.database.rows import fetch_as, typed
from boite.directory.places.distance import kilometres
from boite.directory.places.lookup import Place
from boite.directory.sheet.full_names import NetworkNames
from boite.directory.sheet.gone import day, gone
from boite.orientation.asking.answer_choice import RankedAnswer
from boite.orientation.models import AnswerStanding

SHEET_COLUMNS = (
    "s.id, s.slug, s.name, s.networks, s.phone, s.email, s.website, s.online, s.territory_id, e.kind, e.since"
)
POINT_COLUMNS = (
    "p.structure_id, p.name, p.address, p.complement, p.postal_code, p.city, p.phone, p.opening_hours, p.hours_note,"
    " p.appointment, p.wheelchair, COALESCE(p.latitude, c.latitude) AS latitude,"
    " COALESCE(p.longitude, c.longitude) AS longitude, p.latitude AS own_latitude, p.longitude AS own_longitude"
)
"""A point without coordinates of its own is at the centre of its commune."""
FARTHEST = 10
"""Structures that one may follow from one to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringStructure:
    """One structure, at its nearest reception point."""

    id: UUID
    slug: str
    name: str
    networks: tuple[str, ...]
    phone: str
    email: str
    online: str
    territory_id: str
    point: dict[str, Any] = field(default_factory=dict)
    """Empty where it has no place."""
    distance: float | None = None
    """Kilometres from the place asked, as the crow flies."""
    end: str = ""
    ends: date | None = None
    """The kind and the day of an end to come."""
    lost: bool = False
    """Whether a place was asked and its own is not known: it is near nothing."""

    @property
    def call(self) -> str:
        """The number to call: the reception point's, else the structure's."""
        return self.point.get("phone") or self.phone


async def lines_of(question_ids: Collection[UUID]) -> list[RankedAnswer]:
    """The answers of these questions. A structure that ended leads to the one that follows, if any."""
    if not question_ids:
        return []
    rows = await fetch(
        "SELECT a.question_id, a.standing, a.rank, a.network_id, a.structure_id, a.territory_id, a.publics,"
        " a.brings, a.how, s.networks, e.kind AS ended, e.successor_id"
        " FROM orientation_answer a LEFT JOIN directory_structure s ON s.id = a.structure_id"
        f" LEFT JOIN directory_ending e ON e.structure_id = a.structure_id AND {gone()}"
        f" WHERE a.question_id IN ({marks(list(question_ids))}) ORDER BY a.rank, a.id",
        *question_ids,
    )
    await _lead_on(rows)
    return [_line(row) for row in rows if not row["ended"] or row["successor_id"]]


async def _lead_on(rows: list[dict[str, Any]]) -> None:
    """The one that follows may have ended since, and lead to another. No query where nothing ended."""
    for _ in range(FARTHEST):
        named = {str(row["successor_id"]) for row in rows if row["successor_id"]}
        ended = await fetch(
            f"SELECT e.structure_id, e.successor_id FROM directory_ending e WHERE {gone()}"
            f" AND e.structure_id IN ({marks(list(named))})",
            *named,
        ) if named else []  # fmt: skip
        if not ended:
            return
        following = {str(row["structure_id"]): row["successor_id"] for row in ended}
        for row in rows:
            row["successor_id"] = following.get(str(row["successor_id"]), row["successor_id"])


def _line(row: dict[str, Any]) -> RankedAnswer:
    networks = typed(row["networks"], list) or []
    structure = row["successor_id"] or row["structure_id"]
    return RankedAnswer(
        question_id=str(row["question_id"]),
        standing=AnswerStanding(row["standing"]),
        rank=row["rank"],
        network=row["network_id"] or (networks[0] if networks else str(row["structure_id"])),
        structure_id=typed(structure, UUID),
        territory_id=row["territory_id"] or "",
        publics=frozenset(typed(row["publics"], list) or []),
        brings=row["brings"],
        how=row["how"],
    )


async def sheets(ids: Collection[UUID], place: Place | None) -> dict[UUID, AnsweringStructure]:
    """These structures, those that ended aside, each at its point nearest to the place. Two queries."""
    if not ids:
        return {}
    rows = await fetch_as(
        f"SELECT {SHEET_COLUMNS} FROM directory_structure s"
        " LEFT JOIN directory_ending e ON e.structure_id = s.id"
        f" WHERE s.id IN ({marks(ids)}) AND (e.structure_id IS NULL OR NOT {gone()}) ORDER BY s.name",
        *ids,
        id=UUID,
    )
    return await _with_points(rows, place)


async def sheets_of_territory(territory: str) -> dict[UUID, AnsweringStructure]:
    """The structures of a territory, by name. Two queries."""
    rows = await fetch_as(
        f"SELECT {SHEET_COLUMNS} FROM directory_structure s"
        " LEFT JOIN directory_ending e ON e.structure_id = s.id"
        f" WHERE s.territory_id = ? AND (e.structure_id IS NULL OR NOT {gone()}) ORDER BY s.name",
        territory,
        id=UUID,
    )
    return await _with_points(rows, None)


async def _with_points(rows: list[dict[str, Any]], place: Place | None) -> dict[UUID, AnsweringStructure]:
    if not rows:
        return {}
    ids = [row["id"] for row in rows]
    points = await fetch(
        f"SELECT {POINT_COLUMNS} FROM directory_point p LEFT JOIN directory_commune c ON c.code = p.commune_id"
        f" WHERE p.structure_id IN ({marks(ids)}) ORDER BY p.rank, p.id",
        *ids,
    )
    by_structure: dict[str, list[dict[str, Any]]] = {}
    for point in points:
        by_structure.setdefault(str(point["structure_id"]), []).append(point)
    made = [_sheet(row, by_structure.get(str(row["id"]), []), place) for row in rows]
    return {sheet.id: sheet for sheet in made}


def _sheet(row: dict[str, Any], points: list[dict[str, Any]], place: Place | None) -> AnsweringStructure:
    ranked = sorted(((_distance(place, point), number) for number, point in enumerate(points)), key=_nearest_first)
    distance, number = ranked[0] if ranked else (None, 0)
    return AnsweringStructure(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        networks=tuple(typed(row["networks"], list) or ()),
        phone=row["phone"],
        email=row["email"],
        online=row["online"],
        territory_id=row["territory_id"] or "",
        point=points[number] if points else {},
        distance=distance,
        end=row["kind"] or "",
        ends=day(row["since"]),
        lost=place is not None and distance is None,
    )


def _nearest_first(pair: tuple[float | None, int]) -> tuple[bool, float, int]:
    distance, number = pair
    return distance is None, distance or 0.0, number


def _distance(place: Place | None, point: dict[str, Any]) -> float | None:
    if place is None or point["latitude"] is None or point["longitude"] is None:
        return None
    return kilometres(place.latitude, place.longitude, point["latitude"], point["longitude"])


async def network_names() -> dict[str, NetworkNames]:
    """What each network is called. They are about a hundred at most: one query for them all."""
    rows = await fetch("SELECT code, name, short_name FROM directory_network")
    return {row["code"]: NetworkNames(row["name"], row["short_name"]) for row in rows}
