"""The fields of what a structure does for people, and the lists that they choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boite.accounts.situations import SITUATIONS
from boite.directory.maintenance.points import in_a_line
from boite.directory.sheet import publics, vocabulary
from boite.directory.sheet.fields import SERVICE, empty_form, in_form
from boite.directory.sheet.structure_rows import ReceptionPoint, Service
from boite.web.versions import Values

EMPTY: Values = empty_form(SERVICE)
"""Every field, and how one without anything is."""
TWINS = {"etudiants", "autre", "nsp"}
"""Publics that a form does not offer: said by another one already, or no public at all."""
_PUBLICS = {publics.EVERYBODY: publics.LABELS[publics.EVERYBODY]} | SITUATIONS | publics.SCHEMA
"""Everybody first, then what people say of themselves."""


def values_of(service: Service) -> Values:
    """What the form shows of a service."""
    return in_form(SERVICE, service) | {"point_id": str(service.point_id or "")}


def options(points: Sequence[ReceptionPoint], values: Values) -> dict[str, Any]:
    """The lists to choose from; what is already chosen is always among them."""
    return {
        "kinds": list(vocabulary.KINDS.items()),
        "fees": list(vocabulary.FEES.items()),
        "needs": vocabulary.by_category(),
        "publics": [
            (code, words) for code, words in _PUBLICS.items() if code not in TWINS or code in values["publics"]
        ],
        "reception_modes": list(vocabulary.RECEPTION.items()),
        "mobilisation_modes": list(vocabulary.MOBILISATION.items()),
        "mobilisable_by": list(vocabulary.MOBILISABLE_BY.items()),
        "points": [(str(point.id), point.name or in_a_line(point)) for point in points],
    }
