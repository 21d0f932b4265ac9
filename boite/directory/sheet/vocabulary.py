"""The closed lists of a sheet with their French words: ours, and those of data·inclusion v1."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from boite.directory.sheet import needs


class Appointment(StrEnum):
    """Whether people may come without an appointment."""

    UNKNOWN = ""
    NONE = "sans"
    POSSIBLE = "possible"
    REQUIRED = "obligatoire"


class Wheelchair(StrEnum):
    """Whether somebody in a wheelchair can get in."""

    UNKNOWN = ""
    YES = "oui"
    PARTLY = "partiel"
    NO = "non"


APPOINTMENT = {
    Appointment.UNKNOWN: "Non précisé",
    Appointment.NONE: "Sans rendez-vous",
    Appointment.POSSIBLE: "Avec ou sans rendez-vous",
    Appointment.REQUIRED: "Sur rendez-vous seulement",
}
WHEELCHAIR = {
    Wheelchair.UNKNOWN: "Non précisé",
    Wheelchair.YES: "Oui",
    Wheelchair.PARTLY: "En partie",
    Wheelchair.NO: "Non",
}

FEES = {"gratuit": "Gratuit", "payant": "Payant"}
KINDS = {
    "accompagnement": "Accompagnement",
    "aide-financiere": "Aide financière",
    "aide-materielle": "Aide matérielle",
    "atelier": "Atelier",
    "formation": "Formation",
    "information": "Information",
}
RECEPTION = {"en-presentiel": "Sur place", "a-distance": "À distance, par téléphone ou en ligne"}
MOBILISATION = {
    "se-presenter": "Venir sur place",
    "telephoner": "Téléphoner",
    "envoyer-un-courriel": "Écrire un courriel",
    "utiliser-lien-mobilisation": "Passer par le site",
}
MOBILISABLE_BY = {"usagers": "La personne elle-même", "professionnels": "Un professionnel pour elle"}
"""Our plain words for the codes of the schema; a test holds them to the package's own lists."""


@lru_cache(maxsize=1)
def thematics() -> dict[str, str]:
    """The label of each `Thematique`, by category in the order of our needs."""
    # Imported here, not above: the package takes a fifth of a second to load, and only a form of services needs it.
    from data_inclusion.schema.v1 import Thematique

    order = list(needs.BY_CODE)
    known = sorted(Thematique, key=lambda item: order.index(needs.category(item.value)))
    return {item.value: item.label.replace("’", "'") for item in known}


def by_category() -> list[tuple[str, list[tuple[str, str]]]]:
    """The same, grouped under the plain words of each category."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, label in thematics().items():
        groups.setdefault(needs.label(code), []).append((code, label))
    return list(groups.items())
