"""The whole directory as data: the data·inclusion schema, or tables, made while they are sent, in batches."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any

from boite.clock import today
from boite.database.connection import fetch
from boite.database.long_lists import few
from boite.directory.exchange import existing_rows
from boite.directory.exchange.existing_rows import ExistingStructure
from boite.directory.exchange.schema_writing import service_object, structure_object
from boite.directory.models import Commune, Ending, ImportRun, Network, PostalCode, Service
from boite.directory.sheet.gone import gone

BATCH = 200
"""Sheets read at once: the database is free between two batches."""


async def page_version() -> tuple[object, ...]:
    """What tells one state of the directory from another, for the price of two index look-ups.

    Every change of a sheet leaves a revision; territories, communes and dates come by imports. A structure whose end
    was announced leaves the files on its day, without any change.
    """
    [revision] = await fetch("SELECT MAX(id) AS last FROM directory_revision")
    run = await ImportRun.filter(paper="").order_by("-at").first().values_list("id", flat=True)
    over = await Ending.filter(since__lte=today()).count()
    return revision["last"], run, over


async def structures_json() -> AsyncGenerator[bytes, None]:
    """`{"structures": […], "services": […]}`, one object per line, in the order of addresses.

    Closed structures are left out: the schema alone cannot say that they are closed.
    """
    networks = {row["code"]: row["di_code"] for row in await Network.all().values("code", "di_code")}
    yield b'{"structures": [\n'
    first = True
    async for batch in sheets():
        yield _lines([structure_object(kept, networks) for kept in batch], first)
        first = False
    yield b'\n], "services": [\n'
    first = True
    async for batch in sheets():
        objects = await _services(batch)
        yield _lines(objects, first)
        first = first and not objects
    yield b"\n]}\n"


async def sheets(ended: bool = False) -> AsyncIterator[list[ExistingStructure]]:
    """The living structures with their places, in batches, in the order of addresses."""
    last = ""
    over = f"SELECT 1 FROM directory_ending e WHERE e.structure_id = s.id AND {gone()}"
    living = "" if ended else f" AND NOT EXISTS ({over})"
    while True:
        sql = f"SELECT s.id, s.slug FROM directory_structure s WHERE s.slug > ?{living} ORDER BY s.slug LIMIT {BATCH}"
        rows = await fetch(sql, last)
        if not rows:
            return
        yield await existing_rows.by_ids([row["id"] for row in rows])
        last = rows[-1]["slug"]


async def _services(batch: Sequence[ExistingStructure]) -> list[dict[str, Any]]:
    by_id = {kept.row.id: kept for kept in batch}
    rows = await Service.filter(structure_id__in=few(by_id)).order_by("rank", "id")
    rows.sort(key=lambda row: (by_id[row.structure_id].row.slug, row.rank, str(row.id)))
    return [service_object(row, by_id[row.structure_id]) for row in rows]


def _lines(objects: Sequence[Any], first: bool) -> bytes:
    text = ",\n".join(json.dumps(each, ensure_ascii=False) for each in objects)
    return ("" if first or not objects else ",\n").encode() + text.encode()


async def communes_json() -> AsyncGenerator[bytes, None]:
    """The communes as `geo.api.gouv.fr` writes them, with the territory of each."""
    yield b"[\n"
    last = ""
    while rows := await Commune.filter(code__gt=last).order_by("code").limit(BATCH):
        codes: dict[str, list[str]] = {}
        found = PostalCode.filter(commune_id__in=few(row.code for row in rows)).order_by("code")
        for commune, code in await found.values_list("commune_id", "code"):
            codes.setdefault(str(commune), []).append(str(code))
        yield _lines([_commune(row, codes.get(row.code, [])) for row in rows], not last)
        last = rows[-1].code
    yield b"\n]\n"


def _commune(row: Commune, postal_codes: list[str]) -> dict[str, Any]:
    told = {
        "nom": row.name,
        "code": row.code,
        "codesPostaux": postal_codes,
        "centre": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
        "codeDepartement": row.department,
        "population": row.population,
    }
    return told | ({"spro": row.territory_id} if row.territory_id else {})
