"""Figures enter from INSEE's files: read whole, compared, written in one transaction, told place by place."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from boite.accounts.models import User
from boite.database.connection import execute, execute_many, fetch, transaction
from boite.database.long_lists import marks, parts
from boite.directory.exchange.files import FileContent, Source, Unreadable, read
from boite.directory.exchange.imports import alone, keep
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine, readable
from boite.directory.models import Commune
from boite.errors import Invalid
from boite.portraits.figure_reading import FigureRow, columns_of, wanted_place
from boite.portraits.indicators import NAMES, Column
from boite.portraits.models import PlaceLevel

WHAT = {
    PlaceLevel.COMMUNE: "commune",
    PlaceLevel.ZONE: "zone d'emploi",
    PlaceLevel.DEPARTMENT: "département",
    PlaceLevel.REGION: "région",
}
MOST_SAID = 6
"""Figures that a line names."""
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ExistingFigure:
    """A figure that is here."""

    value: float
    source: str


@dataclass(slots=True)
class Difference:
    """What a line writes: figures to set, figures that the source no longer gives."""

    put: dict[Column, float] = field(default_factory=dict)
    gone: list[Column] = field(default_factory=list)


async def import_figures(
    content: bytes, *, file_name: str = "", by: User | None = None, dry_run: bool = False
) -> ImportReport:
    """Bring a file in; a dry run only tells what would be done. Raises Unreadable.

    What the file does not speak of stays: another year, another place, another column.
    """
    source = await asyncio.to_thread(read, content)
    if source.kind != FileContent.FIGURES:
        raise Unreadable("Ce fichier ne contient pas les chiffres du comparateur de territoires.")
    report = ImportReport(
        file_name=file_name[:200], kind=FileContent.FIGURES, sha256=hashlib.sha256(content).hexdigest()
    )
    wanted = await asyncio.to_thread(_read, source, report)
    async with transaction():
        await alone()
        differences = await _compared(wanted, report)
        if not dry_run:
            await _write(differences)
            await keep(report, by)
    return report


def _read(source: Source, report: ImportReport) -> list[FigureRow]:
    columns, unknown = columns_of(source.rows)
    if unknown:
        report.notes.append(f"Colonnes inconnues, laissées de côté : {readable(', '.join(unknown))}.")
    found: dict[Place, FigureRow] = {}
    for number, row in source.rows:
        try:
            item = wanted_place(number, row, columns)
            if before := found.get((item.level, item.code)):
                raise Invalid(f"Ce territoire est déjà à la ligne {before.number}.")
            found[item.level, item.code] = item
        except Invalid as error:
            identifier = readable(row.get("code_insee") or row.get("code") or "")
            report.refuse(number, "chiffres", error.message, identifier=identifier, name=readable(row.get("nom") or ""))
    return list(found.values())


async def _compared(wanted: Sequence[FigureRow], report: ImportReport) -> list[tuple[FigureRow, Difference]]:
    """What each place of the file changes here, those that change nothing left out."""
    kept = await _kept(wanted)
    names = await _names([item.code for item in wanted if item.level == PlaceLevel.COMMUNE])
    differences = []
    strangers = 0
    for item in wanted:
        here = kept[item.level, item.code]
        found = _difference(item, here)
        strangers += item.level == PlaceLevel.COMMUNE and item.code not in names
        report.add(_line(item, found, new=not here, name=names.get(item.code, item.name)))
        if found.put or found.gone:
            differences.append((item, found))
    if strangers:
        report.notes.append(f"Communes qui ne sont pas dans l'annuaire, gardées pour plus tard : {strangers}.")
    return differences


async def _kept(wanted: Sequence[FigureRow]) -> dict[Place, dict[Column, ExistingFigure]]:
    kept: dict[Place, dict[Column, ExistingFigure]] = defaultdict(dict)
    for level in PlaceLevel:
        for some in parts([item.code for item in wanted if item.level == level]):
            rows = await fetch(
                "SELECT code, indicator, year, since, value, source FROM portraits_figure"
                f" WHERE level = ? AND code IN ({marks(some)})",
                level.value,
                *some,
            )
            for row in rows:
                counted = Column(row["indicator"], row["year"], row["since"])
                kept[level, row["code"]][counted] = ExistingFigure(row["value"], row["source"])
    return kept


async def _names(codes: Sequence[str]) -> dict[str, str]:
    """The name of each of these communes in the directory."""
    names: dict[str, str] = {}
    for some in parts(codes):
        names |= dict(await Commune.filter(code__in=some).values_list("code", "name"))
    return names


def _difference(item: FigureRow, here: dict[Column, ExistingFigure]) -> Difference:
    put = {
        counted: value
        for counted, value in item.figures.items()
        if here.get(counted) != ExistingFigure(value, item.source)
    }
    return Difference(put, [counted for counted in item.silent if counted in here])


def _line(item: FigureRow, found: Difference, *, new: bool, name: str) -> ReportLine:
    outcome = LineOutcome.CHANGED if found.put or found.gone else LineOutcome.UNCHANGED
    changed = [_said(counted) for counted in [*found.put, *found.gone]]
    more = [f"et {len(changed) - MOST_SAID} autres"] if len(changed) > MOST_SAID else []
    return ReportLine(
        number=item.number,
        what=WHAT[item.level],
        identifier=item.code,
        name=name,
        outcome=LineOutcome.CREATED if new and found.put else outcome,
        fields=[] if new else [*changed[:MOST_SAID], *more],
    )


def _said(counted: Column) -> str:
    """« Habitants 2018 »."""
    return f"{NAMES[counted.indicator]} {counted.year or ''}".strip()


async def _write(differences: Iterable[tuple[FigureRow, Difference]]) -> None:
    put, gone = list[list[Any]](), list[tuple[Any, ...]]()
    for item, found in differences:
        place = (item.level.value, item.code)
        put += [[*place, *counted, value, item.source] for counted, value in found.put.items()]
        gone += [(*place, counted.indicator, counted.year) for counted in found.gone]
    if put:
        # Sixty thousand of them for a region: one statement, prepared once.
        await execute_many(
            "INSERT INTO portraits_figure (level, code, indicator, year, since, value, source)"
            f" VALUES ({marks(put[0])})"
            " ON CONFLICT (level, code, indicator, year) DO UPDATE"
            " SET since = excluded.since, value = excluded.value, source = excluded.source",
            put,
        )
    for values in gone:
        await execute(
            "DELETE FROM portraits_figure WHERE level = ? AND code = ? AND indicator = ? AND year = ?", *values
        )
