"""The seven questions of a portrait, each with the figures that answer it, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boite.portraits.reckoning import (
    Reckoning,
    among,
    change,
    count,
    moved,
    natural,
    per,
    spread,
    taxed,
    without,
)


class Unit(StrEnum):
    """How a figure is said."""

    COUNT = "count"
    BALANCE = "balance"
    """More or less so many."""
    PERCENT = "percent"
    CHANGE = "change"
    """More or less so many per hundred."""
    NUMBER = "number"
    EUROS = "euros"
    """By year and by consumption unit."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: its words, and how it is made."""

    code: str
    words: str
    reckon: Reckoning
    unit: Unit = Unit.COUNT
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PortraitQuestion:
    """One heading of the portrait. `code` is lasting: the words of the groups hang on it."""

    code: str
    words: str
    measures: tuple[Measure, ...]


def _sector(indicator: str, words: str) -> Measure:
    return Measure(indicator.lower(), words, per(indicator, "ETTOT", 100), Unit.PERCENT)


QUESTIONS = (
    PortraitQuestion(
        "habitants",
        "Combien sommes-nous ?",
        (
            Measure("population", "Habitants", count("POP")),
            Measure("age-actif", "Part des habitants de 15 à 64 ans", per("POP1564", "POP", 100), Unit.PERCENT),
            Measure("menages", "Ménages", count("MEN")),
            Measure("densite", "Habitants par km²", per("POP", "SUPERF"), Unit.NUMBER),
        ),
    ),
    PortraitQuestion(
        "evolution",
        "Sommes-nous plus nombreux qu'avant ?",
        (
            Measure("population-change", "Évolution du nombre d'habitants", change("POP"), Unit.CHANGE),
            Measure("naissances", "Naissances dans l'année", count("NAISD")),
            Measure("deces", "Décès dans l'année", count("DECESD")),
            Measure("solde-naturel", "Naissances moins décès", natural, Unit.BALANCE),
            Measure("solde-migratoire", "Arrivées moins départs", moved, Unit.BALANCE),
        ),
    ),
    PortraitQuestion(
        "activite",
        "Qui travaille, qui cherche un emploi ?",
        (
            Measure("actifs", "Personnes qui travaillent ou cherchent un emploi", count("ACT1564"), hint="15 à 64 ans"),
            Measure(
                "emploi",
                "Part des 15-64 ans qui travaillent",
                without("ACT1564", "CHOM1564", "POP1564"),
                Unit.PERCENT,
            ),
            Measure("chomeurs", "Personnes au chômage", count("CHOM1564"), hint="15 à 64 ans, selon le recensement"),
            Measure(
                "chomage",
                "Taux de chômage",
                per("CHOM1564", "ACT1564", 100),
                Unit.PERCENT,
                "15 à 64 ans, selon le recensement",
            ),
        ),
    ),
    PortraitQuestion(
        "emplois",
        "Y a-t-il du travail sur place ?",
        (
            Measure("emplois", "Emplois sur place", count("EMPLT")),
            Measure("emplois-change", "Évolution du nombre d'emplois", change("EMPLT"), Unit.CHANGE),
            Measure(
                "concentration",
                "Emplois sur place pour 100 habitants qui travaillent",
                among("EMPLT", "ACT1564", "CHOM1564"),
                Unit.NUMBER,
                "15 à 64 ans",
            ),
            Measure("salaries", "Part des emplois salariés", per("EMPLT_SAL", "EMPLT", 100), Unit.PERCENT),
        ),
    ),
    PortraitQuestion(
        "employeurs",
        "Qui sont les employeurs ?",
        (
            Measure("etablissements", "Établissements", count("ETTOT"), hint="À la fin de l'année"),
            _sector("ETAZ", "Part de l'agriculture, de la sylviculture et de la pêche"),
            _sector("ETBE", "Part de l'industrie"),
            _sector("ETFZ", "Part de la construction"),
            _sector("ETGU", "Part du commerce, des transports et des services"),
            _sector("ETGZ", "dont commerce et réparation automobile"),
            _sector("ETOQ", "Part de l'administration, de l'enseignement, de la santé et du social"),
            _sector("ETTEF1", "Part des établissements de 1 à 9 salariés"),
            _sector("ETTEFP10", "Part des établissements de 10 salariés ou plus"),
        ),
    ),
    PortraitQuestion(
        "logement",
        "Comment se loge-t-on ?",
        (
            Measure("logements", "Logements", count("LOG")),
            Measure("proprietaires", "Part des ménages propriétaires", per("RP_PROP", "RP", 100), Unit.PERCENT),
            Measure("vacants", "Part des logements vacants", per("LOGVAC", "LOG", 100), Unit.PERCENT),
            Measure(
                "secondaires",
                "Part des résidences secondaires",
                per("RSECOCC", "LOG", 100),
                Unit.PERCENT,
                "Logements occasionnels compris",
            ),
        ),
    ),
    PortraitQuestion(
        "revenus",
        "De quels revenus vit-on ?",
        (
            Measure("menages-fiscaux", "Ménages fiscaux", count("NBMENFISC")),
            Measure("imposes", "Part des ménages imposés", taxed, Unit.PERCENT),
            Measure(
                "niveau-de-vie",
                "Niveau de vie médian, selon la commune",
                spread("MED"),
                Unit.EUROS,
                "La moitié des habitants vit avec moins, par an",
            ),
            Measure(
                "pauvrete",
                "Taux de pauvreté, selon la commune",
                spread("TP60"),
                Unit.PERCENT,
                "Publié pour les communes les plus peuplées",
            ),
        ),
    ),
)
BY_CODE = {question.code: question for question in QUESTIONS}
"""By their lasting code."""
