"""The events around a commune: « Près de Pithiviers »."""

from __future__ import annotations

from uuid import UUID

from boite.agenda.event_lists import MOST_SUITING
from boite.database.rows import fetch_as
from boite.directory.places.distance import kilometres
from boite.directory.places.lookup import Place

AROUND = 40.0
"""Kilometres that one goes for a forum or a workshop."""
DEGREE = 111.0
"""Kilometres in a degree of latitude, a little less than exactly: what is drawn out is measured after."""


async def around(place: Place) -> dict[UUID, float | None]:
    """The events near a commune, with how far (kilometres; None where one needs not go, or where it is not known).

    An event that is nowhere that we know is near the communes of its own territory; one that is followed from home is
    near everybody.
    """
    rows = await fetch_as(
        "SELECT e.id, e.online, e.territory_id, COALESCE(e.latitude, c.latitude) AS latitude,"
        " COALESCE(e.longitude, c.longitude) AS longitude"
        " FROM agenda_event e LEFT JOIN directory_commune c ON c.code = e.commune_id"
        " WHERE e.published_at IS NOT NULL AND (e.online <> '' OR COALESCE(e.latitude, c.latitude) BETWEEN ? AND ?"
        " OR COALESCE(e.latitude, c.latitude) IS NULL AND e.territory_id = ?)"
        " ORDER BY e.begins_at DESC LIMIT ?",
        place.latitude - AROUND / DEGREE,
        place.latitude + AROUND / DEGREE,
        place.territory_id or "",
        MOST_SUITING,
        id=UUID,
    )
    found: dict[UUID, float | None] = {}
    for row in rows:
        located = row["latitude"] is not None and row["longitude"] is not None
        here = (place.latitude, place.longitude)
        far = kilometres(*here, row["latitude"], row["longitude"]) if located else None
        if far is not None and far <= AROUND:
            found[row["id"]] = far
        elif row["online"] or not located:
            found[row["id"]] = None
    return found
