"""The indicators of INSEE's « comparateur de territoires », whatever their year: `P18_POP` tells of 2018."""

from __future__ import annotations

import re
from typing import NamedTuple

from boite.portraits.models import UNDATED

CENSUS = {
    "POP": "Habitants",
    "MEN": "Ménages",
    "LOG": "Logements",
    "RP": "Résidences principales",
    "RSECOCC": "Résidences secondaires et logements occasionnels",
    "LOGVAC": "Logements vacants",
    "RP_PROP": "Résidences principales occupées par leur propriétaire",
    "EMPLT": "Emplois sur place",
    "EMPLT_SAL": "Emplois salariés sur place",
    "POP1564": "Habitants de 15 à 64 ans",
    "CHOM1564": "Personnes de 15 à 64 ans au chômage",
    "ACT1564": "Personnes de 15 à 64 ans qui travaillent ou cherchent un emploi",
}
"""Of the census: `P`, two figures of the year, then the name."""
YEARLY = {
    "NAISD": "Naissances dans l'année",
    "DECESD": "Décès dans l'année",
    "NBMENFISC": "Ménages fiscaux",
    "PIMP": "Part des ménages fiscaux imposés",
    "MED": "Niveau de vie médian",
    "TP60": "Taux de pauvreté",
    "ETTOT": "Établissements",
    "ETAZ": "Établissements de l'agriculture, de la sylviculture et de la pêche",
    "ETBE": "Établissements de l'industrie",
    "ETFZ": "Établissements de la construction",
    "ETGU": "Établissements du commerce, des transports et des services",
    "ETGZ": "Établissements du commerce et de la réparation automobile",
    "ETOQ": "Établissements de l'administration, de l'enseignement, de la santé et de l'action sociale",
    "ETTEF1": "Établissements de 1 à 9 salariés",
    "ETTEFP10": "Établissements de 10 salariés ou plus",
}
"""The name, then two figures of the year."""
BETWEEN = {"NAIS": "Naissances", "DECE": "Décès"}
"""The name, then the first year and the last."""
AREA = "SUPERF"
NAMES = CENSUS | YEARLY | BETWEEN | {AREA: "Superficie, en km²"}
RATES = frozenset({"PIMP", "TP60"})
"""Per hundred: never more."""
MEDIANS = frozenset({"MED", "TP60"})
"""What can neither be added up nor averaged from one commune to the next."""
_CENSUS = re.compile(r"P(\d\d)_(\w+)")
_BETWEEN = re.compile(r"([A-Z]+)(\d\d)(\d\d)")
_YEARLY = re.compile(r"(\w+?)(\d\d)")


class Column(NamedTuple):
    """What a column of a file counts."""

    indicator: str
    year: int
    since: int | None = None


def column(variable: str) -> Column | None:
    """What `P18_POP`, `NAIS1318` or `ETTEF118` counts; None for a name that is not known."""
    if variable == AREA:
        return Column(AREA, UNDATED)
    if (found := _CENSUS.fullmatch(variable)) and found[2] in CENSUS:
        return Column(found[2], _year(found[1]))
    if (found := _BETWEEN.fullmatch(variable)) and found[1] in BETWEEN:
        return Column(found[1], _year(found[3]), _year(found[2]))
    if (found := _YEARLY.fullmatch(variable)) and found[1] in YEARLY:
        return Column(found[1], _year(found[2]))
    return None


def _year(two: str) -> int:
    return 2000 + int(two)
