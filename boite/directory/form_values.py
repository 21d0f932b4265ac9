"""What the fields of a form over a sheet hold: as they are drawn, as they are sent, and their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, TypeVar

from tortoise.models import Model

from boite.directory import wording
from boite.web.forms import Form

Values = dict[str, Any]
"""What fields hold: a text, or a list of texts where several may be chosen."""
Row = TypeVar("Row", bound=Model)
SEEN = "vu"
LARGEST = 2**63 - 1


def sayer(kind: str, names: Mapping[str, str] | None = None) -> Callable[[str, Any], tuple[str, str]]:
    """The French name and words of the fields of such a row."""

    def said(name: str, value: Any) -> tuple[str, str]:
        label = wording.FORM.get(name) or wording.label(kind, name)
        return label[:1].upper() + label[1:], wording.shown(kind, name, value, names)

    return said


def typed(form: Form, values: Mapping[str, Any]) -> Values:
    """What was typed in the fields that have these values."""
    return {
        name: [item for item in form.all(name) if item] if isinstance(value, list) else form.raw(name)
        for name, value in values.items()
    }


def seen_in(form: Form) -> int | None:
    """The revision that the form was drawn with."""
    return form.integer(SEEN, 0, LARGEST)


def former_row(row: Row, before: Mapping[str, Any]) -> Row:
    """The row as a form was drawn with it, before somebody else changed these columns."""
    drawn = copy(row)
    for name in before.keys() & row._meta.db_fields:
        setattr(drawn, name, before[name])
    return drawn
