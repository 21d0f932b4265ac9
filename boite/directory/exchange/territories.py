"""Territories: the region and its local groups, from our JSON or from the table of the region."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from boite.directory.exchange.files import Source, faults
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine, readable
from boite.directory.exchange.words import words
from boite.directory.places.place_rows import REGION, Scale, Territory
from boite.directory.sheet.cleaning import cleaned, hours, line
from boite.errors import Invalid
from boite.text.phones import cleaned as phone

REGION_NAME = "Centre-Val de Loire"
"""What the region is called until a file says otherwise."""
_CLEANERS = {
    "code": line(40, 1, "Le code manque."),
    "name": line(120, 1, "Le nom manque."),
    "help_phone": phone,
    "help_hours": hours,
}
_KEYS = {"code": "code", "nom": "name", "telephone": "help_phone", "horaires": "help_hours"}
_TABLE = {"spro_code": "code", "spro_nom": "name"}


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """One territory as the file says it: only the columns that it gives."""

    number: int
    values: dict[str, Any]

    @property
    def code(self) -> str:
        """Its code."""
        code: str = self.values["code"]
        return code


async def prepare(source: Source, report: ImportReport) -> Callable[[], Awaitable[None]]:
    """Read everything. Returns what is to be done inside the transaction."""
    wanted: dict[str, TerritoryRow] = {}
    for number, row in source.rows:
        try:
            found = TerritoryRow(number, _values(row))
            if found.code in wanted:
                raise Invalid("Ce code est déjà plus haut dans le fichier.")
            wanted[found.code] = found
        except Invalid as error:
            known = row if isinstance(row, dict) else {}
            name = readable(known.get("nom", known.get("spro_nom", "")))
            report.refuse(number, "territoire", error.message, name=name)

    async def write() -> None:
        await _write(list(wanted.values()), report)

    return write


def _values(row: Any) -> dict[str, Any]:
    """The columns that a row gives. Raises Invalid."""
    if not isinstance(row, dict):
        raise Invalid("Il faut un objet.")
    if wrong := faults(row):
        raise Invalid(fields=wrong)
    keys = _TABLE if "spro_code" in row else _KEYS
    given = {column: row[key] for key, column in keys.items() if key in row and row[key] is not None}
    for column, value in given.items():
        if not isinstance(value, str):
            raise Invalid(f"{words(column)} : il faut un texte.")
    values = cleaned(_CLEANERS, {"code": "", "name": "", **given})
    if keys is _TABLE or row.get("parent") is not None:
        values |= {"parent_id": _parent(row), "scale": Scale.LOCAL}
    else:
        values |= {"parent_id": None, "scale": Scale.REGION}
    return values


def _parent(row: dict[str, Any]) -> str:
    parent = row.get("parent", REGION)
    if not isinstance(parent, str) or parent == row.get("code"):
        raise Invalid("Le territoire qui le contient est mal écrit.")
    return parent


async def _write(wanted: list[TerritoryRow], report: ImportReport) -> None:
    """The larger territories first: the others are inside them."""
    known = {row.code: row for row in await Territory.all()}
    codes = {item.code for item in wanted}
    if REGION not in known | dict.fromkeys(codes) and any(item.values["parent_id"] == REGION for item in wanted):
        known[REGION] = await Territory.create(code=REGION, name=REGION_NAME, scale=Scale.REGION)
        report.notes.append(f"Le territoire de la région ({REGION}) est ajouté.")
    for item in sorted(wanted, key=lambda item: item.values["parent_id"] is not None):
        parent = item.values["parent_id"]
        if parent is not None and (parent not in known or known[parent].scale != Scale.REGION):
            report.refuse(
                item.number,
                "territoire",
                f"Le territoire {parent[:40]} n'est pas une région connue.",
                identifier=item.code,
                name=item.values["name"],
            )
            continue
        report.add(await _put(item, known))


async def _put(item: TerritoryRow, known: dict[str, Territory]) -> ReportLine:
    row = known.get(item.code)
    told: dict[str, Any] = {"number": item.number, "what": "territoire", "identifier": item.code}
    told["name"] = item.values["name"]
    if row is None:
        known[item.code] = await Territory.create(**item.values)
        return ReportLine(**told, outcome=LineOutcome.CREATED)
    changed = {name: value for name, value in item.values.items() if getattr(row, name) != value}
    if not changed:
        return ReportLine(**told, outcome=LineOutcome.UNCHANGED)
    await Territory.filter(code=item.code).update(**changed)
    return ReportLine(**told, outcome=LineOutcome.CHANGED, fields=list(map(words, changed)))
