"""The figures given to everybody: from the territory up, a quarter and longer, 15 people at least.

Decided from the published figure alone: comparing both teaches nothing. A figure shown 15 or more is truly 11 or more.
What is below is « moins de 15 », and where the total of a place is, none of its details is given: a line that is there
would say that it is not far. The same of the lines of a total: reasons, answers. A hand-over of fewer people is not
there, nor is one between structures: no structure is named. Acts and objects are as on the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from boite.statistics import published
from boite.statistics.derived import FEW_ACTS, words
from boite.statistics.export import COLUMNS, COMPARED, ShownCell, lines_of, row_of, row_of_flow, row_of_total
from boite.statistics.grid import TOTAL
from boite.statistics.periods import CountedPeriod, PeriodKind
from boite.statistics.place_names import NamedPlace, named, names_of_ends
from boite.statistics.places import Path, PlaceSize
from boite.statistics.published import Dashboard, PublishedPeriod
from boite.statistics.published_totals import FlowLine, TotalShown
from boite.statistics.total_kinds import Sort
from boite.text.workbooks import Value

FROM = 15
"""The smallest figure that is given."""
FEW = f"moins de {FROM}"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
OPEN_COLUMNS = {name: said for name, said in COLUMNS.items() if name not in COMPARED} | {
    "code_lieu": "Son code : celui d'un territoire, d'un département ou de la région.",
    "niveau": "région, département ou territoire.",
    "periode": "Le trimestre (2026-T4), l'année scolaire (2026-2027) ou l'année (2026).",
    "etat": "définitif : ne change plus.",
    "nombre": f"Combien, arrondi, ou « {FEW} », ou « {FEW_ACTS} » pour des gestes.",
}
"""The dictionary of what is given: the same columns, of fewer places and periods."""


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """What is given of one place in one period."""

    place: NamedPlace
    dashboard: Dashboard
    names: Mapping[Path, str]
    """Those of the places of hand-overs."""

    def lines(self) -> Iterator[ShownCell]:
        """Its figures; 0 for what is below `FROM`."""
        for line in lines_of(self.dashboard):
            if line.shape == TOTAL or line.measure.cell.people >= FROM:
                yield replace(line, people=line.people if line.people >= FROM else 0)

    def totals(self) -> Iterator[TotalShown]:
        """Acts and objects as they are; people as `lines` are."""
        for each in self.dashboard.totals:
            if each.total.sort != Sort.PEOPLE:
                yield each
                continue
            whole = self.dashboard.total(each.total.part_of)
            if whole is None or whole.total.sort != Sort.PEOPLE or whole.value >= FROM:
                yield replace(each, value=each.value if each.value >= FROM else 0)

    def rows(self) -> Iterator[list[Value]]:
        """The values of `OPEN_COLUMNS`."""
        place, dashboard = self.place, self.dashboard
        rows = chain(
            (row_of(line, place, dashboard, few=FEW) for line in self.lines()),
            (row_of_total(total, place, dashboard, few=FEW) for total in self.totals()),
            (row_of_flow(flow, place, dashboard, self.names) for flow in given_flows(dashboard)),
        )
        return (row[: len(OPEN_COLUMNS)] for row in rows)


def given_flows(dashboard: Dashboard) -> list[FlowLine]:
    """The hand-overs between territories, of enough people."""
    there = (flow for flow in dashboard.flows if PlaceSize.STRUCTURE not in {end.size for end in flow.ends})
    return [flow for flow in there if flow.cell.people >= FROM]


def said(people: int) -> str:
    """A given number, in French: « 1 250 », « moins de 15 »."""
    return words(people) if people else FEW


async def given_periods() -> list[PublishedPeriod]:
    """The quarters and years that are published, the newest first."""
    return [each for each in await published.published() if each.period.kind != PeriodKind.MONTH]


async def given(period: CountedPeriod) -> list[OpenPlace]:
    """The places that have figures in a period, the largest first. Nothing for one that is not given."""
    if period.kind == PeriodKind.MONTH:
        return []
    by_code: dict[str, list[Path]] = {}
    for path in await published.places_of():
        if path.size != PlaceSize.STRUCTURE:
            by_code.setdefault(path.code, []).append(path)
    names = {place.path: place for place in await named(path for paths in by_code.values() for path in paths)}
    found = []
    for paths in by_code.values():
        dashboard = await published.dashboard(paths, period)
        if dashboard is not None:
            ends = await names_of_ends(given_flows(dashboard))
            found.append(OpenPlace(names[dashboard.place], dashboard, ends))
    return found


async def version() -> tuple[object, ...]:
    """What everything that is given depends on: what was published, and what places are called today."""
    places = [path for path in await published.places_of() if path.size != PlaceSize.STRUCTURE]
    names = tuple((str(place.path), place.name) for place in await named(places))
    given_now = ((each.period.code, each.state.value, each.closed_at) for each in await given_periods())
    return (*given_now, *names)
