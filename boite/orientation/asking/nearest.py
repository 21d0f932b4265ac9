"""The nearest structure of each network around a place: few queries for them all, answered by the full-text index."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from boite.database.rows import fetch_as, typed
from boite.directory.models import Commune
from boite.directory.places.distance import kilometres
from boite.directory.places.lookup import Place
from boite.directory.search_engine import nearest_tagged, tags
from boite.directory.search_engine.nearest_tagged import NearestAsked
from boite.directory.sheet.publics import accepting
from boite.orientation.asking.answer_choice import RankedAnswer
from boite.orientation.models import AnswerStanding

CLOSE, FAR = 10, 100
"""Kilometres looked at first; and those beyond which nobody is sent, where others may help."""
MOST = 300
"""Places looked at among those that are close."""


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
    lacking = [_of_network(network, place, public) for network in networks if network not in found]
    for row in await nearest_tagged.of_each(lacking, 1):
        if row["name"] in first or _distance(place, row) <= FAR:
            found[row["name"]] = row["structure_id"]
    return found


async def _close(networks: Collection[str], place: Place, public: str) -> dict[str, UUID]:
    """The nearest of each network among what is close, whatever its network."""
    cells = tags.cells_around(place.latitude, place.longitude, CLOSE)
    near = nearest_tagged.nearest(place.latitude, place.longitude, MOST)
    rows = await fetch_as(
        f"SELECT near.structure_id, near.latitude, near.longitude, s.networks FROM ({near}) AS near"
        " JOIN directory_structure s ON s.id = near.structure_id ORDER BY near.away, near.id",
        nearest_tagged.expression(cells, *_receiving(public)),
        structure_id=UUID,
    )
    found: dict[str, UUID] = {}
    for row in rows:
        if _distance(place, row) <= CLOSE:
            for network in typed(row["networks"], list) or []:
                found.setdefault(network, row["structure_id"])
    return {network: found[network] for network in networks if network in found}


def _of_network(network: str, place: Place, public: str) -> NearestAsked:
    """What asks for the nearest of this network in the whole region."""
    return NearestAsked(
        name=network,
        latitude=place.latitude,
        longitude=place.longitude,
        groups=((tags.network(network),), *_receiving(public)),
    )


def _distance(place: Place, row: dict[str, Any]) -> float:
    return kilometres(place.latitude, place.longitude, row["latitude"], row["longitude"])


def _receiving(public: str) -> list[tuple[str, ...]]:
    """What the index is asked for somebody of this public; nothing where it is not known."""
    return [tuple(tags.public(code) for code in sorted(accepting(public)))] if public else []


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
