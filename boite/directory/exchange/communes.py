"""Communes: the JSON of geo.api.gouv.fr, or the table of the official files. Absent ones stay."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from boite.database.long_lists import few, parts
from boite.directory.exchange.commune_reading import CommuneRow, wanted_commune
from boite.directory.exchange.files import Source
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine, readable
from boite.directory.exchange.words import words
from boite.directory.places import attaching
from boite.directory.places.place_rows import Commune, PostalCode, Territory
from boite.directory.search_engine import search_index
from boite.errors import Invalid
from boite.text.french import plural

ROWS = 500


@dataclass(slots=True)
class KnownCommunes:
    """What the directory has."""

    rows: dict[str, Commune] = field(default_factory=dict)
    postal_codes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


async def prepare(source: Source, report: ImportReport) -> Callable[[], Awaitable[None]]:
    """Read everything. Returns what is to be done inside the transaction: only the communes that change."""
    territories = set(map(str, await Territory.all().values_list("code", flat=True)))
    wanted = await asyncio.to_thread(_read, source, territories, report)
    known = await _known(wanted)
    pending = []
    for item in wanted:
        line = _line(item, known)
        if line.outcome == LineOutcome.UNCHANGED:
            report.add(line)
        else:
            pending.append(item)

    async def write() -> None:
        await _write(pending, report)

    return write


def _read(source: Source, territories: set[str], report: ImportReport) -> list[CommuneRow]:
    found: dict[str, CommuneRow] = {}
    for number, row in source.rows:
        try:
            item = wanted_commune(number, row, territories)
            if item.code in found:
                raise Invalid(f"Ce code est déjà à la ligne {found[item.code].number}.")
            found[item.code] = item
        except Invalid as error:
            known = row if isinstance(row, dict) else {}
            identifier = readable(known.get("code", known.get("code_insee", "")))
            report.refuse(number, "commune", error.message, identifier=identifier, name=readable(known.get("nom", "")))
    return list(found.values())


async def _known(wanted: Iterable[CommuneRow]) -> KnownCommunes:
    known = KnownCommunes()
    for some in parts(sorted(item.code for item in wanted)):
        known.rows |= {row.code: row for row in await Commune.filter(code__in=some)}
        for commune, code in await PostalCode.filter(commune_id__in=some).values_list("commune_id", "code"):
            known.postal_codes[str(commune)].add(str(code))
    return known


def _changed(item: CommuneRow, row: Commune) -> dict[str, Any]:
    return {name: value for name, value in item.values.items() if getattr(row, name) != value}


def _line(item: CommuneRow, known: KnownCommunes) -> ReportLine:
    row = known.rows.get(item.code)
    told: dict[str, Any] = {"number": item.number, "what": "commune", "identifier": item.code}
    told["name"] = item.values["name"]
    if row is None:
        return ReportLine(**told, outcome=LineOutcome.CREATED)
    columns = [words(name) for name in _changed(item, row) if name != "name_key"]
    columns += ["codes postaux"] if item.postal_codes != known.postal_codes[item.code] else []
    return ReportLine(**told, outcome=LineOutcome.CHANGED if columns else LineOutcome.UNCHANGED, fields=columns)


async def _write(pending: list[CommuneRow], report: ImportReport) -> None:
    """By batches. A commune that the directory has keeps the territory that the file does not give."""
    known = await _known(pending)
    added = [Commune(**{"territory_id": None, **item.values}) for item in pending if item.code not in known.rows]
    if added:
        await Commune.bulk_create(added, batch_size=ROWS)
    for item in pending:
        row = known.rows.get(item.code)
        if row is not None and (changed := _changed(item, row)):
            await Commune.filter(code=item.code).update(**changed)
        report.add(_line(item, known))
    await _write_postal_codes(pending, known)
    await search_index.index_communes([item.code for item in pending])
    if pending and (attached := await attaching.attach()):
        was = plural(attached, "lieu qui n'en avait pas a maintenant sa commune", "lieux ont maintenant leur commune")
        report.notes.append(f"{was}.")


async def _write_postal_codes(pending: list[CommuneRow], known: KnownCommunes) -> None:
    rows = []
    for item in pending:
        here = known.postal_codes[item.code]
        rows += [PostalCode(code=code, commune_id=item.code) for code in sorted(item.postal_codes - here)]
        if gone := here - item.postal_codes:
            await PostalCode.filter(commune_id=item.code, code__in=few(gone)).delete()
    if rows:
        await PostalCode.bulk_create(rows, batch_size=ROWS)
