"""The columns of rows in the words of a report."""

from __future__ import annotations

from boite.directory.sheet.fields import FIELDS

OTHERS = {
    "extra": "informations annexes",
    "structure_id": "structure",
    "department": "département",
    "population": "population",
    "postal_codes": "codes postaux",
    "parent_id": "territoire qui le contient",
    "scale": "échelle",
    "help_phone": "téléphone d'aide",
    "help_hours": "horaires du téléphone d'aide",
    "outline": "contour",
}
"""Columns of reports that are no field of a sheet."""
LABELS = {column: field.label for part in reversed(FIELDS.values()) for column, field in part.items()}


def words(column: str) -> str:
    """« téléphone »; a column that was forgotten says its own name."""
    label = LABELS.get(column, "")
    return OTHERS.get(column) or (label if label.isupper() else label[:1].lower() + label[1:]) or column
