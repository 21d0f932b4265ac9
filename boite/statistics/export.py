"""The published figures of one place and one period as a table: one line for each cell. Rounded figures only.

What each column says, the sentence of the rounding and the state of the period go along with the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boite.accounts.ages import FINE, GROUPINGS
from boite.accounts.situations import SITUATIONS
from boite.statistics.derived import FEW
from boite.statistics.grid import ANY_AGE, ANY_PUBLIC, PUBLICS, SHAPES, TOTAL, Shape
from boite.statistics.place_names import NamedPlace
from boite.statistics.places import PlaceSize
from boite.statistics.published import FEW_WHY, ROUNDED, UNCOUNTED, Dashboard, MeasureShown
from boite.statistics.rounding import BASE
from boite.text.normalise import slug
from boite.text.spreadsheets import BOM, lines
from boite.text.workbooks import ODS, XLSX, Value, WorkbookTable, ods, xlsx

COLUMNS = {
    "lieu": "Le nom du lieu.",
    "code_lieu": "Son code : celui d'un territoire, d'un département, de la région, ou le numéro d'une structure.",
    "niveau": "région, département, territoire ou structure.",
    "periode": "Le mois (2026-11), le trimestre (2026-T4), l'année scolaire (2026-2027) ou l'année (2026).",
    "etat": "provisoire : complété une fois, à la fin du trimestre ; révisé ou définitif : ne change plus.",
    "mesure": "Le code de ce qui est compté.",
    "libelle": "Ce qui est compté, en français.",
    "public": "La situation des personnes, ou « tous ».",
    "age": "L'âge atteint dans l'année, ou « tous ».",
    "personnes": f"Combien de personnes, arrondi, ou « {FEW} ».",
    "arrondi": "Le pas de l'arrondi.",
    "detail_de": "La période du détail : plus ancienne que « periode » quand trop peu de personnes ont changé depuis.",
}
"""Each column of a table, and what it says."""
ALL = "tous"
STATES = {"provisoire": "provisoire", "revise": "révisé", "definitif": "définitif"}
"""In French, what the database says of a period."""
LEVELS = {
    PlaceSize.REGION: "région",
    PlaceSize.DEPARTMENT: "département",
    PlaceSize.TERRITORY: "territoire",
    PlaceSize.STRUCTURE: "structure",
}
_AGES = {1 << rank: label for rank, label in enumerate(FINE)} | {
    band.mask: band.label for bands in GROUPINGS.values() for band in bands
}
_PUBLICS = {1 << rank: SITUATIONS[code] for rank, code in enumerate(PUBLICS)}
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "ods": ODS,
    "xlsx": XLSX,
}
"""The forms of a file, by the end of its name."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One shown number of people, and all that says whose it is."""

    measure: MeasureShown
    shape: Shape
    people: int
    """A multiple of 5; 0 says « moins de 5 »."""

    @property
    def detail_of(self) -> str:
        """The code of the period that this is the photograph of; nothing for a total."""
        crossings = self.measure.crossings
        return crossings.as_of.code if crossings and self.shape != TOTAL else ""


def lines_of(dashboard: Dashboard) -> Iterator[ShownCell]:
    """Each published cell of a place, once: totals, then what crosses them in the order of the grid."""
    for measure in dashboard.measures:
        yield ShownCell(measure, TOTAL, measure.cell.people)
        for shape in SHAPES[dashboard.place.size] if measure.crossings else ():
            cell = measure.crossings.cell(shape) if measure.crossings and shape != TOTAL else None
            if cell is not None:
                yield ShownCell(measure, shape, cell.people)


def row_of(line: ShownCell, place: NamedPlace, dashboard: Dashboard, *, few: str = FEW) -> list[Value]:
    """The values of `COLUMNS`. What is 0 is said `few`, a text: nobody adds it up."""
    return [
        *(place.name, place.path.code, LEVELS[place.path.size]),
        *(dashboard.about.period.code, STATES[dashboard.about.state.value]),
        *(line.measure.measure.code, line.measure.measure.label),
        ALL if line.shape.publics == ANY_PUBLIC else _PUBLICS[line.shape.publics],
        ALL if line.shape.ages == ANY_AGE else _AGES[line.shape.ages],
        *(line.people or few, BASE, line.detail_of),
    ]


def written(form: str, place: NamedPlace, dashboard: Dashboard) -> bytes:
    """The file of one place and one period, in one of `FORMS`. A second of processor at most: in a thread."""
    rows: list[Sequence[Value]] = [list(COLUMNS)]
    rows += (row_of(line, place, dashboard) for line in lines_of(dashboard))
    if form == "csv":
        return BOM + lines([*rows, [], *([sentence] for sentence in sentences(dashboard))])
    sheets = [WorkbookTable("Chiffres", rows), WorkbookTable("À lire", _to_read(dashboard))]
    return xlsx(sheets) if form == "xlsx" else ods(sheets)


def sentences(dashboard: Dashboard) -> list[str]:
    """What has to be known to read these figures."""
    about = dashboard.about
    return [ROUNDED, FEW_WHY, UNCOUNTED, f"Chiffres de la période : {about.period.label}, {STATES[about.state.value]}."]


def _to_read(dashboard: Dashboard) -> list[tuple[str, str]]:
    said = [("Ces chiffres", sentence) for sentence in sentences(dashboard)]
    counted = [(shown.measure.label, shown.measure.definition) for shown in dashboard.measures]
    return [("Quoi", "Ce que cela veut dire"), *said, *COLUMNS.items(), *counted]


def name_of(form: str, place: NamedPlace, dashboard: Dashboard) -> str:
    """« chiffres-orleans-2026-11-provisoire.csv »: what the file holds, and whether it may still change."""
    state = slug(STATES[dashboard.about.state.value])
    return f"chiffres-{slug(place.name, 'lieu')}-{dashboard.about.period.code}-{state}.{form}"
