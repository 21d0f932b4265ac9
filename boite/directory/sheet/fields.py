"""The fields of a sheet, by part: forms, history, corrections, imports, exports, searching and pages read this table.

One row for each field, beside its column: `structure_fields`, `address_fields`, `visit_fields`, `service_fields`. A new
field is a row there, a migration, its question in the template of its form and its place in the template of its page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boite.database.model import Model
from boite.directory.sheet import cleaning
from boite.directory.sheet.address_fields import AddressFields, MoveFields
from boite.directory.sheet.field import Cleaner, Field, said_of
from boite.directory.sheet.service_fields import ServiceFields
from boite.directory.sheet.structure_fields import StructureFields
from boite.directory.sheet.visit_fields import VisitFields
from boite.text import phones

STRUCTURE, POINT, SERVICE, ENDING = "structure", "point", "service", "ending"
"""The parts of a sheet; the last one says that the structure is no longer there."""


class PointFields(AddressFields, VisitFields, MoveFields):
    """What is said of one place where people are received."""

    class Meta:
        """Columns of `ReceptionPoint`."""

        abstract = True


FIELDS: dict[str, dict[str, Field]] = {
    STRUCTURE: said_of(StructureFields),
    POINT: said_of(PointFields),
    SERVICE: said_of(ServiceFields) | {"point_id": Field(label="Lieu", clean=lambda value: value or None)},
}
"""Every field by part and by column."""

LISTS: dict[str, frozenset[str]] = {
    STRUCTURE: frozenset({"networks", "languages"}),
    SERVICE: frozenset({"publics", "needs", "reception_modes", "mobilisation_modes", "mobilisable_by"}),
}
"""The columns that hold several codes."""


def chosen(part: str, wanted: Callable[[Field], object]) -> dict[str, Field]:
    """The fields of a part for which this is true, by column."""
    return {column: field for column, field in FIELDS[part].items() if wanted(field)}


def cleaners(part: str) -> dict[str, Cleaner]:
    """What makes each column of a part regular."""
    return {column: field.clean for column, field in FIELDS[part].items() if field.clean}


def regular(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """These values of a part, regular. Raises Invalid with a sentence for each field that makes no sense."""
    return cleaning.cleaned(cleaners(part), values)


def in_form(part: str, row: Model) -> dict[str, Any]:
    """The fields that people type, as the row has them; a telephone number as the French say it."""
    found = {column: getattr(row, column) for column in chosen(part, lambda field: field.clean and field.typed)}
    return found | {"phone": phones.shown(found["phone"])}


def empty_form(part: str) -> dict[str, Any]:
    """The same fields, without anything."""
    lists = LISTS.get(part, frozenset())
    return {column: [] if column in lists else "" for column in chosen(part, lambda field: field.clean and field.typed)}
