"""Which territory each commune belongs to, from the table of the region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from boite.database.connection import execute
from boite.database.long_lists import parts
from boite.directory.exchange.files import Source, Unreadable
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine, readable
from boite.directory.places.place_rows import Commune, Territory
from boite.directory.search_engine import search_index


@dataclass(frozen=True, slots=True)
class TerritoryOfCommune:
    """One commune and its territory."""

    number: int
    code: str
    name: str
    territory: str


async def prepare(source: Source, report: ImportReport) -> Callable[[], Awaitable[None]]:
    """Read everything. Raises Unreadable where what the table speaks of was not imported before it."""
    territories = set(map(str, await Territory.all().values_list("code", flat=True)))
    if not territories:
        raise Unreadable("Importez d'abord les territoires : ce fichier les nomme.")
    if not await Commune.exists():
        raise Unreadable("Importez d'abord les communes : ce fichier les nomme.")
    wanted = [_wanted(number, row) for number, row in source.rows]

    async def write() -> None:
        known: dict[str, Commune] = {}
        for some in parts([item.code for item in wanted]):
            known |= {row.code: row for row in await Commune.filter(code__in=some)}
        await _write(wanted, known, territories, report)

    return write


def _wanted(number: int, row: dict[str, Any]) -> TerritoryOfCommune:
    texts = [readable((row.get(key) or "").strip(), 120) for key in ("code_insee", "nom", "spro_code")]
    return TerritoryOfCommune(number, texts[0], texts[1], texts[2])


async def _write(
    wanted: list[TerritoryOfCommune], known: dict[str, Commune], territories: set[str], report: ImportReport
) -> None:
    moved: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    for item in wanted:
        told: dict[str, Any] = {"number": item.number, "what": "commune", "identifier": item.code, "name": item.name}
        if why := _refusal(item, known, territories, seen):
            report.add(ReportLine(**told, outcome=LineOutcome.REFUSED, why=why))
            continue
        seen.add(item.code)
        if known[item.code].territory_id == item.territory:
            report.add(ReportLine(**told, outcome=LineOutcome.UNCHANGED))
            continue
        moved[item.territory].append(item.code)
        report.add(ReportLine(**told, outcome=LineOutcome.CHANGED, fields=["territoire"]))
    for territory, codes in moved.items():
        for some in parts(codes):
            await Commune.filter(code__in=some).update(territory_id=territory)
    if moved:
        await _give_territories()
        await search_index.index_communes([code for codes in moved.values() for code in codes])


def _refusal(item: TerritoryOfCommune, known: dict[str, Commune], territories: set[str], seen: set[str]) -> str:
    if item.code in seen:
        return "Cette commune est déjà plus haut dans le fichier."
    if item.code not in known:
        return "Cette commune n'est pas dans l'annuaire : importez d'abord les communes."
    return "" if item.territory in territories else "Ce territoire n'est pas dans l'annuaire."


async def _give_territories() -> None:
    """Structures that had no territory take that of their own address."""
    first = "SELECT c.territory_id FROM directory_point p JOIN directory_commune c ON c.code = p.commune_id"
    mine = "WHERE p.structure_id = directory_structure.id AND p.rank = 0 AND c.territory_id IS NOT NULL"
    sql = f"UPDATE directory_structure SET territory_id = ({first} {mine} LIMIT 1) WHERE territory_id IS NULL"
    await execute(f"{sql} AND EXISTS (SELECT 1 FROM directory_point p WHERE p.structure_id = directory_structure.id)")
