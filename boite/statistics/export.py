"""The published figures of one place and one period as a table: one line for each cell, total and hand-over.

What each column says, the sentence of the rounding and the state of the period go along with the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boite.accounts.ages import FINE, GROUPINGS
from boite.accounts.situations import SITUATIONS
from boite.statistics.derived import FEW, FEW_ACTS, few_of, is_few
from boite.statistics.grid import ANY_AGE, ANY_PUBLIC, PUBLICS, SHAPES, TOTAL, Shape
from boite.statistics.place_names import NamedPlace
from boite.statistics.places import Path, PlaceSize
from boite.statistics.published import ACTS_WHY, FEW_WHY, ROUNDED, UNCOUNTED, Dashboard, MeasureShown
from boite.statistics.published_totals import FlowLine, TotalShown
from boite.statistics.total_kinds import STEPS, Sort
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
    "de": "D'où les personnes partent, pour un passage de relais.",
    "vers": "Où elles arrivent.",
    "nombre": f"Combien, arrondi, ou « {FEW} », ou « {FEW_ACTS} » pour des gestes.",
    "unite": "Ce que compte ce nombre : personnes, gestes, ou objets (événements, numéros, structures…).",
    "arrondi": "Le pas de l'arrondi : 5 pour des personnes, 10 pour des gestes, 1 pour ce qui est exact.",
    "detail_de": "La période du détail : plus ancienne que « periode » quand trop peu de personnes ont changé depuis.",
    "avant": "Ce nombre à la période d'avant : le mois, le trimestre ou l'année qui précède. Vide s'il n'y en a pas.",
    "un_an_avant": "Ce nombre à la même période, un an avant. Vide s'il n'y en a pas.",
    "region": "Ce nombre pour toute la région. Vide pour elle, et pour le détail par public ou par âge.",
}
"""Each column of a table, and what it says."""
COMPARED = ("avant", "un_an_avant", "region")
"""The last of them: what the number of a line that is no detail is compared with."""
NOT_COMPARED = ("",) * len(COMPARED)
ALL = "tous"
LED = ("relais-de-lieu-a-lieu", "Passages de relais d'un lieu à un autre")
"""The code and the label of hand-overs."""
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
    measure = line.measure
    compared = (each.people if each else None for each in (measure.previous, measure.year_before, measure.region))
    return [
        *_head(place, dashboard),
        *(line.measure.measure.code, line.measure.measure.label),
        ALL if line.shape.publics == ANY_PUBLIC else _PUBLICS[line.shape.publics],
        ALL if line.shape.ages == ANY_AGE else _AGES[line.shape.ages],
        *("", "", *_shown(Sort.PEOPLE, line.people, few), line.detail_of),
        *(_compared(place, Sort.PEOPLE, *compared) if line.shape == TOTAL else NOT_COMPARED),
    ]


def row_of_total(shown: TotalShown, place: NamedPlace, dashboard: Dashboard, *, few: str = FEW) -> list[Value]:
    """The same, of a total of people, of acts or of objects."""
    total = shown.total
    return [
        *(*_head(place, dashboard), total.code, total.label, ALL, ALL),
        *("", "", *_shown(total.sort, shown.value, few), ""),
        *_compared(place, total.sort, shown.previous, shown.year_before, shown.region),
    ]


def row_of_flow(flow: FlowLine, place: NamedPlace, dashboard: Dashboard, names: Mapping[Path, str]) -> list[Value]:
    """The same, of the people led from one place to another: never few."""
    return [
        *(*_head(place, dashboard), *LED, ALL, ALL),
        *(names[flow.origin], names[flow.destination], *_shown(Sort.PEOPLE, flow.cell.people, FEW), ""),
        *NOT_COMPARED,
    ]


def _head(place: NamedPlace, dashboard: Dashboard) -> tuple[str, ...]:
    about = dashboard.about
    return place.name, place.path.code, LEVELS[place.path.size], about.period.code, STATES[about.state.value]


def _shown(sort: Sort, value: int, few: str) -> tuple[Value, ...]:
    return _said(sort, value, few), sort.value, STEPS[sort]


def _said(sort: Sort, value: int, few: str) -> Value:
    return few_of(sort, few) if is_few(sort, value) else value


def _compared(place: NamedPlace, sort: Sort, *figures: int | None) -> tuple[Value, ...]:
    """The last columns, that of the region being the last. None: no figure there."""
    there = figures if place.path.parent else (*figures[:-1], None)
    return tuple("" if value is None else _said(sort, value, FEW) for value in there)


def written(form: str, place: NamedPlace, dashboard: Dashboard, names: Mapping[Path, str]) -> bytes:
    """The file of one place and one period, in one of `FORMS`. A second of processor at most: in a thread.

    `names`: those of the places of hand-overs.
    """
    rows: list[Sequence[Value]] = [list(COLUMNS)]
    rows += (row_of(line, place, dashboard) for line in lines_of(dashboard))
    rows += (row_of_total(total, place, dashboard) for total in dashboard.totals)
    rows += (row_of_flow(flow, place, dashboard, names) for flow in dashboard.flows)
    if form == "csv":
        return BOM + lines([*rows, [], *([sentence] for sentence in sentences(dashboard))])
    sheets = [WorkbookTable("Chiffres", rows), WorkbookTable("À lire", _to_read(dashboard))]
    return xlsx(sheets) if form == "xlsx" else ods(sheets)


def sentences(dashboard: Dashboard) -> list[str]:
    """What has to be known to read these figures."""
    about = dashboard.about
    return [
        ROUNDED,
        FEW_WHY,
        ACTS_WHY,
        UNCOUNTED,
        f"Chiffres de la période : {about.period.label}, {STATES[about.state.value]}.",
    ]


def _to_read(dashboard: Dashboard) -> list[tuple[str, str]]:
    said = [("Ces chiffres", sentence) for sentence in sentences(dashboard)]
    counted = [(shown.measure.label, shown.measure.definition) for shown in dashboard.measures]
    counted += [(shown.total.label, shown.total.definition) for shown in dashboard.totals]
    return [("Quoi", "Ce que cela veut dire"), *said, *COLUMNS.items(), *counted]


def name_of(form: str, place: NamedPlace, dashboard: Dashboard) -> str:
    """« chiffres-orleans-2026-11-provisoire.csv »: what the file holds, and whether it may still change."""
    state = slug(STATES[dashboard.about.state.value])
    return f"chiffres-{slug(place.name, 'lieu')}-{dashboard.about.period.code}-{state}.{form}"
