"""The nearest structure of each network around a place: few queries for them all, answered by the full-text index."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import cos, radians
from typing import Any
from uuid import UUID

from boite.database.connection import on_sqlite
from boite.database.rows import fetch_as, typed
from boite.directory.models import Commune
from boite.directory.places.distance import kilometres
from boite.directory.places.lookup import Place
from boite.directory.search_engine import tags
from boite.directory.sheet.gone import gone
from boite.directory.sheet.publics import accepting
from boite.orientation.asking.answer_choice import RankedAnswer
from boite.orientation.models import AnswerStanding

CLOSE, FAR = 10, 100
"""Kilometres looked at first; and those beyond which nobody is sent, where others may help."""
MOST = 300
"""Places looked at among those that are close."""
_AWAY = "(d.latitude - {lat}) * (d.latitude - {lat}) + (d.longitude - {lon}) * (d.longitude - {lon}) * {narrow}"
"""The square of the distance, in degrees of latitude: enough to tell which is nearer."""
_SQLITE = "directory_terms t JOIN directory_document d ON d.id = t.rowid", "t.directory_terms MATCH ?"
_POSTGRESQL = "directory_document d", "d.terms @@ CAST(? AS tsquery)"


async def nearest_of(lines: Iterable[RankedAnswer], place: Place, public: str) -> dict[str, UUID]:
    """By network that answers, its nearest structure that receives this public. Those without are left out.

    What is close is found among little. Only the networks that have nothing there are looked for in the whole region:
    a main answer is then found even far away, since one may call it. Two queries at most.
    """
    wanted = [line for line in lines if line.structure_id is None]
    networks = dict.fromkeys(line.network for line in wanted)
    if not networks:
        return {}
    found = await _close(networks, place, public)
    first = {line.network for line in wanted if line.standing == AnswerStanding.MAIN}
    for row in await _anywhere([network for network in networks if network not in found], place, public):
        if row["network"] in first or _distance(place, row) <= FAR:
            found[row["network"]] = row["structure_id"]
    return found


async def _close(networks: Collection[str], place: Place, public: str) -> dict[str, UUID]:
    """The nearest of each network among what is close, whatever its network."""
    cells = tags.cells_around(place.latitude, place.longitude, CLOSE)
    rows = await fetch_as(
        f"SELECT near.structure_id, near.latitude, near.longitude, s.networks FROM ({_nearest(place, MOST)}) AS near"
        " JOIN directory_structure s ON s.id = near.structure_id ORDER BY near.away, near.id",
        _expression(cells, *_receiving(public)),
        structure_id=UUID,
    )
    found: dict[str, UUID] = {}
    for row in rows:
        if _distance(place, row) <= CLOSE:
            for network in typed(row["networks"], list) or []:
                found.setdefault(network, row["structure_id"])
    return {network: found[network] for network in networks if network in found}


async def _anywhere(networks: Collection[str], place: Place, public: str) -> list[dict[str, Any]]:
    """The nearest of each of these networks in the whole region, in one query."""
    if not networks:
        return []
    one = f"SELECT CAST(? AS TEXT) AS network, near.* FROM ({_nearest(place, 1)}) AS near"
    values = [
        value for network in networks for value in (network, _expression([tags.network(network)], *_receiving(public)))
    ]
    return await fetch_as(" UNION ALL ".join([one] * len(networks)), *values, structure_id=UUID)


def _nearest(place: Place, limit: int) -> str:
    """The places that the index gives and whose structure is still there, the nearest first. Its mark is the match."""
    away = _AWAY.format(lat=float(place.latitude), lon=float(place.longitude), narrow=cos(radians(place.latitude)) ** 2)
    source, match = _SQLITE if on_sqlite() else _POSTGRESQL
    return (
        f"SELECT d.id, d.structure_id, d.latitude, d.longitude, {away} AS away FROM {source}"
        f" LEFT JOIN directory_ending e ON e.structure_id = d.structure_id AND {gone()}"
        f" WHERE {match} AND e.structure_id IS NULL AND d.latitude IS NOT NULL ORDER BY 5, d.id LIMIT {limit}"
    )


def _distance(place: Place, row: dict[str, Any]) -> float:
    return kilometres(place.latitude, place.longitude, row["latitude"], row["longitude"])


def _receiving(public: str) -> list[list[str]]:
    """What the index is asked for somebody of this public; nothing where it is not known."""
    return [[tags.public(code) for code in sorted(accepting(public))]] if public else []


def _expression(*groups: list[str]) -> str:
    """One tag of each group."""
    either, both, quote = (" OR ", " AND ", '"') if on_sqlite() else (" | ", " & ", "'")
    return both.join(f"({either.join(f'{quote}{tag}{quote}' for tag in group)})" for group in groups)


async def chief_place(territory: str) -> Place | None:
    """The most peopled commune of a territory."""
    commune = await Commune.filter(territory_id=territory).order_by("-population", "code").first()
    if commune is None:
        return None
    return Place(
        code=commune.code,
        name=commune.name,
        latitude=commune.latitude,
        longitude=commune.longitude,
        territory_id=commune.territory_id,
    )
