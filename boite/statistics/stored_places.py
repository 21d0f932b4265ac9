"""The places of the database, by number and by path."""

from __future__ import annotations

from collections.abc import Iterable

from boite.database.connection import execute_many, fetch
from boite.statistics.places import Path


async def numbers_of(places: Iterable[Path]) -> dict[Path, int]:
    """The number of each of these places, entered where it is new. Two workers enter it once."""
    wanted = set(places)
    known = {path: number for number, path in (await paths()).items()}
    if missing := sorted(wanted - known.keys(), key=str):
        await execute_many(
            "INSERT INTO stat_place (path, code) VALUES (?, ?) ON CONFLICT (path) DO NOTHING",
            [(str(place), place.code) for place in missing],
        )
        known = {path: number for number, path in (await paths()).items()}
    return {place: known[place] for place in wanted}


async def paths() -> dict[int, Path]:
    """Every place by its number: some hundreds."""
    return {row["id"]: Path.read(row["path"]) for row in await fetch("SELECT id, path FROM stat_place")}
