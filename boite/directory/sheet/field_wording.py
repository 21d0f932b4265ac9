"""The fields of a sheet and their values in French: for history, for suggestions, for two versions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.database.revisions import plain
from boite.directory.sheet.ending_rows import EndKind
from boite.directory.sheet.field import Field, day_in_figures
from boite.directory.sheet.fields import ENDING, FIELDS, STRUCTURE

NOTHING = "Rien"
END = {
    EndKind.CLOSED: "Elle a fermé",
    EndKind.MERGED: "Elle a été réunie à une autre",
    EndKind.MOVED: "Elle est partie ailleurs",
}
KNOWN: dict[str, dict[str, Field]] = {
    **FIELDS,
    ENDING: {
        "kind": Field(label="Ce qui s'est passé", says=END),
        "since": Field(label="Depuis le", says=day_in_figures),
        "successor_id": Field(label="Structure qui suit"),
        "note": Field(label="Explication"),
    },
}
"""The fields of each part, and of the end of a structure."""
FORM = {"holidays_off": "Fermé les jours fériés"}
"""Fields of forms that are no column."""
UNSEEN = frozenset({"extra", "source_id", "source_date"})
"""Columns of imports: kept, and of no use to people who read."""


def label(part: str, column: str) -> str:
    """The French name of a field; the field itself where an older row had one that we forgot."""
    field = KNOWN.get(part, KNOWN[STRUCTURE]).get(column)
    return field.label if field else column


def shown(part: str, column: str, value: Any, names: Mapping[str, str] | None = None) -> str:
    """A plain value in French words. `names` gives those of the rows that it names (territories, networks…)."""
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, dict):
        return ", ".join(str(item) for item in value.values() if item)
    values = value if isinstance(value, list) else [value]
    return ", ".join(_words(KNOWN.get(part, {}).get(column), item, names or {}) for item in values)


def facts(part: str, row: Any, names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The label and the words of what is told beside a part of the sheet, where it says something."""
    values = [(column, plain(getattr(row, column))) for column, field in FIELDS[part].items() if field.shown]
    return [(label(part, column), shown(part, column, value, names)) for column, value in values if value]


def _words(field: Field | None, value: Any, names: Mapping[str, str]) -> str:
    return names.get(str(value)) or (field and field.words(value)) or str(value)
