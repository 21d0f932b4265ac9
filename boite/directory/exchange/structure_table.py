"""The structures as a table for a French spreadsheet: one line for each place where people are received."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from boite.database.revisions import plain
from boite.directory.exchange.existing_rows import ExistingStructure
from boite.directory.exchange.exports import sheets
from boite.directory.models import Network, ReceptionPoint, Structure, Territory
from boite.directory.sheet.fields import FIELDS, POINT, STRUCTURE
from boite.directory.sheet.phrases import announced
from boite.text.spreadsheets import BOM, lines

_CELLS = sorted(
    (*field.table, part, column) for part in (STRUCTURE, POINT) for column, field in FIELDS[part].items() if field.table
)
"""The order and the title of each column, and the field that fills it."""
HEADERS = (*(title for _, title, _, _ in _CELLS), "Fin prévue", "Fiche")
Address = Callable[[str], str]
"""The whole address of a sheet, from its slug."""


async def table(address: Address) -> AsyncGenerator[bytes, None]:
    """The table, made while it is sent."""
    networks = dict(await Network.all().values_list("code", "short_name"))
    names = networks | dict(await Territory.all().values_list("code", "name"))
    yield BOM + lines([HEADERS])
    async for batch in sheets():
        yield lines([_line(kept, point, names, address) for kept in batch for point in _places(kept)])


def _places(kept: ExistingStructure) -> list[ReceptionPoint]:
    """A structure without any place has one line all the same."""
    return [*([kept.main] if kept.main else []), *kept.others] or [ReceptionPoint(structure_id=kept.row.id)]


def _line(kept: ExistingStructure, point: ReceptionPoint, names: Mapping[str, str], address: Address) -> list[Any]:
    cells = [_cell(part, column, kept.row, point, names) for _, _, part, column in _CELLS]
    return [*cells, announced(kept.end.kind, kept.end.since) if kept.end else "", address(kept.row.slug)]


def _cell(part: str, column: str, row: Structure, point: ReceptionPoint, names: Mapping[str, str]) -> Any:
    """One field as a spreadsheet reads it."""
    field, value = FIELDS[part][column], plain(getattr(row if part == STRUCTURE else point, column))
    if field.inherited:
        value = value or getattr(row, column)
    if isinstance(value, float):
        return str(value).replace(".", ",")  # as French spreadsheets read numbers
    if isinstance(value, list):
        return ", ".join(names.get(each) or field.words(each) or each for each in value)
    if value and callable(field.says) and column != "opening_hours":
        return field.words(value)
    return names.get(value, value) if column == "territory_id" else ("" if value is None else value)
