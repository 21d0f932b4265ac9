"""The figures of a portrait as a table for a French spreadsheet, each with its year and its source."""

from __future__ import annotations

from boite.portraits.figure_words import reach
from boite.portraits.models import UNDATED
from boite.portraits.portrait_view import ComparedFigure, Portrait
from boite.portraits.reckoning import Reckoned
from boite.text.spreadsheets import BOM, lines

UNITS = {
    "count": "nombre",
    "balance": "nombre",
    "number": "nombre",
    "percent": "%",
    "change": "%",
    "euros": "euros par an et par unité de consommation",
}
HEADERS = (
    *("Question", "Chiffre", "Précision", "Territoire", "Valeur", "Valeur la plus haute", "Unité"),
    *("Depuis", "Année", "Portée", "Source"),
)


def table(portrait: Portrait) -> bytes:
    """One line by value: the territory's, then the region's."""
    found = [
        _line(chapter.question.words, row, name, reckoned)
        for chapter in portrait.chapters
        for row in chapter.rows
        for name, reckoned in ((portrait.territory.name, row.here), ("Région", row.region))
        if reckoned is not None
    ]
    return BOM + lines([HEADERS, *found])


def _line(question: str, row: ComparedFigure, name: str, reckoned: Reckoned) -> list[object]:
    spread = reckoned.high if reckoned.places else None
    return [
        *(question, row.measure.words, row.measure.hint, name, _decimal(reckoned.low), _decimal(spread)),
        *(UNITS[row.measure.unit], reckoned.since or "", "" if reckoned.year == UNDATED else reckoned.year),
        *(reach(reckoned), ", ".join(sorted(reckoned.sources))),
    ]


def _decimal(value: float | None) -> str:
    """A comma, as French spreadsheets read numbers; no more figures than are true."""
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
